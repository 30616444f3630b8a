"""Modules of rules with code: those that the command line names, and those of installed distributions.

Nothing that a repository holds chooses what is loaded here. The command's start sees to it that no module in
the working folder is taken for an installed one.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from functools import reduce
from importlib import import_module
from importlib.abc import SourceLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.errors import ConfigError, SpeclintError
from speclint.files.tree import WORK_TREE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.files.installed import EntryPoint

SUFFIX = ".py"


class _File(SourceLoader):
    """Loads a file that is named, without compiled code beside it."""

    def __init__(self, name: str, file: Path) -> None:
        self._name = name
        self._file = file

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - a loader of one module
        """The file as it is named."""
        return self._name

    def get_data(self, path: str | bytes) -> bytes:  # noqa: ARG002 - likewise
        """Its content.

        Raises:
            UnreadableFileError: it cannot be read.
        """
        return WORK_TREE.read(self._file)


def load_rules(name: str, working: Path) -> None:
    """Load the rules of a module.

    Args:
        name: a module that is installed, or a path that ends in `.py`.
        working: the folder that the path starts from.

    Raises:
        ConfigError: it cannot be loaded, or a rule in it is wrong.
        UnreadableFileError: the file cannot be read.
    """
    if name.endswith(SUFFIX):
        with _errors_of(name):
            _load_file(name, Path(os.path.abspath(working / name)))  # noqa: PTH100 - keeps links
        return
    beside = f"{name.replace('.', '/')}{SUFFIX}"
    remedy = f"name the file, {beside}" if (working / beside).is_file() else "install it beside speclint"
    with _errors_of(name, remedy):
        import_module(name)


def _load_file(name: str, file: Path) -> None:
    """Load a file as a module of its own: once, however often it is named."""
    module_name = f"speclint rules {file}"
    if module_name in sys.modules:
        return
    loader = _File(name, file)
    spec = spec_from_loader(module_name, loader)
    if spec is None:
        raise ImportError(name=name)
    module = module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[module_name]
        raise


def load_entry_points(entries: Iterable[EntryPoint]) -> None:
    """Load the rules that installed distributions offer.

    Raises:
        ConfigError: one of them cannot be loaded.
    """
    for entry in entries:
        with _errors_of(f"{entry.value} of {entry.distribution}"):
            _load(entry)


def _load(entry: EntryPoint) -> None:
    module, _, name = entry.value.partition(":")
    reduce(getattr, filter(None, name.split(".")), import_module(module))


@contextmanager
def _errors_of(name: str, remedy: str = "install it beside speclint") -> Iterator[None]:
    """Give an error in a module as one line.

    Raises:
        ConfigError: the module cannot be loaded.
    """
    try:
        # the standard output is for reports
        with redirect_stdout(sys.stderr):
            yield
    except SpeclintError:
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, ModuleNotFoundError) and error.name and f"{name}.".startswith(f"{error.name}."):
            message = f'there is no module of rules "{name}"; {remedy}'
            raise ConfigError(message) from error
        text = " ".join(f"{type(error).__name__}: {error}".split())
        message = (
            f'the rules in "{name}" cannot be loaded: {text}{_place(error)}; correct them, or leave them out'
        )
        raise ConfigError(message) from error


def _place(error: BaseException) -> str:
    """Where the module was when it failed, outside of what imports modules."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file != __file__ and "importlib" not in file:
            place = f" ({file}:{trace.tb_lineno})"
        trace = trace.tb_next
    return "" if isinstance(error, SyntaxError) else place

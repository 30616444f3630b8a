"""Documents that a program holds: a request for them, as if each were a file of its name."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.documents.writer import json_text
from speclint.errors import ConfigError
from speclint.files.memory import MemoryTree
from speclint.files.walk import SUFFIXES, TABLES
from speclint.project.config import Config, SheetsEntry, load_config
from speclint.project.request import DEFAULT_PROFILE, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

_KNOWN = (*SUFFIXES, *TABLES)
_EVERY = tuple(f"**/*{suffix}" for suffix in _KNOWN)
NAMES_NO_FILE = "path-mismatch"
"""The rule on how the file of a sheet is called."""


def request_for_documents(
    documents: Mapping[str, object], working: Path, profile: str | None = None, config: Path | None = None
) -> Request:
    """A request for documents by their names, which are paths below a root.

    Args:
        documents: the content of each: its text, or the object that it would be as JSON.
        working: the folder that `profile` and `config` are relative to.
        profile: how all of them are written; without it the entries of the configuration hold, for names
            below its folder, and where it has none each is a sheet of ours by whatever name.
        config: a configuration, of which neither baseline nor required sheets apply.

    Raises:
        ConfigError: a name is none of a document, or the configuration or profile cannot be followed.
        UnreadableFileError: the profile cannot be read.
    """
    settings = replace(
        load_config(working / config) if config else Config(working), must_hold=(), baseline=None
    )
    profiles = {entry.profile: settings.root / entry.profile for entry in settings.sheets}
    if profile is not None or not settings.sheets:
        name = profile or DEFAULT_PROFILE
        # one from elsewhere, which the caller named, lies as if it were in the root
        within = name if _is_below(name) else Path(name).name
        profiles = {within: working / name}
        ignore = settings.ignore if profile else (*settings.ignore, NAMES_NO_FILE)
        settings = replace(settings, root=working, sheets=(SheetsEntry(_EVERY, within),), ignore=ignore)
    disk = Request(settings, working, [Path(profile)] if profile else []).tree
    files = {
        settings.root / within: disk.read(file)
        for within, file in profiles.items()
        if within.endswith(".toml")
    }
    files |= {settings.root / _path_of(name): _content(value) for name, value in documents.items()}
    return Request(settings, working, source=MemoryTree(files), respect_nested_config=False, jobs=1)


def profile_of_frame(profile: str | PathLike[str] | None) -> str:
    """The name or file of the profile of a data frame, of which there must be one.

    Raises:
        ConfigError: there is none.
    """
    if not (isinstance(profile, str | PathLike) and fspath(profile)):
        message = "a data frame needs a profile: name one, or its file; `speclint init` writes it for a table"
        raise ConfigError(message)
    return fspath(profile)


def _path_of(name: str) -> str:
    path = PurePosixPath(name if name.endswith(_KNOWN) else f"{name}.json")
    if not _is_below(name) or "\0" in name or any(part.startswith(".") for part in path.parts):
        message = f"{name!r} is no name of a document; name a path without `..` or hidden folders"
        raise ConfigError(message)
    return str(path)


def _is_below(name: str) -> bool:
    return bool(name) and not Path(name).is_absolute() and ".." not in PurePosixPath(name).parts


def _content(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json_text(value)).encode("utf-8", "surrogatepass")

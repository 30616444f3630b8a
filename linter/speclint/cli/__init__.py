"""The command line: the one door to click, one file per command, and the only printer."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from speclint.cli.output import SHEETS_ONLY, discard, write_error
from speclint.errors import SpeclintError
from speclint.imports import without

if TYPE_CHECKING:
    from click import Group

GC_THRESHOLD = 100_000
"""Allocations before a garbage collection; Python's 700 are too few where almost nothing is garbage."""

OUT_OF_MEMORY = "out of memory; check fewer sheets at once, or raise the limit of the system"
"""What is reported where the system gives no more memory."""


def __getattr__(name: str) -> Group:
    """The group of all commands, `cli`: loaded once it is asked for, since a hook needs no click."""
    if name != "cli":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from speclint.cli.commands import cli

    return cli


def main() -> None:
    """Run the command line, and leave with 0, 1 or 2; no traceback reaches the user."""
    # modules and sheets live until the end, so collecting garbage among them only costs time
    gc.set_threshold(GC_THRESHOLD)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal that cannot show a character gets an escape; whatever else reads gets UTF-8, not what the
        # locale says, unless somebody chose the encoding
        is_chosen = sys.stdout.isatty() or "PYTHONIOENCODING" in os.environ
        sys.stdout.reconfigure(encoding=None if is_chosen else "utf-8", errors="backslashreplace")
    status = _status()
    for stream in (sys.stdout, sys.stderr):
        # a closed or full stream has been reported already
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # shutting down the interpreter would take a sixth of a short run
    os._exit(status)


def _status() -> int:
    try:
        _load_msgspec()
        if _is_plain_check(sys.argv[1:]):
            from speclint.cli.check_run import check_sheets, plain_options

            return check_sheets(plain_options(sys.argv[2:]))
        from speclint.cli.commands import run

        return run()
    except SpeclintError as error:
        return write_error(f"speclint: {error}")
    except OSError as error:
        if error.filename is None and sys.stdout is not None:
            discard()
        return write_error(f"speclint: {error.filename or 'cannot write'}: {error.strerror or error}")
    except MemoryError:
        return write_error(
            "speclint: out of memory; check fewer sheets at once, or raise the limit of the system"
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one line
        return write_error(f"speclint: internal error, please report it: {type(error).__name__}: {error}")


def _load_msgspec() -> None:
    """Load msgspec without what it loads for types that we do not use, a tenth of a short run."""
    # uuid asks for the name of the system
    with without("typing_extensions"), without("platform", system=lambda: os.uname().sysname):
        import msgspec  # noqa: F401


def _is_plain_check(arguments: list[str]) -> bool:
    """Whether paths are checked as hooks do it, so that click, a tenth of a short run, need not be loaded."""
    # on Windows click expands wildcards
    if arguments[:1] != ["check"] or "_SPECLINT_COMPLETE" in os.environ or sys.platform == "win32":
        return False
    return all(argument == SHEETS_ONLY or not argument.startswith("-") for argument in arguments)

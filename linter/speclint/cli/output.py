"""The only place that writes to the standard output; progress and colour, where the terminal shows them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from speclint.errors import UnwrittenError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from speclint.project.request import Progress

Item = TypeVar("Item")

MIN_SHEETS = 500
"""Sheets from which on a progress bar is shown."""


def write_stdout(text: str | bytes) -> None:
    """Write to the standard output, all of it; bytes as they are.

    A reader that stops early, such as `head`, is no error: the exit status stays the same.

    Raises:
        UnwrittenError: it cannot be written.
    """
    if sys.stdout is None:
        message = "cannot write the report: the standard output is closed"
        raise UnwrittenError(message)
    try:
        if isinstance(text, bytes):
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        discard()
    except OSError as error:
        discard()
        message = f"cannot write the report: {error.strerror or error}"
        raise UnwrittenError(message) from error


def discard() -> None:
    """Redirect the output to the null device, or the interpreter would try to write the rest at its exit."""
    null_device = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null_device, sys.stdout.fileno())
    os.close(null_device)


def progress(*, quiet: bool) -> Progress:
    """A progress bar if the standard error is a terminal, else none."""
    from speclint.project.request import silent

    return _bar if sys.stderr is not None and sys.stderr.isatty() and not quiet else silent


def _bar(work: Collection[Item], label: str) -> Iterable[Item]:
    if len(work) < MIN_SHEETS:
        yield from work
        return
    with click.progressbar(work, label=label, file=sys.stderr) as bar:
        yield from bar


def in_colour(choice: str) -> bool:
    """Whether to write in colour; `auto` follows NO_COLOR, FORCE_COLOR and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

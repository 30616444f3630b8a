"""Progress and colour, where the terminal shows them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from speclint.project.request import silent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from speclint.project.request import Progress

Item = TypeVar("Item")

MIN_SHEETS = 500
"""Sheets from which on a progress bar is shown."""


def progress(*, quiet: bool) -> Progress:
    """A progress bar if the standard error is a terminal, else none."""
    return _bar if _is_terminal() and not quiet else silent


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


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

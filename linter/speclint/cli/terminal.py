"""What the terminal can show: progress and colour."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from speclint.project.request import silent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from speclint.project.request import Progress

Each = TypeVar("Each")

MANY = 500
"""So many sheets take long enough for a progress bar."""


def progress(*, quiet: bool) -> Progress:
    """Progress on a terminal that somebody watches, else none."""
    return _bar if _has_watcher() and not quiet else silent


def _has_watcher() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _bar(work: Collection[Each], label: str) -> Iterable[Each]:
    if len(work) < MANY:
        yield from work
        return
    with click.progressbar(work, label=label, file=sys.stderr) as bar:
        yield from bar


def in_colour(choice: str) -> bool:
    """Whether to write in colour; `auto` does as NO_COLOR, FORCE_COLOR and the terminal say."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

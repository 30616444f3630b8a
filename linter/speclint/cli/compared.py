"""What `diff` and `review` share: their operands, and what is reported of a comparison."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.cli.output import CACHE_FOLDER, progress, write_stderr
from speclint.cli.reports import changes_as
from speclint.diffing.operands import comparison_of, ends_of
from speclint.errors import ConfigError, SpeclintError
from speclint.files.cache import cache_for
from speclint.reporters.sanitize import sanitized
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.diffing.load import Comparison
    from speclint.diffing.operands import End
    from speclint.diffing.review import Review
    from speclint.files.cache import Cache
    from speclint.reporters.style import Style
    from speclint.results import ChangeReport

BORROWED = "has no configuration; that of the work tree is used"


class Operands(click.Command):
    """Keeps the operands before `--` apart from the paths after it, which click would join."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments after what click has read."""
        index = args.index("--") if "--" in args else len(args)
        ctx.meta["paths"] = args[index + 1 :]
        return super().parse_args(ctx, args[:index])


def compared_ends(
    operands: Sequence[str], paths: Sequence[str], working: Path, config: Path | None
) -> tuple[tuple[End, End], Comparison]:
    """Both ends that operands name, read through the user's cache, and their comparison.

    Raises:
        SpeclintError: they name no two ends, or the configuration is invalid.
    """
    ends = ends_of(operands, paths, working)
    cache = _cache(working, config)
    for end in ends:
        if end.repository is not None:
            end.repository.cache = cache
    return ends, comparison_of(ends, working, config)


def _cache(working: Path, config: Path | None) -> Cache | None:
    """The user's cache; None where none can be trusted."""
    named = os.environ.get(CACHE_FOLDER)
    try:
        return cache_for(Path(named) if named else None, working, config)
    except ConfigError:
        return None


def note_borrowed(comparison: Comparison, *, quiet: bool) -> None:
    """Print where the configuration is from, if the revision has none."""
    if comparison.borrows_config and not quiet:
        write_stderr(sanitized(f"speclint: {comparison.revision_name} {BORROWED}") + "\n")


def refuse_unread(unread: Sequence[str]) -> None:
    """Refuse to pass over sheets that could not be compared.

    Raises:
        SpeclintError: there are some.
    """
    if unread:
        more = len(unread) - 1
        message = f"not compared: {unread[0]}" + (f" (and {more} more)" if more else "")
        raise SpeclintError(message)


class Compared:
    """What is reported of a comparison; each kind of report is made once, and only if it is wanted.

    Making one raises SpeclintError where the work cannot be done.
    """

    def __init__(
        self, comparison: Comparison, *, files: str = "", kinds: Sequence[str] = (), quiet: bool = False
    ) -> None:
        """A comparison, not yet made.

        Args:
            comparison: what to compare.
            files: the address below which the files of the revision are shown, if lines are to be linked.
            kinds: the kinds of changes to report; all if empty.
            quiet: whether to show no progress and no summary.
        """
        self._comparison, self._files, self._kinds, self._quiet = comparison, files, kinds, quiet

    @cached_property
    def report(self) -> ChangeReport:
        """The changes."""
        from speclint.diffing.run import compare

        found = compare(self._comparison, progress(quiet=self._quiet))
        if not self._kinds:
            return found
        return replace(found, changes=tuple(change for change in found.changes if change.kind in self._kinds))

    @cached_property
    def review(self) -> Review:
        """The changes by vehicle, with what is found in them."""
        from speclint.diffing.review import review

        return review(self._comparison, progress(quiet=self._quiet), self._kinds)

    def rendered(self, name: str, style: Style | None = None) -> str:
        """The report in the format of that name; in Markdown it is the review."""
        if name != "markdown":
            return changes_as(name, self.report, style, quiet=self._quiet)
        from speclint.reporters.review import render

        return render(self.review, self._files)

    def stat(self) -> str:
        """The number of changes of each sheet, as text."""
        from speclint.reporters.change_text import stat

        return stat(self.report)


def fails(worst: Level | None, fail_on: str) -> bool:
    """Whether a level is at or above the one that fails a run."""
    return fail_on != "never" and worst is not None and worst.weight >= Level(fail_on).weight

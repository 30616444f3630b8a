"""A figure that changed while its sources stayed the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.changes.sources import corrects, names_sources, sources
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

_SOURCE = '"sources": [{{"title": "Data", "url": "https://www.bmw.com/{0}", "accessed": "2024-03-01", "covers": ["/range"]}}]'
_RANGE = '{{"range": {{"wltp": {{"km": {0}}}}}, ' + _SOURCE.replace("{0}", "{1}") + "}}"
_BOTH = '{{"range": {{"wltp": {{"km": 450, "mi": {0}}}}}, ' + _SOURCE.replace("{0}", "a") + "}}"


@change_rule(
    level=Level.WARNING,
    summary="a figure changed, its sources did not",
    reads=("figures", "sources", "disagreements", "value"),
    mirror="figure-changed-without-source",
    consequence_of=("sibling-left-behind",),
    bad=(
        bad(_RANGE.format(449, "a"), base=_RANGE.format(439, "a"), at="/range/wltp/km",
            message="no source of WLTP range 449 km is new"),
    ),
    good=(
        good(_RANGE.format(449, "b"), base=_RANGE.format(439, "a"), why="another page says so"),
        good(_RANGE.format(439.0, "a"), base=_RANGE.format(439, "a"), why="the same range with more digits"),
        good(_BOTH.format(280), base=_BOTH.format(208),
            why="a slip of the hand was mended: the source always said what the other unit says"),
    ),
)  # fmt: skip
def figure_changed_without_source(revised: Revised) -> Iterator[Violation]:
    """A figure is what its source says, so a new figure has a new source, or a newer reading of the old one.

    The rule speaks where a sheet names the sources of its figures (`sources` with what each `covers`), and of those
    that cover the figure, and of the disagreements noted there, none is new or read again. Silent where the new
    figure agrees with one in another unit that was there before, for then a slip was mended.
    """
    if not names_sources(revised.base) or not names_sources(revised.revision):
        return
    for change in revised.changed():
        if change.base is None or change.revision is None or corrects(change):
            continue
        before = sources(revised.base, change.base.pointer)
        if sources(revised.revision, change.revision.pointer) <= before:
            label = change.quantity.label if change.quantity else ""
            yield Violation(f"no source of {label} {change.revision.figure} is new", change.revision.pointer)

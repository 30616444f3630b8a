"""A figure that changed while its sources stayed the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.changes.entry_errors import READS, corrects
from speclint.rules.changes.sourced import READS as READS_OF_SOURCES
from speclint.rules.changes.sourced import has_new_source
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
    reads=(*READS, *READS_OF_SOURCES),
    mirror="figure-changed-without-source",
    consequence_of=("sibling-left-behind",),
    bad=(
        bad(_RANGE.format(449, "a"), base=_RANGE.format(439, "a"), at="/range/wltp/km",
            message="no source of WLTP range 449 km is new"),
    ),
    good=(
        good(_RANGE.format(449, "b"), base=_RANGE.format(439, "a"), why="another page states it"),
        good(_RANGE.format(439.0, "a"), base=_RANGE.format(439, "a"), why="the same range with more digits"),
        good(_BOTH.format(280), base=_BOTH.format(208),
            why="an entry error was corrected: the source always stated what the other unit does"),
    ),
)  # fmt: skip
def figure_changed_without_source(revised: Revised) -> Iterator[Violation]:
    """A figure is what its source states, so a new figure has a new source, or a newer reading of the old one.

    Reported where sources list what they cover (`covers`), and none that covers the figure, nor a disagreement about
    it, is new or read again. Silent where the new figure agrees with an older one in another unit: an entry error was
    corrected.
    """
    if not all(any(source.covers for source in sheet.sources) for sheet in (revised.base, revised.revision)):
        return
    for change in revised.changed():
        if change.revision is not None and not corrects(change) and not has_new_source(change):
            label = change.quantity.label if change.quantity else ""
            yield Violation(f"no source of {label} {change.revision.figure} is new", change.revision.name)

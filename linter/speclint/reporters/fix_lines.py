"""The lines that a fix replaces, and those that it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.snippet import shown, window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.reporters.style import Style
    from speclint.results import Edit, Finding, Location

OPTIONS = {True: "--fix", False: "--fix --unsafe-fixes"}
"""The options that write a fix, by whether it is safe."""


def fix_lines(finding: Finding, gutter: int, style: Style) -> Iterator[str]:
    """Which options write the fix of a finding, and each line before and after it; nothing without a fix.

    Lines whose text the finding does not hold are only named.
    """
    if finding.fix is None or not finding.fix.edits:
        return
    places = (finding.location, *(related.location for related in finding.related))
    texts = {(place.path, place.region.line): place for place in reversed(places)}
    edits: dict[tuple[str, int], list[Edit]] = {}
    for edit in finding.fix.edits:
        edits.setdefault((edit.path, edit.region.line), []).append(edit)
    option = f"{' ' * gutter} {style('=', 'gutter')} {style('fix', 'help')} with {OPTIONS[finding.fix.safe]}"
    lines = [
        line
        for key, on_line in edits.items()
        if (place := texts.get(key)) and all(edit.region.end_line == key[1] for edit in on_line)
        for line in _replaced(place, on_line, gutter, style)
    ]
    yield f"{option}:" if lines else option
    yield from lines


def _replaced(place: Location, edits: Sequence[Edit], gutter: int, style: Style) -> Iterator[str]:
    """A line before its edits and after them, both cut as its source line is."""
    before, start = window(place, gutter, style)
    after = line = place.line_text
    for edit in sorted(edits, key=lambda edit: edit.region.column, reverse=True):
        after = after[: edit.region.column - 1] + edit.text + after[edit.region.end_column - 1 :]
    length = len(after)
    after = after[start : start + len(before) + length - len(line)]
    number = style(str(place.region.line).rjust(gutter), "gutter")
    yield f"{number} {style(f'-{shown(before, start, len(line))}'.rstrip(), 'removed')}"
    yield f"{number} {style(f'+{shown(after, start, length)}'.rstrip(), 'added')}"

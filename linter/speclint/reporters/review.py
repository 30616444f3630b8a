"""The review of a change as a comment on a pull request: Markdown, the worst first, cut to its length."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from speclint.changes.change import Kind
from speclint.changes.wording import listed
from speclint.reporters.comment import MAX_CHARACTERS, Item, Section, fitted, link, tally
from speclint.reporters.escape import as_markdown as escaped
from speclint.results import NOWHERE
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.diffing.review import Review, Vehicle
    from speclint.diffing.rows import Row
    from speclint.results import ReviewedFinding

MARKER = "<!-- speclint review -->"
"""First line, by which a bot finds the comment that it is to update."""
MAX_NAMED = 6
"""Sheets that one line names."""
MAX_TITLE = 120
TABLE = "| | old | new | Δ |\n| --- | --- | --- | --- |\n"
TABLE_WITH_REMARKS = "| | old | new | Δ | |\n| --- | --- | --- | --- | --- |\n"
WHOLE_FILE = 0
"""In the place of a line."""
MAX_HEAD = 4_000
"""Characters that are kept for the heading and the last line."""

_SEVERITY = ("removed", "added", "renamed", "inherited", "changed", "")
_ERROR, _WARNING, _CHANGE, _NOTE = range(4)
"""Ranks of lines: what must be seen first."""


def render(review: Review, files: str = "") -> str:
    """The review as Markdown, at most 65,000 characters; what does not fit is counted.

    Args:
        review: the review.
        files: the address below which the files of the revision are shown; no links to lines if empty.
    """
    page = _Page(files)
    vehicles = sorted(review.vehicles, key=_order)
    sections = [
        *page.unread(review),
        *page.errors(vehicles),
        *(section for vehicle in vehicles for section in page.vehicle(vehicle)),
        *page.notes(vehicles),
    ]
    body, rest = fitted([section for section in sections if section.items], MAX_CHARACTERS - MAX_HEAD)
    more = tally((noun, rest.get(noun, 0)) for noun in (*Level, "change", "sheet"))
    last = f"\nNot shown: {more}; `speclint diff` and `speclint check --since` show all.\n" if more else ""
    return f"{MARKER}\n{_head(review)}{body}{last}"


def _order(vehicle: Vehicle) -> tuple[int, int, str, str]:
    weights = [finding.level.weight for finding in vehicle.findings if finding.level is not Level.NOTE]
    return -max(weights, default=0), _SEVERITY.index(vehicle.kind), vehicle.title, vehicle.path


def _head(review: Review) -> str:
    levels = Counter(finding.level for vehicle in review.vehicles for finding in vehicle.findings)
    found = tally((level.value, levels[level]) for level in Level)
    kinds = Counter(row.kind for vehicle in review.vehicles for row in vehicle.rows)
    sheets = Counter(vehicle.kind for vehicle in review.vehicles)
    parts = [
        f"{tally([('sheet', sheets[kind])])} {kind}"
        for kind in ("added", "removed", "renamed")
        if sheets[kind]
    ]
    parts += [f"{kinds[kind]} {kind}" for kind in Kind if kinds[kind]]
    sides = f"{escaped(review.base, MAX_TITLE)} → {escaped(review.revision, MAX_TITLE)}"
    if not (found or parts):
        return f"### Spec sheets: {'no change known' if review.unread else 'nothing changed'}\n\n{sides}\n"
    return f"### Spec sheets: {found or 'nothing found'}\n\n{sides}: {', '.join(parts) or 'no change'}\n"


class _Page:
    """Writes the sections of a review."""

    def __init__(self, files: str) -> None:
        self._files = files.rstrip("/")

    def unread(self, review: Review) -> Iterator[Section]:
        """The sheets that could not be compared."""
        reasons = () if review.is_checked else review.unread
        items = [Item(f"- not compared: {escaped(reason)}\n", "sheet", _ERROR) for reason in reasons]
        yield Section("\n", items)

    def errors(self, vehicles: Iterable[Vehicle]) -> Iterator[Section]:
        """All errors, each with its vehicle."""
        items = [
            Item(f"- {escaped(vehicle.title, MAX_TITLE)}: {self._finding(finding)}\n", Level.ERROR, _ERROR)
            for vehicle in vehicles
            for finding in vehicle.findings
            if finding.level is Level.ERROR
        ]
        yield Section("\n#### Errors\n\n", items)

    def notes(self, vehicles: Iterable[Vehicle]) -> Iterator[Section]:
        """The notes, folded; the same note of several vehicles once."""
        groups: dict[tuple[str, str], list[str]] = {}
        for vehicle in vehicles:
            for finding in vehicle.findings:
                if finding.level is Level.NOTE:
                    place = self._place(finding.path, finding.line, vehicle.title)
                    groups.setdefault((finding.rule, finding.message), []).append(place)
        items = [
            Item(f"- `{rule}` {escaped(message)}: {listed(places, MAX_NAMED)}\n", Level.NOTE, _NOTE)
            for (rule, message), places in groups.items()
        ]
        count = tally([("note", sum(map(len, groups.values())))])
        yield Section(f"\n<details><summary>{count}</summary>\n\n", items, "\n</details>\n")

    def vehicle(self, vehicle: Vehicle) -> Iterator[Section]:
        """What changed in a vehicle, and the warnings about it."""
        name = self._place(vehicle.path, NOWHERE if vehicle.kind == "removed" else WHOLE_FILE, vehicle.title)
        errors = sum(finding.level is Level.ERROR for finding in vehicle.findings)
        warnings = [
            Item(f"- {self._finding(finding)}\n", Level.WARNING, _WARNING)
            for finding in vehicle.findings
            if finding.level is Level.WARNING
        ]
        above = f" · {tally([('error', errors)])} above" if errors else ""
        head = f"\n#### {name}{above}\n\n"
        own = [Item(f"{line}\n", "change", _CHANGE) for line in self._intro(vehicle)]
        yield Section(head, [*own, *warnings])
        if vehicle.rows:
            # without other lines the table brings the heading
            has_remarks = any(row.remarks or row.source for row in vehicle.rows)
            rows = [
                Item(self._row(row, has_remarks=has_remarks), "change", _CHANGE)
                for row in sorted(vehicle.rows, key=_rank)
            ]
            columns = TABLE_WITH_REMARKS if has_remarks else TABLE
            start = "" if own or warnings else head.rstrip("\n") + "\n"
            yield Section(f"{start}\n{columns}", rows)

    def _intro(self, vehicle: Vehicle) -> Iterator[str]:
        if vehicle.event:
            figures = ", ".join(f"{escaped(name)} {escaped(value)}" for name, value in vehicle.figures)
            cited = ", ".join(link("source", address) for address in vehicle.sources)
            yield " · ".join(part for part in (escaped(vehicle.event), figures, cited) if part)
        if vehicle.heirs:
            count = tally([("sheet", len(vehicle.heirs))])
            names = listed([escaped(name, MAX_TITLE) for name in vehicle.heirs], MAX_NAMED)
            yield f"inherited by {count}: {names}"

    def _finding(self, finding: ReviewedFinding) -> str:
        place = self._place(finding.path, finding.line, f"{finding.path}:{finding.line}")
        several = f", in {len(finding.sheets)} sheets" if len(finding.sheets) > 1 else ""
        remedy = f"; {escaped(finding.help)}" if finding.help else ""
        return f"**{finding.level}** `{finding.rule}` {escaped(finding.message)}{several}{remedy} ({place})"

    def _row(self, row: Row, *, has_remarks: bool) -> str:
        remarks = [escaped(remark) for remark in row.remarks]
        remarks += [link("source", row.source)] if row.source else []
        name = self._place(row.path, row.line, row.label)
        cells = [name, *map(escaped, (row.old, row.new, row.difference))]
        cells += [", ".join(remarks)] if has_remarks else []
        return f"| {' | '.join(cells)} |\n"

    def _place(self, path: str, line: int, text: str) -> str:
        """A text that links to a line of a file of the revision."""
        if not self._files or line == NOWHERE:
            return escaped(text, MAX_TITLE)
        return link(text, f"{self._files}/{quote(path)}{'' if line == WHOLE_FILE else f'#L{line}'}")


def _rank(row: Row) -> tuple[int, str]:
    return list(Kind).index(Kind(row.kind)), row.label

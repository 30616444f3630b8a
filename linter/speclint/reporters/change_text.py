"""Changes for people: sheet by sheet, the same addition to many sheets in one paragraph, and a last line."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.reporters.sanitize import sanitized
from speclint.reporters.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import ChangeReport, ReportedChange

MIN_ALIKE = 4
"""Sheets that gain or lose the same thing, from which on one paragraph names them all."""
MAX_HEIRS = 4
"""Sheets that inherit a change and are named."""
WIDTH = 100
"""Columns of such a paragraph."""


def render(report: ChangeReport, *, colour: bool = False, quiet: bool = False) -> str:
    """The changes sheet by sheet, and a last line that counts them unless quiet."""
    style = Style(colour=colour)
    alike, single = _parted(report.changes)
    parts = ["\n".join(_sheet(changes, style)) + "\n" for changes in _by_sheet(single)]
    parts += ["\n".join(_alike(name, changes, style)) + "\n" for name, changes in alike.items()]
    if parts and not quiet:
        parts.append("\n")
    if not quiet:
        parts.append(summary(report) + "\n")
    return "".join(parts)


def summary(report: ChangeReport) -> str:
    """How much changed, by kind, and in how many sheets."""
    counts = report.summary
    counted = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if kind in counts)
    counted = counted or ("no change known" if report.unread else "nothing changed")
    sheets = len({change.sheet for change in report.changes})
    where = f" in {sheets} sheet{'' if sheets == 1 else 's'}" if sheets else ""
    accepted = f", {report.suppressed} suppressed" if report.suppressed else ""
    unread = f", {len(report.unread)} not compared" if report.unread else ""
    return f"{sanitized(report.base)} → {sanitized(report.revision)}: {counted}{where}{accepted}{unread}"


def stat(report: ChangeReport) -> str:
    """One line per sheet with the number of changes by kind, and the last line."""
    lines = []
    for changes in _by_sheet(report.changes):
        counts = Counter(change.kind for change in changes)
        counted = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if kind in counts)
        lines.append(f"{sanitized(changes[0].sheet)}: {counted}\n")
    return "".join(lines) + summary(report) + "\n"


def _parted(
    changes: Iterable[ReportedChange],
) -> tuple[dict[str, list[ReportedChange]], list[ReportedChange]]:
    """Values that many sheets gained or lost, by name, and all other changes."""
    groups: dict[str, list[ReportedChange]] = {}
    for change in changes:
        groups.setdefault(_alike_name(change), []).append(change)
    alike = {name: group for name, group in groups.items() if name and len(group) >= MIN_ALIKE}
    return alike, [change for change in changes if _alike_name(change) not in alike]


def _alike_name(change: ReportedChange) -> str:
    """The name of a sheet, or value that is no figure, which many sheets may gain or lose; else empty."""
    if change.kind not in ("added", "removed") or change.rule or change.quantity or change.inherited_by:
        return ""
    if change.text.startswith(f"{change.title} "):
        return f"sheets {change.kind}"
    return f"{change.text.partition(': ')[0]} {change.kind}"


def _alike(name: str, changes: list[ReportedChange], style: Style) -> Iterator[str]:
    count = f"{len(changes)} {name}" if name.startswith("sheets") else f"{name} in {len(changes)} sheets"
    yield style(sanitized(count), "bold")
    items = ", ".join(sanitized(_item(change)) for change in changes)
    yield from wrap(items, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _item(change: ReportedChange) -> str:
    if change.text.startswith(f"{change.title} "):
        return change.title
    side = change.revision or change.base
    value = f" ({side.stated})" if side and len(side.stated) < WIDTH // 5 else ""
    name = change.title
    return name if value and name.endswith(f" {value[2:-1]}") else f"{name}{value}"


def _by_sheet(changes: Iterable[ReportedChange]) -> Iterator[list[ReportedChange]]:
    sheets: dict[tuple[str, str], list[ReportedChange]] = {}
    for change in changes:
        sheets.setdefault((change.path, change.sheet), []).append(change)
    yield from sheets.values()


def _sheet(changes: list[ReportedChange], style: Style) -> Iterator[str]:
    first = changes[0]
    if len(changes) == 1 and not first.quantity and first.text.startswith(f"{first.title} "):
        yield from _change(first, style, "")
        return
    place = "" if first.title == first.sheet else f"  {style(sanitized(first.sheet), 'place')}"
    yield f"{style(sanitized(first.title), 'bold')}{place}"
    for change in changes:
        yield from _change(change, style, "  ")


def _change(change: ReportedChange, style: Style, indent: str) -> Iterator[str]:
    yield f"{indent}{sanitized(change.text)}"
    for finding in change.findings:
        level = finding.level.value
        yield f"{indent}  {style(f'{level}[{finding.rule}]', level)}: {sanitized(finding.message)}"
    if change.inherited_by:
        yield f"{indent}  inherited by {len(change.inherited_by)} sheets: {sanitized(_named(change))}"


def _named(change: ReportedChange) -> str:
    named = ", ".join(change.inherited_by[:MAX_HEIRS])
    more = len(change.inherited_by) - MAX_HEIRS
    return f"{named} and {more} more" if more > 0 else named

"""Changes for people: sheet by sheet, the same addition to many sheets in one paragraph, and a last line."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from speclint.reporters.sanitize import plain
from speclint.reporters.style import Pen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import ChangeReport, ReportedChange

MANY = 4
"""So many sheets that gain or lose the same thing are told in one paragraph."""
WIDTH = 100
"""Columns of such a paragraph."""

KINDS = ("changed", "restated", "sharpened", "blurred", "added", "removed", "renamed")
"""The order in which kinds are counted."""


def text(report: ChangeReport, *, colour: bool = False, quiet: bool = False) -> str:
    """What changed, and a last line that counts it unless quiet; nothing else where nothing changed."""
    pen = Pen(colour=colour)
    alike, single = _parted(report.changes)
    parts = ["\n".join(_sheet(changes, pen)) + "\n" for changes in _by_sheet(single)]
    parts += ["\n".join(_alike(called, changes, pen)) + "\n" for called, changes in alike.items()]
    if parts and not quiet:
        parts.append("\n")
    if not quiet:
        parts.append(summary(report) + "\n")
    return "".join(parts)


def summary(report: ChangeReport) -> str:
    """How much changed, by kind, and in how many sheets."""
    counts = report.summary
    said = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if kind in counts)
    said = said or ("no change known" if report.unread else "nothing changed")
    sheets = len({change.sheet for change in report.changes})
    where = f" in {sheets} sheet{'' if sheets == 1 else 's'}" if sheets else ""
    accepted = f", {report.suppressed} suppressed" if report.suppressed else ""
    unread = f", {len(report.unread)} not compared" if report.unread else ""
    return f"{plain(report.base)} → {plain(report.revision)}: {said}{where}{accepted}{unread}"


def stat(report: ChangeReport) -> str:
    """One line a sheet with the number of changes by kind, and the last line."""
    lines = []
    for changes in _by_sheet(report.changes):
        counts = {kind: sum(change.kind == kind for change in changes) for kind in KINDS}
        said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
        lines.append(f"{plain(changes[0].sheet)}: {said}\n")
    return "".join(lines) + summary(report) + "\n"


def _parted(
    changes: Iterable[ReportedChange],
) -> tuple[dict[str, list[ReportedChange]], list[ReportedChange]]:
    """What many sheets gained or lost alike, by what it is called, and all other changes."""
    groups: dict[str, list[ReportedChange]] = {}
    for change in changes:
        groups.setdefault(_called(change), []).append(change)
    alike = {name: each for name, each in groups.items() if name and len(each) >= MANY}
    taken = {id(change) for each in alike.values() for change in each}
    return alike, [change for change in changes if id(change) not in taken]


def _called(change: ReportedChange) -> str:
    """What is told of many sheets at once: whole sheets, and values without a figure, that came or went."""
    if change.kind not in ("added", "removed") or change.rule or change.quantity or change.inherited_by:
        return ""
    if change.text.startswith(f"{change.title} "):
        return f"sheets {change.kind}"
    return f"{change.text.partition(': ')[0]} {change.kind}"


def _alike(called: str, changes: list[ReportedChange], pen: Pen) -> Iterator[str]:
    count = (
        f"{len(changes)} {called}" if called.startswith("sheets") else f"{called} in {len(changes)} sheets"
    )
    yield pen(plain(count), "bold")
    told = ", ".join(plain(_item(change)) for change in changes)
    yield from wrap(told, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


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


def _sheet(changes: list[ReportedChange], pen: Pen) -> Iterator[str]:
    first = changes[0]
    if len(changes) == 1 and not first.quantity and first.text.startswith(f"{first.title} "):
        yield from _change(first, pen, "")
        return
    place = "" if first.title == first.sheet else f"  {pen(plain(first.sheet), 'place')}"
    yield f"{pen(plain(first.title), 'bold')}{place}"
    for change in changes:
        yield from _change(change, pen, "  ")


def _change(change: ReportedChange, pen: Pen, indent: str) -> Iterator[str]:
    yield f"{indent}{plain(change.text)}"
    for finding in change.findings:
        level = finding.level.value
        yield f"{indent}  {pen(f'{level}[{finding.rule}]', level)}: {plain(finding.message)}"
    if change.inherited_by:
        yield f"{indent}  inherited by {len(change.inherited_by)} sheets: {plain(_named(change))}"


def _named(change: ReportedChange) -> str:
    named = ", ".join(change.inherited_by[:MANY])
    more = len(change.inherited_by) - MANY
    return f"{named} and {more} more" if more > 0 else named

"""Changes and histories for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.changes.change import Kind
from speclint.changes.wording import listed
from speclint.reporters.sanitize import sanitized
from speclint.reporters.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.results import ChangeReport, History, ReportedChange

MIN_ALIKE = 4
"""Sheets that gain or lose the same thing, from which on one paragraph names them all."""
MAX_HEIRS = 4
"""Sheets that inherit a change and are named."""
MAX_ITEM_CHARACTERS = 20
"""Characters of a value that is named in such a paragraph."""
EVENT_INDENT = 28
"""Columns before what an event of a history changed."""
PLAIN = Style()
COMMIT_DIGITS = 12
"""Hex digits by which a commit is shown."""


def render(report: ChangeReport, style: Style = PLAIN, *, quiet: bool = False) -> str:
    """The changes sheet by sheet, an addition to many in one paragraph, and a last line unless quiet."""
    alike, single = _parted(report.changes)
    parts = [_sheet(changes, style) for changes in _by_sheet(single)]
    parts += [_alike(name, changes, style) for name, changes in alike.items()]
    if not quiet:
        parts.append(style.lines((summary(report), ""), hang=2))
    return "\n".join("".join(f"{line}\n" for line in lines) for lines in parts)


def summary(report: ChangeReport) -> str:
    """How much changed, by kind, and in how many sheets."""
    counted = _counted(report.changes) or ("no change known" if report.unread else "nothing changed")
    sheets = len({change.sheet for change in report.changes})
    where = f" in {sheets} sheet{'' if sheets == 1 else 's'}" if sheets else ""
    accepted = f", {report.suppressed} suppressed" if report.suppressed else ""
    unread = f", {len(report.unread)} not compared" if report.unread else ""
    return f"{sanitized(report.base)} → {sanitized(report.revision)}: {counted}{where}{accepted}{unread}"


def stat(report: ChangeReport) -> str:
    """One line per sheet with the number of changes by kind, and the last line."""
    sheets = _by_sheet(report.changes)
    lines = [f"{sanitized(changes[0].sheet)}: {_counted(changes)}\n" for changes in sheets]
    return "".join(lines) + summary(report) + "\n"


def _counted(changes: Iterable[ReportedChange]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in Kind if kind in counts)


def render_history(history: History, style: Style = PLAIN) -> str:
    """Each figure with what every commit changed in it, and from which source."""
    commits = "1 commit" if history.commits == 1 else f"{history.commits} commits"
    lines = [f"{sanitized(history.title)}  {sanitized(history.sheet)}, {commits}"]
    for figure in history.figures:
        lines += ["", sanitized(figure.label)]
        for event in figure.events:
            source = f"  {sanitized(event.source)}" if event.source else ""
            commit = event.revision[:COMMIT_DIGITS]
            event_text = f"  {event.date}  {commit}  {sanitized(event.message)}{source}"
            lines += style.lines((event_text, ""), hang=EVENT_INDENT)
    if history.is_cut_off:
        lines += ["", "the clone is shallow; `git fetch --unshallow` fetches what came before"]
    return "\n".join(lines) + "\n"


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
    yield from style.lines((sanitized(count), "bold"), hang=2)
    items = ", ".join(sanitized(_item(change)) for change in changes)
    yield from style.lines((f"  {items}", ""), hang=2)


def _item(change: ReportedChange) -> str:
    if change.text.startswith(f"{change.title} "):
        return change.title
    side = change.revision or change.base
    value = f" ({side.stated})" if side and len(side.stated) < MAX_ITEM_CHARACTERS else ""
    name = change.title
    return name if value and name.endswith(f" {value[2:-1]}") else f"{name}{value}"


def _by_sheet(changes: Iterable[ReportedChange]) -> Iterable[list[ReportedChange]]:
    sheets: dict[tuple[str, str], list[ReportedChange]] = {}
    for change in changes:
        sheets.setdefault((change.path, change.sheet), []).append(change)
    return sheets.values()


def joined(changes: Iterable[ReportedChange]) -> list[ReportedChange]:
    """The changes, those that one line stands for as one."""
    found: dict[object, ReportedChange] = {}
    for number, change in enumerate(changes):
        key = (change.path, change.sheet, change.together) if change.together else number
        first = found.get(key)
        findings = (*first.findings, *change.findings) if first else change.findings
        text = change.together or change.text
        found[key] = replace(first or change, text=text, findings=tuple(dict.fromkeys(findings)))
    return list(found.values())


def _sheet(changes: list[ReportedChange], style: Style) -> Iterator[str]:
    changes = joined(changes)
    first = changes[0]
    if len(changes) == 1 and not first.quantity and first.text.startswith(f"{first.title} "):
        yield from _change(first, style, "")
        return
    place = "" if first.title == first.sheet else f"  {sanitized(first.sheet)}"
    yield from style.lines((sanitized(first.title), "bold"), (place, "place"), hang=2)
    for change in changes:
        yield from _change(change, style, "  ")


def _change(change: ReportedChange, style: Style, indent: str) -> Iterator[str]:
    hang = len(indent) + 4
    yield from style.lines((indent, ""), *_coloured(change), hang=hang)
    for finding in change.findings:
        level = finding.level.value
        rule = f"{level}[{finding.rule}]"
        message = f": {sanitized(finding.message)}"
        yield from style.lines((f"{indent}  ", ""), (rule, level), (message, ""), hang=hang)
    if change.inherited_by:
        named = listed(change.inherited_by, MAX_HEIRS)
        heirs = f"{indent}  inherited by {len(change.inherited_by)} sheets: {sanitized(named)}"
        yield from style.lines((heirs, ""), hang=hang)


def _coloured(change: ReportedChange) -> tuple[tuple[str, str], ...]:
    """The line of a change in pieces with their styles: the old value and the new one, or the only one."""
    text, old, new = sanitized(change.text), sanitized(change.old), sanitized(change.new)
    if old and new:
        label, found, rest = text.partition(f"{old} → {new}")
        pieces = (label, ""), (old, "removed"), (" → ", ""), (new, "added"), (rest, "")
        return pieces if found else ((text, ""),)
    style = change.kind if change.kind in ("added", "removed") else ""
    label, found, rest = text.partition(old or new) if old or new else ("", "", "")
    return ((label, ""), (found, style), (rest, "")) if found else ((text, style),)

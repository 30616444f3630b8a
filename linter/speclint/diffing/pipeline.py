"""Changes to reported changes: attributed, suppressed, folded over inheriting sheets and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.changes.curve_wording import of_curve
from speclint.changes.delta import amount
from speclint.changes.detect import inherited_from
from speclint.changes.exchanges import exchanged_with
from speclint.changes.wording import message, sides
from speclint.documents.writer import json_text
from speclint.project.suppressions import Accepted, matching
from speclint.quantities.figure import as_literal
from speclint.results import ChangeFinding, ReportedChange, Side
from speclint.sheets.identity import title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.changes.change import Change, Revised, Stated
    from speclint.checking.findings import Locator
    from speclint.project.config import ConfigSuppression
    from speclint.rules.rule import Level, RuleViolation, Violation
    from speclint.sheets.sheet import Sheet


MAX_POINTS = 3
"""Changed points of a charging curve that are shown in a line each."""


class EvaluatedChange(msgspec.Struct, frozen=True, eq=False):
    """A change, and what the rules found in it."""

    change: Change
    violations: tuple[RuleViolation, ...] = ()


def attribute(revised: Revised, violations: Iterable[RuleViolation]) -> list[EvaluatedChange]:
    """Each change of a sheet with the violations at its place.

    A violation at a place that did not change goes to the first figure that changed, or else to the first
    change: it is about the sheet as a whole.
    """
    changes = revised.changes
    whole_sheet = next((number for number, change in enumerate(changes) if change.is_changed_figure), 0)
    by_pointer: dict[str, int] = {}
    for number, change in enumerate(changes):
        for side in (change.base, change.revision):
            if side is not None:
                by_pointer.setdefault(side.pointer, number)
    by_change: dict[int, list[RuleViolation]] = {}
    for rule, violation in violations:
        numbers = (by_pointer[pointer] for pointer in violation.pointers if pointer in by_pointer)
        by_change.setdefault(next(numbers, whole_sheet), []).append((rule, violation))
    return [
        EvaluatedChange(change, tuple(by_change.get(number, ()))) for number, change in enumerate(changes)
    ]


def suppress(
    changes: Iterable[EvaluatedChange], configured: Sequence[ConfigSuppression]
) -> tuple[list[EvaluatedChange], int]:
    """The changes with the violations that stay, and how many the sheet or the configuration accepts."""
    kept, suppressed, accepted = [], 0, Accepted(configured)
    for evaluated in changes:
        sheet = evaluated.change.pair.sheet
        violations = tuple(
            (rule, violation)
            for rule, violation in evaluated.violations
            if not matching(rule.names, [violation.name.pointer], (sheet,), accepted)
        )
        suppressed += len(evaluated.violations) - len(violations)
        kept.append(replace(evaluated, violations=violations))
    return kept, suppressed


def fold(changes: Iterable[EvaluatedChange]) -> list[list[EvaluatedChange]]:
    """Changes in groups: that of all sheets which inherit one change from the same layers, or one alone."""
    groups: dict[object, list[EvaluatedChange]] = {}
    for number, evaluated in enumerate(changes):
        groups.setdefault(inherited_from(evaluated.change) or number, []).append(evaluated)
    return list(groups.values())


def gather(groups: Sequence[Sequence[EvaluatedChange]]) -> list[list[EvaluatedChange]]:
    """The groups; what a rule finds alike in many sheets stays in the first, with the number of sheets."""
    sheets: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], int] = {}
    for number, group in enumerate(groups):
        for evaluated in group:
            for rule, violation in evaluated.violations:
                key = rule.id, violation.group
                first.setdefault(key, number)
                sheets.setdefault(key, set()).add(evaluated.change.pair.sheet.id)
    return [
        [
            replace(
                evaluated,
                violations=tuple(
                    (rule, _counted(violation, len(sheets[rule.id, violation.group])))
                    for rule, violation in evaluated.violations
                    if not violation.group or first[rule.id, violation.group] == number
                ),
            )
            for evaluated in group
        ]
        for number, group in enumerate(groups)
    ]


def _counted(violation: Violation, sheets: int) -> Violation:
    if not violation.group or sheets == 1:
        return violation
    return replace(violation, message=f"{violation.message}, the same in {sheets} sheets")


def report(groups: Sequence[Sequence[EvaluatedChange]], units: str, *, located: bool) -> list[ReportedChange]:
    """The changes as they are reported, those of a group as one.

    Args:
        groups: changes that several sheets inherit from a layer, or one alone.
        units: of the messages: metric, imperial or both.
        located: whether to look up lines and columns, and to name changes by fingerprints.
    """
    locator = None
    if located:
        from speclint.checking.findings import Locator

        locator = Locator()
    changes = [group[0].change for group in groups]
    lines, others = lines_of_curves(changes, units), exchanged_with(changes)
    return [
        _reported(
            group, f"{_text(change, units)}{_remark(others.get(id(change)))}", sides(change, units), locator,
            lines.get(id(change.pair), ""),
        )
        for group, change in zip(groups, changes, strict=True)
    ]  # fmt: skip


def _remark(other: str | None) -> str:
    return f", exchanged with {other}" if other else ""


def lines_of_curves(changes: Iterable[Change], units: str) -> dict[int, str]:
    """The line for each charging curve of many changed points, or with exchanged axes, by id of its pair."""
    curves: dict[int, list[Change]] = {}
    for change in changes:
        if change.curve is not None:
            curves.setdefault(id(change.pair), []).append(change)
    return {
        pair: of_curve(points, units)
        for pair, points in curves.items()
        if len(points) > MAX_POINTS or any(point.curve and point.curve.charge_before for point in points)
    }


def _reported(
    group: Sequence[EvaluatedChange], text: str, sides: tuple[str, str], locator: Locator | None, line: str
) -> ReportedChange:
    change = group[0].change
    pair, sheet = change.pair, change.pair.sheet
    by = amount(*change.figures) if change.figures else None
    base = _side(pair.base, change.base, locator)
    revision = _side(pair.revision, change.revision, locator)
    name = ""
    if locator is not None:
        from speclint.checking.findings import fingerprint

        stated = (side.stated if side else "" for side in (base, revision))
        name = fingerprint(change.kind, sheet.id, change.pointer, *stated)
    return ReportedChange(
        change.kind.value,
        sheet.id,
        title(sheet),
        sheet.path,
        change.quantity.name if change.quantity else None,
        change.pointer,
        base,
        revision,
        by.delta if by else None,
        by.relative if by else None,
        tuple(evaluated.change.pair.sheet.id for evaluated in group) if len(group) > 1 else (),
        text,
        findings_in(group, locator),
        name,
        line if change.curve is not None else "",
        *sides,
    )


def _text(change: Change, units: str) -> str:
    """The change in one line, with the entry error that it corrects."""
    if not change.is_changed_figure:
        return message(change, units)
    from speclint.rules.changes.entry_errors import correction_of

    cause = correction_of(change)
    return f"{message(change, units)}, a correction: {cause}" if cause else message(change, units)


def findings_in(
    group: Sequence[EvaluatedChange], locator: Locator | None = None
) -> tuple[ChangeFinding, ...]:
    """What the rules found in a change, the highest level first, located by a locator.

    Where they found it in some only of the sheets that inherit the change, the message names those.
    """
    found: dict[tuple[str, Level, str], list[tuple[Sheet, Violation]]] = {}
    for evaluated in group:
        for rule, violation in evaluated.violations:
            key = rule.id, rule.level, violation.message
            found.setdefault(key, []).append((evaluated.change.pair.sheet, violation))
    findings = []
    for (rule_id, level, text), places in found.items():
        some = "" if len(places) == len(group) else f" ({', '.join(sheet.id for sheet, _ in places)})"
        location = locator.locate_violation(*places[0]) if locator is not None else None
        findings.append(ChangeFinding(rule_id, level, f"{text}{some}", location))
    return tuple(sorted(findings, key=lambda finding: -finding.level.weight))


def _side(sheet: Sheet | None, stated: Stated | None, locator: Locator | None) -> Side | None:
    if sheet is None or stated is None:
        return None
    text = stated.value if isinstance(stated.value, str) else json_text(stated.value)
    unit = None
    if stated.figure is not None:
        text, unit = as_literal(stated.figure.stated), stated.figure.unit.name
    if locator is None:
        return Side(text, unit, sheet.path, 1, 1)
    # a whole location would copy the source line, which may be the whole document
    path, region = locator.region(sheet, stated.pointer)
    return Side(text, unit, path, region.line, region.column)

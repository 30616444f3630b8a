"""Changes as they are reported: in words, located, and with what the rules say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.changes.delta import amount
from speclint.changes.detect import title
from speclint.changes.wording import message
from speclint.project.suppressions import Suppressions
from speclint.quantities.figure import as_literal
from speclint.results import ReportedChange, RuleRemark, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.changes.change import Change, Revised, Stated
    from speclint.checking.findings import Locator
    from speclint.diffing.load import Comparison
    from speclint.rules.rule import RuleViolation, Violation
    from speclint.sheets.sheet import Sheet

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Teller:
    """Tells changes; knows what the rules said of each."""

    def __init__(self, comparison: Comparison) -> None:
        self._units = comparison.units
        self._located = comparison.located
        self._locator: Locator | None = None
        self._suppressions = Suppressions(comparison.revision.config.accept)
        self._said: dict[int, list[RuleViolation]] = {}
        self.suppressed = 0

    def note(self, revised: Revised, found: list[RuleViolation]) -> None:
        """Take in what the rules say of a sheet; what it accepts is counted only."""
        sheet = revised.revision
        for rule, violation in found:
            if self._suppressions.reason(sheet.id, rule.id, [violation.at], sheet.suppressions) is not None:
                self.suppressed += 1
                continue
            change = _change_at(revised, violation)
            self._said.setdefault(id(change), []).append((rule, violation))

    def told(self, group: Sequence[Change]) -> ReportedChange:
        """A change as it is reported: one alone, or one that several sheets inherit from a layer."""
        change = group[0]
        sheet = change.pair.sheet
        by = amount(*change.figures) if change.figures else None
        base, revision = (
            self._side(one, stated)
            for one, stated in ((change.pair.base, change.base), (change.pair.revision, change.revision))
        )
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
            tuple(one.pair.sheet.id for one in group) if len(group) > 1 else (),
            message(change, self._units),
            self._remarks(group),
            self._fingerprint(change, base, revision),
        )

    def _remarks(self, group: Sequence[Change]) -> tuple[RuleRemark, ...]:
        """What the rules found in a change, the highest level first.

        Where they found it in some only of the sheets that inherit the change, the message names those.
        """
        sheets: dict[RuleRemark, list[str]] = {}
        for change in group:
            for rule, violation in self._said.get(id(change), ()):
                remark = RuleRemark(rule.id, rule.level, violation.message)
                sheets.setdefault(remark, []).append(change.pair.sheet.id)
        remarks = [
            remark
            if len(ids) == len(group)
            else replace(remark, message=f"{remark.message} ({', '.join(ids)})")
            for remark, ids in sheets.items()
        ]
        return tuple(sorted(remarks, key=lambda remark: -remark.level.weight))

    def _fingerprint(self, change: Change, base: Side | None, revision: Side | None) -> str:
        if not self._located:
            return ""
        from speclint.checking.findings import fingerprint

        stated = (side.stated if side else "" for side in (base, revision))
        return fingerprint(change.kind, change.pair.sheet.id, change.pointer, *stated)

    def _side(self, sheet: Sheet | None, stated: Stated | None) -> Side | None:
        if sheet is None or stated is None:
            return None
        text = stated.value if isinstance(stated.value, str) else _encode(stated.value).decode()
        unit = None
        if stated.figure is not None:
            text, unit = as_literal(stated.figure.stated), stated.figure.unit.name
        if not self._located:
            return Side(text, unit, sheet.path, 1, 1)
        if self._locator is None:
            from speclint.checking.findings import Locator

            self._locator = Locator()
        location = self._locator.locate(sheet, stated.pointer)
        return Side(text, unit, location.path, location.region.line, location.region.column)


def _change_at(revised: Revised, violation: Violation) -> Change:
    """The change that a violation speaks of: the one at its place, or else the first of the sheet."""
    for place in violation.places:
        for change in revised.changes:
            if place in {side.pointer for side in (change.revision, change.base) if side is not None}:
                return change
    # what is said of the sheet as a whole is told with the first figure that changed
    return next((change for change in revised.changed()), revised.changes[0])

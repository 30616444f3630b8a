"""Changes as they are reported: in words, located, and with what the rules say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.difference.amount import amount
from speclint.difference.judge import title
from speclint.difference.words import message
from speclint.quantities.figure import as_literal
from speclint.report import ReportedChange, RuleRemark, Side
from speclint.suppress import Suppressions

if TYPE_CHECKING:
    from speclint.comparing.sides import Comparison
    from speclint.diagnosis.search import Found
    from speclint.difference.change import Change, Revised, Stated
    from speclint.findings import Locator
    from speclint.rules.rule import Hit
    from speclint.sheets.sheet import Sheet

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Teller:
    """Tells changes; knows what the rules said of each."""

    def __init__(self, comparison: Comparison) -> None:
        self._units = comparison.units
        self._located = comparison.located
        self._locator: Locator | None = None
        self._suppressions = Suppressions(comparison.revision.config.accept)
        self._said: dict[int, list[Found]] = {}
        self.suppressed = 0

    def note(self, revised: Revised, found: list[Found]) -> None:
        """Take in what the rules say of a sheet; what it accepts is counted only."""
        sheet = revised.revision
        for rule, hit in found:
            if self._suppressions.reason(sheet.id, rule.id, [hit.at], sheet.exemptions) is not None:
                self.suppressed += 1
                continue
            change = _change_at(revised, hit)
            self._said.setdefault(id(change), []).append((rule, hit))

    def told(self, change: Change, inheriting: list[Sheet]) -> ReportedChange:
        """A change as it is reported; `inheriting` are all sheets that inherit it from a layer."""
        said = sorted(self._said.get(id(change), ()), key=lambda one: -one[0].level.weight)
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
            tuple(one.id for one in inheriting),
            message(change, self._units),
            tuple(RuleRemark(rule.id, rule.level, hit.message) for rule, hit in said),
            self._fingerprint(change, base, revision),
        )

    def _fingerprint(self, change: Change, base: Side | None, revision: Side | None) -> str:
        if not self._located:
            return ""
        from speclint.findings import fingerprint

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
            from speclint.findings import Locator

            self._locator = Locator()
        location = self._locator.locate(sheet, stated.pointer)
        return Side(text, unit, location.path, location.region.line, location.region.column)


def _change_at(revised: Revised, hit: Hit) -> Change:
    """The change that a hit speaks of: the one at its place, or else the first of the sheet."""
    for place in hit.places:
        for change in revised.changes:
            if place in {side.pointer for side in (change.revision, change.base) if side is not None}:
                return change
    # what is said of the sheet as a whole is told with the first figure that changed
    return next((change for change in revised.changed()), revised.changes[0])

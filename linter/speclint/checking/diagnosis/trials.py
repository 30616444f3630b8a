"""Trials: what rules yield once a value is put into a sheet; only those run that may yield something else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from speclint.documents.pointer import is_within
from speclint.rules.evaluate import evaluate
from speclint.rules.registry import REGISTRY
from speclint.sheets.sheet import with_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.quantities.figure_name import FigureName
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Level, RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

ViolationId: TypeAlias = tuple[str, str, tuple[str, ...]]
"""First id of the rule, name of the figure and arguments: what distinguishes a violation in a sheet."""


def violation_id(found: RuleViolation) -> ViolationId:
    """What distinguishes a violation of a sheet from all others in it, whatever values the figures have."""
    rule, violation = found
    return rule.first_id, str(violation.name), violation.arguments


class Trials:
    """Runs rules on versions of one sheet, disabled ones included: a correction must violate none."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._catalog = catalog
        self._stated: dict[ViolationId, Level] | None = None

    @property
    def stated(self) -> dict[ViolationId, Level]:
        """What the rules yield in the sheet as it stands."""
        if self._stated is None:
            self._stated = self._evaluated(self._sheet, REGISTRY)
        return self._stated

    def with_values(self, *values: tuple[FigureName, str]) -> dict[ViolationId, Level]:
        """What the rules yield once values are put in.

        Args:
            values: JSON texts with the names of the figures that they replace.
        """
        changed = self._sheet
        # the last in a text first, so that the spans of the others stay
        for name, literal in sorted(values, key=lambda value: value[0].span or (0, 0), reverse=True):
            changed = with_value(changed, name, literal)
        names = [_names_at(self._sheet, name.pointer) for name, _ in values]
        affected = _affected_rules(frozenset().union(*names) if all(names) else frozenset())
        affected_ids = {entry.first_id for entry in affected}
        unaffected = {found: level for found, level in self.stated.items() if found[0] not in affected_ids}
        return {**unaffected, **self._evaluated(changed, affected)}

    def _evaluated(self, sheet: Sheet, rules: Iterable[RuleEntry]) -> dict[ViolationId, Level]:
        violations = evaluate(sheet, self._catalog.with_sheet(sheet), rules)
        return {violation_id(violation): violation[0].level for violation in violations}


def _names_at(sheet: Sheet, pointer: str) -> frozenset[str]:
    """The quantities and identity fields that are read at a pointer; none if that is unknown."""
    quantities = {
        quantity
        for quantity, measurands in sheet.measurands.items()
        if any(figure.pointer == pointer for measurand in measurands for figure in measurand.figures)
    }
    fields = {
        field
        for field, identity in sheet.identity.items()
        if is_within(identity.pointer, pointer) or is_within(pointer, identity.pointer)
    }
    return frozenset(quantities | fields)


@lru_cache(maxsize=256)
def _affected_rules(names: frozenset[str]) -> tuple[RuleEntry, ...]:
    """The rules whose violations may change with these quantities or fields; all rules for none."""
    return tuple(
        entry
        for entry in REGISTRY
        # a rule that declares no more than what it needs may read more
        if not names or not entry.reads or any(map(entry.depends_on, names))
    )

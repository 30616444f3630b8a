"""Which values may be proposed: none that the rules themselves would find fault with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.quantities.figure import read_stated
from speclint.vehicle.category import limits_of

if TYPE_CHECKING:
    from speclint.checking.diagnosis.posterior import Tried
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


def may_be_proposed(trial: Tried, sheet: Sheet, violation: Violation) -> bool:
    """Whether a value that resolves a violation may be proposed.

    It raises no violation, is a usual value of its quantity and one that the message expects; or another unit
    confirms it.
    """
    hypothesis = trial.hypothesis
    measured = sheet.measured_at(hypothesis.name)
    stated = read_stated(parse(hypothesis.suggestion.encode()).value)
    if measured is None or stated is None:
        return not trial.raises
    meant = measured[1].with_stated(stated)
    others = measured[0].besides(measured[1])
    if others and all(meant.agrees_with(other) for other in others):
        return True
    if trial.raises:
        return False
    limits = limits_of(sheet, meant.quantity.name)
    if limits is not None and not limits.are_usual(meant.ends):
        return False
    return all(meant.interval.meets(expected) for name, expected in violation.expected if name == meant.name)

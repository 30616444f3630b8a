"""Priors: how likely a figure is wrong by what it is and where it stands, whatever it violates."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from speclint.checking.diagnosis.likelihood import UNUSUAL
from speclint.rules.fuel.agreement import WITNESSES, agreement_of
from speclint.sheets.layers import supplier
from speclint.vehicle.category import limits_of
from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from speclint.quantities.figure_name import FigureName
    from speclint.sheets.sheet import Sheet

INHERITED = 0.3
"""Odds that an inherited figure is wrong rather than one of the sheet itself: it fits the other
sheets too; a judgement."""
CONFIRMED = 0.03
"""Odds that a figure of consumption or CO2 is wrong which another witness confirms, rather than one that none
confirms; a judgement."""


def log_prior(sheet: Sheet, name: FigureName) -> float:
    """The log prior odds that a figure is wrong, less those of a usual one that the sheet itself states."""
    measured = sheet.measured_at(name)
    if measured is None:
        return 0.0
    measurand, figure = measured
    weight = 0.0 if supplier(sheet.layers, name.pointer) is sheet.layers[-1] else log(INHERITED)
    if is_confirmed(sheet, figure.quantity.name):
        weight += log(CONFIRMED)
    in_model = features_of(sheet).figures.values()
    limits = limits_of(sheet, figure.quantity.name)
    if limits is None or limits.are_usual(figure.ends) or any(each in in_model for each in measurand.figures):
        return weight
    return weight - UNUSUAL


def is_confirmed(sheet: Sheet, quantity: str) -> bool:
    """Whether a witness agrees with a figure of consumption or CO2, and not all witnesses do."""
    if quantity not in WITNESSES or len(sheet.stated(quantity)) != 1:
        return False
    found = agreement_of(sheet)
    return bool(found.confirms(quantity)) and not (found.of_parts and found.of_co2)

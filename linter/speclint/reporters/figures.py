"""The figures of one sheet as rows of a table, metric and imperial side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.reporters.sanitize import plain

if TYPE_CHECKING:
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet


def title(sheet: Sheet) -> str:
    """What the sheet is about: make, model, variant, year, market."""
    fields = ("make", "model", "variant", "generation", "year", "market", "status")
    return plain(" ".join(value for field in fields if (value := sheet.field(field))) or sheet.path)


def rows(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    """For each measurand its name, its metric and its imperial value, and how the sheet states it."""
    return [
        (
            measurand.quantity.label + _which(sheet, measurand),
            _in(measurand, measurand.quantity.metric),
            _in(measurand, measurand.quantity.imperial),
            ", ".join(map(str, measurand.figures)),
        )
        for measurands in sheet.measurands.values()
        for measurand in measurands
    ]


def _which(sheet: Sheet, measurand: Measurand) -> str:
    """Where a quantity is stated more than once, the part of the pointer that tells them apart."""
    several = sheet.stated(measurand.quantity.name)
    if len(several) == 1:
        return ""
    own = measurand.pointer.split("/")
    others = [other.pointer.split("/") for other in several if other is not measurand]
    apart = [step for step in own if not all(step in other for other in others)]
    return f" ({plain(' '.join(apart))})" if apart else ""


def _in(measurand: Measurand, name: str) -> str:
    """The measurand in a unit: as stated, or derived and marked with ~."""
    for figure in measurand.figures:
        if figure.unit.name == name:
            return str(figure)
    unit = UNITS[name]
    for figure in measurand.figures:
        if figure.unit.kind == unit.kind and not isinstance(figure.stated, Bound):
            return f"~ {as_written_in(figure, unit)} {name}"
    return ""

"""The figures of one sheet as rows of a table, metric and imperial side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet


def title(sheet: Sheet) -> str:
    """The name of a sheet: make, model, variant, generation, year, market, status."""
    fields = ("make", "model", "variant", "generation", "year", "market", "status")
    return sanitized(" ".join(value for field in fields if (value := sheet.text(field))) or sheet.path)


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
    """Where a quantity is stated more than once, the part of the pointer that distinguishes this one."""
    several = sheet.stated(measurand.quantity.name)
    if len(several) == 1:
        return ""
    own = measurand.pointer.split("/")
    others = [figure.pointer.split("/") for figure in several if figure.pointer != measurand.pointer]
    distinct = [step for step in own if not all(step in steps for steps in others)]
    return f" ({sanitized(' '.join(distinct))})" if distinct else ""


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

"""A placeholder for a figure that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.placeholder import is_placeholder, may_be_none
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

BURNT = ("petrol", "diesel")
"""Fuels of which a car consumes some, with a motor or without."""
_OUT = "leave the figure out until it is known"


@sheet_rule(
    level=Level.ERROR,
    summary="a placeholder stands for a figure",
    reads=("figures", "powertrain", "fuel"),
    scope="quantity",
    bad=(
        bad('{"dimensions": {"length": {"mm": 9999}}}', at="/dimensions/length/mm",
            message="length 9999 mm is a placeholder, not a figure"),
        bad('{"performance": {"acceleration_0_100_kmh": {"s": 999}}}',
            at="/performance/acceleration_0_100_kmh/s",
            message="0-100 km/h 999 s is a placeholder, not a figure"),
    ),
    good=(
        good('{"make": "Fiat", "powertrain": {"type": "ice", "engine": {"displacement": {"cm³": 999}}}}',
            why="many small engines have 999 cm³"),
        good('{"co2": {"wltp": {"g/km": 0}}}', why="an electric car emits none"),
    ),
)  # fmt: skip
def placeholder_figure(sheet: Sheet) -> Iterator[Violation]:
    """A form that requires a number gets 0, -1 or 999 where it is unknown, and readers compute with it.

    A number is taken for a placeholder only where no road car has it, and zero only where it cannot mean that the
    car has no such part, as no tank. In JSON an unknown value is `null` (RFC 8259, section 3) or no member at all;
    a text such as `n/a` is nothing too.
    """
    powertrain = known_powertrain(sheet)
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            for figure in measurand.figures:
                if is_no_figure(figure) and not may_be_none(figure, powertrain):
                    message = f"{figure.labelled} is a placeholder, not a figure"
                    yield Violation(message, figure.name, help=_OUT)


def known_powertrain(sheet: Sheet) -> str | None:
    """The powertrain that is stated, or that the fuel implies."""
    return sheet.field("powertrain") or ("ice" if sheet.field("fuel") in BURNT else None)


def is_no_figure(figure: Figure) -> bool:
    """Whether a figure is a placeholder that no road car has, unless it stands for none."""
    limits = figure.quantity.limits
    if limits is None or (figure.ends[0].low > 0 and limits.exceeded_by(figure.ends) is None):
        return False
    return is_placeholder(figure) and not limits.least <= figure.value <= limits.most

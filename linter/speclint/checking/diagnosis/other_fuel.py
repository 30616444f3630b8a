"""The hypothesis that a sheet states the wrong fuel: its figures are right, the word is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

OTHER = {"petrol": "diesel", "diesel": "petrol"}
BETTER = 0.93
"""Ratio of the distances from cars of both fuels below which the other fuel explains more than an error in
a figure does; a judgement."""


def other_fuel(sheet: Sheet, violation: Violation) -> str | None:
    """The other fuel, if all figures fit its cars better than all but the wrong one fit those of the stated.

    None too if no figure of the violation is in the reference models, or the fuel is neither of their two.
    """
    car, stated = features_of(sheet), sheet.field("fuel")
    names = [name for name, figure in car.figures.items() if figure.name in violation.names]
    if stated not in OTHER or car.kinds != (stated,) or not names:
        return None
    own, other = (sheet.bands.models[fuel] for fuel in (stated, OTHER[stated]))
    least = min(own.distance({key: car.vector[key] for key in car.vector if key != name}) for name in names)
    return OTHER[stated] if other.distance(car.vector) < BETTER * least else None

"""A car that tows more than European law lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.markets import EUROPE
from speclint.vehicle.mass import DRIVER, moving_mass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

BRAKED, UNBRAKED = 3500.0, 750.0
"""kg; the most of any car."""
BRAKED_SHARE, UNBRAKED_SHARE = 1.5, 0.5
"""Of the gross mass (off-road vehicles; 1.0 for others), and of the mass in running order."""
OPTIONS = 1.1
"""The kerb mass of a sheet may be that of a lighter version than the one that tows."""


@sheet_rule(
    level=Level.ERROR,
    summary="a towing mass above what European law allows",
    bad=(
        bad(
            '{"mass": {"eu": {"kg": 2095}}, "capacity": {"towing_unbraked": {"kg": 1200}}}',
            at="/capacity/towing_unbraked/kg",
            message="unbraked towing mass 1200 kg is more than European law allows, 750 kg",
            why="the braked one in the wrong place",
        ),
        bad(
            '{"capacity": {"towing_braked": {"kg": 12000}}}',
            at="/capacity/towing_braked/kg",
            message="braked towing mass 12000 kg is more than European law allows, 3500 kg",
            why="a digit too many",
        ),
        bad(
            '{"mass": {"eu": {"kg": 1000}}, "capacity": {"towing_unbraked": {"kg": 700}}}',
            at="/capacity/towing_unbraked/kg",
            message="unbraked towing mass 700 kg is more than European law allows, half of kerb mass (EU) 1000 kg",
        ),
        bad(
            '{"mass": {"gross": {"kg": 1500}}, "capacity": {"towing_braked": {"kg": 2400}}}',
            at="/capacity/towing_braked/kg",
            message="braked towing mass 2400 kg is more than European law allows, 1.5 times the gross mass of 1500 kg",
        ),
    ),
    good=(
        good(
            '{"mass": {"eu": {"kg": 2095}}, "capacity": {"towing_braked": {"kg": 1200}, "towing_unbraked": {"kg": 750}}}'
        ),
        good(
            '{"mass": {"gross": {"kg": 2350}}, "capacity": {"towing_braked": {"kg": 3500}}}',
            why="an off-road vehicle",
        ),
        good(
            '{"make": "Ford", "model": "F-450", "market": "us", "capacity": {"towing_braked": {"lb": 40000}}}',
            why="another law",
        ),
    ),
)
def towing_exceeds_law(sheet: Sheet) -> Iterator[Violation]:
    """No type approval goes beyond these towing masses: 3500 kg and 1.5 times the gross mass with a brake, 750 kg and
    half the mass in running order without.

    Regulation (EU) 1230/2012, annex I, part A, for categories M1 and N1; before it Directive 92/21/EEC for M1 and
    97/27/EC for N1. Asked of sheets whose market follows European law; the half is asked with some room for heavier
    versions.
    """  # noqa: D205 - the law does not fit one line
    if sheet.field("market") not in EUROPE:
        return
    braked, unbraked, gross = (
        sheet.figure(quantity) for quantity in ("towing_braked", "towing_unbraked", "mass_gross")
    )
    kerb = moving_mass(sheet)
    if braked is not None and braked.interval.low > BRAKED:
        yield _hit(braked, "3500 kg")
    elif (
        braked is not None and gross is not None and braked.interval.low > BRAKED_SHARE * gross.interval.high
    ):
        yield _hit(braked, f"1.5 times the gross mass of {gross}", gross)
    if unbraked is not None and unbraked.interval.low > UNBRAKED:
        yield _hit(unbraked, "750 kg")
    elif unbraked is not None and kerb is not None:
        heaviest = OPTIONS * kerb.figure.interval.high + (
            0 if kerb.figure.quantity.name == "mass_kerb_eu" else DRIVER
        )
        if unbraked.interval.low > UNBRAKED_SHARE * heaviest:
            yield _hit(unbraked, f"half of {kerb.figure.quantity.label} {kerb.figure}", kerb.figure)


def _hit(figure: Figure, most: str, other: Figure | None = None) -> Violation:
    message = f"{figure.quantity.label} {figure} is more than European law allows, {most}"
    related = () if other is None else (Related(f"{other} is stated here", other.pointer),)
    return Violation(message, figure.pointer, related)

"""A car heavier empty than it may be laden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, Figure
from speclint.quantities.number import round_to
from speclint.quantities.unit import UNITS
from speclint.rules.corrections import corrected
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

KERB = ("mass_kerb_eu", "mass_kerb_din", "mass_kerb")
MIN_LOAD, MAX_LOAD = 0.05, 0.6
"""What a car may carry, as fractions of its kerb mass."""
MIN_PAYLOAD = 40
"""kg; less than any person weighs."""

_MASSES = '{"mass": {"%s": {"%s": %s}, "gross": {"kg": %s}}}'


@sheet_rule(
    level=Level.ERROR,
    summary="kerb mass not below the gross mass",
    needs=("mass_gross",),
    reads=("mass_kerb", "mass_kerb_din", "mass_kerb_eu"),
    bad=(
        bad(_MASSES % ("eu", "kg", 2605, 2095), at="/mass/eu/kg",
            message="kerb mass (EU) 2605 kg is not below gross mass 2095 kg", why="the two are swapped"),
        bad(_MASSES % ("unspecified", "kg", 4619, 2605), at="/mass/unspecified/kg",
            message="kerb mass 4619 kg is not below gross mass 2605 kg; 4619 lb is 2095 kg",
            why="pounds under kg"),
        bad(_MASSES % ("unspecified", "kg", 2605, 2605), at="/mass/unspecified/kg",
            message="kerb mass 2605 kg is not below gross mass 2605 kg",
            why="gross mass copied into the kerb mass"),
        bad(_MASSES % ("eu", "kg", 2095, 2105), at="/mass/eu/kg",
            message="kerb mass (EU) 2095 kg is only 10 kg below gross mass 2105 kg: expected at least 40 kg",
            why="2605 kg with a digit replaced"),
    ),
    good=(
        good(_MASSES % ("eu", "kg", 500, 541), why="one seat, and its driver in the kerb mass"),
        good(_MASSES % ("eu", "kg", 2095, 2605)),
        good(_MASSES % ("unspecified", "lb", 4619, 2605)),
    ),
)  # fmt: skip
def kerb_exceeds_gross(sheet: Sheet) -> Iterator[Violation]:
    """The gross mass is the most that the car may weigh with people and luggage, the kerb mass what it weighs without.

    Both by Regulation (EU) 2021/535, before it 1230/2012, article 2, and 49 CFR 571.3 (GVWR). With the driver or
    without, the empty car is lighter, by a person or more. A kerb mass that fits when read as pounds is taken for pounds.
    """
    gross = sheet.figure("mass_gross")
    for quantity in KERB if gross else ():
        kerb = sheet.figure(quantity)
        if kerb is None or gross is None or kerb.interval.low + MIN_PAYLOAD < gross.interval.high:
            continue
        message = f"{kerb.labelled} is not below {gross.labelled}"
        if kerb.value < gross.value:
            left, least = (gross.in_own_unit(mass) for mass in (gross.value - kerb.value, MIN_PAYLOAD))
            message = f"{kerb.labelled} is only {left} below {gross.labelled}: expected at least {least}"
        yield Violation(message, kerb.name, stated(gross), tuple(_as_pounds(kerb, gross, message)))


def _as_pounds(kerb: Figure, gross: Figure, message: str) -> Iterator[Correction]:
    """The kerb mass with its digits read as pounds, where that leaves 5 to 60 % of it for people and luggage."""
    if kerb.unit.name != "kg" or isinstance(kerb.stated, tuple | Bound):
        return
    kilograms = round_to(Figure(kerb.quantity, UNITS["lb"], kerb.stated, "").value, 0)
    if MIN_LOAD * float(kilograms) < gross.value - float(kilograms) < MAX_LOAD * float(kilograms):
        because = f"{kerb.stated} lb is {kilograms} kg"
        yield corrected(kerb, kilograms, because, f"{message}; {because}", "lb in a kg place")

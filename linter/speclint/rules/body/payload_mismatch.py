"""Kerb mass and payload that do not add up to the gross mass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.quantities.interval import INFINITY, Interval
from speclint.quantities.number import decimals, round_to
from speclint.rules.corrections import corrected
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.mass import DRIVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

ROUNDING = 25.0
"""kg; makers round each of the three to 5 or 10 kg, and options add a little."""
BASES = {"mass_kerb_eu": (-DRIVER, 0.0), "mass_kerb_din": (0.0, DRIVER), "mass_kerb": (-DRIVER, DRIVER)}
"""By basis of the kerb mass what may be left of the gross mass, kg: the payload includes the driver or not."""

_MASSES = '{"mass": {"%s": {"kg": %s}, "payload": {"kg": %s}, "gross": {"kg": %s}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="kerb mass and payload do not add up to the gross mass",
    needs=("mass_gross", "payload"),
    reads=("mass_kerb", "mass_kerb_din", "mass_kerb_eu"),
    bad=(
        bad(_MASSES % ("eu", 2095, 150, 2605), at="/mass/payload/kg",
            message="kerb mass (EU) 2095 kg and payload 150 kg add up to 2245 kg, not gross mass 2605 kg: expected payload 510 kg",
            why="digits transposed"),
        bad(_MASSES % ("din", 2020, 620, 2605), at="/mass/gross/kg",
            message="kerb mass (DIN) 2020 kg and payload 620 kg add up to 2640 kg, not gross mass 2605 kg",
            why="a payload without the driver would be less, not more"),
    ),
    good=(
        good(_MASSES % ("eu", 2095, 510, 2605)),
        good(_MASSES % ("eu", 1320, 425, 1670), why="payload and EU mass both include the driver"),
        good(_MASSES % ("din", 2020, 510, 2605), why="neither includes the driver"),
        good(_MASSES % ("eu", 2095, '{"at_most": 600}', 2605)),
    ),
)  # fmt: skip
def payload_mismatch(sheet: Sheet) -> Iterator[Violation]:
    """Payload is what the gross mass leaves over the kerb mass, with the driver or without.

    The EU mass in running order includes a driver of 75 kg (Regulation (EU) 2021/535; before it 1230/2012, article 2), that of DIN 70020
    and the curb weight of the United States do not (49 CFR 571.110). Whether the payload includes him is seldom
    stated, so either is accepted, and what makers round.
    """
    gross, payload = sheet.figure("mass_gross"), sheet.figure("payload")
    if gross is None or payload is None:
        return
    for basis, (least, most) in BASES.items():
        kerb = sheet.figure(basis)
        if kerb is None:
            continue
        left = _less(_less(gross.interval, kerb.interval), payload.interval)
        fits = left.high >= least - ROUNDING and left.low <= most + ROUNDING
        if fits or INFINITY in {abs(left.low), abs(left.high)}:
            continue
        total = gross.in_own_unit(kerb.value + payload.value)
        message = f"{kerb.labelled} and {payload.labelled} add up to {total}, not {gross.labelled}"
        corrections = tuple(_corrections(kerb, payload, gross, message))
        yield Violation(message, gross.name, stated(kerb, payload), corrections)


def _less(minuend: Interval, subtrahend: Interval) -> Interval:
    return Interval(minuend.low - subtrahend.high, minuend.high - subtrahend.low)


def _corrections(kerb: Figure, payload: Figure, gross: Figure, message: str) -> Iterator[Correction]:
    """What each of the three should be by the other two."""
    for figure, value in (
        (payload, gross.value - kerb.value), (kerb, gross.value - payload.value), (gross, kerb.value + payload.value),
    ):  # fmt: skip
        if isinstance(figure.stated, tuple | Bound):
            continue
        own = figure.unit.from_reference(Interval(value, value)).low
        right = round_to(own, max(0, decimals(figure.stated)))
        if right > 0:
            expected = f"{message}: expected {figure.quantity.label} {right} {figure.unit.name}"
            yield corrected(figure, right, "by the other two masses", expected)

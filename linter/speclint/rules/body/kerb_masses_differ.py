"""Kerb masses on two bases that are not a driver apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Hit, Level, Related, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

DRIVER = 75.0
"""kg; 68 kg and 7 kg of luggage (Directive 92/21/EEC, kept by Regulation (EU) 1230/2012, article 2)."""
ROUNDING = 25.0
"""kg; each is rounded on its own, and may be of another fill of the tank."""


@sheet_rule(
    level=Level.WARNING,
    summary="kerb masses by DIN and by EU are not a driver apart",
    needs=("mass_kerb_din", "mass_kerb_eu"),
    bad=(
        bad(
            '{"mass": {"din": {"kg": 2095}, "eu": {"kg": 2020}}}',
            at="/mass/eu/kg",
            says="kerb mass (EU) 2020 kg is not a driver of 75 kg above kerb mass (DIN) 2095 kg, but 75 kg below it",
            why="the two are swapped",
        ),
        bad(
            '{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2870}}}',
            at="/mass/eu/kg",
            says="kerb mass (EU) 2870 kg is not a driver of 75 kg above kerb mass (DIN) 2695 kg, but 175 kg above it",
        ),
    ),
    good=(
        good('{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2770}}}'),
        good('{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2790}}}', why="rounding"),
    ),
)
def kerb_masses_differ(sheet: Sheet) -> Iterator[Hit]:
    """The EU mass in running order is the DIN mass with a driver of 75 kg, of one and the same car.

    DIN 70020 leaves him out; Regulation (EU) 1230/2012, article 2, counts him.
    """
    din, eu = sheet.figure("mass_kerb_din"), sheet.figure("mass_kerb_eu")
    if din is None or eu is None:
        return
    least, most = eu.interval.low - din.interval.high, eu.interval.high - din.interval.low
    if most >= DRIVER - ROUNDING and least <= DRIVER + ROUNDING:
        return
    apart = eu.value - din.value
    where = "above" if apart >= 0 else "below"
    says = f"kerb mass (EU) {eu} is not a driver of 75 kg above kerb mass (DIN) {din}, but {abs(apart):.0f} kg {where} it"
    yield Hit(says, eu.pointer, (Related(f"kerb mass (DIN) {din} is stated here", din.pointer),))

"""An AC charging power that takes more phases than stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.charging.ac_power_impossible import MOST
from speclint.rules.rule import Hit, Level, Related, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

PER_PHASE = 20.0
"""kW: 80 A at 240 V are 19.2 kW (SAE J1772, AC level 2), which North American cars take and some makers call 20."""


@sheet_rule(
    level=Level.WARNING,
    summary="AC charging power beyond what so many phases give",
    needs=("ac_charge_power", "ac_phases"),
    bad=(
        bad(
            '{"charging": {"ac": {"power": {"kW": 22}, "phases": 1}}}',
            at="/charging/ac/phases",
            says="AC charging power 22 kW takes more than 1 phase, which gives 20 kW at most",
        ),
        bad(
            '{"charging": {"ac": {"power": {"kW": 43}, "phases": 2}}}',
            at="/charging/ac/phases",
            says="AC charging power 43 kW takes more than 2 phases, which give 40 kW at most",
        ),
    ),
    good=(
        good('{"charging": {"ac": {"power": {"kW": 22}, "phases": 3}}}'),
        good(
            '{"charging": {"ac": {"power": {"kW": 19.2}, "phases": 1}}}', why="80 A at 240 V in North America"
        ),
        good(
            '{"charging": {"ac": {"power": {"kW": 11}, "phases": 1}}}', why="48 A at 240 V in North America"
        ),
        good(
            '{"charging": {"ac": {"power": {"kW": 7.4}, "phases": 3}}}', why="a small charger on three phases"
        ),
    ),
)
def ac_power_exceeds_phases(sheet: Sheet) -> Iterator[Hit]:
    """One phase passes its voltage times its current, and no car takes more than 80 A from one.

    At 240 V that is 19.2 kW (SAE J1772). European single-phase sockets give 7.4 kW (32 A at 230 V), so that most
    cars with more than that use three phases; but 11 kW on one phase is right in North America.
    """
    power, phases = sheet.figure("ac_charge_power"), sheet.figure("ac_phases")
    if power is None or phases is None:
        return
    most = PER_PHASE * int(min(phases.interval.high, 3))
    if not most < power.interval.low <= MOST:
        return
    given = f"{phases} phase, which gives" if phases.value == 1 else f"{phases} phases, which give"
    related = Related(f"{power.quantity.label} {power} is stated here", power.pointer)
    yield Hit(
        f"{power.quantity.label} {power} takes more than {given} {most:.0f} kW at most",
        phases.pointer,
        (related,),
    )

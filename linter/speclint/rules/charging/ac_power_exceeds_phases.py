"""An AC charging power that takes more phases than stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.table import MAX_AC_CHARGE_POWER
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

PER_PHASE = 20.0
"""kW: 80 A at 240 V are 19.2 kW (SAE J1772, AC level 2), which North American cars take and some makers call 20."""
PER_PHASE_IN_EUROPE = 8.0
"""kW: 32 A at 230 V are 7.4 kW. Of 425 records in KilowattApp's Open EV Data none of one phase has more."""
EUROPE = ("eu", "gb")


@sheet_rule(
    level=Level.WARNING,
    summary="AC charging power beyond what so many phases give",
    needs=("ac_charge_power", "ac_phases"),
    reads=("market",),
    before=("ac-power-exceeds-dc",),
    bad=(
        bad('{"market": "eu", "charging": {"ac": {"power": {"kW": 11}, "phases": 1}}}',
            at="/charging/ac/phases",
            message="AC charging power 11 kW takes more than 1 phase, which gives 8 kW at most",
            why="11 kW are three phases of 16 A in Europe"),
        bad('{"market": "us", "charging": {"ac": {"power": {"kW": 22}, "phases": 1}}}',
            at="/charging/ac/phases",
            message="AC charging power 22 kW takes more than 1 phase, which gives 20 kW at most"),
        bad('{"market": "eu", "charging": {"ac": {"power": {"kW": 22}, "phases": 2}}}',
            at="/charging/ac/phases",
            message="AC charging power 22 kW takes more than 2 phases, which give 16 kW at most"),
    ),
    good=(
        good('{"market": "eu", "charging": {"ac": {"power": {"kW": 22}, "phases": 3}}}'),
        good('{"market": "eu", "charging": {"ac": {"power": {"kW": 43}, "phases": 3}}}', why="63 A a phase"),
        good('{"market": "eu", "charging": {"ac": {"power": {"kW": 7.4}, "phases": 1}}}',
            why="32 A at 230 V"),
        good('{"market": "us", "charging": {"ac": {"power": {"kW": 19.2}, "phases": 1}}}',
            why="80 A at 240 V"),
        good('{"market": "us", "charging": {"ac": {"power": {"kW": 11.5}, "phases": 1}}}',
            why="48 A at 240 V"),
        good('{"market": "eu", "charging": {"ac": {"power": {"kW": 7.4}, "phases": 3}}}',
            why="a small charger"),
    ),
)  # fmt: skip
def ac_power_exceeds_phases(sheet: Sheet) -> Iterator[Violation]:
    """One phase passes its voltage times its current: up to 80 A at 240 V in North America (SAE J1772), 19.2 kW.

    In Europe chargers take 32 A at 230 V from one phase, 7.4 kW; only with three phases are there cars that take 63 A.
    Where the market is not said, the larger limit holds.
    """
    power, phases = sheet.figure("ac_charge_power"), sheet.figure("ac_phases")
    if power is None or phases is None or phases.interval.high >= 3:  # noqa: PLR2004 - all phases that there are
        return
    is_european = (sheet.field("market") or "").casefold() in EUROPE
    most = (PER_PHASE_IN_EUROPE if is_european else PER_PHASE) * int(phases.interval.high)
    if not most < power.interval.low <= MAX_AC_CHARGE_POWER:
        return
    given = f"{phases} phase, which gives" if phases.value == 1 else f"{phases} phases, which give"
    related = Related(f"{power.quantity.label} {power} is stated here", power.pointer)
    yield Violation(
        f"{power.quantity.label} {power} takes more than {given} {most:.0f} kW at most",
        phases.pointer,
        (related,),
    )

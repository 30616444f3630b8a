"""An AC charging power above the DC one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.table import MAX_AC_CHARGE_POWER
from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.WARNING,
    summary="AC charging power above the DC one",
    needs=("ac_charge_power", "dc_charge_power"),
    bad=(
        bad(
            '{"charging": {"ac": {"power": {"kW": 22}}, "dc": {"power": {"kW": 13}}}}',
            at="/charging/ac/power/kW",
            message="AC charging power 22 kW exceeds DC charging power 13 kW; fast charging is the faster one",
            why="130 kW that lost a digit",
        ),
    ),
    good=(
        good('{"charging": {"ac": {"power": {"kW": 22}}, "dc": {"power": {"kW": 46}}}}'),
        good('{"charging": {"ac": {"power": {"kW": 22}}, "dc": {"power": {"kW": 22}}}}', why="equal"),
        good('{"charging": {"ac": {"power": {"kW": 43}}}}', why="no inlet for direct current"),
    ),
)
def ac_power_exceeds_dc(sheet: Sheet) -> Iterator[Violation]:
    """Direct current passes by the charger on board, which is the slower way, so it is built in to be faster.

    None of 852 sheets in OpenEV Data and KilowattApp's Open EV Data has an AC power above, or equal to, its DC power.
    """
    slow, fast = sheet.figure("ac_charge_power"), sheet.figure("dc_charge_power")
    if slow is None or fast is None or not fast.interval.high < slow.interval.low <= MAX_AC_CHARGE_POWER:
        return
    related = Related(f"{fast.quantity.label} {fast} is stated here", fast.pointer)
    message = (
        f"{slow.quantity.label} {slow} exceeds {fast.quantity.label} {fast}; fast charging is the faster one"
    )
    yield Violation(message, slow.pointer, (related,))

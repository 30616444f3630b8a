"""The units in which each market reads a quantity."""

from __future__ import annotations

import pytest

from speclint.quantities.table import QUANTITIES
from speclint.vehicle.markets import unit_of_market


@pytest.mark.parametrize(
    ("market", "units"),
    [
        ("us", ("mi", "mph", "lb-ft", "in")),
        ("gb", ("mi", "mph", "Nm", "mm")),
        ("eu", ("km", "km/h", "Nm", "mm")),
        (None, ("km", "km/h", "Nm", "mm")),
    ],
)
def test_a_market_reads_its_own_units(market: str | None, units: tuple[str, ...]) -> None:
    names = ("range_wltp", "top_speed", "torque", "length")
    assert tuple(unit_of_market(QUANTITIES[name], market) for name in names) == units

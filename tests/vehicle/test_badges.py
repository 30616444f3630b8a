"""Badges of many names, searched at once."""

from __future__ import annotations

from itertools import product

import pytest

from speclint.vehicle.badges import badges_in, bearing, table

WORDS = (
    "", "4WD", "quattro", "i4 REx", "Hybrid", "Plug-in", "EV", "X5", "40 e", "TFSI", "e-tron", "320d",
    "xDrive30e", "TDI", "XL1", "530\nd", "T-GDI\n", "Cooper SE", "Skyactiv-D", "Prius +", "2.0D", "diesel",
)  # fmt: skip


@pytest.mark.parametrize("field", ["drive", "powertrain", "fuel", "infers"])
def test_names_searched_at_once_have_the_badges_that_each_has_alone(field: str) -> None:
    names = [*product(WORDS, WORDS, ("", "AWD"))]
    for make in (*table(), ""):
        bearers = {names[place] for place in bearing(make, names, field)}
        alone = {name for name in names if badges_in(make, *name, field)}
        assert alone <= bearers < set(names)

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from speclint.quantities.number import decimals, is_number, resolution, round_to, written_as


@pytest.mark.parametrize(
    ("text", "count", "step", "low", "high"),
    [
        ("494", 0, 1, 493.5, 494.5),
        ("0", 0, 1, -0.5, 0.5),
        ("-5", 0, 1, -5.5, -4.5),
        ("1200", 0, 1, 1199.5, 1200.5),
        ("1.5", 1, 0.1, 1.45, 1.55),
        ("1.50", 2, 0.01, 1.495, 1.505),
        ("0.00", 2, 0.01, -0.005, 0.005),
        ("1e3", -3, 1000, 500, 1500),
        ("1.20e3", -1, 10, 1195, 1205),
        ("2.5e-3", 4, 0.0001, 0.00245, 0.00255),
        ("12345678901234567890", 0, 1, 12345678901234567890, 12345678901234567890),
    ],
)
def test_the_interval_of_a_number_is_half_a_unit_in_its_last_place_to_each_side(
    text: str, count: int, step: float, low: float, high: float
) -> None:
    number = json.loads(text, parse_float=Decimal)
    assert is_number(number)
    assert decimals(number) == count
    assert resolution(number) == pytest.approx(step, rel=1e-15)
    assert written_as(number) == pytest.approx((low, high), rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(
    ("value", "count", "written"),
    [
        (364.36, 0, "364"),
        (5.6, 2, "5.60"),
        (111.5, 0, "112"),
        (112.5, 0, "112"),
        (2.675, 2, "2.68"),
        (-0.04, 1, "-0.0"),
        (1e29, 3, "100000000000000000000000000000.000"),
        (1e-29, 29, "1E-29"),
    ],
)
def test_halves_are_rounded_to_the_even_digit(value: float, count: int, written: str) -> None:
    assert str(round_to(value, count)) == written

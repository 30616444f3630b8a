"""How numbers of cars usually look: last digits, decimals, displacements that models share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from speclint.quantities.figure import Figure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.quantities.usual_form import LAST_DIGITS, MOST_USUAL, decimals_share, digit_ratio

if TYPE_CHECKING:
    from speclint.quantities.number import Number


def figure(quantity: str, unit: str, stated: Number) -> Figure:
    return Figure(QUANTITIES[quantity], UNITS[unit], stated, "/x")


@pytest.mark.parametrize("unit", LAST_DIGITS)
def test_the_shares_of_last_digits_add_up_to_one(unit: str) -> None:
    assert sum(LAST_DIGITS[unit]) == pytest.approx(1, abs=0.002)


def test_masses_end_in_zero_or_five_more_often_than_by_chance() -> None:
    assert digit_ratio("kg", "1320") > digit_ratio("kg", "1325") > 1 > digit_ratio("kg", "1321")


def test_an_engine_that_many_models_have_is_likelier_than_one_that_none_has() -> None:
    assert digit_ratio("cm³", "1598") == MOST_USUAL["cm³"]
    assert digit_ratio("cm³", "1517") < 1


def test_a_power_in_whole_kilowatts_is_mostly_a_round_number_of_ps() -> None:
    assert digit_ratio("kW", "110") > digit_ratio("kW", "107") > 1 > digit_ratio("kW", "111")


def test_a_power_with_a_decimal_is_a_whole_number_of_ps_or_hp() -> None:
    of_577_hp, of_neither = digit_ratio("kW", "430.3"), digit_ratio("kW", "430.7")
    assert of_577_hp == digit_ratio("kW", "125.1") > 1 > of_neither


def test_of_more_decimals_of_a_power_nothing_is_known() -> None:
    assert digit_ratio("kW", "125.48") == 1.0


def test_no_power_is_more_usual_than_is_assumed() -> None:
    assert max(digit_ratio("kW", str(number)) for number in range(1, 1500)) <= MOST_USUAL["kW"]


def test_of_units_that_were_not_counted_no_digit_is_likelier() -> None:
    assert {digit_ratio("in", f"7{digit}") for digit in range(10)} == {1.0}


def test_decimals_of_a_power_are_less_rare_than_those_of_a_length() -> None:
    power, length = figure("power", "kW", Decimal("91.9")), figure("length", "mm", Decimal("4255.5"))
    assert 1 > decimals_share(power, 1) > decimals_share(length, 1) > decimals_share(length, 2)


def test_a_time_without_its_decimal_is_as_rare_as_numbers_that_end_in_zero() -> None:
    assert decimals_share(figure("acceleration_0_100_kmh", "s", 9), 0) == pytest.approx(0.1)


@pytest.mark.parametrize("text", ["[1320, 1325]", '{"min": 5, "max": 7}', "", "12+"])
@pytest.mark.parametrize("unit", ["kg", "kW", "cm³", "l"])
def test_what_is_no_single_number_ends_neither_usually_nor_unusually(unit: str, text: str) -> None:
    assert digit_ratio(unit, text) == 1

"""Which rows are known to be wrong without a band, and how figures beyond an end are counted."""

from __future__ import annotations

from math import exp, factorial

import pytest

from calibration import cells, poisson
from known_faults import known_faults

ROW = {
    "family": "5", "year": "2013", "fuel": "diesel", "gearbox": "manual", "drive": "FWD", "power_kW": "110.0",
    "torque_Nm": "320.0", "mass_kg": "1279.0", "displacement_cm3": "1968.0", "top_speed_kmh": "216.0",
    "acceleration_0_100_kmh_s": "8.6", "co2_g_km": "", "fuel_combined_l_100km": "4.1",
    "fuel_city_l_100km": "", "fuel_highway_l_100km": "", "length_mm": "4255.0", "width_mm": "1799.0",
    "height_mm": "1452.0", "wheelbase_mm": "2637.0",
}  # fmt: skip
# what specs/ and the examples of the rules state of the Volkswagen Golf and its variants
SIBLINGS = [
    ROW | {"power_kW": power, "torque_Nm": torque, "mass_kg": mass, "acceleration_0_100_kmh_s": time,
           "top_speed_kmh": top}
    for power, torque, mass, time, top in (
        ("77.0", "250.0", "1220.0", "10.7", "192.0"), ("66.0", "230.0", "1200.0", "11.9", "182.0"),
        ("135.0", "380.0", "1302.0", "7.5", "230.0"),
    )
]  # fmt: skip


def test_a_row_without_a_fault_has_none() -> None:
    assert known_faults([ROW, *SIBLINGS]) == [""] * 4


def test_a_fault_that_physics_or_a_rule_without_a_band_reveals_is_known() -> None:
    heavy, long, copied = (
        ROW | {"torque_Nm": "32000.0"}, ROW | {"wheelbase_mm": "3900.0"}, ROW | {"height_mm": "1425.0"},
    )  # fmt: skip
    assert all(known_faults([heavy, long | {"family": "7"}]))
    assert known_faults([copied, *SIBLINGS])[0] == "likely-entry-error"


def test_a_figure_that_only_a_band_reveals_is_not_known_to_be_wrong() -> None:
    slow = ROW | {"top_speed_kmh": "134.0"}
    assert known_faults([slow, *SIBLINGS])[0] == ""


@pytest.mark.parametrize("count", [4, 10, 40])
def test_beyond_the_interval_of_a_count_it_has_a_probability_of_five_per_cent(count: int) -> None:
    def up_to(most: int, mean: float) -> float:
        return sum(exp(-mean) * mean**number / factorial(number) for number in range(most + 1))

    low, high = poisson(count)
    assert 1 - up_to(count - 1, low) == pytest.approx(0.025, abs=0.003)
    assert up_to(count, high) == pytest.approx(0.025, abs=0.003)
    assert poisson(0)[0] == 0.0


def test_figures_beyond_an_end_are_counted_beside_those_that_are_expected() -> None:
    wrong = SIBLINGS[0] | {"top_speed_kmh": "134.0"}
    table = list(cells([ROW, *SIBLINGS[1:], wrong]))
    alone = [row for row in table if row[:2] == ("alone", "left in") and row[3] == "1 in 6,000"]
    assert alone == [("alone", "left in", "4", "1 in 6,000", "0", "1", *alone[0][6:])]


def test_families_that_a_fit_may_see_are_not_counted() -> None:
    with pytest.raises(ValueError, match="no car"):
        list(cells([ROW | {"family": "6"}]))

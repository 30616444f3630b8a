"""Which quantity and unit a key states, and what it must not be taken for."""

from __future__ import annotations

import pytest

from speclint.documents.jsonpath import parse_path
from speclint.profile_inference.keys import match_key
from speclint.profile_inference.vocabulary import TERMS
from speclint.quantities.table import QUANTITIES


@pytest.mark.parametrize(
    ("path", "quantity", "unit"),
    [
        ("powertrain.system_power_kw", "power", "kW"),
        ("power_kW", "power", "kW"),
        ("maxPowerKw", "power", "kW"),
        ("performance.horsepower_ps", "power", "PS"),
        ("powertrain.motors[*].power_kw", "motor_power", "kW"),
        ("powertrain.motors[*].torque_nm", "motor_torque", "Nm"),
        ("torque_lb_ft", "torque", "lb-ft"),
        ("performance.acceleration_0_100_kmh_s", "acceleration_0_100_kmh", "s"),
        ("acceleration0To100KmhS", "acceleration_0_100_kmh", "s"),
        ("performance.acceleration_0_60_mph_s", "acceleration_0_60_mph", "s"),
        ("performance.acceleration_0_62_mph_s", "acceleration_0_62_mph", "s"),
        ("top_speed_kmh", "top_speed", "km/h"),
        ("maxSpeedMph", "top_speed", "mph"),
        ("battery.pack_capacity_kwh_net", "battery_usable", "kWh"),
        ("battery.pack_capacity_kwh_gross", "battery_gross", "kWh"),
        ("batteryCapacityKWhGross", "battery_gross", "kWh"),
        ("battery.voltage_nominal_v", "battery_voltage", "V"),
        ("consumption_wh_per_km", "consumption_electric", "Wh/km"),
        ("consumption_kwh_per_100km", "consumption_electric", "kWh/100 km"),
        ("range.rated[?@.cycle=='wltp'].range_km", "range_wltp", "km"),
        ("range_epa_mi", "range_epa", "mi"),
        ("weights.curb_weight_kg", "mass_kerb", "kg"),
        ("weights.max_payload_kg", "payload", "kg"),
        ("width_with_mirrors_mm", "width_mirrors", "mm"),
        ("width_without_mirrors_mm", "width", "mm"),
        ("trunk_volume_l", "cargo", "l"),
        ("co2_g_km", "co2", "g/km"),
        ("wheelbaseMm", "wheelbase", "mm"),
        ("price_eur", "price", "EUR"),
    ],
)
def test_a_key_that_names_quantity_and_unit_is_recognised(path: str, quantity: str, unit: str) -> None:
    match = match_key(parse_path(path))
    assert (match.quantity, match.unit, match.is_assumed) == (quantity, unit, False)


@pytest.mark.parametrize(
    ("path", "candidates"),
    [
        ("battery_kwh", {"battery_gross", "battery_usable"}),
        ("weight_kg", {"mass_kerb", "mass_kerb_din", "mass_kerb_eu", "mass_gross"}),
        ("range_km", {"range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc"}),
        ("v2x.v2l.max_power_kw", {"power"}),
        ("battery.pack_voltage_max_v", {"battery_voltage"}),
        ("consumption_combined_mpg", {"consumption_combined"}),
        ("power", {"power"}),
        ("motor_power_kw", {"power", "motor_power"}),
        ("pricing.msrp[*].amount", {"price"}),
    ],
)
def test_a_key_that_leaves_a_doubt_is_not_recognised_but_gets_its_candidates(
    path: str, candidates: set[str]
) -> None:
    match = match_key(parse_path(path), (100.0,))
    assert (match.quantity, set(match.candidates)) == (None, candidates)
    assert match.reason


@pytest.mark.parametrize(
    "path", ["battery.warranty.distance_km", "capacity.frunk_l", "body.doors", "year", "id", "range_min"]
)
def test_a_key_that_names_nothing_in_the_dictionary_has_no_quantity(path: str) -> None:
    assert match_key(parse_path(path), (5.0,)).quantity is None


def test_a_unit_that_several_share_is_not_chosen() -> None:
    assert match_key(parse_path("consumption_combined_mpg")).reason == "the unit may be mpg US or mpg UK"


def test_without_a_unit_only_what_every_reader_expects_is_assumed_and_only_for_figures_of_that_order() -> (
    None
):
    path = parse_path("usable_battery_size")
    match = match_key(path, (50.0, 63.0, 82.0))
    assert (match.quantity, match.unit, match.is_assumed) == ("battery_usable", "kWh", True)
    in_watt_hours = match_key(path, (50000.0, 63000.0))
    assert (in_watt_hours.quantity, in_watt_hours.candidates) == (None, ("battery_usable",))


@pytest.mark.parametrize("unit", ["kW", "KWT", "kilowatt"])
def test_a_unit_beside_the_figure_settles_it(unit: str) -> None:
    match = match_key(parse_path("power.value"), (), (unit,))
    assert (match.quantity, match.unit) == ("power", "kW")


def test_units_that_differ_from_sheet_to_sheet_are_not_chosen_from() -> None:
    match = match_key(parse_path("power.value"), (), ("kW", "hp"))
    assert (match.quantity, match.candidates) == (None, ("power",))


def test_a_unit_that_nobody_knows_is_told() -> None:
    assert match_key(parse_path("power.value"), (), ("donkeys",)).reason == 'unit "donkeys" is not known'


def test_every_saying_names_a_quantity_of_the_dictionary() -> None:
    assert {term.quantity for term in TERMS} == set(QUANTITIES)

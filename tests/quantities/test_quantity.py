from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import TABLE, UNITS, is_of_kind

if TYPE_CHECKING:
    from speclint.quantities.quantity import Quantity

DESIGNED = [
    "power",
    "power_continuous",
    "engine_power",
    "motor_power",
    "torque",
    "motor_torque",
    "power_speed",
    "torque_speed",
    "acceleration_0_100_kmh",
    "acceleration_0_60_mph",
    "acceleration_0_200_kmh",
    "quarter_mile",
    "top_speed",
    "battery_gross",
    "battery_usable",
    "battery_voltage",
    "battery_charge",
    "ac_charge_power",
    "dc_charge_power",
    "dc_charge_time",
    "range_wltp",
    "range_epa",
    "range_nedc",
    "range_cltc",
    "consumption_electric",
    "consumption_combined",
    "consumption_city",
    "consumption_highway",
    "co2",
    "tank",
    "displacement",
    "bore",
    "stroke",
    "cylinders",
    "compression_ratio",
    "length",
    "width",
    "width_mirrors",
    "height",
    "wheelbase",
    "ground_clearance",
    "track_front",
    "track_rear",
    "mass_kerb",
    "mass_gross",
    "payload",
    "towing_braked",
    "towing_unbraked",
    "roof_load",
    "cargo",
    "cargo_max",
    "price",
]
"""Names that profiles map to: quantities may be added, these stay."""

each_quantity = pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=list(QUANTITIES))


def test_the_dictionary_keeps_the_names_that_profiles_map_to() -> None:
    assert set(DESIGNED) <= set(QUANTITIES)


def test_each_quantity_is_in_the_table_under_its_own_name() -> None:
    assert [quantity.name for quantity in QUANTITIES.values()] == list(QUANTITIES)


@each_quantity
def test_each_quantity_is_of_a_kind_that_units_measure(quantity: Quantity) -> None:
    assert quantity.kind in {unit.kind for unit in TABLE} | {"price"}


@each_quantity
def test_readers_are_shown_a_quantity_in_units_of_its_kind(quantity: Quantity) -> None:
    assert is_of_kind(UNITS[quantity.metric], quantity.kind)
    assert is_of_kind(UNITS[quantity.imperial], quantity.kind)


def test_no_two_quantities_are_called_alike() -> None:
    labels = [quantity.label for quantity in QUANTITIES.values()]
    assert len(set(labels)) == len(labels)


@each_quantity
def test_a_label_fits_into_a_sentence(quantity: Quantity) -> None:
    assert quantity.label == quantity.label.strip()
    assert quantity.label.splitlines() == [quantity.label]
    assert not quantity.label.endswith(".")
    first = quantity.label.split()[0]
    assert first == first.lower() or first[:2].isupper()

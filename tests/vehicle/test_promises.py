"""Figures that names promise."""

from __future__ import annotations

import pytest

from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.vehicle.promises import promised_by, promises

PROMISED = [
    (("Citroën", "DS3", "1.6 THP 155 DSport 3d", ""), "power", "THP 155"),
    (("Peugeot", "3008", "1.6 BlueHDi 120", ""), "power", "BlueHDi 120"),
    (("Renault", "Clio", "Energy dCi 90", ""), "power", "dCi 90"),
    (("Renault", "Zoe", "R135 ZE50", ""), "power", "R135"),
    (("Audi", "A4", "", "40 TDI quattro"), "power", "40 TDI"),
    (("Audi", "A4", "A4 2.0 TDI 177 Black Edition", ""), "power", "2.0 TDI 177"),
    (("Land Rover", "Defender", "110 D250", ""), "power", "D250"),
    (("BMW", "i3", "94 Ah REx", ""), "battery_gross", "94 Ah"),
    (("Tesla", "Model S", "70, 22 kW-AC", ""), "battery_usable", "70"),
    (("Kia", "e-Niro 64 kWh", "", ""), "battery_gross", "64 kWh"),
    (("Ford", "EcoSport", "Titanium 1.5 TDCi", ""), "displacement", "1.5 TDCi"),
    (("Jaguar", "XJ8", "4.0 Executive", ""), "displacement", "4.0"),
    (("Dodge", "Neon", "2.0 l", ""), "displacement", "2.0 l"),
]
NOT_PROMISED = [
    (("Peugeot", "208", "1.6 HDi 16V", ""), "power"),
    (("Renault", "Zoe", "Q90 22 kW-AC", ""), "power"),
    (("Nissan", "Leaf", "62 kWh 100 kW-DC", ""), "power"),
    (("Volkswagen", "Golf", "2.0 TDI 4x4 400 Nm", ""), "power"),
    (("Citroën", "2 CV 6", "", ""), "power"),
    (("Audi", "A6", "55 TFSI e", ""), "power"),
    (("Tesla", "Model 3", "75", ""), "battery_gross"),
    (("Volkswagen", "Golf", "7.5 GTI", ""), "displacement"),
    (("BMW", "X1", "1.5 sDrive18i", ""), "displacement"),
    (("Saab", "9-3", "1.8t Linear", ""), "displacement"),
]


@pytest.mark.parametrize(("name", "quantity", "text"), PROMISED)
def test_a_name_promises_a_figure(name: tuple[str, str, str, str], quantity: str, text: str) -> None:
    (found,) = promised_by(*name, quantity)
    assert found.text == text
    assert text in name[("make", "model", "variant", "trim").index(found.field)]


@pytest.mark.parametrize(("name", "quantity"), NOT_PROMISED)
def test_a_number_that_means_something_else_promises_nothing(
    name: tuple[str, str, str, str], quantity: str
) -> None:
    assert promised_by(*name, quantity) == ()


def test_each_promise_is_of_known_quantities_and_has_a_source() -> None:
    for promise in promises():
        assert promise.unit in UNITS
        assert promise.source
        assert set(promise.ratios) <= QUANTITIES.keys()
        assert all(least <= most for least, most in (*promise.ratios.values(), *promise.levels.values()))


def test_a_number_that_stands_for_another_is_likely_that() -> None:
    (tesla,) = promised_by("Tesla", "Model S", "P100D", "", "battery_gross")
    (i3,) = promised_by("BMW", "i3", "94 Ah", "", "battery_gross")
    assert (tesla.meaning.likely, i3.meaning.likely) == (100, 33.1)

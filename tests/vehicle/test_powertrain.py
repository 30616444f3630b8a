"""What drives a car, as its sheet states it or its badge."""

from __future__ import annotations

import pytest

from speclint.profiles.compile import load_profile
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet
from speclint.vehicle.features import features_of
from speclint.vehicle.powertrain import MIXED, UNKNOWN, powertrain_of


def car(make: str, model: str, variant: str = "", **powertrain: object) -> Sheet:
    value = {"make": make, "model": model, "variant": variant, "powertrain": powertrain}
    return Sheet(SheetLocation("x.json", "x"), (), value, load_profile("spec-sheet"))


@pytest.mark.parametrize(
    ("make", "model", "variant", "powertrain"),
    [
        ("Lexus", "CT 200h", "Luxury 5d", "hev"),
        ("Lexus", "RX", "RX 450h Luxury", "hev"),
        ("Lexus", "NX", "NX 450h+", "phev"),
        ("Audi", "A3", "e-tron 1.4 TFSI", "phev"),
        ("Toyota", "Auris", "1.8 Hybrid Icon", "hybrid"),
        ("Toyota", "Prius", "1.8 Plug-in Hybrid", "phev"),
        ("Peugeot", "3008", "2.0 HYbrid4", "hybrid"),
        ("Vauxhall", "Ampera", "Electron", "hybrid"),
        ("Audi", "A3", "1.4 TFSI", None),
        ("Vauxhall", "Ampera-e", "", None),
        ("Opel", "Ampera e", "CCS", None),
        ("Opel", "Ampera", "ePionier", "hybrid"),
        ("Lexus", "IS 250", "F Sport", None),
    ],
)
def test_a_badge_alone_states_that_a_car_is_a_hybrid(
    make: str, model: str, variant: str, powertrain: str | None
) -> None:
    found = car(make, model, variant, engine={"fuel": "petrol"})
    assert powertrain_of(found) == powertrain
    assert (powertrain in MIXED) is (powertrain is not None)


def test_what_is_stated_comes_before_the_badge() -> None:
    assert powertrain_of(car("Lexus", "CT 200h", type="ice")) == "ice"
    assert powertrain_of(car("Lexus", "CT 200h", type="Quantum drive")) == UNKNOWN


def test_a_badge_states_that_a_car_is_electric_where_neither_powertrain_nor_fuel_is_stated() -> None:
    assert powertrain_of(car("Tesla", "Model 3", "Long Range")) == "bev"
    assert powertrain_of(car("Tesla", "Model 3", engine={"fuel": "petrol"})) is None


def test_a_car_of_an_unknown_powertrain_or_fuel_is_of_no_kind() -> None:
    assert features_of(car("Any", "Car", type="Quantum drive", engine={"fuel": "petrol"})).kinds == ()
    assert features_of(car("Any", "Car", type="ice", engine={"fuel": "Quantum fuel"})).kinds == ()
    assert features_of(car("Any", "Car", type="ice", engine={"fuel": "Benzin"})).kinds == ("petrol",)

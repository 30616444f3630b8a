"""0-100 km/h times of real cars: their band, the two hard limits, and the window from 60 mph to 100 km/h."""

from __future__ import annotations

from decimal import Decimal
from math import isclose, log
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.bands.store import shipped_bands
from speclint.profiles.compile import load_profile
from speclint.rules.registry import RULES
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet
from speclint.vehicle.road_load import shortest_time_by_energy, shortest_time_by_tyres


class Stated(NamedTuple):
    """What sources state of a car: kW, kg, drive, fuel, Nm, model year, and 0-100 km/h in seconds."""

    power: float
    mass: float
    drive: str
    fuel: str
    torque: float | None
    year: int
    seconds: float


CARS = {
    # https://automonthly.blogspot.com/2013/07/this-time-its-official-heres-bmw-i3.html (DIN mass)
    "BMW i3 60 Ah": Stated(125, 1195, "rwd", "electric", 250, 2013, 7.2),
    # https://www.bmw.com.mo/en/all-models/bmw-i/i3/2016/technical-data.html (EU mass)
    "BMW i3 94 Ah": Stated(125, 1320, "rwd", "electric", 250, 2016, 7.3),
    # https://github.com/evkx/evkx.github.io content/models/bmw/i4/i4_eDrive40/specifications.md
    "BMW i4 eDrive40": Stated(250, 2050, "rwd", "electric", 430, 2021, 5.7),
    # https://km77.com/coches/bmw/i7/2022/estandar/informacion/bmw-i7-m70-xdrive (EU masses)
    "BMW i7 xDrive60": Stated(400, 2715, "awd", "electric", 745, 2022, 4.7),
    "BMW i7 M70": Stated(485, 2770, "awd", "electric", 1100, 2023, 3.7),
    # https://www.autoevolution.com/news/the-new-i7-m70-xdrive-is-bmw-s-quickest-and-most-powerful-electric-vehicle-yet-213574.html
    "BMW i7 M70, DIN mass": Stated(485, 2695, "awd", "electric", 1015, 2023, 3.7),
    # https://github.com/evkx/evkx.github.io content/models/bmw/ix/iX_xDrive50/_index.md
    "BMW iX xDrive50": Stated(385, 2510, "awd", "electric", 765, 2021, 4.6),
    # https://www.bmw.lk/en/all-models/bmw-i/iX1/2022/bmw-iX1-technical-data.html
    "BMW iX1 xDrive30": Stated(230, 2085, "awd", "electric", 494, 2022, 5.6),
    # https://gaisha-oh.com/germany/bmw/ix1 (the same car rated lower; mass of the one above)
    "BMW iX1 xDrive30, Japan": Stated(200, 2085, "awd", "electric", 494, 2023, 5.6),
    # https://github.com/evkx/evkx.github.io content/models/bmw/ix2/iX2_eDrive20/specifications.md
    "BMW iX2 eDrive20": Stated(150, 1875, "fwd", "electric", 247, 2024, 8.6),
    # https://the-future-automobile.com/2024/09/24/bmws-new-ev-crossover-is-small-slippery-and-not-coming-to-america
    "BMW iX2 xDrive30": Stated(230, 2095, "awd", "electric", 494, 2024, 5.6),
    # https://insideevs.com/news/433310/bmw-ix3-electric-suv-reveal/
    "BMW iX3": Stated(210, 2185, "rwd", "electric", 400, 2020, 6.8),
    # https://github.com/open-ev-data/open-ev-data-dataset at 8edb266
    "Tesla Model S Plaid": Stated(760, 2162, "awd", "electric", None, 2025, 2.1),
    # https://thedriven.io/2023/05/22/rimac-electric-hypercar-smashes-world-record-sprint-laying-down-challenge-to-musk/amp/
    # (mass from OpenEV Data)
    "Rimac Nevera": Stated(1400, 2150, "awd", "electric", 2360, 2023, 1.81),
    # https://offroadingblog.com/2024-bmw-x2-m35i-detuned-in-europe-simply-like-the-x1-m35i
    # (mass of the car for the United States)
    "BMW X2 M35i": Stated(221, 1742, "awd", "petrol", 400, 2024, 5.4),
}

# Quickest stated 0-100 km/h times: all wheels driven as above and of Rimac's Nevera R
# (https://motorkram.de/rimac-nevera-r-faehrt-24-rekorde-ein), two wheels from published technical data
# up to 2020.
QUICKEST = [
    ("awd", 1.72), ("awd", 1.81), ("awd", 2.1), ("rwd", 2.5), ("rwd", 2.8), ("fwd", 5.1), ("fwd", 5.4),
]  # fmt: skip

# Makers' own pairs of 0-100 km/h and 0-60 mph: i4 and iX (insideevs.com/news/556828 and 557059,
# autobuzz.my, autoevolution.com), i5 (techplayce.com, mobilityevo.com), i7 M70 (autoevolution.com),
# X1 M35i (offroadingblog.com), i3 and i3s (yankeesunscripted.com).
PAIRS = [
    (5.7, 5.5), (3.9, 3.7), (6.0, 5.7), (3.8, 3.7), (3.7, 3.5), (4.6, 4.4), (3.8, 3.6), (5.4, 5.2),
    (7.3, 7.2), (6.9, 6.8),
]  # fmt: skip


def fits(hundred: Decimal | float, sixty: Decimal | float) -> bool:
    """Whether a car may have both times, as they are written."""
    times = {"acceleration_0_100_kmh": hundred, "acceleration_0_60_mph": sixty}
    stated = {name: {"s": Decimal(str(seconds))} for name, seconds in times.items()}
    sheet = Sheet(SheetLocation("x.json", "x"), (), {"performance": stated}, load_profile("spec-sheet"))
    check = next(rule for rule in RULES if rule.first_id == "acceleration-order").on_sheet
    assert check is not None
    return not list(check(sheet))


def vector(car: Stated, *, torque: bool = True) -> dict[str, float]:
    found = {"power": log(car.power), "mass": log(car.mass), "acceleration_0_100_kmh": log(car.seconds)}
    if torque and car.torque is not None:
        found["torque"] = log(car.torque)
    return found | {"rwd": float(car.drive == "rwd"), "awd": float(car.drive == "awd")}


@pytest.mark.parametrize("torque", [True, False])
@pytest.mark.parametrize("name", CARS)
def test_a_real_car_lies_inside_every_band(name: str, torque: bool) -> None:  # noqa: FBT001 - a parameter
    car = CARS[name]
    found = shipped_bands().models[car.fuel].outlier(vector(car, torque=torque))
    assert found is not None
    assert not found.is_outside


@pytest.mark.parametrize("name", CARS)
def test_a_real_car_breaks_no_hard_limit(name: str) -> None:
    car = CARS[name]
    assert shortest_time_by_energy(car.power, car.mass, 75) < car.seconds
    assert shortest_time_by_tyres(car.drive) < car.seconds


def test_the_energy_limit_is_kinetic_energy_over_power() -> None:
    assert isclose(shortest_time_by_energy(100, 1296), 5.0)
    assert isclose(shortest_time_by_energy(100, 1221, 75), 5.0)


def test_the_tyres_limit_is_the_same_for_all_wheels_and_an_unknown_drive() -> None:
    assert shortest_time_by_tyres(None) == shortest_time_by_tyres("awd") == pytest.approx(1.430, abs=0.001)


def test_the_tyres_limit_is_longer_with_two_driven_wheels() -> None:
    assert shortest_time_by_tyres("rwd") == pytest.approx(1.691, abs=0.001)
    assert shortest_time_by_tyres("fwd") == pytest.approx(3.048, abs=0.001)


@pytest.mark.parametrize(("drive", "seconds"), QUICKEST)
def test_the_quickest_published_cars_keep_to_the_tyres_limit(drive: str, seconds: float) -> None:
    assert shortest_time_by_tyres(drive) < seconds


@pytest.mark.parametrize(("hundred", "sixty"), PAIRS)
def test_an_official_pair_fits_the_window(hundred: float, sixty: float) -> None:
    assert fits(hundred, sixty)


def test_an_official_pair_in_hundredths_fits_the_window() -> None:
    assert fits(1.81, 1.74)
    assert fits(1.72, 1.66)


@pytest.mark.parametrize("seconds", [3.0, 3.4, 3.5, 4.5, 5.6, 6.8, 12.0, 30.0, Decimal("1.89")])
def test_equal_times_do_not_fit_the_window(seconds: Decimal | float) -> None:
    assert not fits(seconds, seconds)


@given(st.decimals(5, 40, places=2), st.decimals(0, 5, places=2))
def test_a_time_to_60_mph_above_the_time_to_100_km_h_fits_no_window(hundred: Decimal, later: Decimal) -> None:
    assert not fits(hundred, hundred + later)


def test_a_digit_replaced_leaves_too_large_a_gap() -> None:
    assert not fits(5.6, 3.4)


@given(st.decimals(3, 60, places=2), st.decimals(0, 10, places=2), st.decimals("0.2", 3, places=2))
def test_a_slower_car_may_take_longer_from_60_mph_to_100_km_h(
    seconds: Decimal, more: Decimal, gap: Decimal
) -> None:
    assert not fits(seconds, seconds - gap) or fits(seconds + more, seconds + more - gap)

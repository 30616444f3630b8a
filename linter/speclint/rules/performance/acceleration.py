"""What power, mass and tyres leave of a 0-100 km/h time: a fitted band, two hard limits, a window.

Masses are in kg, powers in kW, torques in Nm, times in seconds. The band's coefficients are fitted by
benchmarks/fit_acceleration.py and lie in acceleration.json beside this module.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from math import exp, log, sqrt
from pathlib import Path

import msgspec

SPEED = 100 / 3.6
"""100 km/h in m/s."""

GRAVITY = 9.80665
"""m/s², standard gravity (CGPM 1901)."""

FRICTION = 1.6
"""Tyre friction that no road car sustains up to 100 km/h. The quickest published one, Rimac's Nevera in
1.81 s on road-legal tyres (thedriven.io, 22 May 2023), needs 1.40 on average: its 1.74 s to 60 mph are
stated less rollout, and 0.07 s between the two leave no room for another basis."""

DRIVEN_AXLE = {"fwd": (0.65, -0.19), "rwd": (0.60, 0.17)}
"""Share of the weight that rests on the driven axle, and height of the centre of mass over wheelbase,
negative where acceleration unloads that axle. Judged to be the most favourable of road cars: nose-heavy
and low, or rear-engined. The quickest published rows, 5.1 s and 2.5 s, stay well above both limits."""

ROLLOUT = 0.3048
"""One foot in m: drag strips and United States tests start the clock that far from rest."""

GAP_SHARE = 1 - 1.609344 * 60 / 100
"""Share of 100 km/h that 60 mph leave (one mile is 1.609344 km by definition)."""

LEAST_GAP = 0.19
"""s; some makers state no more than 0.1 s between the two for slower cars (BMW i3: 7.2 and 7.3 s)."""

GEAR_AND_ROLLOUT = 0.8
"""s; half a second to change gear between the two speeds, and 0.3 s of rollout in the first figure alone."""

DRIVES = ("fwd", "rwd", "awd")
GEARBOXES = ("manual", "automatic")


class Band(msgspec.Struct, frozen=True):
    """0-100 km/h times in seconds: the law's own, the shortest and the longest that are plausible."""

    expected: float
    low: float
    high: float


class _Law(msgspec.Struct, frozen=True):
    intercept: float
    slope: float
    grip: dict[str, float]
    drive: dict[str, float]
    automatic: float
    automatic_decade: float
    decade: float
    diesel: float
    torque: float = 0.0


class _Years(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    first: int
    reference: int
    last: int


class _Fit(msgspec.Struct, frozen=True):
    with_torque: _Law
    without_torque: _Law
    electric: float
    band: dict[str, tuple[float, float]]
    years: _Years
    torque_per_power: tuple[float, float]
    driver_kg: float


class _Car(msgspec.Struct, frozen=True):
    power: float
    mass: float
    torque: float | None
    fuel: str
    drive: str
    gearbox: str
    year: int


@cache
def _fit() -> _Fit:
    return msgspec.json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=_Fit)


def expected_time(  # noqa: PLR0913  each is a figure that a sheet may state
    power_kw: float,
    mass_kg: float,
    *,
    torque_nm: float | None = None,
    drive: str | None = None,
    fuel: str | None = None,
    gearbox: str | None = None,
    year: int | None = None,
) -> Band:
    """The band of plausible 0-100 km/h times of a car with this system power and unladen mass.

    `drive` is "fwd", "rwd" or "awd", `gearbox` "manual" or "automatic", `fuel` "electric", "petrol",
    "diesel" or "hybrid"; fuels of other names burn as petrol does. What is None, or a drive or gearbox of
    another name, may be any of these, and the band spans them all. Torque is left aside for electric and
    hybrid cars, and where no engine has it at this power.

    Raises:
        ValueError: power or mass is not above zero.
    """
    if power_kw <= 0 or mass_kg <= 0:
        message = f"power and mass must be above zero, not {power_kw} kW and {mass_kg} kg"
        raise ValueError(message)
    fit = _fit()
    fuels = tuple(fit.band) if fuel is None else (fuel if fuel in fit.band else "petrol",)
    drives = (drive,) if drive in DRIVES else DRIVES
    gearboxes = (gearbox,) if gearbox in GEARBOXES else GEARBOXES
    years = (fit.years.first, fit.years.last) if year is None else (year,)
    centres, lows, highs = [], [], []
    for of_fuel, of_drive, of_gearbox, of_year in product(fuels, drives, gearboxes, years):
        centre = _log_time(_Car(power_kw, mass_kg, torque_nm, of_fuel, of_drive, of_gearbox, of_year), fit)
        low, high = fit.band[of_fuel]
        centres.append(centre)
        lows.append(centre + low)
        highs.append(centre + high)
    return Band(exp((min(centres) + max(centres)) / 2), exp(min(lows)), exp(max(highs)))


def _log_time(car: _Car, fit: _Fit) -> float:
    if car.fuel == "electric":
        car = msgspec.structs.replace(car, gearbox="automatic", year=fit.years.last)
    torque = _log_torque(car, fit.torque_per_power)
    law = fit.without_torque if torque is None else fit.with_torque
    energy = shortest_time_by_energy(car.power, car.mass, fit.driver_kg)
    first, last = fit.years.first, fit.years.last
    decades = (min(max(car.year, first), last) - fit.years.reference) / 10
    time = law.intercept + law.slope * log(energy + law.grip[car.drive]) + law.drive[car.drive]
    time += law.decade * decades
    if car.gearbox == "automatic":
        time += law.automatic + law.automatic_decade * decades
    if car.fuel == "diesel":
        time += law.diesel
    if car.fuel == "electric":
        time += fit.electric
    return time if torque is None else time + law.torque * torque


def _log_torque(car: _Car, sane: tuple[float, float]) -> float | None:
    if car.torque is None or car.fuel in {"electric", "hybrid"}:
        return None
    ratio = car.torque / car.power
    return log(ratio) if sane[0] < ratio < sane[1] else None


def shortest_time_by_energy(power_kw: float, mass_kg: float, driver_kg: float = 0.0) -> float:
    """The time in which this power gives this mass its kinetic energy at 100 km/h: ½·m·v²/P.

    The driver (75 kg; Directive 92/21/EEC, Regulation (EU) 1230/2012 article 2) is to be added where the
    mass leaves him out, as DIN 70020 does. Power above the stated one gets no allowance: rolling
    resistance, drag and turning wheels take more than production spread, rounding and rollout give. Of
    9,710 published cars three undercut the limit, each by a power or mass in error, and the next takes 1.13
    times as long. Give the system's power: a hybrid may undercut the limit of its engine alone.
    """
    return (mass_kg + driver_kg) * SPEED**2 / (2000 * power_kw)


def shortest_time_by_tyres(drive: str | None) -> float:
    """The time to 100 km/h at the traction limit of "fwd", "rwd" or, for any other word or None, all wheels.

    A driven axle that carries the share s of the weight, with the centre of mass h wheelbases high, passes
    on a = µ·s·g/(1 - µ·h), h negative for front-wheel drive; all wheels µ·g (Gillespie, Fundamentals of
    Vehicle Dynamics, 1992, chapter 2; Starkey, Int. J. of Vehicle Design 13, 1992, p. 449). One foot of
    rollout, √(2·0.3048/a), is taken off v/a, since quick cars are often quoted so. Fans and rockets are
    not tyres.
    """
    share, height = DRIVEN_AXLE.get(drive or "", (1.0, 0.0))
    acceleration = FRICTION * share * GRAVITY / (1 - FRICTION * height)
    return SPEED / acceleration - sqrt(2 * ROLLOUT / acceleration)


def order_window(time_0_100: float) -> tuple[float, float]:
    """The least and the largest seconds that a car of this 0-100 km/h time takes from 60 mph to 100 km/h.

    No car pulls harder near 100 km/h than on average before: at least the 3.4 % of the time that 60 mph
    leave of 100 km/h, though no more than `LEAST_GAP` is asked. At most what constant power against drag
    leaves, an envelope of simulated cars (benchmarks/fit_acceleration.py prints them), and
    `GEAR_AND_ROLLOUT`.
    """
    least = min(GAP_SHARE * time_0_100, LEAST_GAP)
    return least, GEAR_AND_ROLLOUT + 0.04 * time_0_100 + 0.0078 * time_0_100**2

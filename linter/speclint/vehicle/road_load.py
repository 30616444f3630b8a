"""What power, mass and tyres leave of a 0-100 km/h time: two hard limits.

Masses are in kg, powers in kW, times in seconds.
"""

from __future__ import annotations

from math import cbrt, sqrt

SPEED = 100 / 3.6
"""100 km/h in m/s."""

QUARTER_MILE = 402.336
"""m; one mile is 1,609.344 m by definition."""

GRAVITY = 9.80665
"""m/s², standard gravity (CGPM 1901)."""

FRICTION = 1.75
"""Tyre friction that no road car sustains up to 100 km/h. Dodge's Challenger SRT Demon 170 needs the most,
1.73 on average: its rear wheels alone, on tyres and a strip for drag races, take it to 60 mph in 1.66 s less
rollout (autoevolution.com, 22 March 2023). The quickest on a road, Rimac's Nevera R in 1.72 s (motorkram.de,
on its 24 records of 2025), needs 1.47: its 1.66 s to 60 mph are stated less rollout, and 0.06 s between the
two leave no room for another basis."""

DRIVEN_AXLE = {"fwd": (0.65, -0.19), "rwd": (0.60, 0.17)}
"""Share of the weight that rests on the driven axle, and height of the centre of mass over wheelbase,
negative where acceleration unloads that axle. Judged to be the most favourable of road cars: nose-heavy
and low, or rear-engined. The quickest published rows, 5.1 s and 2.5 s, stay well above both limits."""

ROLLOUT = 0.3048
"""One foot in m: drag strips and United States tests start the clock that far from rest."""

ROLLOUT_TIME = 0.3
"""s that one foot of rollout takes."""


def shortest_time_by_energy(
    power_kw: float, mass_kg: float, driver_kg: float = 0.0, speed: float = SPEED
) -> float:
    """The time in which this power gives this mass its kinetic energy at a speed in m/s: ½·m·v²/P.

    The driver (75 kg; Directive 95/48/EC, Regulation (EU) 2021/535) is to be added where the mass
    leaves him out, as DIN 70020 does. Power above the stated one gets no allowance: rolling
    resistance, drag and turning wheels take more than production spread, rounding and rollout give. Of
    9,710 published cars three undercut the limit, each by a power or mass in error, and the next takes 1.13
    times as long. Give the system's power: a hybrid may undercut the limit of its engine alone.
    """
    return (mass_kg + driver_kg) * speed**2 / (2000 * power_kw)


def shortest_quarter_mile(power_kw: float, mass_kg: float, driver_kg: float = 0.0) -> float:
    """The time in which this power takes this mass a quarter mile from rest: (9·m·s²/8·P)^⅓.

    With constant power the speed is √(2·P·t/m) and the way its integral, as nothing else takes energy.
    """
    return cbrt(cubed_quarter_mile(power_kw, mass_kg, driver_kg))


def cubed_quarter_mile(power_kw: float, mass_kg: float, driver_kg: float) -> float:
    """The third power of that time, in s³."""
    return 9 * (mass_kg + driver_kg) * QUARTER_MILE**2 / (8000 * power_kw)


def shortest_time_by_tyres(drive: str | None, speed: float = SPEED) -> float:
    """The time to a speed in m/s at the traction limit of "fwd", "rwd" or, for anything else, all wheels.

    A driven axle that carries the share s of the weight, with the centre of mass h wheelbases high, passes
    on a = µ·s·g/(1 - µ·h), h negative for front-wheel drive; all wheels µ·g (Gillespie, Fundamentals of
    Vehicle Dynamics, 1992; Starkey, Int. J. of Vehicle Design 13, 1992, p. 449). One foot of
    rollout, √(2·0.3048/a), is taken off v/a, since quick cars are often quoted so. Fans and rockets are
    not tyres.
    """
    share, height = DRIVEN_AXLE.get(drive or "", (1.0, 0.0))
    acceleration = FRICTION * share * GRAVITY / (1 - FRICTION * height)
    return speed / acceleration - sqrt(2 * ROLLOUT / acceleration)

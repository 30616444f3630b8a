"""How long the last of 0-100 km/h may take, and how near published cars come to the limits of physics.

    SPECLINT_SHARED=path/to/data python benchmarks/acceleration_limits.py

Simulated cars of constant power, with drag, rolling resistance and wheel slip, are sent through 60 mph
and 100 km/h: the largest gaps are what `acceleration-order` bounds. Published cars are compared with the
kinetic energy that their power gives their mass (`shortest_time_by_energy`) and, by driven wheels, with each
other.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from published import DRIVER_KG, DRIVES, SPEED, read_published

if TYPE_CHECKING:
    from published import Cars

SLOWEST_S = 40
QUARTER_MILE_M = 402.336


def gap(power: float, mass: float, drag_area: float, grip: float) -> tuple[float, float] | None:
    """0-100 km/h of a simulated car (kW, kg, m^2, g), and how long the last 3.4 km/h of it took."""
    speed = time = at_60_mph = 0.0
    while speed < SPEED:
        push = min(850 * power / max(speed, 0.5), grip * mass * 9.81)
        push -= 0.012 * mass * 9.81 + 0.6 * drag_area * speed**2
        if push <= 0 or time > SLOWEST_S:
            return None
        speed += push / (1.04 * mass) * 0.002
        time += 0.002
        at_60_mph = at_60_mph or (time if speed >= SPEED * 0.9656064 else 0.0)
    return time, time - at_60_mph


def show_gaps() -> None:
    """The largest simulated gap between 60 mph and 100 km/h, without gear change and rollout."""
    print("\nlargest simulated gap, 60 mph to 100 km/h, as 0-100 km/h: gap")
    powers, masses = (0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3), (500, 1200, 3000)
    cars = itertools.product(powers, masses, (0.5, 1.0, 1.3), (0.35, 1.0))
    found = [gap(per_kg * mass, mass, drag_area, grip) for per_kg, mass, drag_area, grip in cars]
    worst: dict[int, tuple[float, float]] = {}
    for time, last in filter(None, found):
        worst[round(time / 2)] = max(worst.get(round(time / 2), (0.0, 0.0)), (last, time))
    for _, (last, time) in sorted(worst.items()):
        print(f"  {time:5.1f} s: {last:.2f} s")


def quarter_mile(power: float, mass: float, drag_area: float, grip: float) -> tuple[float, float] | None:
    """0-100 km/h of a simulated car (kW/kg, kg, m^2, g), and how much longer a quarter mile takes it."""
    speed = time = way = at_100 = 0.0
    while way < QUARTER_MILE_M:
        push = min(850 * power * mass / max(speed, 0.5), grip * mass * 9.81)
        push -= 0.012 * mass * 9.81 + 0.6 * drag_area * speed**2
        if push <= 0 or time > SLOWEST_S:
            return None
        speed += push / (1.04 * mass) * 0.004
        time, way = time + 0.004, way + speed * 0.004
        at_100 = at_100 or (time if speed >= SPEED else 0.0)
    return (at_100, time - at_100) if at_100 else None


def show_quarter_miles() -> None:
    """The least and the largest difference between the two, without gear change and rollout."""
    print("\nquarter mile less 0-100 km/h, by 0-100 km/h")
    powers = (0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.3, 0.5, 0.7)
    kinds = itertools.product(
        powers, (600, 1200, 2500), (0.4, 0.6, 0.9, 1.2), (0.3, 0.45, 0.6, 0.8, 1.0, 1.3)
    )
    found: dict[int, list[float]] = {}
    for time, more in filter(None, (quarter_mile(*kind) for kind in kinds)):
        found.setdefault(round(time), []).append(more)
    for time, gaps in sorted(found.items()):
        print(f"  {time:3} s: {min(gaps):.1f} to {max(gaps):.1f} s")


def show_limits(cars: Cars) -> None:
    """How many published rows break the hard limit of energy, and the quickest of each drive."""
    for driver in (0.0, DRIVER_KG):
        ratio = cars.time / cars.energy_time(driver)
        least = np.sort(ratio)[:8].round(2)
        print(
            f"below t_E with {driver:.0f} kg driver: {np.count_nonzero(ratio < 1)} rows; least ratios {least}"
        )
    for drive, name in enumerate(DRIVES):
        print(f"quickest {name}: {np.sort(cars.time[cars.drive == drive])[:5]} s")


def main() -> None:
    """Print both."""
    show_gaps()
    show_quarter_miles()
    show_limits(read_published(Path(os.environ["SPECLINT_SHARED"]) / "data/published-figures.csv"))


if __name__ == "__main__":
    main()

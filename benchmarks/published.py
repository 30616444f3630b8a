"""Published figures of cars: how the CSV is read, which rows are good, and which a fit does not see.

The CSV is no part of the project: `SPECLINT_SHARED` names the folder that holds `data/published-figures.csv`.
Its columns name the quantity and the unit; `family` groups the variants of one model; an empty cell is
not published. Masses are without driver, and most figures were converted from imperial units and back.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pathlib import Path

Array = npt.NDArray[np.float64]
HOLD_OUT = 5
"""Every so many-th family is held out: no shipped coefficient or band may be fitted to it."""
SPEED = 100 / 3.6
DRIVER_KG = 75.0
DRIVES = ("fwd", "rwd", "awd")
YEARS = {"from": 1970, "reference": 2010, "to": 2020}
TORQUE_PER_POWER = (0.9, 5.0)
MASS_OFF_FAMILY = 0.25
SMALLEST_FAMILY = 3
BOUNDS = {
    "length_mm": (2200, 6500), "width_mm": (1200, 2400), "height_mm": (950, 3000),
    "wheelbase_mm": (1400, 4500), "displacement_cm3": (400, 8500), "top_speed_kmh": (60, 500),
    "co2_g_km": (10, 600), "fuel_combined_l_100km": (0.5, 35), "fuel_city_l_100km": (0.5, 45),
    "fuel_highway_l_100km": (0.5, 35), "torque_Nm": (20, 2000),
}  # fmt: skip
"""Beyond these lies no car that was built in series; wide, so that they take out nonsense alone."""
LIKE_THE_FAMILY = ("length_mm", "width_mm", "height_mm", "wheelbase_mm")
GRAM_CO2_PER_LITRE = {"petrol": 2350.0, "diesel": 2650.0}
"""What burning a litre gives, by its carbon (E0 to E10 2270 to 2390 g, diesel 2600 to 2680 g)."""
CARBON_OFF = 0.1
LONGEST_WHEELBASE = 0.85
"""Of the length; a car has overhangs."""
ROUNDED_L_100KM = 0.1


def is_held_out(family: int) -> bool:
    """Whether the family is kept from every fit, so that accuracy can be measured on it."""
    return family % HOLD_OUT == 0


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the CSV, unchanged, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Cars:
    """Published figures as columns: kW, kg, Nm (NaN where not stated), s."""

    group: Array
    fuel: Array
    automatic: Array
    year: Array
    drive: Array
    power: Array
    mass: Array
    torque: Array
    time: Array

    def __len__(self) -> int:
        return len(self.time)

    def pick(self, which: Array) -> Cars:
        """The cars at these places."""
        return Cars(*(getattr(self, field.name)[which] for field in fields(self)))

    def energy_time(self, driver_kg: float = DRIVER_KG) -> Array:
        """t_E in seconds."""
        return (self.mass + driver_kg) * SPEED**2 / (2000 * self.power)

    def log_torque(self) -> Array:
        """ln(Nm/kW); NaN where no torque is stated."""
        return np.log(np.where(self.torque > 0, self.torque, np.nan) / self.power)


def columns(rows: list[tuple[object, ...]]) -> Cars:
    """Cars from rows of (group, fuel, gearbox, year, drive, kW, kg, Nm, s)."""
    group, fuel, gearbox, year, drive, *numbers = (np.array(column) for column in zip(*rows, strict=True))
    decade = (np.clip(year.astype(int), YEARS["from"], YEARS["to"]) - YEARS["reference"]) / 10
    where = np.array([DRIVES.index(name) for name in drive])
    return Cars(
        group, fuel, (gearbox == "automatic") * 1.0, decade, where, *(n.astype(float) for n in numbers)
    )


def read_published(path: Path) -> Cars:
    """The rows of the CSV as cars."""
    return cars_of(read_rows(path))


def cars_of(found: list[dict[str, str]]) -> Cars:
    """Rows of the CSV as cars; a purely electric car states no displacement."""
    rows = []
    for row in found:
        bare = row["fuel"] == "electric" and row["displacement_cm3"]
        rows.append((
            int(row["family"]), "hybrid" if bare else row["fuel"], row["gearbox"], row["year"],
            row["drive"].lower(), row["power_kW"], row["mass_kg"], row["torque_Nm"] or "nan",
            row["acceleration_0_100_kmh_s"],
        ))  # fmt: skip
    return columns(rows)


def good(cars: Cars) -> Array:
    """Which rows are good, judged without any fitted law.

    Torque per power is what an engine can have, the time is no less than energy allows, and in families
    of some size the mass is near the family's median.
    """
    least, most = TORQUE_PER_POWER
    ratio = cars.torque / cars.power
    sane = ((ratio > least) & (ratio < most)) | np.isnan(ratio)
    sane &= cars.time >= cars.energy_time(0)
    for group in np.unique(cars.group):
        members = np.flatnonzero(cars.group == group)
        if len(members) >= SMALLEST_FAMILY:
            sane[members] &= abs(cars.mass[members] / np.median(cars.mass[members]) - 1) < MASS_OFF_FAMILY
    return sane


def faults_of(rows: list[dict[str, str]]) -> list[str]:
    """What is wrong with each row by what is known without a rule of speclint; empty for a good one.

    Beside `good`: no value lies where no car is, and no body is far from its family's; combined
    consumption lies between city and highway, of which highway is less in a car without electric drive;
    CO2 is what so much fuel burns to.
    """
    sane = good(cars_of(rows))
    found = [
        _fault(row) if is_sane else "torque, time or mass" for row, is_sane in zip(rows, sane, strict=True)
    ]
    families: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        families.setdefault(row["family"], []).append(index)
    for name, members in ((name, members) for name in LIKE_THE_FAMILY for members in families.values()):
        stated = {index: float(rows[index][name]) for index in members if rows[index][name]}
        middle = np.median(list(stated.values())) if len(stated) >= SMALLEST_FAMILY else None
        for index, value in stated.items() if middle else ():
            if abs(value / middle - 1) >= MASS_OFF_FAMILY:
                found[index] = found[index] or f"{name} unlike its family"
    return found


def _fault(row: dict[str, str]) -> str:
    stated = {name: float(row[name]) for name in BOUNDS if row[name]}
    for name, value in stated.items():
        if not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
            return f"{name} of no car"
    if stated.get("wheelbase_mm", 0) > LONGEST_WHEELBASE * stated.get("length_mm", np.inf):
        return "wheelbase of the length"
    combined, city, highway = (stated.get(f"fuel_{road}_l_100km") for road in ("combined", "city", "highway"))
    if combined and city and highway:
        least, most = sorted((city, highway))
        if not least - ROUNDED_L_100KM <= combined <= most + ROUNDED_L_100KM:
            return "combined not between city and highway"
        if city < highway - ROUNDED_L_100KM and row["fuel"] != "hybrid":
            return "less in the city"
    if combined and "co2_g_km" in stated and row["fuel"] in GRAM_CO2_PER_LITRE:
        burnt = combined / 100 * GRAM_CO2_PER_LITRE[row["fuel"]]
        if abs(np.log(stated["co2_g_km"] / burnt)) > CARBON_OFF:
            return "CO2 of the fuel"
    return ""

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


def is_held_out(family: int) -> bool:
    """Whether the family is kept from every fit, so that accuracy can be measured on it."""
    return family % HOLD_OUT == 0


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the CSV as they stand there, by column."""
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
        kin = np.flatnonzero(cars.group == group)
        if len(kin) >= SMALLEST_FAMILY:
            sane[kin] &= abs(cars.mass[kin] / np.median(cars.mass[kin]) - 1) < MASS_OFF_FAMILY
    return sane

"""Fit the bands that speclint ships to published figures, and measure them on families that no fit saw.

    SPECLINT_SHARED=path/to/data python benchmarks/fit_bands.py --open-ev FOLDER [--write]

Cars with engines come from published technical data up to 2020 (benchmarks/published.py), electric ones from
OpenEV Data, read as speclint reads any catalog: FOLDER holds its `src` and a speclint.toml that names the
profile `open-ev-data`. The families that `is_held_out` names are seen by no fit; the figures at the end are
measured on them. The tails of a band, the deviations of its figure where it is the suspect, are
measured on cars that the fit of their fold did not see.

A row is good by what is known without any reference model (`published.good`); dimensions that no car has, a
top speed below 60 or above 440 km/h, and CO2 that its fuel does not make are left out as well.
"""

from __future__ import annotations

import argparse
import math
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from published import cars_of, good, is_held_out, read_rows
from speclint.bands.band import LEVELS, Band, Tail
from speclint.bands.fit import Row, fit_model
from speclint.bands.shape import SHAPES
from speclint.bands.store import SHIPPED, Bands, as_text
from speclint.bands.tails import WRONG, folds, held_out, outliers_of, tail_of
from speclint.project.calibrate import rows_of
from speclint.project.config import find_config
from speclint.project.request import Request
from speclint.vehicle.features import BURNT, NO_PETROL, decades
from speclint.vehicle.mass import DRIVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speclint.bands.model import Outlier, ReferenceModel

COLUMNS = {
    "power": "power_kW", "torque": "torque_Nm", "displacement": "displacement_cm3", "mass": "mass_kg",
    "acceleration_0_100_kmh": "acceleration_0_100_kmh_s", "top_speed": "top_speed_kmh",
    "consumption_combined": "fuel_combined_l_100km", "co2": "co2_g_km", "length": "length_mm",
    "width": "width_mm", "height": "height_mm", "wheelbase": "wheelbase_mm",
}  # fmt: skip
BETWEEN = {
    "length": (2000, 7000), "width": (1250, 2350), "height": (900, 2700), "wheelbase": (1400, 4300),
    "top_speed": (60, 440),
}  # fmt: skip
"""What any car has; mm and km/h."""
RATIOS = {
    ("wheelbase", "length"): (0.5, 0.75),
    ("width", "wheelbase"): (0.4, 0.87),
    ("height", "width"): (0.5, 1.35),
}
"""What any body has."""
CM3_PER_LITRE = 1000
CO2_PER_LITRE = {"petrol": 23.5, "diesel": 26.4}
"""g/km for each l/100 km; as much above or below as a tenth may be rounding."""
NEAR = 0.1
LAST_LEVEL = LEVELS.index(100)
"""The level up to which some 200 cars give a quantile; the farthest car gives the next."""
POPULATION = "published cars"
ELECTRIC_POPULATION = "electric cars of OpenEV Data"
SOURCE = (
    "benchmarks/fit_bands.py on published technical data up to 2020, which is not part of the project, and on"
    " OpenEV Data (CDLA-Permissive-2.0) at 8edb266"
)


def vector_of(row: dict[str, str]) -> dict[str, float]:
    """What a row of the CSV states, as a reference model sees it."""
    found = {}
    for name, column in COLUMNS.items():
        value = float(row[column] or 0) + (DRIVER if name == "mass" else 0)
        # a bare zero is not published
        if value > 0:
            found[name] = math.log(value / CM3_PER_LITRE if name == "displacement" else value)
    if row["fuel"] in {*NO_PETROL, "hybrid", "electric"}:
        found = {name: value for name, value in found.items() if name not in BURNT}
    found |= {"rwd": float(row["drive"] == "RWD"), "awd": float(row["drive"] == "AWD")}
    if row["gearbox"] != "unknown":
        found["automatic"] = float(row["gearbox"] == "automatic")
    return found | dict(decades(int(row["year"]), found.get("automatic")))


def is_sane(vector: dict[str, float], fuel: str) -> bool:
    """Whether a row states nothing that no car has."""
    value = {name: math.exp(log) for name, log in vector.items()}
    ratios = {ends: value[a] / value[b] for (a, b), ends in RATIOS.items() if a in value and b in value}
    inside = all(low <= value[name] <= high for name, (low, high) in BETWEEN.items() if name in value)
    inside = inside and all(low <= ratio <= high for (low, high), ratio in ratios.items())
    if fuel in CO2_PER_LITRE and all(name in value for name in BURNT):
        ratio = value["co2"] / value["consumption_combined"] / CO2_PER_LITRE[fuel]
        return inside and abs(ratio - 1) <= NEAR
    return inside


def published_rows(path: Path) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """The good rows of the CSV by fuel: those to fit on, and those held out."""
    raw = read_rows(path)
    fit: dict[str, list[Row]] = defaultdict(list)
    held: dict[str, list[Row]] = defaultdict(list)
    for row, sane in zip(raw, good(cars_of(raw)), strict=True):
        vector, family = vector_of(row), int(row["family"])
        if sane and is_sane(vector, row["fuel"]):
            bare = row["fuel"] == "electric" and row["displacement_cm3"]
            (held if is_held_out(family) else fit)["hybrid" if bare else row["fuel"]].append(
                Row(family, vector)
            )
    return fit, held


def as_read(rows: Iterable[Row], leave_out: str = "co2", where: str = "consumption_combined") -> list[Row]:
    """The rows as a rule reads them: of consumption and CO2, which are equivalent, only one."""
    return [
        Row(row.family, {n: v for n, v in row.vector.items() if n != leave_out or where not in row.vector})
        for row in rows
    ]


def fitted(kind: str, rows: Sequence[Row], population: str) -> ReferenceModel:
    """The reference model of a kind of car, without tails."""
    return fit_model(rows, SHAPES[kind], population=population)


def unseen(kind: str, rows: Sequence[Row], *, siblings: bool, other: bool = False) -> list[Outlier]:
    """The suspect of each car, read by a reference model that was fitted without its family."""
    found = []
    for inside, outside in folds(rows):
        read = as_read(outside, *(("consumption_combined", "co2") if other else ()))
        found += outliers_of(fitted(kind, inside, ""), read, siblings=siblings)
    return found


def engines(rows: dict[str, list[Row]]) -> dict[str, ReferenceModel]:
    """The models of cars with engines; their tails are measured on both, since neither has many in them."""
    suspects = {
        (siblings, other): [
            outlier
            for kind in CO2_PER_LITRE
            for outlier in unseen(kind, rows[kind], siblings=siblings, other=other)
        ]
        for siblings in (False, True)
        for other in (False, True)
    }
    found = {}
    for kind in CO2_PER_LITRE:
        model = fitted(kind, rows[kind], POPULATION)
        bands = {
            name: Band(
                tail_of(suspects[False, name == "co2"], name),
                tail_of(suspects[True, name == "co2"], name) if name in model.family_features else None,
            )
            for name in model.bands
        }
        found[kind] = msgspec.structs.replace(model, bands=bands)
    return found


def electric(rows: Sequence[Row], like: ReferenceModel) -> ReferenceModel:
    """The model of electric cars: too few for tails of their own, so theirs are those of engines, widened.

    A figure that cars with engines do not have takes the median of all their tails.
    """
    model = fitted("electric", rows, ELECTRIC_POPULATION)
    suspects = [unseen("electric", rows, siblings=siblings) for siblings in (False, True)]
    tails = [
        {name: band.alone for name, band in like.bands.items()},
        {name: band.siblings for name, band in like.bands.items() if band.siblings},
    ]
    bands = {}
    for name in model.bands:
        both = [
            widened(outliers, name, known.get(name) or _median(list(known.values())))
            for outliers, known in zip(suspects, tails, strict=True)
        ]
        bands[name] = Band(both[0], both[1] if name in model.family_features else None)
    return msgspec.structs.replace(model, bands=bands)


def widened(outliers: Sequence[Outlier], name: str, like: Tail) -> Tail:
    """A tail of another kind of car, widened as far as the few cars at hand lie farther out."""
    own, ends = tail_of(outliers, name), []
    for mine, theirs, sign in ((own.low, like.low, -1), (own.high, like.high, 1)):
        sizes = [sign * outlier.deviations for outlier in outliers if outlier.name == name]
        farthest = max((size for size in sizes if size <= WRONG), default=0.0)
        share = max(1.0, mine[LAST_LEVEL] / theirs[LAST_LEVEL], farthest / theirs[LAST_LEVEL + 1])
        ends.append(tuple(round(step * share, 3) for step in theirs))
    return Tail(ends[0], ends[1], own.cars)


def _median(tails: Sequence[Tail]) -> Tail:
    low, high = (
        tuple(float(np.median(steps)) for steps in zip(*(getattr(tail, side) for tail in tails), strict=True))
        for side in ("low", "high")
    )
    return Tail(low, high, tails[0].cars)


def measured(model: ReferenceModel, pairs: Sequence[tuple[ReferenceModel, Sequence[Row]]]) -> ReferenceModel:
    """The model with its bands, or those of one for each fold, measured on unseen cars; also printed."""
    bands = {}
    for name, band in model.bands.items():
        bands[name] = held_out(band, name, pairs)
        print(f"  {name:24} alone           {bands[name].held_out}")
        print(f"  {'':24} beside siblings {bands[name].held_out_siblings}")
    return msgspec.structs.replace(model, bands=bands)


def open_ev_rows(root: Path) -> list[Row]:
    """The distinct cars of OpenEV Data."""
    os.chdir(root)
    found: dict[object, Row] = {}
    for kind, row in rows_of(Request(find_config(root), root)):
        if kind == "electric":
            found.setdefault((row.family, tuple(sorted(row.vector.items()))), row)
    return list(found.values())


def main() -> None:
    """Fit, print, and with --write keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"write {SHIPPED.name}")
    parser.add_argument("--open-ev", type=Path, required=True, help="OpenEV Data with a speclint.toml in it")
    arguments = parser.parse_args()
    shared = Path(os.environ["SPECLINT_SHARED"])
    fit, held = published_rows(shared / "data/published-figures.csv")
    found = engines(fit)
    cars = open_ev_rows(arguments.open_ev.resolve())
    found["electric"] = electric(cars, found["petrol"])
    for kind in found:
        print(f"\n{kind}: fitted to {found[kind].cars}, measured on {len(held[kind])} cars")
        if kind != "electric":
            found[kind] = measured(found[kind], [(found[kind], as_read(held[kind]))])
    print("\nelectric cars of OpenEV Data, each fold by a fit to the others")
    pairs = [(fitted("electric", inside, ""), outside) for inside, outside in folds(cars)]
    found["electric"] = measured(found["electric"], pairs)
    if arguments.write:
        SHIPPED.write_text(as_text(Bands(source=SOURCE, models=found)), encoding="utf-8")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()

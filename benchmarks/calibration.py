"""Whether "1 in N" is right: how many figures of cars that no fit saw lie beyond it, beside how many should.

    python benchmarks/calibration.py [published-figures.csv] [--write]

The CSV is no part of the project; `SPECLINT_SHARED` names the folder that holds `data/published-figures.csv`.
A band ends at 1 in N where so many cars of the fit have this figure, as the one that fits least, farther out
on that side. So of n cars n/N are expected for each figure and side. Families are held out as in
`fit_bands.py`, and rows with a known fault (`known_faults.py`) are left out, or left in.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from accuracy.printed import put
from fit_bands import CO2_PER_LITRE, as_read, vector_of
from known_faults import known_faults
from published import is_held_out, read_rows
from speclint.bands.fit import Row
from speclint.bands.store import shipped_bands
from speclint.bands.tails import outliers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.bands.band import Tail
    from speclint.bands.model import Outlier, ReferenceModel

    Suspects = Sequence[tuple[ReferenceModel, Sequence[Outlier]]]

RARITIES = (100, 300, 700, 1000, 3000, 6000)
MARKS = "<!-- printed by benchmarks/calibration.py -->", "<!-- end of the calibration -->"
NOT_READ = "co2"
"""Where consumption is stated too, as in nearly all of these cars, only that is read."""
NORMAL_95 = 1.96


def cells(rows: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """The rows of the table.

    Raises:
        ValueError: if no car is of a family that is held out.
    """
    faults = known_faults(rows)
    for is_left_in in (False, True):
        cars = held_out(rows, faults, is_left_in=is_left_in)
        for siblings in (False, True):
            found = [(model, outliers_of(model, those, siblings=siblings)) for model, those in cars]
            yield from measured(found, "left in" if is_left_in else "left out", siblings=siblings)


def held_out(
    rows: list[dict[str, str]], faults: list[str], *, is_left_in: bool
) -> list[tuple[ReferenceModel, list[Row]]]:
    """The cars that no fit saw, as rules read them, with their model."""
    cars: dict[str, list[Row]] = {kind: [] for kind in CO2_PER_LITRE}
    for row, fault in zip(rows, faults, strict=True):
        family = int(row["family"])
        if row["fuel"] in cars and is_held_out(family) and (is_left_in or not fault):
            cars[row["fuel"]].append(Row(family, vector_of(row)))
    if not any(cars.values()):
        message = "no car is of a family that is held out"
        raise ValueError(message)
    models = shipped_bands().models
    return [(models[kind], as_read(those)) for kind, those in cars.items()]


def measured(found: Suspects, kept: str, *, siblings: bool) -> Iterator[tuple[str, ...]]:
    """The rows for cars alone, or beside siblings, of which these are the suspects."""
    count = sum(len(outliers) for _, outliers in found)
    for rarity in RARITIES if count else ():
        beyond, expected = counted(found, rarity, siblings=siblings)
        low, high = (end / expected for end in poisson(beyond))
        yield (
            "beside siblings" if siblings else "alone", kept, str(count), f"1 in {rarity:,}",
            f"{expected:.0f}", str(beyond), f"{beyond / expected:.2f}", f"{low:.2f}-{high:.2f}",
        )  # fmt: skip


def counted(found: Suspects, rarity: int, *, siblings: bool) -> tuple[int, float]:
    """How many figures lie beyond their band of this rarity, and how many should."""
    beyond, expected = 0, 0.0
    for model, outliers in found:
        tails: dict[str, Tail | None] = {
            name: band.siblings if siblings else band.alone for name, band in model.bands.items()
        }
        del tails[NOT_READ]
        expected += 2 * len(outliers) / rarity * sum(tail is not None for tail in tails.values())
        for outlier in outliers:
            tail = tails.get(outlier.name)
            if tail is not None:
                beyond += abs(outlier.deviations) > tail.reached(rarity, high=outlier.deviations > 0)
    return beyond, expected


def poisson(count: int) -> tuple[float, float]:
    """The 95 % interval of the mean of a Poisson distribution of which so many were seen.

    By Byar's approximation of the exact one (Breslow and Day, Statistical Methods in Cancer Research,
    volume II, 1987).
    """
    above = count + 1
    low = count * (1 - 1 / (9 * count) - NORMAL_95 / (3 * count**0.5)) ** 3 if count else 0.0
    return low, above * (1 - 1 / (9 * above) + NORMAL_95 / (3 * above**0.5)) ** 3


def main() -> None:
    """Measure, print, and with --write keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    shared = os.environ.get("SPECLINT_SHARED")
    default = Path(shared) / "data/published-figures.csv" if shared else None
    parser.add_argument("figures", type=Path, nargs="?", default=default, help="published-figures.csv")
    parser.add_argument("--write", action="store_true", help="refresh the table in docs/accuracy.md")
    given = parser.parse_args()
    if given.figures is None:
        parser.error("name published-figures.csv, or the folder that holds data/ in SPECLINT_SHARED")
    head = ("compared", "known faults", "cars", "figure and side", "expected", "beyond", "ratio", "95 %")
    table = tabulate(
        list(cells(read_rows(given.figures))), head, tablefmt="github", disable_numparse=True,
        colalign=("left", "left", *["right"] * 6),
    )  # fmt: skip
    print(table)
    if given.write:
        put(MARKS, f"\n{table}\n")


if __name__ == "__main__":
    main()

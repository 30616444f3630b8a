"""Measure how often cars state what siblings state, how consumption figures go together, and how numbers end.

    SPECLINT_SHARED=path/to/data python benchmarks/fit_shares.py

The families that `is_held_out` names are left out: accuracy is measured on them. Printed beside what the rule
on entry errors has: the shares of `rules/entry_errors/alike.py`, with the number of cars whose most alike
siblings are so alike, and the ratios of `rules/entry_errors/ratios.py`; then the last digits and the decimals
of `quantities/usual_form.py`, and how often other models with an engine state the same. `--write` writes the
displacements, and the engines of `vehicle/engines.json`.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from fit_bands import COLUMNS
from published import faults_of, is_held_out, read_rows
from speclint.quantities.usual_form import EACH, OFTEN, UNSTATED, digit_ratio
from speclint.rules.entry_errors.alike import LIKENESSES, MANY
from speclint.rules.entry_errors.engines import OTHERS, share_of
from speclint.rules.entry_errors.ratios import CORRELATED, PARTS, RATIOS
from speclint.rules.fuel.agreement import CLOSE, WITNESSES, by_parts, mean_of
from speclint.rules.fuel.combined_outside_city_highway import FIRST_YEAR
from speclint.vehicle.engines import UNIT_OF as UNIT_OF_ENGINE

Car = dict[str, str]
NAMED = COLUMNS | {
    "mass_kerb": "mass_kg", "consumption_city": "fuel_city_l_100km",
    "consumption_highway": "fuel_highway_l_100km", "fuel": "fuel", "gearbox": "gearbox", "drive": "drive",
}  # fmt: skip
"""Columns by quantity and identity field."""
UNIT_OF = {
    "length": "mm", "width": "mm", "height": "mm", "wheelbase": "mm", "mass_kerb": "kg", "torque": "Nm",
    "power": "kW", "top_speed": "km/h", "displacement": "cm³", "co2": "g/km",
}  # fmt: skip
"""Units of the columns whose last digits are counted."""
PACKAGE = Path(__file__).parents[1] / "linter/speclint"
DISPLACEMENTS = PACKAGE / "quantities/displacements.json"
ENGINES = PACKAGE / "vehicle/engines.json"
MODELS = (0, 1, 2, 4, 7, 12, 20, 40)
"""The least numbers of models of each class of displacements."""
BURNT = ("petrol", "diesel")
"""Fuels of engines that are compared."""
OF_MEAN = {0.5: 0.741, 0.75: 1.344, 0.9: 2.132, 0.95: 2.776}
"""Quantiles of Student's t distribution of four degrees of freedom, of the absolute value."""
MIN_CARS = 2
"""A share of fewer has no deviation."""


def cars() -> list[Car]:
    """The good rows of families that are not held out, by quantity and field."""
    rows = read_rows(Path(os.environ["SPECLINT_SHARED"]) / "data/published-figures.csv")
    return [
        {name: row[column] for name, column in NAMED.items() if row[column]}
        | {"family": row["family"], "year": row["year"]}
        for row, fault in zip(rows, faults_of(rows), strict=True)
        if not fault and not is_held_out(int(row["family"]))
    ]


def key(car: Car, fields: tuple[str, ...]) -> tuple[str, ...] | None:
    """What a car states of some fields; None if it lacks one."""
    return tuple(car[field] for field in fields) if all(field in car for field in fields) else None


def shares(families: list[list[Car]]) -> None:
    """Print of each likeness how many cars have siblings so alike, and how many state the same as one.

    And by how much the nearest differs for half and for nine tenths of those that do not.
    """
    for quantity, likenesses in LIKENESSES.items():
        alike: dict[tuple[str, ...], list[tuple[float, int]]] = defaultdict(list)
        for family in families:
            for car in family if quantity in NAMED else ():
                siblings = [other for other in family if other is not car and quantity in other]
                for likeness in likenesses if quantity in car else ():
                    own = key(car, likeness.fields)
                    stated = [
                        other[quantity] for other in siblings if own and key(other, likeness.fields) == own
                    ]
                    if not likeness.fields:
                        stated = [other[quantity] for other in siblings]
                    if stated:
                        apart = [abs(math.log(float(other) / float(car[quantity]))) for other in set(stated)]
                        alike[likeness.fields].append((min(apart), len(stated)))
                        break
        for likeness in likenesses:
            found = alike[likeness.fields]
            if found:
                fields = ", ".join(likeness.fields) or "any"
                apart = [each for each, _ in found if each]
                by_how_much = " and ".join(f"{each:.1%}" for each in np.quantile(apart or [0], (0.5, 0.9)))
                equal = f"{1 - len(apart) / len(found):.3f}, used {likeness.share}"
                print(f"{quantity:24}{fields:55}{len(found):6}   {equal}; apart {by_how_much}")
                many = [not each for each, count in found if count >= MANY]
                if likeness.of_many:
                    of_many = f"{np.mean(many):.4f}, used {likeness.of_many}"
                    print(f"{'':24}{f'of {MANY} siblings or more':55}{len(many):6}   {of_many}")


def ratios(good: list[Car]) -> None:
    """Print the median and the robust standard deviation of each ratio."""
    for ratio in RATIOS:
        found = np.array([
            math.log(float(car[ratio.quantity]) / float(car[ratio.other]))
            for car in good
            if ratio.quantity in car and ratio.other in car and car["fuel"] == ratio.fuel
            and ratio.holds_in(car["year"])
        ])  # fmt: skip
        if len(found) >= MIN_CARS:
            median = np.median(found)
            deviation = 1.4826 * np.median(abs(found - median))
            print(
                f"{ratio.quantity} / {ratio.other}, {ratio.fuel}: {len(found)} cars,"
                f" {median:.3f} ± {deviation:.3f}, used {ratio.logarithm:.3f} ± {ratio.deviation}"
            )


def forms(good: list[Car]) -> None:
    """Print by unit how often whole numbers end in each digit, and how many numbers have decimals."""
    texts: dict[str, list[str]] = defaultdict(list)
    for quantity, unit in UNIT_OF.items():
        texts[unit] += [car[quantity].removesuffix(".0") for car in good if quantity in car]
    for unit, found in texts.items():
        whole = [text for text in found if "." not in text]
        shares = [sum(text.endswith(digit) for text in whole) / len(whole) for digit in "0123456789"]
        by_digit = " ".join(f"{share:.3f}" for share in shares)
        print(f"{unit}: {len(found)}, {1 - len(whole) / len(found):.4f} with decimals, {by_digit}")


def parts(good: list[Car]) -> None:
    """Print how far combined consumption is from the mean of city and highway, where CO2 is stated."""
    combined, city, highway = np.array([
        [float(car[name]) for name in PARTS]
        for car in good
        if all(name in car for name in WITNESSES) and FIRST_YEAR <= int(car["year"]) < CORRELATED
    ]).T  # fmt: skip
    apart = abs(combined - mean_of(city, highway, "nedc"))
    _, deviation = next(by_parts((7.0, 9.0, 6.0), (0.1, 0.1, 0.1), "nedc"))
    found = ", ".join(f"{share:.0%} {np.quantile(apart, share):.3f}" for share in OF_MEAN)
    used = ", ".join(f"{deviation * quantile:.3f}" for quantile in OF_MEAN.values())
    near = f"{np.mean(apart <= CLOSE * combined):.1%} within {CLOSE:.0%}"
    print(f"combined and mean of city and highway: {len(apart)} cars, {near}")
    print(f"    l/100 km apart: {found}; used {used}")


def powers(good: list[Car]) -> None:
    """Print how often numbers of kW are whole or round ones of horsepower, beside those near it."""
    ratios: dict[int, Counter[tuple[bool, float]]] = defaultdict(Counter)
    for text in (car["power"].removesuffix(".0") for car in good if "power" in car):
        places = len(text.partition(".")[2])
        for step in range(-10, 11):
            number = f"{float(text) + step * 10.0**-places:.{places}f}"
            ratios[places][step == 0, digit_ratio("kW", number)] += 1
    for places, found in ratios.items():
        for used in sorted({ratio for _, ratio in found}):
            own, chance = (
                found[is_own, used] / sum(count for (own, _), count in found.items() if own == is_own)
                for is_own in (True, False)
            )
            of = f"{own:.3f}, by chance {chance:.3f}, {own / chance:.2f}, used {used}"
            print(f"kW with {places} decimals: {of}")


def engines(good: list[Car]) -> None:
    """Print how often cars have a displacement, by how many other models have it, beside those near it."""
    stating = displacements(good)
    pairs = {(car["family"], car["displacement"].removesuffix(".0")) for car in good if "displacement" in car}
    own, chance = Counter[int](), Counter[int]()
    for _, text in pairs:
        if text in stating:
            own[_class(stating[text] - 1)] += 1
            near = range(int(text) * 95 // 100, int(text) * 105 // 100)
            chance.update(_class(stating.get(str(number), 0)) for number in near)
    for least in MODELS:
        shares = own[least] / own.total(), chance[least] / chance.total()
        used = UNSTATED + EACH * min(least, OFTEN)
        of = f"{shares[0]:.3f}, by chance {shares[1]:.4f}, {shares[0] / shares[1]:.2f}, used {used:.2f}"
        print(f"engines of {least} other models or more: {of}")


def _class(models: int) -> int:
    return max(least for least in MODELS if least <= models)


def displacements(good: list[Car]) -> dict[str, int]:
    """The displacements in cm³ that families state, with how many do."""
    families: dict[str, set[str]] = defaultdict(set)
    for car in good:
        if "displacement" in car:
            families[car["displacement"].removesuffix(".0")].add(car["family"])
    found = {text: len(stating) for text, stating in families.items() if "." not in text}
    return dict(sorted(found.items(), key=lambda item: int(item[0])))


def known_engines(good: list[Car]) -> dict[str, list[tuple[float, ...]]]:
    """By fuel the engines of cars that burn nothing else, each with how many families have it."""
    families: dict[str, dict[tuple[float, ...], set[str]]] = {fuel: defaultdict(set) for fuel in BURNT}
    for car in good:
        if car["fuel"] in BURNT and all(name in car for name in UNIT_OF_ENGINE):
            figures = tuple(_plain(car[name]) for name in UNIT_OF_ENGINE)
            families[car["fuel"]][figures].add(car["family"])
    return {
        fuel: sorted((*figures, len(having)) for figures, having in found.items())
        for fuel, found in families.items()
    }


def _plain(text: str) -> float:
    return float(text) if float(text) % 1 else int(float(text))


def of_engines(good: list[Car]) -> None:
    """Print how often a car states what other models with its engine do, by how many these are."""
    for quantity, others in OTHERS.items():
        stating: dict[tuple[object, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        keys = []
        for car in good:
            if car["fuel"] in BURNT and all(name in car for name in UNIT_OF_ENGINE):
                keys.append((car, (car["fuel"], *(round(float(car[name])) for name in others))))
                stating[keys[-1][1]][car[quantity]].add(car["family"])
        found: dict[int, list[bool]] = defaultdict(list)
        for car, key in keys:
            models = {text: len(having - {car["family"]}) for text, having in stating[key].items()}
            count = sum(models.values())
            if count:
                found[max(least for least in MODELS if least <= count)].append(models[car[quantity]] > 0)
        for least, are_equal in sorted(found.items()):
            of = f"{np.mean(are_equal):.3f}, used {share_of(quantity, least):.3f}"
            print(f"{quantity} of engines of {least} other models or more: {len(are_equal)} cars, {of}")


def main() -> None:
    """Print all."""
    good = cars()
    families: dict[str, list[Car]] = defaultdict(list)
    for car in good:
        families[car["family"]].append(car)
    shares(list(families.values()))
    ratios(good)
    parts(good)
    forms(good)
    powers(good)
    engines(good)
    of_engines(good)
    if "--write" in sys.argv[1:]:
        DISPLACEMENTS.write_text(json.dumps(displacements(good)) + "\n", encoding="utf-8")
        lines = (
            f'"{fuel}": [\n' + ",\n".join(map(json.dumps, found)) + "\n]"
            for fuel, found in known_engines(good).items()
        )
        ENGINES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

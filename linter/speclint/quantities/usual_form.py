"""How makers and press mostly write numbers: with how many decimals, and with which last digit.

The shares are those of 7,200 published cars whose families no accuracy is measured on
(benchmarks/fit_shares.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import Interval
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure

ONE_DECIMAL = frozenset({
    "in", "s", "kWh", "l/100 km", "kWh/100 km", "kWh/100 mi", "mpg US", "mpg UK", "mi/kWh", "km/l", "cu ft",
})  # fmt: skip
"""Units whose figures are mostly written with one decimal; those of others with none; a judgement."""
RARE, UNKNOWN = 0.01, 0.1
"""The least share of figures with a decimal more than is usual where others have not so many; the share of
catalogs where all have; judgements."""
UNUSUAL_DECIMALS = {
    "kW": 0.19, "g/km": 0.05,
    "mm": RARE, "kg": RARE, "Nm": RARE, "km/h": RARE, "cm³": RARE, "s": RARE, "l/100 km": RARE,
}  # fmt: skip
"""Share of figures with one decimal more than is usual, by unit."""
ANY_DECIMALS = 0.3
"""Share of figures with another number of decimals than is usual, of other units; a judgement."""
LAST_DIGITS = {
    "mm": (0.262, 0.188, 0.031, 0.045, 0.064, 0.061, 0.063, 0.036, 0.049, 0.202),
    "kg": (0.329, 0.049, 0.054, 0.056, 0.050, 0.258, 0.046, 0.053, 0.054, 0.049),
    "Nm": (0.413, 0.062, 0.054, 0.053, 0.058, 0.139, 0.063, 0.045, 0.055, 0.057),
    "km/h": (0.265, 0.060, 0.075, 0.066, 0.062, 0.184, 0.070, 0.068, 0.056, 0.095),
    "g/km": (0.097, 0.061, 0.088, 0.079, 0.114, 0.106, 0.079, 0.099, 0.099, 0.177),
}  # fmt: skip
"""Share of whole numbers that end in each digit, by unit; the lengths are those of dimensions."""
BY_CHANCE = 0.1
DISPLACED = "cm³"
"""Unit of displacements: engines are made in few, so that one that other models have is likelier."""
UNSTATED, EACH, OFTEN = 0.1, 0.55, 50
"""How often cars have a displacement that no other model has, beside how often any by chance; what each model
adds that has it; the most models that count. Measured are 0.06 for none, 3.5 for 4 to 6, 9.7 for 12 to 19, 30
from 40 on (benchmarks/fit_shares.py); a catalog may have engines that were not counted."""
HORSEPOWER = ("PS", "hp")
"""Units that power is announced in, also where it is stated in kW."""
ROUND_PS = {10: 3.0, 5: 1.9, 1: 0.5}
"""How often a whole number of kW is a multiple of so many PS, beside how often any is by chance."""
WHOLE_WITHIN = 0.08
"""kW within which a number with one decimal is a whole number of PS or hp; some were cut off."""
IS_WHOLE = {True: 2.7, False: 0.02}
"""How often such a number is whole, or is not, beside how often by chance. All of 1,349 were whole
(benchmarks/fit_shares.py); the second is a judgement."""
MOST_USUAL = {unit: max(digits) / BY_CHANCE for unit, digits in LAST_DIGITS.items()} | {
    DISPLACED: UNSTATED + OFTEN * EACH,
    "kW": max(*ROUND_PS.values(), *IS_WHOLE.values()),
}
"""The most that `digit_ratio` can be, by unit; of others 1."""


def usual_decimals(figure: Figure) -> int:
    """The number of decimals that is usual for a quantity in the unit of a figure."""
    is_engine = figure.unit.name == "l" and figure.quantity.name == "displacement"
    return int(is_engine or figure.unit.name in ONE_DECIMAL)


def decimals_share(figure: Figure, places: int, others: int = 0) -> float:
    """How often figures have so many decimals, beside those with as many as is usual.

    Where hardly any have more, and so many `others` do not: the posterior mean after these, of a prior that
    counts as one.
    """
    more = places - usual_decimals(figure)
    if more <= 0:
        # one number in ten ends in a zero that may be left off
        return BY_CHANCE**-more
    share = UNUSUAL_DECIMALS.get(figure.unit.name)
    if share is None:
        return ANY_DECIMALS**more
    if share != RARE:
        return share * (RARE if others else UNKNOWN) ** (more - 1)
    return share**more / (1 + others) if others else UNKNOWN**more


def digit_ratio(unit: str, text: str) -> float:
    """How often a number of a unit ends as it does, beside how often any would by chance."""
    if not text[-1:].isdigit():
        # a range or a list
        return 1.0
    if unit == DISPLACED and "." not in text:
        return UNSTATED + min(models_with(text), OFTEN) * EACH
    if unit == "kW":
        return _power_ratio(text)
    digits = LAST_DIGITS.get(unit)
    return digits[int(text[-1])] / BY_CHANCE if digits and "." not in text else 1.0


def _power_ratio(text: str) -> float:
    """The same of kW: power is announced in PS or hp, mostly as a multiple of five or ten."""
    number = text.removesuffix(".0")
    places = len(number.partition(".")[2])
    if places > 1:
        return 1.0
    if places:
        return IS_WHOLE[horsepower(number) is not None]
    value = float(number)
    horses = UNITS["PS"].from_reference(Interval(value - 0.5, value + 0.5))
    return next((ratio for step, ratio in ROUND_PS.items() if horses.high // step * step >= horses.low), 1.0)


def horsepower(kilowatts: str) -> str | None:
    """The whole number of PS or hp that a number of kW is, with the unit; None if it is none."""
    value, half = float(kilowatts), WHOLE_WITHIN if "." in kilowatts else 0.5
    for name in HORSEPOWER:
        horses = UNITS[name].from_reference(Interval(value - half, value + half))
        if horses.high // 1 >= horses.low:
            return f"{horses.high // 1:.0f} {name}"
    return None


def models_with(displacement: str) -> int:
    """How many of the published models have an engine of a displacement in cm³."""
    return _displacements().get(displacement, 0)


@cache
def _displacements() -> dict[str, int]:
    """By displacement in cm³ the number of models that have it, of those published."""
    content = Path(__file__).with_name("displacements.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, int])

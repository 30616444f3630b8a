"""Figures that names of cars promise: 2.0 TDI its litres, THP 155 its horsepower, P100D its battery."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.interval import INFINITY, Interval
from speclint.quantities.unit import UNITS
from speclint.sheets.identity import slug
from speclint.vehicle.badges import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.number import Number
    from speclint.sheets.sheet import Sheet


WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
"""Characters of the words that a number may stand in."""


class Promise(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """A number in names that stands for a figure."""

    badge: str
    """The expression of it, as the group, in model, variant and trim, a line each, in lower case."""
    unit: str
    ratios: dict[str, tuple[float, float]]
    """By quantity, the least and the most that a figure may be of what the number stands for."""
    source: str
    levels: dict[str, tuple[float, float]] = {}
    """By number what it stands for, least and most, where that is not the number itself."""
    numbers: tuple[float, float] = (0, INFINITY)
    """The least and the most that it may be."""
    margin: float = 0.0
    """What a figure may differ besides, in the unit."""
    makes: tuple[str, ...] = ()
    """Slugs of the makes that write it; all if empty."""
    models: str = ""
    """The expression that finds their models, in lower case; all if empty."""
    unless: str = ""
    """The expression of what gives the number another meaning, in lower case."""
    exact: bool = False
    """Whether the number is the figure, so that the figure is at fault where it differs."""

    def is_meant(self, match: re.Match[str]) -> bool:
        """Whether the number that its expression finds is such a number."""
        number, (least, most) = _number(match), self.numbers
        return number in self.levels if self.levels else least <= float(number) <= most


class Meaning(msgspec.Struct, frozen=True):
    """What a number stands for."""

    text: str
    """In words: `155 PS`, `100–103 kWh`."""
    expected: dict[str, Interval]
    """By quantity what a figure may be, in its reference unit."""
    number: Number
    likely: float | None
    """The figure itself, in its reference unit, where the name states it."""


class PromisedFigure(msgspec.Struct, frozen=True):
    """A number found in a name."""

    text: str
    field: str
    """The identity field that holds it."""
    meaning: Meaning


@cache
def promises() -> tuple[Promise, ...]:
    """All numbers in names that are known."""
    content = Path(__file__).with_name("promises.json").read_bytes()
    return msgspec.json.decode(content, type=tuple[Promise, ...])


@cache
def of_make(make: str, quantity: str) -> tuple[Promise, ...]:
    """Those that a make, by its slug, may write of a quantity."""
    return tuple(
        each for each in promises() if quantity in each.ratios and (not each.makes or make in each.makes)
    )


def promised(sheet: Sheet, quantity: str) -> tuple[PromisedFigure, ...]:
    """What the name of a sheet promises of a quantity, and of others by the same number."""
    return promised_by(*(sheet.field(part) or "" for part in NAME), quantity)


@lru_cache(maxsize=1024)
def promised_by(make: str, model: str, variant: str, trim: str, quantity: str) -> tuple[PromisedFigure, ...]:
    """What a name promises of a quantity, and of others by the same number."""
    return tuple(found_in(slug(make), (model, variant, trim), quantity))


def found_in(make: str, names: tuple[str, str, str], quantity: str) -> Iterator[PromisedFigure]:
    """What model, variant and trim promise of a quantity, of a make by its slug."""
    name = "\n".join(part.replace("\n", " ") for part in names)
    if not any(map(str.isdigit, name)):
        return
    lower = name.lower()
    for promise in of_make(make, quantity):
        match = next(filter(promise.is_meant, re.finditer(promise.badge, lower)), None)
        if match is None or not re.search(promise.models, lower):
            continue
        if not (promise.unless and re.search(promise.unless, lower)):
            yield _promised(promise, match, name)


def _promised(promise: Promise, match: re.Match[str], name: str) -> PromisedFigure:
    # the word from its start: BlueHDi 120, P100D
    first = len(name[: match.start()].rstrip(WORD))
    text = name[first : match.end()].rpartition("\n")[2]
    field = NAME[1:][name.count("\n", 0, match.start(1))]
    return PromisedFigure(text, field, meaning(promise, _number(match)))


@lru_cache(maxsize=1024)
def meaning(promise: Promise, number: str) -> Meaning:
    """What a number stands for that is promised."""
    low, high = promise.levels.get(number) or (float(number), float(number))
    unit = UNITS[promise.unit]
    expected = {
        quantity: unit.to_reference(Interval(low * least, high * most).widened(promise.margin))
        for quantity, (least, most) in promise.ratios.items()
    }
    likely = float(number) if low <= float(number) <= high else (low + high) / 2
    return Meaning(
        f"{number if low == high else f'{low:g}–{high:g}'} {promise.unit}",
        expected,
        Decimal(number) if "." in number else int(number),
        unit.to_reference(Interval(likely, likely)).low if promise.exact else None,
    )


def _number(match: re.Match[str]) -> str:
    return match[1].replace(",", ".")

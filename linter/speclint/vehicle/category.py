"""The category of a vehicle: which laws and which bands hold for it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.quantities.interval import INFINITY
from speclint.quantities.table import QUANTITIES
from speclint.sheets.identity import slug
from speclint.sheets.remembered import once_per_sheet
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import UNKNOWN, word_of

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.limits import Limits
    from speclint.sheets.sheet import Sheet

MASSES = ("mass_kerb_eu", "mass_kerb_din", "mass_kerb")
CAR = "car"
"""A passenger car."""
SIZES = (*MASSES, "mass_gross", "length", "width", "height", "wheelbase", "power")
"""Quantities by which a category is inferred."""
SMALLER = frozenset({"motorcycle", "quadricycle"})
"""Categories of vehicles that may have less of a quantity than any car."""
SMALLEST = 0.1
"""The share of the least of any car that they may have: a moped has 0.25 kW and takes 2 kWh for 100 km."""
LARGER = frozenset({"truck", "bus"})
"""Those that may have more of it."""


class Category(msgspec.Struct, frozen=True):
    """A category, and why it is assumed."""

    word: str
    """A word of the vocabulary, or `UNKNOWN`."""
    reason: str


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Makes that build nothing but one category, or models of it."""

    category: str
    makes: tuple[str, ...]
    """Slugs."""
    model: str = ""
    """The expression that finds the models; all of the make if empty."""


class Sizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two figures that together are those of one category: one alone may be an entry error."""

    category: str
    between: dict[str, tuple[float, float]]
    """Least and most by quantity, in kg, mm and kW; `mass` is the kerb mass on whichever basis."""
    since: int = 0
    """First model year of the category. Quadricycles are one since Directive 92/61/EEC; Regulation (EU)
    168/2013, annex I, bounds them by 15 kW and 450 kg, or 600 kg for goods, without batteries."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What vehicles are known by."""

    names: tuple[Name, ...]
    figures: tuple[Sizes, ...]


@cache
def table() -> Table:
    """What vehicles are known by where their sheets do not state the category."""
    return msgspec.json.decode(Path(__file__).with_name("categories.json").read_bytes(), type=Table)


@once_per_sheet
def category_of(sheet: Sheet) -> Category:
    """The category that is stated, or inferred from the name or from two figures; else a passenger car."""
    alike = sheet.alike_but_for(SIZES)
    if alike is not None:
        return category_of(alike)
    stated = word_of(sheet, "category")
    if stated is not None:
        return Category(stated, f'"{sheet.text("category")}" is stated')
    return by_name(sheet) or _by_figures(sheet) or Category(CAR, "nothing states or implies another")


@cache
def makes_known() -> frozenset[str]:
    """The slugs of the makes by which a category may be known."""
    return frozenset(make for name in table().names for make in name.makes)


def by_name(sheet: Sheet) -> Category | None:
    """The category of the make or the model, where they are known to be of one."""
    return _named(sheet.field("make") or "", sheet.field("model") or "")


@lru_cache(maxsize=1024)
def _named(make: str, model: str) -> Category | None:
    known_as = slug(make)
    for name in table().names if known_as else ():
        if known_as in name.makes and re.search(name.model, model):
            return Category(name.category, f"{make} {model}".strip() + " is known as one")
    return None


def _by_figures(sheet: Sheet) -> Category | None:
    for sizes in table().figures:
        year = sheet.field("year") if sizes.since else None
        if year is not None and is_year(year) and int(year) < sizes.since:
            continue
        figures = list(takewhile(bool, (_within(sheet, name, ends) for name, ends in sizes.between.items())))
        if len(figures) == len(sizes.between):
            return Category(sizes.category, " and ".join(figure.labelled for figure in figures if figure))
    return None


def _within(sheet: Sheet, name: str, ends: tuple[float, float]) -> Figure | None:
    """The figure of a size, if it lies between its ends."""
    figure = sheet.figure(*(MASSES if name == "mass" else (name,)))
    is_within = figure is not None and figure.value > 0 and ends[0] <= figure.value <= ends[1]
    return figure if is_within else None


def limits_of(sheet: Sheet, quantity: str) -> Limits | None:
    """The limits of a quantity in vehicles of its category and powertrain; None where none are known."""
    return limits_in(category_of(sheet).word, sheet.field("powertrain"), quantity)


@lru_cache(maxsize=1024)
def limits_in(category: str, powertrain: str | None, quantity: str) -> Limits | None:
    """The limits of a quantity in vehicles of a category and a powertrain; None where none are known."""
    limits = QUANTITIES[quantity].limits_for(powertrain)
    if limits is None or category == UNKNOWN:
        return None
    if category in SMALLER:
        return replace(limits, least=SMALLEST * limits.least, usual_least=SMALLEST * limits.usual_least)
    return replace(limits, most=INFINITY, usual_most=INFINITY) if category in LARGER else limits

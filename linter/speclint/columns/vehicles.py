"""What rules know of vehicles, for many sheets at once: words, model year, powertrain, category."""

from __future__ import annotations

from itertools import chain
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.coded import Coded
from speclint.sheets.identity import slug
from speclint.vehicle.badges import NAME
from speclint.vehicle.category import CAR, MASSES, by_name, makes_known, table
from speclint.vehicle.dates import is_year
from speclint.vehicle.powertrain import powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Floats
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.category import Sizes


def words(columns: Columns, field: str) -> Coded[str]:
    """What `word_of` gives of each row."""
    return columns.once(_words, field)


def powertrains(columns: Columns) -> Coded[str]:
    """What `powertrain_of` gives of each row."""
    return columns.once(_powertrains)


def categories(columns: Columns) -> Coded[str]:
    """The word of what `category_of` gives of each row."""
    return columns.once(_categories)


def years(columns: Columns) -> Floats:
    """The model year; NaN where it is not stated in four digits."""
    return columns.word("year").numbers(lambda year: float(year) if is_year(year) else nan)


def _words(columns: Columns, field: str) -> Coded[str]:
    return _found(columns, (field,), lambda sheet: word_of(sheet, field))


def _powertrains(columns: Columns) -> Coded[str]:
    stated = words(columns, "powertrain")
    return stated.or_else(_found(columns, ("powertrain", *NAME, "fuel"), powertrain_of, stated.codes < 0))


def _categories(columns: Columns) -> Coded[str]:
    found = words(columns, "category")
    is_known = columns.word("make").where(lambda make: slug(make) in makes_known())
    named = _found(columns, ("make", "model"), _word_by_name, is_known & (found.codes < 0))
    return found.or_else(named).or_else(_by_figures(columns))


def _word_by_name(sheet: Sheet) -> str | None:
    category = by_name(sheet)
    return category.word if category else None


def _by_figures(columns: Columns) -> Coded[str]:
    codes = np.full(columns.size, len(table().figures))
    for code, sizes in reversed([*enumerate(table().figures)]):
        codes[_has_sizes(columns, sizes)] = code
    return Coded(codes, (*(sizes.category for sizes in table().figures), CAR))


def _has_sizes(columns: Columns, sizes: Sizes) -> Booleans:
    found = ~(years(columns) < sizes.since)
    for name, (least, most) in sizes.between.items():
        value = columns.figure(*(MASSES if name == "mass" else (name,))).value
        found &= (least <= value) & (value <= most) & (value > 0)
    return found


def _found(
    columns: Columns, fields: tuple[str, ...], of: Callable[[Sheet], str | None],
    among: Booleans | None = None,
) -> Coded[str]:  # fmt: skip
    """What a function gives of sheets that depends on what they state of some fields; code -1 for None."""
    depends = chain.from_iterable(map(columns.profile.vocabulary.fields_for, fields))
    return columns.by_identity(depends, of, among).mapped(_itself)


def _itself(word: str | None) -> str | None:
    return word

"""The tables of the examples of rules on catalogs, and the profile that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def profile(**quantities: str) -> str:
    """A profile of a table with makes and models, in TOML: each quantity by its unit, in a column of its name."""
    lines = (f'{name} = {{ "{unit}" = "{name}" }}' for name, unit in quantities.items())
    return "\n".join((
        '[sheets]\nfiles = ["cars.csv"]\n',
        '[identity]\nmake = "make"\nmodel = "model"\ndrive = "drive"\nfuel = "fuel"\nyear = "year"\n',
        "[quantities]", *lines,
    )) + "\n"  # fmt: skip


def table(columns: str, *rows: Iterable[object]) -> str:
    """A table in CSV: the names of its columns, and the cells of each row."""
    return "\n".join((columns, *(",".join(map(str, row)) for row in rows))) + "\n"

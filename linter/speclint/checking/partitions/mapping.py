"""Rows to their facts: with which others each may be compared, and which rules it may violate."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from speclint.checking.partitions.plan import FILE, NAME, ROW, add_rows
from speclint.columns.identities import identities
from speclint.profiles.vocabulary import known_words
from speclint.project.batch import Batch
from speclint.project.building import Building
from speclint.quantities.table import SAME_TEST
from speclint.rules.energy.screens import lacks_reserve
from speclint.rules.rows import Rows
from speclint.rules.screening import struck_by
from speclint.rules.siblings.copies import MODEL_FIGURES, is_exact
from speclint.sheets.families import families_of
from speclint.sheets.identity import name_of, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polars import DataFrame

    from speclint.checking.partitions.plan import Plan
    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.rules.evaluate import CatalogEvaluation
    from speclint.sheets.sheet import Sheet

MAKE, GROUP, IDENTITY = "__make", "__group", "__identity"
"""Hashes of the make, of what else all families share, mostly the model, and of all identity fields."""
STRUCK = "__struck"
"""The rules on single sheets that a row may violate, by their numbers in `Plan.local`."""
REPEATS, MODEL, POWER, WHEELBASE = "__repeats", "__model", "__power", "__wheelbase"
"""Hashes of the exact figures of a row with those of its make, and what else distinguishes its model."""
LACKS_RESERVE = "__no_reserve"
"""Whether the usable capacity of a battery is written as the gross one."""
SPREAD = 1_000_000_007
"""A prime number by which the numbers of files are multiplied."""
FACTS = (MAKE, GROUP, IDENTITY, NAME, STRUCK, REPEATS, MODEL, POWER, WHEELBASE, LACKS_RESERVE)
"""The columns that mapping adds."""


def facts(
    plan: Plan, frame: DataFrame, collected: CatalogEvaluation, again: Callable[[], DataFrame]
) -> DataFrame:
    """Rows of one file that follow each other with their facts; rules on whole catalogs collect in them.

    Args:
        plan: what is checked.
        frame: the rows, with the columns `FILE` and `ROW`.
        collected: what the rules on whole catalogs collect.
        again: gives the rows later, for the few that are examples of a fault.

    Raises:
        RuleError: a rule failed.
    """
    import polars as pl

    batch = _batch(plan, frame)
    columns, sheets = batch.columns, _Sheets(plan, batch, again)
    collected.add_columns(Rows(columns, np.arange(columns.size), sheets.at))
    of_rows = (frame[FILE].cast(pl.Int64) * SPREAD + frame[ROW]).to_numpy()
    makes, groups = (
        of_rows if paths is None else _hashed(columns, *map(_key(columns), paths))
        for paths in keys_of(plan.profile)
    )
    model = columns.name("model")
    power, wheelbase = columns.figure("power"), columns.figure("wheelbase")
    is_car = power.is_stated & wheelbase.is_stated & (model.codes >= 0)
    added = [
        pl.Series(MAKE, makes),
        pl.Series(GROUP, groups),
        pl.Series(IDENTITY, _of_identities(columns), pl.Int64),
        pl.Series(NAME, [place.partition("#")[0] for _, place in columns.places.names()], pl.String),
        pl.Series(STRUCK, _struck(plan, columns), pl.List(pl.Int16)),
        pl.Series(REPEATS, _exact_figures(columns, makes, is_car), pl.List(pl.Int64)),
        pl.Series(MODEL, _hashed(columns, model)),
        pl.Series(POWER, power.value),
        pl.Series(WHEELBASE, wheelbase.value),
        pl.Series(LACKS_RESERVE, lacks_reserve(columns)),
    ]
    columns.forget()
    sheets.forget()
    return frame.with_columns(added)


def _batch(plan: Plan, frame: DataFrame) -> Batch:
    building = Building(plan.profile)
    add_rows(building, plan, frame, 0)
    return Batch(building.extractor, building.parts)


class _Sheets:
    """Gives the sheets of rows, also when their columns are gone: memory would hold those of all rows."""

    def __init__(self, plan: Plan, batch: Batch, again: Callable[[], DataFrame]) -> None:
        self._plan, self._again = plan, again
        self._batch: Batch | None = batch

    def at(self, row: int) -> Sheet:
        """The sheet of a row."""
        return (self._batch or _batch_again(self)).sheet(row)

    def again(self) -> Batch:
        """The columns, read anew."""
        return _batch(self._plan, self._again())

    def forget(self) -> None:
        """Let go of the columns."""
        self._batch = None


@lru_cache(maxsize=8)
def _batch_again(sheets: _Sheets) -> Batch:
    """The columns that were read anew last: many examples are rows of few chunks."""
    return sheets.again()


def keys_of(profile: Profile) -> tuple[Sequence[JSONPath] | None, Sequence[JSONPath] | None]:
    """The paths to what rows share that any rule compares, and that all but those on makes compare.

    The second are those of every kind of family. None if no rule compares rows.
    """
    families = [family.by for family in families_of(profile)]
    shared = [path for path in families[0] if all(path in by for by in families)] if families else None
    make = profile.identity.get("make")
    if make is None:
        return shared, shared
    return [path for path in (shared if shared is not None else [make]) if path == make], shared


def _key(columns: Columns) -> Callable[[JSONPath], Coded[str]]:
    """Gives what rows state at a path; of a name the part that is meant, which makes the id of a row."""
    fields = {path: field for field, path in columns.profile.identity.items() if not known_words(field)}
    return lambda path: columns.name(fields[path]) if path in fields else columns.scalar(path)


def _struck(plan: Plan, columns: Columns) -> list[list[int]]:
    """The rules on single sheets that each row may violate."""
    found: list[list[int]] = [[] for _ in range(columns.size)]
    for number, rule in enumerate(plan.local):
        for row in np.flatnonzero(struck_by(columns, rule)).tolist():
            found[row].append(number)
    return found


def _exact_figures(columns: Columns, makes: Integers, is_car: Booleans) -> list[list[int]]:
    """By row the hashes of its exact figures and its make."""
    found: list[list[int]] = [[] for _ in range(columns.size)]
    for quantity, digits in MODEL_FIGURES.items():
        chosen = columns.chosen(quantity)
        of_figures = [figure_key(figure) if is_exact(figure, digits) else 0 for figure in chosen.values]
        hashes = np.array([*of_figures, 0], dtype=np.int64)[chosen.codes]
        for row in np.flatnonzero(is_car & (hashes != 0)).tolist():
            found[row].append(int(hashes[row] ^ makes[row]))
    return found


def figure_key(figure: Figure) -> int:
    """A hash of a figure, which those of its make that state the same have in common."""
    name = figure.quantity.name
    return hash_of(min(name, SAME_TEST.get(name, name)), str(figure.stated), figure.unit.name)


def make_key(sheet: Sheet) -> int:
    """What `MAKE` is for the row of a sheet, where families share more than the make."""
    return hash_of(slug(name_of(sheet, "make") or ""))


def _hashed(columns: Columns, *names: Coded[str]) -> Integers:
    """By row a hash of slugs of names; what is not stated counts as the empty one."""
    together = columns.combined(*names)
    hashes = [hash_of(*(slug(name or "") for name in distinct)) for distinct in together.values]
    return np.array(hashes, dtype=np.int64)[together.codes]


def _of_identities(columns: Columns) -> list[int | None]:
    """By row a hash of its identity; None where that does not name a car."""
    found = identities(columns)
    hashes = [hash_of(*(str(part) for part in identity)) for identity in found.values]
    is_named = (columns.name("make").codes >= 0) & (columns.name("model").codes >= 0)
    stated = zip(found.codes.tolist(), is_named.tolist(), strict=True)
    return [hashes[code] if named else None for code, named in stated]


def hash_of(*parts: str) -> int:
    """A number of 64 bits, the same in each process."""
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)

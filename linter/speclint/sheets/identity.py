"""Identity: the fields that name a sheet, and slugs of names for paths and ids."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from speclint.profiles.normal_form import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speclint.profiles.profile import Identity
    from speclint.sheets.sheet import Sheet


MAX_CACHED = 8192
"""Texts whose slugs are cached: many sheets share their make, model or year."""
IDENTITY = ("make", "model", "variant", "trim", "generation", "year", "market")
"""Fields that together name one sheet of a catalog."""


@lru_cache(maxsize=256)
@lru_cache(maxsize=256)
def identity_of(sheet: Sheet) -> tuple[str | None, ...]:
    """The values of the identity fields of a sheet, None for each that it does not state.

    An unknown word counts as it is written.
    """
    return tuple([name_of(sheet, field) for field in IDENTITY])


def name_of(sheet: Sheet, field: str) -> str | None:
    """What a field adds to the name of a sheet: `us` for `USA`; an unknown word as it is written."""
    return sheet.field(field) or sheet.text(field)


def title(sheet: Sheet) -> str:
    """The name of a sheet: make, model, variant and its other identity fields, or else its id."""
    return joined(value for field in IDENTITY if (value := sheet.text(field))) or sheet.id


def joined(parts: Iterable[str]) -> str:
    """The parts of a name as one, without the words that one part repeats of those before it.

    `Nevera`, `Nevera R` is `Nevera R`, and `SS`, `SS` is `SS`.
    """
    words: list[str] = []
    for part in parts:
        more = part.split()
        ends = (words[-size:] for size in range(min(len(words), len(more)), 0, -1))
        same = next((end for end in ends if _folded(end) == _folded(more[: len(end)])), [])
        words += more[len(same) :]
    return " ".join(words)


def _folded(words: Iterable[str]) -> list[str]:
    return [word.casefold() for word in words]


@lru_cache(MAX_CACHED)
def slug(text: str) -> str:
    """A name for paths: in lower case, without accents, only letters and digits joined by hyphens."""
    return re.sub(r"[\W_]+", "-", without_accents(text.casefold())).strip("-")


def record_name(fields: Mapping[str, Identity]) -> str:
    """The id of a record from its identity fields; empty if it states none."""
    return "/".join(slug(fields[field].value) for field in IDENTITY if field in fields)

"""Identity: the fields that name a sheet, and slugs of names for paths and ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.profiles.profile import Identity
    from speclint.sheets.sheet import Sheet


IDENTITY = ("make", "model", "variant", "trim", "generation", "year", "market")
"""Fields that together name one sheet of a catalog."""


def identity_of(sheet: Sheet) -> tuple[str | None, ...]:
    """The values of the identity fields of a sheet, None for each that it does not state."""
    return tuple(sheet.field(field) for field in IDENTITY)


def slug(text: str) -> str:
    """A name for paths: in lower case, without accents, only letters and digits joined by hyphens."""
    return re.sub(r"[\W_]+", "-", without_accents(text.casefold())).strip("-")


def without_accents(text: str) -> str:
    """The text without combining marks: `citroen` for `citroën` (Unicode, normal form D)."""
    if text.isascii():
        return text
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


def record_name(fields: Mapping[str, Identity]) -> str:
    """The id of a record from its identity fields; empty if it states none."""
    return "/".join(slug(fields[field].value) for field in IDENTITY if field in fields)

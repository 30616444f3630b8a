"""Rows that state the identity of another sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from speclint.columns.grouping import combined, sizes
from speclint.sheets.identity import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def share_identity(columns: Columns) -> Booleans:
    """The rows whose root and identity another row has, or a sheet of another profile."""
    return columns.once(_share_identity)


def compare_profiles(batches: Sequence[Columns]) -> None:
    """Let the columns of each profile know the identities in those of the others."""
    for columns in batches if len(batches) > 1 else ():
        others = (other for other in batches if other is not columns)
        columns.elsewhere = {identity for other in others for identity in identities(other).values}


def _share_identity(columns: Columns) -> Booleans:
    found: Booleans = sizes(combined(*(column.codes for column in _fields(columns)))) > 1
    if columns.elsewhere:
        found |= identities(columns).where(columns.elsewhere.__contains__)
    return found


def identities(columns: Columns) -> Coded[tuple[Hashable, ...]]:
    """The root of each row, and what `identity_of` gives of it."""
    return columns.once(_identities)


def _identities(columns: Columns) -> Coded[tuple[Hashable, ...]]:
    return columns.combined(*_fields(columns))


def _fields(columns: Columns) -> list[Coded[Any]]:
    return [columns.roots, *map(columns.name, IDENTITY)]

"""Blocks of rows that no rule compares with rows of other blocks, so that memory holds few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import combined
from speclint.sheets.families import families_of
from speclint.sheets.identity import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Integers

MAX_ROWS = 10_000
"""Rows of a block, unless more are connected; each takes some 8 kB while it is screened."""
MAX_PASSES = 50
"""Passes over what connects rows; if these are too few, all are taken for connected."""


def blocks(columns: Columns) -> list[Integers]:
    """Rows by block, each in order."""
    if columns.size <= MAX_ROWS or len(columns.links.rows):
        return [np.arange(columns.size)]
    labels = components(columns)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    # a block has the components that start within so many rows
    first = np.flatnonzero(np.diff(starts // MAX_ROWS, prepend=-1))
    return [np.sort(block) for block in np.split(order, starts[first][1:])]


def in_order(size: int) -> list[Integers]:
    """So many rows by blocks of rows that follow each other."""
    return np.split(np.arange(size), range(MAX_ROWS, size, MAX_ROWS))


def components(columns: Columns) -> Integers:
    """The first of the rows that are connected with each by their make, identity or family."""
    connections = [*_connections(columns)]
    labels = np.arange(columns.size)
    for _ in range(MAX_PASSES):
        before = labels.copy()
        for codes in connections:
            meant = codes >= 0
            first = np.full(codes.max(initial=-1) + 1, columns.size)
            np.minimum.at(first, codes[meant], labels[meant])
            labels[meant] = first[codes[meant]]
        labels = labels[labels]
        if (labels == before).all():
            return labels
    return np.zeros_like(labels)


def _connections(columns: Columns) -> Iterator[Integers]:
    """Groups of rows that rules may compare; -1 for rows that are in none."""
    make, path = columns.name("make").codes, columns.profile.identity.get("make")
    yield make
    lacks_make = make < 0
    if path is not None:
        yield columns.scalar(path).codes
        lacks_make |= columns.scalar(path).codes < 0
    if lacks_make.any():
        yield np.where(lacks_make, combined(*(columns.name(field).codes for field in IDENTITY)), -1)
    for family in families_of(columns.profile):
        if path not in family.by:
            yield columns.groups(family.by)
        elif lacks_make.any():
            yield np.where(lacks_make, columns.groups(family.by), -1)

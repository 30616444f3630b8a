"""Rows by the ids of their sheets, and where links to siblings lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.sheets.place import is_stream

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Integers


def rows_by_id(columns: Columns) -> dict[tuple[int, str], list[int]]:
    """The rows by the code of their root and their id; a catalog of several files may repeat an id."""
    rows: dict[tuple[int, str], list[int]] = {}
    for row, (root, place) in enumerate(zip(columns.roots.codes.tolist(), columns.places, strict=True)):
        rows.setdefault((root, place.id), []).append(row)
    return rows


def linked(columns: Columns) -> Integers:
    """The row that each link leads to; -1 where no row of its catalog has that id, or several have it."""
    links = columns.links
    alone = {place.id: row for row, place in enumerate(columns.places)}
    if len(alone) == columns.size:
        # most ids are in one catalog alone
        roots = columns.roots.codes
        found = np.array([alone.get(name, -1) for name in links.names], dtype=np.int64)[links.ids]
        return np.where(roots[found] == roots[links.rows], found, -1)
    rows = columns.once(rows_by_id)
    keys = zip(
        columns.roots.codes[links.rows].tolist(),
        (links.names[name] for name in links.ids.tolist()),
        strict=True,
    )
    return np.array(
        [same[0] if len(same) == 1 else -1 for same in (rows.get(key, ()) for key in keys)], dtype=np.int64
    )


def repeated(columns: Columns) -> Integers:
    """The rows of files with an id that others of their catalog have; of these a catalog keeps the last."""
    are_alone = columns.files.where(lambda path: not is_stream(path))
    # the ids of streams take long
    if not are_alone.any() or len({place.id for place in columns.places}) == columns.size:
        return np.zeros(0, dtype=np.int64)
    same = (rows for rows in columns.once(rows_by_id).values() if len(rows) > 1)
    return np.array([row for rows in same for row in rows if are_alone[row]], dtype=np.int64)

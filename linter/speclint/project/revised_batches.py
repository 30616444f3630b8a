"""Sheets by column, of which some are replaced by other versions without reading the rest again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from speclint.columns.extract import Extractor
from speclint.columns.packed import PackedRows
from speclint.project.batch import Batch, Batches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.project.batch import Read
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


def revised_batches(batches: Batches, changed: Mapping[SheetLocation, Sheet]) -> Batches:
    """The sheets with other versions of some, each of which has a file of its own.

    They share no columns with the batches, so that what is computed of them goes with them.
    """
    return Batches(tuple([_revised(batch, changed) for batch in batches.batches]), batches.others)


def _revised(batch: Batch, changed: Mapping[SheetLocation, Sheet]) -> Batch:
    places = [*batch.columns.places]
    rows = [row for row, place in enumerate(places) if place in changed]
    packed, whole = batch.packed(), Extractor(batch.profile)
    if rows:
        new, before = Extractor(batch.profile), PackedRows(packed)
        for row in rows:
            new.add_sheet(changed[places[row]])
        packed = before.replaced(rows, PackedRows(new.packed())).packed(np.arange(before.size))
    whole.add_packed(places, packed)
    parts = [replace(part, read=_read(part.read, changed.get(places[part.start]))) for part in batch.parts]
    return Batch(whole, parts)


def _read(before: Read, sheet: Sheet | None) -> Read:
    return before if sheet is None else lambda _: sheet

"""Screens the sheets of a project by column, so that only those are read that may violate a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.columns.blocks import in_order
from speclint.rules.rows import Rows
from speclint.rules.screening import struck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans, Integers
    from speclint.project.batch import Batch, Batches
    from speclint.rules.evaluate import CatalogEvaluation
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class Screened(msgspec.Struct, frozen=True):
    """The sheets that may violate a rule, and what is counted in all that are reported on."""

    struck: tuple[Sheet, ...]
    """In the order in which sheets are reported on."""
    rules: dict[SheetLocation, tuple[RuleEntry, ...]]
    """The rules that each of them may violate, but of those that arrays do not describe."""
    passed: int
    """How many other sheets there are."""
    figures: int
    """How many figures were read in all of them."""


def screened(batches: Batches, rules: Sequence[RuleEntry], collected: CatalogEvaluation) -> Screened:
    """The sheets that may violate a rule; those of whole catalogs collect what they look at.

    Raises:
        UnreadableFileError: a file cannot be read any more.
        RuleError: a rule failed.
    """
    found = list(batches.others)
    striking: dict[SheetLocation, tuple[RuleEntry, ...]] = {}
    passed = figures = 0
    for batch in batches.batches:
        is_reported, blocks, judged = batch.is_reported, batch.blocks(), 0
        are_in_order = bool((np.diff(np.concatenate(blocks)) > 0).all())
        for rows in blocks:
            columns = batch.some(rows)
            if are_in_order:
                collected.add_columns(rows_of(batch, rows, columns, is_reported))
            for place, by_rules in struck(columns, rules, is_reported[rows]).items():
                sheet = batch.sheet(int(rows[place]))
                found.append((batch.position(int(rows[place])), sheet))
                if not columns.irregular[place]:
                    # of an irregular one the arrays do not show what it states, which rules need
                    striking[sheet.place] = tuple(by_rules)
                judged += 1
            figures += int(np.sum(columns.figures_read[is_reported[rows]]))
            columns.forget()
        for rows in () if are_in_order else in_order(len(is_reported)):
            collected.add_columns(rows_of(batch, rows, batch.some(rows), is_reported))
        passed += int(np.sum(is_reported)) - judged
    sheets = [sheet for _, sheet in sorted(found, key=lambda pair: pair[0])]
    return Screened(tuple(sheets), striking, passed, figures)


def rows_of(batch: Batch, rows: Integers, columns: Columns, is_reported: Booleans) -> Rows:
    """Some rows of a batch, as rules on whole catalogs look at them."""
    return Rows(columns, np.flatnonzero(is_reported[rows]), lambda row: batch.sheet(int(rows[row])))

"""Screens the sheets of a project by column, so that only those are read that may violate a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.rules.rows import Rows
from speclint.rules.screening import struck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.project.batch import Batches
    from speclint.rules.evaluate import CatalogEvaluation
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class Screened(msgspec.Struct, frozen=True):
    """The sheets that may violate a rule, and what is counted in all that are reported on."""

    struck: tuple[Sheet, ...]
    """In the order in which sheets are reported on."""
    rules: dict[SheetLocation, tuple[RuleEntry, ...]]
    """The rules that each of them may violate; of one that is not of any profile none."""
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
        is_reported = batch.is_reported
        collected.add_columns(Rows(batch.columns, np.flatnonzero(is_reported), batch.sheet))
        rows = struck(batch.columns, rules, is_reported)
        for row, by_rules in rows.items():
            sheet = batch.sheet(row)
            found.append((batch.position(row), sheet))
            striking[sheet.place] = tuple(by_rules)
        passed += int(np.sum(is_reported)) - len(rows)
        figures += int(np.sum(batch.columns.figures_read[is_reported]))
    sheets = [sheet for _, sheet in sorted(found, key=lambda pair: pair[0])]
    return Screened(tuple(sheets), striking, passed, figures)

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
    from speclint.sheets.sheet import Sheet


class Screened(msgspec.Struct, frozen=True):
    """The sheets that may violate a rule, and what is counted in all that are reported on."""

    struck: tuple[Sheet, ...]
    """In the order in which sheets are reported on."""
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
    passed = figures = 0
    for batch in batches.batches:
        is_reported = batch.is_reported
        collected.add_columns(Rows(batch.columns, np.flatnonzero(is_reported), batch.sheet))
        meant = struck(batch.columns, rules) & is_reported
        found += [(batch.position(row), batch.sheet(row)) for row in np.flatnonzero(meant).tolist()]
        passed += int(np.sum(is_reported & ~meant))
        figures += int(np.sum(batch.columns.figures_read[is_reported]))
    sheets = [sheet for _, sheet in sorted(found, key=lambda pair: pair[0])]
    return Screened(tuple(sheets), passed, figures)

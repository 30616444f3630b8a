"""Screens of the rules on sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.numbering import factorized
from speclint.rules.sources.coverage import is_covered
from speclint.rules.sources.source_date_inconsistent import MAX_AHEAD
from speclint.vehicle.dates import earliest, first_day, is_day, is_year, latest, years_later

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def unsourced_figure(columns: Columns) -> Booleans:
    """Rows with a figure that no source covers, and sources that cover something."""
    covered, found = columns.sources.covered, columns.none()
    for figures in map(columns.figures, columns.quantities):
        count = len(figures.places)
        pairs, codes = factorized((covered.codes[figures.rows] + 1) * count + figures.where)
        is_bare = [
            key >= count and not is_covered(figures.places[key % count], covered.values[key // count - 1])
            for key in pairs.tolist()
        ]
        found[figures.rows[np.array(is_bare, dtype=np.bool_)[codes]]] = True
    return found


def dangling_pointer(columns: Columns) -> Booleans:
    """Rows in which a source or a disagreement points at nothing."""
    return columns.sources.dangling


def home_page_source(columns: Columns) -> Booleans:
    """Rows all of whose sources are home pages, those of sites about one model included."""
    return columns.sources.are_home


def source_after_revision(columns: Columns) -> Booleans:
    """Rows with a source that is newer than their last revision."""
    revised, found = columns.word("revised").mapped(_day), columns.none()
    for dated in (columns.sources.published, columns.sources.accessed):
        found |= dated.any(dated.beside(revised) < dated.texts.mapped(_day))
    return found


def source_before_car(columns: Columns) -> Booleans:
    """Rows with a source years before the car."""
    start = columns.word("production_start").mapped(lambda text: earliest(text) if is_day(text) else None)
    year = columns.word("year").mapped(lambda text: first_day(text) if is_year(text) else None)
    built, found = start.or_else(year), columns.none()
    for dated, first in ((columns.sources.published, start), (columns.sources.accessed, built)):
        found |= dated.any(dated.texts.mapped(_ahead) < dated.beside(first))
    revised = columns.word("revised").mapped(lambda text: latest(text) if is_day(text) else None)
    return found & ~(revised < built)


def _day(text: str) -> str | None:
    return text if is_day(text) else None


def _ahead(text: str) -> str | None:
    return years_later(earliest(text), MAX_AHEAD) if is_day(text) else None

"""The screen of the rule on cars that are no longer in production."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import variety
from speclint.rules.siblings.status_contradicts_catalog import IN_PRODUCTION, MODEL
from speclint.sheets.families import family_by

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def status_contradicts_catalog(columns: Columns) -> Booleans:
    """Rows in production of a model of which a row states the end, or several generations and a start."""
    family = family_by(columns.profile, MODEL, ("make", "model"))
    if family is None:
        return columns.none()
    groups = columns.groups(family.by)
    members = np.flatnonzero(groups >= 0)
    ends, starts = (columns.word(f"production_{verb}").codes[members] >= 0 for verb in ("end", "start"))
    own = groups[members]
    are_several = variety(own, columns.word("generation").codes[members]) > 1
    meant = np.isin(own, own[ends]) | (are_several & np.isin(own, own[starts]))
    found = columns.none()
    found[members[meant]] = True
    found |= columns.text("successor").codes >= 0
    return found & columns.is_word("status", IN_PRODUCTION)

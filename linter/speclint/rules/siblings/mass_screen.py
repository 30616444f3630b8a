"""The screen of the rule on masses far from those of siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.grouping import combined, sizes
from speclint.rules.siblings.family_screens import SLACK, uncertain
from speclint.rules.siblings.mass_unlike_siblings import APART, MIN_SIBLINGS
from speclint.sheets.families import MODEL, family_by
from speclint.vehicle.category import MASSES

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def mass_unlike_siblings(columns: Columns) -> Booleans:
    """Rows with a mass as far from one of a car of the model with the same wheelbase."""
    family = family_by(columns.profile, MODEL, ("make", "model"))
    if family is None:
        return columns.none()
    groups, mass = columns.groups(family.by), columns.figure(*MASSES)
    wheelbase = columns.number("wheelbase")
    rows = np.flatnonzero((groups >= 0) & (wheelbase >= 0) & (mass.low > 0) & np.isfinite(mass.high))
    members, values = combined(groups[rows], wheelbase[rows]), mass.value[rows]
    least, most = np.full((2, len(rows)), np.nan)
    np.fmin.at(least, members, values)
    np.fmax.at(most, members, values)
    is_far = (values >= APART * (1 - SLACK) * least[members]) | (
        APART * (1 - SLACK) * values <= most[members]
    )
    found = columns.at(rows[is_far & (sizes(members) > MIN_SIBLINGS)])
    return found | uncertain(columns, groups)

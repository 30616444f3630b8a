"""The screens of the rules on masses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.columns.features import NAMES, features
from speclint.rules.body.kerb_exceeds_gross import KERB, MIN_PAYLOAD
from speclint.rules.body.kerb_mass_is_gross import MIN_DEVIATIONS
from speclint.rules.body.payload_mismatch import BASES, ROUNDING
from speclint.rules.outlying import deviations_by, rows_of
from speclint.vehicle.features import MASS

if TYPE_CHECKING:
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans


def kerb_exceeds_gross(columns: Columns) -> Booleans:
    """A kerb mass that leaves less than a person below the gross mass."""
    found, gross = columns.none(), columns.figure("mass_gross")
    for quantity in KERB:
        found |= columns.figure(quantity).low + MIN_PAYLOAD >= gross.high
    return found


def payload_mismatch(columns: Columns) -> Booleans:
    """A gross mass that is not the sum of the other two."""
    found = columns.none()
    gross, payload = columns.figure("mass_gross"), columns.figure("payload")
    for basis, (least, most) in BASES.items():
        kerb = columns.figure(basis)
        low = (gross.low - kerb.high) - payload.high
        high = (gross.high - kerb.low) - payload.low
        is_known = np.isfinite(low) & np.isfinite(high)
        found |= is_known & ((high < least - ROUNDING) | (low > most + ROUNDING))
    return found


def kerb_mass_is_gross(columns: Columns) -> Booleans:
    """A kerb mass as far above what the other figures imply, whichever kind of car it is."""
    found, place = columns.none(), NAMES.index(MASS)
    for kinds in features(columns).kinds.values:
        sizes = [deviations_by(columns, kinds, kind) for kind in kinds]
        heavy = [each.sizes[:, place] + each.slack[:, place] >= MIN_DEVIATIONS for each in sizes]
        if heavy:
            found[rows_of(columns, kinds)] = np.logical_and.reduce(heavy)
    return found

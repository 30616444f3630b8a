"""The screens of the rules on masses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.rules.body.kerb_exceeds_gross import KERB, MIN_PAYLOAD
from speclint.rules.body.payload_mismatch import BASES, ROUNDING

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

"""Intervals of many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from speclint.quantities.interval import SLACK

if TYPE_CHECKING:
    from speclint.columns.figures import Booleans, Floats

    Ends: TypeAlias = tuple[Floats, Floats]


def meet(own: Ends, other: Ends) -> Booleans:
    """The rows in which `Interval.meets` is true."""
    (low, high), (least, most) = own, other
    return (low <= most + np.abs(most) * SLACK) & (least <= high + np.abs(high) * SLACK)

"""Codes of values, which are their places in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def used(codes: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of so many codes those that are used, -1 aside, and by which number of these each is used."""
    are_used = np.zeros(count + 1, dtype=np.bool_)
    are_used[codes] = True
    are_used[-1] = False
    numbers = np.cumsum(are_used) - 1
    numbers[-1] = -1
    return np.flatnonzero(are_used), numbers[codes]

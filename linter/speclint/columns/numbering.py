"""Numbers for keys, as `numpy.unique` gives them, but without sorting where the keys are small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.int64]
    Booleans: TypeAlias = NDArray[np.bool_]

MAX_SPAN = 8
"""How many times as large as the count of keys a key may be to be looked up in a table."""


def numbered(keys: Integers) -> Integers:
    """The place of each key, which is not negative, among the distinct ones in their order."""
    span = int(keys.max(initial=-1)) + 1
    if span <= MAX_SPAN * len(keys):
        seen = np.zeros(span, dtype=np.int64)
        seen[keys] = 1
        places: Integers = (np.cumsum(seen) - 1)[keys]
        return places
    return np.unique(keys, return_inverse=True)[1].reshape(-1)


def first_of(numbers: Integers) -> Integers:
    """Where each number, from 0 without gaps, stands first."""
    found = np.empty(numbers.max(initial=-1) + 1, dtype=np.int64)
    # of several the last that is written stays
    found[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return found


def factorized(keys: Integers) -> tuple[Integers, Integers]:
    """The distinct keys, which are not negative, in their order, and the place of each key among them."""
    numbers = numbered(keys)
    return keys[first_of(numbers)], numbers


def starts(keys: Integers) -> Integers:
    """Where each run of equal keys starts."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def are_among(keys: Integers, others: Integers) -> Booleans:
    """Which of the keys are among others."""
    if not len(others):
        return np.zeros(len(keys), dtype=np.bool_)
    in_order = np.sort(others)
    found: Booleans = in_order[np.minimum(np.searchsorted(in_order, keys), len(others) - 1)] == keys
    return found

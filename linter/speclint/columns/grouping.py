"""Rows that belong together: groups by several codes, their sizes, and the pairs in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.columns.numbering import first_of, numbered

if TYPE_CHECKING:
    from speclint.columns.figures import Floats, Integers

MAX_PAIRED = 64
"""Rows of a group up to which all pairs in it are looked at."""


def combined(*codes: Integers) -> Integers:
    """A number for each combination of codes, from 0; -1 counts as a code."""
    found = codes[0] + 1
    for other in codes[1:]:
        found = found * (other.max(initial=-1) + 2) + other + 1
        # small again, so that no product is too large
        found = numbered(found)
    return found


def sizes(codes: Integers) -> Integers:
    """How many have the same code as each, which is not negative."""
    return np.bincount(codes)[codes] if len(codes) else codes


class Pairs(NamedTuple):
    """All pairs of two different rows of a group, in either order."""

    rows: Integers
    others: Integers
    left: Integers
    """The rows of groups that are too large for pairs."""


def pairs(groups: Integers, rows: Integers) -> Pairs:
    """The pairs among some rows; groups of the rows are not negative."""
    rows = rows[np.argsort(groups[rows], kind="stable")]
    size = sizes(groups[rows])
    left, rows = rows[size > MAX_PAIRED], rows[size <= MAX_PAIRED]
    size = size[size <= MAX_PAIRED]
    starts = np.searchsorted(groups[rows], groups[rows])
    first = np.repeat(np.arange(len(rows)), size)
    second = np.repeat(starts, size) + within(size)
    are_two = first != second
    return Pairs(rows[first[are_two]], rows[second[are_two]], left)


def within(lengths: Integers) -> Integers:
    """The numbers from 0 to below each of the lengths, in one array."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def of_rows(rows: Integers, chosen: Integers) -> tuple[Integers, Integers]:
    """Each element of some rows: the place of its row among those chosen, and its own; rows are in order."""
    starts, ends = (np.searchsorted(rows, chosen, side) for side in ("left", "right"))
    number = np.repeat(np.arange(len(chosen)), ends - starts)
    return number, starts[number] + within(ends - starts)


def most(groups: Integers, values: Integers) -> Integers:
    """The largest value of the group of each row; groups are not negative."""
    found: Integers = np.full(groups.max(initial=-1) + 1, np.iinfo(np.int64).min)
    np.maximum.at(found, groups, values)
    return found[groups]


def variety(groups: Integers, codes: Integers) -> Integers:
    """How many different codes the group of each row has; groups are not negative."""
    first = first_of(combined(groups, codes))
    return np.bincount(groups[first])[groups] if len(groups) else groups


def meeting(groups: Integers, intervals: tuple[Floats, Floats], areas: tuple[Floats, Floats]) -> Integers:
    """How many intervals of its group meet the area of each row, touching ends included."""
    ranks = np.unique(np.concatenate((*intervals, *areas)), return_inverse=True)[1].reshape(4, -1)
    low, high, least, highest = groups * (ranks.max(initial=0) + 1) + ranks
    begun = np.searchsorted(np.sort(low), highest, side="right")
    ended = np.searchsorted(np.sort(high), least)
    return np.asarray(begun - ended, dtype=np.int64)

"""The figures of values at the leaves of a profile, read by the code that reads them for sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.profiles.marks import Marks
from speclint.profiles.walk import Node, Walk
from speclint.quantities.figure import Figure
from speclint.quantities.number import is_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.collect import Collection
    from speclint.profiles.profile import Profile
    from speclint.profiles.walk import Leaf
    from speclint.quantities.numeral import Mark

    Word: TypeAlias = Callable[[str], str | None]
    """Gives the word by which rules know an identity field of the car."""


class Readings:
    """Reads the values at the leaves of a profile."""

    def __init__(self, profile: Profile, collection: Collection) -> None:
        self._profile = profile
        self.fact = collection.figure

    def figures(
        self, leaf: Leaf, value: object, word: Word | None = None, marks: Marks | None = None
    ) -> list[Figure] | None:
        """The figures of a value; None if only a sheet can read it, or it is none."""
        missing = self._profile.missing
        if leaf.unit is not None and is_number(value) and not (missing and str(value) in missing):
            # as the walk does with most values
            return [Figure(leaf.quantity, leaf.unit, value, "")]
        walk = Walk(frozenset(), missing)
        walk.follow(Node((), (), (leaf,)), value, "", "")
        if walk.texts and word and marks:
            from speclint.profiles.texts import Context, read_texts

            profile = self._profile
            read_texts(walk, Context(marks, profile.decimal, missing, profile.names, word))
        if walk.invalid_figures:
            return None
        return [figure for figures in walk.figures.values() for figure in figures]


class AskedMarks(Marks):
    """The decimal marks of a file, and whether a text was read with one."""

    def __init__(self, marks: Marks | None) -> None:
        self._marks = marks
        self.is_asked = False

    def of(self, quantity: str) -> Mark | None:
        """See `Marks.of`."""
        self.is_asked = True
        return self._marks.of(quantity) if self._marks else None

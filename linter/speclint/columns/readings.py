"""The figures of values at the leaves of a profile, as codes, read by the code that reads them for sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speclint.profiles.marks import Marks
from speclint.profiles.walk import Node, Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.columns.collect import Collection
    from speclint.profiles.profile import Profile
    from speclint.profiles.walk import Leaf
    from speclint.quantities.numeral import Mark

    Codes: TypeAlias = tuple[tuple[str, int], ...]
    """Figures by their codes, each with the name of its quantity."""
    Word: TypeAlias = Callable[[str], str | None]
    """Gives the word by which rules know an identity field of the car."""


class Readings:
    """Reads the values at the leaves of a profile."""

    def __init__(self, profile: Profile, collection: Collection) -> None:
        self._profile = profile
        self._collection = collection
        self.place_code = collection.place_code

    def codes(self, leaf: Leaf, value: object) -> Codes | None:
        """The figures of a value that is no text; None if only a sheet can read it."""
        return self.read(leaf, value, _no_word, AskedMarks(None))

    def read(self, leaf: Leaf, value: object, word: Word, marks: Marks) -> Codes | None:
        """The figures of a value; None if only a sheet can read it, or it is none."""
        walk = Walk(frozenset(), self._profile.missing)
        walk.follow(Node((), (), (leaf,)), value, "", "")
        if walk.texts:
            from speclint.profiles.texts import Context, read_texts

            profile = self._profile
            read_texts(walk, Context(marks, profile.decimal, profile.missing, profile.names, word))
        if walk.invalid_figures:
            return None
        return tuple(
            (quantity, self._collection.code_of(figure))
            for (quantity, _), figures in walk.figures.items()
            for figure in figures
        )


class AskedMarks(Marks):
    """The decimal marks of a file, and whether a text was read with one."""

    def __init__(self, marks: Marks | None) -> None:
        self._marks = marks
        self.is_asked = False

    def of(self, quantity: str) -> Mark | None:
        """See `Marks.of`."""
        self.is_asked = True
        return self._marks.of(quantity) if self._marks else None


def _no_word(_: str) -> None:
    return None

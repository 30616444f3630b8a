"""The figures in the texts of documents: each text is read once, with what its figures depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.columns.readings import AskedMarks
from speclint.profiles.mpg import NEVER_CHARGED
from speclint.profiles.walk import CONSUMPTIONS, member

if TYPE_CHECKING:
    from collections.abc import Hashable

    from speclint.columns.readings import Readings, Word
    from speclint.columns.slots import Row, TextFacts, TextSlot
    from speclint.profiles.marks import Marks
    from speclint.profiles.walk import Leaf


class Texts:
    """Reads the texts of documents."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def complete(self, row: Row, word: Word, marks: Marks | None) -> bool:
        """Add the facts of the texts of a row; whether it needs no sheet."""
        if not self.add(row, word, marks):
            return False
        return not (row.has_mpge or row.has_mpg) or not is_reread(row, word("powertrain"))

    def add(self, row: Row, word: Word, marks: Marks | None) -> bool:
        """Add the facts of the texts of a row; whether all could be read."""
        for slot, value, element in row.texts:
            found = self._facts(slot, value, element, word, marks)
            if found is None:
                return False
            row.facts += found.facts
            row.has_mpge |= found.has_mpge
            row.has_mpg |= found.has_mpg
        return True

    def _facts(
        self, slot: TextSlot, value: object, element: str, word: Word, marks: Marks | None
    ) -> TextFacts | None:
        key: Hashable = element, value if isinstance(value, str) else _key(slot.leaf, value)
        if depends_on_car(slot):
            key = key, word("powertrain"), word("market")
        is_undecided = key in slot.undecided
        if is_undecided:
            key = key, marks.of(slot.leaf.quantity.name) if marks else None
        found = slot.known.get(key)
        if found is not None:
            return found
        asked = AskedMarks(marks)
        figures = self._readings.figures(slot.leaf, value, word, asked)
        if asked.is_asked and not is_undecided:
            slot.undecided.add(key)
            if marks is None:
                # the other texts of the document decide
                return None
        if figures is None:
            return None
        found = slot.facts(figures, element)
        if is_undecided or not asked.is_asked:
            slot.known[key] = found
        return found


def depends_on_car(slot: TextSlot) -> bool:
    """Whether what a text states depends on powertrain and market, as what mpg means does."""
    return slot.leaf.quantity.kind in CONSUMPTIONS


def is_reread(row: Row, powertrain: str | None) -> bool:
    """Whether figures may be those of another unit or quantity, as the car decides."""
    if row.has_mpge and (powertrain is None or powertrain in NEVER_CHARGED):
        return True
    return row.has_mpg and powertrain == "bev"


def _key(leaf: Leaf, value: object) -> Hashable:
    """A key for a value that is no text; numbers of other digits have other keys."""
    if isinstance(value, dict) and (leaf.value_at or leaf.unit_at):
        return repr((member(value, leaf.value_at), member(value, leaf.unit_at))), ""
    return (repr(value),)

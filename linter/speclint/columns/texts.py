"""The figures in the texts of documents: each text is read once, with what its figures depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.columns.readings import AskedMarks
from speclint.profiles.mpg import NEVER_CHARGED
from speclint.profiles.walk import CONSUMPTIONS, member
from speclint.quantities.table import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Hashable

    from speclint.columns.collect import Collection
    from speclint.columns.readings import Codes, Readings, Word
    from speclint.columns.slots import Row, TextSlot
    from speclint.profiles.marks import Marks
    from speclint.profiles.profile import Profile
    from speclint.profiles.walk import Leaf

MPGE, MPG = "mpge", "mpg US"
"""Units that mean others of some cars."""


class Texts:
    """Reads the texts of documents of one profile."""

    def __init__(self, profile: Profile, collection: Collection, readings: Readings) -> None:
        self._collection = collection
        self._read = readings.read
        consumptions = [name for name, quantity in QUANTITIES.items() if quantity.kind in CONSUMPTIONS]
        self._consumptions = [] if profile.names.isdisjoint(consumptions) else consumptions

    def complete(self, row: Row, word: Word, marks: Marks | None) -> bool:
        """Add the figures in the texts of a row; whether it needs no sheet."""
        for slot, value, element in row.texts:
            found = self._figures(slot, value, word, marks)
            if found is None:
                return False
            for quantity, code in found:
                measurand, place = slot.place(quantity, element)
                row.figures.setdefault(quantity, []).append((measurand, code, place))
        return not any(self._is_reread(name, row, word) for name in self._consumptions if name in row.figures)

    def _figures(self, slot: TextSlot, value: object, word: Word, marks: Marks | None) -> Codes | None:
        key: Hashable = value if isinstance(value, str) else _key(slot.leaf, value)
        if slot.leaf.quantity.kind in CONSUMPTIONS:
            # what mpg means depends on the car
            key = key, word("powertrain"), word("market")
        is_undecided = key in slot.undecided
        if is_undecided:
            key = key, marks.of(slot.leaf.quantity.name) if marks else None
        found = slot.known.get(key)
        if found is not None:
            return found
        asked = AskedMarks(marks)
        found = self._read(slot.leaf, value, word, asked)
        if asked.is_asked and not is_undecided:
            slot.undecided.add(key)
            # without the marks of a file the other texts of the document decide
            return found if marks else None
        if found is not None:
            slot.known[key] = found
        return found

    def _is_reread(self, name: str, row: Row, word: Word) -> bool:
        """Whether figures of a consumption are those of another unit or quantity, as the car decides."""
        distinct = self._collection.figures_of(name).distinct
        units = {distinct[code].unit.name for _, code, _ in row.figures[name]}
        if MPGE in units:
            powertrain = word("powertrain")
            return powertrain is None or powertrain in NEVER_CHARGED
        return MPG in units and word("powertrain") == "bev"


def _key(leaf: Leaf, value: object) -> Hashable:
    """A key for a value that is no text; numbers of other digits have other keys."""
    if isinstance(value, dict) and (leaf.value_at or leaf.unit_at):
        return repr((member(value, leaf.value_at), member(value, leaf.unit_at))), ""
    return (repr(value),)

"""The paths of a profile, compiled to find the figures of many documents.

What a value states at a place is read once, by the code that reads it for sheets; each further document with
the same value there costs a look-up. A number is known by its digits: 4.50 is not 4.5.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import msgspec

from speclint.documents.pointer import to_pointer
from speclint.profiles.walk import Leaf, Node
from speclint.quantities.figure import read_stated
from speclint.quantities.number import is_number
from speclint.quantities.unit import KEYS, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from typing import TypeAlias

    from speclint.columns.readings import Readings
    from speclint.quantities.figure import Figure

    Follow: TypeAlias = Callable[[object, "Row", str], None]
    """Follows the paths into a value and adds to a row what is found there; see `Slot.add`."""

NOTHING: Final = -1
"""In place of a fact: the value stands for no figure."""
IRREGULAR: Final = -2
"""In place of a fact: only a sheet can read the value, or it is no figure."""
MPGE, MPG = "mpge", "mpg US"
"""Units that mean others of some cars."""


class Row(msgspec.Struct):
    """What one document states, as far as it was followed."""

    facts: list[int] = []
    is_regular: bool = True
    has_mpge: bool = False
    has_mpg: bool = False
    texts: list[tuple[TextSlot, object, str]] = []
    """Values that are read after all others, each with the pointer of the innermost element around it."""


class Slot(Protocol):
    """A place of a profile at which a document has a value."""

    def add(self, value: object, row: Row, element: str) -> None:
        """Add to a row what a value states; `element` is the pointer of the innermost element around it."""


class TextFacts(NamedTuple):
    """What a text states: facts, and whether some are in units that mean others of some cars."""

    facts: tuple[int, ...]
    has_mpge: bool
    has_mpg: bool


class TextSlot:
    """A quantity whose values are texts, or have their unit in another place."""

    __slots__ = ("_fact", "_rest", "_rest_of_measurand", "known", "leaf", "undecided")

    def __init__(self, leaf: Leaf, rest_of_measurand: str, rest: str, readings: Readings) -> None:
        """The slot of a leaf; the rests lead from an element to the measurand and to the value."""
        self.leaf = leaf
        self._rest_of_measurand, self._rest = rest_of_measurand, rest
        self._fact = readings.fact
        self.known: dict[Hashable, TextFacts] = {}
        """The facts of values that were read, by a key of what they depend on."""
        self.undecided: set[Hashable] = set()
        """The values that are read with the decimal mark of their file."""

    def add(self, value: object, row: Row, element: str) -> None:
        """See `Slot.add`; the value is read when all other figures are known."""
        row.texts.append((self, value, element))

    def facts(self, figures: Iterable[Figure], element: str) -> TextFacts:
        """The facts that figures are stated in an element."""
        measurand, pointer = element + self._rest_of_measurand, element + self._rest
        facts = tuple([self._fact(figure, measurand, pointer) for figure in figures])
        units = {figure.unit.name for figure in figures}
        return TextFacts(facts, MPGE in units, MPG in units)


class UnitSlot:
    """A quantity in one unit."""

    __slots__ = ("_is_passed", "_known", "_readings", "_texts", "leaf")

    def __init__(
        self, leaf: Leaf, rests: tuple[str, str], readings: Readings, *, is_passed: bool = False
    ) -> None:
        """The slot of a leaf; other paths may lead through it to members of objects and lists."""
        self.leaf = leaf
        self._readings = readings
        self._is_passed = is_passed
        self._texts = TextSlot(leaf, *rests, readings)
        self._known: dict[str, dict[int | str, int]] = {}
        """The facts by element and value."""

    def add(self, value: object, row: Row, element: str) -> None:
        """See `Slot.add`."""
        kind = type(value)
        if kind is int:
            key: int | str = value  # type: ignore[assignment]
        elif kind is Decimal:
            key = str(value)
        elif kind is str:
            self._texts.add(value, row, element)
            return
        elif kind is dict or kind is list:
            if self._is_passed and read_stated(value) is None:
                return
            # ranges and bounds have so few members
            key = repr(value) if len(value) <= 2 else ""  # type: ignore[arg-type]  # noqa: PLR2004
        else:
            key = repr(value)
        try:
            fact = self._known[element][key]
        except KeyError:
            fact = self._learnt(key, value, element)
        if fact >= 0:
            row.facts.append(fact)
        elif fact == IRREGULAR:
            row.is_regular = False

    def _learnt(self, key: int | str, value: object, element: str) -> int:
        figures = self._readings.figures(self.leaf, value)
        fact = IRREGULAR if figures is None else NOTHING
        for found in self._texts.facts(figures or (), element).facts:
            fact = found
        if key != "":
            self._known.setdefault(element, {})[key] = fact
        return fact


class MpgSlot(UnitSlot):
    """A quantity in a unit that means another of some cars."""

    __slots__ = ()

    def add(self, value: object, row: Row, element: str) -> None:
        """See `Slot.add`."""
        super().add(value, row, element)
        if self.leaf.unit is not None:
            row.has_mpge |= self.leaf.unit.name == MPGE
            row.has_mpg |= self.leaf.unit.name == MPG


class BesideSlot:
    """A quantity whose unit stands beside its value."""

    __slots__ = ("_beside", "_texts")

    def __init__(self, leaf: Leaf, rest: str, readings: Readings) -> None:
        self._beside = TextSlot(leaf, "", rest + to_pointer(leaf.value_at), readings)
        self._texts = TextSlot(leaf, "", rest, readings)

    def add(self, value: object, row: Row, element: str) -> None:
        """See `Slot.add`; a value that is no object may hold its unit itself."""
        (self._beside if isinstance(value, dict) else self._texts).add(value, row, element)


def unit_slot(leaf: Leaf, rests: tuple[str, str], readings: Readings, *, is_passed: bool = False) -> UnitSlot:
    """The slot of a leaf with a unit."""
    is_mpg = leaf.unit is not None and leaf.unit.name in {MPGE, MPG}
    return (MpgSlot if is_mpg else UnitSlot)(leaf, rests, readings, is_passed=is_passed)


class KeyedSlot:
    """A quantity in an object keyed by unit, which is a measurand."""

    __slots__ = ("_quantity", "_readings", "_rest", "_slots", "_texts")

    def __init__(self, leaf: Leaf, rest: str, readings: Readings) -> None:
        self._quantity = leaf.quantity
        self._rest = rest
        self._readings = readings
        self._slots: dict[str, UnitSlot] = {}
        self._texts = TextSlot(leaf, "", rest, readings)

    def add(self, value: object, row: Row, element: str) -> None:
        """See `Slot.add`."""
        if type(value) is not dict:
            self._texts.add(value, row, element)
            return
        for key, member in value.items():
            slot = self._slots.get(key) or self._slot(key)
            if slot is None:
                row.is_regular = False
            else:
                slot.add(member, row, element)

    def _slot(self, key: str) -> UnitSlot | None:
        unit = KEYS.get(key)
        if unit is None or not is_of_kind(unit, self._quantity.kind):
            return None
        rests = self._rest, self._rest + to_pointer((key,))
        slot = self._slots[key] = unit_slot(Leaf(self._quantity, unit), rests, self._readings)
        return slot


class Branch:
    """A node of the tree of the paths of a profile, compiled."""

    __slots__ = ("_above", "_names", "_rest", "_selectors", "_slots")

    def __init__(self, node: Node, rest: str, readings: Readings) -> None:
        """The node, to which the rest leads from the innermost element around it."""
        is_passed = bool(node.names or node.selectors)
        self._rest = rest
        self._slots = [slot_of(leaf, rest, readings, is_passed=is_passed) for leaf in node.leaves]
        self._names = [(name, _follow(child, rest + token, readings)) for name, token, child in node.names]
        self._selectors = [(selector, _follow(child, "", readings)) for selector, child in node.selectors]
        leaf = None if node.leaves else _leaf_above(node)
        self._above = None if leaf is None else TextSlot(leaf, "", rest, readings)

    @property
    def members(self) -> dict[str, Follow] | None:
        """What follows the paths into each member of a value; None if some do not lead by its name."""
        return None if self._slots or self._selectors else dict(self._names)

    def follow(self, value: object, row: Row, element: str) -> None:
        """Follow the paths into a value, and add to a row what is found there; see `Slot.add`."""
        for slot in self._slots:
            slot.add(value, row, element)
        if self._names and type(value) is dict:
            for name, follow in self._names:
                member = value.get(name)
                if member is not None:
                    follow(member, row, element)
        elif self._above is not None and (
            is_number(value) or (isinstance(value, str) and any(map(str.isdecimal, value)))
        ):
            self._above.add(value, row, element)
        for selector, follow in self._selectors:
            for step, child in selector.select(value):
                follow(child, row, element + self._rest + to_pointer((step,)))


def slot_of(leaf: Leaf, rest: str, readings: Readings, *, is_passed: bool) -> Slot:
    """The slot of a leaf; other paths may lead through it."""
    if leaf.unit is not None:
        return unit_slot(leaf, ("", rest), readings, is_passed=is_passed)
    if leaf.spelling:
        return TextSlot(leaf, "", rest, readings)
    if leaf.value_at or leaf.unit_at:
        return BesideSlot(leaf, rest, readings)
    return KeyedSlot(leaf, rest, readings)


def _follow(node: Node, rest: str, readings: Readings) -> Follow:
    if len(node.leaves) == 1 and not (node.names or node.selectors):
        return slot_of(node.leaves[0], rest, readings, is_passed=False).add
    return Branch(node, rest, readings).follow


def _leaf_above(node: Node) -> Leaf | None:
    """The leaf of a figure where the profile expects an object or a list of figures of one quantity."""
    children = [child for _, _, child in node.names] + [child for _, child in node.selectors]
    quantities = {leaf.quantity.name: leaf.quantity for child in children for leaf in child.leaves}
    return Leaf(quantities.popitem()[1]) if len(quantities) == 1 else None

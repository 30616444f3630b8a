"""The walk over a document along the paths of a profile: its figures, and texts that may be some."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.documents.pointer import is_within, to_pointer
from speclint.documents.writer import json_text
from speclint.quantities.figure import Figure, read_stated
from speclint.quantities.number import is_number
from speclint.quantities.unit import KEYS, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speclint.documents.jsonpath import Selector
    from speclint.quantities.quantity import Quantity
    from speclint.quantities.unit import Unit


MPG = "mpg"
"""The unit that depends on the car: of the market's gallon, or of what an electric car has for one."""
CONSUMPTIONS = ("fuel consumption", "electric consumption")
"""The kinds of unit that it may be."""


class InvalidFigure(msgspec.Struct, frozen=True):
    """A member at the path of a quantity that cannot be read as a figure of it."""

    quantity: Quantity
    unit: str
    """The unit, or the key that should be one; empty where none is written."""
    pointer: str
    stated: str = ""
    """A reversed range, from high to low, as JSON text; else empty."""
    text: str | None = None
    """What is written instead of a figure: a text, or another value as JSON text."""
    reason: str = ""
    """Why the text cannot be read: `it has no unit`."""


class Leaf(msgspec.Struct, frozen=True):
    """A quantity at the end of a path, and where its unit is known from."""

    quantity: Quantity
    unit: Unit | None = None
    """None if the value is an object keyed by unit, or as the other members say."""
    spelling: str = ""
    """A unit that depends on the car: `mpg`."""
    value_at: tuple[str, ...] = ()
    unit_at: tuple[str, ...] = ()
    """Where the value has its unit beside it, the names that lead to either; else empty."""


class Node(msgspec.Struct, frozen=True):
    """A node in the tree of the paths of a profile."""

    names: tuple[tuple[str, str, Node], ...]
    """For each child: the name of the member, its pointer token with the slash, and the node."""
    selectors: tuple[tuple[Selector, Node], ...]
    leaves: tuple[Leaf, ...]


class Text(NamedTuple):
    """A text at the path of a quantity, or another value whose unit is a text."""

    quantity: Quantity
    unit: Unit | None
    """The unit of a number without one; None if it is not known."""
    spelling: str
    """The unit as the document or the profile writes it, if that has to be read too."""
    value: object
    pointer: str
    where: str
    """The pointer of its measurand."""


def reached(node: Node, value: object) -> Iterator[str]:
    """The quantities at whose path a document holds a value, even if that is no figure."""
    for leaf in node.leaves:
        yield leaf.quantity.name
    if isinstance(value, dict):
        for name, _, child_node in node.names:
            if name in value:
                yield from reached(child_node, value[name])
    for selector, child_node in node.selectors:
        for _, child in selector.select(value):
            yield from reached(child_node, child)


def places(node: Node, value: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Each place at the path of a quantity that a document fills, with the value there, whatever it is."""
    for leaf in node.leaves:
        if leaf.value_at or leaf.unit_at:
            yield pointer + to_pointer(leaf.value_at), member(value, leaf.value_at)
        elif leaf.unit is None and isinstance(value, dict):
            yield from ((pointer + to_pointer((key,)), member) for key, member in value.items())
        else:
            yield pointer, value
    if isinstance(value, dict):
        for name, token, child_node in node.names:
            if name in value:
                yield from places(child_node, value[name], pointer + token)
    for selector, child_node in node.selectors:
        for index, child in selector.select(value):
            yield from places(child_node, child, pointer + to_pointer((index,)))


class Walk:
    """What is found during a walk over a document."""

    __slots__ = ("_invalid_pointers", "_missing", "figures", "invalid_figures", "texts", "unit_pointers")

    def __init__(
        self, invalid_pointers: AbstractSet[str] = frozenset(), missing: AbstractSet[str] = frozenset()
    ) -> None:
        self._invalid_pointers = invalid_pointers
        self._missing = missing
        self.figures: dict[tuple[str, str], list[Figure]] = {}
        """By name of the quantity and the pointer of its measurand."""
        self.invalid_figures: list[InvalidFigure] = []
        self.texts: list[Text] = []
        self.unit_pointers: dict[tuple[str, str], str] = {}
        """Where a unit is a member of its own: pointer to it, by the same names."""

    def follow(self, node: Node, value: object, pointer: str, element: str) -> None:
        """Follow the tree of paths; `element` is the pointer of the innermost match of `[*]` or a filter."""
        if pointer in self._invalid_pointers:
            return
        for leaf in node.leaves:
            self._add_leaf(leaf, value, pointer, element, is_passed=_leads_on(node, value))
        if node.names and isinstance(value, dict):
            for name, token, child_node in node.names:
                if name in value:
                    self.follow(child_node, value[name], pointer + token, element)
        elif not node.leaves:
            self._add_above(node, value, pointer, element)
        for selector, child_node in node.selectors:
            for index, child in selector.select(value):
                place = pointer + to_pointer((index,))
                self.follow(child_node, child, place, place)

    def _add_leaf(self, leaf: Leaf, value: object, pointer: str, element: str, *, is_passed: bool) -> None:
        if leaf.unit is None:
            self._add_without_unit(leaf, value, pointer, element)
        # else other paths lead to its members
        elif not is_passed or read_stated(value) is not None:
            self._add(leaf.quantity, leaf.unit, value, pointer, element)

    def _add_above(self, node: Node, value: object, pointer: str, element: str) -> None:
        """A figure where the profile expects an object or a list of figures of one quantity."""
        is_figure = is_number(value) or (isinstance(value, str) and any(map(str.isdecimal, value)))
        children = [name[-1] for name in node.names] + [selector[-1] for selector in node.selectors]
        leaves = [leaf for child in children for leaf in child.leaves] if is_figure else []
        quantities = {leaf.quantity.name: leaf.quantity for leaf in leaves}
        if len(quantities) == 1 and not self._is_nothing(value):
            (quantity,) = quantities.values()
            self.texts.append(Text(quantity, None, "", value, intern(pointer), element))

    def add_figure(self, figure: Figure, where: str) -> None:
        """Add a figure of a measurand."""
        self.figures.setdefault((figure.quantity.name, intern(where)), []).append(figure)

    def states(self, quantity: str, unit: str) -> bool:
        """Whether there is a figure of a quantity in a unit."""
        return any(
            figure.unit.name == unit
            for (name, _), figures in self.figures.items()
            if name == quantity
            for figure in figures
        )

    def take(self, quantity: str, unit: str, *, but_keyed: bool = False) -> list[tuple[Figure, str]]:
        """Remove the figures of a quantity in a unit, and give them with the pointers of their measurands.

        Args:
            quantity: the quantity.
            unit: the unit.
            but_keyed: leave the members of objects keyed by unit.
        """
        taken = []
        for (name, where), figures in list(self.figures.items()):
            if name == quantity:
                meant = [
                    figure
                    for figure in figures
                    if figure.unit.name == unit
                    and not (but_keyed and figure.pointer == where + to_pointer((unit,)))
                ]
                taken += [(figure, where) for figure in meant]
                self.figures[name, where] = [figure for figure in figures if figure not in meant]
                if not self.figures[name, where]:
                    del self.figures[name, where]
        return taken

    def _add_without_unit(self, leaf: Leaf, value: object, pointer: str, element: str) -> None:
        if (leaf.value_at or leaf.unit_at) and isinstance(value, dict):
            self._add_beside(leaf, value, pointer, element)
        elif leaf.spelling:
            self._add_text(leaf, leaf.spelling, value, pointer, element)
        elif isinstance(value, dict):
            self._add_keyed(leaf.quantity, value, pointer)
        else:
            self._add_text(leaf, "", value, pointer, element)

    def _add_beside(self, leaf: Leaf, value: object, pointer: str, element: str) -> None:
        spelling = member(value, leaf.unit_at)
        place = pointer + to_pointer(leaf.value_at)
        written = spelling if isinstance(spelling, str) else ""
        self.unit_pointers[leaf.quantity.name, element] = pointer + to_pointer(leaf.unit_at)
        self._add_text(leaf, written, member(value, leaf.value_at), place, element)

    def _add_keyed(self, quantity: Quantity, by_unit: dict[str, object], pointer: str) -> None:
        for key, value in by_unit.items():
            place = pointer + to_pointer((key,))
            unit = KEYS.get(key)
            if unit is None or not is_of_kind(unit, quantity.kind):
                self.invalid_figures.append(InvalidFigure(quantity, key, place))
            elif place not in self._invalid_pointers:
                self._add(quantity, unit, value, place, pointer)

    def _add(self, quantity: Quantity, unit: Unit, value: object, pointer: str, where: str) -> None:
        if self._is_nothing(value) or (self._invalid_pointers and self._is_hidden(value, pointer)):
            return
        stated = value if is_number(value) else read_stated(value)
        if stated is not None:
            # interned, since the sheets of a catalog share most pointers
            self.add_figure(Figure(quantity, unit, stated, intern(pointer)), where)
        elif isinstance(value, list) and read_stated(value[::-1]) is not None:
            self.invalid_figures.append(
                InvalidFigure(quantity, unit.name, pointer, f"[{value[0]}, {value[1]}]")
            )
        elif isinstance(value, str):
            self.texts.append(Text(quantity, unit, "", value, intern(pointer), where))
        else:
            self.invalid_figures.append(InvalidFigure(quantity, unit.name, pointer, text=json_text(value)))

    def _add_text(self, leaf: Leaf, spelling: str, value: object, pointer: str, where: str) -> None:
        is_hidden = pointer in self._invalid_pointers or self._is_hidden(value, pointer)
        if not (is_hidden or self._is_nothing(value)):
            self.texts.append(Text(leaf.quantity, None, spelling, value, intern(pointer), where))

    def _is_nothing(self, value: object) -> bool:
        if value is None or (isinstance(value, (list, dict)) and not value):
            return True
        return bool(self._missing) and str(value) in self._missing

    def _is_hidden(self, value: object, pointer: str) -> bool:
        return isinstance(value, (list, dict)) and any(
            is_within(place, pointer) for place in self._invalid_pointers
        )


def _leads_on(node: Node, value: object) -> bool:
    return isinstance(value, (dict, list)) and bool(node.names or node.selectors)


def member(value: object, names: tuple[str, ...]) -> object:
    """The member of an object to which the names lead; None if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value

"""Profiles: how a repository writes its sheets, and the one way by which figures reach the rules."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import JSONPath, Selector, find
from speclint.documents.pointer import is_within, to_pointer
from speclint.quantities.figure import Figure, read_stated
from speclint.quantities.measurand import Measurand
from speclint.quantities.unit import UNITS, Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from speclint.bands.store import Bands
    from speclint.profiles.family import Family
    from speclint.quantities.quantity import Quantity


Measurands: TypeAlias = dict[str, tuple[Measurand, ...]]


class InvalidFigure(msgspec.Struct, frozen=True):
    """A member where a quantity stands that could not be read as a figure of it."""

    quantity: Quantity
    unit: str
    """The key that should be a unit."""
    pointer: str
    stated: str = ""
    """The range as JSON text, where the unit is known but the range runs from high to low."""
    text: str | None = None
    """The text that stands there instead of a figure."""


class Identity(msgspec.Struct, frozen=True):
    """One identity field of a sheet, such as its make, and where it stands."""

    value: str
    pointer: str


class SiblingPaths(msgspec.Struct, frozen=True):
    """Where a sheet declares its siblings, and under which keys it names them and what they share."""

    each: JSONPath
    sheet: str
    shares: str


class SourcePaths(msgspec.Struct, frozen=True):
    """Where a sheet names its sources, and under which keys it says what of them; None where it does not."""

    each: JSONPath
    url: str | None = None
    published: str | None = None
    accessed: str | None = None
    covers: str | None = None


class DisagreementPaths(msgspec.Struct, frozen=True):
    """Where a sheet lists what other sources say, and under which key it names the place in it."""

    each: JSONPath
    at: str


class Node(msgspec.Struct, frozen=True):
    """A place on the way to quantities, below which the paths of a profile go on."""

    names: tuple[tuple[str, str, Node], ...]
    """Member name, its pointer token with the slash, and what follows."""
    each: tuple[tuple[Selector, Node], ...]
    leaves: tuple[tuple[Quantity, Unit | None], ...]
    """Quantities that stand here, with their unit; without one the value is an object keyed by unit."""


class Profile(msgspec.Struct, frozen=True):
    """How one kind of sheet is written."""

    name: str
    files: tuple[str, ...]
    schema: str | None
    layers: tuple[str, ...]
    """Patterns of layers, farthest first; names in braces stand for the same parts as in the sheet's path."""
    records: JSONPath | None
    """Path to each record, where one document holds many sheets."""
    place: str | None
    """Path below the catalog's root, without suffix, that a sheet's identity asks for."""
    identity: Mapping[str, JSONPath]
    siblings: SiblingPaths | None
    quantities: Node
    names: frozenset[str]
    """The quantities that it knows a place for."""
    lists: Mapping[str, JSONPath]
    """Of quantities that stand in a list, such as one of motors: the path to each of its elements."""
    families: tuple[Family, ...] = ()
    sources: SourcePaths | None = None
    disagreements: DisagreementPaths | None = None
    bands: Bands | None = None
    """What figures are measured against, where a configuration names a file of bands."""

    def identify(self, document: object) -> dict[str, Identity]:
        """The identity fields that the document states."""
        found = {}
        for field, path in self.identity.items():
            for steps, value in find(document, path):
                if isinstance(value, str | int) and not isinstance(value, bool):
                    found[field] = Identity(str(value), to_pointer(steps))
                    break
        return found

    def measure(
        self, document: object, hidden: AbstractSet[str]
    ) -> tuple[Measurands, tuple[InvalidFigure, ...]]:
        """The measurands of a document by quantity, and what could not be read.

        Hidden places, and figures that hold one, are left out.
        """
        reading = _Reading(hidden)
        reading.walk(self.quantities, document, "", "")
        grouped: dict[str, list[Measurand]] = {}
        for (name, where), figures in reading.figures.items():
            grouped.setdefault(name, []).append(Measurand(figures[0].quantity, where, tuple(figures)))
        return {name: tuple(found) for name, found in grouped.items()}, tuple(reading.invalid_figures)


class _Reading:
    """One walk over one document: what has been found so far."""

    __slots__ = ("figures", "invalid_figures", "invalid_pointers")

    def __init__(self, hidden: AbstractSet[str]) -> None:
        self.invalid_pointers = hidden
        self.figures: dict[tuple[str, str], list[Figure]] = {}
        """By name of the quantity and the pointer of what its measurand is told by."""
        self.invalid_figures: list[InvalidFigure] = []

    def walk(self, node: Node, value: object, pointer: str, element: str) -> None:
        """Follow the tree of paths; the element is the innermost that `[*]` or a filter stood for."""
        if pointer in self.invalid_pointers:
            return
        for quantity, unit in node.leaves:
            if unit is not None:
                self._take(quantity, unit, value, pointer, element)
            elif isinstance(value, dict):
                self._take_keyed(quantity, value, pointer)
        if isinstance(value, dict):
            for name, token, below in node.names:
                if name in value:
                    self.walk(below, value[name], pointer + token, element)
        for step, below in node.each:
            for index, child in step.select(value):
                place = pointer + to_pointer((index,))
                self.walk(below, child, place, place)

    def _take_keyed(self, quantity: Quantity, by_unit: dict[str, object], pointer: str) -> None:
        for key, value in by_unit.items():
            place = pointer + to_pointer((key,))
            unit = UNITS.get(key)
            if unit is None or not is_of_kind(unit, quantity.kind):
                self.invalid_figures.append(InvalidFigure(quantity, key, place))
            elif place not in self.invalid_pointers:
                self._take(quantity, unit, value, place, pointer)

    def _take(self, quantity: Quantity, unit: Unit, value: object, pointer: str, where: str) -> None:
        if isinstance(value, list | dict) and any(
            is_within(place, pointer) for place in self.invalid_pointers
        ):
            return
        stated = read_stated(value)
        if stated is not None:
            # the sheets of a catalog have the same places, so that one text serves all
            figure = Figure(quantity, unit, stated, intern(pointer))
            self.figures.setdefault((quantity.name, intern(where)), []).append(figure)
        elif isinstance(value, list) and read_stated(value[::-1]) is not None:
            self.invalid_figures.append(
                InvalidFigure(quantity, unit.name, pointer, f"[{value[0]}, {value[1]}]")
            )
        elif isinstance(value, str):
            self.invalid_figures.append(InvalidFigure(quantity, unit.name, pointer, text=value))

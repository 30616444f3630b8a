"""Profiles: how a repository writes its sheets, and the extraction of identity and figures from them."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import JSONPath, Selector, find
from speclint.documents.pointer import is_within, to_pointer
from speclint.quantities.figure import Figure, read_stated
from speclint.quantities.measurand import Measurand
from speclint.quantities.unit import KEYS, Unit, is_of_kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from speclint.bands.store import Bands
    from speclint.profiles.family import Family
    from speclint.profiles.name_parts import Part
    from speclint.profiles.vocabulary import Vocabulary
    from speclint.quantities.quantity import Quantity


Measurands: TypeAlias = dict[str, tuple[Measurand, ...]]


class InvalidFigure(msgspec.Struct, frozen=True):
    """A member at the path of a quantity that cannot be read as a figure of it."""

    quantity: Quantity
    unit: str
    """The unit, or the key that should be one."""
    pointer: str
    stated: str = ""
    """A reversed range, from high to low, as JSON text; else empty."""
    text: str | None = None
    """The text that is written instead of a figure."""


class Identity(msgspec.Struct, frozen=True):
    """The value of an identity field, such as the make, and its pointer."""

    value: str
    pointer: str


class SiblingPaths(msgspec.Struct, frozen=True):
    """The path to the siblings that a sheet declares, and their keys for the id and the shared quantities."""

    entries: JSONPath
    sheet: str
    shares: str


class SourcePaths(msgspec.Struct, frozen=True):
    """The path to the sources that a sheet names, and the keys that describe them; None for an unused key."""

    entries: JSONPath
    url: str | None = None
    published: str | None = None
    accessed: str | None = None
    covers: str | None = None


class DisagreementPaths(msgspec.Struct, frozen=True):
    """The path to values of other sources in a sheet, and the key with the pointer that they contradict."""

    entries: JSONPath
    at: str


class Node(msgspec.Struct, frozen=True):
    """A node in the tree of the paths of a profile."""

    names: tuple[tuple[str, str, Node], ...]
    """For each child: the name of the member, its pointer token with the slash, and the node."""
    selectors: tuple[tuple[Selector, Node], ...]
    leaves: tuple[tuple[Quantity, Unit | None], ...]
    """Quantities at this node with their unit, or None if the value is an object keyed by unit."""


class Profile(msgspec.Struct, frozen=True):
    """How one kind of sheet is written."""

    name: str
    files: tuple[str, ...]
    schema: str | None
    layers: tuple[str, ...]
    """Patterns of layers, farthest first; names in braces mean the same parts as in the sheet's path."""
    records: JSONPath | None
    """Path to the records of a document that holds many sheets."""
    place: str | None
    """Expected path of a sheet below the catalog's root, without suffix, as a template of its identity."""
    identity: Mapping[str, JSONPath]
    vocabulary: Vocabulary
    """What the words in its identity fields state."""
    siblings: SiblingPaths | None
    quantities: Node
    names: frozenset[str]
    """The quantities for which it has a path."""
    lists: Mapping[str, JSONPath]
    """Paths to the elements of lists, such as one of motors, by the quantities in them."""
    families: tuple[Family, ...] = ()
    sources: SourcePaths | None = None
    disagreements: DisagreementPaths | None = None
    name_parts: Mapping[str, Part] = {}
    """Identity fields that are a part of the text at their path."""
    bands: Bands | None = None
    """The bands for figures, if a configuration names a file of bands."""

    def identify(self, document: object) -> dict[str, Identity]:
        """The identity fields that the document states."""
        found = {}
        for field, path in self.identity.items():
            part = self.name_parts.get(field)
            for steps, value in find(document, path):
                if isinstance(value, str | int) and not isinstance(value, bool):
                    text = _part_of(str(value), part) if part else str(value)
                    if text is not None:
                        found[field] = Identity(text, to_pointer(steps))
                    break
        return found

    def measure(
        self, document: object, invalid_pointers: AbstractSet[str]
    ) -> tuple[Measurands, tuple[InvalidFigure, ...]]:
        """The measurands of a document by quantity, and the figures that cannot be read.

        Invalid places, and figures that contain one, are left out.
        """
        extraction = _Extraction(invalid_pointers)
        extraction.walk(self.quantities, document, "", "")
        grouped: dict[str, list[Measurand]] = {}
        for (name, where), figures in extraction.figures.items():
            grouped.setdefault(name, []).append(Measurand(figures[0].quantity, where, tuple(figures)))
        return {name: tuple(found) for name, found in grouped.items()}, tuple(extraction.invalid_figures)


def _part_of(text: str, part: Part) -> str | None:
    # few profiles split a name
    from speclint.profiles.name_parts import part_of

    return part_of(text, part)


class _Extraction:
    """The figures found so far during a walk over a document."""

    __slots__ = ("figures", "invalid_figures", "invalid_pointers")

    def __init__(self, invalid_pointers: AbstractSet[str]) -> None:
        self.invalid_pointers = invalid_pointers
        self.figures: dict[tuple[str, str], list[Figure]] = {}
        """By name of the quantity and the pointer of its measurand."""
        self.invalid_figures: list[InvalidFigure] = []

    def walk(self, node: Node, value: object, pointer: str, element: str) -> None:
        """Follow the tree of paths; `element` is the pointer of the innermost match of `[*]` or a filter."""
        if pointer in self.invalid_pointers:
            return
        for quantity, unit in node.leaves:
            if unit is not None:
                self._add(quantity, unit, value, pointer, element)
            elif isinstance(value, dict):
                self._add_keyed(quantity, value, pointer)
        if isinstance(value, dict):
            for name, token, child_node in node.names:
                if name in value:
                    self.walk(child_node, value[name], pointer + token, element)
        for selector, child_node in node.selectors:
            for index, child in selector.select(value):
                place = pointer + to_pointer((index,))
                self.walk(child_node, child, place, place)

    def _add_keyed(self, quantity: Quantity, by_unit: dict[str, object], pointer: str) -> None:
        for key, value in by_unit.items():
            place = pointer + to_pointer((key,))
            unit = KEYS.get(key)
            if unit is None or not is_of_kind(unit, quantity.kind):
                self.invalid_figures.append(InvalidFigure(quantity, key, place))
            elif place not in self.invalid_pointers:
                self._add(quantity, unit, value, place, pointer)

    def _add(self, quantity: Quantity, unit: Unit, value: object, pointer: str, where: str) -> None:
        if isinstance(value, list | dict) and any(
            is_within(place, pointer) for place in self.invalid_pointers
        ):
            return
        stated = read_stated(value)
        if stated is not None:
            # interned, since the sheets of a catalog share most pointers
            figure = Figure(quantity, unit, stated, intern(pointer))
            self.figures.setdefault((quantity.name, intern(where)), []).append(figure)
        elif isinstance(value, list) and read_stated(value[::-1]) is not None:
            self.invalid_figures.append(
                InvalidFigure(quantity, unit.name, pointer, f"[{value[0]}, {value[1]}]")
            )
        elif isinstance(value, str):
            self.invalid_figures.append(InvalidFigure(quantity, unit.name, pointer, text=value))

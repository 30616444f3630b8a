"""Layers: the documents that a sheet is merged from, and which of them supplied a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.parser import parse
from speclint.documents.pointer import resolve, to_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speclint.documents.parser import ParseError
    from speclint.documents.regions import Regions


class Layer(msgspec.Struct, frozen=True, eq=False):
    """One document that a sheet is made of, or the one record of a document that a sheet is."""

    path: str
    """Path as shown to the reader."""
    content: bytes
    value: object
    """The document, or the record in it; None if it does not parse."""
    parse_errors: tuple[ParseError, ...] = ()
    prefix: str = ""
    """Pointer from the document to the record."""
    line: int = 1
    """The line of the file on which the content begins."""
    is_part: bool = False
    """Whether the file holds more than this content: other lines, other rows."""
    opened: Callable[[], Regions] | None = None
    """Tells where everything stands, if the content is no JSON."""

    @property
    def is_broken(self) -> bool:
        """Whether the document does not parse, so that it holds nothing."""
        return any(fault.kind == "invalid-json" for fault in self.parse_errors)

    def holds(self, pointer: str) -> bool:
        """Whether something stands at the pointer in this layer."""
        try:
            resolve(self.value, pointer)
        except LookupError:
            return False
        return True


class MissingLayer(msgspec.Struct, frozen=True):
    """A layer that a sheet asks for and does not get."""

    path: str
    """The layer's path as shown to the reader."""
    pointer: str
    """Where it is asked for; empty if the profile does."""
    layer: str | None = None
    """Path of the layer that asks for it; None for the sheet's own document or its profile."""
    cycle: bool = False
    """Whether it is there, but inherits from the sheet itself."""


EXTENDS = "$extends"
"""Member by which a document names what it inherits from: a path relative to it, or several, nearest last."""


def merged(layers: Sequence[Layer]) -> object:
    """The values of the layers, farthest first, as one: objects merge, everything else replaces.

    What a document says of its own layers is no part of the sheet.
    """
    value = layers[0].value
    for layer in layers[1:]:
        value = merge(value, layer.value)
    if isinstance(value, dict) and EXTENDS in value:
        value = {name: held for name, held in value.items() if name != EXTENDS}
    return value


def merge(under: object, over: object) -> object:
    """One value laid over another: objects merge member by member, everything else replaces."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    result = dict(under)
    for name, value in over.items():
        result[name] = merge(under[name], value) if name in under else value
    return result


def supplier(layers: Sequence[Layer], pointer: str) -> Layer:
    """The nearest layer that holds the pointer, or else the nearest place above it."""
    steps = to_steps(pointer)
    for length in range(len(steps), 0, -1):
        place = "/".join(pointer.split("/")[: length + 1])
        for layer in reversed(layers):
            if layer.holds(place):
                return layer
    return layers[-1]


def layer_of(path: str, content: bytes, line: int | None = None) -> Layer:
    """The layer in a document, or in the line of a file that holds one a line."""
    parsed = parse(content)
    return Layer(path, content, parsed.value, parsed.parse_errors, line=line or 1, is_part=line is not None)

"""Layers: the documents that a sheet is merged from, and which of them supplies a value."""

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
    """A document that a sheet is merged from, or a record of a document."""

    path: str
    """Path as shown to the reader."""
    content: bytes
    value: object
    """The document, or the record in it; None if it does not parse."""
    parse_errors: tuple[ParseError, ...] = ()
    prefix: str = ""
    """Pointer from the document to the record."""
    line: int = 1
    """The line of the file on which the content starts."""
    offset: int | None = 0
    """Bytes of the file before the content, of UTF-16 in its text as UTF-8; None if it cannot be edited."""
    make_regions: Callable[[], Regions] | None = None
    """Gives the regions of its values if the content is not JSON."""

    @property
    def is_broken(self) -> bool:
        """Whether the document is not JSON and therefore has no value."""
        return any(error.kind == "invalid-json" for error in self.parse_errors)

    def holds(self, pointer: str) -> bool:
        """Whether this layer has a value at the pointer."""
        try:
            resolve(self.value, pointer)
        except LookupError:
            return False
        return True


class MissingLayer(msgspec.Struct, frozen=True):
    """A layer that a sheet inherits from but that cannot be read or leads back to it."""

    path: str
    """The layer's path as shown to the reader."""
    pointer: str
    """Pointer to its name in the document; empty if the profile names it."""
    layer: str | None = None
    """Path of the layer that names it; None for the sheet's own document or its profile."""
    cycle: bool = False
    """Whether it exists but inherits from the sheet itself."""


class MissingRecords(msgspec.Struct, frozen=True):
    """Where the path of a profile to the records of a document ends."""

    message: str
    pointer: str
    """The last place that is there."""


EXTENDS = "$extends"
"""Member with the layers of a document: a path relative to it, or an array of them, nearest last."""


def merged(layers: Sequence[Layer]) -> object:
    """The merged value of the layers, farthest first: objects merge, other values replace each other.

    The member that names layers is removed.
    """
    value = layers[0].value
    for layer in layers[1:]:
        value = merge(value, layer.value)
    if isinstance(value, dict) and EXTENDS in value:
        value = {name: member for name, member in value.items() if name != EXTENDS}
    return value


def merge(base: object, override: object) -> object:
    """A value merged into another: objects member by member; any other value replaces the base."""
    if not (isinstance(base, dict) and isinstance(override, dict)):
        return override
    result = dict(base)
    for name, value in override.items():
        result[name] = merge(base[name], value) if name in base else value
    return result


def supplier(layers: Sequence[Layer], pointer: str) -> Layer:
    """The nearest layer with a value at the pointer, or else at its nearest ancestor."""
    steps = to_steps(pointer)
    for length in range(len(steps), 0, -1):
        ancestor = "/".join(pointer.split("/")[: length + 1])
        for layer in reversed(layers):
            if layer.holds(ancestor):
                return layer
    return layers[-1]


def layer_of(path: str, content: bytes, line: int = 1, offset: int = 0) -> Layer:
    """The layer of a document; `line` and `offset` are where it starts in a file with several."""
    parsed = parse(content)
    return Layer(path, content, parsed.value, parsed.parse_errors, line=line, offset=offset)

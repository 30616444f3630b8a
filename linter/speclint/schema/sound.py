"""Faults that no schema may have: a key that is given twice, and a reference back to itself for one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote, urldefrag, urljoin

from speclint.documents.parser import parse
from speclint.documents.pointer import resolve, to_pointer
from speclint.documents.regions import Regions
from speclint.errors import SchemaError
from speclint.schema.load import OLD_DIALECTS, display_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from speclint.documents.pointer import Json, Steps

Place: TypeAlias = tuple[str, str]
"""A schema, by the URI of its document and its pointer there."""

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
"""Members that apply their schemas to the same value."""
_DATA = frozenset({"const", "default", "enum", "examples"})
"""Members that hold no schema."""


def refuse_unsound(path: Path | str, text: str, uri: str, retrieve: Callable[[str], Json]) -> None:
    """Refuse a schema that cannot be right.

    Args:
        path: its file, for messages.
        text: the text of the file.
        uri: the file as a URI, which references start from.
        retrieve: gives the documents that it refers to.

    Raises:
        SchemaError: a key is given twice, or a reference leads back to itself.
    """
    value, parse_errors = parse(text.encode())
    for error in parse_errors:
        if error.kind == "duplicate-key":
            line = text.count("\n", 0, error.start) + 1
            message = f"{display_name(path)}:{line}: {error.message}; remove the others"
            raise SchemaError(message)
    pointer = _References(uri, value, retrieve).circle()
    if pointer is not None:
        line = Regions(text).key(pointer).line
        shown = display_name(pointer or "/")
        message = (
            f'{display_name(path)}:{line}: "$ref" leads from {shown} back to it, so that it fits no value '
            "or any; correct it"
        )
        raise SchemaError(message)


class _References:
    """Which schemas apply which to the same value; JSON Schema 2020-12, section 9.4.1, forbids a circle."""

    def __init__(self, uri: str, contents: Json, retrieve: Callable[[str], Json]) -> None:
        self._uri = uri
        self._documents: dict[str, Json] = {uri: contents}
        self._have_inner_id: dict[str, bool] = {}
        self._retrieve = retrieve

    def circle(self) -> str | None:
        """The pointer of a schema of the document that leads back to itself; None if there is none."""
        done: set[Place] = set()
        for pointer in _schemas(self._documents[self._uri]):
            way: dict[Place, Iterator[Place]] = {}
            place: Place | None = (self._uri, pointer)
            while place is not None:
                if place in way:
                    return place[1] if place[0] == self._uri else pointer
                if place not in done:
                    way[place] = self._applied(place)
                place = self._next(way, done)
        return None

    @staticmethod
    def _next(way: dict[Place, Iterator[Place]], done: set[Place]) -> Place | None:
        """The next place that the last one on the way leads to; those that lead no further are done."""
        while way:
            last = next(reversed(way))
            following = next(way[last], None)
            if following is not None:
                return following
            done.add(last)
            del way[last]
        return None

    def _applied(self, place: Place) -> Iterator[Place]:
        uri, pointer = place
        document = self._documents[uri]
        try:
            schema = resolve(document, pointer)
        except (LookupError, ValueError):
            # the validator reports it
            return
        if not isinstance(schema, dict):
            return
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield from self._target(uri, reference)
            if isinstance(document, dict) and document.get("$schema") in OLD_DIALECTS:
                # there nothing beside a reference counts
                return
        for name in _SINGLE:
            if name in schema:
                yield uri, f"{pointer}/{name}"
        for name in _LISTS:
            alternatives = schema.get(name)
            for index in range(len(alternatives) if isinstance(alternatives, list) else 0):
                yield uri, f"{pointer}/{name}/{index}"

    def _target(self, uri: str, reference: str) -> Iterator[Place]:
        """What a reference leads to; nothing for one to a name that a schema gives itself."""
        base, fragment = urldefrag(reference)
        if fragment and not fragment.startswith("/"):
            return
        target = urljoin(uri, base) if base else uri
        if target not in self._documents:
            try:
                self._documents[target] = self._retrieve(target)
            except SchemaError:
                # the validator reports it
                return
        if target not in self._have_inner_id:
            self._have_inner_id[target] = _has_inner_id(self._documents[target])
        if not self._have_inner_id[target]:
            yield target, unquote(fragment)


def _schemas(contents: Json) -> Iterator[str]:
    """The pointers to what may be a schema in a document."""
    return (to_pointer(steps) for steps, _ in _objects(contents))


def _objects(contents: Json) -> Iterator[tuple[Steps, dict[str, Json]]]:
    """The objects in a document that may be a schema, each after the steps to it."""
    waiting: list[tuple[Steps, Json]] = [((), contents)]
    while waiting:
        steps, value = waiting.pop()
        if isinstance(value, dict):
            yield steps, value
            waiting += [((*steps, name), member) for name, member in value.items() if name not in _DATA]
        elif isinstance(value, list):
            waiting += [((*steps, index), item) for index, item in enumerate(value)]


def _has_inner_id(contents: Json) -> bool:
    """Whether a schema inside another has a URI of its own, from which pointers and references then start."""
    return any(steps and isinstance(schema.get("$id"), str) for steps, schema in _objects(contents))

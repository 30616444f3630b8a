"""How often a schema may be applied to one value: references can make that grow exponentially."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from speclint.documents.pointer import resolve
from speclint.errors import SchemaError
from speclint.schema.format import as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speclint.documents.pointer import Json

    Node = Mapping[str, Json]

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_NAMED = ("dependentSchemas", "dependencies")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_EACH = ("items", "prefixItems", "additionalItems", "contains", "unevaluatedItems", "propertyNames")
_OTHERS = ("patternProperties",)
_REST = ("additionalProperties", "unevaluatedProperties")


class Growth:
    """The number of times that a schema is applied to one value of a document, by the depth of that."""

    def __init__(self, contents: Json, uri: str, retrieve: Callable[[str], Json]) -> None:
        """The growth in a schema, with the schemas that it refers to."""
        self._retrieve = retrieve
        self._documents: dict[str, Json] = {}
        self._node_of: dict[int, int] = {}
        self._nodes: list[Node] = []
        self._places: list[str] = []
        self._beside: list[list[int]] = []
        self._below: list[tuple[list[int], list[int]]] = []
        self._anchors: dict[tuple[str, str], Json] = {}
        self._find_names(contents, uri)
        self._add(as_object(contents), uri)
        for node in self._nodes:
            self._connect(node)
        self._order = self._topological()
        self._counts = [self._next(None)]

    def at_most(self, depth: int, limit: int) -> bool:
        """Whether no value of a document that nests so deep has the schema applied to it more often."""
        while len(self._counts) <= depth and any(self._counts[-1]) and self._counts[-1][0] <= limit:
            self._counts.append(self._next(self._counts[-1]))
        return all(count[0] <= limit for count in self._counts[: depth + 1])

    def _add(self, node: Node, base: str) -> int:
        if id(node) not in self._node_of:
            self._node_of[id(node)] = len(self._nodes)
            self._nodes.append(node)
            self._places.append(base)
        return self._node_of[id(node)]

    def _connect(self, node: Node) -> None:
        """Note which schemas are applied to the same value, and to what that holds: by name, and to each."""
        base = self._places[self._node_of[id(node)]]

        def added(schemas: Iterator[Json]) -> list[int]:
            return [self._add(schema, base) for schema in schemas if isinstance(schema, dict)]

        beside = added(_schemas(node, (*_LISTS, *_SINGLE)))
        beside += added(schema for key in _NAMED for schema in as_object(node.get(key)).values())
        for key in _REFERENCES:
            target, place = self._target(node.get(key), base)
            beside += [self._add(target, place)] if isinstance(target, dict) else []
        named = added(iter(as_object(node.get("properties")).values()))
        named += added(_schemas(node, _REST))
        each = added(_schemas(node, _EACH))
        each += added(schema for key in _OTHERS for schema in as_object(node.get(key)).values())
        self._beside.append(beside)
        self._below.append((named, each))

    def _target(self, reference: Json, base: str) -> tuple[Json, str]:
        """The schema that a reference names, and the URI of its document; None if that is not known."""
        if not isinstance(reference, str):
            return None, base
        place, _, fragment = urljoin(base, reference).partition("#")
        try:
            document = self._documents.get(place)
            if document is None:
                document = self._documents[place] = self._retrieve(place)
                self._find_names(document, place)
            if fragment[:1] in {"", "/"}:
                target: Json = resolve(document, unquote(fragment))  # type: ignore[assignment]  # what JSON holds
                return target, place
            return self._anchors.get((place, fragment)), place
        except (LookupError, ValueError, SchemaError):
            return None, base

    def _find_names(self, document: Json, uri: str) -> None:
        """Note the schemas in a document that have a name of their own."""
        self._documents[uri] = document
        waiting = [document]
        while waiting:
            value = waiting.pop()
            waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            for key in ("$id", "id", "$anchor", "$dynamicAnchor") if isinstance(value, dict) else ():
                name = as_object(value).get(key)
                if isinstance(name, str) and "nchor" in key:
                    self._anchors[uri, name] = value
                elif isinstance(name, str):
                    place, _, fragment = urljoin(uri, name).partition("#")
                    if fragment:
                        self._anchors[uri, fragment] = value
                    else:
                        self._documents.setdefault(place, value)

    def _topological(self) -> list[int]:
        """The schemas, those that are applied beside another before that; a circle is cut."""
        order: list[int] = []
        state = [0] * len(self._nodes)
        for start in range(len(self._nodes)):
            waiting = [start]
            while waiting:
                node = waiting[-1]
                if state[node] == 0:
                    state[node] = 1
                    self._beside[node] = [other for other in self._beside[node] if state[other] != 1]
                    waiting += [other for other in self._beside[node] if state[other] == 0]
                else:
                    waiting.pop()
                    order += [node] if state[node] == 1 else []
                    state[node] = 2
        return order

    def _next(self, above: list[int] | None) -> list[int]:
        """How often each schema is applied to a value that lies one level deeper."""
        counts = [0] * len(self._nodes)
        for node in self._order:
            named, each = self._below[node]
            own = 1 if above is None else max((above[other] for other in named), default=0)
            own += 0 if above is None else sum(above[other] for other in each)
            counts[node] = own + sum(counts[other] for other in self._beside[node])
        return counts


def _schemas(node: Node, keys: tuple[str, ...]) -> Iterator[Json]:
    for key in keys:
        value = node.get(key)
        if isinstance(value, list):
            yield from value
        else:
            yield value


def depth_of(document: object) -> int:
    """The levels that a document nests."""
    depth, level = 0, [document]
    while level := [
        member
        for value in level
        if isinstance(value, dict | list)
        for member in (value.values() if isinstance(value, dict) else value)
    ]:
        depth += 1
    return depth

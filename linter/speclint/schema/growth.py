"""How often a schema may be applied to one value: references can make that exponential, or endless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.schema.format import as_object
from speclint.schema.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from speclint.documents.pointer import Json
    from speclint.schema.references import Node

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_NAMED = ("dependentSchemas", "dependencies")
_EACH = ("items", "prefixItems", "additionalItems", "contains", "unevaluatedItems", "propertyNames")
_OTHERS = ("patternProperties",)
_REST = ("additionalProperties", "unevaluatedProperties")


class Growth:
    """The number of times that a schema is applied to one value of a document, by the depth of that."""

    def __init__(self, contents: Json, uri: str, retrieve: Callable[[str], Json]) -> None:
        """The growth in a schema, with the schemas that it refers to."""
        self._references = References(contents, uri, retrieve)
        self._node_of: dict[int, int] = {}
        self._nodes: list[Node] = []
        self._beside: list[list[int]] = []
        self._below: list[tuple[list[int], list[int]]] = []
        # the last may be applied to nothing
        self._added([as_object(contents), *self._references.schemas])
        for node in self._nodes:
            self._connect(node)
        self.circle: Sequence[Node] = ()
        """Schemas of which each applies the next to the same value, and the last one the first."""
        self._order = self._topological()
        self._counts = [self._next(None)]

    def at_most(self, depth: int, limit: int) -> bool:
        """Whether no value of a document that nests so deep has the schema applied to it more often."""
        while len(self._counts) <= depth and any(self._counts[-1]) and self._counts[-1][0] <= limit:
            self._counts.append(self._next(self._counts[-1]))
        return all(count[0] <= limit for count in self._counts[: depth + 1])

    def _added(self, schemas: Iterable[object]) -> list[int]:
        """The numbers of schemas, which are noted once each."""
        numbers = []
        for schema in schemas:
            if isinstance(schema, dict):
                number = self._node_of.setdefault(id(schema), len(self._nodes))
                self._nodes += [schema] if number == len(self._nodes) else []
                numbers.append(number)
        return numbers

    def _connect(self, node: Node) -> None:
        """Note which schemas are applied to the same value, and to what that holds: by name, and to each."""
        beside = self._added(self._references.targets(node))
        if self._references.is_alone(node):
            self._beside.append(beside)
            self._below.append(([], []))
            return
        beside += self._added(_schemas(node, (*_LISTS, *_SINGLE)))
        beside += self._added(schema for key in _NAMED for schema in as_object(node.get(key)).values())
        named = self._added(as_object(node.get("properties")).values())
        named += self._added(_schemas(node, _REST))
        each = self._added(_schemas(node, _EACH))
        each += self._added(schema for key in _OTHERS for schema in as_object(node.get(key)).values())
        self._beside.append(beside)
        self._below.append((named, each))

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
                    self._note_circle(waiting, state)
                    self._beside[node] = [other for other in self._beside[node] if state[other] != 1]
                    waiting += [other for other in self._beside[node] if state[other] == 0]
                else:
                    waiting.pop()
                    order += [node] if state[node] == 1 else []
                    state[node] = 2
        return order

    def _note_circle(self, waiting: list[int], state: list[int]) -> None:
        """Note the circle that the last of the waiting schemas closes, if it is the first one."""
        first = next((other for other in self._beside[waiting[-1]] if state[other] == 1), None)
        if first is not None and not self.circle:
            way = [node for node in waiting if state[node] == 1]
            self.circle = [self._nodes[node] for node in way[way.index(first) :]]

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

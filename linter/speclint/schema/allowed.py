"""What a schema allows at a place of a document, whatever else that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.schema.format import as_object
from speclint.schema.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.documents.pointer import Json, Steps
    from speclint.schema.references import Node

_BESIDE = ("allOf", "anyOf", "oneOf", "then", "else")
"""Keywords with schemas of the same value."""

_OTHERS = ("additionalProperties", "unevaluatedProperties")
"""Keywords for members without a schema."""


class Allowed:
    """The members and values that a schema names, of which an alternative may refuse some."""

    def __init__(self, contents: Json, uri: str, retrieve: Callable[[str], Json]) -> None:
        """What a schema allows; see `References` for the arguments."""
        self._references = References(contents, uri, retrieve)
        self._contents = contents

    def members(self, steps: Steps) -> tuple[dict[str, str], bool]:
        """The names of members of an object, with their descriptions, and whether it refuses others."""
        nodes = self._at(steps)
        names = dict.fromkeys(name for node in nodes for name in as_object(node.get("properties")))
        closed = any(node.get(key) is False for node in nodes for key in _OTHERS)
        return {name: self._description((*steps, name)) for name in names}, closed

    def values(self, steps: Steps) -> list[Json]:
        """The values of which a place may hold one; empty if they are not listed."""
        found: list[Json] = []
        for node in self._at(steps):
            listed = node.get("enum")
            found += listed if isinstance(listed, list) else [node["const"]] if "const" in node else []
            found += [True, False] if node.get("type") == "boolean" else []
        return found

    def _description(self, steps: Steps) -> str:
        texts = (node.get("description") or node.get("title") for node in self._at(steps))
        return next((text for text in texts if isinstance(text, str)), "")

    def _at(self, steps: Steps) -> list[Node]:
        """The schemas that apply to a place, or may."""
        nodes = self._with_beside([self._contents])
        for step in steps:
            nodes = self._with_beside(found for node in nodes for found in _below(node, step))
        return nodes

    def _with_beside(self, schemas: Iterable[object]) -> list[Node]:
        """Schemas with those that they apply to the same value, each once."""
        found: dict[int, Node] = {}
        waiting = [*schemas][::-1]
        while waiting:
            schema = waiting.pop()
            if isinstance(schema, dict) and id(schema) not in found:
                found[id(schema)] = schema
                beside: list[object] = [*self._references.targets(schema)]
                if not self._references.is_alone(schema):
                    for key in _BESIDE:
                        value = schema.get(key)
                        beside += value if isinstance(value, list) else [value]
                waiting += beside[::-1]
        return [*found.values()]


def _below(node: Node, step: str | int) -> Iterator[object]:
    """The schemas that one applies to a member or an item."""
    if isinstance(step, str):
        named = as_object(node.get("properties"))
        # which pattern a name matches is left to the validator
        yield from (
            [named[step]]
            if step in named
            else [
                *as_object(node.get("patternProperties")).values(),
                node.get("additionalProperties"),
            ]
        )
        return
    items = node.get("items")
    first = node.get("prefixItems", items if isinstance(items, list) else [])
    if isinstance(first, list) and step < len(first):
        yield first[step]
    else:
        yield node.get("additionalItems") if isinstance(items, list) else items

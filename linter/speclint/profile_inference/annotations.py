"""The units that a schema names: `x-unit` and `x-ogc-unit` beside the type of a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.jsonpath import Selector
from speclint.documents.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.jsonpath import JSONPath, Step

_KEYS = ("x-unit", "x-ogc-unit")
_MAX_DEPTH = 12


def units_by_path(schema: object) -> dict[JSONPath, str]:
    """The unit that a schema names for each path; a path below an array holds `[*]`."""
    return dict(_walk(schema, schema, ()))


def _walk(node: object, root: object, path: JSONPath) -> Iterator[tuple[JSONPath, str]]:
    node = _resolved(node, root)
    if not isinstance(node, dict) or len(path) > _MAX_DEPTH:
        return
    for key in _KEYS:
        if isinstance(node.get(key), str):
            yield path, node[key]
    for name in ("allOf", "anyOf", "oneOf"):
        for part in node[name] if isinstance(node.get(name), list) else ():
            if part is not node and path:
                yield from _walk(part, root, path)
    for step, below in _below(node):
        yield from _walk(below, root, (*path, step))


def _below(node: dict[str, object]) -> Iterator[tuple[Step, object]]:
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    if isinstance(node.get("items"), dict):
        yield Selector(), node["items"]


def _resolved(node: object, root: object) -> object:
    """The schema that a reference inside the schema leads to, with the annotations beside the reference."""
    beside: dict[str, object] = {}
    for _ in range(_MAX_DEPTH):
        reference = node.get("$ref") if isinstance(node, dict) else None
        if not (isinstance(node, dict) and isinstance(reference, str) and reference.startswith("#")):
            break
        beside = {**{name: value for name, value in node.items() if name != "$ref"}, **beside}
        try:
            node = resolve(root, reference[1:])
        except LookupError:
            break
    return {**node, **beside} if isinstance(node, dict) else node


def unfiltered(path: JSONPath) -> JSONPath:
    """The path with every filter as `[*]`, as the paths of a schema are."""
    return tuple(Selector() if isinstance(step, Selector) else step for step in path)

"""What references lead to: by URI, pointer and name, in every draft, without a validator.

The package referencing does the same, but takes a fifth of a hook to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from speclint.documents.pointer import resolve
from speclint.errors import SchemaError
from speclint.schema.load import DIALECTS, OLD_DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speclint.documents.pointer import Json

    Node = Mapping[str, Json]

_DATA = frozenset({"const", "default", "enum", "examples"})
"""Keywords that hold no schema."""
_NAMED = frozenset({
    "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
})  # fmt: skip
"""Keywords whose members are named by the author, so that they are no keywords."""
_KEYWORDS = {DIALECTS[0]: ("$ref", "$dynamicRef"), DIALECTS[1]: ("$ref", "$recursiveRef")}
"""Keywords that refer to a schema; before those drafts `$ref` alone."""


class References:
    """The references between a schema, the schemas inside it and those in other documents."""

    def __init__(self, contents: Json, uri: str, retrieve: Callable[[str], Json]) -> None:
        """The references of a schema.

        Args:
            contents: the schema.
            uri: its file as a URI, which references start from.
            retrieve: gives the documents that it refers to.
        """
        self._retrieve = retrieve
        self._resources: dict[str, object] = {}
        """Schemas with a URI of their own, such as documents."""
        self._anchors: dict[tuple[str, str], Node] = {}
        self._dynamic: set[tuple[str, str]] = set()
        """The anchors that are found again in the schema that validation starts from."""
        self._bases: dict[int, tuple[str, str]] = {}
        """Of each schema the URI that its references start from, and its dialect."""
        self.schemas = self._index(contents, uri)
        """The schemas in the document itself."""
        self._contents = contents
        self._root = self._bases.get(id(contents), (uri, ""))[0]

    def is_alone(self, schema: Node) -> bool:
        """Whether nothing else in a schema counts beside its reference, as in old drafts."""
        return "$ref" in schema and self._bases.get(id(schema), ("", ""))[1] in OLD_DIALECTS

    def targets(self, schema: Node) -> Iterator[Node]:
        """The schemas that one refers to, as far as they are known."""
        base, dialect = self._bases.get(id(schema), (self._root, ""))
        for keyword in (
            ("$ref",) if dialect in OLD_DIALECTS else _KEYWORDS.get(dialect, _KEYWORDS[DIALECTS[0]])
        ):
            reference = schema.get(keyword)
            target = self._target(keyword, reference, base) if isinstance(reference, str) else None
            if isinstance(target, dict):
                yield target

    def _target(self, keyword: str, reference: str, base: str) -> object:
        """The schema that a reference names; None if that is not known.

        A dynamic one leads to the schema that validation starts from, if that has the name as well.
        """
        name, _, fragment = reference.partition("#")
        fragment = unquote(fragment)
        try:
            document = self._document(urljoin(base, name) if name else base)
            base = self._bases.get(id(document), (base, ""))[0]
            if fragment[:1] in {"", "/"}:
                target = resolve(document, fragment)
            else:
                target = self._anchors.get((base, fragment))
        except (LookupError, ValueError, SchemaError):
            # the validator reports it
            return None
        if keyword == "$dynamicRef" and (base, fragment) in self._dynamic >= {(self._root, fragment)}:
            return self._anchors[self._root, fragment]
        ends = (target, self._contents)
        is_recursive = all(isinstance(end, dict) and end.get("$recursiveAnchor") is True for end in ends)
        return self._contents if keyword == "$recursiveRef" and is_recursive else target

    def _document(self, uri: str) -> object:
        if uri not in self._resources:
            self._index(self._retrieve(uri), uri)
        return self._resources[uri]

    def _index(self, document: Json, uri: str) -> list[Node]:
        """Note the schemas in a document, with their names."""
        self._resources[uri] = document
        schemas: list[Node] = []
        waiting = [(document, uri, DIALECTS[0], False)]
        while waiting:
            value, base, dialect, is_named = waiting.pop()
            if isinstance(value, list):
                waiting += [(item, base, dialect, False) for item in value]
            elif isinstance(value, dict) and is_named:
                waiting += [(member, base, dialect, False) for member in value.values()]
            elif isinstance(value, dict):
                declared = value.get("$schema")
                dialect = declared.removesuffix("#") if isinstance(declared, str) else dialect
                base = self._named(value, base, dialect)
                self._bases[id(value)] = base, dialect
                schemas.append(value)
                waiting += [
                    (member, base, dialect, key in _NAMED)
                    for key, member in value.items()
                    if key not in _DATA
                ]
        return schemas

    def _named(self, schema: Node, base: str, dialect: str) -> str:
        """Note the names of a schema, and give the URI that its references start from."""
        own = schema.get("id" if dialect == DIALECTS[-1] else "$id")
        if isinstance(own, str) and not (dialect in OLD_DIALECTS and "$ref" in schema):
            name, _, fragment = own.partition("#")
            if fragment:
                self._anchors[base, fragment] = schema
            if name:
                base = urljoin(base, name)
                self._resources.setdefault(base, schema)
        for key in ("$anchor", "$dynamicAnchor"):
            anchor = schema.get(key)
            if isinstance(anchor, str):
                self._anchors[base, anchor] = schema
                self._dynamic |= {(base, anchor)} if key == "$dynamicAnchor" else set()
        return base

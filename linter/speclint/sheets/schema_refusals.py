"""What validators refuse in a document, whichever of the two found it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend, validator_for
from referencing import Registry, Resource
from referencing.jsonschema import specification_with

from speclint.pointer import resolve
from speclint.sheets.schema_sentence import UNKNOWN, Branch, Refusal
from speclint.sheets.schema_text import table

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from jsonschema import TypeChecker
    from jsonschema.protocols import Validator

    from speclint.pointer import Json, Steps

    Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError]]

_GAVE_UP = "BacktrackLimitExceeded"
_FARTHEST = 20
"""References that are followed for a title."""


def explainer(contents: Json, uri: str, retrieve: Callable[[str], Json]) -> Validator:
    """The schema as jsonschema reads it; what a `$ref` leads to comes from `retrieve` alone."""
    dialect = validator_for(contents, default=Draft202012Validator)
    specification = specification_with(dialect.META_SCHEMA["$schema"])

    def resource(contents: Json) -> Resource[Any]:
        # at the sight of a dialect jsonschema turns back to its own keywords
        undeclared = {name: value for name, value in table(contents).items() if name != "$schema"}
        return Resource(undeclared if isinstance(contents, dict) else contents, specification)

    root = resource(contents)
    base = urljoin(uri, root.id() or "")
    registry = Registry(retrieve=lambda uri: resource(retrieve(uri))).with_resource(base, root)
    keywords = {name: check for name, check in _KEYWORDS.items() if name in dialect.VALIDATORS}
    types = dialect.TYPE_CHECKER.redefine("integer", _is_integer)
    validator: Validator = extend(dialect, keywords, type_checker=types)({"$ref": base}, registry=registry)
    return validator


def _is_integer(_: TypeChecker, value: object) -> bool:
    if isinstance(value, Decimal | float):
        return value == value // 1
    return isinstance(value, int) and not isinstance(value, bool)


@lru_cache(maxsize=1024)
def _gate_of(keyword: str, value: Hashable) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({keyword: value}, validate_formats=True)


def _asks_gate(keyword: str) -> Keyword:
    """A keyword that jsonschema decides inexactly or in unbounded time, decided by jsonschema-rs."""

    def check(_: Validator, value: Hashable, instance: Json, __: object) -> Iterator[ValidationError]:
        for error in _gate_of(keyword, value).iter_errors(instance):
            yield ValidationError(type(error.kind).__name__)

    return check


def _matches(pattern: str, name: str) -> bool:
    return _gate_of("pattern", pattern).is_valid(name)


def _pattern_properties(at: Any, patterns: Any, instance: Any, _: object) -> Iterator[ValidationError]:
    for pattern, schema in patterns.items():
        for name in [name for name in table(instance) if _matches(pattern, name)]:
            yield from at.descend(instance[name], schema, path=name, schema_path=pattern)


def _additional_properties(at: Any, schema: Any, instance: Any, around: Any) -> Iterator[ValidationError]:
    patterns = around.get("patternProperties", {})
    for name in table(instance):
        if name in around.get("properties", {}) or any(_matches(pattern, name) for pattern in patterns):
            continue
        if schema is False:
            yield ValidationError("", path=[name])
        else:
            yield from at.descend(instance[name], schema, path=name)


def _property_names(at: Any, schema: Any, instance: Any, _: object) -> Iterator[ValidationError]:
    for name in table(instance):
        if errors := list(at.descend(name, schema)):
            yield ValidationError("", path=[name], context=errors)


def _alternatives(at: Any, schemas: Any, instance: Any, _: object) -> Iterator[ValidationError]:
    errors = [list(at.descend(instance, schema, schema_path=index)) for index, schema in enumerate(schemas)]
    if all(errors):
        yield ValidationError("", context=sum(errors, []))


def _one_of(at: Any, schemas: Any, instance: Any, around: Any) -> Iterator[ValidationError]:
    ...

"""A schema as jsonschema reads it, with the gate's answer where jsonschema is not exact or takes for ever."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend, validator_for
from referencing import Registry, Resource
from referencing.jsonschema import specification_with

from speclint.schema.format import table
from speclint.schema.load import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from jsonschema import TypeChecker

    from speclint.documents.pointer import Json

    Errors = Iterator[ValidationError]
    Explainer = Callable[[Json, int], list[ValidationError]]
    Keyword = Callable[..., Errors]

    class Walker(Protocol):
        """A validator on its way through a document and its schema."""

        def descend(
            self, instance: Json, schema: Json, path: str | None = None, schema_path: str | int | None = None
        ) -> Errors:
            """What a schema refuses one step further."""


_MAX_FOLLOWED = 20_000
"""References that jsonschema follows in one document, which takes it about a second."""
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def explainer(contents: Json, uri: str, retrieve: Callable[[str], Json]) -> Explainer:
    """Finds the errors of a document by jsonschema, as many as asked for.

    What a `$ref` leads to comes from `retrieve` alone. A document for which too many references are followed
    is left to the gate, which is faster by far: references that fork make a short schema take for ever.

    Raises:
        NotImplementedError: The schema is of a dialect of its own, whose words the gate alone knows.
    """
    if str(table(contents).get("$schema", DIALECTS[0])).rstrip("#") not in DIALECTS:
        raise NotImplementedError
    dialect = validator_for(table(contents), default=Draft202012Validator)
    left = _MAX_FOLLOWED

    def follows(keyword: str) -> Keyword:
        def check(*at: object) -> Errors:
            nonlocal left
            left -= 1
            if left < 0:
                raise NotImplementedError
            return follow(*at)

        follow: Keyword = dialect.VALIDATORS[keyword]
        return check

    keywords = {**_KEYWORDS, **{name: follows(name) for name in dialect.VALIDATORS if name in _REFERENCES}}
    known = {name: check for name, check in keywords.items() if name in dialect.VALIDATORS}
    types = dialect.TYPE_CHECKER.redefine("integer", _is_integer)
    registry, base = _registry(contents, uri, retrieve, dialect.META_SCHEMA["$schema"])
    extended = extend(dialect, known, type_checker=types)  # type: ignore[no-untyped-call]  # as it is
    validator = extended({"$ref": base}, registry=registry)

    def errors(document: Json, most: int) -> list[ValidationError]:
        nonlocal left
        left = _MAX_FOLLOWED
        return list(islice(validator.iter_errors(document), most))

    return errors


def _registry(
    contents: Json, uri: str, retrieve: Callable[[str], Json], dialect: str
) -> tuple[Registry[Any], str]:
    """The schema and all that it leads to, with the name of the schema among them."""
    specification = specification_with(dialect)

    def resource(contents: Json) -> Resource[Any]:
        # at the sight of a dialect jsonschema turns back to its own keywords
        undeclared = {name: value for name, value in table(contents).items() if name != "$schema"}
        return specification.create_resource(undeclared if isinstance(contents, dict) else contents)

    root = resource(contents)
    base = urljoin(uri, root.id() or "")
    registry = Registry(retrieve=lambda uri: resource(retrieve(uri)))  # type: ignore[call-arg]  # made by attrs
    return registry.with_resource(base, root), base


def _is_integer(_: TypeChecker, value: object) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


@lru_cache(maxsize=1024)
def _gate_of(keyword: str, value: Hashable) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({keyword: value}, validate_formats=True)


def _asks_gate(keyword: str) -> Keyword:
    """A keyword that jsonschema decides inexactly or in unbounded time, decided by jsonschema-rs."""

    def check(_: Walker, value: Hashable, instance: Json, __: object) -> Errors:
        for error in _gate_of(keyword, value).iter_errors(instance):
            yield ValidationError(type(error.kind).__name__)

    return check


def _matches(pattern: str, name: str) -> bool:
    return _gate_of("pattern", pattern).is_valid(name)


def _pattern_properties(at: Walker, patterns: Mapping[str, Json], instance: Json, _: object) -> Errors:
    for pattern, schema in patterns.items():
        for name, value in table(instance).items():
            if _matches(pattern, name):
                yield from at.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(at: Walker, schema: Json, instance: Json, around: Mapping[str, Json]) -> Errors:
    known, patterns = table(around.get("properties")), table(around.get("patternProperties"))
    for name, value in table(instance).items():
        if name in known or any(_matches(pattern, name) for pattern in patterns):
            continue
        if schema is False:
            yield ValidationError("", path=[name])
        else:
            yield from at.descend(value, schema, path=name)


def _property_names(at: Walker, schema: Json, instance: Json, _: object) -> Errors:
    for name in table(instance):
        if errors := list(at.descend(name, schema)):
            yield ValidationError("", path=[name], context=errors)


def _any_of(at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
    errors = [list(at.descend(instance, schema, schema_path=index)) for index, schema in enumerate(schemas)]
    if all(errors):
        yield ValidationError("", context=list(chain.from_iterable(errors)))


def _one_of(at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
    errors = [list(at.descend(instance, schema, schema_path=index)) for index, schema in enumerate(schemas)]
    if sum(not error for error in errors) != 1:
        yield ValidationError("", context=list(chain.from_iterable(errors)))


def _leaves_to_gate(*_: object) -> Errors:
    # jsonschema searches with patterns of unbounded time here
    raise NotImplementedError


_KEYWORDS: Mapping[str, Keyword] = {
    **{keyword: _asks_gate(keyword) for keyword in ("pattern", "format", "multipleOf", "uniqueItems")},
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "unevaluatedItems": _leaves_to_gate,
    "unevaluatedProperties": _leaves_to_gate,
}

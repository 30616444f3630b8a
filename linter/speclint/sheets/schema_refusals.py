"""What validators refuse in a document, whichever of the two found it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urljoin

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend, validator_for
from referencing import Registry, Resource
from referencing.jsonschema import specification_with

from speclint.pointer import resolve
from speclint.sheets.schema_sentence import Branch, Refusal
from speclint.sheets.schema_text import table

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from jsonschema import TypeChecker
    from jsonschema.protocols import Validator

    from speclint.pointer import Json, Steps

    Errors = Iterator[ValidationError]
    Keyword = Callable[[Any, Any, Any, Any], Errors]

    class Walker(Protocol):
        """A validator on its way through a document and its schema."""

        def descend(
            self, instance: Json, schema: Json, path: str | None = None, schema_path: str | int | None = None
        ) -> Errors:
            """What a schema refuses one step further."""

Kind = jsonschema_rs.ValidationErrorKind
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
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


@lru_cache(maxsize=1024)
def _gate_of(keyword: str, value: Hashable) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({keyword: value}, validate_formats=True)


def _asks_gate(keyword: str) -> Keyword:
    """A keyword that jsonschema decides inexactly or in unbounded time, decided by jsonschema-rs."""

    def check(_: Validator, value: Hashable, instance: Json, __: object) -> Errors:
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
    if sum(not each for each in errors) != 1:
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


def refusal(error: ValidationError, contents: Json) -> Refusal:
    """An error of jsonschema."""
    if error.validator is None:  # jsonschema loses the place of what a false schema refuses
        raise NotImplementedError
    keyword = str(error.validator)
    branches: tuple[Branch, ...] = ()
    if keyword in ("anyOf", "oneOf"):
        inner = defaultdict(list)
        for each in error.context:
            inner[each.relative_schema_path[0]].append(refusal(each, contents))
        schemas = [_followed(each, contents) for each in error.validator_value]
        branches = tuple([Branch(schema, tuple(inner[index])) for index, schema in enumerate(schemas)])
    elif error.context:
        branches = (Branch({}, tuple([refusal(each, contents) for each in error.context])),)
    return Refusal(
        tuple(error.absolute_path),
        keyword,
        error.validator_value,
        error.instance,
        table(error.schema),
        branches,
        gave_up=error.message == _GAVE_UP,
    )


def refusals_of_gate(
    error: jsonschema_rs.ValidationError, contents: Json, document: Json
) -> Iterator[Refusal]:
    """An error of jsonschema-rs; one that names several keys gives a refusal for each."""
    path = tuple(error.instance_path)
    keyword = str(error.schema_path[-1]) if error.schema_path else "false"
    schema = table(_at(contents, tuple(error.schema_path[:-1])))
    value, instance = schema.get(keyword, error.kind.value), _at(document, path)
    # in draft 4 exclusiveMinimum is true, and the limit is the minimum beside it
    told = Refusal(path, error.kind.name, error.kind.value if value is True else value, instance, schema)
    match error.kind:
        case Kind.AdditionalProperties(unexpected=names) | Kind.UnevaluatedProperties(unexpected=names):
            yield from (told._replace(steps=(*path, name)) for name in names)
        case Kind.FalseSchema() if keyword == "additionalProperties":
            yield from (told._replace(steps=(*path, name), keyword=keyword) for name in table(instance))
        case Kind.FalseSchema():
            yield told._replace(keyword="false")
        case Kind.Required(property=name):
            yield told._replace(value=[name])
        case Kind.Contains():
            yield told._replace(keyword=keyword)
        case Kind.AnyOf() | Kind.OneOfNotValid() | Kind.OneOfMultipleValid() as union:
            schemas = told.value if isinstance(told.value, list) else [None] * len(union.context)
            branches = [
                Branch(_followed(schema, contents), _all_of_gate(errors, contents, document))
                for schema, errors in zip(schemas, union.context, strict=True)
            ]
            yield told._replace(branches=tuple(branches))
        case Kind.PropertyNames(error=inner):
            name = str(inner.instance)
            there = {"steps": (*path, name), "instance": name}
            of_name = [each._replace(**there) for each in refusals_of_gate(inner, contents, document)]
            yield told._replace(steps=(*path, name), branches=(Branch({}, tuple(of_name)),))
        case kind:
            yield told._replace(gave_up=isinstance(kind, Kind.BacktrackLimitExceeded))


def _all_of_gate(
    errors: Iterable[jsonschema_rs.ValidationError], contents: Json, document: Json
) -> tuple[Refusal, ...]:
    return tuple([each for error in errors for each in refusals_of_gate(error, contents, document)])


def _followed(schema: object, contents: Json) -> Mapping[str, object]:
    """The schema, or, where it has no title of its own, what its references within the file lead to."""
    for _ in range(_FARTHEST):
        ref = table(schema).get("$ref")
        if "title" in table(schema) or not isinstance(ref, str) or not ref.startswith("#"):
            break
        try:
            schema = resolve(contents, unquote(ref[1:]))
        except (LookupError, ValueError):  # the name of an anchor
            return {}
    return table(schema)


def _at(value: Json, steps: Steps) -> Json:
    """What stands there, or null."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value

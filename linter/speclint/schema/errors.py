"""The errors of both validators, jsonschema and jsonschema-rs, in one form."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jsonschema_rs import ValidationErrorKind as Kind

from speclint.documents.pointer import resolve
from speclint.schema.format import as_object
from speclint.schema.results import Branch, KeywordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

    from speclint.documents.pointer import Json, Steps

_MAX_REFERENCES = 20
"""References that are followed to find a title."""


def keyword_error(error: ValidationError, contents: Json) -> KeywordError:
    """An error of jsonschema in the common form.

    Raises:
        NotImplementedError: a false schema rejected the value; jsonschema loses its place.
    """
    if error.validator is None:
        raise NotImplementedError
    keyword = str(error.validator)
    branches: tuple[Branch, ...] = ()
    if keyword in ("anyOf", "oneOf"):
        inner = defaultdict(list)
        for child in error.context:
            inner[child.relative_schema_path[0]].append(keyword_error(child, contents))
        alternatives: list[Json] = list(error.schema[keyword])  # type: ignore[index]  # a schema with this keyword
        schemas = [_titled_schema(alternative, contents) for alternative in alternatives]
        branches = tuple([Branch(schema, tuple(inner[index])) for index, schema in enumerate(schemas)])
    elif error.context:
        branches = (Branch({}, tuple([keyword_error(child, contents) for child in error.context])),)
    return KeywordError(
        tuple(error.absolute_path),
        keyword,
        error.validator_value,
        error.instance,
        as_object(error.schema),
        branches,
        gave_up=error.message == Kind.BacktrackLimitExceeded.__name__,
    )


def validator_errors(
    error: jsonschema_rs.ValidationError, contents: Json, document: Json
) -> Iterator[KeywordError]:
    """An error of jsonschema-rs in the common form; if it names several keys, one error for each."""
    path = tuple(error.instance_path)
    keyword = str(error.schema_path[-1]) if error.schema_path else "false"
    schema = as_object(_value_at(contents, tuple(error.schema_path[:-1])))
    value, instance = schema.get(keyword, error.kind.value), _value_at(document, path)
    # in draft 4 exclusiveMinimum is true, and the limit is the minimum beside it
    result = KeywordError(
        path, error.kind.name, error.kind.value if value is True else value, instance, schema
    )
    match error.kind:
        case Kind.AdditionalProperties(unexpected=names) | Kind.UnevaluatedProperties(unexpected=names):
            yield from (result._replace(steps=(*path, name)) for name in names)
        case Kind.FalseSchema() if keyword == "additionalProperties":
            yield from (result._replace(steps=(*path, name), keyword=keyword) for name in as_object(instance))
        case Kind.FalseSchema():
            yield result._replace(keyword="false")
        case Kind.Required(property=name):
            yield result._replace(value=[name])
        case Kind.Contains():
            yield result._replace(keyword=keyword)
        case Kind.AnyOf() | Kind.OneOfNotValid() | Kind.OneOfMultipleValid() as union:
            schemas = result.value if isinstance(result.value, list) else [None] * len(union.context)
            branches = [
                Branch(_titled_schema(schema, contents), _all_validator_errors(errors, contents, document))
                for schema, errors in zip(schemas, union.context, strict=True)
            ]
            yield result._replace(branches=tuple(branches))
        case Kind.PropertyNames(error=inner):
            name = str(inner.instance)
            inner_errors = validator_errors(inner, contents, document)
            of_name = [child._replace(steps=(*path, name), instance=name) for child in inner_errors]
            yield result._replace(steps=(*path, name), branches=(Branch({}, tuple(of_name)),))
        case kind:
            yield result._replace(gave_up=isinstance(kind, Kind.BacktrackLimitExceeded))


def _all_validator_errors(
    errors: Iterable[jsonschema_rs.ValidationError], contents: Json, document: Json
) -> tuple[KeywordError, ...]:
    return tuple([result for error in errors for result in validator_errors(error, contents, document)])


def _titled_schema(schema: object, contents: Json) -> Mapping[str, object]:
    """The schema, or the one that its references within the file lead to until one has a title."""
    for _ in range(_MAX_REFERENCES):
        ref = as_object(schema).get("$ref")
        if "title" in as_object(schema) or not isinstance(ref, str) or not ref.startswith("#"):
            break
        try:
            schema = resolve(contents, unquote(ref[1:]))
        except (LookupError, ValueError):  # the name of an anchor
            return {}
    return as_object(schema)


def _value_at(value: Json, steps: Steps) -> Json:
    """The value at these steps, or None."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value

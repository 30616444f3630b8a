"""What the two validators refuse in a document, in one form."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jsonschema_rs import ValidationErrorKind as Kind

from speclint.documents.pointer import resolve
from speclint.schema.format import table
from speclint.schema.messages import Branch, KeywordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

    from speclint.documents.pointer import Json, Steps

_FARTHEST = 20
"""References that are followed for a title."""


def keyword_error(error: ValidationError, contents: Json) -> KeywordError:
    """An error of jsonschema."""
    if error.validator is None:  # jsonschema loses the place of what a false schema refuses
        raise NotImplementedError
    keyword = str(error.validator)
    branches: tuple[Branch, ...] = ()
    if keyword in ("anyOf", "oneOf"):
        inner = defaultdict(list)
        for each in error.context:
            inner[each.relative_schema_path[0]].append(keyword_error(each, contents))
        written: list[Json] = list(error.schema[keyword])  # type: ignore[index]  # a schema with this keyword
        schemas = [_followed(each, contents) for each in written]
        branches = tuple([Branch(schema, tuple(inner[index])) for index, schema in enumerate(schemas)])
    elif error.context:
        branches = (Branch({}, tuple([keyword_error(each, contents) for each in error.context])),)
    return KeywordError(
        tuple(error.absolute_path),
        keyword,
        error.validator_value,
        error.instance,
        table(error.schema),
        branches,
        gave_up=error.message == Kind.BacktrackLimitExceeded.__name__,
    )


def validator_errors(
    error: jsonschema_rs.ValidationError, contents: Json, document: Json
) -> Iterator[KeywordError]:
    """An error of jsonschema-rs; one that names several keys gives a refusal for each."""
    path = tuple(error.instance_path)
    keyword = str(error.schema_path[-1]) if error.schema_path else "false"
    schema = table(_at(contents, tuple(error.schema_path[:-1])))
    value, instance = schema.get(keyword, error.kind.value), _at(document, path)
    # in draft 4 exclusiveMinimum is true, and the limit is the minimum beside it
    told = KeywordError(path, error.kind.name, error.kind.value if value is True else value, instance, schema)
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
            inner_refusals = validator_errors(inner, contents, document)
            of_name = [each._replace(steps=(*path, name), instance=name) for each in inner_refusals]
            yield told._replace(steps=(*path, name), branches=(Branch({}, tuple(of_name)),))
        case kind:
            yield told._replace(gave_up=isinstance(kind, Kind.BacktrackLimitExceeded))


def _all_of_gate(
    errors: Iterable[jsonschema_rs.ValidationError], contents: Json, document: Json
) -> tuple[KeywordError, ...]:
    return tuple([each for error in errors for each in validator_errors(error, contents, document)])


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

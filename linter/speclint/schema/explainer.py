"""Validation by jsonschema, with jsonschema-rs for keywords that it checks inexactly or in unbounded time."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend, validator_for
from referencing import Registry, Resource
from referencing.jsonschema import specification_with

from speclint import limits
from speclint.schema.format import as_object
from speclint.schema.load import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from jsonschema import TypeChecker

    from speclint.documents.pointer import Json

    Errors = Iterator[ValidationError]
    Explainer = Callable[[Json, int], list[ValidationError]]
    Keyword = Callable[..., Errors]

    class Walker(Protocol):
        """A validator that descends into a document and its schema."""

        def descend(
            self, instance: Json, schema: Json, path: str | None = None, schema_path: str | int | None = None
        ) -> Errors:
            """The errors of a member or item by its schema."""


_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def explainer(contents: Json, uri: str, retrieve: Callable[[str], Json]) -> Explainer:
    """A function that lists the errors of a document, up to a limit, by jsonschema.

    Targets of `$ref` come from `retrieve` alone. The function raises NotImplementedError for a document that
    needs too many references, since branching references take exponential time; jsonschema-rs is far faster.

    Raises:
        NotImplementedError: the schema declares a dialect that only jsonschema-rs can handle.
    """
    if str(as_object(contents).get("$schema", DIALECTS[0])).rstrip("#") not in DIALECTS:
        raise NotImplementedError
    dialect = validator_for(as_object(contents), default=Draft202012Validator)
    remaining = 0

    def counted(keyword: str) -> Keyword:
        def check(*at: object) -> Errors:
            nonlocal remaining
            remaining -= 1
            if remaining < 0:
                raise NotImplementedError
            return follow(*at)

        follow: Keyword = dialect.VALIDATORS[keyword]
        return check

    keywords = {**_KEYWORDS, **{name: counted(name) for name in dialect.VALIDATORS if name in _REFERENCES}}
    known = {name: check for name, check in keywords.items() if name in dialect.VALIDATORS}
    type_names = dialect.TYPE_CHECKER.redefine("integer", _is_integer)
    registry, base = _registry(contents, uri, retrieve, dialect.META_SCHEMA["$schema"])
    extended = extend(dialect, known, type_checker=type_names)  # type: ignore[no-untyped-call]  # as it is
    validator = extended({"$ref": base}, registry=registry)

    def errors(document: Json, limit: int) -> list[ValidationError]:
        nonlocal remaining
        remaining = limits.limit("references")
        return list(islice(validator.iter_errors(document), limit))

    return errors


def _registry(
    contents: Json, uri: str, retrieve: Callable[[str], Json], dialect: str
) -> tuple[Registry[Any], str]:
    """The registry of the schema and its references, and the URI of the schema in it."""
    specification = specification_with(dialect)

    def resource(contents: Json) -> Resource[Any]:
        # with a declared dialect jsonschema would use its own keywords instead of ours
        undeclared = {name: value for name, value in as_object(contents).items() if name != "$schema"}
        return specification.create_resource(undeclared if isinstance(contents, dict) else contents)

    root = resource(contents)
    base = urljoin(uri, root.id() or "")
    registry = Registry(retrieve=lambda uri: resource(retrieve(uri)))  # type: ignore[call-arg]  # made by attrs
    return registry.with_resource(base, root), base


def _is_integer(_: TypeChecker, value: object) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


@cache  # all patterns of a schema are met in turn
def _keyword_validator(keyword: str, value: Hashable) -> jsonschema_rs.Validator:
    options = jsonschema_rs.FancyRegexOptions(backtrack_limit=limits.limit("backtracks"))
    return jsonschema_rs.validator_for({keyword: value}, validate_formats=True, pattern_options=options)


def _as_validator(keyword: str) -> Keyword:
    """The check of a keyword by jsonschema-rs, since jsonschema is inexact or takes unbounded time."""

    def check(_: Walker, value: Hashable, instance: Json, __: object) -> Errors:
        for error in _keyword_validator(keyword, value).iter_errors(instance):
            yield ValidationError(type(error.kind).__name__)

    return check


def _matches(pattern: str, name: str) -> bool:
    return _keyword_validator("pattern", pattern).is_valid(name)


def _pattern_properties(at: Walker, patterns: Mapping[str, Json], instance: Json, _: object) -> Errors:
    for pattern, schema in patterns.items():
        for name, value in as_object(instance).items():
            if _matches(pattern, name):
                yield from at.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(at: Walker, schema: Json, instance: Json, around: Mapping[str, Json]) -> Errors:
    known, patterns = as_object(around.get("properties")), as_object(around.get("patternProperties"))
    for name, value in as_object(instance).items():
        if name in known or any(_matches(pattern, name) for pattern in patterns):
            continue
        if schema is False:
            yield ValidationError("", path=[name])
        else:
            yield from at.descend(value, schema, path=name)


def _property_names(at: Walker, schema: Json, instance: Json, _: object) -> Errors:
    for name in as_object(instance):
        if errors := _first(at.descend(name, schema)):
            yield ValidationError("", path=[name], context=errors)


def _first(errors: Errors) -> list[ValidationError]:
    """The errors of one alternative, as many as are reported of a document."""
    return list(islice(errors, limits.limit("violations") + 1))


def _any_of(at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
    errors = [_first(at.descend(instance, schema, schema_path=index)) for index, schema in enumerate(schemas)]
    if all(errors):
        yield ValidationError("", context=list(chain.from_iterable(errors)))


def _one_of(at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
    errors = [_first(at.descend(instance, schema, schema_path=index)) for index, schema in enumerate(schemas)]
    if sum(not error for error in errors) != 1:
        yield ValidationError("", context=list(chain.from_iterable(errors)))


def _required(_: Walker, names: list[str], instance: Json, __: object) -> Errors:
    # one error for all names: jsonschema yields one for each, and each lists all that are missing
    if isinstance(instance, dict) and not all(name in instance for name in names):
        yield ValidationError("")


def _dependencies(at: Walker, dependencies: Json, instance: Json, _: object) -> Errors:
    is_reported, present = False, as_object(instance)
    for name, needed in as_object(dependencies).items():
        if name not in present:
            continue
        if not isinstance(needed, list):
            yield from at.descend(instance, needed, schema_path=name)
        elif not is_reported and not all(other in present for other in needed):
            is_reported = True
            yield ValidationError("")


def _unsupported(*_: object) -> Errors:
    # jsonschema matches patterns in unbounded time here
    raise NotImplementedError


_KEYWORDS: Mapping[str, Keyword] = {
    **{keyword: _as_validator(keyword) for keyword in ("pattern", "format", "multipleOf", "uniqueItems")},
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependencies,
    "dependencies": _dependencies,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "unevaluatedItems": _unsupported,
    "unevaluatedProperties": _unsupported,
}

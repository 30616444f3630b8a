"""Validation by jsonschema, with jsonschema-rs for keywords that it checks inexactly or in unbounded time."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from jsonschema.validators import Draft202012Validator, extend, validator_for
from referencing import Registry, Resource
from referencing.jsonschema import specification_with

from speclint.schema.format import as_object
from speclint.schema.keywords import Keywords
from speclint.schema.load import DIALECTS
from speclint.schema.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema import TypeChecker
    from jsonschema.exceptions import ValidationError

    from speclint.documents.pointer import Json

    Explainer = Callable[[Json, int], Iterator[ValidationError]]


def explainer(contents: Json, uri: str, retrieve: Callable[[str], Json]) -> Explainer:
    """A function that finds the errors of a document, up to a limit, by jsonschema.

    Targets of `$ref` come from `retrieve` alone. What it finds ends with a NotImplementedError for a document
    that needs too many references or alternatives, since branching references take exponential time and
    jsonschema-rs is far faster, and with a TooManyError if there are too many errors for that.

    Raises:
        NotImplementedError: the schema declares a dialect that only jsonschema-rs can handle.
    """
    if str(as_object(contents).get("$schema", DIALECTS[0])).rstrip("#") not in DIALECTS:
        raise NotImplementedError
    dialect = validator_for(as_object(contents), default=Draft202012Validator)
    keywords = Keywords()
    type_names = dialect.TYPE_CHECKER.redefine("integer", _is_integer)
    registry, base = _registry(contents, uri, retrieve, dialect.META_SCHEMA["$schema"])
    extended = extend(dialect, keywords.of(dialect.VALIDATORS), type_checker=type_names)  # type: ignore[no-untyped-call]  # as it is
    validator = extended({"$ref": base}, registry=registry)

    def errors(document: Json, limit: int) -> Iterator[ValidationError]:
        keywords.start()
        yield from islice(validator.iter_errors(quiet(document)), limit)

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
    # kept, since the checks of keywords know lists of a schema by their id
    registry = Registry(retrieve=cache(lambda uri: resource(retrieve(uri))))  # type: ignore[call-arg]  # made by attrs
    return registry.with_resource(base, root), base


def _is_integer(_: TypeChecker, value: object) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)

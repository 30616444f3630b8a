"""Checks of keywords that jsonschema makes inexactly, or in time or memory without bounds."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol

import jsonschema_rs
from jsonschema.exceptions import ValidationError

from speclint.limits import limit
from speclint.schema.format import as_object, hashable, repeated_indexes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from speclint.documents.pointer import Json

    Errors = Iterator[ValidationError]
    Keyword = Callable[..., Errors]

    class Walker(Protocol):
        """A validator that descends into a document and its schema."""

        def descend(
            self, instance: Json, schema: Json, path: str | None = None, schema_path: str | int | None = None
        ) -> Errors:
            """The errors of a member or item by its schema."""


_PER_REFERENCE = 10
"""Alternatives and patterns that are tried in the time in which one reference is followed."""
_DENSE = 0.1
"""Share of the errors that may be kept from which on jsonschema-rs, which makes all at once, is not asked."""


class TooManyError(Exception):
    """A limit on the work in one document is exceeded."""

    def __init__(self, limit: str) -> None:
        """The error for the limit of that name."""
        super().__init__(limit)
        self.limit = limit


class Keywords:
    """The checks for one schema, which count their work in each document."""

    def __init__(self) -> None:
        """The checks for a schema."""
        self._validators: dict[tuple[str, Hashable], jsonschema_rs.Validator] = {}
        """By keyword and its value: as many as the schema has, since all may be met in turn."""
        self._allowed: dict[int, AbstractSet[object]] = {}
        """By the id of a list in the schema, the values in it."""
        self._references = self._tries = self._errors = self._most = 0

    def start(self) -> None:
        """Begin another document."""
        self._references = limit("references")
        self._tries = self._references * _PER_REFERENCE
        self._errors = limit("alternatives")
        self._most = limit("violations") + 1

    def of(self, known: Mapping[str, Keyword]) -> dict[str, Keyword]:
        """The checks by keyword, for those that a dialect knows."""
        checks: dict[str, Keyword] = {
            **{name: self._by_validator(name) for name in ("pattern", "format", "multipleOf")},
            **{name: self._reference(known[name]) for name in _REFERENCES if name in known},
            "enum": self._enum(known["enum"]),
            "patternProperties": self._pattern_properties,
            "additionalProperties": self._additional_properties,
            "propertyNames": self._property_names,
            "uniqueItems": _unique_items,
            "required": _required,
            "dependentRequired": _dependencies,
            "dependencies": _dependencies,
            "allOf": self._all_of,
            "anyOf": self._any_of,
            "oneOf": self._one_of,
            "unevaluatedItems": _unsupported,
            "unevaluatedProperties": _unsupported,
        }
        return {name: check for name, check in checks.items() if name in known}

    def _try(self) -> None:
        """Count an alternative or a pattern that is tried."""
        self._tries -= 1
        if self._tries < 0:
            self._give_up()

    def _give_up(self) -> None:
        """End where too many references or alternatives are tried.

        Raises:
            NotImplementedError: jsonschema-rs is to find the errors, which is far faster.
            TooManyError: there are too many of them for that.
        """
        most = limit("alternatives")
        if most - self._errors > _DENSE * most:
            raise TooManyError("references")  # noqa: EM101 - the name of a limit
        raise NotImplementedError

    def _reference(self, follow: Keyword) -> Keyword:
        def check(*at: object) -> Errors:
            self._references -= 1
            if self._references < 0:
                self._give_up()
            return follow(*at)

        return check

    def _validator(self, keyword: str, value: Hashable) -> jsonschema_rs.Validator:
        if (keyword, value) not in self._validators:
            options = jsonschema_rs.FancyRegexOptions(backtrack_limit=limit("backtracks"))
            self._validators[keyword, value] = jsonschema_rs.validator_for(
                {keyword: value}, validate_formats=True, pattern_options=options
            )
        return self._validators[keyword, value]

    def _by_validator(self, keyword: str) -> Keyword:
        def check(_: Walker, value: Hashable, instance: Json, __: object) -> Errors:
            if isinstance(instance, list | dict):
                return
            plain = str(instance) if isinstance(instance, str) else instance
            for error in self._validator(keyword, value).iter_errors(plain):
                yield ValidationError(type(error.kind).__name__)

        return check

    def _enum(self, compare: Keyword) -> Keyword:
        # jsonschema compares a value with each one, and lists them all in its message
        def check(at: Walker, values: list[Json], instance: Json, around: object) -> Errors:
            if isinstance(instance, list | dict):
                yield from compare(at, values, instance, around)
            elif hashable(instance) not in self._set(values):
                yield ValidationError("")

        return check

    def _set(self, values: list[Json]) -> AbstractSet[object]:
        if id(values) not in self._allowed:
            self._allowed[id(values)] = frozenset(map(hashable, values))
        return self._allowed[id(values)]

    def _matches(self, pattern: str, name: str) -> bool:
        self._try()
        return self._validator("pattern", pattern).is_valid(name)

    def _pattern_properties(
        self, at: Walker, patterns: Mapping[str, Json], instance: Json, _: object
    ) -> Errors:
        for pattern, schema in patterns.items():
            for name, value in as_object(instance).items():
                if self._matches(pattern, name):
                    yield from at.descend(value, schema, path=name, schema_path=pattern)

    def _additional_properties(
        self, at: Walker, schema: Json, instance: Json, around: Mapping[str, Json]
    ) -> Errors:
        known, patterns = as_object(around.get("properties")), as_object(around.get("patternProperties"))
        for name, value in as_object(instance).items():
            if name in known or any(self._matches(pattern, name) for pattern in patterns):
                continue
            if schema is False:
                yield ValidationError("", path=[name])
            else:
                yield from at.descend(value, schema, path=name)

    def _property_names(self, at: Walker, schema: Json, instance: Json, _: object) -> Errors:
        for name in as_object(instance):
            if errors := self._kept(at.descend(name, schema)):
                yield ValidationError("", path=[name], context=errors)

    def _all_of(self, at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
        for index, schema in enumerate(schemas):
            self._try()
            yield from at.descend(instance, schema, schema_path=index)

    def _any_of(self, at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
        left, errors = self._errors, []
        for index, schema in enumerate(schemas):
            self._try()
            found = self._kept(at.descend(instance, schema, schema_path=index))
            if not found:
                self._errors = left
                return
            errors += found
        yield from self._union(errors, left)

    def _one_of(self, at: Walker, schemas: list[Json], instance: Json, _: object) -> Errors:
        left, errors, matching = self._errors, [], 0
        for index, schema in enumerate(schemas):
            self._try()
            found = self._kept(at.descend(instance, schema, schema_path=index))
            errors += found
            matching += not found
        if matching == 1:
            self._errors = left
        else:
            self._keep(matching)
            yield from self._union(errors, left)

    def _union(self, errors: list[ValidationError], left: int) -> Errors:
        """The error of a value that fits no alternative, or too many, with theirs."""
        try:
            yield ValidationError("", context=errors)
        except GeneratorExit:
            # it was asked whether there is an error, which is not kept
            self._errors = left
            raise

    def _kept(self, errors: Errors) -> list[ValidationError]:
        """The errors of one alternative, as many as are reported of a document."""
        found = list(islice(errors, self._most))
        self._keep(len(found))
        return found

    def _keep(self, count: int) -> None:
        """Count errors that are kept.

        Raises:
            TooManyError: there are too many.
        """
        self._errors -= count
        if self._errors < 0:
            raise TooManyError("alternatives")  # noqa: EM101 - the name of a limit


def _unique_items(_: Walker, is_asked: object, instance: Json, __: object) -> Errors:
    if is_asked is True and repeated_indexes(instance)[1]:
        yield ValidationError("")


def _required(_: Walker, names: Collection[str], instance: Json, __: object) -> Errors:
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


_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

"""What validation gives: errors of keywords as validators report them, and the violations made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.documents.pointer import Steps


class KeywordError(NamedTuple):
    """A violated keyword of a schema, as a validator reports it."""

    steps: Steps
    """Steps to the invalid value, or to the key if that is not allowed."""
    keyword: str
    """The violated keyword; `false` for a schema that is false."""
    value: object
    """The value of the keyword in the schema."""
    instance: object
    """The invalid value, or the object that holds a key that is not allowed."""
    schema: Mapping[str, object]
    """The schema with the keyword; empty if unknown."""
    branches: tuple[Branch, ...] = ()
    """The alternatives of `anyOf` and `oneOf`; under `propertyNames` the errors of the key itself."""
    closest: str = ""
    """The absent known key that an unknown key most resembles, or the allowed value that another does."""
    gave_up: bool = False
    """Whether matching a pattern exceeded the limit of steps."""


class Branch(NamedTuple):
    """One alternative of a schema with its errors; the value matches it if there are none."""

    schema: Mapping[str, object]
    errors: tuple[KeywordError, ...]


class SchemaViolation(NamedTuple):
    """One cause for which a document is invalid, with its message."""

    pointer: str
    """The place to report."""
    blocks: str | None
    """The place whose figures no rule reads; None if what is written is valid, as beside a missing key."""
    message: str
    help: str | None
    keyword: str
    """The violated keyword of JSON Schema; `false` for a schema that is false."""
    arguments: tuple[str, ...] = ()
    """The keys that are missing, and what requires them: more than one may be missing at a place."""
    literal: str = ""
    """The JSON text that is meant, where that is certain: the number that a string holds."""

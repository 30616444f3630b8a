"""Messages for the keywords of JSON Schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.documents.message_text import join
from speclint.schema.format import (
    as_object,
    count_of,
    describe,
    plain_text,
    quoted,
    repeated_indexes,
    type_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from speclint.schema.results import KeywordError

_MAX_LISTED = 8
"""Values or keys that a message lists; of more it gives their number or nothing."""

_LIMITS = {
    "minimum": "is below the minimum",
    "maximum": "is above the maximum",
    "exclusiveMinimum": "is not greater than",
    "exclusiveMaximum": "is not less than",
    "multipleOf": "is not a multiple of",
}
_COUNTS = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
    "minProperties": ("at least", "key"),
    "maxProperties": ("at most", "key"),
}
_FORMATS = {
    "date": "a calendar date, year-month-day",
    "time": "a time of day such as 08:30:00Z",
    "date-time": "a date and time such as 2023-10-11T08:30:00Z",
    "email": "an e-mail address",
    "json-pointer": "a JSON pointer such as /a/b",
    "regex": "a regular expression",
    "uri": "an address such as https://example.org/page",
}

UNKNOWN = ("additionalProperties", "unevaluatedProperties")
"""Keywords that reject keys which the schema does not know."""
EXTRA = ("items", "additionalItems")
"""Keywords that reject items after those listed in the schema."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?")


def message_for(error: KeywordError) -> str:
    """The message for an error: what is written, and what the schema expects."""
    message = _MESSAGES.get(error.keyword)
    if message is None:
        return f"{quoted(error.instance)} is refused by {quoted(error.keyword)} of the schema"
    return message(error)


def _limit_message(error: KeywordError) -> str:
    # before draft 6 exclusiveMinimum is a boolean that qualifies the minimum beside it
    exclusive = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}.get(error.keyword, "")
    relation = _LIMITS[exclusive if error.schema.get(exclusive) is True else error.keyword]
    return f"{quoted(error.instance)} {relation} {quoted(error.value)}"


def _count_message(error: KeywordError) -> str:
    bound, noun = _COUNTS[error.keyword]
    content = error.instance if isinstance(error.instance, str | list | dict) else ()
    text = f" in {quoted(content)}" if content and isinstance(content, str) else ""
    return f"expected {bound} {count_of(error.value, noun)}, found {len(content) or 'none'}{text}"


def _type_message(error: KeywordError) -> str:
    examples = _examples(error.schema) if isinstance(error.value, list) else ""
    such_as = f", such as {examples}" if examples else ""
    return f"expected {type_names(error.value)}{such_as}, found {describe(error.instance)}"


def allowed_values(error: KeywordError) -> list[object]:
    """The values that `const` or `enum` allows; none for another keyword."""
    if error.keyword == "const":
        return [error.value]
    return error.value if error.keyword == "enum" and isinstance(error.value, list) else []


def allowed_values_message(instance: object, allowed: Sequence[object], closest: str) -> str:
    """The message for a value that is none of those allowed, with the one that it most resembles, if any."""
    if not allowed:
        return f"{quoted(instance)} is found where no value is allowed"
    if len(allowed) == 1:
        return f"expected {quoted(allowed[0])}, found {describe(instance)}"
    few = len(allowed) <= _MAX_LISTED
    listed = join([quoted(value) for value in allowed], ", ") if few else f"{len(allowed)} allowed values"
    return f"{quoted(instance)} is not one of {listed}{_suggestion(closest)}"


def _suggestion(name: str) -> str:
    return f"; did you mean {quoted(name)}?" if name else ""


def _pattern_message(error: KeywordError) -> str:
    if error.gave_up:
        return f"{quoted(error.instance)} takes too long to match with the pattern {plain_text(error.value)}"
    expected = description_of(error.schema) or f"text that matches {plain_text(error.value)}"
    return f"{quoted(error.instance)} does not have the expected form: {expected}"


def _format_message(error: KeywordError) -> str:
    name = plain_text(error.value)
    return f"{quoted(error.instance)} is not {_FORMATS.get(name, f'a valid {name}')}"


def _unknown_key_message(error: KeywordError) -> str:
    known = list(as_object(error.schema.get("properties")))
    is_complete = error.keyword == "additionalProperties" and "patternProperties" not in error.schema
    names = (
        join([quoted(name) for name in known], ", ") if is_complete and 0 < len(known) <= _MAX_LISTED else ""
    )
    allowed = f"; allowed here: {names}" if names else ""
    return f"unknown key {quoted(error.steps[-1])}{_suggestion(error.closest) or allowed}"


def missing_keys(error: KeywordError) -> Iterator[tuple[str, str]]:
    """The missing keys, each with the key that requires it, which is empty if the object itself does."""
    present = as_object(error.instance)
    required = error.value.items() if isinstance(error.value, dict) else [("", error.value)]
    for required_by, names in required:
        if isinstance(names, list) and (not required_by or required_by in present):
            yield from ((name, required_by) for name in names if name not in present)


def _extra_items_message(error: KeywordError) -> str:
    items = error.instance if isinstance(error.instance, list) else []
    return f"expected at most {count_of(tuple_length(error), 'item')}, found {len(items)}"


def tuple_length(error: KeywordError) -> int:
    """The number of items that the schema describes one by one."""
    items = error.schema.get("prefixItems", error.schema.get("items"))
    return len(items) if isinstance(items, list) else 0


def _repeated_item_message(error: KeywordError) -> str:
    first, second = repeated_indexes(error.instance)
    item = error.instance[second] if isinstance(error.instance, list) else None
    return f"{quoted(item)} is in this array twice, as item {first + 1} and item {second + 1}"


def _contains_message(error: KeywordError) -> str:
    minimum, maximum = error.schema.get("minContains", 1), error.schema.get("maxContains")
    bound = f"at most {quoted(maximum)}" if error.keyword == "maxContains" else f"at least {quoted(minimum)}"
    expected = description_of(as_object(error.schema.get("contains")))
    return f"expected {bound} of the items to be {expected or 'as the schema asks'}"


def _not_message(error: KeywordError) -> str:
    match error.value:
        case {"required": [_, _, *_] as names}:
            return f"{join([quoted(name) for name in names], ' and ')} are not allowed together"
        case {"required": [name]}:
            return f"{quoted(name)} is not allowed here"
        case _:
            excluded = description_of(as_object(error.value))
            return f"{quoted(error.instance)} is not allowed here" + (f": {excluded}" if excluded else "")


def _false_message(error: KeywordError) -> str:
    match error.steps[-1:]:
        case (str() as name,):
            return f"the key {quoted(name)} is not allowed here"
        case (int() as index,):
            return f"item {index + 1} is not allowed here"
        case _:
            return "the schema allows no document"


def description_of(schema: Mapping[str, object]) -> str:
    """The title of a schema, else its description, else nothing."""
    return plain_text(schema.get("title") or schema.get("description") or "")


def _examples(schema: Mapping[str, object]) -> str:
    examples = schema.get("examples")
    return (
        join([quoted(example) for example in examples[:3]]) if examples and isinstance(examples, list) else ""
    )


def quoted_number(error: KeywordError) -> str:
    """The number in a string where the schema allows that number, but no string; else empty."""
    if not isinstance(error.instance, str) or not _NUMBER.fullmatch(error.instance):
        return ""
    at_root = [inner for branch in error.branches for inner in branch.errors if inner.steps == error.steps]
    is_meant = any(
        inner.keyword == "type" and "number" in type_names(inner.value) for inner in (error, *at_root)
    )
    return str(error.instance) if is_meant else ""


def help_for(error: KeywordError) -> str | None:
    """How to correct the value: how it is written, examples, or its description; None if unknown."""
    if error.keyword in UNKNOWN:
        meant = as_object(error.schema.get("properties")).get(error.closest)
        return description_of(as_object(meant)) or None
    if number := quoted_number(error):
        return f"write the number without quotes: {number}"
    examples = "" if isinstance(error.value, list) else _examples(error.schema)
    if examples and error.keyword in ("type", "format", "pattern"):
        return f"for example {examples}"
    return None if error.keyword == "pattern" else description_of(error.schema) or None


_MESSAGES: Mapping[str, Callable[[KeywordError], str]] = {
    "type": _type_message,
    "const": lambda error: allowed_values_message(error.instance, allowed_values(error), error.closest),
    "enum": lambda error: allowed_values_message(error.instance, allowed_values(error), error.closest),
    "pattern": _pattern_message,
    "format": _format_message,
    **dict.fromkeys(_LIMITS, _limit_message),
    **dict.fromkeys(_COUNTS, _count_message),
    **dict.fromkeys(UNKNOWN, _unknown_key_message),
    **dict.fromkeys(EXTRA, _extra_items_message),
    "unevaluatedItems": lambda error: f"{describe(error.instance)} has more of them than are allowed",
    "uniqueItems": _repeated_item_message,
    **dict.fromkeys(("contains", "minContains", "maxContains"), _contains_message),
    "not": _not_message,
    "false": _false_message,
}

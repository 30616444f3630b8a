"""One sentence for each keyword of JSON Schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from speclint.schema.format import (
    counted,
    found,
    join,
    nearest,
    plain,
    quoted,
    repeated_items,
    table,
    types,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from speclint.documents.pointer import Steps

_FEW = 8

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
EXTRA = ("items", "additionalItems")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?")


class KeywordError(NamedTuple):
    """One thing that a schema refuses in a document, as a validator found it."""

    steps: Steps
    """The value at fault; the place of the key for a key that is not allowed."""
    keyword: str
    """The keyword that refuses; `false` for a schema that is false."""
    value: object
    """What the schema says under the keyword."""
    instance: object
    """The value at fault; the object that holds the key for a key that is not allowed."""
    schema: Mapping[str, object]
    """The schema that holds the keyword; empty where it is not known."""
    branches: tuple[Branch, ...] = ()
    """The alternatives of `anyOf` and `oneOf`; what the key itself is refused for under `propertyNames`."""
    gave_up: bool = False
    """The value takes more steps to match with a pattern than a match is given."""


class Branch(NamedTuple):
    """One alternative of a schema and what it refuses; it fits where it refuses nothing."""

    schema: Mapping[str, object]
    refusals: tuple[KeywordError, ...]


def message_for(refusal: KeywordError) -> str:
    """The sentence for one refusal: what is written, and what the schema asks for."""
    sentence = _SENTENCES.get(refusal.keyword)
    if sentence is None:
        return f"{quoted(refusal.instance)} is refused by {quoted(refusal.keyword)} of the schema"
    return sentence(refusal)


def _say_limit(refusal: KeywordError) -> str:
    # before draft 6 exclusiveMinimum is true or false, beside the minimum that it sharpens
    sharper = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}.get(refusal.keyword, "")
    relation = _LIMITS[sharper if refusal.schema.get(sharper) is True else refusal.keyword]
    return f"{quoted(refusal.instance)} {relation} {quoted(refusal.value)}"


def _say_count(refusal: KeywordError) -> str:
    bound, noun = _COUNTS[refusal.keyword]
    held = refusal.instance if isinstance(refusal.instance, str | list | dict) else ()
    text = f" in {quoted(held)}" if held and isinstance(held, str) else ""
    return f"expected {bound} {counted(refusal.value, noun)}, found {len(held) or 'none'}{text}"


def _say_type(refusal: KeywordError) -> str:
    examples = _examples(refusal.schema) if isinstance(refusal.value, list) else ""
    such = f", such as {examples}" if examples else ""
    return f"expected {types(refusal.value)}{such}, found {found(refusal.instance)}"


def choices(refusal: KeywordError) -> list[object]:
    """The values that `const` or `enum` allows."""
    if refusal.keyword == "const":
        return [refusal.value]
    return refusal.value if refusal.keyword == "enum" and isinstance(refusal.value, list) else []


def choices_message(instance: object, allowed: Sequence[object]) -> str:
    """The sentence for a value that is none of those allowed."""
    if not allowed:
        return f"{quoted(instance)} stands where no value is allowed"
    if len(allowed) == 1:
        return f"expected {quoted(allowed[0])}, found {found(instance)}"
    few = len(allowed) <= _FEW
    named = join([quoted(each) for each in allowed], ", ") if few else f"{len(allowed)} allowed values"
    texts = [each for each in allowed if isinstance(each, str)]
    near = nearest(instance, texts) if isinstance(instance, str) else ""
    return f"{quoted(instance)} is not one of {named}{_did_you_mean(near)}"


def _did_you_mean(name: str) -> str:
    return f"; did you mean {quoted(name)}?" if name else ""


def _say_pattern(refusal: KeywordError) -> str:
    if refusal.gave_up:
        return f"{quoted(refusal.instance)} takes too long to match with the pattern {plain(refusal.value)}"
    asked = described(refusal.schema) or f"text that matches {plain(refusal.value)}"
    return f"{quoted(refusal.instance)} does not have the form asked for: {asked}"


def _say_format(refusal: KeywordError) -> str:
    name = plain(refusal.value)
    return f"{quoted(refusal.instance)} is not {_FORMATS.get(name, f'a valid {name}')}"


def _say_unknown(refusal: KeywordError) -> str:
    known = list(table(refusal.schema.get("properties")))
    told = refusal.keyword == "additionalProperties" and "patternProperties" not in refusal.schema
    names = join([quoted(name) for name in known], ", ") if told and 0 < len(known) <= _FEW else ""
    allowed = f"; allowed here: {names}" if names else ""
    return f"unknown key {quoted(refusal.steps[-1])}{_did_you_mean(closest_key(refusal)) or allowed}"


def closest_key(refusal: KeywordError) -> str:
    """The known key that one that is not allowed stands for: the nearest that is not there yet, or none."""
    known, held = table(refusal.schema.get("properties")), table(refusal.instance)
    return nearest(str(refusal.steps[-1]), [name for name in known if name not in held])


def missing(refusal: KeywordError) -> Iterator[tuple[str, str]]:
    """The names that are missing, each with the key that needs it, if one does."""
    held = table(refusal.instance)
    asked = refusal.value.items() if isinstance(refusal.value, dict) else [("", refusal.value)]
    for needed_by, names in asked:
        if isinstance(names, list) and (not needed_by or needed_by in held):
            yield from ((name, needed_by) for name in names if name not in held)


def _say_extra(refusal: KeywordError) -> str:
    held = refusal.instance if isinstance(refusal.instance, list) else []
    return f"expected at most {counted(listed_items(refusal), 'item')}, found {len(held)}"


def listed_items(refusal: KeywordError) -> int:
    """For how many items of an array the schema says something one by one."""
    items = refusal.schema.get("prefixItems", refusal.schema.get("items"))
    return len(items) if isinstance(items, list) else 0


def _say_repeated(refusal: KeywordError) -> str:
    first, again = repeated_items(refusal.instance)
    item = refusal.instance[again] if isinstance(refusal.instance, list) else None
    return f"{quoted(item)} is in this array twice, as item {first + 1} and item {again + 1}"


def _say_contains(refusal: KeywordError) -> str:
    least, most = refusal.schema.get("minContains", 1), refusal.schema.get("maxContains")
    bound = f"at most {quoted(most)}" if refusal.keyword == "maxContains" else f"at least {quoted(least)}"
    asked = described(table(refusal.schema.get("contains")))
    return f"expected {bound} of the items to be {asked or 'as the schema asks'}"


def _say_not(refusal: KeywordError) -> str:
    match refusal.value:
        case {"required": [_, _, *_] as names}:
            return f"{join([quoted(name) for name in names], ' and ')} may not stand together"
        case {"required": [name]}:
            return f"{quoted(name)} is not allowed here"
        case _:
            asked = described(table(refusal.value))
            return f"{quoted(refusal.instance)} is not allowed here" + (f": {asked}" if asked else "")


def _say_false(refusal: KeywordError) -> str:
    match refusal.steps[-1:]:
        case (str() as name,):
            return f"the key {quoted(name)} is not allowed here"
        case (int() as index,):
            return f"item {index + 1} is not allowed here"
        case _:
            return "the schema allows no document"


def described(schema: Mapping[str, object]) -> str:
    """What a schema says of itself: its title, else its description, else nothing."""
    return plain(schema.get("title") or schema.get("description") or "")


def _examples(schema: Mapping[str, object]) -> str:
    examples = schema.get("examples")
    return join([quoted(each) for each in examples[:3]]) if examples and isinstance(examples, list) else ""


def help_for(refusal: KeywordError) -> str | None:
    """What helps to mend a value: how to write it, examples of good ones, or what the schema says of it."""
    if refusal.keyword in UNKNOWN:
        named = table(refusal.schema.get("properties")).get(closest_key(refusal))
        return described(table(named)) or None
    wants_number = refusal.keyword == "type" and ("number" in types(refusal.value))
    if wants_number and isinstance(refusal.instance, str) and _NUMBER.fullmatch(refusal.instance):
        return f"write the number without quotes: {plain(refusal.instance)}"
    examples = "" if isinstance(refusal.value, list) else _examples(refusal.schema)
    if examples and refusal.keyword in ("type", "format", "pattern"):
        return f"for example {examples}"
    return None if refusal.keyword == "pattern" else described(refusal.schema) or None


_SENTENCES: Mapping[str, Callable[[KeywordError], str]] = {
    "type": _say_type,
    "const": lambda refusal: choices_message(refusal.instance, choices(refusal)),
    "enum": lambda refusal: choices_message(refusal.instance, choices(refusal)),
    "pattern": _say_pattern,
    "format": _say_format,
    **dict.fromkeys(_LIMITS, _say_limit),
    **dict.fromkeys(_COUNTS, _say_count),
    **dict.fromkeys(UNKNOWN, _say_unknown),
    **dict.fromkeys(EXTRA, _say_extra),
    "unevaluatedItems": lambda refusal: f"{found(refusal.instance)} has more of them than are allowed",
    "uniqueItems": _say_repeated,
    **dict.fromkeys(("contains", "minContains", "maxContains"), _say_contains),
    "not": _say_not,
    "false": _say_false,
}

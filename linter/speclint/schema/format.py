"""Values, names and lists of a schema message: on one line, never long, every character printable."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.documents.message_text import join, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.documents.pointer import Json

_MAX_TEXT = 160
MAX_NAME = 100
"""Characters of an unknown name that are compared: a longer one resembles none, and is slow to compare."""
_MAX_SHOWN_ITEMS = 3
_MAX_SHORT_NAME = 3

_TYPES = {
    "array": "an array",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


def plain_text(text: object) -> str:
    """Text of a schema as part of a sentence: at most 160 characters, without a final full stop."""
    return printable(str(text).strip().removesuffix("."), _MAX_TEXT)


def quoted(value: object) -> str:
    """A value as JSON: text and numbers up to 40 characters, the items of a small flat array or object."""
    match value:
        case str():
            text = '"' + printable(value).replace('"', '\\"') + '"'
        case None | bool():
            text = "null" if value is None else str(value).lower()
        case list() if 0 < len(value) <= _MAX_SHOWN_ITEMS and _is_flat(value):
            text = f"[{', '.join([quoted(item) for item in value])}]"
        case dict() if len(value) == 1 and _is_flat(value.values()):
            text = "".join([f"{{{quoted(name)}: {quoted(member)}}}" for name, member in value.items()])
        case list() | dict():
            text = describe(value)
        case int():
            text = printable(str(Decimal(value)))  # str(int) refuses more than 4,300 digits
        case _:
            text = printable(str(value))
    return text


def _is_flat(values: Iterable[object]) -> bool:
    return not any(isinstance(value, list | dict) for value in values)


def describe(value: object) -> str:
    """The type of a value in words, with the value itself if it is a string or a number."""
    match value:
        case str():
            return f"the string {quoted(value)}"
        case None | bool():
            return quoted(value)
        case list():
            return f"an array of {count_of(len(value), 'item')}" if value else "an empty array"
        case dict():
            return f"an object with {count_of(len(value), 'key')}" if value else "an empty object"
        case _:
            return f"the number {quoted(value)}"


def count_of(number: object, noun: str) -> str:
    """A number of things, as `1 item` or `2 items`."""
    return f"{quoted(number)} {noun}" if number == 1 else f"{quoted(number)} {noun}s"


def type_names(names: object) -> str:
    """The types that the keyword `type` allows, as `a number or a string`."""
    allowed = names if isinstance(names, list) else [names]
    return join([_TYPES.get(str(name), plain_text(name)) for name in allowed])


def closest_match(name: str, names: Sequence[str]) -> str:
    """The name probably meant: equal but for case, blanks and dashes, else similar; empty if none is."""
    from difflib import get_close_matches

    by_form = {folded(candidate): candidate for candidate in names}
    sought = folded(name[:MAX_NAME])
    if sought in by_form:
        return by_form[sought]
    # short names such as the units kW, W, hp and PS share a letter by chance
    close = get_close_matches(sought, by_form, n=1, cutoff=0.6 if len(sought) > _MAX_SHORT_NAME else 0.75)
    return by_form[close[0]] if close else ""


def folded(name: str) -> str:
    """The name without case, blanks and dashes."""
    return name.casefold().translate({ord(char): None for char in "-_ "})


def repeated_indexes(items: object) -> tuple[int, int]:
    """The indexes of the first item that is repeated and of its repetition; 0 and 0 if none is."""
    first: dict[object, int] = {}
    for index, item in enumerate(items if isinstance(items, list) else []):
        if (earlier := first.setdefault(hashable(item), index)) != index:
            return earlier, index
    return 0, 0


def hashable(value: object) -> object:
    """A hashable value that equals another exactly where JSON Schema calls the two equal."""
    match value:
        case bool():
            return bool, value
        case list():
            return tuple([hashable(item) for item in value])
        case dict():
            return frozenset([(name, hashable(member)) for name, member in value.items()])
        case _:
            return value


def as_object(value: object) -> Mapping[str, Json]:
    """The value if it is an object, else an empty one: a schema may be a boolean or unknown."""
    return value if isinstance(value, dict) else {}

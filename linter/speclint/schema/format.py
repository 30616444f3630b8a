"""Values, names and lists of a schema message: on one line, never long, every character visible."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.documents.scanner import printable as visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.documents.pointer import Json

_MAX_TEXT = 160
_MAX_NAME = 100
_FEW_ITEMS = 3
_SHORT_NAME = 3

_TYPES = {
    "array": "an array",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


def plain(text: object) -> str:
    """Text of a schema as part of a sentence: at most 160 characters, without its closing full stop."""
    return visible(str(text).strip().removesuffix("."), _MAX_TEXT)


def quoted(value: object) -> str:
    """A value as JSON: at most 40 characters of text and numbers, the content of a small array or object."""
    match value:
        case str():
            text = '"' + visible(value).replace('"', '\\"') + '"'
        case None | bool():
            text = "null" if value is None else str(value).lower()
        case list() if 0 < len(value) <= _FEW_ITEMS and _is_flat(value):
            text = f"[{', '.join([quoted(each) for each in value])}]"
        case dict() if len(value) == 1 and _is_flat(value.values()):
            text = "".join([f"{{{quoted(name)}: {quoted(each)}}}" for name, each in value.items()])
        case list() | dict():
            text = found(value)
        case int():
            text = visible(str(Decimal(value)))  # str(int) refuses more than 4,300 digits
        case _:
            text = visible(str(value))
    return text


def _is_flat(values: Iterable[object]) -> bool:
    return not any(isinstance(value, list | dict) for value in values)


def found(value: object) -> str:
    """What kind of value it is, with the value itself where it is a string or a number."""
    match value:
        case str():
            return f"the string {quoted(value)}"
        case None | bool():
            return quoted(value)
        case list():
            return f"an array of {counted(len(value), 'item')}" if value else "an empty array"
        case dict():
            return f"an object with {counted(len(value), 'key')}" if value else "an empty object"
        case _:
            return f"the number {quoted(value)}"


def counted(number: object, noun: str) -> str:
    """A number of things, as `1 item` or `2 items`."""
    return f"{quoted(number)} {noun}" if number == 1 else f"{quoted(number)} {noun}s"


def types(names: object) -> str:
    """What the keyword `type` asks for, as `a number or a string`."""
    each = names if isinstance(names, list) else [names]
    return join([_TYPES.get(str(name), plain(name)) for name in each])


def join(texts: Iterable[str], last: str = " or ") -> str:
    """Texts as a list in a sentence, each once."""
    each = list(dict.fromkeys(texts))
    return last.join([*filter(None, [", ".join(each[:-1])]), *each[-1:]])


def nearest(name: str, names: Sequence[str]) -> str:
    """What was meant: the same name but for case, blanks and dashes, else a close one, else nothing."""
    from difflib import get_close_matches

    folded = {_folded(each): each for each in names}
    sought = _folded(name[:_MAX_NAME])  # what is longer is near to nothing, and takes long to compare
    if sought in folded:
        return folded[sought]
    # one letter in common is no sign among units such as kW, W, hp, PS
    close = get_close_matches(sought, folded, n=1, cutoff=0.6 if len(sought) > _SHORT_NAME else 0.75)
    return folded[close[0]] if close else ""


def _folded(name: str) -> str:
    return name.casefold().translate({ord(char): None for char in "-_ "})


def repeated_items(items: object) -> tuple[int, int]:
    """The index of the first item that comes again, and the index where it does; 0 and 0 if none does."""
    first: dict[object, int] = {}
    for index, item in enumerate(items if isinstance(items, list) else []):
        if (earlier := first.setdefault(_frozen(item), index)) != index:
            return earlier, index
    return 0, 0


def _frozen(value: object) -> object:
    """A value that equals another exactly where JSON Schema calls the two equal."""
    match value:
        case bool():
            return bool, value
        case list():
            return tuple([_frozen(each) for each in value])
        case dict():
            return frozenset([(name, _frozen(each)) for name, each in value.items()])
        case _:
            return value


def table(value: object) -> Mapping[str, Json]:
    """The value where it is an object, else an empty one: a schema may be true or false, or not be known."""
    return value if isinstance(value, dict) else {}

"""JSON bytes to values with exact digits, and what keeps bytes from being such values.

Integers become `int`; figures with a point or an exponent become `Decimal` with the digits as written, so
`1.50` stays distinct from `1.5`. Where RFC 8259 leaves a choice, a document is UTF-8 without byte order mark,
nests at most `MAX_DEPTH` levels and holds no half of a surrogate pair. Its numbers are zero or lie between
1e-307 and 1e308, with at most `MAX_DIGITS` digits, so that none overflows or vanishes as a float (binary64).
"""

from __future__ import annotations

import re
from decimal import Clamped, Context, InvalidOperation, Overflow, Rounded, Subnormal
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

import msgspec

from speclint.documents.pointer import to_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.pointer import Json

MAX_DEPTH = 512
"""Levels of objects and arrays that a document may nest."""

MAX_DIGITS = 1000
"""Digits that a number may have."""

# A Decimal with the digits as written; raises ArithmeticError where it would not stay exact and in range.
_number = Context(
    prec=MAX_DIGITS, Emin=-307, Emax=307, traps=[Clamped, InvalidOperation, Overflow, Rounded, Subnormal]
).create_decimal
_decode = msgspec.json.Decoder(float_hook=_number).decode
_encode = msgspec.json.Encoder().encode

# An integer of 1e308 or more has at least 309 digits, so four of them stand at every 77th byte.
_EVERY = 77
_four_digits = re.compile(rb"(?=[0-9]{4})")

# How a JSON text starts in other encodings: with a byte order mark, or with NULs beside its ASCII characters.
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32-LE",  # before UTF-16-LE, whose mark is its first half
    b"\x00\x00\xfe\xff": "UTF-32-BE",
    b"\xff\xfe": "UTF-16-LE",
    b"\xfe\xff": "UTF-16-BE",
}
_NULS = {"x000": "UTF-32-LE", "000x": "UTF-32-BE", "x0x0": "UTF-16-LE", "0x0x": "UTF-16-BE"}


class ParseError(NamedTuple):
    """What is wrong with the bytes of a document: the characters `start` to `end` of its decoded text."""

    kind: Literal["invalid-json", "duplicate-key"]
    message: str
    pointer: str
    start: int
    end: int
    related: tuple[int, int] | None = None
    """Of a duplicate key: the characters of its first occurrence."""


class Parsed(NamedTuple):
    """The value of a document, and its parse errors in order of appearance.

    A document with an `invalid-json` error has only that error, and the value None. Of a key that is given
    more than once the value holds the last one.
    """

    value: Json
    parse_errors: tuple[ParseError, ...]


class _UnreadableError(Exception):
    """The document has no value; `error` says why."""

    def __init__(self, error: ParseError) -> None:
        super().__init__(error.message)
        self.error = error


def parse(content: bytes) -> Parsed:
    """The value of a document and its errors; no bytes make it raise."""
    try:
        try:
            value: Json = _decode(content)
            if _is_plain(content, value):
                return Parsed(value, ())
        except (ValueError, ArithmeticError, RecursionError) as error:
            _examine(content)
            # Nothing is wrong with it, but the caller's stack has no room left even for shallow nesting.
            _refuse(f"the document cannot be read: {error}", 0, 0)
        return Parsed(value, _examine(content))
    except _UnreadableError as unreadable:
        return Parsed(None, (unreadable.error,))


def decode_text(content: bytes) -> str:
    """The text whose characters the places in a document count; what is no text in it is U+FFFD."""
    return content.decode(_encoding(content), "replace")


def _encoding(content: bytes) -> str:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return name
    return _NULS.get("".join(["x" if byte else "0" for byte in content[:4]]), "UTF-8")


def _is_plain(content: bytes, value: Json) -> bool:
    """Whether the content surely has no duplicate key, too deep nesting or too large integer.

    Written again, the value has one colon for each key it kept and each colon in its strings. The content has
    just as many, and one more for each member that gave way to another with its key: unless it hides a colon
    behind an escape, equal counts prove that none did.
    """
    if b"\\" in content and (b"\\u003a" in content or b"\\u003A" in content):
        return False
    again = _encode(value)
    colons = again.count(b":")
    if content.count(b":") != colons:
        return False
    if _four_digits.search(again[::_EVERY]) and _has_long_number(again):
        return False
    # What an object holds has a colon before it and what an array holds has a bracket around it.
    return colons + again.count(b"[") < MAX_DEPTH or _is_shallow(value)


def _has_long_number(text: bytes) -> bool:
    """Whether 231 digits or more may follow one another; where 308 do, they are not missed."""
    starts = [found.start() * _EVERY for found in _four_digits.finditer(text[::_EVERY])]
    return any(text[start : start + 3 * _EVERY].isdigit() for start in starts)


def _is_shallow(value: Json) -> bool:
    holders: list[dict[str, Json] | list[Json]] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        holders = [
            item
            for holder in holders
            for item in (holder.values() if type(holder) is dict else holder)
            if type(item) is dict or type(item) is list
        ]
        if not holders:
            return True
    return False


def _examine(content: bytes) -> tuple[ParseError, ...]:
    """The duplicate keys of a document, read the slow and exact way.

    Raises:
        _UnreadableError: it stands for no value.
    """
    from speclint.documents.scanner import MalformedError

    try:
        return tuple(sorted(_duplicates(_strict_text(content)), key=lambda error: error.start))
    except MalformedError as error:
        _refuse(str(error), error.start, error.end)


def _strict_text(content: bytes) -> str:
    encoding = _encoding(content)
    if encoding != "UTF-8":
        _refuse(f"the document is {encoding[:6]}; save it as UTF-8", 0, 1)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        start = len(content[: error.start].decode())
        byte = content[error.start]
        _refuse(f"byte 0x{byte:02x} is not UTF-8{_other_encoding(content, error)}", start, start + 1)
    if text.startswith("\ufeff"):
        _refuse("the document starts with a byte order mark; save it as UTF-8 without BOM", 0, 1)
    return text


def _other_encoding(content: bytes, error: UnicodeDecodeError) -> str:
    """What the document may be instead: a single invalid byte amid text points to Windows-1252."""
    from speclint.documents.scanner import printable

    text = content.decode("cp1252", "replace")
    amid_utf_8 = error.end - error.start > 1 or not content[: error.start].isascii()
    if amid_utf_8 or re.search("[\ufffd\x00-\x08\x0e-\x1f]", text):
        return ""
    return f"; it looks like Windows-1252 ('{printable(text[error.start])}'), save it as UTF-8"


def _duplicates(text: str) -> Iterator[ParseError]:
    from speclint.documents.scanner import scan, unquoted

    path: list[str | int] = []
    keys: list[dict[str, list[tuple[int, int]]]] = []
    for kind, start, end in scan(text):
        match kind:
            case "key":
                key = unquoted(_accepted(text, start, end, path[:-1]))
                keys[-1].setdefault(key, []).append((start, end))
                path[-1] = key
                continue
            case "scalar":
                _accepted(text, start, end, path)
            case "close":
                path.pop()
                yield from _repeated(keys.pop(), path)
            case _:
                if len(path) == MAX_DEPTH:
                    _refuse(f"nested deeper than {MAX_DEPTH} levels", start, end)
                path.append(0 if kind == "array" else "")
                keys.append({})
                continue
        if path and isinstance(path[-1], int):
            path[-1] += 1


def _accepted(text: str, start: int, end: int, path: list[str | int]) -> str:
    """The string, number or word at these characters, if its value can be held."""
    from speclint.documents.scanner import printable, unquoted

    literal = text[start:end]
    if literal[0] in "-0123456789":
        try:
            _number(literal)
        except ArithmeticError:
            limits = f"a number has at most {MAX_DIGITS:,} digits and lies between 1e-307 and 1e308"
            _refuse(f"'{printable(literal)}' cannot be read: {limits}", start, end, path)
    elif "\\u" in literal and re.search("[\ud800-\udfff]", unquoted(literal)):
        _refuse("half of a surrogate pair is no character", start, end, path)
    return literal


def _repeated(keys: dict[str, list[tuple[int, int]]], path: list[str | int]) -> Iterator[ParseError]:
    from speclint.documents.scanner import printable

    for key, places in keys.items():
        if len(places) > 1:
            times = "twice" if len(places) == 2 else f"{len(places):,} times"  # noqa: PLR2004 - two is twice
            message = f'the key "{printable(key)}" is given {times}; only the last counts'
            yield ParseError(
                "duplicate-key", message, to_pointer((*path, key)), *places[1], related=places[0]
            )


def _refuse(message: str, start: int, end: int, path: Iterable[str | int] = ()) -> NoReturn:
    raise _UnreadableError(ParseError("invalid-json", message, to_pointer(tuple(path)), start, end)) from None

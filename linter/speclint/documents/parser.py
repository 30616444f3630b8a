"""JSON bytes to values with exact digits, and the parse errors of bytes that are not JSON.

Integers become `int`; numbers with a point or an exponent become `Decimal` with the digits as written, so
`1.50` stays distinct from `1.5`. Where RFC 8259 leaves a choice, a document is UTF-8, may start with a byte
order mark, nests at most `MAX_DEPTH` levels and holds no unpaired surrogate. Its numbers are zero or lie
between 1e-307 and 1e308, with at most `MAX_DIGITS` digits, so that none overflows or vanishes as a float
(binary64).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from decimal import Clamped, Context, InvalidOperation, Overflow, Rounded, Subnormal
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

import msgspec

from speclint.documents.pointer import to_pointer
from speclint.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.pointer import Json

MAX_DEPTH = LIMITS["depth"].default
"""Levels of objects and arrays that a document may nest."""

MAX_DIGITS = LIMITS["digits"].default
"""Digits that a number may have."""

MAX_EXAMINED = 8 * 1024**2
"""Bytes of the longest document whose error the exact scanner explains; it reads two million in a second."""

MAX_SHORT = 15
"""Digits of an integer that needs no further look."""
_MALFORMED = re.compile(r"JSON is malformed: (?P<reason>.*) \(byte (?P<byte>\d+)\)")

# A Decimal with the digits as written; raises ArithmeticError for a number that is not exact or out of range.
_number = Context(
    prec=MAX_DIGITS, Emin=-307, Emax=307, traps=[Clamped, InvalidOperation, Overflow, Rounded, Subnormal]
).create_decimal
_decode = msgspec.json.Decoder(float_hook=_number).decode
_encode = msgspec.json.Encoder().encode

# An integer of 1e308 or more has at least 309 digits, so four of them are at every 77th byte.
_STRIDE = 77
_four_digits = re.compile(rb"(?=[0-9]{4})")

# How a JSON text in another encoding starts: with a byte order mark, or with NULs among its ASCII characters.
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32-LE",  # before UTF-16-LE, whose mark is its first half
    b"\x00\x00\xfe\xff": "UTF-32-BE",
    b"\xff\xfe": "UTF-16-LE",
    b"\xfe\xff": "UTF-16-BE",
}
_NUL_PATTERNS = {"x000": "UTF-32-LE", "000x": "UTF-32-BE", "x0x0": "UTF-16-LE", "0x0x": "UTF-16-BE"}


class ParseError(NamedTuple):
    """An error at the characters `start` to `end` of the decoded text of a document, `end` excluded."""

    kind: Literal["invalid-json", "duplicate-key"]
    message: str
    pointer: str
    start: int
    end: int
    related: tuple[int, int] | None = None
    """Of a duplicate key: the characters of its first occurrence."""


class Parsed(NamedTuple):
    """The value of a document, and its parse errors in order of appearance.

    A document with an `invalid-json` error has only that error and the value None. If a key is repeated, its
    last value counts.
    """

    value: Json
    parse_errors: tuple[ParseError, ...]


class _UnreadableError(Exception):
    """The document is not JSON; `error` is the reason."""

    def __init__(self, error: ParseError) -> None:
        super().__init__(error.message)
        self.error = error


def parse(content: bytes) -> Parsed:
    """The value of a document and its errors; never raises."""
    content = content.removeprefix(BOM_UTF8)
    try:
        try:
            value: Json = _decode(content)
            if _is_plain(content, value):
                return Parsed(value, ())
        except (ValueError, ArithmeticError, RecursionError) as error:
            if len(content) > MAX_EXAMINED and isinstance(error, msgspec.DecodeError):
                _reject_long(content, error)
            _examine(content)
            # The document is valid, but the caller's stack has no room left even for shallow nesting.
            _reject(f"the document cannot be read: {error}", 0, 0)
        return Parsed(value, _examine(content))
    except _UnreadableError as unreadable:
        return Parsed(None, (unreadable.error,))


def decode_text(content: bytes) -> str:
    """The text of a document, to which offsets refer; bytes that do not decode become U+FFFD.

    A byte order mark is no part of it.
    """
    return content.removeprefix(BOM_UTF8).decode(_encoding(content), "replace")


def _encoding(content: bytes) -> str:
    for mark, name in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return name
    return _NUL_PATTERNS.get("".join(["x" if byte else "0" for byte in content[:4]]), "UTF-8")


def _is_plain(content: bytes, value: Json) -> bool:
    """Whether the content certainly has no duplicate key, too deep nesting or too large integer.

    Encoded again, the value has one colon for each key and each colon in its strings. The content has as
    many, and one more for each member that a later one with the same key replaced. Unless a colon is written
    as an escape, equal counts prove that there are no duplicates.
    """
    if b"\\" in content and (b"\\u003a" in content or b"\\u003A" in content):
        return False
    encoded = _encode(value)
    colons = encoded.count(b":")
    if content.count(b":") != colons:
        return False
    if _four_digits.search(encoded[::_STRIDE]) and _has_long_number(encoded):
        return False
    # A colon precedes each member of an object, and a bracket each array.
    return colons + encoded.count(b"[") < MAX_DEPTH or _is_shallow(value)


def _has_long_number(text: bytes) -> bool:
    """Whether the text holds 231 consecutive digits at certain offsets; 308 or more are always detected."""
    starts = [match.start() * _STRIDE for match in _four_digits.finditer(text[::_STRIDE])]
    return any(text[start : start + 3 * _STRIDE].isdigit() for start in starts)


def _is_shallow(value: Json) -> bool:
    containers: list[dict[str, Json] | list[Json]] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        containers = [
            item
            for container in containers
            for item in (container.values() if type(container) is dict else container)
            if type(item) is dict or type(item) is list
        ]
        if not containers:
            return True
    return False


def _examine(content: bytes) -> tuple[ParseError, ...]:
    """The duplicate keys of a document, by the slow and exact scanner.

    Raises:
        _UnreadableError: the document is not JSON.
    """
    from speclint.documents.scanner import MalformedError

    try:
        return tuple(sorted(_duplicate_keys(_strict_text(content)), key=lambda error: error.start))
    except MalformedError as error:
        _reject(str(error), error.start, error.end)


def _reject_long(content: bytes, error: msgspec.DecodeError) -> None:
    """Reject a long document for what the decoder says, if it says where."""
    text = _strict_text(content)
    if found := _MALFORMED.fullmatch(str(error)):
        # it has read the first character that trails
        byte = int(found["byte"]) - (found["reason"] == "trailing characters")
        start = len(content[:byte].decode("utf-8", "ignore"))
        _reject(f"the document is not JSON here: {found['reason']}", start, start + 1)
    if "truncated" in str(error):
        _reject("the document ends before it is complete", len(text), len(text))


def _strict_text(content: bytes) -> str:
    encoding = _encoding(content)
    if encoding != "UTF-8":
        _reject(f"the document is {encoding[:6]}; save it as UTF-8", 0, 1)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        start = len(content[: error.start].decode())
        byte = content[error.start]
        _reject(f"byte 0x{byte:02x} is not UTF-8{_other_encoding(content, error)}", start, start + 1)
    return text


def _other_encoding(content: bytes, error: UnicodeDecodeError) -> str:
    """The probable encoding, as part of a message: a single invalid byte in text suggests Windows-1252."""
    from speclint.documents.message_text import printable

    text = content.decode("cp1252", "replace")
    amid_utf_8 = error.end - error.start > 1 or not content[: error.start].isascii()
    if amid_utf_8 or re.search("[\ufffd\x00-\x08\x0e-\x1f]", text):
        return ""
    return f"; it looks like Windows-1252 ('{printable(text[error.start])}'), save it as UTF-8"


def _duplicate_keys(text: str) -> Iterator[ParseError]:
    from speclint.documents.scanner import scan, unquoted

    path: list[str | int] = []
    spans_by_key: list[dict[str, list[tuple[int, int]]]] = []
    for kind, start, end in scan(text):
        match kind:
            case "key":
                key = unquoted(_checked_literal(text, start, end, path[:-1]))
                spans_by_key[-1].setdefault(key, []).append((start, end))
                path[-1] = key
                continue
            case "scalar":
                # a short integer is in range
                if end - start > MAX_SHORT or not text[start:end].isdecimal():
                    _checked_literal(text, start, end, path)
            case "close":
                path.pop()
                yield from _duplicate_key_errors(spans_by_key.pop(), path)
            case _:
                if len(path) == MAX_DEPTH:
                    _reject(f"nested deeper than {MAX_DEPTH} levels", start, end)
                path.append(0 if kind == "array" else "")
                spans_by_key.append({})
                continue
        if path and isinstance(path[-1], int):
            path[-1] += 1


def _checked_literal(text: str, start: int, end: int, path: list[str | int]) -> str:
    """The string, number or word at these characters.

    Raises:
        _UnreadableError: it is a number out of range or a string with an unpaired surrogate.
    """
    from speclint.documents.message_text import printable
    from speclint.documents.scanner import unquoted

    literal = text[start:end]
    if literal[0] in "-0123456789":
        try:
            _number(literal)
        except ArithmeticError:
            limits = f"a number has at most {MAX_DIGITS:,} digits and lies between 1e-307 and 1e308"
            _reject(f"'{printable(literal)}' cannot be read: {limits}", start, end, path)
    elif "\\u" in literal and re.search("[\ud800-\udfff]", unquoted(literal)):
        _reject("an unpaired surrogate is not a character", start, end, path)
    return literal


def _duplicate_key_errors(
    spans_by_key: dict[str, list[tuple[int, int]]], path: list[str | int]
) -> Iterator[ParseError]:
    from speclint.documents.message_text import printable

    for key, spans in spans_by_key.items():
        if len(spans) > 1:
            times = "twice" if len(spans) == 2 else f"{len(spans):,} times"  # noqa: PLR2004 - two is twice
            message = f'the key "{printable(key)}" is given {times}; only the last counts'
            yield ParseError("duplicate-key", message, to_pointer((*path, key)), *spans[1], related=spans[0])


def _reject(message: str, start: int, end: int, path: Iterable[str | int] = ()) -> NoReturn:
    raise _UnreadableError(ParseError("invalid-json", message, to_pointer(tuple(path)), start, end)) from None

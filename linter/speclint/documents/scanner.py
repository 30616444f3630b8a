"""The tokens of a JSON text, and explanations for a text that is not JSON.

The grammar is exactly RFC 8259. The scanner keeps its own stack, so that no nesting exhausts Python's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from speclint.documents.message_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

Event: TypeAlias = tuple[Literal["key", "scalar", "object", "array", "close"], int, int]
"""A key or scalar as written, or a bracket, with the offsets of its start and its end."""

# Every repetition is possessive, so that matching never backtracks.
_BLANK = r"[ \t\n\r]*+"
_CHARACTERS = r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
# The look-ahead rejects `01`, `1.`, `5kg` and `trueish` as whole words, not as a value with a remainder.
_SCALAR = rf'(?P<scalar>"{_CHARACTERS}"|(?:true|false|null|{_NUMBER})(?![\w.+-]))'
_ANY = rf"{_SCALAR}|(?P<object>\{{)|(?P<array>\[)"
_MEMBER = rf'(?P<key>"{_CHARACTERS}"){_BLANK}:'


def _after_blanks(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BLANK}(?:{pattern})")


# What may come next: the states of the scanner.
_VALUE = _after_blanks(_ANY)
_FIRST_ITEM = _after_blanks(rf"(?P<close>\])|{_ANY}")
_NEXT_ITEM = _after_blanks(r"(?P<comma>,)|(?P<close>\])")
_KEY = _after_blanks(_MEMBER)
_FIRST_KEY = _after_blanks(rf"(?P<close>\}})|{_MEMBER}")
_NEXT_MEMBER = _after_blanks(r"(?P<comma>,)|(?P<close>\})")
_END = _after_blanks(r"\Z")

_EXPECTED = {
    _VALUE: "a value",
    _FIRST_ITEM: "a value or ']'",
    _NEXT_ITEM: "',' or ']'",
    _KEY: "a key in double quotes",
    _FIRST_KEY: "a key in double quotes or '}'",
    _NEXT_MEMBER: "',' or '}'",
    _END: "the end",
}

_NOT_BLANK = re.compile(r"[^ \t\n\r]")
_DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")
_BROKEN_STRING = re.compile(f'"{_CHARACTERS}(?!")')
_TOKEN = re.compile(rf"""(?P<string>"{_CHARACTERS}")|(?P<word>[^\s,:\[\]{{}}"'/#]++)|[\[{{]""")

# Not JSON at any position. Compiled only for a malformed text, since most are well-formed.
_OTHER_SYNTAX = [
    (r"//[^\n\r]*+|/\*(?s:.*?)\*/|/\*|#[^\n\r]*+", "comments are not JSON"),
    (r"<{7}|={7}|>{7}|\|{7}", "a merge conflict is not resolved here"),
    (r"'[^'\n\r]*+'?+", "strings are written in double quotes, not in single quotes"),
    (r"[\u2018-\u201f]", "'{}' is a typographic quote; strings are written in plain double quotes"),
    (r"version https://git-lfs\S*+", "a pointer of Git LFS, not the file; run git lfs pull"),
    (r"[^\S \t\n\r]|[\x00\u200b\ufeff]", "'{}' is not white space in JSON"),
]

# Not JSON where a value is expected; the first pattern that matches the whole word gives the message.
_WORDS = [
    (r"[+-]?(?i:nan|inf(?:inity)?)", "'{}' is not JSON; leave the figure out"),
    (r"(?i:true|false|null)", "'{}' is not JSON; it is written in lower case"),
    (r"None|undefined|nil", "'{}' is not JSON; use null"),
    (r"[+-]?0[xXoObB]\w+", "'{}' is not JSON; numbers are written in decimal digits"),
    (r"\+[0-9.].*", "'{}' has a plus sign, which is not JSON"),
    (r"-?0[0-9].*", "'{}' has a leading zero, which is not JSON"),
    (r"-?\.[0-9].*", "'{}' lacks the digit before the decimal point"),
    (r"-?[0-9]++\.(?![0-9]).*", "'{}' lacks the digit after the decimal point"),
    (r"-?[0-9]++(?:\.[0-9]++)?+[eE][+-]?", "'{}' lacks the digits of its exponent"),
    (r"-?[0-9].*", "'{}' is not a number; text is written in double quotes"),
    (r".*", "'{}' is not JSON; text is written in double quotes"),
]


class MalformedError(ValueError):
    """The text is not JSON: the message describes the error from offset `start` to `end`."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def scan(text: str, start: int = 0, stop: int | None = None) -> Iterator[Event]:
    """The events of the JSON document `text[start:stop]`, in order of appearance.

    Offsets count characters of the whole `text`. A key is followed by its value; the events between an
    `object` or `array` and its `close` are its content.

    Raises:
        MalformedError: the text is not JSON; it names the first wrong character.
    """
    stop = len(text) if stop is None else stop
    here = start
    expected = _VALUE
    after = [_END]
    while token := expected.match(text, here, stop):
        here = token.end()
        match token.lastgroup:
            case "key":
                yield "key", *token.span("key")
                expected = _VALUE
            case "scalar":
                yield "scalar", *token.span("scalar")
                expected = after[-1]
            case "comma":
                expected = _KEY if after[-1] is _NEXT_MEMBER else _VALUE
            case "object":
                yield "object", here - 1, here
                after.append(_NEXT_MEMBER)
                expected = _FIRST_KEY
            case "array":
                yield "array", here - 1, here
                after.append(_NEXT_ITEM)
                expected = _FIRST_ITEM
            case "close":
                yield "close", here - 1, here
                after.pop()
                expected = after[-1]
            case _:
                return
    raise _explain(text, start, here, stop, expected)


def unquoted(literal: str) -> str:
    """The value of a JSON string, given as written with its quotes."""
    if "\\" not in literal:
        return literal[1:-1]
    import json

    text: str = json.loads(literal)
    return text


class _Failure(NamedTuple):
    """The place where scanning failed: at the character `at`, after everything before `here` was read."""

    text: str
    here: int
    at: int
    stop: int
    expected: re.Pattern[str]
    before: str  # the last character read
    token: re.Match[str] | None  # the string, word or opening bracket at that place


def _explain(text: str, start: int, here: int, stop: int, expected: re.Pattern[str]) -> MalformedError:
    character = _NOT_BLANK.search(text, here, stop)
    if not character:
        empty = expected is _VALUE and here == start
        message = (
            "the document is empty" if empty else f"the document ends where {_EXPECTED[expected]} is expected"
        )
        return MalformedError(message, stop, stop)
    at = character.start()
    failure = _Failure(
        text, here, at, stop, expected, text[max(here - 1, start) : here], _TOKEN.match(text, at, stop)
    )
    for explain in (_other_syntax, _broken_string, _trailing_comma, _bad_key, _bad_value, _extra_value):
        if explanation := explain(failure):
            return explanation
    return MalformedError(f"expected {_EXPECTED[expected]}, found '{printable(text[at])}'", at, at + 1)


def _other_syntax(failure: _Failure) -> MalformedError | None:
    for pattern, message in _OTHER_SYNTAX:
        if match := re.compile(pattern).match(failure.text, failure.at, failure.stop):
            return MalformedError(message.format(printable(match[0])), *match.span())
    return None


def _broken_string(failure: _Failure) -> MalformedError | None:
    string = _BROKEN_STRING.match(failure.text, failure.at, failure.stop)
    if string is None:
        return None
    end = string.end()
    bad = failure.text[end : min(end + 2, failure.stop)]
    if bad in {"", "\\"} or bad[0] in "\n\r":
        return MalformedError("this string is not closed on its line", failure.at, end)
    if bad == "\\u":
        return MalformedError("'\\u' takes four hexadecimal digits", end, end + 2)
    if bad[0] == "\\":
        return MalformedError(
            f"'{printable(bad)}' is not a JSON escape; a backslash is written \\\\", end, end + 2
        )
    return MalformedError(
        f"a string cannot contain a control character; write \\u{ord(bad[0]):04x}", end, end + 1
    )


def _trailing_comma(failure: _Failure) -> MalformedError | None:
    if failure.before == "," and failure.text[failure.at] in "]}":
        return MalformedError("a trailing comma is not JSON", failure.here - 1, failure.here)
    return None


def _bad_key(failure: _Failure) -> MalformedError | None:
    text, token = failure.text, failure.token
    if token is None or failure.expected not in {_KEY, _FIRST_KEY}:
        return None
    if token["string"]:
        return MalformedError("a colon and a value are missing after this key", *token.span())
    if not token["word"]:
        return None
    digits = text[failure.here - 2 : failure.here] + token[0] if failure.at == failure.here else ""
    if _DECIMAL_COMMA.match(digits):
        remedy = "digits are not grouped, and a decimal point is written '.'"
        return MalformedError(f"a number contains no comma; {remedy}", *token.span())
    return MalformedError(
        f"'{printable(token[0])}' is not a key; keys are written in double quotes", *token.span()
    )


def _bad_value(failure: _Failure) -> MalformedError | None:
    token = failure.token
    if token is None or not token["word"] or failure.expected not in {_VALUE, _FIRST_ITEM}:
        return None
    message = next(message for pattern, message in _WORDS if re.fullmatch(pattern, token[0]))
    return MalformedError(message.format(printable(token[0])), *token.span())


def _extra_value(failure: _Failure) -> MalformedError | None:
    if failure.token is None or failure.expected not in {_END, _NEXT_ITEM, _NEXT_MEMBER}:
        return None
    if failure.expected is _END:
        return MalformedError("a second value follows; a document holds one", *failure.token.span())
    return MalformedError("a comma is missing before this", *failure.token.span())

"""Where everything in a JSON text stands, and what is wrong with a text that is not JSON.

The grammar is RFC 8259 to the letter. The scanner keeps its own stack, so no nesting exhausts Python's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Event: TypeAlias = tuple[Literal["key", "scalar", "object", "array", "close"], int, int]
"""What stands from one offset up to another: a key or scalar as written, or a bracket."""

# Every repetition is possessive: what is read is never read again, whatever the text.
_BLANK = r"[ \t\n\r]*+"
_CHARACTERS = r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
# The look-ahead lets `01`, `1.`, `5kg` and `trueish` fail as the words they are, not as a value and a rest.
_SCALAR = rf'(?P<scalar>"{_CHARACTERS}"|(?:true|false|null|{_NUMBER})(?![\w.+-]))'
_ANY = rf"{_SCALAR}|(?P<object>\{{)|(?P<array>\[)"
_MEMBER = rf'(?P<key>"{_CHARACTERS}"){_BLANK}:'


def _due(what: str) -> re.Pattern[str]:
    return re.compile(f"{_BLANK}(?:{what})")


# What may come next: the states of the scanner.
_VALUE = _due(_ANY)
_FIRST_ITEM = _due(rf"(?P<close>\])|{_ANY}")
_NEXT_ITEM = _due(r"(?P<comma>,)|(?P<close>\])")
_KEY = _due(_MEMBER)
_FIRST_KEY = _due(rf"(?P<close>\}})|{_MEMBER}")
_NEXT_MEMBER = _due(r"(?P<comma>,)|(?P<close>\})")
_END = _due(r"\Z")

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

# Not JSON wherever it stands. Compiled when a text is malformed, for most are not.
_OTHER_SYNTAX = [
    (r"//[^\n\r]*+|/\*(?s:.*?)\*/|/\*|#[^\n\r]*+", "comments are not JSON"),
    (r"<{7}|={7}|>{7}|\|{7}", "a merge conflict is not resolved here"),
    (r"'[^'\n\r]*+'?+", "strings stand in double quotes, not in single quotes"),
    (r"[\u2018-\u201f]", "'{}' is a typographic quote; strings stand in plain double quotes"),
    (r"version https://git-lfs\S*+", "a pointer of Git LFS, not the file; run git lfs pull"),
    (r"[^\S \t\n\r]|[\x00\u200b\ufeff]", "'{}' is not white space in JSON"),
]

# Not JSON where a value is due; the first that fits the whole word explains it.
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
    (r"-?[0-9].*", "'{}' is not a number; text stands in double quotes"),
    (r".*", "'{}' is not JSON; text stands in double quotes"),
]


class MalformedError(ValueError):
    """The text is not JSON: the message says what is wrong from offset `start` up to `end`."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def scan(text: str, start: int = 0, stop: int | None = None) -> Iterator[Event]:
    """Everything in the one JSON document that `text[start:stop]` is, in order of appearance.

    Offsets count characters of the whole `text`. A key is followed by its value; what stands between an
    `object` or `array` and its `close` belongs to it.

    Raises:
        MalformedError: at the first character that cannot belong to a JSON document.
    """
    stop = len(text) if stop is None else stop
    here = start
    due = _VALUE
    after = [_END]
    while found := due.match(text, here, stop):
        here = found.end()
        match found.lastgroup:
            case "key":
                yield "key", *found.span("key")
                due = _VALUE
            case "scalar":
                yield "scalar", *found.span("scalar")
                due = after[-1]
            case "comma":
                due = _KEY if after[-1] is _NEXT_MEMBER else _VALUE
            case "object":
                yield "object", here - 1, here
                after.append(_NEXT_MEMBER)
                due = _FIRST_KEY
            case "array":
                yield "array", here - 1, here
                after.append(_NEXT_ITEM)
                due = _FIRST_ITEM
            case "close":
                yield "close", here - 1, here
                after.pop()
                due = after[-1]
            case _:
                return
    raise _explain(text, start, here, stop, due)


def unquoted(literal: str) -> str:
    """The text that a JSON string stands for, given as written with its quotes."""
    if "\\" not in literal:
        return literal[1:-1]
    import json

    text: str = json.loads(literal)
    return text


def printable(text: str, most: int = 40) -> str:
    """Text from a sheet as a message may show it: at most so long, one line, nothing a terminal obeys."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in short])


class _Failure(NamedTuple):
    """Where the scanner found nothing that is due: at the character `at`, having read all before `here`."""

    text: str
    here: int
    at: int
    stop: int
    due: re.Pattern[str]
    before: str  # the last character read
    token: re.Match[str] | None  # what stands there instead: a string, a word or an opening bracket


def _explain(text: str, start: int, here: int, stop: int, due: re.Pattern[str]) -> MalformedError:
    found = _NOT_BLANK.search(text, here, stop)
    if not found:
        empty = due is _VALUE and here == start
        message = "the document is empty" if empty else f"the document ends where {_EXPECTED[due]} is due"
        return MalformedError(message, stop, stop)
    at = found.start()
    failure = _Failure(
        text, here, at, stop, due, text[max(here - 1, start) : here], _TOKEN.match(text, at, stop)
    )
    for explain in (_other_syntax, _broken_string, _trailing_comma, _bad_key, _bad_value, _extra_value):
        if explanation := explain(failure):
            return explanation
    return MalformedError(f"{_EXPECTED[due]} is due here, not '{printable(text[at])}'", at, at + 1)


def _other_syntax(failure: _Failure) -> MalformedError | None:
    for pattern, message in _OTHER_SYNTAX:
        if found := re.compile(pattern).match(failure.text, failure.at, failure.stop):
            return MalformedError(message.format(printable(found[0])), *found.span())
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
            f"'{printable(bad)}' is no escape of JSON; a backslash is written \\\\", end, end + 2
        )
    return MalformedError(
        f"a string holds no control character as such; write \\u{ord(bad[0]):04x}", end, end + 1
    )


def _trailing_comma(failure: _Failure) -> MalformedError | None:
    if failure.before == "," and failure.text[failure.at] in "]}":
        return MalformedError("a trailing comma is not JSON", failure.here - 1, failure.here)
    return None


def _bad_key(failure: _Failure) -> MalformedError | None:
    text, token = failure.text, failure.token
    if token is None or (failure.due is not _KEY and failure.due is not _FIRST_KEY):
        return None
    if token["string"]:
        return MalformedError("a colon and a value are missing after this key", *token.span())
    if not token["word"]:
        return None
    digits = text[failure.here - 2 : failure.here] + token[0] if failure.at == failure.here else ""
    if _DECIMAL_COMMA.match(digits):
        remedy = "digits are not grouped, and a decimal point is written '.'"
        return MalformedError(f"a number takes no comma; {remedy}", *token.span())
    return MalformedError(f"'{printable(token[0])}' is not a key; keys stand in double quotes", *token.span())


def _bad_value(failure: _Failure) -> MalformedError | None:
    token = failure.token
    if token is None or not token["word"] or (failure.due is not _VALUE and failure.due is not _FIRST_ITEM):
        return None
    message = next(message for pattern, message in _WORDS if re.fullmatch(pattern, token[0]))
    return MalformedError(message.format(printable(token[0])), *token.span())


def _extra_value(failure: _Failure) -> MalformedError | None:
    if failure.token is None or failure.due not in {_END, _NEXT_ITEM, _NEXT_MEMBER}:
        return None
    if failure.due is _END:
        return MalformedError("a second value follows; a document holds one", *failure.token.span())
    return MalformedError("a comma is missing before this", *failure.token.span())

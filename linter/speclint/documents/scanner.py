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
_FOREIGN = [
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


class Malformed(ValueError):  # noqa: N818 - it says what the text is
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
        Malformed: At the first character that cannot belong to a JSON document.
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
    raise _explained(text, start, here, stop, due)


def unquoted(literal: str) -> str:
    """The text that a JSON string stands for, given as written with its quotes."""
    if "\\" not in literal:
        return literal[1:-1]
    import json

    text: str = json.loads(literal)
    return text


def shown(text: str, most: int = 40) -> str:
    """Text from a sheet as a message may show it: at most so long, one line, nothing a terminal obeys."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in short])


class _Stuck(NamedTuple):
    """Where the scanner found nothing that is due: at the character `at`, having read all before `here`."""

    text: str
    here: int
    at: int
    stop: int
    due: re.Pattern[str]
    before: str  # the last character read
    token: re.Match[str] | None  # what stands there instead: a string, a word or an opening bracket


def _explained(text: str, start: int, here: int, stop: int, due: re.Pattern[str]) -> Malformed:
    found = _NOT_BLANK.search(text, here, stop)
    if not found:
        empty = due is _VALUE and here == start
        message = "the document is empty" if empty else f"the document ends where {_EXPECTED[due]} is due"
        return Malformed(message, stop, stop)
    at = found.start()
    stuck = _Stuck(text, here, at, stop, due, text[max(here - 1, start) : here], _TOKEN.match(text, at, stop))
    for explain in (_foreign, _broken_string, _stray_comma, _bad_key, _bad_value, _surplus):
        if explanation := explain(stuck):
            return explanation
    return Malformed(f"{_EXPECTED[due]} is due here, not '{shown(text[at])}'", at, at + 1)


def _foreign(stuck: _Stuck) -> Malformed | None:
    for pattern, message in _FOREIGN:
        if found := re.compile(pattern).match(stuck.text, stuck.at, stuck.stop):
            return Malformed(message.format(shown(found[0])), *found.span())
    return None


def _broken_string(stuck: _Stuck) -> Malformed | None:
    string = _BROKEN_STRING.match(stuck.text, stuck.at, stuck.stop)
    if string is None:
        return None
    end = string.end()
    bad = stuck.text[end : min(end + 2, stuck.stop)]
    if bad in {"", "\\"} or bad[0] in "\n\r":
        return Malformed("this string is not closed on its line", stuck.at, end)
    if bad == "\\u":
        return Malformed("'\\u' takes four hexadecimal digits", end, end + 2)
    if bad[0] == "\\":
        return Malformed(f"'{shown(bad)}' is no escape of JSON; a backslash is written \\\\", end, end + 2)
    return Malformed(f"a string holds no control character as such; write \\u{ord(bad[0]):04x}", end, end + 1)


def _stray_comma(stuck: _Stuck) -> Malformed | None:
    if stuck.before == "," and stuck.text[stuck.at] in "]}":
        return Malformed("a trailing comma is not JSON", stuck.here - 1, stuck.here)
    return None


def _bad_key(stuck: _Stuck) -> Malformed | None:
    text, token = stuck.text, stuck.token
    if token is None or (stuck.due is not _KEY and stuck.due is not _FIRST_KEY):
        return None
    if token["string"]:
        return Malformed("a colon and a value are missing after this key", *token.span())
    if not token["word"]:
        return None
    digits = text[stuck.here - 2 : stuck.here] + token[0] if stuck.at == stuck.here else ""
    if _DECIMAL_COMMA.match(digits):
        remedy = "digits are not grouped, and a decimal point is written '.'"
        return Malformed(f"a number takes no comma; {remedy}", *token.span())
    return Malformed(f"'{shown(token[0])}' is not a key; keys stand in double quotes", *token.span())


def _bad_value(stuck: _Stuck) -> Malformed | None:
    token = stuck.token
    if token is None or not token["word"] or (stuck.due is not _VALUE and stuck.due is not _FIRST_ITEM):
        return None
    message = next(message for pattern, message in _WORDS if re.fullmatch(pattern, token[0]))
    return Malformed(message.format(shown(token[0])), *token.span())


def _surplus(stuck: _Stuck) -> Malformed | None:
    if stuck.token is None or stuck.due not in {_END, _NEXT_ITEM, _NEXT_MEMBER}:
        return None
    if stuck.due is _END:
        return Malformed("a second value follows; a document holds one", *stuck.token.span())
    return Malformed("a comma is missing before this", *stuck.token.span())

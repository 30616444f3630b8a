"""What is being typed at a place of a JSON text, which need not be JSON at the moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from speclint.documents.scanner import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Steps

_TOKEN = re.compile(r"""(?P<string>"(?:[^"\\\r\n]|\\.)*+"?)|(?P<word>[^\s{}\[\]:,"]++)|[{}\[\]:,]""")
_REST_OF_STRING = re.compile(r'(?:[^\s"\\{}\[\]:,][^"\\\r\n{}\[\]:,]*+)?"')
"""What follows in a string that was closed before it was edited, or by the editor."""
_REST_OF_WORD = re.compile(r'[^\s{}\[\]:,"]*+')
_COLON = re.compile(r"\s*+:")


class Typed(NamedTuple):
    """The key or value that is being typed."""

    steps: Steps
    """Where it is: of a key the object that it is in, else the value itself."""
    is_key: bool
    span: tuple[int, int]
    """The offsets of what is written of it."""
    present: frozenset[str]
    """Other names in its object."""
    has_colon: bool


class _Open:
    """An object or array that is not closed at the place."""

    def __init__(self, bracket: str) -> None:
        self.is_object = bracket == "{"
        self.names: list[str] = []
        self.is_at_value = not self.is_object
        self.items = 0

    @property
    def step(self) -> str | int:
        """What leads to the value that was read last."""
        return (self.names[-1] if self.names else "") if self.is_object else self.items

    def take(self, written: str) -> None:
        """Take a comma, a colon, a key or a value; what is missing between them is assumed."""
        if written == ",":
            self.items += 1
        if written == ":":
            self.is_at_value = True
        elif self.is_object and not self.is_at_value and written != ",":
            self.names.append(_name(written))
        else:
            self.is_at_value = not self.is_object


def typed(text: str, offset: int) -> Typed | None:
    """What is being typed at an offset; None if it is in no object and no array, or after a whole string."""
    around: list[_Open] = []
    start = offset
    for token in _TOKEN.finditer(text, 0, offset):
        written = token[0]
        if token.end() == offset and token.lastgroup:
            if token["string"] and _is_closed(written):
                return None
            start = token.start()
            break
        if written in "{[":
            around.append(_Open(written))
        elif written in "}]":
            _close(around, is_object=written == "}")
        elif around:
            around[-1].take(written)
    if not around:
        return None
    own, steps = around[-1], tuple(opened.step for opened in around)
    rest = (_REST_OF_STRING if text[start:offset][:1] == '"' else _REST_OF_WORD).match(text, offset)
    end = rest.end() if rest and start < offset else offset
    names = frozenset((*own.names, *_names(text, end))) if own.is_object else frozenset()
    is_key = not own.is_at_value
    return Typed(steps[:-1] if is_key else steps, is_key, (start, end), names, bool(_COLON.match(text, end)))


def _is_closed(string: str) -> bool:
    return len(string) > 1 and string[-1] == '"' and (len(string) - len(string[:-1].rstrip("\\"))) % 2 == 1


def _close(around: list[_Open], *, is_object: bool) -> None:
    """Close the innermost object or array, with what was left open in it; its own is the value before."""
    kinds = [opened.is_object for opened in around]
    if is_object in kinds:
        last = len(kinds) - 1 - kinds[::-1].index(is_object)
        del around[last:]
    if around:
        around[-1].is_at_value = not around[-1].is_object


def _names(text: str, start: int) -> Iterator[str]:
    """The names that follow in the object that a place is in."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if depth < 0:
                return
        elif depth == 0 and token["string"] and _COLON.match(text, token.end()):
            yield _name(token[0])


def _name(token: str) -> str:
    try:
        return unquoted(token) if token[:1] == '"' else token
    except ValueError:
        return token.strip('"')

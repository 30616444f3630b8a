"""From a pointer or an offset to lines and columns, as SARIF counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from speclint.documents.parser import MAX_DEPTH
from speclint.documents.pointer import to_steps
from speclint.documents.scanner import MalformedError, scan, unquoted

# U+2028 and the other breaks of str.splitlines end no line in an editor.
_LINE_END = re.compile(r"\r\n|\n|\r")


class Region(NamedTuple):
    """Lines and columns from 1; a column is one Unicode character, the end is one past the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class Outline(NamedTuple):
    """Where a value stands, and its key if it has one, and what it holds by step."""

    span: tuple[int, int]
    key: tuple[int, int] | None
    held: dict[str, Outline]


class Regions:
    """The places in one text, found in one pass when the first is asked for.

    A pointer at which nothing stands is shown at the nearest place above it at which something does: at its
    key, for that is short, or at its value where it has no key. Of a key that is given more than once the
    last counts. A text that is no document, for it is not JSON or nests too deep, is one place.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        """Begin; the text starts on this line of its file."""
        self._text = text
        self._before = first_line - 1

    def value(self, pointer: str) -> Region:
        """Where the value at the pointer stands."""
        return self.at(*self.span(pointer))

    def key(self, pointer: str) -> Region:
        """Where the key of the value at the pointer stands, or the value itself if it has no key."""
        place, _ = self._nearest(pointer)
        return self.at(*(place.key or place.span))

    def span(self, pointer: str) -> tuple[int, int]:
        """The characters of the value at the pointer: the offset of the first, and one past the last."""
        place, missing = self._nearest(pointer)
        return (place.key or place.span) if missing else place.span

    def removal(self, pointer: str) -> tuple[int, int]:
        """The characters to take out so that the member at the pointer is gone: itself and one comma.

        An object that would be left empty goes with it, but never the document.

        Raises:
            LookupError: No member stands there.
        """
        steps = to_steps(pointer)
        while len(steps) > 1 and len(self._held(steps[:-1])) == 1:
            steps = steps[:-1]
        held = self._held(steps[:-1])
        if not steps or steps[-1] not in held or held[steps[-1]].key is None:
            message = f"no member stands at {pointer!r}"
            raise LookupError(message)
        members = [(place.key or place.span, place.span) for place in held.values()]
        index = list(held).index(steps[-1])
        if index + 1 < len(members):
            return members[index][0][0], members[index + 1][0][0]
        if index:
            return members[index - 1][1][1], members[index][1][1]
        start, end = self._document.span
        return start + 1, end - 1

    def _held(self, steps: tuple[str, ...]) -> dict[str, Outline]:
        """What stands in the place that these steps lead to; nothing if they lead nowhere."""
        place = self._document
        for step in steps:
            place = place.held.get(step, _ABSENT)
        return place.held

    def literal(self, pointer: str) -> str:
        """The value at the pointer as it is written.

        Raises:
            LookupError: Nothing stands there.
        """
        place, missing = self._nearest(pointer)
        if missing:
            message = f"nothing stands at {pointer!r}"
            raise LookupError(message)
        start, end = place.span
        return self._text[start:end]

    def at(self, start: int, end: int) -> Region:
        """Where the characters from offset `start` up to `end` stand."""
        return Region(*self._position(start), *self._position(end))

    def line_text(self, line: int) -> str:
        """A line without its end, counted from 1.

        Raises:
            IndexError: The text has no such line.
        """
        index = line - self._before - 1
        if not 0 <= index < len(self._lines):
            message = f"no line {line} among {len(self._lines)}"
            raise IndexError(message)
        start = self._lines[index]
        end = _LINE_END.search(self._text, start)
        return self._text[start : end.start() if end else None]

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return self._before + line, offset - self._lines[line - 1] + 1

    def _nearest(self, pointer: str) -> tuple[Outline, bool]:
        """The place of the pointer, or of the last thing on the way to it, and whether it is the latter."""
        place = self._document
        for step in to_steps(pointer):
            if step not in place.held:
                return place, True
            place = place.held[step]
        return place, False

    @cached_property
    def _lines(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *[end.end() for end in _LINE_END.finditer(self._text)]]

    @cached_property
    def _document(self) -> Outline:
        try:
            outline = _outline(self._text)
        except MalformedError:
            outline = None
        return outline or Outline((0, len(self._text)), None, {})


_NOTHING: dict[str, Outline] = {}
_ABSENT = Outline((0, 0), None, _NOTHING)


def _outline(text: str) -> Outline | None:
    """Where everything in a JSON text stands; None if it nests too deep."""
    outer: list[tuple[int, str, tuple[int, int] | None, dict[str, Outline], bool]] = []
    held: dict[str, Outline] = {}
    in_array = False
    step = ""
    key: tuple[int, int] | None = None
    for kind, start, end in scan(text):
        if kind == "key":
            step, key = unquoted(text[start:end]), (start, end)
        elif kind == "close":
            inner = held
            begin, step, key, held, in_array = outer.pop()
            held[step] = Outline((begin, end), key, inner)
        else:
            if in_array:
                step = str(len(held))
            if kind == "scalar":
                held[step] = Outline((start, end), key, _NOTHING)
            elif len(outer) == MAX_DEPTH:
                return None
            else:
                outer.append((start, step, key, held, in_array))
                held, key, in_array = {}, None, kind == "array"
    return held[""]

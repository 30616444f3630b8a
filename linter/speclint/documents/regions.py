"""Lines and columns of pointers and offsets, counted as in SARIF."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from speclint.documents.parser import MAX_DEPTH
from speclint.documents.pointer import to_steps
from speclint.documents.region import Region
from speclint.documents.scanner import MalformedError, scan, unquoted

# U+2028 and the other line breaks of str.splitlines do not end a line in an editor.
_LINE_END = re.compile(r"\r\n|\n|\r")
_PAIR = r"\\u[dD][89abAB]..\\u[dD][c-fC-F].."
_CHARACTER = re.compile(rf"{_PAIR}|\\u....|\\.|.", re.DOTALL)
"""One character of a JSON string as written; two escapes may encode one (RFC 8259, section 7)."""


class Outline(NamedTuple):
    """The offsets of a value, of its key if it has one, and its children by step."""

    span: tuple[int, int]
    key: tuple[int, int] | None
    children: dict[str, Outline]


class Regions:
    """The regions of one text, computed in one pass on first use.

    A pointer without a value gets the region of its nearest existing ancestor: of its key, which is short, or
    of its value if it has no key. Of duplicate keys the last counts. In a text that is not JSON or nests too
    deep, every pointer gets the region of the whole text.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        """The regions of a text that starts on the given line of its file."""
        self._text = text
        self._before = first_line - 1

    def value(self, pointer: str) -> Region:
        """The region of the value at the pointer."""
        return self.at(*self.span(pointer))

    def key(self, pointer: str) -> Region:
        """The region of the key at the pointer, or of the value if it has no key."""
        outline, _ = self._nearest(pointer)
        return self.at(*(outline.key or outline.span))

    def span(self, pointer: str) -> tuple[int, int]:
        """The offsets of the value at the pointer: of its first character, and one past its last."""
        outline, missing = self._nearest(pointer)
        return (outline.key or outline.span) if missing else outline.span

    def part(self, pointer: str, span: tuple[int, int] | None) -> tuple[int, int]:
        """The offsets of some characters of the string at the pointer, or of the whole value.

        Args:
            pointer: where the string is.
            span: the characters, counted in the string that the text encodes; None for the whole value.
        """
        start, end = self.span(pointer)
        if span is None or self._text[start : start + 1] != '"':
            return start, end
        offsets = [character.start() for character in _CHARACTER.finditer(self._text, start + 1, end)]
        first, last = span
        return (offsets[first], offsets[last]) if last < len(offsets) else (start, end)

    def replacement(
        self, pointer: str, part: tuple[int, int] | None, text: str
    ) -> tuple[tuple[int, int], str] | None:
        """The offsets to replace, and by what, for another value at the pointer; None if that cannot be done.

        Args:
            pointer: where the value is.
            part: the characters of a string that are to change; see `part`.
            text: what those should be, or the JSON text of the whole value.
        """
        return self.part(pointer, part), text

    def encoding(self, size: int) -> str:
        """The encoding of the text, if it has this many bytes: UTF-8, or Windows-1252 of a byte for each."""
        return "cp1252" if len(self._text) == size and not self._text.isascii() else "utf-8"

    def in_bytes(self, span: tuple[int, int], size: int) -> tuple[int, int]:
        """Offsets of characters as offsets of bytes, if the text has this many bytes."""
        if len(self._text) == size:
            return span
        start = len(self._text[: span[0]].encode())
        return start, start + len(self._text[slice(*span)].encode())

    def part_region(self, pointer: str, span: tuple[int, int] | None) -> Region:
        """The region of some characters of the string at the pointer; see `part`."""
        return self.at(*self.part(pointer, span))

    def removal(self, pointer: str) -> tuple[int, int]:
        """The offsets of the characters to delete to remove the member at the pointer, with one comma.

        An object that would become empty is removed too, but never the document.

        Raises:
            LookupError: there is no member.
        """
        steps = to_steps(pointer)
        while len(steps) > 1 and len(self._children_at(steps[:-1])) == 1:
            steps = steps[:-1]
        children = self._children_at(steps[:-1])
        if not steps or steps[-1] not in children or children[steps[-1]].key is None:
            message = f"there is no member at {pointer!r}"
            raise LookupError(message)
        members = [(child.key or child.span, child.span) for child in children.values()]
        index = list(children).index(steps[-1])
        if index + 1 < len(members):
            return members[index][0][0], members[index + 1][0][0]
        if index:
            return members[index - 1][1][1], members[index][1][1]
        start, end = self._document.span
        return start + 1, end - 1

    def _children_at(self, steps: tuple[str, ...]) -> dict[str, Outline]:
        """The children of the value at these steps; none if there is no value."""
        outline = self._document
        for step in steps:
            outline = outline.children.get(step, _ABSENT)
        return outline.children

    def literal(self, pointer: str) -> str:
        """The value at the pointer as written.

        Raises:
            LookupError: there is no value.
        """
        outline, missing = self._nearest(pointer)
        if missing:
            message = f"there is no value at {pointer!r}"
            raise LookupError(message)
        start, end = outline.span
        return self._text[start:end]

    def at(self, start: int, end: int) -> Region:
        """The region of the characters from offset `start` to `end`, `end` excluded."""
        return Region(*self._position(start), *self._position(end))

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line break.

        Raises:
            IndexError: the text has no such line.
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
        """The outline of the pointer, or of its nearest existing ancestor, and whether it is the latter."""
        outline = self._document
        for step in to_steps(pointer):
            if step not in outline.children:
                return outline, True
            outline = outline.children[step]
        return outline, False

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


_NO_CHILDREN: dict[str, Outline] = {}
_ABSENT = Outline((0, 0), None, _NO_CHILDREN)


def _outline(text: str) -> Outline | None:
    """The outline of a JSON text; None if it nests too deep."""
    outer: list[tuple[int, str, tuple[int, int] | None, dict[str, Outline], bool]] = []
    children: dict[str, Outline] = {}
    in_array = False
    step = ""
    key: tuple[int, int] | None = None
    for kind, start, end in scan(text):
        if kind == "key":
            step, key = unquoted(text[start:end]), (start, end)
        elif kind == "close":
            inner = children
            begin, step, key, children, in_array = outer.pop()
            children[step] = Outline((begin, end), key, inner)
        else:
            if in_array:
                step = str(len(children))
            if kind == "scalar":
                children[step] = Outline((start, end), key, _NO_CHILDREN)
            elif len(outer) == MAX_DEPTH:
                return None
            else:
                outer.append((start, step, key, children, in_array))
                children, key, in_array = {}, None, kind == "array"
    return children[""]

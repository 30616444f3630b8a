"""Lines and columns of pointers and offsets, counted as in SARIF."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from json import JSONDecoder
from typing import TYPE_CHECKING, NoReturn

from speclint.documents.parser import MAX_DEPTH
from speclint.documents.pointer import to_pointer, to_steps
from speclint.documents.region import Region
from speclint.documents.scanner import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

# U+2028 and the other line breaks of str.splitlines do not end a line in an editor.
_LINE_END = re.compile(r"\r\n|\n|\r")
_PAIR = r"\\u[dD][89abAB]..\\u[dD][c-fC-F].."
_CHARACTER = re.compile(rf"{_PAIR}|\\u....|\\.|.", re.DOTALL)
"""One character of a JSON string as written; two escapes may encode one (RFC 8259, section 7)."""
_BLANK = re.compile(r"[ \t\n\r]*+")
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BEFORE_CHILD = re.compile(
    rf"{_BLANK.pattern},?+{_BLANK.pattern}(?:(?P<key>{_STRING}){_BLANK.pattern}:{_BLANK.pattern})?+(?![\]}}])"
)
"""What stands before the value of a member, or before an item, of a text that is JSON."""
_BRACKET = re.compile(rf"{_STRING}|[{{}}\[\]]")
"""A bracket, or a string that may hold some."""


class Outline:
    """The offsets of a value, of its key if it has one, and its children by step."""

    __slots__ = ("_children", "_text", "key", "span")

    def __init__(
        self, text: str, span: tuple[int, int], key: tuple[int, int] | None = None,
        children: dict[str, Outline] | None = None,
    ) -> None:  # fmt: skip
        """The value at these offsets of a JSON text; its children are looked for unless they are given."""
        self.span = span
        self.key = key
        self._text = text
        self._children = children

    @property
    def children(self) -> dict[str, Outline]:
        """Its members or items, in order."""
        if self._children is None:
            self._children = dict(_children(self._text, self.span[0]))
        return self._children


class Regions:
    """The regions of one text, computed on first use, of a value only where a pointer leads into it.

    A pointer without a value gets the region of its nearest existing ancestor: of its key, which is short, or
    of its value if it has no key. Of duplicate keys the last counts. In a text that is not JSON or nests too
    deep, every pointer gets the region of the whole text.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        """The regions of a text that starts on the given line of its file."""
        self._text = text
        self._before = first_line - 1
        self._shown: tuple[int, str] | None = None
        """The line that was given last: its index and its text."""

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
        outline, missing = self._nearest(to_pointer(steps))
        return {} if missing else outline.children

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
        if self._shown is None or self._shown[0] != index:
            # the findings of a document may all lie in one line, as long as the document
            start = self._lines[index]
            end = _LINE_END.search(self._text, start)
            self._shown = index, self._text[start : end.start() if end else None]
        return self._shown[1]

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
        if "\r" in self._text:
            return [0, *[end.end() for end in _LINE_END.finditer(self._text)]]
        return [0, *accumulate(len(line) + 1 for line in self._text.split("\n"))][:-1]

    @cached_property
    def _document(self) -> Outline:
        span = _document_span(self._text)
        return Outline(self._text, span) if span else Outline(self._text, (0, len(self._text)), None, {})


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is not JSON"
    raise ValueError(message)


# numbers of any length are skipped, not converted
_skip = JSONDecoder(parse_float=bool, parse_int=bool, parse_constant=_refuse).raw_decode


def _document_span(text: str) -> tuple[int, int] | None:
    """The offsets of the value in a JSON text; None if it is not JSON, or nests too deep."""
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    try:
        end = _skip(text, start)[1]
    except (ValueError, RecursionError):
        return None
    is_whole = _BLANK.fullmatch(text, end) is not None
    return (start, end) if is_whole and _is_shallow(text) else None


def _is_shallow(text: str) -> bool:
    """Whether a JSON text nests no deeper than a document may."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return True
    depth = 0
    for token in _BRACKET.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            return False
    return True


def _children(text: str, start: int) -> Iterator[tuple[str, Outline]]:
    """The members or items of the value that starts there, by step; none of a scalar."""
    if text[start] not in "{[":
        return
    count, here = 0, start + 1
    while token := _BEFORE_CHILD.match(text, here):
        value = token.end()
        step = str(count) if token["key"] is None else unquoted(token["key"])
        here = _skip(text, value)[1]
        yield step, Outline(text, (value, here), None if token["key"] is None else token.span("key"))
        count += 1

"""How text looks on a terminal: its colours, and lines that end between words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.reporters.sanitize import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_COLUMNS = 40
"""Columns that are used of a terminal that has fewer."""
_CODES = {
    "error": "1;31", "warning": "1;33", "note": "1;36", "removed": "31", "added": "32",
    "bold": "1", "gutter": "34", "place": "34", "related": "34", "help": "1;32",
}  # fmt: skip
_SECOND_COLUMN = "\0"
"""Stands for the second column of a wide character while lines are broken; sanitized text has none."""
_NUMBER = r"(?<![^\s(])([\d.,–−-]*\d) (?=[^\W\d])"
"""A number and the space before its unit."""
_JOINT = "\x01"
"""Stands for the space between a number and its unit meanwhile."""


class Style:
    """Styles text for a terminal that shows colours, and breaks lines at its width if that is known."""

    def __init__(self, *, colour: bool = False, columns: int | None = None) -> None:
        self._colour = colour
        self.columns = columns and max(columns, MIN_COLUMNS)

    def __call__(self, text: str, name: str) -> str:
        """The text in the style of that name; as it is for an empty one."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self._colour and text and name else text

    def lines(self, *parts: tuple[str, str], hang: int = 0, columns: int | None = None) -> Iterator[str]:
        """A paragraph as lines that end between words; a word that is longer than a line stays whole.

        Args:
            parts: its sanitized text in pieces, each with the name of a style, or an empty one.
            hang: by how many columns the second line and those after it are indented.
            columns: of a line; those of the terminal if None.
        """
        text = "".join(piece for piece, _ in parts)
        limit = columns or self.columns
        if limit is None or width(text) <= limit:
            yield "".join(self(piece, name) for piece, name in parts)
            return
        end = 0
        for number, line in enumerate(_broken(text, limit, hang)):
            start = text.index(line, end)
            end = start + len(line)
            styled = (self(piece, name) for piece, name in _between(parts, start, end))
            yield " " * (hang if number else 0) + "".join(styled)


def _between(parts: Iterable[tuple[str, str]], start: int, end: int) -> Iterator[tuple[str, str]]:
    """The pieces of a part of the text."""
    offset = 0
    for piece, name in parts:
        yield piece[max(start - offset, 0) : max(end - offset, 0)], name
        offset += len(piece)


def _broken(text: str, columns: int, hang: int) -> list[str]:
    """The lines without indentation of the second and later ones; a number stays beside its unit."""
    from textwrap import wrap

    text = re.sub(_NUMBER, rf"\1{_JOINT}", text)
    if not text.isascii():
        text = "".join(c + _SECOND_COLUMN if width(c) > 1 else c for c in text)
    indent = " " * hang
    first, *rest = wrap(
        text, max(columns, hang + 1), subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False, expand_tabs=False, replace_whitespace=False,
    ) or [""]  # fmt: skip
    lines = (first, *(line[hang:] for line in rest))
    return [line.replace(_SECOND_COLUMN, "").replace(_JOINT, " ") for line in lines]

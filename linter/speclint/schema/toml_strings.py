"""Where the texts of a TOML document stand, which `tomllib` does not say."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from speclint.documents.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STRING = re.compile(r"""#[^\n]*+|(\"{3}|'{3})(?s:.*?)\1|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""")
"""A text in quotes, or a comment."""


def strings_from(lines: Sequence[str], first: int) -> Iterator[tuple[str, Region]]:
    """Each text in quotes from a line on, be it a key, with its place; found in one pass."""
    text = "\n".join(lines[first - 1 :])
    here = _Place(text, first)
    for found in _STRING.finditer(text):
        start, end = here.moved(found.start()), here.moved(found.end())
        if not found[0].startswith("#"):
            yield string_of(found[0]), Region(*start, *end)


class _Place:
    """A place in a text that only moves on."""

    def __init__(self, text: str, line: int) -> None:
        self._text, self._line = text, line
        self._line_start = self._index = 0

    def moved(self, index: int) -> tuple[int, int]:
        """The line and the column of an index that is not before the last one."""
        if passed := self._text.count("\n", self._index, index):
            self._line += passed
            self._line_start = self._text.rindex("\n", self._index, index) + 1
        self._index = index
        return self._line, index - self._line_start + 1


def string_of(written: str) -> str:
    """The text that a TOML document writes in quotes."""
    if "\\" not in written and not written.startswith(('"""', "'''")):
        return written[1:-1]
    try:
        return str(tomllib.loads(f"text = {written}")["text"])
    except tomllib.TOMLDecodeError:
        # the first line may be within a text
        return written

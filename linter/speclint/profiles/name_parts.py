"""Make and model in a text that holds both, such as `Acura Integra`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from speclint.profiles.normal_form import without_accents

Part: TypeAlias = Literal["make", "model"]

MAX_WORDS = 3
"""Words of the longest make."""
_WORD = re.compile(r"[^\s\-–_/]+")


def part_of(name: str, part: Part) -> str | None:
    """The make, or the rest, of a name that starts with a known make, as written.

    Of any other name there is no make, and all of it is the model.
    """
    end = make_end(name)
    if part == "make":
        return name[:end].strip() or None
    return name[end:].strip(" \t-–_/") or None


def make_end(name: str) -> int:
    """How many characters of a name its make takes: 0 if it starts with none that is known."""
    words = list(_WORD.finditer(name))[:MAX_WORDS]
    for count in range(len(words), 0, -1):
        if tuple(_folded(word[0]) for word in words[:count]) in _makes():
            return words[count - 1].end()
    return 0


@cache
def _makes() -> frozenset[tuple[str, ...]]:
    """The words of each make."""
    names = msgspec.json.decode((Path(__file__).parent / "makes.json").read_bytes(), type=list[str])
    return frozenset(tuple(map(_folded, _WORD.findall(name))) for name in names)


def _folded(word: str) -> str:
    """A word in lower case, without accents."""
    return without_accents(word.casefold())

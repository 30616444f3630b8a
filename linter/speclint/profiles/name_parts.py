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


def known_make(name: str) -> str | None:
    """The known make of that name, as it spells itself, whatever case and accents the name has; else None."""
    return _makes().get(_words(name))


@cache
def _makes() -> dict[tuple[str, ...], str]:
    """Makes by their words."""
    names = msgspec.json.decode((Path(__file__).parent / "makes.json").read_bytes(), type=list[str])
    return {_words(name): name for name in names}


def _words(name: str) -> tuple[str, ...]:
    return tuple(map(_folded, _WORD.findall(name)))


def _folded(word: str) -> str:
    """A word in lower case, without accents."""
    return without_accents(word.casefold())

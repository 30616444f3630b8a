"""Parts of messages: printable text from a file, texts listed in a sentence, the name that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME = 100
"""Characters of a name that a message quotes."""
MAX_LIKELY = 3
"""Names that a message proposes for one that is unknown."""


def printable(text: str, max_length: int = 40) -> str:
    """Text from a file for a message: shortened, on one line, and with control characters escaped."""
    short = text if len(text) <= max_length else text[: max_length - 1] + "…"
    if short.isprintable():
        return short
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in short])


def in_quotes(name: str) -> str:
    """A name for a message, in quotes: what someone wrote in settings, or may have meant."""
    return f'"{printable(name, MAX_NAME)}"'


def counted(number: int, noun: str) -> str:
    """How many of a thing there are: `1 sheet`, `2 sheets`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def join(texts: Iterable[str], last: str = " or ") -> str:
    """Texts as a list in a sentence, without duplicates."""
    unique = list(dict.fromkeys(texts))
    return last.join([*filter(None, [", ".join(unique[:-1])]), *unique[-1:]])


def likely(name: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """The known names that may be meant by an unknown one, quoted and joined; empty if none is like it.

    Those are the shortest that continue it, as a whole or after their folder, or else the most similar one.
    """
    known = list(names)
    begun = [each for each in known if name and each.startswith(name)]
    begun = begun or [each for each in known if name and each.rpartition("/")[2].startswith(name)]
    if not begun:
        from difflib import get_close_matches

        begun = get_close_matches(name, known, n=1, cutoff=cutoff)
    return join(in_quotes(each) for each in sorted(begun, key=lambda each: (len(each), each))[:MAX_LIKELY])

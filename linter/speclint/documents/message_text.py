"""Parts of messages: text from a file made printable, and texts listed in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def printable(text: str, max_length: int = 40) -> str:
    """Text from a file for a message: shortened, on one line, and with control characters escaped."""
    short = text if len(text) <= max_length else text[: max_length - 1] + "…"
    if short.isprintable():
        return short
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in short])


def join(texts: Iterable[str], last: str = " or ") -> str:
    """Texts as a list in a sentence, without duplicates."""
    unique = list(dict.fromkeys(texts))
    return last.join([*filter(None, [", ".join(unique[:-1])]), *unique[-1:]])

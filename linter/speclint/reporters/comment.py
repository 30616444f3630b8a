"""Links and lines of Markdown, and what of them fits into a comment on a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from speclint.documents.message_text import counted
from speclint.reporters.escape import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_CHARACTERS = 65_000
"""Characters of a comment; GitHub takes 65,536."""
MAX_ADDRESS = 500
"""Characters of an address that is linked."""

_SAFE = "/:?#@!$&*+,=%-._~"
"""Characters of an address that stay; brackets and all that Markdown reads are encoded."""


def link(text: str, address: str) -> str:
    """A text that links to a page, or the text alone where the address is of no page."""
    if len(address) > MAX_ADDRESS or not address.startswith(("https://", "http://")):
        return as_markdown(text)
    return f"[{as_markdown(text)}]({quote(address, safe=_SAFE)})"


class Item(msgspec.Struct, frozen=True):
    """A line, and what it is counted as where it does not fit."""

    line: str
    noun: str
    rank: int
    """0 for what must be seen first."""


class Section(msgspec.Struct, frozen=True):
    """Lines under a heading, which is left out with all of them."""

    head: str
    items: Sequence[Item]
    tail: str = ""


def fitted(sections: Sequence[Section], most: int) -> tuple[str, dict[str, int]]:
    """The sections in at most so many characters, and how many lines of each noun are left out.

    Lines are chosen by rank; of equals, the earlier ones.
    """
    lines = [
        (item.rank, number, index, item)
        for number, section in enumerate(sections)
        for index, item in enumerate(section.items)
    ]
    chosen: dict[int, set[int]] = {}
    used = 0
    rest: dict[str, int] = {}
    for _, number, index, item in sorted(lines, key=lambda entry: entry[:3]):
        section = sections[number]
        cost = len(item.line) + (0 if number in chosen else len(section.head) + len(section.tail))
        if rest or used + cost > most:
            rest[item.noun] = rest.get(item.noun, 0) + 1
            continue
        used += cost
        chosen.setdefault(number, set()).add(index)
    return "".join(_chosen(sections, chosen)), rest


def _chosen(sections: Sequence[Section], chosen: dict[int, set[int]]) -> Iterator[str]:
    for number, section in enumerate(sections):
        if number in chosen:
            yield section.head
            yield from (item.line for index, item in enumerate(section.items) if index in chosen[number])
            yield section.tail


def tally(counts: Iterable[tuple[str, int]]) -> str:
    """`3 errors, 1 warning`; nothing for what there is none of."""
    return ", ".join(counted(number, noun) for noun, number in counts if number)

"""The badges in the names of cars, and what they mean for drive, powertrain and fuel."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.sheets.sheet import Sheet

NAME = ("make", "model", "variant", "trim")
"""Identity fields in which badges stand, and by which they are known."""


class Badge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One badge: the expression that finds it in a name, and what it means."""

    badge: str
    means: str
    drive: tuple[str, ...] = ()
    powertrain: tuple[str, ...] = ()
    fuel: tuple[str, ...] = ()
    infers: tuple[str, ...] = ()
    """Powertrains, one of which it has where none is stated; a mild hybrid may be called an engine too."""
    unless: str = ""
    """The expression of what gives the name another meaning."""
    written: str = ""
    """How the maker spells it, where others spell it differently."""
    source: str = ""
    """Where its meaning is stated, if a page was looked up."""


class FoundBadge(msgspec.Struct, frozen=True):
    """A badge found in a sheet's name."""

    text: str
    means: str
    implied: tuple[str, ...]
    field: str
    """Whether it is in the model or the variant, which includes the trim."""

    def __str__(self) -> str:
        """The badge and its meaning."""
        return f'"{self.text}" means {self.means}'


@cache
def table() -> dict[str, tuple[Badge, ...]]:
    """The badges by slug of the make; `any` holds those of all makes."""
    content = Path(__file__).with_name("badges.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, tuple[Badge, ...]])


def found_badges(
    sheet: Sheet, field: Literal["drive", "powertrain", "fuel", "infers"]
) -> tuple[FoundBadge, ...]:
    """The badges in a sheet's name that mean something for a field, those of its make first."""
    make, model, variant, trim = (sheet.field(part) or "" for part in NAME)
    return badges_in(make_of_badges(make), model, variant, trim, field)


def make_of_badges(make: str) -> str:
    """The slug of a make that has badges of its own; empty for others."""
    name = slug(make)
    return name if name in table() else ""


@lru_cache(maxsize=1024)
def badges_in(make: str, model: str, variant: str, trim: str, field: str) -> tuple[FoundBadge, ...]:
    """The badges in a name that mean something for a field, those of its `make_of_badges` first."""
    name, found = _joined(model, variant, trim), []
    for badge in (*table().get(make, ()), *table()["any"]):
        implied: tuple[str, ...] = getattr(badge, field)
        match = re.search(badge.badge, name) if implied else None
        if match and not (badge.unless and re.search(badge.unless, name)):
            place = "model" if match.start() < len(model) else "variant"
            found.append(FoundBadge(match[0], badge.means, implied, place))
    return tuple(found)


def bearing(make: str, names: Sequence[tuple[str, str, str]], field: str) -> Iterator[int]:
    """The places of names in which `badges_in` may find some, all of them searched at once.

    Args:
        make: a `make_of_badges`.
        names: model, variant and trim of each.
        field: what the badges mean something for.
    """
    lines = [_joined(*name).replace("\n", " ") for name in names]
    ends = [*accumulate(len(line) + 1 for line in lines)]
    text = "\n".join(lines)
    found = {place for place, name in enumerate(names) if "\n" in _joined(*name)}
    for badge in (*table().get(make, ()), *table()["any"]):
        if getattr(badge, field):
            # a search in one long text takes a fraction of many in short ones
            found |= {
                bisect_right(ends, match.start()) for match in re.finditer(badge.badge, text, re.MULTILINE)
            }
    yield from sorted(found)


def _joined(model: str, variant: str, trim: str) -> str:
    return f"{model} {variant} {trim}"

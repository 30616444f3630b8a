"""Families: sheets that belong together by what they state, and what their figures then owe each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.quantities.interval import INFINITY
from speclint.sheets.path import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.path import Path as Route
    from speclint.sheets.profile import Profile
    from speclint.sheets.sheet import Sheet

Shared: TypeAlias = tuple[str | None, ...]
"""What the members of one family have in common, None where they state nothing."""


class Family(msgspec.Struct, frozen=True):
    """One kind of family, as a profile declares it."""

    name: str
    """What messages call it: `same car in another model year`."""
    by: tuple[Route, ...]
    """Paths to what its members have in common."""
    equal: tuple[str, ...] = ()
    """Quantities that all members must agree on."""
    close: Mapping[str, float] = {}
    """By quantity how far members may lie apart, as a fraction of the smaller figure."""
    same_keys: bool = False
    """Whether its members state the same things."""

    def shared_by(self, document: object) -> Shared | None:
        """What a document has in common with its family; None if it states nothing of that."""
        shared = tuple(next(_scalars(document, path), None) for path in self.by)
        return None if all(value is None for value in shared) else shared


def _scalars(document: object, path: Route) -> Iterator[str]:
    for _, value in find(document, path):
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)


def tolerance(text: str) -> float:
    """The fraction that a text such as `20 %` stands for."""
    return float(text.removesuffix("%")) / 100


def kindred(profile: Profile | None, fields: Sequence[str], needs: Sequence[str]) -> Family | None:
    """The family of sheets that agree on these identity fields, as far as the profile knows a place for them.

    None if it knows none for one that is needed.
    """
    if profile is None or any(field not in profile.identity for field in needs):
        return None
    return Family("", tuple(profile.identity[field] for field in fields if field in profile.identity))


def only(sheet: Sheet, quantity: str) -> Measurand | None:
    """The measurand of a quantity that the sheet states once; None if it states none or several."""
    found = sheet.stated(quantity)
    return found[0] if len(found) == 1 else None


def factor(one: Figure, other: Figure) -> float:
    """How many times the larger of two figures is the smaller; 1 where that has no meaning."""
    low, high = sorted((one.value, other.value))
    return high / low if one.unit.kind == other.unit.kind and low > 0 and high < INFINITY else 1.0

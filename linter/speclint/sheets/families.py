"""Families: sheets that belong together by what they state, and what their figures then owe each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.profiles.family import Family
from speclint.quantities.interval import INFINITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

MODEL = ("make", "model", "generation")
"""Identity fields that the variants of one model share."""
MAX_COMPARED = 40
"""Members of a family that are compared, in order of their paths: more add little and cost time."""


def family_by(profile: Profile | None, fields: Sequence[str], needs: Sequence[str]) -> Family | None:
    """The family of sheets that agree on these identity fields, as far as the profile knows a place for them.

    None if it knows none for one that is needed.
    """
    if profile is None or any(field not in profile.identity for field in needs):
        return None
    return Family("", tuple(profile.identity[field] for field in fields if field in profile.identity))


def only_measurand(sheet: Sheet, quantity: str) -> Measurand | None:
    """The measurand of a quantity that the sheet states once; None if it states none or several."""
    found = sheet.stated(quantity)
    return found[0] if len(found) == 1 else None


def ratio(one: Figure, other: Figure) -> float:
    """How many times the larger of two figures is the smaller; 1 where that has no meaning."""
    low, high = sorted((one.value, other.value))
    return high / low if one.unit.kind == other.unit.kind and low > 0 and high < INFINITY else 1.0

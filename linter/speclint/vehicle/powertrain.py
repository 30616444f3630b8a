"""What drives a car, as far as its sheet states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.profiles.vocabulary import HYBRIDS
from speclint.sheets.remembered import once_per_sheet
from speclint.vehicle.badges import found_badges

if TYPE_CHECKING:
    from speclint.sheets.sheet import Sheet

UNKNOWN = "unknown"
"""What is stated in a word that is in no vocabulary: neither one thing nor its opposite."""
MIXED = frozenset({*HYBRIDS, UNKNOWN})
"""Powertrains of which the stated power, mass or consumption may not be the engine's alone."""


@once_per_sheet
def powertrain_of(sheet: Sheet) -> str | None:
    """The powertrain: a word of the vocabulary, `UNKNOWN`, or None where nothing states it.

    Where it is not stated, a badge may state that the car is a hybrid (CT 200h), so that it does not burn
    fuel alone; where the fuel is not stated either, that it is electric (Model 3).
    """
    stated = word_of(sheet, "powertrain")
    if stated is not None:
        return stated
    badges = [*found_badges(sheet, "powertrain"), *found_badges(sheet, "infers")]
    if not any(set(badge.implied) <= set(HYBRIDS) for badge in badges):
        is_electric = any(badge.implied == ("bev",) for badge in badges) and word_of(sheet, "fuel") is None
        return "bev" if is_electric else None
    common = set(HYBRIDS).intersection(*(badge.implied for badge in badges))
    return next(iter(common)) if len(common) == 1 else "hybrid"


def word_of(sheet: Sheet, field: str) -> str | None:
    """The word by which rules know an identity field; `UNKNOWN` if it has none, None if nothing is stated."""
    return sheet.field(field) or (None if sheet.text(field) is None else UNKNOWN)

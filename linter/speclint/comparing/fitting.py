"""Which shipped profile a document fits that no configuration claims."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speclint.sheets.compile import load_profile, shipped_profiles
from speclint.sheets.parse import parse
from speclint.sheets.path import find

if TYPE_CHECKING:
    from speclint.sheets.profile import Profile

TRIED = 3
"""Records that are looked at."""
LEAST = 2
"""Identity fields and quantities that a document must state where the profile says."""


def fitting(content: bytes) -> Profile | None:
    """The shipped profile that finds most in a document; None if none finds enough, or several as much."""
    value: object = _head(content)
    if value is None:
        return None
    scores = [(_found(value, profile), profile) for profile in map(load_profile, shipped_profiles())]
    best = max(score for score, _ in scores)
    fit = [profile for score, profile in scores if score == best]
    return fit[0] if best >= LEAST and len(fit) == 1 else None


def _head(content: bytes) -> object:
    return parse(content).value


def _found(document: object, profile: Profile) -> float:
    """How many fields and quantities the sheets in a document state on average."""
    path = profile.records or ()
    sheets = [value for _, value in islice(find(document, path), TRIED) if isinstance(value, dict)]
    if not sheets:
        return 0
    found = 0
    for sheet in sheets:
        fields = profile.identify(sheet)
        if len(fields) >= LEAST:
            found += len(fields) + len(profile.measure(sheet, frozenset())[0])
    return found / len(sheets)

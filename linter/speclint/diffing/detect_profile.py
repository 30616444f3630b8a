"""Which shipped profile fits a document that no configuration claims."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from speclint.diffing.records import raw_records
from speclint.documents.jsonpath import find
from speclint.documents.parser import parse
from speclint.profiles.compile import load_profile, shipped_profiles

if TYPE_CHECKING:
    from speclint.profiles.profile import Profile

MAX_RECORDS = 3
"""Records that are read to score a profile."""
MIN_FIELDS = 2
"""Identity fields that a document must state where the profile has them."""
SURE_SCORE = 6
"""Fields and quantities from which on the other profiles are not tried."""
MAX_MEMBER_BYTES = 64 * 1024
"""Larger members are read only if they hold the records; a sheet has some kilobytes."""

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def detect_profile(content: bytes, *, record: bool = False) -> Profile | None:
    """The shipped profile that reads most of a document; None if none reads enough, or several as much.

    Args:
        content: the document.
        record: whether it is one record of many, such as a line of NDJSON.
    """
    try:
        members = _members(content)
    except (ValueError, RecursionError):
        return None
    small = {
        name: parse(bytes(raw)).value for name, raw in members.items() if len(bytes(raw)) <= MAX_MEMBER_BYTES
    }
    scores = []
    for name in shipped_profiles():
        profile = load_profile(name)
        score = _score(
            [small] if record or profile.records is None else _first_records(content, profile), profile
        )
        if score >= SURE_SCORE:
            return profile
        scores.append((score, name))
    best, name = max(scores)
    is_unique = [score for score, _ in scores].count(best) == 1
    return load_profile(name) if best >= MIN_FIELDS and is_unique else None


def _score(sheets: list[object], profile: Profile) -> float:
    """Mean number of identity fields and quantities that a profile reads from sheets."""
    total = 0
    for sheet in sheets:
        fields = profile.identify(sheet)
        if len(fields) >= MIN_FIELDS:
            total += len(fields) + len(profile.measure(sheet, frozenset())[0])
    return total / len(sheets) if sheets else 0


def _first_records(content: bytes, profile: Profile) -> list[object]:
    """The first records of a document."""
    raw = raw_records(content, profile)
    if raw is not None:
        return [parse(record).value for record in raw[:MAX_RECORDS]]
    return [value for _, value in islice(find(parse(content).value, profile.records or ()), MAX_RECORDS)]

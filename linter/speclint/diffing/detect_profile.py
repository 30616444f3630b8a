"""Which shipped profile a document fits that no configuration claims."""

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

TRIED = 3
"""Records that are looked at."""
LEAST = 2
"""Identity fields that a document must state where the profile says."""
ENOUGH = 6
"""Fields and quantities by which a profile is known without trying the others."""
LARGE = 64 * 1024
"""Bytes beyond which a member is looked at only if records stand in it; a sheet is some kilobytes."""

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def fitting(content: bytes, *, record: bool = False) -> Profile | None:
    """The shipped profile that finds most in a document; None if none finds enough, or several as much.

    Args:
        content: the document.
        record: whether it is one record of many, such as one line of a file of them.
    """
    try:
        members = _members(content)
    except (msgspec.MsgspecError, RecursionError):
        return None
    small = {name: parse(bytes(raw)).value for name, raw in members.items() if len(bytes(raw)) <= LARGE}
    scores = []
    for name in shipped_profiles():
        profile = load_profile(name)
        score = _found([small] if record or profile.records is None else _heads(content, profile), profile)
        if score >= ENOUGH:
            return profile
        scores.append((score, name))
    best, name = max(scores)
    alone = [score for score, _ in scores].count(best) == 1
    return load_profile(name) if best >= LEAST and alone else None


def _found(sheets: list[object], profile: Profile) -> float:
    """How many fields and quantities sheets state on average."""
    found = 0
    for sheet in sheets:
        fields = profile.identify(sheet)
        if len(fields) >= LEAST:
            found += len(fields) + len(profile.measure(sheet, frozenset())[0])
    return found / len(sheets) if sheets else 0


def _heads(content: bytes, profile: Profile) -> list[object]:
    """The first records of a document."""
    raw = raw_records(content, profile)
    if raw is not None:
        return [parse(record).value for record in raw[:TRIED]]
    return [value for _, value in islice(find(parse(content).value, profile.records or ()), TRIED)]

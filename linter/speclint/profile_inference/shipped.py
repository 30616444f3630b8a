"""The shipped profile that reads the sheets of a repository as its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.jsonpath import parse_path
from speclint.profiles.compile import load_profile, shipped_profiles
from speclint.project.discover import claimed_files
from speclint.sheets.place import Claim

if TYPE_CHECKING:
    from speclint.files.gate import Gate
    from speclint.profile_inference.layout import Layout
    from speclint.profiles.profile import Profile

_SAMPLE = 50
"""Sheets that are read to see whether a profile fits."""
_MIN_READ = 0.7
"""Share of the quantities and identity fields of a profile that sheets must have."""
_NAMING = ("make", "model")


def fitting_profile(layout: Layout) -> str | None:
    """The shipped profile whose fields and quantities are nearly all there; None if there is none."""
    sheets = layout.sheets[:: max(1, len(layout.sheets) // _SAMPLE)][:_SAMPLE]
    return next((name for name in shipped_profiles() if _fits(load_profile(name), layout, sheets)), None)


def files_beside(name: str, layout: Layout, tree: Gate) -> tuple[str, ...]:
    """The files of a layout, where a shipped profile does not find just these by itself."""
    profile = load_profile(name)
    claimed = claimed_files(tree, [Claim(tree.root, profile.files, profile)], tree.root)
    found = {source.file.relative_to(tree.root).parts for source in claimed.values()}
    return () if found and found <= set(layout.paths) else layout.files


def _fits(profile: Profile, layout: Layout, sheets: tuple[object, ...]) -> bool:
    if profile.records != (parse_path(layout.records) if layout.records else None):
        return False
    if profile.layers and profile.layers != layout.layers:
        return False
    read = _read(profile, sheets)
    if not read.issuperset(_NAMING):
        return False
    if profile.schema and any(_names_schema(sheet, profile.schema) for sheet in sheets):
        return True
    return len(read) >= _MIN_READ * len(profile.names | set(profile.identity))


def _read(profile: Profile, sheets: tuple[object, ...]) -> set[str]:
    """The identity fields and quantities that a profile reads from the sheets."""
    read: set[str] = set()
    for sheet in sheets:
        read.update(profile.identify(sheet), profile.measure(sheet, frozenset())[0])
    return read


def _names_schema(sheet: object, schema: str) -> bool:
    named = sheet.get("$schema") if isinstance(sheet, dict) else None
    return isinstance(named, str) and named.rpartition("/")[2] == schema

"""What the names of cars promise, a table per make in `badges.json`.

The table holds what makers say of their own badges: a pattern over model and variant, the drives or
powertrains that it is given to, and what it means in words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.rules.rule import Hit, Related
from speclint.sheets.catalog import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


class Badge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One badge: where it is found in a name, and what it promises."""

    badge: str
    means: str
    drive: tuple[str, ...] = ()
    powertrain: tuple[str, ...] = ()


@cache
def table() -> dict[str, tuple[Badge, ...]]:
    """The badges by slug of the make; `any` holds those that every make uses alike."""
    content = Path(__file__).with_name("badges.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, tuple[Badge, ...]])


def broken_promises(sheet: Sheet, field: str) -> Iterator[Hit]:
    """A hit for each badge in the sheet's name that promises another drive, or powertrain, than it states."""
    stated = sheet.says(field)
    if stated is None:
        return
    model, variant = sheet.says("model") or "", sheet.says("variant") or ""
    name = f"{model} {variant}"
    badges = table()
    for badge in (*badges.get(slug(sheet.says("make") or ""), ()), *badges["any"]):
        promised = badge.drive if field == "drive" else badge.powertrain
        match = re.search(badge.badge, name) if promised and stated not in promised else None
        if match:
            at = sheet.where("model" if match.start() < len(model) else "variant")
            says = f'"{match[0]}" means {badge.means}, but the {field} is "{stated}"'
            yield Hit(says, at, (Related(f'"{stated}" is stated here', sheet.where(field)),))

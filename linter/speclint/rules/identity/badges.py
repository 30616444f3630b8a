"""What the names of cars promise, and sheets that state otherwise."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


class Badge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One badge: where it is found in a name, and what it promises."""

    badge: str
    means: str
    drive: tuple[str, ...] = ()
    powertrain: tuple[str, ...] = ()
    written: str = ""
    """How the maker spells its letters, where others spell them otherwise."""


@cache
def table() -> dict[str, tuple[Badge, ...]]:
    """The badges by slug of the make; `any` holds those that every make uses alike."""
    content = Path(__file__).with_name("badges.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, tuple[Badge, ...]])


class _Found(msgspec.Struct, frozen=True):
    """A badge found in a sheet's name."""

    text: str
    means: str
    promised: tuple[str, ...]
    field: str
    """Whether it stands in the model, the variant or the trim."""


def broken_promises(sheet: Sheet, field: str) -> Iterator[Violation]:
    """A violation for each badge in the sheet's name that promises another drive, or powertrain, than the rest.

    A badge of the variant is held against those of the model first: "eDrive20" on an X2 is wrong whatever
    else the sheet states. Then each is held against what the sheet states.
    """
    found = list(_found(sheet, field))
    told = set()
    models = [one for one in found if one.field == "model"]
    for one in found:
        clash = next((model for model in models if not set(model.promised) & set(one.promised)), None)
        if clash is not None and one.field != "model":
            told |= {one, clash}
            message = f'"{one.text}" means {one.means}, but "{clash.text}" means {clash.means}'
            related = (Related(f'"{clash.text}" is stated here', sheet.field_pointer("model")),)
            yield Violation(message, sheet.field_pointer(one.field), related)
    stated = sheet.field(field)
    broken = [one for one in found if one not in told and stated is not None and stated not in one.promised]
    if len(broken) == 1:
        (one,) = broken
        message = f'"{one.text}" means {one.means}, but the {field} is "{stated}"'
        yield Violation(
            message,
            sheet.field_pointer(one.field),
            (Related(f'"{stated}" is stated here', sheet.field_pointer(field)),),
        )
    elif broken:
        # several badges do not err alike: what is stated does
        promises = " and ".join(f'"{one.text}" means {one.means}' for one in broken)
        places = tuple(
            Related(f'"{one.text}" is stated here', sheet.field_pointer(one.field)) for one in broken
        )
        yield Violation(f'the {field} is "{stated}", but {promises}', sheet.field_pointer(field), places)


def _found(sheet: Sheet, field: str) -> Iterator[_Found]:
    model, variant, trim = (sheet.field(part) or "" for part in ("model", "variant", "trim"))
    badges = table()
    for badge in (*badges.get(slug(sheet.field("make") or ""), ()), *badges["any"]):
        promised = badge.drive if field == "drive" else badge.powertrain
        match = re.search(badge.badge, f"{model} {variant} {trim}") if promised else None
        if match:
            yield _Found(
                match[0], badge.means, promised, "model" if match.start() < len(model) else "variant"
            )


@sheet_rule(
    level=Level.ERROR,
    summary="the name promises another drive",
    consequence_of=("badge-contradicts-powertrain",),
    reads=("drive", "make", "model", "trim", "variant"),
    bad=(
        bad('{"make": "BMW", "model": "iX2", "variant": "xDrive30", "powertrain": {"type": "bev", "drive": "fwd"}}',
            at="/variant", message='"xDrive30" means all-wheel drive, but the drive is "fwd"',
            why="copied from the eDrive20"),
    ),
    good=(
        good('{"make": "BMW", "model": "iX2", "variant": "xDrive30", "powertrain": {"type": "bev", "drive": "awd"}}'),
    ),
)  # fmt: skip
def badge_contradicts_drive(sheet: Sheet) -> Iterator[Violation]:
    """xDrive, quattro, 4MATIC and 4MOTION are all-wheel drive; sDrive and eDrive are two-wheel drive.

    The drive decides traction, mass and range, so a wrong one misleads more than it seems. The table of
    badges is `badges.json` beside this rule.
    """
    yield from broken_promises(sheet, "drive")


@sheet_rule(
    level=Level.ERROR,
    summary="the name promises another powertrain",
    reads=("make", "model", "powertrain", "trim", "variant"),
    bad=(
        bad({"bmw/ix1-xdrive30e": '{"make": "BMW", "model": "iX1", "variant": "xDrive30e", ' '"powertrain": {"type": "bev", "drive": "awd"}}'},
            at="/variant", message='"xDrive30e" means a plug-in hybrid, but "iX1" means an electric car',
            why="a plug-in badge on an electric car"),
        bad({"bmw/x2-edrive20": '{"make": "BMW", "model": "X2", "variant": "eDrive20", ' '"powertrain": {"type": "ice", "drive": "fwd"}}'},
            at="/variant",
            message='"eDrive20" means an electric car, but "X2" means a model with a combustion engine',
            why="an electric badge on a combustion model"),
        bad('{"model": "i4", "variant": "M50", "powertrain": {"type": "hev"}}', at="/model",
            message='"i4" means an electric car, but the powertrain is "hev"'),
        bad('{"model": "iX2", "variant": "eDrive20", "powertrain": {"type": "hev"}}', at="/powertrain/type",
            message='the powertrain is "hev", but "iX2" means an electric car and "eDrive20" means an electric car',
            why="two badges against what is stated"),
    ),
    good=(
        good({"bmw/i3-94-ah-rex": '{"make": "BMW", "model": "i3", "variant": "94 Ah REx", ' '"powertrain": {"type": "phev", "drive": "rwd"}}'},
            why="the range extender is the one i3 with an engine"),
        good({"bmw/x1-xdrive30e": '{"make": "BMW", "model": "X1", "variant": "xDrive30e", ' '"powertrain": {"type": "phev", "drive": "awd"}}'}),
    ),
)  # fmt: skip
def badge_contradicts_powertrain(sheet: Sheet) -> Iterator[Violation]:
    """Makers name cars by a system: BMW's "30e" is a plug-in hybrid, "eDrive" and "i…" are electric.

    A badge on the wrong powertrain is a mistyped name, or a sheet copied from another car. The table of
    badges is `badges.json` beside this rule; makes that are not in it are judged by general words alone.
    """
    yield from broken_promises(sheet, "powertrain")

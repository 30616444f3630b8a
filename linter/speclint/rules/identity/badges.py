"""What the badges in the names of cars mean, sheets that state otherwise, and badges that are misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from speclint.profiles.vocabulary import agree
from speclint.rules.rule import Correction, Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.badges import NAME, Badge, found_badges, make_of_badges, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.badges import FoundBadge

NAMES = NAME[1:]
"""Identity fields in which badges stand."""


def contradictions(sheet: Sheet, field: Literal["drive", "powertrain"]) -> Iterator[Violation]:
    """A violation for each badge in the sheet's name that contradicts the model, or the drive or powertrain stated.

    A badge of the variant is compared with those of the model first: "eDrive20" on an X2 is wrong whatever else the
    sheet states.
    """
    found = list(found_badges(sheet, field))
    reported = set()
    models = [badge for badge in found if badge.field == "model"]
    for badge in found:
        clash = next((model for model in models if clashes(model, badge)), None)
        if clash is not None and badge.field != "model":
            reported |= {badge, clash}
            yield _violation(sheet, f"{badge}, but {clash}", badge.field, ("model", clash.text))
    word, stated = sheet.field(field), sheet.text(field)
    wrong = [badge for badge in found if badge not in reported and word and not allows(badge, field, word)]
    if len(wrong) == 1:
        (badge,) = wrong
        yield _violation(sheet, f'{badge}, but the {field} is "{stated}"', badge.field, (field, str(stated)))
    elif wrong:
        # several badges are unlikely to be wrong alike: what is stated is
        message = f'the {field} is "{stated}", but {" and ".join(map(str, wrong))}'
        yield _violation(sheet, message, field, *((badge.field, badge.text) for badge in wrong))


def clashes(badge: FoundBadge, other: FoundBadge) -> bool:
    """Whether no car has both badges."""
    return not set(badge.implied) & set(other.implied)


def allows(badge: FoundBadge, field: str, word: str) -> bool:
    """Whether a car with the badge may have that drive or powertrain."""
    return any(agree(field, word, other) for other in badge.implied)


def _violation(sheet: Sheet, message: str, at: str, *related: tuple[str, str]) -> Violation:
    """A contradiction at a field, with what other fields state."""
    places = (Related(f'"{text}" is stated here', sheet.field_pointer(name)) for name, text in related)
    return Violation(message, sheet.field_pointer(at), tuple(places))


def _named(model: str, variant: str, powertrain: str, drive: str) -> str:
    return (
        f'{{"make": "BMW", "model": "{model}", "variant": "{variant}", '
        f'"powertrain": {{"type": "{powertrain}", "drive": "{drive}"}}}}'
    )


@sheet_rule(
    level=Level.ERROR,
    summary="the name implies another drive",
    consequence_of=("badge-contradicts-powertrain",),
    one_of=tuple((name,) for name in NAMES),
    reads=("drive", "make", "model", "trim", "variant"),
    bad=(
        bad(_named("iX2", "xDrive30", "bev", "fwd"), at="/variant",
            message='"xDrive30" means all-wheel drive, but the drive is "fwd"', why="copied from the eDrive20"),
    ),
    good=(good(_named("iX2", "xDrive30", "bev", "awd")),),
)  # fmt: skip
def badge_contradicts_drive(sheet: Sheet) -> Iterator[Violation]:
    """xDrive, quattro, 4MATIC and 4MOTION are all-wheel drive; sDrive and eDrive are two-wheel drive.

    The drive determines traction, mass and range. The table of badges is `vehicle/badges.json`.
    """
    yield from contradictions(sheet, "drive")


@sheet_rule(
    level=Level.ERROR,
    summary="the name implies another powertrain",
    one_of=tuple((name,) for name in NAMES),
    reads=("make", "model", "powertrain", "trim", "variant"),
    bad=(
        bad({"bmw/ix1-xdrive30e": _named("iX1", "xDrive30e", "bev", "awd")}, at="/variant",
            message='"xDrive30e" means a plug-in hybrid, but "iX1" means an electric car',
            why="a plug-in badge on an electric car"),
        bad({"bmw/x2-edrive20": _named("X2", "eDrive20", "ice", "fwd")}, at="/variant",
            message='"eDrive20" means an electric car, but "X2" means a model with a combustion engine',
            why="an electric badge on a combustion model"),
        bad('{"model": "i4", "variant": "M50", "powertrain": {"type": "hev"}}', at="/model",
            message='"i4" means an electric car, but the powertrain is "hev"'),
        bad('{"model": "iX2", "variant": "eDrive20", "powertrain": {"type": "hev"}}', at="/powertrain/type",
            message='the powertrain is "hev", but "iX2" means an electric car and "eDrive20" means an electric car',
            why="two badges against what is stated"),
    ),
    good=(
        good({"bmw/i3-94-ah-rex": _named("i3", "94 Ah REx", "phev", "rwd")},
            why="the range extender is the only i3 with an engine"),
        good({"bmw/x1-xdrive30e": _named("X1", "xDrive30e", "phev", "awd")}),
    ),
)  # fmt: skip
def badge_contradicts_powertrain(sheet: Sheet) -> Iterator[Violation]:
    """Makers name cars by a system: BMW's "30e" is a plug-in hybrid, "eDrive" and "i…" are electric.

    A badge on the wrong powertrain is a mistyped name, or a sheet copied from another car. The table of badges is
    `vehicle/badges.json`; makes that are not in it are judged by the words of all makes alone.
    """
    yield from contradictions(sheet, "powertrain")


@sheet_rule(
    level=Level.ERROR,
    summary="the name implies another fuel",
    before=("torque-per-power", "specific-power", "compression-ratio"),
    needs=("fuel",),
    one_of=tuple((name,) for name in NAMES),
    reads=NAME,
    bad=(
        bad('{"make": "Mazda", "model": "3", "variant": "2.2 SKYACTIV-D", "powertrain": {"type": "ice", "engine": {"fuel": "petrol"}}}',
            at="/powertrain/engine/fuel",
            message='the fuel is "petrol", but "SKYACTIV-D" means a diesel engine'),
        bad('{"make": "Volkswagen", "model": "Golf", "variant": "1.5 TSI", "powertrain": {"type": "ice", "engine": {"fuel": "diesel"}}}',
            at="/powertrain/engine/fuel", message='the fuel is "diesel", but "TSI" means a petrol engine'),
    ),
    good=(
        good('{"make": "Volkswagen", "model": "Golf", "variant": "2.0 TDI", "powertrain": {"type": "ice", "engine": {"fuel": "diesel"}}}'),
        good('{"make": "Ford", "model": "Focus", "variant": "1.0 EcoBoost", "powertrain": {"type": "ice", "engine": {"fuel": "ethanol"}}}',
            why="an engine for petrol and ethanol"),
    ),
)  # fmt: skip
def badge_contradicts_fuel(sheet: Sheet) -> Iterator[Violation]:
    """TDI, CDI, HDi and SKYACTIV-D are diesel engines, TSI, EcoBoost and SKYACTIV-G petrol engines.

    The name is written once by the maker, the fuel is picked from a list by whoever enters the data, and is then at
    fault. The table of badges is `vehicle/badges.json`.
    """
    word, stated = sheet.field("fuel"), sheet.text("fuel")
    for badge in found_badges(sheet, "fuel") if word else ():
        if word not in badge.implied:
            message = f'the fuel is "{stated}", but {badge}'
            right = msgspec.json.encode(badge.implied[0]).decode()
            at = sheet.field_pointer("fuel")
            correction = Correction(at, "", right, f"{badge}", message)
            related = Related(f'"{badge.text}" is stated here', sheet.field_pointer(badge.field))
            yield Violation(message, at, (related,), (correction,))
            return


@sheet_rule(
    level=Level.NOTE,
    summary="a badge is not spelt as its maker spells it",
    needs=("make",),
    one_of=(("variant",), ("trim",)),
    reads=("trim", "variant"),
    bad=(
        bad({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "XDrive30"}'}, at="/variant",
            message='"XDrive30" is spelt "xDrive30"'),
        bad({"mercedes-benz/eqb-350-4-matic": '{"make": "Mercedes-Benz", "model": "EQB", "variant": "350 4-Matic"}'},
            at="/variant", message='"350 4-Matic" is spelt "350 4MATIC"'),
    ),
    good=(
        good({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}),
        good({"mini/countryman-xdrive": '{"make": "MINI", "model": "Countryman", "variant": "Xdrive"}'},
            why="another make may spell it in its own way"),
    ),
)  # fmt: skip
def badge_misspelt(sheet: Sheet) -> Iterator[Violation]:
    """A search for "xDrive30" does not find "xdrive 30", and neither does a rule that knows the badge.

    The table of badges, `vehicle/badges.json`, holds the makers' own spelling. Only other capitals, and a
    space or hyphen between the parts of a badge, are reported.
    """
    make = make_of_badges(sheet.field("make") or "")
    for field in ("variant", "trim") if make else ():
        stated, at = sheet.field(field) or "", sheet.field_pointer(field)
        right = respelt(stated, make)
        if right != stated:
            message, literal = f'"{stated}" is spelt "{right}"', msgspec.json.encode(right).decode()
            correction = Correction(at, "", literal, "its maker spells it so", message, certain=True)
            yield Violation(message, at, corrections=(correction,))


def respelt(name: str, make: str) -> str:
    """The name with the badges of a make, one of `make_of_badges`, as the maker spells them."""
    for badge in table().get(make, ()):
        if badge.written:
            name = _respelt(name, badge)
    return name


def _respelt(name: str, badge: Badge) -> str:
    """The name with the badge as its maker spells it; unchanged where that would be none of its badges."""
    if badge.written.casefold() not in name.casefold().replace(" ", "").replace("-", ""):
        return name
    parts = re.findall(r"[a-z]+|[A-Z]+[a-z]*|\d+", badge.written)
    # a number behind most badges is separate, behind some it is part of the word
    end = r"(?:[ -]?(?=\d)|(?!\w))" if rf"{badge.written}\d" in badge.badge else r"(?!\w)"
    right = re.sub(rf"(?i)(?<![\w-]){'[ -]?'.join(parts)}{end}", badge.written, name)
    return right if re.search(badge.badge, right) else name

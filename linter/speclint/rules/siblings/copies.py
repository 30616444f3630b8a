"""Figures that were copied: into a variant with another drive or battery, or into other models of a maker."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from speclint.documents.message_text import join
from speclint.limits import limit, reach
from speclint.profiles.vocabulary import agree
from speclint.rules.related import stated
from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good
from speclint.sheets.families import MAX_COMPARED, VARIANT, family_by, in_order
from speclint.sheets.remembered import once_per_sheet

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Members, Siblings
    from speclint.sheets.sheet import Sheet

BATTERY = ("battery_usable", "battery_gross")
CHANGING = (
    "mass_kerb", "mass_kerb_eu", "mass_kerb_din", "acceleration_0_100_kmh", "acceleration_0_60_mph",
    "range_wltp", "range_epa", "range_nedc", "range_cltc", "range_wltc", "top_speed", "consumption_electric",
    "power", "torque", "payload", "dc_charge_power", "ac_charge_power",
)  # fmt: skip
"""Quantities some of which differ with another drive or battery."""
MOVED = frozenset(CHANGING[:10]) | {"consumption_electric"}
"""Those that differ with every other drive or battery; at least one must be stated."""
NAMES = ("make", "model", "generation", "year", "market", "variant", "trim", "drive")
MIN_FIGURES = 5
"""Equal figures that are no coincidence."""

_FIGURES = (
    '"performance": {"acceleration_0_100_kmh": {"s": 8.6}, "top_speed": {"km/h": 170}}, '
    '"mass": {"unspecified": {"kg": 2020}}, "range": {"wltp": {"km": 470}}, '
    '"charging": {"dc": {"power": {"kW": 130}}}'
)
_VARIANT = '{{"variant": "{0}", "powertrain": {{"type": "bev", "drive": "{1}"}}, "battery": {{"usable": {{"kWh": {2}}}}}, {3}}}'


@family_rule(
    level=Level.WARNING,
    summary="a variant with another drive or battery has every figure of another variant",
    one_of=tuple((quantity,) for quantity in CHANGING if quantity in MOVED),
    reads=("figures", *NAMES),
    of_siblings=(*NAMES, *BATTERY, *CHANGING),
    consequence_of=("sibling-strays",),
    bad=(
        bad({
            "bmw/ix2-xdrive30": _VARIANT.format("xDrive30", "awd", 64.8, _FIGURES),
            "bmw/ix2-edrive20": _VARIANT.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, at="/powertrain/drive",
            message="drive is awd, and fwd in bmw/ix2-edrive20, but both have the same kerb mass, 0-100 km/h, WLTP range, "
            "top speed and DC charging power to the last digit"),
    ),
    good=(
        good({
            "bmw/ix2-xdrive30": _VARIANT.format("xDrive30", "awd", 64.8, _FIGURES.replace("8.6", "5.6")),
            "bmw/ix2-edrive20": _VARIANT.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, why="one figure was measured, so the others were checked"),
        good({
            "bmw/ix2-edrive20-m": _VARIANT.format("eDrive20 M", "fwd", 64.8, _FIGURES),
            "bmw/ix2-edrive20": _VARIANT.format("eDrive20", "fwd", 64.8, _FIGURES),
        }, why="one drive and one battery in two trims"),
    ),
)  # fmt: skip
def sibling_copied(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """A second driven axle, or a larger battery, adds mass, and changes acceleration, range or consumption.

    Two variants of one model and year that differ in drive or battery but agree to the last digit in all of five or
    more other figures were copied. The later one by path, of records by id, is reported.
    """
    family = family_by(sheet.profile, VARIANT, ("make", "model", "variant"))
    if family is None or not MOVED & sheet.measurands.keys():
        return
    for other in _alike(sheet, catalog.siblings(sheet, family)):
        if in_order(other) >= in_order(sheet) or _variant(other) == _variant(sheet):
            continue
        copied = _copied(sheet, other)
        if len(copied) < MIN_FIGURES or all(figure.quantity.name not in MOVED for figure in copied):
            continue
        differs = _difference(sheet, other)
        if differs:
            message, at, there = differs
            equal = join((figure.quantity.label for figure in copied), " and ")
            related = (Related("the other variant", there, other), *stated(*copied, sheet=other))
            yield Violation(f"{message}, but both have the same {equal} to the last digit", at, related)
            return


def _alike(sheet: Sheet, siblings: Siblings) -> list[Sheet]:
    """The siblings that state enough of the figures that may differ as the sheet does; of equal ones two variants."""
    if siblings.count <= MAX_COMPARED:
        return siblings.sheets
    by_figure = siblings.members.once(_by_figure, None)
    counts: Counter[int] = Counter()
    for key in _stated_of(sheet, CHANGING).items():
        counts.update(by_figure.get(key, ()))
    found = sorted(index for index, count in counts.items() if count >= MIN_FIGURES and index != siblings.own)
    return [siblings.members[index] for index in found]


def _by_figure(members: Members, _: None) -> dict[Hashable, list[int]]:
    """The indexes of members by each figure that may differ; of equal ones the first, and the first of another variant.

    Of very many that share a figure and differ in others the first are given.
    """
    found: dict[Hashable, list[int]] = {}
    variants: dict[Hashable, set[tuple[str | None, str | None]]] = {}
    most = limit("siblings")
    for index, member in enumerate(members):
        figures, batteries = _stated_of(member, CHANGING), _stated_of(member, BATTERY)
        known = variants.setdefault((member.field("drive"), *figures.items(), *batteries.items()), set())
        if len(known) < 2 and _variant(member) not in known:  # noqa: PLR2004 - that of the sheet itself, and another
            known.add(_variant(member))
            for key in figures.items():
                indexes = found.setdefault(key, [])
                if len(indexes) < most:
                    indexes.append(index)
                else:
                    reach("siblings")
    return found


def _stated_of(sheet: Sheet, names: Iterable[str]) -> dict[str, Hashable]:
    """What a sheet states of quantities, by name."""
    figures = ((name, sheet.figure(name)) for name in names)
    return {name: (figure.stated, figure.unit.name) for name, figure in figures if figure is not None}


def _variant(sheet: Sheet) -> tuple[str | None, str | None]:
    return sheet.field("variant"), sheet.field("trim")


def _difference(sheet: Sheet, other: Sheet) -> tuple[str, FigureName | str, FigureName | str] | None:
    """How the drive or the battery differs from that of another sheet, and where both state it."""
    drive, theirs = sheet.field("drive"), other.field("drive")
    if drive and theirs and not agree("drive", drive, theirs):
        message = f"drive is {drive}, and {theirs} in {other.id}"
        return message, sheet.field_pointer("drive"), other.field_pointer("drive")
    for quantity in BATTERY:
        mine, its = sheet.figure(quantity), other.figure(quantity)
        if mine is not None and its is not None and not mine.agrees_with(its):
            return f"{mine.quantity.label} is {mine}, and {its} in {other.id}", mine.name, its.name
    return None


def _copied(sheet: Sheet, other: Sheet) -> list[Figure]:
    """The other sheet's figures, if all that both state are equal; else none."""
    found = []
    for quantity in CHANGING:
        mine, theirs = sheet.figure(quantity), other.figure(quantity)
        if mine is None or theirs is None:
            continue
        if mine.stated != theirs.stated or mine.unit is not theirs.unit:
            return []
        found.append(theirs)
    return found


MODEL_FIGURES = {
    **dict.fromkeys(("mass_kerb", "mass_kerb_eu", "mass_kerb_din", "mass_gross", "length"), 4),
    **dict.fromkeys(
        ("range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc", "cargo", "cargo_max"), 3
    ),
}
"""What cars of two models share to the last digit only by chance, unlike motor, platform or limiter; with the
digits that such a figure has. Heights lie so close together that four of a large maker's models share one."""
MIN_MODELS = 4
"""Models with one figure that are no coincidence."""
ROUND = 5
"""Multiples of this are taken for rounded."""

_CAR = (
    '{{"model": "{0}", "variant": "xDrive30", "powertrain": {{"type": "bev", "drive": "awd", "power": {{"kW": {1}}}}}, '
    '"dimensions": {{"wheelbase": {{"mm": {2}}}}}, "mass": {{"eu": {{"kg": {3}}}}}}}'
)


def _cars(*cars: tuple[str, int, int, int]) -> dict[str, str]:
    return {f"bmw/{car[0].casefold()}-xdrive30": _CAR.format(*car) for car in cars}


def _ranges(*ranges: int) -> dict[str, str]:
    cars = _cars(
        ("i4", 250, 2856, 2125), ("i5", 290, 2995, 2205), ("iX2", 230, 2692, 2095), ("iX3", 210, 2864, 2260)
    )
    return {
        name: text.replace("{", f'{{"range": {{"wltp": {{"km": {far}}}}}, ', 1)
        for (name, text), far in zip(cars.items(), ranges, strict=True)
    }


@family_rule(
    level=Level.WARNING,
    summary="one figure in cars of a maker that share nothing else",
    needs=("power", "wheelbase"),
    reads=("make", "model", *MODEL_FIGURES),
    of_siblings=("make", "model", "power", "wheelbase", *MODEL_FIGURES),
    consequence_of=("sibling-copied",),
    bad=(
        bad(_cars(("i4", 250, 2856, 1999), ("i5", 290, 2995, 1999), ("iX2", 230, 2692, 1999), ("iX3", 210, 2864, 1999)),
            at="/mass/eu/kg",
            message="kerb mass (EU) 1999 kg is stated of 4 models of different power and wheelbase: i4, i5, iX2 and iX3",
            why="what an importer writes for an unknown figure"),
        bad(_ranges(512, 512, 512, 512), at="/range/wltp/km",
            message="WLTP range 512 km is stated of 4 models of different power and wheelbase: i4, i5, iX2 and iX3"),
    ),
    good=(
        good(_ranges(510, 510, 510, 510), why="a round figure"),
        good(_ranges(512, 512, 512, 498)),
        good(_cars(("iX2", 230, 2692, 2095), ("iX3", 210, 2864, 2260), ("i4", 250, 2856, 2125), ("i5", 290, 2995, 2095))),
        good(_cars(("iX2", 230, 2692, 2100), ("iX3", 210, 2864, 2100), ("i4", 250, 2856, 2100), ("i5", 290, 2995, 2100)),
            why="a round figure"),
    ),
)  # fmt: skip
def figure_repeated(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Models of one maker share motors and platforms, but a mass, a range or a length to the last digit only by chance.

    Four models of different power and wheelbase with one figure got it from a template or an importer. It is
    reported once for all of them.
    """
    family = family_by(sheet.profile, ("make",), ("make", "model"))
    if family is None or _body(sheet) is None:
        return
    figures = [(sheet.figure(name), digits) for name, digits in MODEL_FIGURES.items()]
    for figure in [figure for figure, digits in figures if figure and is_exact(figure, digits)]:
        members = catalog.family(sheet, family, figure)
        if len(members) < MIN_MODELS:
            continue
        same = list(islice((car for car in members if car.field("model") and _body(car)), MAX_COMPARED))
        bodies: dict[str, tuple[float, float]] = {}
        for car in same:
            model, body = car.field("model") or "", _body(car) or (0, 0)
            if all(body[0] != other[0] and body[1] != other[1] for other in bodies.values()):
                bodies.setdefault(model, body)
        if len(bodies) >= MIN_MODELS and any(car.place == sheet.place for car in same):
            models = f"{len(bodies)} models of different power and wheelbase: {join(sorted(bodies), ' and ')}"
            related = tuple(_repeated(car, figure) for car in same if car.place != sheet.place)
            yield Violation(f"{figure.labelled} is stated of {models}", figure.name, related)


def _repeated(sheet: Sheet, figure: Figure) -> Related:
    other = sheet.figure(figure.quantity.name) or figure
    return Related(f"{sheet.field('model')} states it too", other.name, sheet)


@once_per_sheet
def _body(sheet: Sheet) -> tuple[float, float] | None:
    power, wheelbase = sheet.figure("power"), sheet.figure("wheelbase")
    return (power.value, wheelbase.value) if power and wheelbase else None


def is_exact(figure: Figure, fewest: int) -> bool:
    """Whether a figure has so many digits, and its last place is not rounded to fives or tens."""
    digits = str(figure.stated).replace(".", "").lstrip("0")
    return digits.isdecimal() and len(digits) >= fewest and int(digits) % ROUND != 0

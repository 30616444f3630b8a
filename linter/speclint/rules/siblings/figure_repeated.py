"""One figure in cars of a maker that have nothing else in common."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good
from speclint.sheets.families import MAX_COMPARED, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

OWN = {
    **dict.fromkeys(("mass_kerb", "mass_kerb_eu", "mass_kerb_din", "mass_gross", "length", "height"), 4),
    **dict.fromkeys(
        ("range_wltp", "range_wltc", "range_epa", "range_nedc", "range_cltc", "cargo", "cargo_max"), 3
    ),
}
"""What cars of two models do not share to the last digit by design, as they do a motor, a platform or a limiter;
with the digits that such a figure has."""
FEWEST = 4
"""Models that state one figure by no coincidence."""
ROUND = 5
"""What the last place of figures is rounded to, where they are many times that."""

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
    summary="one figure in cars of a maker that have nothing else in common",
    needs=("power", "wheelbase"),
    reads=("make", "model", *OWN),
    of_siblings=("make", "model", "power", "wheelbase", *OWN),
    consequence_of=("sibling-copied",),
    bad=(
        bad(_cars(("i4", 250, 2856, 1999), ("i5", 290, 2995, 1999), ("iX2", 230, 2692, 1999), ("iX3", 210, 2864, 1999)),
            at="/mass/eu/kg",
            message="kerb mass (EU) 1999 kg stands in 4 models of other power and wheelbase: i4, i5, iX2 and iX3",
            why="what an importer writes where it knows nothing"),
        bad(_ranges(512, 512, 512, 512), at="/range/wltp/km",
            message="WLTP range 512 km stands in 4 models of other power and wheelbase: i4, i5, iX2 and iX3"),
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

    Four models of other power and other wheelbase that state one figure got it from a template or an importer.
    It is told once for all of them.
    """
    family = family_by(sheet.profile, ("make",), ("make", "model"))
    if family is None or _body(sheet) is None:
        return
    figures = [
        figure
        for name, digits in OWN.items()
        if (figure := sheet.figure(name)) and _is_telling(figure, digits)
    ]
    if not figures:
        return
    cars = list(islice(catalog.family(sheet, family), MAX_COMPARED))
    for figure in figures:
        bodies: dict[str, tuple[float, float]] = {}
        same = []
        for car in cars:
            model, body = car.field("model"), _body(car)
            if not model or not body or not _states(car, figure):
                continue
            same.append(car)
            if all(body[0] != other[0] and body[1] != other[1] for other in bodies.values()):
                bodies.setdefault(model, body)
        if len(bodies) >= FEWEST and any(one.place == sheet.place for one in same):
            *others, last = sorted(bodies)
            message = (
                f"{figure.quantity.label} {figure} stands in {len(bodies)} models of other power and wheelbase: "
                f"{', '.join(others)} and {last}"
            )
            yield Violation(
                message,
                figure.pointer,
                tuple(_stated(one, figure) for one in same if one.place != sheet.place),
            )


def _stated(sheet: Sheet, figure: Figure) -> Related:
    other = sheet.figure(figure.quantity.name) or figure
    return Related(f"{sheet.field('model')} states it too", other.pointer, sheet)


def _body(sheet: Sheet) -> tuple[float, float] | None:
    power, wheelbase = sheet.figure("power"), sheet.figure("wheelbase")
    return (power.value, wheelbase.value) if power and wheelbase else None


def _is_telling(figure: Figure, fewest: int) -> bool:
    """Whether a figure has so many digits, and its last place is not rounded to fives or tens."""
    digits = str(figure.stated).replace(".", "").lstrip("0")
    return digits.isdecimal() and len(digits) >= fewest and int(digits) % ROUND != 0


def _states(sheet: Sheet, figure: Figure) -> bool:
    other = sheet.figure(figure.quantity.name)
    return other is not None and other.stated == figure.stated and other.unit == figure.unit

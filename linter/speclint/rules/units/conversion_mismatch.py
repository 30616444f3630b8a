"""Two figures of one quantity that contradict each other."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, Figure, write
from speclint.quantities.number import decimals
from speclint.quantities.unit import of_kind
from speclint.rules.corrections import corrected
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.rules.units.metric_horsepower import is_misnamed, misnamed
from speclint.sheets.remembered import once_per_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from speclint.quantities.figure import Stated
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

    Pair: TypeAlias = tuple[Figure, Figure]


@sheet_rule(
    level=Level.ERROR,
    summary="two figures of one quantity contradict each other",
    needs=("conversions",),
    reads=("figures",),
    scope="quantity",
    bad=(
        bad('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 346}}}',
            at="/powertrain/torque/lb-ft", message="torque 494 Nm is 364 lb-ft, not 346",
            why="digits transposed"),
        bad('{"range": {"wltp": {"km": [417, 449], "mi": [259, 297]}}}', at="/range/wltp/mi",
            message="WLTP range 417-449 km is 259-279 mi, not 259-297", why="one end of a range"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 203, "PS": 313, "hp": 308}}}',
            at="/powertrain/power/kW", message="power 313 PS is 230 kW, not 203",
            why="the two others agree"),
        bad('{"dimensions": {"length": {"cm": 4554, "in": 179.3}}}', at="/dimensions/length/cm",
            message="length 179.3 in is 455 cm, not 4554, which is the figure in mm",
            why="the right figure under another unit"),
        bad('{"powertrain": {"type": "ice"}, "model": "X1", "variant": "sDrive18i", "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 7.8, "mpg US": 30.2, "mpg UK": 30.2}}}}}',
            at="/consumption/fuel/wltp/combined/mpg UK",
            message="combined consumption 7.8 l/100 km is 36.2 mpg UK, not 30.2, which is the figure in mpg US",
            why="miles per gallon of another gallon"),
        bad('{"performance": {"top_speed": {"km/h": 180, "mph": 130}}}', at="/performance/top_speed/mph",
            message="top speed 180 km/h and 130 mph contradict each other: 180 km/h is 112 mph, and 130 mph is 209 km/h",
            why="either may be wrong"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}}'),
        good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 365}}}',
            why="494.3 Nm would be written as both"),
        good('{"range": {"wltp": {"km": [417, 449], "mi": [259, 279]}}}'),
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": [7.1, 7.8], "mpg UK": [36.2, 39.8]}}}}}',
            why="miles per gallon fall as consumption rises"),
    ),
)  # fmt: skip
def conversion_mismatch(sheet: Sheet) -> Iterator[Violation]:
    """Two figures of one quantity agree when some true value would be written as both of them.

    No tolerance is chosen: each figure stands for all values that round to its digits (half a unit in the
    last place to each side, JCGM 100:2008, F.2.2.1), and the exact factor between the units decides.
    Figures that are cut off instead of rounded are left to `conversion-rounding`, metric horsepower under the
    name of hp to `metric-horsepower`.
    """
    for measurand, pairs in differing(sheet):
        contradictory = [
            (figure, other) for figure, other in pairs if not figure.agrees_but_for_rounding(other)
        ]
        if contradictory:
            yield _mismatch(measurand, contradictory)


def in_several_units(sheet: Sheet) -> Iterator[Measurand]:
    """The measurands that a sheet states in several units."""
    for measurands in sheet.measurands.values():
        yield from (measurand for measurand in measurands if len(measurand.figures) > 1)


@once_per_sheet
def differing(sheet: Sheet) -> list[tuple[Measurand, list[Pair]]]:
    """The measurands with figures that disagree, each with the pairs; several rules look at them."""
    found = ((measurand, _differing(measurand)) for measurand in in_several_units(sheet))
    return [(measurand, pairs) for measurand, pairs in found if pairs]


def _differing(measurand: Measurand) -> list[Pair]:
    """The pairs of figures that no true value would be written as, but for those with a misnamed horsepower."""
    pairs = [
        (figure, other)
        for figure, other in combinations(measurand.figures, 2)
        if figure.unit.kind == other.unit.kind and not figure.agrees_with(other)
    ]
    if not pairs:
        return pairs
    are_misnamed = [is_misnamed(*pair) or is_misnamed(*reversed(pair)) for pair in pairs]
    known = misnamed(measurand) if any(are_misnamed) else ()
    return [
        pair
        for pair, is_either in zip(pairs, are_misnamed, strict=True)
        if not (is_either and any(figure in known for figure in pair))
    ]


def _mismatch(measurand: Measurand, pairs: list[Pair]) -> Violation:
    contradictions = {*pairs, *((other, figure) for figure, other in pairs)}
    against = {
        figure.name: [other for other in measurand.figures if (figure, other) in contradictions]
        for figure in measurand.figures
    }
    contradicted = [figure for figure in measurand.figures if against[figure.name]]
    first, other = contradicted[0], against[contradicted[0].name][0]
    corrections: list[Correction] = []
    for figure in contradicted:
        # the other that fewest contradict is the best to convert from
        best = min(against[figure.name], key=lambda rival: len(against[rival.name]))
        corrections += _converted(figure, best)
    if len(corrections) < len(contradicted):
        # where one side cannot be corrected, the other must not be blamed for it
        corrections = []
    return Violation(_contradiction(first, other), other.name, stated(*measurand.figures), tuple(corrections))


def _converted(figure: Figure, other: Figure) -> list[Correction]:
    right = figure.rewritten(other)
    if right is None:
        return []
    remark = _in_other_unit(figure, other)
    others = tuple(conversion(figure, other, near, remark) for near in _others(figure, other, right))
    return [msgspec.structs.replace(conversion(figure, other, right, remark), others=others)]


def conversion(figure: Figure, other: Figure, right: Stated, remark: str) -> Correction:
    """The correction of a figure to what another one is in its unit."""
    because = f"{other} is {write(right)} {figure.unit.name}"
    message = f"{figure.quantity.label} {because}, not {write(figure.stated)}{remark}"
    return corrected(figure, right, because, message)


def _in_other_unit(figure: Figure, other: Figure) -> str:
    """Words for the unit in which the figure would agree with the other one, if there is such a unit."""
    for unit in of_kind(figure.unit.kind):
        read = figure.with_unit(unit)
        if unit.scale != figure.unit.scale and read.agrees_with(other):
            return f", which is the figure in {unit.name}"
    return ""


def _others(figure: Figure, other: Figure, right: Stated) -> Iterator[Stated]:
    """The other numbers of as many digits that agree: 494 Nm is 364 lb-ft, and may be 365."""
    if isinstance(right, tuple | Bound) or isinstance(figure.stated, tuple | Bound):
        return
    for steps in (-2, -1, 1, 2):
        number = right + steps * Decimal(1).scaleb(-decimals(figure.stated))
        near = int(number) if isinstance(right, int) else number
        if figure.with_stated(near).agrees_with(other):
            yield near


def _contradiction(figure: Figure, other: Figure) -> str:
    message = f"{figure.labelled} and {other} contradict each other"
    there, back = other.rewritten(figure), figure.rewritten(other)
    if there is None or back is None:
        return message
    converted = f"{figure} is {write(there)} {other.unit.name}"
    return f"{message}: {converted}, and {other} is {write(back)} {figure.unit.name}"

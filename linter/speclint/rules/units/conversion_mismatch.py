"""Two figures of one quantity that contradict each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, Figure, as_literal, write
from speclint.quantities.number import decimals
from speclint.quantities.unit import of_kind
from speclint.rules.rule import Correction, Level, Related, Violation, bad, good, sheet_rule
from speclint.rules.units.metric_horsepower import is_misnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Stated
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="two figures of one quantity contradict each other",
    reads=("figures",),
    bad=(
        bad('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 346}}}',
            at="/powertrain/torque/lb-ft", message="torque 494 Nm is 364 lb-ft, not 346",
            why="digits transposed"),
        bad('{"range": {"wltp": {"km": [417, 449], "mi": [259, 297]}}}', at="/range/wltp/mi",
            message="WLTP range 417-449 km is 259-279 mi, not 259-297", why="one end of a range"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 203, "PS": 313, "hp": 308}}}',
            at="/powertrain/power/kW", message="power 313 PS is 230 kW, not 203",
            why="the one that stands against two"),
        bad('{"dimensions": {"length": {"cm": 4554, "in": 179.3}}}', at="/dimensions/length/cm",
            message="length 179.3 in is 455 cm, not 4554, which is the figure in mm",
            why="the right figure under another unit"),
        bad('{"powertrain": {"type": "ice"}, "model": "X1", "variant": "sDrive18i", "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 7.8, "mpg US": 30.2, "mpg UK": 30.2}}}}}',
            at="/consumption/fuel/wltp/combined/mpg UK",
            message="combined consumption 7.8 l/100 km is 36.3 mpg UK, not 30.2, which is the figure in mpg US",
            why="miles per gallon of another gallon"),
        bad('{"performance": {"top_speed": {"km/h": 180, "mph": 130}}}', at="/performance/top_speed/mph",
            message="top speed 180 km/h and 130 mph contradict each other: 180 km/h is 112 mph, and 130 mph is 209 km/h",
            why="nothing tells which of the two is wrong"),
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
    Figures that are only cut off instead of rounded are told by `conversion-rounding`, metric horsepower
    under the name of hp by `metric-horsepower`.
    """
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            if len(measurand.figures) > 1:
                yield from _hits(measurand)


def contradict(one: Figure, other: Figure) -> bool:
    """Whether no true value would be written as both figures, be it cut off or in metric horsepower."""
    return (
        one.unit.kind == other.unit.kind
        and not one.agrees_with(other)
        and not one.agrees_but_for_rounding(other)
        and not is_misnamed(one, other)
        and not is_misnamed(other, one)
    )


def _hits(measurand: Measurand) -> Iterator[Violation]:
    against = {
        figure.pointer: [other for other in measurand.figures if contradict(figure, other)]
        for figure in measurand.figures
    }
    at_odds = [figure for figure in measurand.figures if against[figure.pointer]]
    if not at_odds:
        return
    one, other = at_odds[0], against[at_odds[0].pointer][0]
    # the one that fewest contradict is the best to convert from
    best = {
        one.pointer: min(against[one.pointer], key=lambda rival: len(against[rival.pointer]))
        for one in at_odds
    }
    corrections = [correction for one in at_odds for correction in _correction(one, best[one.pointer])]
    if len(corrections) < len(at_odds):
        # where one side cannot be corrected, the other must not be blamed for it
        corrections = []
    related = tuple(Related(f"{figure} is stated here", figure.pointer) for figure in measurand.figures)
    yield Violation(_contradiction(one, other), other.pointer, related, tuple(corrections))


def _correction(figure: Figure, other: Figure) -> list[Correction]:
    right = figure.rewritten(other)
    if right is None:
        return []
    others = tuple(_correct_by(figure, other, literal) for literal in _others(figure, other, right))
    return [msgspec.structs.replace(_correct_by(figure, other, right), others=others)]


def _correct_by(figure: Figure, other: Figure, right: Stated) -> Correction:
    because = f"{other} is {write(right)} {figure.unit.name}"
    message = f"{figure.quantity.label} {because}, not {write(figure.stated)}{_meant(figure, other)}"
    return Correction(figure.pointer, figure.unit.name, as_literal(right), because, message)


def _meant(figure: Figure, other: Figure) -> str:
    """Words for the unit in which the figure would agree with the other one, if there is such a unit."""
    for unit in of_kind(figure.unit.kind):
        read = Figure(figure.quantity, unit, figure.stated, figure.pointer)
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
        if Figure(figure.quantity, figure.unit, near, figure.pointer).agrees_with(other):
            yield near


def _contradiction(one: Figure, other: Figure) -> str:
    message = f"{one.quantity.label} {one} and {other} contradict each other"
    there, back = other.rewritten(one), one.rewritten(other)
    if there is None or back is None:
        return message
    return (
        f"{message}: {one} is {write(there)} {other.unit.name}, and {other} is {write(back)} {one.unit.name}"
    )

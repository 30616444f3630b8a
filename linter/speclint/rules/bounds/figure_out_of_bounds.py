"""A figure that no road car has."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from speclint.quantities.entry_errors import SHIFTED
from speclint.quantities.figure import Bound, Figure, as_literal, write
from speclint.quantities.interval import Interval
from speclint.quantities.placeholder import is_placeholder
from speclint.quantities.unit import UNITS, of_kind
from speclint.rules.corrections import corrected, read_in, shifted_into
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.category import category_of, limits_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.limits import Limits
    from speclint.quantities.number import Number
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

SHIFTS = (-3, -2, -1, 1, 2, 3)
"""Places by which a decimal point is shifted: 45.54 or 4.554 for 4554."""
BESIDE = {"electric consumption": (UNITS["kWh/km"],)}
"""Units in which programs compute, by kind, though no sheet is keyed by them."""
FRACTIONS = frozenset({"power", "energy", "time", "electric consumption", "fuel consumption", "voltage"})
"""Kinds whose figures are written with a fraction, so that 648 may have been 64.8."""


@sheet_rule(
    level=Level.ERROR,
    summary="a figure that no road car has",
    reads=("category", "figures", "powertrain"),
    consequence_of=("conversion-mismatch",),
    scope="quantity",
    bad=(
        bad('{"dimensions": {"length": {"mm": 4.554}}}', at="/dimensions/length/mm",
            message="length 4.554 mm is below 1300 mm, the least of any road car; 4.554 m is 4554 mm",
            why="the unit of the source kept its digits"),
        bad('{"dimensions": {"width": {"mm": 72.6}}}', at="/dimensions/width/mm",
            message="width 72.6 mm is below 750 mm, the least of any road car; 72.6 in is 1844 mm"),
        bad('{"performance": {"top_speed": {"km/h": 1800}}}', at="/performance/top_speed/km~1h",
            message="top speed 1800 km/h is above 570 km/h, the most of any road car; 180 km/h with the decimal point shifted"),
        bad('{"battery": {"usable": {"kWh": 648}}}', at="/battery/usable/kWh",
            message="usable battery capacity 648 kWh is above 300 kWh, the most of any road car; 64.8 kWh with the decimal point shifted"),
        bad('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": 0.66}}}}}',
            at="/consumption/fuel/wltp/combined/l~1100 km",
            message="combined consumption 0.66 l/100 km is below 1.9 l/100 km, the least of any such car; 6.6 l/100 km with the decimal point shifted",
            why="only plug-in hybrids burn so little"),
        bad('{"consumption": {"electric": {"wltp": {"kWh/100 km": 0.22}}}}', at="/consumption/electric/wltp/kWh~1100 km",
            message="consumption 0.22 kWh/100 km is below 3 kWh/100 km, the least of any road car; 0.22 kWh/km is 22 kWh/100 km"),
        bad('{"dimensions": {"height": {"mm": 156}}}', at="/dimensions/height/mm",
            message="height 156 mm is below 700 mm, the least of any road car; 156 cm is 1560 mm"),
    ),
    good=(
        good('{"make": "Renault", "model": "Twizy", "variant": "45", "powertrain": {"type": "bev", "power": {"kW": 4}}, "performance": {"top_speed": {"km/h": 45}}, "battery": {"usable": {"kWh": 6.1}}, "dimensions": {"length": {"mm": 2338}, "width": {"mm": 1237}, "height": {"mm": 1454}, "wheelbase": {"mm": 1686}}, "mass": {"unspecified": {"kg": 446}}}',
            why="a quadricycle"),
        good('{"make": "Yangwang", "model": "U9", "variant": "Xtreme", "powertrain": {"type": "bev", "power": {"kW": 2220}}, "performance": {"top_speed": {"km/h": 496.22}}}',
            why="the most powerful car so far, and the fastest"),
        good('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev"}, "consumption": {"fuel": {"wltp": {"combined": {"l/100 km": [0.7, 0.9]}}}}}',
            why="a plug-in hybrid drives on electricity most of the test"),
        good('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, "consumption": {"electric": {"epa": {"mpge": 19}}}}',
            why="what a table of cars that burn fuel calls mpge is mpg"),
        good('{"make": "Volkswagen", "model": "Crafter", "dimensions": {"length": {"mm": 7391}}}'),
        good('{"dimensions": {"length": {"mm": {"at_least": 1200}}}}',
            why="a bound leaves the other side open"),
    ),
)  # fmt: skip
def figure_out_of_bounds(sheet: Sheet) -> Iterator[Violation]:
    """The least and the most that road cars have are known, by the cars that hold the records.

    The limits leave room beyond the records, so a figure outside has lost its decimal point, is stated in another
    unit than its own, or was never a figure of a car. Records: `quantities/table.py` names the cars; bodies may be
    2.55 m wide, with insulated walls 2.60 m (Regulation (EU) 2021/535, annex XIII; before it 1230/2012). A correction must be a
    usual figure.
    """
    category, powertrain = category_of(sheet).word, sheet.field("powertrain")
    for quantity, measurands in sheet.measurands.items():
        limits = limits_in(category, powertrain, quantity)
        for measurand in measurands if limits else ():
            for figure in measurand.figures:
                limit = limits.exceeded_by(figure.ends) if limits else None
                if limits is not None and limit is not None and not is_placeholder(figure):
                    yield _violation(figure, limits, limit)


def _violation(figure: Figure, limits: Limits, limit: float) -> Violation:
    edge = f"{_limit_in(figure, limit)} {figure.unit.name}".removesuffix(" 1")
    # more of a reciprocal unit is less of the quantity
    is_below = (limit == limits.least) is not figure.unit.reciprocal
    beyond = f"below {edge}, the least" if is_below else f"above {edge}, the most"
    cars = "road" if _is_beyond_all_cars(figure) else "such"
    message = f"{figure.labelled} is {beyond} of any {cars} car"
    record = limits.smallest if limit == limits.least else limits.largest
    corrections = tuple(_corrections(figure, limits, message))
    return Violation(message, figure.name, (), corrections, help=f"the limit: {record}")


def _is_beyond_all_cars(figure: Figure) -> bool:
    limits = figure.quantity.limits
    return limits is not None and limits.exceeded_by(figure.ends) is not None


def _limit_in(figure: Figure, limit: float) -> str:
    value = figure.unit.from_reference(Interval(limit, limit)).low
    return f"{value:.4g}" if value < 10000 else f"{value:.0f}"  # noqa: PLR2004 - an exponent from there on


def _corrections(figure: Figure, limits: Limits, message: str) -> Iterator[Correction]:
    """Usual figures of the same digits: in another unit of the kind, or with the decimal point shifted."""
    stated = figure.stated
    if isinstance(stated, tuple):
        yield from shifted_into(figure, Interval(limits.usual_least, limits.usual_most), message)
    if isinstance(stated, tuple | Bound):
        return
    proposed = set()
    for number, because, cause in (*_in_other_units(figure, stated), *_shifted(figure, stated)):
        is_usual = limits.are_usual(figure.with_stated(number).ends)
        if is_usual and as_literal(number) not in proposed:
            proposed.add(as_literal(number))
            yield corrected(figure, number, because, f"{message}; {because}", cause)


def _in_other_units(figure: Figure, stated: Number) -> Iterator[tuple[Number, str, str]]:
    for unit in (*of_kind(figure.unit.kind), *BESIDE.get(figure.unit.kind, ())):
        number = None if unit is figure.unit else read_in(figure, stated, unit)
        if number is not None:
            because = f"{write(stated)} {unit.name} is {write(number)} {figure.unit.name}"
            yield number, because, f"{unit.name} in a {figure.unit.name} place"


def _shifted(figure: Figure, stated: Number) -> Iterator[tuple[Number, str, str]]:
    for shift in SHIFTS:
        exact = Decimal(stated).scaleb(shift)
        is_whole = exact == exact.to_integral_value()
        if is_whole or figure.quantity.kind in FRACTIONS:
            number = int(exact) if is_whole else exact
            unit = f" {figure.unit.name}".removesuffix(" 1")
            because = f"{write(number)}{unit} with the decimal point shifted"
            yield number, because, SHIFTED

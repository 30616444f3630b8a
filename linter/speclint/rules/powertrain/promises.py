"""Figures that differ from what the name of the car promises: litres, horsepower, kilowatt-hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.quantities.interval import Interval
from speclint.quantities.number import round_to
from speclint.rules.corrections import corrected
from speclint.rules.related import field, stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.vehicle.badges import NAME
from speclint.vehicle.powertrain import MIXED, powertrain_of
from speclint.vehicle.promises import promised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.promises import PromisedFigure

BATTERIES = ("battery_gross", "battery_usable")
POWERS = ("power", "engine_power")

_CAR = '{"make": "%s", "model": "%s", "variant": "%s", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"fuel": "diesel", "displacement": {"cm³": %s}}}}'
_DS3 = '{"make": "Citroën", "model": "DS3", "variant": "%s", "powertrain": {"type": "%s", "drive": "fwd", "power": {"%s": %s}}}'
_TESLA = '{"make": "Tesla", "model": "Model S", "variant": "%s", "powertrain": {"type": "bev", "drive": "awd"}, "battery": {"%s": {"kWh": %s}}}'


def contradictions(sheet: Sheet, *quantities: str) -> Iterator[Violation]:
    """A violation if no figure of these quantities is what the name promises of them."""
    pairs = [
        (found, figure)
        for quantity in quantities
        if (figure := sheet.figure(quantity)) is not None
        for found in promised(sheet, quantity)
    ]
    if pairs and not any(is_kept(found, figure) for found, figure in pairs):
        yield _violation(sheet, *pairs[0])


def is_kept(found: PromisedFigure, figure: Figure) -> bool:
    """Whether a figure may be what a name promises of its quantity."""
    return found.meaning.expected[figure.quantity.name].meets(figure.interval)


def _violation(sheet: Sheet, found: PromisedFigure, figure: Figure) -> Violation:
    meaning = found.meaning
    message = f'"{found.text}" in the name contradicts {figure.labelled}: expected about {meaning.text}'
    if meaning.likely is None:
        return Violation(message, sheet.field_pointer(found.field), stated(figure))
    return Violation(
        message,
        figure.name,
        field(sheet, found.field, f'"{found.text}" is stated here'),
        tuple(_corrections(figure, found, message)),
        expected=((figure.name, meaning.expected[figure.quantity.name]),),
    )


def _corrections(figure: Figure, found: PromisedFigure, message: str) -> Iterator[Correction]:
    """The number in the name, if it may be of the unit of the figure, else what it stands for in that."""
    right, likely = found.meaning.number, found.meaning.likely
    if isinstance(figure.stated, tuple | Bound) or likely is None:
        return
    if not is_kept(found, figure.with_stated(right)):
        right = round_to(figure.unit.from_reference(Interval(likely, likely)).low, 0)
    yield corrected(figure, right, f'"{found.text}" in the name', message, "of another variant")


@sheet_rule(
    level=Level.WARNING,
    summary="the name contains another displacement",
    needs=("displacement",),
    one_of=tuple((part,) for part in NAME[1:]),
    reads=NAME,
    bad=(
        bad(_CAR % ("Volkswagen", "Golf", "2.0 TDI", 1598), at="/variant",
            message='"2.0" in the name contradicts displacement 1598 cm³: expected about 2.0 l',
            why="a sheet copied from the 1.6 TDI"),
        bad(_CAR % ("Mahindra", "Scorpio", "Sportz 2.2 CRDi", 2609), at="/variant",
            message='"2.2 CRDi" in the name contradicts displacement 2609 cm³: expected about 2.2 l',
            why="litres before the name of an engine, whatever the make"),
    ),
    good=(
        good(_CAR % ("Volkswagen", "Golf", "2.0 TDI", 1968)),
        good(_CAR % ("Fiat", 500, "1.3 MultiJet", 1248), why="a name may round up"),
        good(_CAR % ("Saab", "9-3", "1.8t Linear", 1998), why="Saab numbers its turbos of 2.0 l by their power"),
        good('{"model": "X1", "variant": "M35i xDrive", "powertrain": {"type": "ice", "drive": "awd", "engine": {"displacement": {"cm³": 1998}}}}',
            why="BMW's numbers mean power"),
        good('{"make": "Volkswagen", "model": "Golf", "variant": "7.5 GTI", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"displacement": {"cm³": 1984}}}}',
            why="a facelift of the seventh generation"),
    ),
)  # fmt: skip
def badge_contradicts_displacement(sheet: Sheet) -> Iterator[Violation]:
    """Most makers write the displacement in litres before the name of the engine: 2.0 TDI, 1.5 dCi.

    They round it, some of them upwards, and are never off by a tenth of a litre beyond rounding. Numbers without a
    decimal point, and makes whose numbers mean something else, are left out: the table is `vehicle/promises.json`.
    """
    yield from contradictions(sheet, "displacement")


@sheet_rule(
    level=Level.WARNING,
    summary="the name contains another power",
    one_of=tuple((name,) for name in POWERS),
    reads=(*NAME, "powertrain", "fuel"),
    bad=(
        bad(_DS3 % ("1.6 THP 155", "ice", "hp", 115), at="/powertrain/power/hp",
            message='"THP 155" in the name contradicts power 115 hp: expected about 155 PS',
            why="another engine of the model"),
        bad(_DS3 % ("150 PS", "ice", "kW", 150), at="/powertrain/power/kW",
            message='"150 PS" in the name contradicts power 150 kW: expected about 150 PS',
            why="PS in a kW place"),
    ),
    good=(
        good(_DS3 % ("1.6 THP 155", "ice", "kW", 115), why="156 PS"),
        good(_DS3 % ("1.6 THP 155", "ice", "hp", 154), why="156 PS in another unit"),
        good(_DS3 % ("THP 155", "phev", "PS", 225), why="of a hybrid the engine alone may have it"),
        good(_DS3 % ("11 kW", "bev", "kW", 100), why="a charger"),
    ),
)  # fmt: skip
def badge_contradicts_power(sheet: Sheet) -> Iterator[Violation]:
    """A number with its unit in a name, and the number of many a badge, is the power: 150 PS, THP 155, D180, 40 TDI.

    It is rounded, and horsepower of either kind, so that a few per cent are no contradiction. Hybrids are left out: the
    power of the engine and of the whole differ. The table is `vehicle/promises.json`.
    """
    if powertrain_of(sheet) not in MIXED:
        yield from contradictions(sheet, *POWERS)


@sheet_rule(
    level=Level.WARNING,
    summary="the name contains another capacity of the battery",
    one_of=tuple((name,) for name in BATTERIES),
    reads=NAME,
    bad=(
        bad(_TESLA % ("P100D", "gross", 75), at="/battery/gross/kWh",
            message='"P100D" in the name contradicts gross battery capacity 75 kWh: expected about 100–103 kWh',
            why="the battery of the 75D"),
        bad('{"make": "MG", "model": "ZS EV", "variant": "51 kWh", "battery": {"gross": {"kWh": 72.6}}}',
            at="/variant",
            message='"51 kWh" in the name contradicts gross battery capacity 72.6 kWh: expected about 51 kWh',
            why="the battery of the long-range variant"),
    ),
    good=(
        good(_TESLA % ("P100D", "gross", 102.4)),
        good(_TESLA % ("100D", "usable", 98.4), why="a little is kept back"),
        good(_TESLA % ("60D", "gross", 75), why="a larger battery that software limits"),
        good('{"make": "CUPRA", "model": "Born", "variant": "55 kWh", "battery": {"usable": {"kWh": 45}}}',
            why="the gross capacity in the name"),
    ),
)  # fmt: skip
def badge_contradicts_battery(sheet: Sheet) -> Iterator[Violation]:
    """A number with kWh in a name, and the number of Tesla's first cars, is the capacity of the battery.

    It may be the gross or the usable one. The table is `vehicle/promises.json`.
    """
    yield from contradictions(sheet, *BATTERIES)

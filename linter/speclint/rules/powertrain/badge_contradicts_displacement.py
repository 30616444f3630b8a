"""A name with another displacement than the sheet states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speclint.quantities.interval import Interval
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MAKES = frozenset({
    "abarth", "alfa-romeo", "audi", "chevrolet", "citroen", "cupra", "dacia", "daewoo", "ds", "fiat", "ford", "honda",
    "hyundai", "jaguar", "jeep", "kia", "lancia", "land-rover", "mazda", "mg", "mitsubishi", "nissan", "opel", "peugeot",
    "renault", "rover", "saab", "seat", "skoda", "ssangyong", "subaru", "suzuki", "toyota", "vauxhall", "volkswagen",
    "volvo",
})  # fmt: skip
"""Makes that write litres of displacement into a name. BMW and Mercedes write other numbers, so they are not here."""

LITRES = re.compile(r"[0-6][.,]\d(?![\d.,]|\s*kWh)")
"""Litres at the start of a variant: `2.0 TDI`, `1.5 dCi`, `1.6T`; not `7.5 GTI` or `Mk 2.5`."""

MARGIN = 0.1
"""l; a name may be rounded up: Fiat calls 1.248 l a 1.3."""

OTHERWISE_NAMED = {"saab": re.compile(r"1[.,]8 ?t\b")}
"""Variants by make whose litres are not the engine's: Saab's 1.8t is its engine of 2.0 l with the least pressure."""

_CAR = '{"make": "%s", "model": "%s", "variant": "%s", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"fuel": "diesel", "displacement": {"cm³": %s}}}}'


@sheet_rule(
    level=Level.WARNING,
    summary="the name contains another displacement",
    needs=("displacement",),
    reads=("make", "variant"),
    bad=(
        bad(_CAR % ("Volkswagen", "Golf", "2.0 TDI", 1598), at="/variant",
            message='"2.0" in the name contradicts displacement 1598 cm³: expected about 2.0 l',
            why="a sheet copied from the 1.6 TDI"),
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
    decimal point, and makes whose numbers mean something else, are left out.
    """
    displacement, variant = sheet.figure("displacement"), sheet.field("variant")
    make = slug(sheet.field("make") or "")
    if displacement is None or variant is None or make not in MAKES:
        return
    if make in OTHERWISE_NAMED and OTHERWISE_NAMED[make].match(variant):
        return
    litres = litres_in(variant)
    if litres is None or expected(litres).meets(displacement.interval):
        return
    message = f'"{variant[:3]}" in the name contradicts {displacement.labelled}: expected about {litres} l'
    yield Violation(message, sheet.field_pointer("variant"), stated(displacement))


def litres_in(variant: str) -> float | None:
    """The litres of displacement at the start of a variant."""
    found = LITRES.match(variant)
    return float(found[0].replace(",", ".")) if found else None


def expected(litres: float) -> Interval:
    """The litres that an engine may have whose name contains these."""
    return Interval(litres, litres).widened(MARGIN)

"""Power per displacement that no engine has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.engine import fuel_of, is_antique, quotient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

BOUNDS = {"petrol": (10.0, 280.0), "ethanol": (10.0, 280.0), "diesel": (10.0, 120.0)}
"""kW per litre of what is built. Highest are, of petrol, the 1.6 l of Mercedes-AMG's One (422 kW, 264; of series
cars its 2.0 l with 310 kW, 156), of ethanol Koenigsegg's Jesko (1193 kW of 5.0 l, 236). Of 9,500 published
petrol and diesel cars from 1950 on all have 19 to 156, the diesels up to 90."""


@sheet_rule(
    level=Level.ERROR,
    summary="power per displacement that no engine has",
    needs=("displacement",),
    bad=(
        bad(
            '{"model": "X1", "variant": "M35i xDrive", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 221}, '
            '"engine": {"fuel": "petrol", "displacement": {"cm³": 199}}}}',
            at="/powertrain/engine/displacement/cm³",
            message="displacement 199 cm³ makes power 221 kW 1111 kW per litre: a petrol engine has 10 to 280",
            why="1998 cm³ with a digit dropped",
        ),
        bad(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 14}, '
            '"engine": {"fuel": "diesel", "displacement": {"l": 2.0}}}}',
            at="/powertrain/power/kW",
            message="displacement 2.0 l makes power 14 kW 7 kW per litre: a diesel engine has 10 to 120",
            why="140 kW with a digit dropped",
        ),
    ),
    good=(
        good(
            '{"make": "Mercedes-AMG", "model": "One", "variant": "Coupe", "powertrain": {"type": "phev", "drive": "awd", '
            '"engine": {"fuel": "petrol", "displacement": {"l": 1.6}, "power": {"kW": 422}}}}',
            why="an engine from Formula 1",
        ),
        good(
            '{"model": "X3", "variant": "xDrive20d", "powertrain": {"type": "ice", "drive": "awd", "power": {"kW": 140}, '
            '"engine": {"fuel": "diesel", "displacement": {"l": 2.0}}}}',
        ),
        good(
            '{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 900}, '
            '"engine": {"fuel": "petrol", "displacement": {"l": 1.5}}}}',
            why="system power is not that of the engine",
        ),
    ),
)
def specific_power(sheet: Sheet) -> Iterator[Violation]:
    """Speed and pressure limit what a litre of displacement gives: P = pressure · volume · speed / 2.

    The bounds leave out nothing that was sold since 1950 and are far from what most have, so that only a
    figure with a digit too many or too few, or in the wrong unit, lies outside.
    """
    fuel, power, displacement = fuel_of(sheet), _power(sheet), sheet.figure("displacement")
    if fuel not in BOUNDS or power is None or displacement is None or is_antique(sheet):
        return
    ratio = quotient(power.interval, displacement.interval)
    least, most = BOUNDS[fuel]
    if ratio is None or (ratio[1] >= least and ratio[0] <= most):
        return
    message = (
        f"displacement {displacement} makes {power.quantity.label} {power} "
        f"{power.value / displacement.value:.0f} kW per litre: {'an' if fuel == 'ethanol' else 'a'} {fuel} "
        f"engine has {least:g} to {most:g}"
    )
    related = (Related(f"{power.quantity.label} {power} is stated here", power.pointer),)
    yield Violation(message, displacement.pointer, related)


def _power(sheet: Sheet) -> Figure | None:
    """Power of the engine, where it is not that of a hybrid's whole drive."""
    whole = sheet.figure("power") if sheet.field("powertrain") in ("ice", None) else None
    return sheet.figure("engine_power") or whole

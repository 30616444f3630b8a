"""Compression ratios that no engine of the fuel has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.engine import fuel_of, is_antique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

BOUNDS = {
    "petrol": (5.5, 16.5),
    "ethanol": (5.5, 16.5),
    "lpg": (5.5, 16.5),
    "cng": (5.5, 16.5),
    "diesel": (13.0, 25.0),
}
"""Highest of petrol is Mazda's Skyactiv-X with 16.3; 14.0 was the highest before, and Mazda's Skyactiv-D has with
14.0 the lowest of diesel. Engines with a swirl chamber had up to 23.5."""


@sheet_rule(
    level=Level.WARNING,
    summary="compression ratio that no engine of the fuel has",
    needs=("compression_ratio",),
    bad=(
        bad(
            '{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"fuel": "petrol", "compression_ratio": 17.0}}}',
            at="/powertrain/engine/compression_ratio",
            message="compression ratio 17.0 is not of a petrol engine, which has 5.5 to 16.5",
            why="the one of a diesel engine, or 11.0 mistyped",
        ),
        bad(
            '{"model": "X1", "variant": "sDrive18d", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"fuel": "diesel", "compression_ratio": 11.0}}}',
            at="/powertrain/engine/compression_ratio",
            message="compression ratio 11.0 is not of a diesel engine, which has 13 to 25",
        ),
    ),
    good=(
        good(
            '{"make": "Mazda", "model": "3", "variant": "e-Skyactiv X", "powertrain": {"type": "hev", "drive": "fwd", "engine": {"fuel": "petrol", "compression_ratio": 16.3}}}',
        ),
        good(
            '{"make": "Mazda", "model": "CX-5", "variant": "Skyactiv-D", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"fuel": "diesel", "compression_ratio": 14.0}}}',
        ),
    ),
)
def compression_ratio(sheet: Sheet) -> Iterator[Violation]:
    """A spark engine knocks above some compression, and a diesel engine does not light below some.

    Both limits are soft by nature, so the bounds lie outside of what has been sold since 1950.
    """
    ratio, fuel = sheet.figure("compression_ratio"), fuel_of(sheet)
    if ratio is None or fuel not in BOUNDS or is_antique(sheet):
        return
    least, most = BOUNDS[fuel]
    if ratio.interval.high < least or ratio.interval.low > most:
        kind = f"an {fuel}" if fuel == "ethanol" else f"a {fuel}"
        message = f"compression ratio {ratio} is not of {kind} engine, which has {least:g} to {most:g}"
        yield Violation(message, ratio.pointer, (Related(f"the fuel, {fuel}", sheet.field_pointer("fuel")),))

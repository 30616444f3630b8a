"""Power of the whole drive below that of its engine or of one motor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

MARGIN = 0.85
"""Part of one source that a whole drive may have: overboost counts for the one and not for the other, and a
motor may be rated above what its battery gives."""


@sheet_rule(
    level=Level.WARNING,
    summary="power of the whole drive below that of its engine or of one motor",
    needs=("power",),
    bad=(
        bad(
            '{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 128}, '
            '"engine": {"power": {"PS": 204}}}}',
            at="/powertrain/power/PS",
            message="power 128 PS is less than the engine alone gives, 204 PS",
            why="218 PS with digits transposed",
        ),
        bad(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 140}, "motors": ['
            '{"axle": "front", "power": {"kW": 190}}, {"axle": "rear", "power": {"kW": 230}}]}}',
            at="/powertrain/power/kW",
            message="power 140 kW is less than one motor alone gives, 230 kW",
            why="400 kW mistyped",
        ),
    ),
    good=(
        good(
            '{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 218}, '
            '"engine": {"power": {"PS": 204}}}}',
        ),
        good(
            '{"make": "Honda", "model": "Civic", "variant": "e:HEV", "powertrain": {"type": "hev", "drive": "fwd", "power": {"kW": 135}, '
            '"engine": {"power": {"kW": 105}}, "motors": [{"axle": "front", "power": {"kW": 135}}]}}',
            why="in a series hybrid the motor alone drives",
        ),
        good(
            '{"powertrain": {"type": "bev", "power": {"kW": 150}, "motors": [{"axle": "front", "power": {"kW": 160}}]}}',
            why="the battery gives a little less than the motor could take",
        ),
    ),
)
def power_below_source(sheet: Sheet) -> Iterator[Violation]:
    """The highest power of a whole drive is at least about that of each part that drives the car.

    Where it is much less, the figure is mistyped, or that of one motor stands for the drive.
    An engine that only charges the battery may be more powerful than the motors that drive, so a hybrid
    whose motors are stated is asked for its motors alone.
    """
    power = sheet.figure("power")
    motors = [motor.sharpest for motor in sheet.stated("motor_power")]
    engine = None if motors else sheet.figure("engine_power")
    sources = [*motors, engine] if engine else motors
    if power is None or not sources:
        return
    source = max(sources, key=lambda figure: figure.interval.low)
    if power.interval.high >= source.interval.low * MARGIN:
        return
    who = "the engine" if source is engine else "one motor"
    message = f"power {power} is less than {who} alone gives, {source}"
    yield Violation(
        message, power.pointer, (Related(f"{source.quantity.label} {source} is stated here", source.pointer),)
    )

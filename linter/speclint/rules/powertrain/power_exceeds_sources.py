"""Power that neither engine nor motors can deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

ALLOWANCE = 1.05
"""How far what is built may be off what is stated: 5 % in conformity of production (UN R85; Directive 80/1269/EEC)."""


@sheet_rule(
    level=Level.WARNING,
    summary="power above what engine and motors give together",
    needs=("power", "engine_power"),
    reads=("motor_power", "powertrain"),
    before=("power-below-source",),
    bad=(
        bad('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 420}, "motors": [{"axle": "rear", "power": {"kW": 130}}], "engine": {"power": {"kW": 110}}}}',
            at="/powertrain/power/kW",
            message="power 420 kW is more than engine and motors give together, 240 kW",
            why="240 kW with digits transposed"),
        bad('{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice", "drive": "fwd", "power": {"kW": 115}, "engine": {"power": {"kW": 100}}}}',
            at="/powertrain/power/kW", message="power 115 kW is more than the engine gives, 100 kW"),
    ),
    good=(
        good('{"model": "X1", "variant": "xDrive30e", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 240}, "motors": [{"axle": "rear", "power": {"kW": 130}}], "engine": {"power": {"kW": 110}}}}'),
        good('{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "power": {"PS": 218}, "engine": {"power": {"PS": 204}}}}',
            why="the motor of a mild hybrid is not stated"),
        good('{"make": "Volvo", "model": "XC60", "variant": "T8", "powertrain": {"type": "phev", "drive": "awd", "power": {"kW": 340}, "motors": [{"axle": "rear", "power": {"kW": 107}}], "engine": {"power": {"kW": 228}}}}',
            why="rounding, and what may be off by rule"),
    ),
)  # fmt: skip
def power_exceeds_sources(sheet: Sheet) -> Iterator[Violation]:
    """A drive gives no more power than its engine and its motors together (conservation of energy).

    Most hybrids give less, since the battery or the gearbox limits them, or because the peaks lie at other
    speeds; more they never give. Asked of hybrids only where each motor in the sheet states its power;
    what has an engine alone has the power of that engine. Electric cars are asked by `power-exceeds-motors`.
    """
    power, engine = sheet.figure("power"), sheet.figure("engine_power")
    kind, motors = sheet.field("powertrain"), sheet.stated("motor_power")
    asked = {"ice": sheet.count("motor_power") == 0, "hev": bool(motors), "phev": bool(motors)}
    if power is None or engine is None or not asked.get(kind or "", False):
        return
    if len(motors) < sheet.count("motor_power"):
        return
    sources: list[Figure] = [engine, *(motor.sharpest for motor in motors)]
    if power.interval.low <= sum(source.interval.high for source in sources) * ALLOWANCE:
        return
    total = sum(source.value for source in sources)
    who = "engine and motors give together" if motors else "the engine gives"
    related = tuple(
        Related(f"{source.quantity.label} {source} is stated here", source.pointer) for source in sources
    )
    yield Violation(f"power {power} is more than {who}, {power.in_own_unit(total)}", power.pointer, related)

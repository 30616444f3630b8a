"""0-100 km/h outside what cars of that power and mass do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.rules.performance.acceleration import Band, expected_time
from speclint.rules.performance.mass import moving_mass
from speclint.rules.rule import Hit, Level, Related, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

FUELS = {"bev": "electric", "fcev": "electric", "phev": "hybrid", "hev": "hybrid"}


@sheet_rule(
    level=Level.WARNING,
    summary="0-100 km/h outside what cars of that power and mass do",
    needs=("acceleration_0_100_kmh", "power"),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 9.6}}}',
            at="/performance/acceleration_0_100_kmh/s",
            says="0-100 km/h in 9.6 s is slower than cars with 230 kW and 2095 kg are: "
            "about 5.8 s, at the least 4.3 and at the most 8.8",
            why="a digit replaced in 5.6",
        ),
    ),
    good=(
        good(
            '{"powertrain": {"type": "bev", "power": {"kW": {"at_least": 100}}}, "mass": {"eu": {"kg": 2000}}, '
            '"performance": {"acceleration_0_100_kmh": {"s": 4.5}}}',
            why="a bound says nothing of how much more it is",
        ),
        good(
            '{"powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230}, "torque": {"Nm": 494}}, '
            '"mass": {"eu": {"kg": 2095}}, "performance": {"acceleration_0_100_kmh": {"s": 5.6}}}',
        ),
    ),
)
def acceleration_implausible(sheet: Sheet) -> Iterator[Hit]:
    """Power, mass, torque and drive leave little choice: published cars lie close to one law.

    The band is fitted to some nine thousand published cars (benchmarks/fit_acceleration.py, which
    prints the figures on cars that the fit did not see); its coefficients are in acceleration.json.
    """
    time, power, mass = sheet.figure("acceleration_0_100_kmh"), sheet.figure("power"), moving_mass(sheet)
    if time is None or power is None or mass is None:
        return
    if any(isinstance(figure.stated, Bound) for figure in (power, mass.figure)):
        return
    fuel = FUELS.get(sheet.says("powertrain") or "", sheet.says("fuel"))
    # the law leaves the torque of motors aside
    torque = None if fuel in FUELS.values() else sheet.figure("torque")
    band = _band(sheet, power, mass.figure, torque, fuel)
    if time.interval.high >= band.low and time.interval.low <= band.high:
        return
    with_ = f"{power} and {mass.figure}"
    says = (
        f"0-100 km/h in {time} is {'quicker' if time.value < band.low else 'slower'} than cars with {with_} are: "
        f"about {band.expected:.1f} s, at the least {band.low:.1f} and at the most {band.high:.1f}"
    )
    evidence = [power, mass.figure, *([torque] if torque else [])]
    related = tuple(Related(f"{figure} is stated here", figure.pointer) for figure in evidence)
    yield Hit(says, time.pointer, related)


def _band(sheet: Sheet, power: Figure, mass: Figure, torque: Figure | None, fuel: str | None) -> Band:
    year = sheet.says("year") or ""
    return expected_time(
        power.value, mass.value,
        torque_nm=torque.value if torque else None,
        drive=sheet.says("drive"),
        fuel=fuel,
        gearbox=None,
        year=int(year) if year.isdigit() else None,
    )  # fmt: skip

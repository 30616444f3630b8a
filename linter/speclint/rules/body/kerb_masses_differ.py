"""Kerb masses on two bases that are not a driver apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule
from speclint.vehicle.mass import DRIVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

ROUNDING = 25.0
"""kg; each is rounded on its own, and may be of another fill of the tank."""
EQUIPMENT = 0.15
"""What a market, a trim and the driver make of a kerb mass at most, as a fraction of it; of a light car the driver
alone makes more."""


@sheet_rule(
    level=Level.WARNING,
    summary="kerb masses of one car are farther apart than a driver",
    bad=(
        bad(
            '{"mass": {"din": {"kg": 2095}, "eu": {"kg": 2020}}}',
            at="/mass/eu/kg",
            message="kerb mass (EU) 2020 kg is not a driver of 75 kg above kerb mass (DIN) 2095 kg, but 75 kg below it",
            why="the two are swapped",
        ),
        bad(
            '{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2870}}}',
            at="/mass/eu/kg",
            message="kerb mass (EU) 2870 kg is not a driver of 75 kg above kerb mass (DIN) 2695 kg, but 175 kg above it",
        ),
        bad(
            '{"mass": {"unspecified": {"kg": 1695}, "eu": {"kg": 2170}}}',
            at="/mass/unspecified/kg",
            message="kerb mass 1695 kg is 475 kg below kerb mass (EU) 2170 kg, more than any basis or equipment explains",
        ),
    ),
    good=(
        good('{"mass": {"unspecified": {"kg": 2640}, "eu": {"kg": 2715}}}', why="the driver"),
        good(
            '{"mass": {"unspecified": {"kg": 1900}, "eu": {"kg": 2170}}}', why="a light trim, and the driver"
        ),
        good(
            '{"mass": {"unspecified": {"kg": 474}, "eu": {"kg": 549}}}',
            why="the driver of a quadricycle, a sixth of its mass",
        ),
        good('{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2770}}}'),
        good('{"mass": {"din": {"kg": 2695}, "eu": {"kg": 2790}}}', why="rounding"),
    ),
)
def kerb_masses_differ(sheet: Sheet) -> Iterator[Violation]:
    """The EU mass in running order is the DIN mass with a driver of 75 kg, of one and the same car.

    DIN 70020 leaves him out; Regulation (EU) 1230/2012, article 2, counts him. A mass whose basis is not said may
    be of another market or trim besides, but is of the same car all the same.
    """
    din, eu, plain = map(sheet.figure, ("mass_kerb_din", "mass_kerb_eu", "mass_kerb"))
    if din is not None and eu is not None and not _are_a_driver_apart(din, eu):
        message = f"{_named(eu)} is not a driver of 75 kg above {_named(din)}, but {_apart(eu, din)} it"
        yield Violation(message, eu.pointer, (_stated(din),))
    other = eu or din
    if plain is not None and other is not None and not _are_close(plain, other):
        message = f"{_named(plain)} is {_apart(plain, other)} {_named(other)}, more than any basis or equipment explains"
        yield Violation(message, plain.pointer, (_stated(other),))


def _are_a_driver_apart(din: Figure, eu: Figure) -> bool:
    least, most = eu.interval.low - din.interval.high, eu.interval.high - din.interval.low
    return most >= DRIVER - ROUNDING and least <= DRIVER + ROUNDING


def _are_close(one: Figure, other: Figure) -> bool:
    low, high = sorted((one.interval, other.interval), key=lambda mass: mass.low)
    return high.low <= low.high + max(low.high * EQUIPMENT, DRIVER + ROUNDING)


def _apart(one: Figure, other: Figure) -> str:
    apart = one.value - other.value
    return f"{abs(apart):.0f} kg {'above' if apart >= 0 else 'below'}"


def _stated(figure: Figure) -> Related:
    return Related(f"{_named(figure)} is stated here", figure.pointer)


def _named(figure: Figure) -> str:
    return f"{figure.quantity.label} {figure}"

"""Dimensions of the kinds of unit, by which expressions of figures are checked (ISO 80000-1, 2022)."""

from __future__ import annotations

from fractions import Fraction
from math import pi

import msgspec

from speclint.quantities.unit import of_kind


class Dimension(msgspec.Struct, frozen=True):
    """A product of powers of base quantities, with the unit that its numbers are in."""

    exponents: tuple[tuple[str, int], ...] = ()
    """Base quantity and exponent, by name; none for a number."""
    scale: Fraction = Fraction(1)
    """What the unit is in coherent SI units."""

    def __mul__(self, other: Dimension) -> Dimension:
        return self._combined(other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self._combined(other, -1)

    def _combined(self, other: Dimension, sign: int) -> Dimension:
        powers = dict(self.exponents)
        for base, exponent in other.exponents:
            powers[base] = powers.get(base, 0) + sign * exponent
        exponents = tuple(sorted((base, power) for base, power in powers.items() if power))
        return Dimension(exponents, self.scale * other.scale**sign)

    @property
    def kind(self) -> str | None:
        """The kind of unit that it is of, one with just this reference unit first; None if there is none."""
        alike = [kind for kind, dimension in _KINDS.items() if dimension.exponents == self.exponents]
        return next((kind for kind in alike if _KINDS[kind] == self), alike[0]) if alike else None

    @property
    def name(self) -> str:
        """What it is and in which unit: `power in kW`, `a number`, else the base quantities."""
        if not self.exponents:
            return "a number"
        if self.kind:
            return f"{self.kind} in {of_kind(self.kind)[0].name}"
        return "·".join(base if power == 1 else f"{base}^{power}" for base, power in self.exponents)


def _dimension(scale: Fraction | int, **powers: int) -> Dimension:
    return Dimension(tuple(sorted(powers.items())), Fraction(scale))


_JOULES_PER_KWH = 3_600_000
_KINDS = {
    "power": _dimension(1000, mass=1, length=2, time=-3),
    # per radian: torque is no energy, and times a rotational speed it is power
    "torque": _dimension(1, mass=1, length=2, time=-2, angle=-1),
    "rotational speed": _dimension(Fraction(2 * pi) / 60, angle=1, time=-1),
    "speed": _dimension(Fraction(1000, 3600), length=1, time=-1),
    "length": _dimension(Fraction(1, 1000), length=1),
    "distance": _dimension(1000, length=1),
    "mass": _dimension(1, mass=1),
    "volume": _dimension(Fraction(1, 1000), length=3),
    "energy": _dimension(_JOULES_PER_KWH, mass=1, length=2, time=-2),
    "electric consumption": _dimension(Fraction(_JOULES_PER_KWH, 100_000), mass=1, length=1, time=-2),
    "fuel consumption": _dimension(Fraction(1, 100_000_000), length=2),
    "emission": _dimension(Fraction(1, 1_000_000), mass=1, length=-1),
    "time": _dimension(1, time=1),
    "voltage": _dimension(1, mass=1, length=2, time=-3, current=-1),
    "charge": _dimension(3600, current=1, time=1),
    "temperature": _dimension(1, temperature=1),
    "pressure": _dimension(100_000, mass=1, length=-1, time=-2),
    "state of charge": _dimension(Fraction(1, 100)),
    "count": _dimension(1),
}
"""Of each kind the dimension of its reference unit; currencies have one each."""

NUMBER = Dimension()


def dimension_of(kind: str) -> Dimension:
    """The dimension of the reference unit of a kind; of a price one of its own for each currency."""
    return _KINDS.get(kind) or Dimension(((kind, 1),))

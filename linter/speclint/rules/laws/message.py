"""Messages of laws: templates with names in braces, and what stands for them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from speclint.quantities.figure import write
from speclint.quantities.interval import Interval
from speclint.quantities.number import decimals, round_to

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure


class Named:
    """A figure in a template: with its name, or as `{…:value}` without."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __format__(self, spec: str) -> str:
        return str(self.figure) if spec == "value" else f"{self.figure.quantity.label} {self.figure}"


class Computed:
    """A number in a template, in the reference unit of its kind: `{…:.1f}`, or `{…:%}` for a share."""

    def __init__(self, value: float, like: Figure | None = None) -> None:
        self._value = value
        self._like = like
        """The figure in whose unit and digits it is written where the template names no format."""

    def __format__(self, spec: str) -> str:
        if not isfinite(self._value):
            return "unknown"
        if spec.endswith("%"):
            return f"{100 * self._value:{spec[:-1] or '.0'}f} %"
        if spec or self._like is None:
            return format(self._value, spec or ".3g")
        return _written_like(self._like, self._value)


def _written_like(figure: Figure, value: float) -> str:
    own = figure.unit.from_reference(Interval(value, value)).low
    digits = max(0, *map(decimals, figure.numbers))
    return f"{write(round_to(own, digits))} {figure.unit.name}".removesuffix(" 1")

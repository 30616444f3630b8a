"""Measurands: the one thing that several figures of a sheet state in several units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure, Stated
    from speclint.quantities.quantity import Quantity


class Measurand(msgspec.Struct, frozen=True):
    """A particular quantity subject to measurement (VIM 2.3), such as the power of the front motor.

    Its figures state it in one unit each, so they must agree.
    """

    quantity: Quantity
    pointer: str
    """The place that distinguishes it from others of its quantity: an object keyed by unit, or an item of a
    list."""
    figures: tuple[Figure, ...]
    unit_pointer: str = ""
    """Pointer to the member that states their unit; empty where the figures, or the profile, state it."""

    @property
    def sharpest(self) -> Figure:
        """The figure with the narrowest interval; of equals the first."""
        if len(self.figures) == 1:
            return self.figures[0]
        return min(self.figures, key=lambda figure: figure.interval.width)

    def besides(self, figure: Figure) -> list[Figure]:
        """The other figures that state it in a unit of the same kind."""
        return [
            other for other in self.figures if other is not figure and other.unit.kind == figure.unit.kind
        ]

    def with_stated(self, pointer: str, stated: Stated) -> Measurand:
        """The measurand with another stated value in its figures at a pointer."""
        if all(figure.pointer != pointer for figure in self.figures):
            return self
        figures = (
            figure.with_stated(stated) if figure.pointer == pointer else figure for figure in self.figures
        )
        return Measurand(self.quantity, self.pointer, tuple(figures), self.unit_pointer)

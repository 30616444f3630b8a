"""Displacement that contradicts bore, stroke and cylinders."""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.figure import Bound, Figure
from speclint.quantities.interval import Interval
from speclint.rules.corrections import within
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Correction
    from speclint.sheets.sheet import Sheet

LITRE = 1e6
"""mm³ per litre."""


class Cylinders(msgspec.Struct, frozen=True):
    """The cylinders of an engine, and the volume that their pistons sweep."""

    displacement: Figure
    bore: Figure
    stroke: Figure
    cylinders: Figure

    @property
    def count(self) -> int:
        """How many cylinders there are."""
        return int(self.cylinders.value)

    @property
    def described(self) -> str:
        """Bore, stroke and cylinders in words."""
        return f"{self.bore.labelled}, {self.stroke.labelled} and {self.cylinders.labelled}"

    def swept(self, bore: float, stroke: float) -> float:
        """Litres that the pistons sweep, at a bore and a stroke in mm."""
        return pi / 4 * bore**2 * stroke * self.count / LITRE


_X1 = '{"model": "X1", "variant": "xDrive23i", "powertrain": {"type": "hev", "drive": "awd", "engine": {"displacement": {"%s": %s}, "bore": {"mm": %s}, "stroke": {"mm": %s}, "cylinders": %s}}}'


@sheet_rule(
    level=Level.ERROR,
    summary="displacement contradicts bore, stroke and cylinders",
    needs=("displacement", "bore", "stroke", "cylinders"),
    consequence_of=("engine-in-electric-car",),
    bad=(
        bad(_X1 % ("cm³", 1989, "82.0", 94.6, 4), at="/powertrain/engine/displacement/cm³",
            message="displacement 1989 cm³ does not match bore 82.0 mm, stroke 94.6 mm and cylinders 4: expected 1998 cm³",
            why="digits transposed"),
        bad(_X1 % ("cm³", 1998, "82.0", 96.4, 4), at="/powertrain/engine/displacement/cm³",
            message="displacement 1998 cm³ contradicts bore 82.0 mm, stroke 96.4 mm and cylinders 4: expected 2036 cm³",
            why="94.6 with digits transposed"),
        bad(_X1 % ("cm³", 1998, "82.0", 94.6, 5), at="/powertrain/engine/cylinders",
            message="cylinders 5 does not match displacement 1998 cm³: expected 4",
            why="the count that was not updated"),
    ),
    good=(
        good(_X1 % ("cm³", 1998, "82.0", 94.6, 4)),
        good(_X1 % ("l", "2.0", 82, 95, 4), why="few digits leave room"),
        good('{"make": "Ford", "model": "Focus", "variant": "EcoBoost", "powertrain": {"type": "ice", "drive": "fwd", "engine": {"displacement": {"cm³": 998}, "bore": {"mm": 71.9}, "stroke": {"mm": 82.0}, "cylinders": 3}}}',
            why="998.8 cm³, cut off instead of rounded"),
    ),
)  # fmt: skip
def displacement_contradicts_bore(sheet: Sheet) -> Iterator[Violation]:
    """Displacement is the volume that all pistons sweep: V = π/4 · bore² · stroke · cylinders (ISO 2710-1).

    Each figure stands for all values that round to its digits, or are cut off to them. Rotary engines state neither
    bore nor stroke.
    """
    names = ("displacement", "bore", "stroke", "cylinders")
    found = [figure for name in names if (figure := sheet.figure(name)) is not None]
    figures = [figure for figure in found if not isinstance(figure.stated, Bound)]
    if len(figures) < len(names) or isinstance(figures[-1].stated, tuple):
        return
    engine = Cylinders(*figures)
    bore, stroke, room = (_room(figure) for figure in (engine.bore, engine.stroke, engine.displacement))
    if engine.count < 1 or bore.low <= 0 or stroke.low <= 0:
        return
    made = Interval(engine.swept(bore.low, stroke.low), engine.swept(bore.high, stroke.high))
    if made.meets(room):
        return
    unit = engine.displacement.unit
    litres = engine.swept(engine.bore.value, engine.stroke.value)
    shown = unit.from_reference(Interval(litres, litres)).low
    expected = f"{shown:.{0 if shown > 100 else 1}f} {unit.name}"  # noqa: PLR2004 - cm³ or l
    message = f"{engine.displacement.labelled} contradicts {engine.described}: expected {expected}"
    corrections = tuple(_corrections(engine, made))
    yield Violation(message, engine.displacement.name, stated(*figures[1:]), corrections)


def _room(figure: Figure) -> Interval:
    """All values that would be written as the figure, rounded or cut off."""
    return figure.interval.widened(figure.interval.width / 2)


def _corrections(engine: Cylinders, made: Interval) -> Iterator[Correction]:
    """Each of the four by the other three."""
    room, count = engine.displacement.interval, engine.count
    bore, stroke, volume = (figure.value for figure in (engine.bore, engine.stroke, engine.displacement))
    yield from within(engine.displacement, made, engine.swept(bore, stroke), engine.described)
    if volume <= 0:
        return
    wide, area = sqrt(volume / engine.swept(1, stroke)), engine.swept(bore, 1)
    bores = Interval(wide * sqrt(max(room.low, 0) / volume), wide * sqrt(room.high / volume))
    several = round(volume * count / engine.swept(bore, stroke))
    given = engine.displacement.labelled
    yield from within(engine.bore, bores, wide, given)
    yield from within(engine.stroke, room.scaled(1 / area), volume / area, given)
    yield from within(engine.cylinders, Interval(several, several), several, given)

"""Pairs of quantities: how often their numbers are equal, and how often only near."""

from __future__ import annotations

from itertools import combinations
from operator import add
from typing import TYPE_CHECKING

from speclint.rules.collector import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

MIN_EQUAL, MIN_SHARE = 5, 0.1
"""Sheets, and their share of those that state both quantities, in which equal numbers are no chance."""
MIN_TO_NEAR = 3
"""How many times as many numbers are equal as are only near each other."""
NEAR = 0.15
"""Difference of logarithms of numbers that are near each other."""
MIN_NUMBER = 20
"""Smaller numbers of two digits are often equal by chance: 8 s, and 8 l/100 km."""
MIN_VALUES = 3
"""Different numbers that were copied; fewer are fillers."""
SAME_KIND = frozenset({
    ("ac_charge_power", "dc_charge_power"),
    *(("mass_gross", kerb) for kerb in ("mass_kerb", "mass_kerb_din", "mass_kerb_eu")),
    *combinations(("range_cltc", "range_epa", "range_nedc", "range_wltp"), 2),
    *combinations(("height", "length", "wheelbase", "width"), 2),
})  # fmt: skip
"""Pairs of quantities of one kind, by name, that differ in nearly every car; other pairs of one kind may be equal."""


class Pair:
    """How often two quantities have equal numbers, and how often near ones."""

    def __init__(self) -> None:
        self.count = self.near = 0
        self.values: set[float] = set()
        self.equal = Tally(), Tally()
        """The sheets in which they are equal, at the figure of the first and of the second."""
        self.of_equal, self.of_others = [0.0, 0.0], [0.0, 0.0]
        """Sums of the logarithms of both numbers, apart for equal ones and others."""
        self.later: list[Callable[[], None]] = []
        """What adds to them; few pairs need them."""

    def add_near(self, sheet: Sheet, one: Figure, other: Figure) -> bool:
        """Count figures of a sheet that are near each other, and give whether they are equal."""
        if one.stated != other.stated:
            self.near += 1
            return False
        for tally, figure in zip(self.equal, (one, other), strict=True):
            tally.add(sheet, figure.name, f"{one.labelled}, and {other.labelled}")
        if len(self.values) < MIN_VALUES:
            self.values.add(float(one.numbers[0]))
        return True

    def settle(self) -> None:
        """Add to the sums what is left to add."""
        while self.later:
            self.later.pop(0)()

    def merge(self, later: Pair) -> None:
        """Take what another has counted."""
        self.settle()
        later.settle()
        self.count += later.count
        self.near += later.near
        self.values |= later.values
        for tally, other in zip(self.equal, later.equal, strict=True):
            tally.merge(other)
        for sums, others in ((self.of_equal, later.of_equal), (self.of_others, later.of_others)):
            sums[:] = map(add, sums, others)

    def __getstate__(self) -> dict[str, object]:
        """What is counted."""
        self.settle()
        return vars(self)

    @property
    def is_copied(self) -> bool:
        """Whether far more numbers are equal than chance allows."""
        count = self.equal[0].count
        enough = count >= MIN_EQUAL and count >= MIN_SHARE * self.count and count > MIN_TO_NEAR * self.near
        return enough and len(self.values) >= MIN_VALUES

    @property
    def second_is_copy(self) -> bool:
        """Whether the numbers of the second are less like its own others than those of the first."""
        self.settle()
        equal, others = self.equal[0].count, self.count - self.equal[0].count
        if not others:
            return True
        one, other = (abs(self.of_equal[i] / equal - self.of_others[i] / others) for i in (0, 1))
        return other >= one

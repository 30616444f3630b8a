"""One quantity copied into the column of another."""

from __future__ import annotations

from itertools import combinations
from math import log
from typing import TYPE_CHECKING, NamedTuple

from speclint.quantities.table import QUANTITIES
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rule import Explains, Rule, Violation
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


class Number(NamedTuple):
    """The number of a figure, and its logarithm."""

    name: str
    kind: str
    is_large: bool
    """Whether it is no number that is often equal to others by chance."""
    logarithm: float
    figure: Figure


class Pair:
    """How often two quantities have equal numbers, and how often near ones."""

    def __init__(self) -> None:
        self.count = self.near = 0
        self.values: set[float] = set()
        self.equal = Tally(), Tally()
        """The sheets in which they are equal, at the figure of the first and of the second."""
        self.of_equal, self.of_others = [0.0, 0.0], [0.0, 0.0]
        """Sums of the logarithms of both numbers, apart for equal ones and others."""

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

    @property
    def is_copied(self) -> bool:
        """Whether far more numbers are equal than chance allows."""
        count = self.equal[0].count
        enough = count >= MIN_EQUAL and count >= MIN_SHARE * self.count and count > MIN_TO_NEAR * self.near
        return enough and len(self.values) >= MIN_VALUES

    @property
    def second_is_copy(self) -> bool:
        """Whether the numbers of the second are less like its own others than those of the first."""
        equal, others = self.equal[0].count, self.count - self.equal[0].count
        if not others:
            return True
        one, other = (abs(self.of_equal[i] / equal - self.of_others[i] / others) for i in (0, 1))
        return other >= one


_PROFILE = profile(battery_usable="kWh", dc_charge_power="kW")
_BATTERIES = (28.5, 50.8, 57.5, 71, 77, 85.4)


def _table(*powers: float) -> str:
    rows = (("Nord", f"M{number}", *pair) for number, pair in enumerate(zip(_BATTERIES, powers, strict=True)))
    return table("make,model,battery_usable,dc_charge_power", *rows)


@catalog_rule(
    level=Level.WARNING,
    summary="the figures of one quantity are copied into the column of another",
    reads=("figures",),
    bad=(
        bad_table(
            _table(*_BATTERIES[:5], 150), profile=_PROFILE, at="/quantities/dc_charge_power",
            message="DC charging power equals usable battery capacity in 5 of 6 sheets, number by number",
            why="the power was not known",
        ),
    ),
    good=(
        good_table(_table(50, 100, 130, 71, 125, 150), profile=_PROFILE, why="one car with equal numbers"),
    ),
)  # fmt: skip
class column_copied:  # noqa: N801 - named as the rule
    """Two quantities of one car have equal numbers by chance only, about as often as near ones.

    Where far more are equal, one column was filled from the other, since its own values were not known. Which of the
    two that is, is taken from the sheets in which they differ.
    """

    def __init__(self) -> None:
        self.pairs: dict[tuple[str, str], Pair] = {}

    def add(self, sheet: Sheet) -> None:
        """Count the pairs of figures of a sheet whose numbers would not be equal by chance."""
        pairs = self.pairs
        for (one, kind, is_large, size, figure), (other, its_kind, its_large, its_size, its) in combinations(
            _numbers(sheet), 2
        ):
            if ((one, other) in SAME_KIND) if kind == its_kind else (is_large and its_large):
                pair = pairs.get((one, other))
                if pair is None:
                    pair = pairs[one, other] = Pair()
                pair.count += 1
                is_near = -NEAR < size - its_size < NEAR
                sums = pair.of_equal if is_near and pair.add_near(sheet, figure, its) else pair.of_others
                sums[0] += size
                sums[1] += its_size

    def violations(self) -> Iterator[Violation]:
        """A fault for each pair of columns."""
        for (one, other), pair in self.pairs.items():
            if not pair.is_copied:
                continue
            copy, source = (other, one) if pair.second_is_copy else (one, other)
            sheets = pair.equal[pair.second_is_copy]
            yield sheets.violation(
                f"{QUANTITIES[copy].label} equals {QUANTITIES[source].label} in {sheets.count:,} of "
                f"{pair.count:,} sheets, number by number",
                f"/quantities/{copy}", name=f"{copy} {source}", help_="leave the figures out that are not known",
                explains=_in_copies(copy, source),
            )  # fmt: skip


def _numbers(sheet: Sheet) -> Iterator[Number]:
    """The numbers above zero of the quantities that a sheet states once, by name."""
    for name, found in sorted(sheet.measurands.items()):
        if len(found) == 1 and not found[0].quantity.is_counted:
            figure = found[0].sharpest
            number = float(figure.numbers[0])
            if number > 0:
                yield Number(name, figure.quantity.kind, number >= MIN_NUMBER, log(number), figure)


def _in_copies(copy: str, source: str) -> Explains:
    """Explains what is found in the figure of a quantity where it has the number of another."""

    def explains(sheet: Sheet, _rule: Rule, violation: Violation) -> bool:
        one, other = sheet.figure(copy), sheet.figure(source)
        return (
            one is not None
            and other is not None
            and one.stated == other.stated
            and one.name in violation.names
        )

    return explains

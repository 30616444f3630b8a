"""One quantity copied into the column of another."""

from __future__ import annotations

from itertools import combinations
from math import log
from typing import TYPE_CHECKING, NamedTuple

from speclint.quantities.table import QUANTITIES
from speclint.rules.catalog.examples import profile, table
from speclint.rules.catalog.pairs import MIN_NUMBER, NEAR, SAME_KIND, Pair
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Explains, Rule, Violation
    from speclint.sheets.sheet import Sheet


class Number(NamedTuple):
    """The number of a figure, and its logarithm."""

    name: str
    kind: str
    is_large: bool
    """Whether it is no number that is often equal to others by chance."""
    logarithm: float
    figure: Figure


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

    def add_columns(self, rows: Rows) -> None:
        """Count the pairs of figures of rows."""
        from speclint.rules.catalog.pair_columns import add_pairs

        add_pairs(self.pairs, rows)

    def merge(self, later: column_copied) -> None:
        """Take what another has counted."""
        for key, pair in later.pairs.items():
            self.pairs.setdefault(key, Pair()).merge(pair)

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

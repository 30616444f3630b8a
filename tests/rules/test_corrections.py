"""Corrections where a law gives the interval of a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.figure import Bound, Figure
from speclint.quantities.interval import Interval
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.rules.corrections import MAX_PROPOSALS, within

if TYPE_CHECKING:
    from speclint.quantities.figure import Stated


def figure(quantity: str, unit: str, stated: Stated) -> Figure:
    return Figure(QUANTITIES[quantity], UNITS[unit], stated, "/place")


def test_the_likely_value_comes_first_and_the_others_by_nearness() -> None:
    (found,) = within(figure("co2", "g/km", 192), Interval(117.2, 121.9), 119.4, "5.0 l/100 km of petrol")
    assert found.suggestion == "119"
    assert [other.suggestion for other in found.others] == ["120", "118", "121"]


def test_the_correction_keeps_the_unit_and_the_digits_of_what_is_stated() -> None:
    (found,) = within(figure("stroke", "in", Decimal("3.27")), Interval(94.5, 94.7), 94.6, "the rest")
    assert (found.suggestion, found.unit) == ("3.72", "in")
    assert found.message == "stroke 3.27 in does not match the rest: expected 3.72 in"


def test_a_reciprocal_unit_keeps_its_ends_in_order() -> None:
    (found,) = within(figure("consumption_combined", "mpg US", 62), Interval(8.8, 9.2), 9.05, "the rest")
    assert (found.suggestion, found.others) == ("26", ())


def test_a_range_or_a_bound_is_not_corrected() -> None:
    for stated in ((117, 121), Bound(117, at_least=True)):
        assert within(figure("co2", "g/km", stated), Interval(100, 110), 105, "the rest") == ()


def test_nothing_is_proposed_where_the_digits_cannot_write_it() -> None:
    assert within(figure("displacement", "l", 2), Interval(0.1, 0.3), 0.2, "the rest") == ()


@given(st.integers(1, 10**6), st.floats(0.001, 1e6), st.floats(0, 1e5))
def test_all_proposals_but_the_nearest_lie_in_the_interval_and_are_few(
    stated: int, low: float, width: float
) -> None:
    allowed = Interval(low, low + width)
    for found in within(figure("power", "kW", stated), allowed, low + width / 2, "the rest"):
        assert len(found.others) <= MAX_PROPOSALS
        assert all(low <= float(other.suggestion) <= low + width for other in found.others)

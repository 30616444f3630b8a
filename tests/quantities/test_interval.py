from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.interval import INFINITY, Interval

finite = st.floats(min_value=-1e9, max_value=1e9)
bounded = st.builds(lambda first, second: Interval(min(first, second), max(first, second)), finite, finite)
intervals = st.one_of(
    bounded, st.builds(Interval, finite, st.just(INFINITY)), st.builds(Interval, st.just(-INFINITY), finite)
)


def test_intervals_with_a_value_in_common_meet() -> None:
    assert Interval(1, 3).meets(Interval(2, 4))
    assert Interval(1, 4).meets(Interval(2, 3))


def test_intervals_that_touch_meet() -> None:
    assert Interval(1, 2).meets(Interval(2, 3))


def test_intervals_that_touch_but_for_the_last_bits_meet() -> None:
    assert 0.1 + 0.2 > 0.3
    assert Interval(0, 0.3).meets(Interval(0.1 + 0.2, 1))


def test_intervals_apart_do_not_meet() -> None:
    assert not Interval(1, 2).meets(Interval(2.001, 3))
    assert not Interval(2.001, 3).meets(Interval(1, 2))


def test_half_open_intervals_meet_where_both_go_on() -> None:
    assert Interval(300, INFINITY).meets(Interval(400, INFINITY))
    assert Interval(-INFINITY, 300).meets(Interval(-INFINITY, 200))
    assert not Interval(-INFINITY, 200).meets(Interval(300, INFINITY))


def test_intervals_that_touch_do_not_overlap() -> None:
    assert not Interval(64.65, 64.75).overlaps(Interval(64.75, 64.85))
    assert not Interval(64.75, 64.85).overlaps(Interval(64.65, 64.75))


def test_whole_numbers_of_any_size_overlap_exactly() -> None:
    assert Interval(0, 10**40 + 1).overlaps(Interval(10**40, 10**41))
    assert not Interval(0, 10**40).overlaps(Interval(10**40, 10**41))


def test_intervals_with_more_than_an_end_in_common_overlap() -> None:
    assert Interval(1, 3).overlaps(Interval(2.9, 4))
    assert Interval(0, 100).overlaps(Interval(0.001, 0.002))


def test_half_open_intervals_overlap_where_both_go_on() -> None:
    assert Interval(300, INFINITY).overlaps(Interval(400, INFINITY))
    assert Interval(300, INFINITY).overlaps(Interval(-INFINITY, 301))
    assert Interval(300, INFINITY).overlaps(Interval(400, 401))
    assert not Interval(300, INFINITY).overlaps(Interval(-INFINITY, 299))
    assert not Interval(300, INFINITY).overlaps(Interval(200, 300))


@given(intervals)
def test_an_interval_meets_itself(interval: Interval) -> None:
    assert interval.meets(interval)


@given(intervals)
def test_an_interval_overlaps_itself_unless_it_is_a_point(interval: Interval) -> None:
    assert interval.overlaps(interval) == (interval.low < interval.high)


@given(intervals, intervals)
def test_meeting_and_overlapping_are_mutual(first: Interval, second: Interval) -> None:
    assert first.meets(second) == second.meets(first)
    assert first.overlaps(second) == second.overlaps(first)


@given(intervals, intervals)
def test_what_overlaps_meets(first: Interval, second: Interval) -> None:
    assert not first.overlaps(second) or first.meets(second)


@given(intervals, intervals)
def test_the_hull_holds_both(first: Interval, second: Interval) -> None:
    hull = first.hull(second)
    assert hull.low == min(first.low, second.low)
    assert hull.high == max(first.high, second.high)


@pytest.mark.parametrize(
    ("interval", "width"),
    [
        (Interval(1, 3), 2),
        (Interval(5, 5), 0),
        (Interval(1, INFINITY), INFINITY),
        (Interval(-INFINITY, 1), INFINITY),
        (Interval(INFINITY, INFINITY), INFINITY),
    ],
)
def test_the_width_is_infinite_as_soon_as_one_end_is(interval: Interval, width: float) -> None:
    assert interval.width == width


def test_scaling_shifting_and_widening_move_both_ends() -> None:
    assert Interval(1, 3).scaled(2) == (2, 6)
    assert Interval(1, 3).shifted(-2) == (-1, 1)
    assert Interval(1, 3).widened(0.5) == (0.5, 3.5)


def test_inverting_turns_the_ends_round() -> None:
    assert Interval(20, 50).inverted(100) == (2, 5)


def test_inverting_what_is_not_above_zero_gives_infinity() -> None:
    assert Interval(-1, 4).inverted(100) == (25, INFINITY)
    assert Interval(0, 4).inverted(100) == (25, INFINITY)
    assert Interval(-2, -1).inverted(100) == (INFINITY, INFINITY)


def test_inverting_a_half_open_interval_gives_zero_for_infinity() -> None:
    assert Interval(50, INFINITY).inverted(100) == (0, 2)
    assert Interval(-INFINITY, 50).inverted(100) == (2, INFINITY)


@given(
    st.floats(min_value=1e-6, max_value=1e6),
    st.floats(min_value=1, max_value=10),
    st.floats(min_value=1e-3, max_value=1e3),
)
def test_inverting_twice_gives_the_interval_again(low: float, ratio: float, factor: float) -> None:
    again = Interval(low, low * ratio).inverted(factor).inverted(factor)
    assert isclose(again.low, low, rel_tol=1e-14)
    assert isclose(again.high, low * ratio, rel_tol=1e-14)

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from speclint.quantities.figure import Bound, Figure, Stated, as_literal, as_written_in, read_stated, write
from speclint.quantities.interval import Interval
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import TABLE, UNITS, Unit, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.quantities.number import Number


def figure(stated: Stated | str, unit: str) -> Figure:
    """A figure of whatever quantity; text is read as the JSON of a sheet."""
    read = read_json(stated) if isinstance(stated, str) else stated
    return Figure(QUANTITIES["power"], UNITS[unit], read, f"/{unit}")


def read_json(text: str) -> Stated:
    stated = read_stated(json.loads(text, parse_float=Decimal))
    assert stated is not None
    return stated


# Strategies: any figure whatever, and figures that state one true value.

whole = st.integers(min_value=-(10**30) + 1, max_value=10**30 - 1)
small = st.integers(min_value=-20, max_value=2000)
broken = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(-(10**12), 10**12),
    st.integers(-25, 15),
).filter(lambda number: read_stated(number) is not None)
numbers: st.SearchStrategy[Number] = st.one_of(small, whole, broken)
anything: st.SearchStrategy[Stated] = st.one_of(
    numbers,
    st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair))),
    st.builds(Bound, numbers, st.booleans()),
)
KINDS = sorted({unit.kind for unit in TABLE})


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Figure, Figure]:
    """Any two figures of one kind."""
    units = st.sampled_from(of_kind(draw(st.sampled_from(KINDS))))
    return figure(draw(anything), draw(units).name), figure(draw(anything), draw(units).name)


def exactly_in(unit: Unit, reference: Fraction) -> Fraction:
    """A value of the reference unit in another unit, without any rounding."""
    return unit.factor / reference if unit.reciprocal else (reference - unit.offset) / unit.factor


def in_reference(unit: Unit, value: Fraction) -> Fraction:
    return unit.factor / value if unit.reciprocal else value * unit.factor + unit.offset


ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "half even": round,
    "half up": lambda value: floor(value + Fraction(1, 2)),
    "half down": lambda value: -floor(Fraction(1, 2) - value),
}
CUTS: dict[str, Callable[[Fraction], int]] = {"cut off": floor, "rounded up": lambda value: -floor(-value)}


def number_of(value: Fraction, digits: int, how: str) -> Number:
    """The value with so many places (below zero: of so few) as a source would write it."""
    steps = (ROUNDINGS | CUTS)[how](value * Fraction(10) ** digits)
    number = steps if digits == 0 else Decimal((int(steps < 0), tuple(map(int, str(abs(steps)))), -digits))
    assume(read_stated(number) is not None)
    return number


class Case(NamedTuple):
    """One true value, and one that is higher, to be written in two units."""

    unit: Unit
    other: Unit
    value: Fraction
    """In the other unit."""
    higher: Fraction
    digits: int
    """Places in the first unit."""
    other_digits: int
    rule: str
    other_rule: str

    def converted(self) -> list[Fraction]:
        """Both values in the first unit, the low one first."""
        values = sorted(exactly_in(self.unit, in_reference(self.other, end)) for end in self[2:4])
        assume(values[0] > 0)
        return values


true_values = st.one_of(
    st.fractions(min_value=Fraction(1, 1000), max_value=10**6),
    st.builds(Fraction, st.integers(1, 10**8), st.sampled_from([1, 2, 10, 100, 200, 2000, 10**6])),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    choice = draw(st.sampled_from([of_kind(kind) for kind in KINDS if len(of_kind(kind)) > 1]))
    unit, other = draw(st.sampled_from(choice)), draw(st.sampled_from(choice))
    value, more = draw(true_values), draw(true_values)
    places_of = st.integers(min_value=-3, max_value=12)
    rule, other_rule = draw(st.sampled_from(sorted(ROUNDINGS))), draw(st.sampled_from(sorted(ROUNDINGS)))
    return Case(
        unit, other, value, value + more, draw(places_of), draw(places_of),
        rule, rule if unit is other else other_rule,
    )  # fmt: skip


# What is a figure.


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("494", 494),
        ("0", 0),
        ("-5", -5),
        ("5.60", Decimal("5.60")),
        ("1e3", Decimal("1E+3")),
        ("1.5E-3", Decimal("0.0015")),
        ("[417, 449]", (417, 449)),
        ("[417, 417]", (417, 417)),
        ("[16.3, 18]", (Decimal("16.3"), 18)),
        ('{"at_least": 300}', Bound(300, at_least=True)),
        ('{"at_most": 3.0}', Bound(Decimal("3.0"), at_least=False)),
    ],
)
def test_a_figure_is_a_number_a_range_or_a_bound(text: str, stated: Stated) -> None:
    read = read_json(text)
    assert read == stated
    assert repr(read) == repr(stated)


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "null",
        '"494"',
        "[]",
        "[417]",
        "[417, 449, 450]",
        "[449, 417]",
        "[417, null]",
        "[false, true]",
        '[417, "449"]',
        "[[417, 449], 450]",
        "{}",
        '{"at_least": "300"}',
        '{"at_least": true}',
        '{"at_least": [300, 310]}',
        '{"at_least": 300, "at_most": 400}',
        '{"about": 300}',
        "1000000000000000000000000000000",
        "-1000000000000000000000000000000",
        "1e30",
        "1e-30",
        "1e999999",
        "1e-999999",
        "0e-999999",
        "0.0000000000000000000000000000000",
        "NaN",
        "[NaN, 1.5]",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_stated(json.loads(text, parse_float=Decimal, parse_constant=Decimal)) is None


@pytest.mark.parametrize("text", ["NaN", "sNaN", "-NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_figure(text: str) -> None:
    number = Decimal(text)
    assert read_stated(number) is None
    assert read_stated([number, number]) is None
    assert read_stated([1, number]) is None
    assert read_stated({"at_least": number}) is None


def test_a_float_has_lost_its_digits_and_is_no_figure() -> None:
    assert read_stated(5.6) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["at_least", "at_most", "x"]), inner, max_size=2)
        ),
        max_leaves=5,
    )
)
def test_no_value_makes_reading_fail(value: object) -> None:
    stated = read_stated(value)
    assert stated is None or str(figure(stated, "kW"))


# Rounding intervals.


def test_the_interval_of_a_number_is_in_the_reference_unit() -> None:
    assert figure("1000", "W").interval == pytest.approx((0.9995, 1.0005))
    assert figure("1000", "W").ends == (figure("1000", "W").interval,) * 2
    assert figure("50", "km/l").interval == pytest.approx((100 / 50.5, 100 / 49.5))


def test_the_interval_of_a_range_holds_both_ends() -> None:
    stated = figure("[417, 449]", "km")
    assert stated.ends == ((416.5, 417.5), (448.5, 449.5))
    assert stated.interval == (416.5, 449.5)


def test_the_low_end_of_a_range_in_a_reciprocal_unit_is_the_high_end_of_what_it_measures() -> None:
    low, high = figure("[20, 50]", "km/l").ends
    assert low == pytest.approx((100 / 50.5, 100 / 49.5))
    assert high == pytest.approx((100 / 20.5, 100 / 19.5))


@pytest.mark.parametrize(
    ("text", "unit", "interval"),
    [
        ('{"at_least": 300}', "km", (299.5, inf)),
        ('{"at_most": 3.0}', "s", (-inf, 3.05)),
        ('{"at_least": 50}', "km/l", (0, 100 / 49.5)),
        ('{"at_most": 50}', "km/l", (100 / 50.5, inf)),
    ],
)
def test_the_interval_of_a_bound_is_open_to_one_side(
    text: str, unit: str, interval: tuple[float, float]
) -> None:
    stated = figure(text, unit)
    assert stated.interval == pytest.approx(interval)
    assert stated.ends == (stated.interval, stated.interval)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("494", "Nm", 494),
        ("1500", "W", 1.5),
        ("[417, 449]", "km", 433),
        ("[20, 50]", "km/l", 3.5),
        ('{"at_least": 300}', "km", 300),
        ('{"at_most": 3.0}', "s", 3),
        ("20", "°C", 293.15),
    ],
)
def test_the_value_is_the_number_written_and_of_a_range_the_middle(
    text: str, unit: str, value: float
) -> None:
    assert figure(text, unit).value == pytest.approx(value)


def test_the_numbers_are_those_written() -> None:
    assert figure("494", "Nm").numbers == (494,)
    assert figure("[417, 449]", "km").numbers == (417, 449)
    assert figure('{"at_least": 300}', "km").numbers == (300,)


def test_centres_and_values_leave_the_rounding_intervals_out() -> None:
    stated = figure("[20, 50]", "km/l")
    assert stated.centres() == (Interval(2, 2), Interval(5, 5))
    assert stated.values_in(UNITS["l/100 km"]) == (2, 5)
    assert stated.values_in(UNITS["km/l"]) == (20, 50)
    assert figure("[417, 449]", "km").values_in(UNITS["mi"]) == pytest.approx((259.11, 278.99), abs=0.01)


# Agreement.


@pytest.mark.parametrize(
    ("first", "first_unit", "second", "second_unit"),
    [
        ("494", "Nm", "364", "lb-ft"),
        ("494", "Nm", "365", "lb-ft"),
        ("230", "kW", "313", "PS"),
        ("230", "kW", "308", "hp"),
        ("[417, 449]", "km", "[259, 279]", "mi"),
        ("[417, 418]", "km", "259", "mi"),
        ("[417, 449]", "km", "270", "mi"),
        ("[7.1, 7.8]", "l/100 km", "[36.2, 39.8]", "mpg UK"),
        ("[16.3, 17.7]", "kWh/100 km", "[163, 177]", "Wh/km"),
        ('{"at_least": 300}', "km", "187", "mi"),
        ('{"at_least": 300}', "km", '{"at_least": 250}', "mi"),
        ('{"at_least": 300}', "km", "[180, 190]", "mi"),
        ("300", "km", '{"at_most": 187}', "mi"),
        ("0", "g/km", "0", "g/mi"),
        ("0", "l/100 km", "1000", "mpg US"),
        ("0", "mpg US", "500", "l/100 km"),
        ("1e3", "W", "1.4", "kW"),
        ("98765432109876543210", "kg", "98765432109876543.210", "t"),
        ("3000000000", "VND", "3000000000", "VND"),
        ("99999999999999999999", "EUR", "99999999999999999999", "EUR"),
        ('{"at_least": 300}', "km", '{"at_least": 300}', "km"),
        ('{"at_least": 300}', "km", '{"at_least": 310}', "km"),
        ('{"at_least": 300}', "km", "310", "km"),
        ('{"at_least": 300}', "km", '{"at_most": 300}', "km"),
        ("64.7", "kWh", "64.75", "kWh"),
        ("64.7", "kWh", "65", "kWh"),
        ("5.6", "s", "5.60", "s"),
        ("-5", "mpg US", "-5", "mpg US"),
        ("1234567890123", "EUR", "1234567890123.0", "EUR"),
    ],
)
def test_figures_agree_that_some_true_value_would_be_written_as(
    first: str, first_unit: str, second: str, second_unit: str
) -> None:
    assert figure(first, first_unit).agrees_with(figure(second, second_unit))
    assert figure(second, second_unit).agrees_with(figure(first, first_unit))


@pytest.mark.parametrize(
    ("first", "first_unit", "second", "second_unit"),
    [
        ("494", "Nm", "363", "lb-ft"),
        ("494", "Nm", "346", "lb-ft"),
        ("230", "kW", "313", "hp"),
        ("180", "km/h", "111", "mph"),
        ("[417, 449]", "km", "[259, 297]", "mi"),
        ("[417, 449]", "km", "[239, 279]", "mi"),
        ("[417, 449]", "km", "280", "mi"),
        ("[7.1, 7.8]", "l/100 km", "[36.2, 38.8]", "mpg UK"),
        ("[7.1, 7.8]", "l/100 km", "[37.2, 39.8]", "mpg UK"),
        ('{"at_least": 300}', "km", "185", "mi"),
        ('{"at_most": 300}', "km", '{"at_least": 188}', "mi"),
        ("64.7", "kWh", "64.8", "kWh"),
        ("64.75", "kWh", "64.70", "kWh"),
        ("[417, 449]", "km", "[417, 450]", "km"),
        ('{"at_least": 300}', "km", "299", "km"),
        ("3000000000", "VND", "3000000001", "VND"),
    ],
)
def test_figures_disagree_that_no_true_value_would_be_written_as(
    first: str, first_unit: str, second: str, second_unit: str
) -> None:
    assert not figure(first, first_unit).agrees_with(figure(second, second_unit))
    assert not figure(second, second_unit).agrees_with(figure(first, first_unit))


def test_figures_that_touch_agree_across_units_but_not_in_one() -> None:
    assert figure("64.7", "kWh").agrees_with(figure("648e2", "Wh"))
    assert not figure("64.7", "kWh").agrees_with(figure("64.8", "kWh"))
    assert figure("312", "hp").agrees_with(figure("313", "bhp"))
    assert not figure("312", "hp").agrees_with(figure("313", "hp"))


@given(cases())
@example(Case(UNITS["lb-ft"], UNITS["Nm"], Fraction("493.5"), Fraction(494), 0, 0, "half even", "half down"))
def test_one_value_written_in_two_units_always_agrees(case: Case) -> None:
    value, _ = sorted(case.converted(), reverse=case.unit.reciprocal != case.other.reciprocal)
    first = figure(number_of(value, case.digits, case.rule), case.unit.name)
    second = figure(number_of(case.value, case.other_digits, case.other_rule), case.other.name)
    assert first.agrees_with(second)
    assert second.agrees_with(first)


@given(cases())
def test_one_range_written_in_two_units_always_agrees(case: Case) -> None:
    low, high = (number_of(end, case.digits, case.rule) for end in case.converted())
    other_low, other_high = (number_of(end, case.other_digits, case.other_rule) for end in case[2:4])
    first, second = figure((low, high), case.unit.name), figure((other_low, other_high), case.other.name)
    assert first.agrees_with(second)
    assert second.agrees_with(first)


@given(cases())
def test_a_value_agrees_with_a_range_and_with_bounds_that_hold_it(case: Case) -> None:
    number = figure(number_of(case.converted()[0], case.digits, case.rule), case.unit.name)
    low, high = (number_of(end, case.other_digits, case.other_rule) for end in case[2:4])
    lowest = case.other.reciprocal == case.unit.reciprocal
    assert number.agrees_with(figure((low, high), case.other.name))
    assert number.agrees_with(figure(Bound(low, at_least=True), case.other.name))
    assert number.agrees_with(figure(Bound(high, at_least=False), case.other.name))
    assert number.agrees_with(figure(Bound(low if lowest else high, at_least=not lowest), case.other.name))


@given(cases(), st.sampled_from(sorted(CUTS)))
def test_figures_cut_off_or_rounded_up_in_one_unit_agree_but_for_rounding(case: Case, cut: str) -> None:
    low, high = (number_of(end, case.digits, case.rule) for end in case.converted())
    other_low, other_high = (number_of(end, case.other_digits, cut) for end in case[2:4])
    first, second = figure((low, high), case.unit.name), figure((other_low, other_high), case.other.name)
    assert first.agrees_but_for_rounding(second)
    assert second.agrees_but_for_rounding(first)
    nearest = other_high if case.unit.reciprocal != case.other.reciprocal else other_low
    assert figure(low, case.unit.name).agrees_but_for_rounding(figure(nearest, case.other.name))


def test_a_figure_off_by_one_agrees_but_for_rounding_and_by_two_does_not() -> None:
    assert figure("180", "km/h").agrees_but_for_rounding(figure("111", "mph"))
    assert figure("494", "Nm").agrees_but_for_rounding(figure("363", "lb-ft"))
    assert not figure("494", "Nm").agrees_but_for_rounding(figure("362", "lb-ft"))
    assert not figure("494", "Nm").agrees_but_for_rounding(figure("367", "lb-ft"))


def test_a_bound_may_be_cut_off_too() -> None:
    assert figure('{"at_least": 180}', "km/h").agrees_but_for_rounding(figure("111", "mph"))
    assert not figure('{"at_least": 180}', "km/h").agrees_but_for_rounding(figure("110", "mph"))


@given(pairs())
def test_agreement_is_mutual(pair: tuple[Figure, Figure]) -> None:
    first, second = pair
    assert first.agrees_with(second) == second.agrees_with(first)
    assert first.agrees_but_for_rounding(second) == second.agrees_but_for_rounding(first)


@given(pairs())
def test_figures_that_agree_agree_but_for_rounding(pair: tuple[Figure, Figure]) -> None:
    first, second = pair
    assert not first.agrees_with(second) or first.agrees_but_for_rounding(second)


@given(anything, st.sampled_from(sorted(UNITS)))
def test_a_figure_agrees_with_the_same_figure_elsewhere(stated: Stated, unit: str) -> None:
    assert figure(stated, unit).agrees_with(figure(stated, unit))


# The expected value of a figure.


@pytest.mark.parametrize(
    ("stated", "unit", "other", "other_unit", "right"),
    [
        ("346", "lb-ft", "494", "Nm", "364"),
        ("[259, 297]", "mi", "[417, 449]", "km", "[259, 279]"),
        ("[36.2, 38.8]", "mpg UK", "[7.1, 7.8]", "l/100 km", "[36.2, 39.8]"),
        ("[7.1, 8.7]", "l/100 km", "[36.2, 39.8]", "mpg UK", "[7.1, 7.8]"),
        ("111", "mph", "180", "km/h", "112"),
        ("17.9", "in", "4554", "mm", "179.3"),
        ("300", "mi", "[417, 449]", "km", "[259, 279]"),
        ("300", "mi", "[417, 418]", "km", "[259, 260]"),
        ("300", "mi", "[417, 417]", "km", "259"),
        ("[417, 449.0]", "km", "200", "mi", "321.9"),
        ("1e3", "W", "3.4", "kW", "3400"),
        ("1.50", "kW", "1600", "W", "1.60"),
        ('{"at_least": 300}', "km", "100", "mi", "161"),
        ("5", "g/km", "0", "g/mi", "0"),
        ("5.5", "km", "10000000000000000000000000000", "mi", "16093440000000000000000000000.0"),
    ],
)
def test_a_figure_is_rewritten_in_its_own_unit_and_digits(
    stated: str, unit: str, other: str, other_unit: str, right: str
) -> None:
    written = figure(stated, unit).rewritten(figure(other, other_unit))
    assert written is not None
    assert as_literal(written) == right


@pytest.mark.parametrize(
    ("stated", "unit", "other", "other_unit"),
    [
        ("300", "km", '{"at_least": 100}', "mi"),
        ("3", "t", "300", "kg"),
        ("[3, 5]", "t", "[300, 5000]", "kg"),
        ("5", "l/100 km", "0", "mpg US"),
        ("50", "mpg US", "0", "l/100 km"),
        ("50", "mpg US", "[0, 5]", "l/100 km"),
        ("5", "l/100 km", "-30", "mpg US"),
    ],
)
def test_what_its_digits_cannot_write_is_not_rewritten(
    stated: str, unit: str, other: str, other_unit: str
) -> None:
    assert figure(stated, unit).rewritten(figure(other, other_unit)) is None


@given(pairs())
def test_a_rewritten_figure_read_from_json_agrees(pair: tuple[Figure, Figure]) -> None:
    first, second = pair
    assume(first.unit is not second.unit)
    assume(first.unit.kind != "temperature")  # at absolute zero floats lose digits; no car is so cold
    written = first.rewritten(second)
    assume(written is not None)
    assert written is not None
    again = read_stated(json.loads(as_literal(written), parse_float=Decimal))
    assume(again is not None)  # a conversion may need more digits than a figure may have
    assert again is not None
    assert figure(again, first.unit.name).agrees_with(second)


# Figures as text.


@given(anything)
def test_the_literal_is_json_that_reads_as_the_same_figure(stated: Stated) -> None:
    again = read_json(as_literal(stated))
    assert again == stated
    assert type(again) is type(stated) or {type(again), type(stated)} == {int, Decimal}  # 1e0 is written as 1
    assert figure(again, "kW").ends == figure(stated, "kW").ends


@pytest.mark.parametrize(
    ("text", "unit", "written"),
    [
        ("5.60", "s", "5.60 s"),
        ("[417, 449]", "km", "417-449 km"),
        ('{"at_least": 300}', "km", "at least 300 km"),
        ('{"at_most": 3.0}', "s", "at most 3.0 s"),
        ("4", "1", "4"),
    ],
)
def test_a_figure_is_shown_as_a_reader_writes_it(text: str, unit: str, written: str) -> None:
    assert str(figure(text, unit)) == written
    assert written.startswith(write(read_json(text)))
    assert repr(figure(text, unit)) == f"<Figure power {written} at /{unit}>"


@pytest.mark.parametrize(
    ("text", "unit", "target", "written"),
    [
        ("230", "kW", "hp", "308"),
        ("4554", "mm", "in", "179.3"),
        ("4554", "mm", "cm", "455.4"),
        ("4554", "mm", "mm", "4554"),
        ("1998", "cm³", "l", "1.998"),
        ("11000", "W", "kW", "11.000"),
        ("1.5", "t", "kg", "1500"),
        ("5.60", "s", "s", "5.60"),
        ("[417, 449]", "km", "mi", "259-279"),
        ("[417, 417]", "km", "mi", "259"),
        ("[16.3, 17.7]", "kWh/100 km", "mpge", "118-128"),
        ("[36.2, 39.8]", "mpg UK", "l/100 km", "7.1-7.8"),
        ("[20.0, 50.0]", "km/l", "mpg US", "47-118"),
        ("0", "g/km", "g/mi", "0"),
        ("0", "mpg US", "l/100 km", "∞"),
        ("0", "l/100 km", "mpg US", "∞"),
        ("-5", "mpg US", "l/100 km", "∞"),
        ("[0, 5]", "l/100 km", "km/l", "20-∞"),
        ("100000000000000000000", "kg", "t", "100000000000000000"),
    ],
)
def test_a_converted_figure_has_as_many_significant_digits_as_the_stated_figure(
    text: str, unit: str, target: str, written: str
) -> None:
    assert as_written_in(figure(text, unit), UNITS[target]) == written


@given(cases())
def test_a_converted_figure_agrees_with_its_original(case: Case) -> None:
    number = number_of(case.value, case.other_digits, case.other_rule)
    assume(number > 0)
    original = figure(number, case.other.name)
    converted = read_stated(json.loads(as_written_in(original, case.unit), parse_float=Decimal))
    assume(converted is not None)  # a conversion may need more digits than a figure may have
    assert converted is not None
    assert original.agrees_with(figure(converted, case.unit.name))


@given(pairs())
def test_no_figure_makes_anything_fail(pair: tuple[Figure, Figure]) -> None:
    first, second = pair
    assert first.value == first.value
    assert first.interval.low <= first.interval.high
    assert as_written_in(first, second.unit)
    assert str(first)
    assert repr(first)

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.quantities.number import Number, is_number
from speclint.quantities.numeral import (
    MARKS,
    Mark,
    decimal_mark,
    numerals,
    possible_marks,
    read_numeral,
    write_like,
)

SEPARATORS = ("", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019", ".", ",")


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("230", ".", "230"),
        ("7.9", ".", "7.9"),
        ("7.90", ".", "7.90"),
        ("4,5", ",", "4.5"),
        ("1,865", ".", "1865"),
        ("1,865", ",", "1.865"),
        ("1.865", ",", "1865"),
        ("1.865", ".", "1.865"),
        ("1 234", ".", "1234"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u202f234", ",", "1234"),
        ("1'234.5", ".", "1234.5"),
        ("1\u2019234", ".", "1234"),
        ("1.234,5", ",", "1234.5"),
        ("1,234.5", ".", "1234.5"),
        ("12,345,678", ".", "12345678"),
        ("12,34,567", ".", "1234567"),
        ("-5", ".", "-5"),
        ("\u221240", ".", "-40"),
        (".30", ".", "0.30"),
        ("1.5e3", ".", "1.5e3"),
    ],
)
def test_a_numeral_is_read_with_exactly_its_digits(text: str, decimal: Mark, number: str) -> None:
    read = read_numeral(text, decimal)
    assert read is not None
    assert str(read) == str(Decimal(number))


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("4,5", "."),
        ("1,2,3", "."),
        ("1.2.3", "."),
        ("0,865", "."),
        ("1,23", "."),
        ("1234,567", "."),
        ("1.234.5", ","),
        ("1 234.567", ","),
        ("007", "."),
        ("1e400", "."),
        ("9" * 40, "."),
        ("9" * 10_000, "."),
        ("", "."),
        ("kW", "."),
        ("1,", ","),
    ],
)
def test_what_is_no_number_with_that_decimal_mark_is_none(text: str, decimal: Mark) -> None:
    assert read_numeral(text, decimal) is None


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("230", MARKS),
        ("1,865", MARKS),
        ("1.865", MARKS),
        ("1 234", MARKS),
        ("4,5", (",",)),
        ("7.9", (".",)),
        ("0.865", (".",)),
        ("1.234,5", (",",)),
        ("1,234.5", (".",)),
        ("12,345,678", (".",)),
        ("1 234,567", (",",)),
        ("1.2.3", ()),
    ],
)
def test_a_numeral_shows_which_decimal_marks_it_may_have(text: str, marks: tuple[Mark, ...]) -> None:
    assert possible_marks(text) == marks


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,865 kg", "1,920 kg", "7.9 s"], "."),
        (["1.865 kg", "4,5 l/100 km"], ","),
        (["1,865 kg", "1,920 kg"], None),
        (["7.9", "4,5"], None),
        (["12,345,678"], "."),
        (["manual", "", "n/a", "230"], None),
        ([], None),
    ],
)
def test_a_column_has_the_decimal_mark_of_its_numerals_that_allow_only_one(
    texts: list[str], mark: Mark | None
) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("numeral", "number", "decimal", "written"),
    [
        ("1,865", 2041, ".", "2,041"),
        ("1.865", 2041, ",", "2.041"),
        ("1 865", 12041, ".", "12 041"),
        ("1\u202f865,5", Decimal("2041.25"), ",", "2\u202f041,25"),
        ("1865", 2041, ".", "2041"),
        ("230", 2041, ".", "2041"),
        ("4,5", Decimal("5.40"), ",", "5,40"),
        ("12,34,567", 2345678, ".", "23,45,678"),
        ("1,865", 986, ".", "986"),
        ("\u22125", -7, ".", "\u22127"),
        (".30", Decimal("0.28"), ".", ".28"),
        ("0.30", Decimal("0.28"), ".", "0.28"),
        ("1000", Decimal("1.5e4"), ",", "1,5e4"),
    ],
)
def test_a_number_is_rewritten_in_the_style_of_the_numeral_that_it_replaces(
    numeral: str, number: Number, decimal: Mark, written: str
) -> None:
    assert write_like(numeral, number, decimal) == written


marks = st.sampled_from(MARKS)
numbers = st.one_of(
    st.integers(-(10**29), 10**29),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**20), max_value=10**20),
    st.decimals(allow_nan=False, allow_infinity=False).filter(is_number),
)


@st.composite
def styles(draw: st.DrawFn) -> tuple[str, Mark]:
    """A numeral with thousands, and its decimal mark."""
    decimal = draw(marks)
    separator = draw(st.sampled_from([separator for separator in SEPARATORS if separator != decimal]))
    return f"1{separator}234{separator}567{decimal}5", decimal


@given(styles(), numbers)
def test_a_number_written_in_any_style_is_read_back_exactly(style: tuple[str, Mark], number: Number) -> None:
    numeral, decimal = style
    written = write_like(numeral, number, decimal)
    read = read_numeral(written, decimal)
    assert read is not None
    assert Decimal(read).as_tuple() == Decimal(number).as_tuple()


@given(styles(), st.integers(10**6, 10**12), st.integers(10**6, 10**12))
def test_rewriting_keeps_the_style_so_that_the_old_number_gives_the_old_text_again(
    style: tuple[str, Mark], first: int, second: int
) -> None:
    numeral, decimal = style
    written = write_like(numeral, first, decimal)
    assert write_like(write_like(written, second, decimal), first, decimal) == written


@given(
    numbers, styles(), st.sampled_from(["", "kW ", "(", "~", "ab "]), st.sampled_from(["", " kW", "kg)", ";"])
)
def test_a_numeral_is_found_whole_inside_a_text(
    number: Number, style: tuple[str, Mark], before: str, after: str
) -> None:
    written = write_like(style[0], number, style[1])
    assert [match[0] for match in numerals(before + written + after)] == [written]


@given(st.text(alphabet="0123456789.,' -+e/%kWmin\u00a0", max_size=60), marks)
def test_no_text_is_too_odd_to_be_looked_at(text: str, mark: Mark) -> None:
    for match in numerals(text):
        number = read_numeral(match[0], mark)
        assert number is None or is_number(number)


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.", "1 234 ", "1 000", "-", "min-1", "1e1e", "l/100", "/ 100"]
)
def test_the_time_to_find_numerals_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    def seconds(count: int) -> float:
        start = process_time()
        numerals(piece * count)
        return process_time() - start

    assert min(seconds(64_000) for _ in range(3)) < 40 * max(min(seconds(8_000) for _ in range(3)), 1e-3)

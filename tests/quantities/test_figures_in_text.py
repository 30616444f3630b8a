# ruff: noqa: RUF001 - signs of other alphabets look like ours
from __future__ import annotations

import re
from decimal import Decimal
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from speclint.quantities.figure import Bound, Stated, write
from speclint.quantities.interval import Interval
from speclint.quantities.number import written_as
from speclint.quantities.numeral import MARKS, Mark, read_numeral
from speclint.quantities.placeholder import is_missing
from speclint.quantities.text import MAX_TEXT, Ambiguous, Unread, WrittenFigure, read_text
from speclint.quantities.unit import RARE, TABLE

if TYPE_CHECKING:
    from speclint.quantities.number import Number


def figures_of(text: str, decimal: Mark | None = None) -> tuple[WrittenFigure, ...]:
    figures = read_text(text, decimal)
    assert isinstance(figures, tuple), figures
    return figures


def at_least(number: Number) -> Bound:
    return Bound(number, at_least=True)


def at_most(number: Number) -> Bound:
    return Bound(number, at_least=False)


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("text", "stated", "unit"),
    [
        ("230", 230, ""),
        ("230 kW", 230, "kW"),
        ("230kW", 230, "kW"),
        ("7.9 s", d("7.9"), "s"),
        ("7.90 s", d("7.90"), "s"),
        ("-5", -5, ""),
        ("1.5e3 kg", d("1.5e3"), "kg"),
        ("1 234 mm", 1234, "mm"),
        ("1\u00a0234 mm", 1234, "mm"),
        ("1\u202f234", 1234, ""),
        ("1'234 kg", 1234, "kg"),
        ("1\u2019234 kg", 1234, "kg"),
        ("4,5", d("4.5"), ""),
        ("1.234,5 kg", d("1234.5"), "kg"),
        ("417–449 km", (417, 449), "km"),
        ("417-449", (417, 449), ""),
        ("417 to 449", (417, 449), ""),
        ("417 bis 449 km", (417, 449), "km"),
        ("417 … 449", (417, 449), ""),
        ("417...449 km", (417, 449), "km"),
        ("417 km - 449 km", (417, 449), "km"),
        ("417 -449 km", (417, 449), "km"),
        ("from 5.3 to 5.6 l/100 km", (d("5.3"), d("5.6")), "l/100 km"),
        ("-30 to -10 °C", (-30, -10), "°C"),
        (">230", at_least(230), ""),
        ("≥ 250 km", at_least(250), "km"),
        ("250+", at_least(250), ""),
        ("250 km+", at_least(250), "km"),
        ("from 5.3", at_least(d("5.3")), ""),
        ("ab 5,3", at_least(d("5.3")), ""),
        ("<5", at_most(5), ""),
        ("up to 449 km", at_most(449), "km"),
        ("bis zu 449 km", at_most(449), "km"),
        ("bis 230 km/h", at_most(230), "km/h"),
        ("2.0L", d("2.0"), "L"),
        ("2.0-litre", d("2.0"), "litre"),
        ("5.6 l/100 km", d("5.6"), "l/100 km"),
        ("18,2 kWh per 100 km", d("18.2"), "kWh per 100 km"),
        ("5500 1/min", 5500, "1/min"),
        ("5500 min-1", 5500, "min-1"),
        ("26 mpg (US)", 26, "mpg (US)"),
        ("18.4 cu. ft.", d("18.4"), "cu. ft."),
        ("350 in^3", 350, "in^3"),
        ("5 ft 10 in", 70, "in"),
        ("5'10\"", 70, '"'),
        ("1 h 20 min", 80, "min"),
        ("100 €", 100, "€"),
        ("€100", 100, "€"),
        ("EUR 45.000,00", d("45000.00"), "EUR"),
        ("kW 110", 110, "kW"),
        ("250 km/h (limited)", 250, "km/h"),
        ("230 kW combined", 230, "kW"),
        ("1.6 TDI", d("1.6"), "TDI"),
        ("5.83kg/hp", d("5.83"), "kg/hp"),
        ("150 kW/t", 150, "kW/t"),
        ("5 seats", 5, "seats"),
    ],
)
def test_a_text_is_read_as_one_figure_with_its_digits_and_its_unit(
    text: str, stated: Stated, unit: str
) -> None:
    (figure,) = figures_of(text)
    assert str(figure.stated) == str(stated)
    assert figure.unit == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("230 kW", ["kW"]),
        ("230", []),
        ("230 whp", []),
        ("5.83kg/hp", []),
        ("9.81 kg·m²", []),
        ("99 LE", ["PS"]),
        ("99le", []),
        ("48 mpg", ["mpge", "mpg US", "mpg UK"]),
        ("150 KM", ["PS", "km"]),
    ],
)
def test_the_unit_of_a_figure_is_known_unknown_or_ambiguous(text: str, units: list[str]) -> None:
    assert [unit.name for unit in figures_of(text)[0].units] == units


@pytest.mark.parametrize(
    "text",
    [
        "~230",
        "ca. 230 kW",
        "ca.230",
        "approx. 230",
        "about 230",
        "≈ 230",
        "rund 230",
        "circa 230",
        "env. 230",
        "c. 230 kW",
        "ungefähr 230",
    ],
)
def test_an_approximate_figure_is_rounded_to_its_last_digit_other_than_zero(text: str) -> None:
    (figure,) = figures_of(text)
    assert (figure.stated, write(figure.stated)) == (230, "230")
    assert isinstance(figure.stated, Decimal)
    assert written_as(figure.stated) == Interval(225, 235)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("~1500", 1450, 1550), ("~1,500", 1450, 1550), ("~1510", 1505, 1515), ("~235", 234.5, 235.5),
        ("~5.0", 4.95, 5.05), ("~10.0", 9.95, 10.05), ("1500", 1499.5, 1500.5), ("~0", -0.5, 0.5),
    ],
)  # fmt: skip
def test_an_approximate_number_stands_for_half_a_unit_of_its_last_digit(
    text: str, low: float, high: float
) -> None:
    (figure,) = figures_of(text, ".")
    assert isinstance(figure.stated, int | Decimal)
    assert written_as(figure.stated) == Interval(low, high)


@pytest.mark.parametrize(
    ("text", "stated"),
    [("ca. 200-230", (d("2e2"), d("2.3e2"))), ("über ca. 1500", Bound(d("1.5e3"), at_least=True))],
)
def test_both_ends_and_a_bound_may_be_approximate(text: str, stated: Stated) -> None:
    (figure,) = figures_of(text)
    assert repr(figure.stated) == repr(stated)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("150 kW (204 PS)", ["150 kW", "204 PS"]),
        ("150 kW / 204 PS", ["150 kW", "204 PS"]),
        ("150 kW – 204 PS", ["150 kW", "204 PS"]),
        ("kW 110 (CV 150)", ["110 kW", "150 CV"]),
        ("230 kW* (313 PS*)", ["230 kW", "313 PS"]),
        ("0-100 km/h in 7.9 s", ["(0, 100) km/h", "7.9 s"]),
        ("10–80 % in 29 min", ["(10, 80) %", "29 min"]),
        ("150/204 kW", ["150 ", "204 kW"]),
    ],
)
def test_a_text_may_have_several_figures(text: str, stated: list[str]) -> None:
    assert [f"{figure.stated} {figure.unit}" for figure in figures_of(text)] == stated


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("230 kW @ 5500 rpm", 5500),
        ("230 kW at 5500 rpm", 5500),
        ("230 kW bei 5500 U/min", 5500),
        ("230 kW / 5500", 5500),
        ("230 kW/5500 rpm", 5500),
        ("230 kW à 5500 tr/min", 5500),
        ("400 Nm / 1500-4000 rpm", (1500, 4000)),
        ("250Nm@ 1500~4500rpm", (1500, 4500)),
        ("24.5@ 1,500-3,000(kgm@ rpm)", (1500, 3000)),
    ],
)
def test_power_and_torque_may_be_stated_with_the_speed_at_which_they_are_reached(
    text: str, speed: Stated
) -> None:
    (figure,) = figures_of(text)
    assert figure.reached_at is not None
    assert figure.reached_at.stated == speed


def test_a_speed_after_two_units_of_a_figure_holds_for_both() -> None:
    reached = [figure.reached_at for figure in figures_of("150 kW (204 PS) at 5500 rpm")]
    assert [speed and speed.stated for speed in reached] == [5500, 5500]


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [("1,865 kg", "1865", "1.865"), ("1.865 kg", "1.865", "1865"), ("1,500-4,000 rpm", "(1500, 4000)", None)],
)
def test_a_number_that_may_be_thousands_or_decimals_is_ambiguous(
    text: str, point: str, comma: str | None
) -> None:
    both = read_text(text)
    assert isinstance(both, Ambiguous)
    assert str(both.point[0].stated) == point
    assert comma is None or str(both.comma[0].stated) == comma
    assert (read_text(text, "."), read_text(text, ",")) == (both.point, both.comma)


def test_a_number_that_allows_one_decimal_mark_decides_for_the_others_of_the_text() -> None:
    assert [figure.stated for figure in figures_of("1,865 kg (4111.6 lb)")] == [1865, d("4111.6")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("manual", "there is no number in it"),
        ("n/a", "there is no number in it"),
        ("", "there is no number in it"),
        ("V8", "there is no number in it"),
        ("CO2", "there is no number in it"),
        ("1.2.3", '"1.2.3" is no number'),
        ("2020-06-01", '"06" is no number'),
        ("007", '"007" is no number'),
        ("449-417 km", "its range runs from high to low, or has a bound"),
        ("up to 417-449 km", "its range runs from high to low, or has a bound"),
        ("2 x 150 kW", "it is not clear what the sign before a number means"),
        ("150 + 90 kW", "it is not clear what the sign before a number means"),
        ("150+90 kW", "it is not clear what the sign before a number means"),
        ("- 230 kW", "it is not clear what the sign before a number means"),
        ("1 2", "it is not clear how its numbers belong together"),
        ("4,5 l or 1.5 gal", "both the point and the comma are decimal marks in it"),
        ("1 kW, " * 17, "it has 17 numbers"),
        ("230 kW" + " " * MAX_TEXT, "it is too long for a figure"),
    ],
)
def test_a_text_that_is_no_figure_is_unread_with_a_reason(text: str, reason: str) -> None:
    assert read_text(text) == Unread(reason)


def test_a_number_that_contradicts_the_decimal_mark_of_its_column_is_unread() -> None:
    assert read_text("4,5", ".") == Unread('"4,5" is no number with a decimal point')


@pytest.mark.parametrize(
    "text",
    [
        "NA",
        "N/A",
        "n/a",
        "NaN",
        "null",
        "none",
        "-",
        "–",
        "—",
        "?",
        "k.A.",
        "n.v.",
        "tbd",
        "",
        "  ",
        " NA ",
        ".",
        "---bhp",
        "- kW",
    ],
)
def test_usual_marks_for_nothing_are_known(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "230", "manual", "NAVI", "-motor", "-5 kW"])
def test_a_text_that_means_something_is_not_missing(text: str) -> None:
    assert not is_missing(text)


def test_marks_for_nothing_may_be_others() -> None:
    assert is_missing("offen", {"offen"})
    assert not is_missing("n/a", {"offen"})


whole = st.integers(1, 99_999)
known = st.sampled_from([unit.name for unit in TABLE + RARE if unit.name != "1"])
signs = "0123456789.,'’ -–+~<>≥()/@%kWPSminàbisto\u00a0\u202f"


@given(whole, known, st.sampled_from(["", " ", "\u00a0"]))
def test_every_number_with_every_unit_is_read_back(number: int, unit: str, blank: str) -> None:
    assume(blank or unit != "1/min")
    (figure,) = figures_of(f"{number}{blank}{unit}")
    assert figure.stated == number
    assert unit in {meant.name for meant in figure.units}


@given(whole, whole, known, st.sampled_from(["–", "-", " to ", " … "]))
def test_every_range_is_read_back(first: int, second: int, unit: str, dash: str) -> None:
    low, high = sorted((first, second))
    (figure,) = figures_of(f"{low}{dash}{high} {unit}")
    assert figure.stated == (low, high)


@given(st.text(alphabet=signs, max_size=40) | st.text(max_size=40), st.sampled_from([None, *MARKS]))
def test_no_text_is_too_odd_to_be_read_or_unread(text: str, decimal: Mark | None) -> None:
    found = read_text(text, decimal)
    if isinstance(found, tuple):
        assert found
        for figure in found:
            assert 0 <= figure.span[0] < figure.span[1] <= len(text)


@given(st.text(alphabet=signs, max_size=40), st.sampled_from(MARKS))
def test_each_number_stands_where_the_figure_has_its_place(text: str, decimal: Mark) -> None:
    found = read_text(text, decimal)
    for figure in found if isinstance(found, tuple) else ():
        for start, end in figure.numbers:
            assert read_numeral(text[start:end], decimal) is not None
            assert figure.span[0] <= start < end <= figure.span[1]


def test_ten_thousand_texts_take_well_under_a_second_of_computing() -> None:
    texts = [f"{number} kW ({number + 40} PS)" for number in range(50, 10_050)]
    start = process_time()
    for text in texts:
        read_text(text, ".")
    assert process_time() - start < 2  # a wide margin: continuous integration is slow


@pytest.mark.parametrize(
    "text",
    ["Model 3 230 kW", "Golf 7 150", "e-tron 55 300 kW", "VW ID.3 204 PS", "Euro 6 150 PS", "No. 1 300"],
)
def test_digits_after_a_word_that_may_be_a_name_are_not_joined_to_a_number(text: str) -> None:
    found = read_text(text)
    assert isinstance(found, Unread)
    assert re.fullmatch(r'it is not clear whether "\d+ \d+" is one number', found.reason)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("up to 1 234 kg", at_most(1234)), ("no more than 1 234", at_most(1234)), ("max. 1 234", 1234),
        ("from 1 234", at_least(1234)), ("ab 1 234 kg", at_least(1234)), ("Kerb 1 390 kg", 1390),
        ("Gewicht: 1 390 kg", 1390), ("Leistung = 1 390", 1390), ("WLTP 450 km", 450), ("R 38 990", 38990),
        ("Rs. 38 990", 38990), ("EUR 38 990", 38990), ("DIN 1 390,5 kg", d("1390.5")),
        ("Gesamtgewicht 1'390", 1390),
    ],
)  # fmt: skip
def test_thousands_are_joined_after_a_word_that_is_no_name(text: str, stated: Stated) -> None:
    (figure,) = figures_of(text)
    assert figure.stated == stated


def test_blanks_after_a_bracket_are_read_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclint.quantities.text.MAX_TEXT", 30_000)
    # in time that grows with the cube of their number, this would take years
    found = read_text("230 (" + " " * 20_000 + "1")
    assert isinstance(found, tuple)
    assert [figure.stated for figure in found] == [230, 1]

# ruff: noqa: RUF001 - spellings in other alphabets look like ours
from __future__ import annotations

import pytest

from speclint.quantities.figure import Bound
from speclint.quantities.reading import read_figures, read_value
from speclint.quantities.text import Ambiguous, Unread
from speclint.quantities.unit import UNITS


def stated(text: str, kind: str, unit: str | None = None) -> list[str] | str:
    """The figures of a kind in a text, or why there are none."""
    readings = read_figures(text, kind, UNITS[unit] if unit else None)
    if isinstance(readings, Unread):
        return readings.reason
    assert isinstance(readings, tuple), readings
    return [f"{reading.stated} {reading.unit.name}" for reading in readings]


@pytest.mark.parametrize(
    ("text", "kind", "unit", "figures"),
    [
        ("230 kW", "power", "kW", ["230 kW"]),
        ("230", "power", "kW", ["230 kW"]),
        ("230 PS", "power", "kW", ["230 PS"]),
        ("150 kW (204 PS)", "power", None, ["150 kW", "204 PS"]),
        ("150 KM", "power", None, ["150 PS"]),
        ("150 KM", "distance", None, ["150 km"]),
        ("230 kW @ 5500 rpm", "power", None, ["230 kW"]),
        ("230 kW @ 5500 rpm", "rotational speed", None, ["5500 1/min"]),
        ("150 kW (204 PS) / 5500 rpm", "rotational speed", None, ["5500 1/min"]),
        ("0-100 km/h in 7.9 s", "time", "s", ["7.9 s"]),
        ("7.9 (0-100 km/h)", "time", "s", ["7.9 s"]),
        ("230 kW (2023)", "power", None, ["230 kW"]),
        ("48 mpg", "fuel consumption", "mpg UK", ["48 mpg UK"]),
        ("48 mpg", "electric consumption", None, ["48 mpge"]),
        ("5.9 l/100 km (48 mpg)", "fuel consumption", None, ["5.9 l/100 km"]),
        ("350 cu in (5.7 L)", "volume", None, ["350 cu in", "5.7 l"]),
        ("10.2:1", "ratio", "1", ["10.2 1"]),
        ("12.7@ 2,700(kgm@ rpm)", "torque", "Nm", ["12.7 kgf·m"]),
        ("204 PS bei 5.000 1/min", "power", "kW", ["204 PS"]),
        ("5 seats", "count", "1", ["5 1"]),
        ("€100", "price", None, ["100 EUR"]),
        ("$100", "price", "USD", ["100 USD"]),
    ],
)
def test_of_a_text_the_figures_of_the_kind_are_read(
    text: str, kind: str, unit: str | None, figures: list[str]
) -> None:
    assert stated(text, kind, unit) == figures


@pytest.mark.parametrize(
    ("text", "kind", "unit", "reason"),
    [
        ("manual", "power", "kW", "there is no number in it"),
        ("230", "power", None, "it has no unit"),
        ("230 Nm", "power", "kW", '"Nm" measures torque, not power'),
        ("230 whp", "power", "kW", '"whp" is no unit of power'),
        ("1.6 TDI", "volume", "l", '"TDI" is no unit of volume'),
        ("150/204 kW", "power", "kW", "a number in it has no unit"),
        ("150/204", "power", "kW", "a number in it has no unit"),
        ("48 mpg", "fuel consumption", None, 'the unit "mpg" may be "mpg US" or "mpg UK"'),
        ("2 tons", "mass", None, 'the unit "tons" may be "t" or "US ton" or "UK ton"'),
    ],
)
def test_a_text_without_a_figure_of_the_kind_is_unread_with_a_reason(
    text: str, kind: str, unit: str | None, reason: str
) -> None:
    assert stated(text, kind, unit) == reason


def test_thousands_or_decimals_make_a_figure_of_the_kind_ambiguous() -> None:
    assert isinstance(read_figures("1,865 kg", "mass"), Ambiguous)
    assert read_figures("1,865 kg", "mass", decimal=".") != read_figures("1,865 kg", "mass", decimal=",")


def test_an_ambiguous_number_of_another_kind_does_no_harm() -> None:
    assert stated("230 kW at 5,500 rpm", "power") == ["230 kW"]


def test_the_place_of_each_figure_in_the_text_is_known() -> None:
    text = "150 kW (204 PS)"
    readings = read_figures(text, "power")
    assert isinstance(readings, tuple)
    places = [reading.written.span for reading in readings if reading.written]
    assert [text[start:end] for start, end in places] == ["150 kW", "204 PS"]


@pytest.mark.parametrize(
    ("value", "spelt", "kind", "unit", "figures"),
    [
        (230, "kW", "power", None, [(230, "kW")]),
        (230, "л.с.", "power", None, [(230, "PS")]),
        ([417, 449], "km", "distance", None, [((417, 449), "km")]),
        ({"at_least": 300}, "km", "distance", None, [(Bound(300, at_least=True), "km")]),
        ("230", "kW", "power", None, [(230, "kW")]),
        (30, "mpg", "fuel consumption", "mpg US", [(30, "mpg US")]),
    ],
)
def test_a_value_and_the_unit_beside_it_make_a_figure(
    value: object, spelt: str, kind: str, unit: str | None, figures: list[tuple[object, str]]
) -> None:
    readings = read_value(value, spelt, kind, UNITS[unit] if unit else None)
    assert isinstance(readings, tuple)
    assert [(reading.stated, reading.unit.name) for reading in readings] == figures


@pytest.mark.parametrize(
    ("value", "spelt", "kind", "reason"),
    [
        (230, "Nm", "power", '"Nm" measures torque, not power'),
        (230, "whp", "power", '"whp" is no unit of power'),
        (30, "mpg", "fuel consumption", 'the unit "mpg" may be "mpg US" or "mpg UK"'),
        (None, "kW", "power", "it is no number"),
        ("manual", "kW", "power", "there is no number in it"),
    ],
)
def test_a_value_whose_unit_does_not_fit_is_unread_with_a_reason(
    value: object, spelt: str, kind: str, reason: str
) -> None:
    assert read_value(value, spelt, kind) == Unread(reason)


def test_a_plus_before_the_unit_means_or_more() -> None:
    (reading,) = read_figures("670+ hp", "power", UNITS["kW"])
    assert (reading.stated, reading.unit.name) == (Bound(670, at_least=True), "hp")


def test_power_by_mass_is_no_power_and_a_multiple_no_price() -> None:
    assert isinstance(read_figures("₹18.34 Lakh", "price", UNITS["INR"]), Unread)
    assert isinstance(read_figures("250 bhp / ton", "power", UNITS["kW"]), Unread)


def test_thousands_of_revolutions_are_no_few_revolutions() -> None:
    (reading,) = read_figures("150 cv a 5.000 rpm", "power", UNITS["kW"])
    assert reading.written is not None
    assert reading.written.reached_at is not None
    assert reading.written.reached_at.stated == 5000

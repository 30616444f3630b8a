"""Days, months and years as texts: what may be meant by them, and their order."""

from __future__ import annotations

import pytest

from speclint.vehicle.dates import earliest, is_day, is_year, latest, on, years_later


@pytest.mark.parametrize("text", ["2023", "2023-11", "2023-11-21"])
def test_a_day_may_be_cut_off_after_the_month_or_the_year(text: str) -> None:
    assert is_day(text)
    assert earliest(text) <= latest(text)
    assert earliest(text).startswith(text)
    assert latest(text).startswith(text)


@pytest.mark.parametrize("text", ["", "23", "2023-1", "2023-11-21T10:00", "2023/11", "x2023", "٢٠٢٣"])
def test_anything_else_is_no_day(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize("text", ["2023-11", "²", "٢٠٢٣", "02023", "999"])
def test_a_year_has_four_digits(text: str) -> None:
    assert is_year("2023")
    assert not is_year(text)


def test_a_month_begins_on_its_first_and_no_day_of_it_lies_behind_its_last() -> None:
    assert (earliest("2023"), latest("2023")) == ("2023-01-01", "2023-12-31")
    assert (earliest("2023-02"), latest("2023-02")) == ("2023-02-01", "2023-02-31")
    assert (earliest("2023-02-03"), latest("2023-02-03")) == ("2023-02-03", "2023-02-03")


def test_years_are_counted_from_the_same_day() -> None:
    assert years_later("2023-11-21", 4) == "2027-11-21"
    assert years_later("2003", -4) == "1999"


def test_no_day_lies_after_the_last_of_four_digits() -> None:
    assert years_later("9998-01-01", 4) > "9998-01-01"
    assert years_later("9999", 4) > "9999"


def test_a_message_has_on_before_a_day_and_in_before_a_month_or_year() -> None:
    assert [on("2023-11-21"), on("2023-11"), on("2023")] == ["on 2023-11-21", "in 2023-11", "in 2023"]

"""Which laws hold for a sheet, which fail, and which are unknown."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.parser import parse
from speclint.profiles.compile import load_profile
from speclint.rules.laws.case import Case, cases
from speclint.rules.laws.compile import WRITTEN, read
from speclint.rules.laws.grammar import parse_condition, parse_expression
from speclint.rules.laws.scalar import certainty, ends
from speclint.rules.laws.tree import Pick
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

HOLDS, FAILS, UNKNOWN = (True, False), (False, True), (False, False)


def sheet(text: str) -> Sheet:
    return Sheet(SheetLocation("x.json", "x"), (), parse(text.encode()).value, load_profile("spec-sheet"))


def truth(condition: str, text: str) -> tuple[bool, bool]:
    """Whether a condition holds, and whether it fails."""
    found = certainty(parse_condition(condition, {}))
    case = Case(sheet(text), {})
    return found.holds(case), found.fails(case)


def battery(**capacities: object) -> str:
    return json.dumps({"battery": {name: {"kWh": value} for name, value in capacities.items()}})


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        ("battery_usable <= battery_gross", battery(usable=64, gross=66), HOLDS),
        ("battery_usable <= battery_gross", battery(usable=66, gross=64), FAILS),
        ("battery_usable <= battery_gross", battery(usable=75.4, gross=75), UNKNOWN),
        ("battery_usable <= battery_gross", battery(usable=75), UNKNOWN),
        ("battery_usable < battery_gross", battery(usable=65, gross=64), FAILS),
        ("battery_usable <= battery_gross", battery(usable=65, gross=64), UNKNOWN),
        ("battery_gross >= battery_usable", battery(usable=66, gross=64), FAILS),
        ("battery_gross >= battery_usable", battery(usable=64, gross=66), HOLDS),
        ("battery_gross > battery_usable", battery(usable=65, gross=64), FAILS),
        ("battery_gross > battery_usable", battery(usable=64, gross=66), HOLDS),
        ("battery_usable <= battery_gross", battery(usable=66, gross={"at_least": 60}), UNKNOWN),
        ("battery_usable <= battery_gross", battery(usable=[60, 70], gross=65), UNKNOWN),
        ("value(battery_usable) == value(battery_gross)", battery(usable=65, gross=65.0), HOLDS),
        ("value(battery_usable) != value(battery_gross)", battery(usable=65, gross=65.0), FAILS),
        ("value(battery_usable) != value(battery_gross)", battery(usable=65, gross=64), HOLDS),
        ("value(battery_usable) > 60 kWh", battery(usable={"at_least": 65}), HOLDS),
        ("value(battery_usable) > 60 kWh", battery(usable={"at_most": 65}), UNKNOWN),
        ("value(battery_usable) > 60 kWh", battery(usable=[55, 70]), UNKNOWN),
        ("value(battery_usable) > 60 kWh", battery(usable=[61, 70]), HOLDS),
        ("value(battery_usable) > 60 kWh", battery(), UNKNOWN),
        ("battery_usable == battery_gross", battery(usable=65, gross=65), UNKNOWN),
        ("battery_usable == battery_gross within 10 %", battery(usable=65, gross=66), HOLDS),
        ("battery_usable == battery_gross within 1 %", battery(usable=65, gross=70), FAILS),
        ("battery_usable == battery_gross within 5 kWh", battery(usable=65, gross=80), FAILS),
        ("battery_usable / battery_gross > 0.65", battery(usable=0, gross=65), UNKNOWN),
        ("battery_usable / battery_gross > 0.65", battery(usable=20, gross=65), FAILS),
        ("value(battery_usable) / value(battery_gross) > 1", battery(usable=20, gross=0), UNKNOWN),
        ("battery_gross - battery_usable <= 5 kWh", battery(usable=60, gross=70), FAILS),
        ("battery_usable + 5 kWh >= battery_gross", battery(usable=60, gross=70), FAILS),
        ("battery_usable * battery_gross < 1 kWh * 1 kWh", battery(usable=60, gross=70), FAILS),
        ("max(battery_usable, battery_gross) < 65 kWh", battery(usable=60, gross=70), FAILS),
        ("max(battery_usable, battery_gross) < 65 kWh", battery(usable=70), FAILS),
        ("min(battery_usable, battery_gross) < 65 kWh", battery(usable=60, gross=70), HOLDS),
        ("min(battery_usable, battery_gross) < 65 kWh", battery(), UNKNOWN),
        ("first(battery_gross, battery_usable) < 65 kWh", battery(usable=60, gross=70), FAILS),
        ("battery_usable is stated", battery(usable=60), HOLDS),
        ("battery_usable is stated", battery(), FAILS),
        ("battery_usable is not stated", battery(), HOLDS),
        ("powertrain == bev", '{"powertrain": {"type": "bev"}}', HOLDS),
        ("powertrain == bev", '{"powertrain": {"type": "BEV"}}', HOLDS),
        ("powertrain == bev", '{"powertrain": {"type": "phev"}}', FAILS),
        ("powertrain == bev", '{"powertrain": {"type": "Quantum drive"}}', UNKNOWN),
        ("powertrain != bev", '{"powertrain": {"type": "Quantum drive"}}', UNKNOWN),
        ("powertrain not in [bev, phev]", "{}", UNKNOWN),
        ("powertrain is stated", '{"powertrain": {"type": "Quantum drive"}}', HOLDS),
        ("model == x1", '{"model": "X1"}', HOLDS),
        ("model == x1", '{"model": "X2"}', FAILS),
        ("market in europe", '{"market": "de"}', HOLDS),
        ("year < 1950", '{"model_year": 1949}', HOLDS),
        ("year < 1950", '{"model_year": "MY23"}', UNKNOWN),
        ("year < 1950", "{}", UNKNOWN),
        ("market == eu or year < 1950", '{"market": "eu"}', HOLDS),
        ("market == eu or year < 1950", '{"market": "us"}', UNKNOWN),
        ("market == eu and year < 1950", '{"market": "us"}', FAILS),
        ("market == eu and year < 1950", '{"market": "eu"}', UNKNOWN),
        ("not (market == eu and year < 1950)", '{"market": "us"}', HOLDS),
        ("price < 50000 EUR", '{"price": {"eu": {"EUR": 60000}}}', FAILS),
        ("price < 50000 USD", '{"price": {"eu": {"EUR": 60000}}}', UNKNOWN),
        ("price is stated", '{"price": {"eu": {"EUR": 60000}}}', HOLDS),
    ],
)
def test_a_condition_is_certain_only_where_all_that_may_be_meant_decides_it(
    condition: str, text: str, expected: tuple[bool, bool]
) -> None:
    assert truth(condition, text) == expected


TRUE, FALSE, OPEN = "market == eu", "market == us", "year < 1950"
"""Conditions that hold, fail and are unknown in a sheet of the European market without a year."""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"not {TRUE}", FAILS),
        (f"not {FALSE}", HOLDS),
        (f"not {OPEN}", UNKNOWN),
        (f"{TRUE} and {OPEN}", UNKNOWN),
        (f"{FALSE} and {OPEN}", FAILS),
        (f"{OPEN} and {FALSE}", FAILS),
        (f"{OPEN} and {OPEN}", UNKNOWN),
        (f"{TRUE} or {OPEN}", HOLDS),
        (f"{OPEN} or {TRUE}", HOLDS),
        (f"{FALSE} or {OPEN}", UNKNOWN),
        (f"{OPEN} or {OPEN}", UNKNOWN),
        (f"not ({TRUE} and {OPEN})", UNKNOWN),
        (f"not ({FALSE} or {OPEN})", UNKNOWN),
        (f"not ({FALSE} and {OPEN})", HOLDS),
        (f"not (not {OPEN} or {FALSE})", UNKNOWN),
        (f"{OPEN} and {TRUE} or {FALSE}", UNKNOWN),
    ],
)
def test_what_is_unknown_stays_so_unless_the_rest_decides(
    condition: str, expected: tuple[bool, bool]
) -> None:
    assert truth(condition, '{"market": "eu"}') == expected


LAWS = (
    "battery_usable {} battery_gross", "battery_usable {} 60 kWh", "2 * battery_usable {} battery_gross",
    "battery_usable / battery_gross {} 0.65", "value(battery_usable) {} value(battery_gross)",
    "max(battery_usable) {} min(battery_gross)", "battery_usable * battery_gross {} 1 kWh * 1 kWh",
)  # fmt: skip


@pytest.mark.parametrize("sign", ["<=", "<", ">=", ">", "==", "!="])
@pytest.mark.parametrize("law", LAWS)
def test_a_law_of_a_figure_that_is_not_stated_neither_holds_nor_fails_nor_does_its_opposite(
    law: str, sign: str
) -> None:
    compared = law.format(sign)
    for text in ("{}", battery(gross=60), battery(gross=0), battery(gross={"at_least": 60})):
        for condition in (compared, f"not ({compared})", f"not (not ({compared}))"):
            assert truth(condition, text) == UNKNOWN
        assert truth(f"{compared} or market == us", text) == UNKNOWN


def test_no_shipped_law_fails_in_a_sheet_that_states_nothing() -> None:
    for row in read(WRITTEN.read_text(encoding="utf-8"), WRITTEN.name):
        for clause in row.clauses:
            assert not any(certainty(clause.law).fails(case) for case in cases(sheet("{}"), clause.each)), (
                row.id
            )


def test_each_means_every_figure_of_a_series() -> None:
    motors = '{"powertrain": {"motors": [{"power": {"kW": 100}}, {"power": {"kW": 200}}]}}'
    each = Pick("each", ("motor_power",))
    fails = certainty(parse_condition("each(motor_power) <= 150 kW", {})).fails
    assert [fails(case) for case in cases(sheet(motors), (each,))] == [False, True]


NUMBERS = st.one_of(st.integers(-1000, 10**6), st.just(0))
FIGURES = st.one_of(
    NUMBERS,
    st.tuples(NUMBERS, NUMBERS).map(sorted),
    st.builds(lambda key, number: {key: number}, st.sampled_from(["at_least", "at_most"]), NUMBERS),
)
EXPRESSIONS = (
    "battery_usable + battery_gross", "battery_usable - battery_gross", "battery_usable * battery_gross",
    "2 * battery_usable", "battery_usable / battery_gross", "max(battery_usable, battery_gross)",
    "battery_usable * battery_usable - battery_gross * battery_gross",
)  # fmt: skip


@given(st.fixed_dictionaries({"usable": FIGURES, "gross": FIGURES}), st.sampled_from(EXPRESSIONS))
def test_the_low_end_of_an_expression_is_never_above_its_high_end(
    capacities: Mapping[str, object], expression: str
) -> None:
    low, high = ends(parse_expression(expression, {}).node)
    case = Case(sheet(battery(**capacities)), {})
    assert low(case) <= high(case) or isnan(low(case)) or isnan(high(case))


@given(
    st.fixed_dictionaries({"usable": FIGURES, "gross": FIGURES}),
    st.sampled_from(["<=", "<", ">=", ">", "==", "!="]),
)
def test_no_condition_holds_and_fails_at_once_and_its_opposite_fails_where_it_holds(
    capacities: Mapping[str, object], sign: str
) -> None:
    law = f"battery_usable {sign} battery_gross"
    holds, fails = truth(law, battery(**capacities))
    assert not (holds and fails)
    assert truth(f"not {law}", battery(**capacities)) == (fails, holds)

"""How laws are parsed: units, dimensions, and the messages of errors."""

from __future__ import annotations

import pytest

from speclint.rules.laws.case import Case
from speclint.rules.laws.grammar import parse_condition, parse_expression
from speclint.rules.laws.scalar import certainty
from speclint.rules.laws.tokens import LawError
from speclint.rules.laws.tree import Comparison, Is, Number, Operation, Pick
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

NAMES = {
    "battery": parse_expression("max(battery_usable, battery_gross)", {}),
    "share": parse_expression("wheelbase / length", {}),
}


def bound(law: str) -> object:
    """The right side of a comparison."""
    condition = parse_condition(law, NAMES)
    assert isinstance(condition, Comparison)
    return condition.right


@pytest.mark.parametrize(
    ("law", "number"),
    [
        ("mass_kerb < 2500 kg", 2500),
        ("mass_kerb < 2.5 t", 2500),
        ("battery_usable < 400 Wh", 0.4),
        ("length < 200 in", 5080),
        ("consumption_electric < 25 kWh/100 km", 25),
        ("curve_charge <= 80 %", 80),
        ("wheelbase / length < 70 %", 0.7),
        ("battery_cells < 9000", 9000),
        ("torque > 0", 0),
        ("torque_speed < 6500 1/min", 6500),
        ("year >= 1950", 1950),
        ("price < 50000 EUR", 50000),
        ("dc_charge_power / battery < 15 kW/kWh", 15),
        ("range_wltp / battery < 20 km/kWh", 20),
        ("range_wltp / battery < 10 mi/kWh", 16.09344),
    ],
)
def test_a_number_is_in_the_unit_of_what_it_is_compared_with(law: str, number: float) -> None:
    assert bound(law) == Number(number)


def test_what_is_computed_in_other_units_is_converted() -> None:
    tank = Operation(
        "/", Pick("first", ("tank",)), Pick("first", ("consumption_combined",))
    )  # l over l/100 km, in 100 km
    assert bound("range_wltp <= tank / consumption_combined") == Operation("*", Number(100), tank)


def test_torque_times_engine_speed_is_power_and_torque_alone_is_no_energy() -> None:
    assert isinstance(bound("power == torque * torque_speed within 5 %"), Operation)
    with pytest.raises(LawError, match="torque in Nm cannot be compared with energy in kWh"):
        parse_condition("torque < 5 kWh", {})


def test_products_bind_before_sums_and_and_before_or() -> None:
    assert parse_condition("width + 2 * track_front < height and width > 1 m or length > 1 m", {}) == (
        parse_condition("((width + (2 * track_front)) < height and width > 1 m) or (length > 1 m)", {})
    )
    assert parse_condition("(width - height) * 2 < length", {}) != parse_condition(
        "width - height * 2 < length", {}
    )


def test_in_a_chain_the_middle_is_judged() -> None:
    chain = parse_condition("0.5 <= wheelbase / length <= 0.7", {})
    assert [part.subject for part in chain.walk() if isinstance(part, Comparison)] == ["right", "left"]


def test_words_are_read_in_lower_case_and_groups_by_their_members() -> None:
    assert parse_condition('make == "Alfa Romeo"', {}) == Is("make", ("alfa romeo",))
    europe = parse_condition("market in europe", {})
    assert isinstance(europe, Is)
    assert {"eu", "de", "gb"} < set(europe.words)


@pytest.mark.parametrize(
    ("law", "column", "message"),
    [
        ("usable <= battery_gross", 1, 'there is no quantity "usable"; did you mean "battery_usable"?'),
        ("power <= xyz", 10, 'there is no quantity "xyz"; quantities have the names that profiles use'),
        ("drive <= 3", 7, 'expected "in", found "<="'),
        ("3 <= drive", 6, 'drive is a word, not a figure; compare it as in drive == "…"'),
        ("powertrain == bve", 15, 'powertrain has no word "bve"; did you mean "bev"?'),
        ("powertrain == xyz", 15, 'powertrain has no word "xyz"; there is bev, erev, fcev'),
        ("market in eu", 11, "expected a list as in [eu, us]"),
        ("market in [eu", 14, 'expected "]", found "the end"'),
        ("market == 3", 11, 'expected a word, found "3"; quote what is none'),
        ("power < 20 kw", 12, 'unknown unit "kw"; did you mean "kW"?'),
        ("power < 20 xyz", 12, 'unknown unit "xyz"'),
        ("mass_kerb < 2500 kg kg", 21, 'expected "and", "or" or the end, found "kg"'),
        ("mass_kerb <", 12, 'expected a number, a quantity or a name, found "the end"'),
        ("mass_kerb", 10, 'expected a comparison such as "<="'),
        ("(mass_kerb < 2500 kg", 21, 'expected ")"'),
        ("(mass_kerb + 2500 kg) and", 23, 'expected a comparison such as "<="'),
        ("mass_kerb ~ 3", 11, '"~" means nothing here'),
        ("max(power, torque) < 3 kW", 12, "power and torque cannot be picked from together"),
        ("value(power + power) < 3 kW", 7, "value(…) is of a quantity"),
        ("power + power is stated", 15, 'expected a comparison such as "<="'),
        ("share is stated", 1, "only a quantity or a field is stated"),
        ("power == torque within 3", 10, "power in kW cannot be compared with torque in Nm"),
        ("power == motor_power within power", 29, "a margin is a number, as 2 % or 25 kg"),
        ("power == motor_power within 3 kg", 29, "power in kW cannot be compared with mass in kg"),
        ("length + mass_kerb < 3", 10, "length in mm cannot be added to mass in kg"),
        ("width - 3 < height", 9, "3 has no unit; length in mm needs one, as 3 mm"),
        ("curve_charge <= 80", 17, "80 has no unit; a number needs one, as 80 %"),
        ("(" * 200, 151, "a law has at most 150 words, numbers and signs"),
        ("not " * 200, 601, "a law has at most 150 words, numbers and signs"),
        (f"width < {'9' * 400} mm", 9, "a number has at most 30 digits"),
        ("price < 5", 9, "5 has no unit; price needs one"),
    ],
)
def test_a_law_that_cannot_be_read_is_answered_with_place_and_remedy(
    law: str, column: int, message: str
) -> None:
    with pytest.raises(LawError) as error:
        parse_condition(law, NAMES)
    assert str(error.value).startswith(f'column {column} of "{law}": {message}')
    assert error.value.column == column


def test_a_law_has_an_end() -> None:
    with pytest.raises(LawError, match=r"column 1001 of .*: a law has at most 1000 characters"):
        parse_condition("width < 1 m and " * 1000, {})


@pytest.mark.parametrize("law", ["(" * 70 + "width < 1 m" + ")" * 70, "not " * 145 + "width < 1 m"])
def test_a_deep_law_is_read_and_evaluated(law: str) -> None:
    holds, fails = certainty(parse_condition(law, {}))
    case = Case(Sheet(SheetLocation("x.json", "x"), (), {}, None), {})
    assert (holds(case), fails(case)) == (False, False)


def test_nothing_may_follow_an_expression() -> None:
    with pytest.raises(LawError, match='column 7 of "power < 3": expected the end, found "<"'):
        parse_expression("power < 3", {})


def test_what_is_named_is_in_a_reference_unit_if_there_is_one() -> None:
    charged = parse_expression("power * dc_charge_time", {})
    assert charged.dimension.name == "energy in kWh"
    assert isinstance(charged.node, Operation)
    assert charged.node.left == Number(1 / 3600)
    assert parse_expression("battery / mass_kerb", NAMES).dimension.name == "length^2·time^-2"

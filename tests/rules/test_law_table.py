"""The table of laws: what each row declares, and the messages of invalid rows."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from test_examples import checked

from conftest import ROOT
from speclint.errors import ConfigError
from speclint.rules.laws import table
from speclint.rules.laws.compile import compiled, read
from speclint.rules.laws.grammar import parse_condition
from speclint.rules.laws.table import COMPILED, rule_of
from speclint.rules.laws.tokens import LawError

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.rules.laws.row import Row

PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
ERRORS = re.findall(r"^\| `([^`|]+)` \| column (\d+): (.+) \|$", PAGE, re.MULTILINE)


def row(keys: str) -> str:
    return f"""
[[rule]]
id = "x"
group = "energy"
level = "error"
summary = "s"
reason = "r"
bad = []
good = []
{keys}
"""


def only(keys: str) -> Row:
    (found,) = read(row(keys), "own.toml")
    return found


def test_the_compiled_table_equals_the_written_table() -> None:
    assert compiled() == COMPILED.read_text(encoding="utf-8"), "run python docs/render.py"


def test_the_table_has_no_unknown_name() -> None:
    assert table.usable_exceeds_gross.id == "usable-exceeds-gross"
    with pytest.raises(AttributeError, match="has no attribute 'usable_exceeds'"):
        _ = table.usable_exceeds


def test_importing_a_name_from_the_table_reads_no_row() -> None:
    script = (
        "from speclint.rules.laws import table; from speclint.rules.laws.table import rule_of; "
        "print(table._texts.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_a_row_lists_the_quantities_and_fields_it_reads_and_those_it_needs() -> None:
    found = only(
        'let.battery = "max(battery_usable, battery_gross)"\nlaw = "range_wltp <= 20 km/kWh * battery"\n'
        'unless = "powertrain == phev or year < 1950"\nmessage = "{battery} {length}"\nrelated = ["fuel"]'
    )
    assert found.needs == ("range_wltp",)
    assert set(found.reads) == {"battery_usable", "battery_gross", "powertrain", "year", "length", "fuel"}


def test_what_one_of_several_laws_needs_the_row_does_not() -> None:
    found = only('laws = [{ law = "length < 9 m" }, { law = "width < 3 m" }]\nmessage = "too large"')
    assert (found.needs, set(found.reads)) == ((), {"length", "width"})
    assert [clause.needs for clause in found.clauses] == [{"length"}, {"width"}]


def test_conditions_of_a_rule_and_of_its_law_must_both_be_met() -> None:
    found = only(
        'when = "market == eu"\nunless = "year < 1950"\nmessage = "m"\n'
        'laws = [{ law = "length < 9 m", when = "fuel == diesel", unless = "drive == awd" }]'
    )
    (clause,) = found.clauses
    assert clause.when == parse_condition("market == eu and fuel == diesel", {})
    assert clause.unless == parse_condition("year < 1950 or drive == awd", {})


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ('law = "power <= torque"', 'column 10 of "power <= torque": power in kW cannot be compared'),
        ('law = "length < 9 m"\nwhen = "fuel == petrl"', 'fuel has no word "petrl"; did you mean "petrol"?'),
        ('law = "share < 1"\nlet.share = "wheelbase / lenght"', 'did you mean "length"?'),
        ('law = "length < 9 m"\nmessage = "{lenght}"', 'there is no "lenght"; did you mean "length"?'),
        ('law = "length < 9 m"\nmessage = "{zzz}"', 'there is no "zzz"; name a quantity, a field, or'),
        ('law = "length < 9 m"\nat = "lenght"', 'there is no "lenght"'),
        ('law = "length < 9 m"\nmessage = "{length"', "expected '}' before end of string"),
        ('law = "length < 9 m"\nmessage = "{length:q}"', "Unknown format code 'q'"),
        ('message = "no law"', 'it has no law, as in law = "battery_usable <= battery_gross"'),
    ],
)
def test_a_wrong_row_is_answered_with_its_file_and_its_rule(keys: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(row(keys), "own.toml")
    assert str(error.value).startswith('own.toml: rule "x": ')
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]", "own.toml: Expected ']]' at the end of an array declaration (at line 1, "),
        (row('lwa = "length < 9 m"'), "own.toml: Object contains unknown field `lwa` - at `$.rule[0]`"),
        ('[[rule]]\nid = "x"', "own.toml: Object missing required field `group` - at `$.rule[0]`"),
    ],
)
def test_a_file_that_is_no_table_of_rules_is_answered_with_the_place(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(text, "own.toml")
    assert str(error.value).startswith(message)


def test_the_page_on_laws_shows_a_rule_whose_examples_hold(tmp_path: Path) -> None:
    shown = next(block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "[[rule]]" in block)
    (found,) = read(shown, "docs/laws.md")
    rule = rule_of(found)
    for number, example in enumerate((*rule.bad, *rule.good)):
        (tmp_path / str(number)).mkdir()
        report = checked(example, tmp_path / str(number))
        expected = [(rule.id, example.at, example.message)] if example in rule.bad else []
        assert [
            (finding.rule, finding.location.pointer, finding.message) for finding in report.findings
        ] == expected


@pytest.mark.parametrize(("law", "column", "message"), ERRORS)
def test_the_page_on_laws_shows_the_errors_that_there_are(law: str, column: str, message: str) -> None:
    with pytest.raises(LawError) as error:
        parse_condition(law, {})
    assert str(error.value) == f'column {column} of "{law}": {message}'


def test_the_page_on_laws_shows_some_errors() -> None:
    assert len(ERRORS) == 4


@pytest.mark.parametrize(
    ("law", "when", "scope"),
    [
        ("price < 50000 EUR", "", "sheet"),
        ("power < 9 kW", "price > 1 USD", "sheet"),
        ("power < 9 kW", "", "sharpest"),
    ],
)
def test_a_law_on_prices_of_one_currency_needs_all_figures_of_a_sheet(
    law: str, when: str, scope: str
) -> None:
    keys = f'law = "{law}"\nmessage = "m"\n' + (f'when = "{when}"\n' if when else "")
    assert rule_of(only(keys)).scope == scope

"""Rules of a user's own: the places of their mistakes, their limits, and their verdict by column."""

from __future__ import annotations

import re
import shutil
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from speclint import check
from speclint.checking.selection import own_rules_of
from speclint.columns.collect import Collection
from speclint.errors import ConfigError, LimitError
from speclint.project.config import find_config
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.quantities.table import QUANTITIES
from speclint.rules.evaluate import evaluate_rule
from speclint.rules.screening import struck_by

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.rules.registry import RuleEntry

RESERVE = """
[[rule]]
id = "team/reserve"
level = "warning"
law = "battery_usable <= 0.95 * battery_gross"
message = "{battery_usable} is more than 95 % of {battery_gross}"
reason = "Our suppliers keep a reserve."
"""


def rule(keys: str, *, name: str = "team/x", message: str = "m") -> str:
    return f'[[rule]]\nid = "{name}"\nlevel = "error"\nmessage = "{message}"\nreason = "r"\n{keys}\n'


def rules_in(folder: Path, text: str) -> tuple[RuleEntry, ...]:
    (folder / "speclint.toml").write_text(text, encoding="utf-8")
    return own_rules_of(find_config(folder))


def refused(folder: Path, text: str) -> str:
    """The error of a configuration, without its folder."""
    with pytest.raises(ConfigError) as error:
        rules_in(folder, text)
    message = str(error.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("keys", "place", "message"),
    [
        (
            'law = "power <= torque"',
            "6:17",
            "power in kW cannot be compared with torque in Nm; power is",
        ),
        ('law = "mass_kerb < 2500"', "6:20", "2500 has no unit; mass in kg needs one, as 2500 kg"),
        ('law = "consumption_combined <= 30 mpg US"', "6:32", "its reciprocal; divide 1 by one of the two"),
        (
            'law = "price <= 5 EUR + 2 USD"',
            "6:8",
            "EUR and USD do not convert; write one law for each",
        ),
        (
            'law = "x < 9 kg"\nlet.x = "mass_kreb"',
            "7:10",
            '"mass_kreb"; did you mean "mass_kerb"?',
        ),
        ('law = "length < 9 m"\nwhen = "fuel == petrl"', "7:17", 'no word "petrl"; did you mean "petrol"?'),
        ('laws = [\n  { law = "year > 1 kg" },\n]', "7:19", "a number cannot be compared with mass in kg"),
        ('law = "length < 9 m"\nshifted = "length < 6 m"', "7:1", "add veto = true"),
        (
            'law = "each(motor_power) <= each(curve_power)"',
            "6:1",
            "`each` of one series; of others take min",
        ),
        ("", "4:1", 'it has no law, as in law = "battery_usable <= battery_gross"'),
    ],
)
def test_a_mistake_in_a_rule_is_reported_with_line_column_and_remedy(
    keys: str, place: str, message: str, tmp_path: Path
) -> None:
    found = refused(tmp_path, rule(keys))
    assert found.startswith(f'speclint.toml:{place}: rule "team/x"')
    assert message in found


LENGTH = 'law = "length < 9 m"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rule(f'{LENGTH}\nsumary = "x"'), ':7: unknown key "sumary"; did you mean "summary"?'),
        (rule(LENGTH, name="usable"), ':2: "usable" does not have the expected form: A prefix of your own'),
        (
            rule(LENGTH, name="speclint/x"),
            ':2:1: the prefix "speclint" is not yours; choose that of your',
        ),
        # of these groups are rules that look at more than one sheet
        (rule(LENGTH, name="catalog/x"), ':2:1: the prefix "catalog" is not yours; choose that of your'),
        (2 * rule(LENGTH), ':8:1: there are two rules "team/x"; the other is at speclint.toml:2'),
        (
            rule(LENGTH, message="{lenght}"),
            ':4:1: rule "team/x": there is no "lenght"; did you mean',
        ),
        (
            rule(LENGTH, message="{length:999999999}"),
            ':4:1: rule "team/x": "999999999" is no format of',
        ),
        ('rules = ["../team.toml"]', ':1: "../team.toml" does not have the expected form: A path below'),
        ('rules = ["team.toml"]', ":1: "),
    ],
)
def test_a_mistake_around_rules_is_reported_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    found = refused(tmp_path, text).replace(f"{tmp_path}/", "")
    assert found.startswith(f"speclint.toml{message}")


def test_a_file_of_rules_is_read_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(RESERVE, encoding="utf-8")
    (found,) = rules_in(tmp_path, 'rules = ["team.toml"]')
    assert (found.id, found.group, found.rule.url) == ("team/reserve", "team", "team.toml")


def test_a_file_of_rules_that_links_out_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text(RESERVE, encoding="utf-8")
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "team.toml").symlink_to("../elsewhere.toml")
    assert 'the file of rules "team.toml" lies outside' in refused(folder, 'rules = ["team.toml"]')


def test_a_file_of_rules_holds_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(f'ignore = ["cycle-order"]\n{RESERVE}', encoding="utf-8")
    assert refused(tmp_path, 'rules = ["team.toml"]') == (
        'team.toml:1: unknown key "ignore"; allowed here: "rule"'
    )


def test_a_file_of_rules_that_is_not_utf_8_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_bytes(b'[[rule]]\nid = "team/\xff"\n')
    assert "team.toml: not TOML: 'utf-8' codec can't decode" in refused(tmp_path, 'rules = ["team.toml"]')


def test_rules_in_pyproject_are_read_with_their_lines(tmp_path: Path) -> None:
    text = rule('law = "power <= torque"').replace("[[rule]]", "[[tool.speclint.rule]]")
    (tmp_path / "pyproject.toml").write_text(f'[tool.other]\nlaw = "x"\n\n{text}', encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape("pyproject.toml:9:17: ")):
        own_rules_of(find_config(tmp_path))


def test_there_is_a_limit_to_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECLINT_LIMITS", "rules=2")
    text = "".join(rule('law = "length < 9 m"', name=f"team/x{number}") for number in range(3))
    with pytest.raises(LimitError, match=r"speclint\.toml: 3 rules are more than 2; SPECLINT_LIMITS=rules="):
        rules_in(tmp_path, text)


def test_what_names_stand_for_is_bounded(tmp_path: Path) -> None:
    lets = [f'let.{name} = "{before} + {before} + {before}"' for before, name in pairwise("abcdefg")]
    found = refused(tmp_path, rule("\n".join(['let.a = "length"', *lets, 'law = "g < 9 m"'])))
    assert "with what its names stand for it has more than 500 parts; write a shorter one" in found


def test_a_long_law_is_refused(tmp_path: Path) -> None:
    assert "a law has at most 1000 characters" in refused(tmp_path, rule(f'law = "length < 9 m{" " * 1000}"'))


def test_a_law_of_many_alternatives_is_read_in_time(tmp_path: Path) -> None:
    names = [name for name, quantity in QUANTITIES.items() if quantity.kind == "length"]
    sums = " + ".join(f"max({left}, {right})" for left, right in islice(combinations(names, 2), 21))
    (found,) = rules_in(tmp_path, rule(f'law = "{sums} < 90 m"'))
    assert found.one_of == ()


def test_a_rule_finds_the_same_by_sheet_and_by_column(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    laws = {
        "a": "battery_usable <= 0.95 * battery_gross",
        "b": "mass_kerb < 2000 kg",
        "c": "price is stated",
        "d": "consumption_combined <= 1 / (40 mpg US)",
        "e": "not (powertrain == bev and market in europe) or range_wltp >= 250 mi",
        "f": "each(motor_power) < 200 PS",
    }
    text = "".join(rule(f'law = "{law}"', name=f"team/{name}") for name, law in laws.items())
    entries = rules_in(tmp_path, text)
    (request,) = requests_for(tmp_path, [], None)
    project = load_project(request, silent)
    sheets = list(project.reported)
    collection = Collection(sheets[0].profile)  # type: ignore[arg-type]  # each has one
    for sheet in sheets:
        collection.add(sheet)
    columns = collection.columns()
    for entry in entries:
        rows = struck_by(columns, entry)
        found = [
            entry.is_met_by(sheet.stated_names) and bool(evaluate_rule(sheet, project.catalog, entry.rule))
            for sheet in sheets
        ]
        assert any(found), entry.id
        assert not all(found), entry.id
        assert rows.tolist() == found, entry.id


SHEET = """{"make": "BMW", "model": "iX2", "variant": "xDrive30", "powertrain": {"type": "bev",
    "power": {"kW": 230}}, "mass": {"unspecified": {"kg": 2095}}}"""


def test_what_is_not_stated_breaks_no_rule(tmp_path: Path) -> None:
    (tmp_path / "specs" / "bmw").mkdir(parents=True)
    (tmp_path / "specs" / "bmw" / "ix2-xdrive30.json").write_text(SHEET, encoding="utf-8")
    laws = ("length < 1 mm", "drive == rwd", "power / torque < 1 kW/Nm", "power > 200 kW", "mass_kerb < 2 kg")
    rules_in(tmp_path, "".join(rule(f'law = "{law}"', name=f"team/x{at}") for at, law in enumerate(laws)))
    found = [finding for finding in check(config=tmp_path / "speclint.toml").findings if "/" in finding.rule]
    assert [finding.rule for finding in found] == ["team/x4"]

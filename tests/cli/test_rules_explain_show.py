"""`speclint rules`, `speclint explain` and `speclint show`."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import IX2, ROOT, Run, Sheets
from speclint.rules.registry import RULES

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [rule.id for rule in RULES]


def test_rules_lists_every_rule_with_its_level_what_is_at_fault_and_its_id_before(run: Run) -> None:
    status, out, err = run("rules")
    listed = [line.split() for line in out.splitlines()[2 : 2 + len(RULES)]]
    assert listed == [
        [rule.id, rule.level.value, *rule.summary.split(), *({rule.first_id} - {rule.id})] for rule in RULES
    ]
    assert out.splitlines()[-1] == "`speclint explain RULE` gives the reason, the law and examples."
    assert (status, err) == (0, "")


def test_rules_as_json_hold_the_same_one_for_each_id(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert [rule["id"] for rule in listed] == list(dict.fromkeys(NAMES))
    names = ("id", "level", "group", "summary", "url", "aliases")
    assert {frozenset(rule) for rule in listed} == {frozenset(names)}
    assert {rule["level"] for rule in listed} <= {"error", "warning", "note"}
    (dates,) = (rule for rule in listed if rule["id"] == "dates-inconsistent")
    assert "year-impossible" in dates["aliases"]


def test_rules_lists_those_that_read_a_quantity(run: Run) -> None:
    listed = {
        rule["id"] for rule in json.loads(run("rules", "--format", "json", "--quantity", "payload").out)
    }
    assert {"payload-mismatch", "conversion-mismatch", "sibling-copied"} <= listed
    assert not {"battery-charge-mismatch", "path-mismatch"} & listed
    lines = run("rules", "--quantity", "payload").out.splitlines()
    assert next(line for line in lines if line.startswith("payload-mismatch")).endswith("the quantity")
    assert next(line for line in lines if line.startswith("conversion-mismatch")).endswith("any figure")


def test_the_other_name_of_the_same_test_counts_as_the_quantity(run: Run) -> None:
    assert "acceleration-impossible" in run("rules", "--quantity", "acceleration_0_62_mph").out


def test_an_unknown_quantity_is_answered_with_the_nearest(run: Run) -> None:
    status, out, err = run("rules", "--quantity", "torqe")
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == 'Error: there is no quantity "torqe"; did you mean "torque"?'


def test_explain_gives_the_reason_the_law_and_examples(run: Run) -> None:
    status, out, err = run("explain", "metric-horsepower")
    assert (status, err) == (0, "")
    assert out.startswith("## metric-horsepower\n\nwarning · units · ")
    assert "DIN 66036" in out
    assert '{"powertrain": {"type": "bev", "power": {"kW": 230, "hp": 313}}}' in out
    assert "power 313 hp is the PS of 230 kW, which is 308 hp" in out
    assert out.index("### Why") < out.index("### Found") < out.index("### Fine") < out.index("### Accept")


def test_a_quantity_is_explained_by_its_name_with_its_units_and_limits(run: Run) -> None:
    status, out, err = run("explain", "mass_kerb_din")
    assert (status, err) == (0, "")
    assert out.startswith(
        "## mass_kerb_din\n\nquantity · kerb mass (DIN): ready to drive, without the driver"
    )
    assert "- Units: kg, lb, t\n- Road cars have 50–6500 kg (from Peel P50, 59 kg;" in out
    assert "- Units: 1, a number without a unit\n" in run("explain", "cylinders").out
    assert "- Road cars have 2–720 min (" in run("explain", "dc_charge_time").out
    assert "a currency by its code" in run("explain", "price").out


def test_every_rule_is_explained_in_full() -> None:
    from speclint.reporters.rule_page import page

    for rule in RULES:
        text = page([rule])
        assert text.startswith(f"## {rule.id}\n\n{rule.level} · {rule.group} · {rule.summary}\n\n")
        assert all(example in text for example in ("### Why", "### Found", "### Fine", "```"))
        assert all(sheet in text for example in rule.bad for sheet in example.sheets.values())


def test_a_rule_of_several_parts_is_explained_by_its_id_and_one_part_by_the_id_before(run: Run) -> None:
    whole, part = run("explain", "dates-inconsistent").out, run("explain", "production-reversed").out
    assert whole.startswith("## dates-inconsistent\n\nerror · identity · ")
    assert whole.count("\n#### Found\n") == 4
    assert "Before: `production-reversed`, which is still accepted." in whole
    assert part.startswith("## dates-inconsistent\n\nerror · identity · production ends before it starts\n")
    assert part.count("\n### Found\n") == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("metric-horespower", 'there is no rule "metric-horespower"; did you mean "metric-horsepower"?'),
        ("zzz", 'there is no rule "zzz"; `speclint rules` lists them'),
        ("\x07\u202e", r'there is no rule "\x07\u202e"; `speclint rules` lists them'),
    ],
)
def test_explain_refuses_what_is_no_rule(run: Run, name: str, message: str) -> None:
    status, out, err = run("explain", name)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"Error: {message}"


def rows(out: str) -> dict[str, list[str]]:
    """The rows of a table of `show` by quantity: metric, imperial, stated as."""
    lines = out.splitlines()
    heading = next(number for number, line in enumerate(lines) if line.startswith("---"))
    ruler = lines[heading]
    starts = [index for index in range(len(ruler)) if ruler[index] == "-" and ruler[index - 1 : index] != "-"]
    cells = [
        [
            line[start:end].strip()
            for start, end in zip(starts, (*starts[1:], None), strict=True)
        ]
        for line in lines[heading + 1 : -2]
    ]  # fmt: skip
    return {cell[0]: cell[1:] for cell in cells}


@pytest.mark.parametrize("name", [IX2, f"specs/{IX2}.json"], ids=["id", "file"])
def test_show_lists_stated_and_derived_figures_in_both_systems(run: Run, name: str) -> None:
    status, out, err = run("show", name, folder=ROOT)
    assert (status, err) == (0, "")
    assert out.startswith("BMW iX2 xDrive30 U10 eu production\nnot sold in: us\n\n")
    assert out.endswith("\n\n~ converted from a stated figure\n")
    table = rows(out)
    assert table["torque"] == ["494 Nm", "364 lb-ft", "494 Nm, 364 lb-ft"]
    assert table["power"] == ["230 kW", "~ 308 hp", "230 kW, 313 PS"]


def test_show_gives_the_category_of_a_vehicle_that_is_no_car_and_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"make": "Ducati", "model": "Monster", "mass": {"kerb": {"kg": 188}}}')
    out = run("show", "a.json").out
    assert out.startswith(
        "Ducati Monster\nchecked as one of category motorcycle: Ducati Monster is known as one\n\n"
    )


@pytest.mark.parametrize(
    ("sheet", "line"),
    [("bmw/i3-edrive35l", "not sold in: eu, us"), ("bmw/ix3-80-kwh-2020", "not sold in: us")],
)
def test_show_names_the_markets_where_a_car_is_not_sold(run: Run, sheet: str, line: str) -> None:
    assert line in run("show", sheet, folder=ROOT).out.splitlines()
    assert "not sold in" not in run("show", "bmw/x1-sdrive18i", folder=ROOT).out


def test_show_reads_the_configuration_it_is_given(run: Run, sheets: Sheets, tmp_path: Path) -> None:
    (tmp_path / "only.toml").write_text(
        '[[sheets]]\nfiles = ["specs/mini/*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    assert run("show", IX2).status == 0
    status, out, err = run("show", IX2, "--config", "only.toml")
    assert (status, out) == (2, "")
    assert err.startswith(f'speclint: there is no file and no sheet "{IX2}"')
    assert sheets.file(IX2).exists()


def test_show_finds_a_sheet_by_words_of_its_name(run: Run) -> None:
    assert run("show", "iX2 XDRIVE30", folder=ROOT) == run("show", IX2, folder=ROOT)
    assert run("show", "xdrive30 IX2", folder=ROOT) == run("show", IX2, folder=ROOT)
    status, out, err = run("show", "bmw ix2", folder=ROOT)
    assert (status, out) == (2, "")
    assert err == (
        'speclint: 2 sheets have "bmw ix2" in their names: bmw/ix2-edrive20, bmw/ix2-xdrive30; '
        "give the id of one\n"
    )


def test_show_and_the_report_repeat_no_word_of_a_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"make": "Rimac", "model": "Nevera", "variant": "Nevera R", "status": "production"}',
        encoding="utf-8",
    )
    assert run("show", "a.json").out.startswith("Rimac Nevera R production\n")


def test_show_names_the_nearest_sheet(run: Run) -> None:
    assert run("show", "bmw/ix2-xdrive3", folder=ROOT) == (
        2,
        "",
        'speclint: there is no file and no sheet "bmw/ix2-xdrive3"; did you mean "bmw/ix2-xdrive30"?\n',
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("bmw/ix2", f'"bmw/ix2-edrive20" or "{IX2}"'),
        ("ix2-xdrive", f'"{IX2}"'),
        ("bmw/xi2-xdrive30", f'"{IX2}"'),
    ],
)
def test_show_and_history_propose_what_continues_a_name_or_is_most_like_it(
    run: Run, name: str, meant: str
) -> None:
    for command in ("show", "history"):
        status, out, err = run(command, name, folder=ROOT)
        assert (status, out) == (2, "")
        assert err.endswith(f"; did you mean {meant}?\n")


def test_a_sheet_that_was_renamed_is_named_as_it_is_now(run: Run, sheets: Sheets) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@localhost")
    for arguments in (
        ("init", "-q"), ("add", "specs"), ("commit", "-qm", "Add"),
        ("mv", sheets.shown(IX2), "specs/bmw/next.json"), ("commit", "-qm", "Rename"),
        ("mv", "specs/bmw/next.json", "specs/bmw/zuletzt.json"), ("commit", "-qm", "Rename again"),
    ):  # fmt: skip
        subprocess.run([*git, *arguments], cwd=sheets.root, check=True)
    for command in ("show", "history"):
        for name in (IX2, "bmw/next"):
            status, out, err = run(command, name)
            assert (status, out) == (2, "")
            assert err.endswith('; it is "bmw/zuletzt" now\n')


@pytest.mark.parametrize(
    ("word", "quantity"),
    [
        ("horsepower", '"power"'),
        ("curb_weight", '"mass_kerb"'),
        ("weight", '"mass_kerb", "mass_kerb_din" or "mass_kerb_eu"'),
        ("acceleration_0_6", '"acceleration_0_60_mph" or "acceleration_0_62_mph"'),
    ],
)
def test_a_quantity_is_proposed_by_another_word_for_it_or_by_its_beginning(
    run: Run, word: str, quantity: str
) -> None:
    err = run("rules", "--quantity", word).err
    assert err.endswith(f'there is no quantity "{word}"; did you mean {quantity}?\n')


def test_a_schema_is_printed_or_its_file_is_named(run: Run) -> None:
    file = ROOT / "schemas" / "profile.schema.json"
    assert run("schema", "profile") == (0, file.read_text(encoding="utf-8"), "")
    assert run("schema", "profile", "--path").out == f"{file}\n"
    for file in (ROOT / "schemas").iterdir():
        name = file.name.removesuffix(".schema.json")
        assert json.loads(run("schema", name).out)["$id"] == f"urn:speclint:{name}"
    assert run("schema", "report.schema").err.endswith(
        'there is no schema "report.schema"; did you mean "report"?\n'
    )
    assert run("schema", "x").err.endswith(
        "; there is bands, baseline, changes, config, profile, report, rules, spec-sheet\n"
    )


def test_a_rule_is_proposed_by_its_beginning(run: Run) -> None:
    assert run("explain", "conversion-mis").err.endswith('did you mean "conversion-mismatch"?\n')


def test_show_of_a_broken_sheet_points_to_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    status, out, err = run("show", "a.json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("speclint: a.json: the document ends where ")
    assert err.endswith("; `speclint check` shows where\n")


@pytest.mark.parametrize("content", ["[]", "{}", "null", '{"make": "\\u001b[31m"}'])
def test_show_of_a_sheet_without_figures_shows_none(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    status, out, err = run("show", "a.json")
    assert (status, err, rows(out)) == (0, "", {})
    assert "\x1b" not in out


CAR = '{"make": "BMW", "model": "iX2"}'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "there is no sheet in it; `speclint check` says why"),
        (f"{CAR}\n{CAR}", "there are several sheets in it; give the id of one, such as bmw/ix2"),
    ],
)
def test_show_says_what_to_name_if_a_file_does_not_hold_one_sheet(
    content: str, problem: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "cars.ndjson").write_text(content, encoding="utf-8")
    assert run("show", "cars.ndjson") == (2, "", f"speclint: cars.ndjson: {problem}\n")

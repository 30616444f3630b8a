"""Baselines: known findings are left out, and only those."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from typing import TYPE_CHECKING

import jsonschema
import msgspec
import pytest

from conftest import IX1, IX2, ROOT, Run, Sheets
from speclint import check
from speclint.checking.baseline import DEFAULT_NAME, Entry, load_baseline, write_baseline
from speclint.errors import ConfigError, UnwritableFileError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads((ROOT / "schemas/baseline.schema.json").read_text(encoding="utf-8"))
RULE = "conversion-mismatch"
LB_FT = "/powertrain/torque/lb-ft"
NM = f"{IX2}#/powertrain/torque/Nm"
KNOWN = Entry(RULE, IX2, LB_FT, "346", {NM: "494"})
CONFIG = """\
baseline = "speclint-baseline.json"

[[sheets]]
files = ["specs/{make}/*.json"]
profile = "spec-sheet"
"""


@pytest.fixture(autouse=True)
def in_the_catalog(sheets: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sheets.root)
    (sheets.root / "speclint.toml").write_text(CONFIG, encoding="utf-8")


@pytest.fixture
def known(run: Run, wrong: Sheets) -> Sheets:
    """The wrong sheets, with their faults in the baseline."""
    assert run("baseline") == (0, "speclint-baseline.json: 1 entry written\n", "")
    return wrong


def reported(*paths: str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.at) for finding in check(paths).findings]


def entries(sheets: Sheets) -> tuple[Entry, ...]:
    return load_baseline(sheets.root / DEFAULT_NAME).entries


def test_what_is_known_is_set_aside_and_counted_with_its_reason(known: Sheets) -> None:
    report = check()
    assert report.findings == ()
    assert [(entry.finding.rule, entry.finding.sheet, entry.reason) for entry in report.suppressed] == [
        (RULE, IX2, "in the baseline")
    ]
    assert check([known.file(IX2)]).suppressed == report.suppressed


def test_an_entry_names_rule_sheet_place_and_figures_and_no_line(known: Sheets) -> None:
    assert (known.root / DEFAULT_NAME).read_text(encoding="utf-8") == (
        '{"version": 2, "known": [\n'
        f'{{"rule":"{RULE}","sheet":"{IX2}","at":"{LB_FT}","stated":"346","against":{{"{NM}":"494"}}}}\n'
        "]}\n"
    )


def test_the_file_follows_its_schema(known: Sheets) -> None:
    written = json.loads((known.root / DEFAULT_NAME).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(written)


def test_layout_and_order_of_keys_do_not_matter(known: Sheets) -> None:
    file = known.file(IX2)
    document = msgspec.json.Decoder(float_hook=Decimal).decode(file.read_bytes())
    document["powertrain"]["torque"] = dict(reversed(document["powertrain"]["torque"].items()))
    encoded = msgspec.json.Encoder(decimal_format="number").encode(dict(reversed(document.items())))
    file.write_bytes(msgspec.json.format(encoded, indent=7))
    assert reported() == []


@pytest.mark.parametrize(("old", "new"), [('"lb-ft": 346', '"lb-ft": 347'), ('"Nm": 494', '"Nm": 495')])
def test_a_changed_figure_is_reported_and_its_entry_has_expired(known: Sheets, old: str, new: str) -> None:
    known.edit(IX2, old, new)
    assert (RULE, LB_FT) in reported()
    assert ("unused-suppression", LB_FT) in reported()


def test_a_second_fault_of_the_same_sheet_is_reported(known: Sheets) -> None:
    known.edit(IX2, '"make": "BMW"', '"make": "BMW", "make": "BMW"')
    assert reported() == [("duplicate-key", "/make")]


def test_an_entry_that_is_found_no_more_is_a_finding_in_the_baseline(known: Sheets) -> None:
    known.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    (finding,) = check().findings
    assert (finding.rule, finding.level, finding.location.path, finding.location.region.line) == (
        "unused-suppression",
        "warning",
        DEFAULT_NAME,
        2,
    )
    assert finding.message == f"{RULE} is in the baseline for {IX2} at {LB_FT}, but is not found there"
    assert finding.help == "run `speclint baseline --prune` to remove it"


def test_entries_expire_only_where_everything_is_asked_of_every_sheet(known: Sheets) -> None:
    known.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    assert check([known.file(IX2)]).findings == ()
    assert check(ignore=[RULE]).findings == ()
    assert check(select=["duplicate-key"]).findings == ()
    known.file(IX1).write_text("{", encoding="utf-8")
    assert "unused-suppression" not in dict(reported())


def test_prune_removes_what_is_found_no_more_and_adds_nothing(run: Run, known: Sheets) -> None:
    write_baseline(known.root / DEFAULT_NAME, [KNOWN, Entry("no-such-rule", IX1, "/a", "1")])
    known.edit(IX1, '"make": "BMW"', '"make": "BMW", "make": "BMW"')
    assert run("baseline", "--prune") == (0, "speclint-baseline.json: 1 removed, 1 left\n", "")
    assert entries(known) == (KNOWN,)
    assert reported() == [("duplicate-key", "/make")]


def test_prune_keeps_what_it_cannot_judge(run: Run, known: Sheets) -> None:
    known.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    (known.root / "speclint.toml").write_text(f'ignore = ["{RULE}"]\n{CONFIG}', encoding="utf-8")
    assert run("baseline", "--prune").out == "speclint-baseline.json: 0 removed, 1 left\n"
    known.file(IX1).write_text("{", encoding="utf-8")
    assert run("baseline", "--prune").out.startswith(
        "speclint-baseline.json: nothing removed, because some sheets"
    )
    assert entries(known) == (KNOWN,)


def test_prune_names_no_paths(run: Run, known: Sheets) -> None:
    status, out, err = run("baseline", "--prune", known.shown(IX2))
    assert (status, out) == (2, "")
    assert err.endswith("Error: --prune needs every sheet: name no paths with it\n")


def test_paths_add_and_no_paths_write_anew(run: Run, known: Sheets) -> None:
    known.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    known.edit(IX1, '"make": "BMW"', '"make": "BMW", "make": "BMW"')
    assert run("baseline", known.shown(IX1)).out == "speclint-baseline.json: 2 entries written\n"
    assert {entry.rule for entry in entries(known)} == {RULE, "duplicate-key"}
    assert run("baseline").out == "speclint-baseline.json: 1 entry written\n"
    assert {entry.rule for entry in entries(known)} == {"duplicate-key"}


def test_what_is_accepted_with_a_reason_and_what_has_expired_are_not_written(run: Run, wrong: Sheets) -> None:
    reasons = [{"rule": rule, "at": LB_FT, "reason": "as printed"} for rule in (RULE, "duplicate-key")]
    wrong.edit(IX2, '"make"', f'"$speclint": {{"accept": {json.dumps(reasons)}}},\n  "make"')
    assert run("baseline").out == "speclint-baseline.json: 0 entries written\n"
    assert reported() == [("unused-suppression", "/$speclint/accept/1")]


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("speclint.toml", 'fail-on = "note"\n', "speclint.toml, above its first table"),
        ("pyproject.toml", "[tool.speclint]\n", "pyproject.toml, below [tool.speclint]"),
        ("other.toml", "", "speclint.toml, above its first table"),
    ],
)
def test_the_line_to_add_is_printed_and_works(
    run: Run, wrong: Sheets, name: str, text: str, where: str
) -> None:
    (wrong.root / "speclint.toml").unlink()
    (wrong.root / name).write_text(text, encoding="utf-8")
    line = 'baseline = "speclint-baseline.json"'
    assert run("baseline").out == (
        f"speclint-baseline.json: 1 entry written\nto suppress them, write in {where}:\n{line}\n"
    )
    (wrong.root / where.partition(",")[0]).write_text(f"{text}{line}\n", encoding="utf-8")
    assert run("check").status == 0


@pytest.mark.parametrize("side", [IX1, f"{IX1}-jp"])
def test_a_fault_between_siblings_is_known_from_either_side(run: Run, sheets: Sheets, side: str) -> None:
    write_baseline(sheets.root / DEFAULT_NAME, [])
    sheets.edit(IX1, '"gross": {"kWh": 66.5}', '"gross": {"kWh": 66.9}')
    assert "sibling-differs" in dict(reported(sheets.shown(side)))
    run("baseline")
    assert reported() == []
    assert reported(sheets.shown(side)) == []
    sheets.edit(IX1, '"gross": {"kWh": 66.9}', '"gross": {"kWh": 66.8}')
    assert "sibling-differs" in dict(reported(sheets.shown(side)))


def test_what_many_sheets_inherit_is_one_entry_whichever_of_them_is_asked(run: Run, sheets: Sheets) -> None:
    folder = sheets.root / "specs/acme"
    folder.mkdir()
    write_baseline(sheets.root / DEFAULT_NAME, [])
    (sheets.root / "base.json").write_text(
        '{"powertrain": {"torque": {"Nm": 494, "lb-ft": 346}}}', encoding="utf-8"
    )
    for name in ("a", "b", "c"):
        text = f'{{"$extends": "../../base.json", "make": "Acme", "model": "{name}", "variant": "{name}"}}'
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    mismatches = [finding for finding in check().findings if finding.rule == RULE]
    assert len(mismatches) == 1
    run("baseline")
    assert [entry.sheet for entry in entries(sheets) if entry.rule == RULE] == ["../base"]
    assert reported() == []
    assert reported("specs/acme/c.json") == []
    (folder / "0.json").write_text((folder / "a.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert RULE not in dict(reported())


def test_the_baseline_itself_is_no_sheet(run: Run, known: Sheets) -> None:
    wide = CONFIG.replace("specs/{make}/*.json", "**/*.json")
    (known.root / "speclint.toml").write_text(wide, encoding="utf-8")
    assert json.loads(run("check", "--format", "json").out)["summary"]["sheets"] == len(
        list((known.root / "specs").rglob("*.json"))
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"version": 3, "sheets": {}}', "a baseline of version 3; this speclint reads versions 1 and 2"),
        ('{"version": 1, "known": [', "not a baseline: "),
        ('{"version": 1}', "not a baseline: "),
        ("[]", "not a baseline: "),
        ('{"version": 1, "known": [{"rule": 3}]}', "not a baseline: "),
        ('{"version": 1, "known": [], "more": 1}', "not a baseline: "),
        ("\udcff", "not a baseline: "),
    ],
)
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_a_broken_baseline_is_one_line_and_status_2_and_is_never_replaced(
    run: Run, known: Sheets, text: str, message: str, command: str
) -> None:
    content = text.encode("utf-8", "surrogateescape")
    (known.root / DEFAULT_NAME).write_bytes(content)
    status, out, err = run(command)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"speclint: {known.root / DEFAULT_NAME}: {message}")
    assert (known.root / DEFAULT_NAME).read_bytes() == content


def test_a_missing_baseline_is_reported_with_the_remedy(run: Run, wrong: Sheets) -> None:
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err.endswith("speclint-baseline.json: No such file or directory; `speclint baseline` writes it\n")
    assert run("baseline", "--prune", folder=wrong.root).status == 2


@pytest.mark.parametrize("name", ["../known.json", "/known.json", "a/../../known.json", ".", "", "a/"])
def test_a_baseline_that_is_no_path_below_the_folder_is_refused(sheets: Sheets, name: str) -> None:
    file = sheets.root / "speclint.toml"
    file.write_text(f'\nbaseline = "{name}"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        check()
    message = f'"{name}" does not have the expected form: File of known findings, a path below the '
    assert str(error.value).startswith(f"{file}:2: {message}")


def test_a_baseline_behind_a_link_that_leaves_the_folder_is_refused(sheets: Sheets) -> None:
    (sheets.root / "link").symlink_to(sheets.root.parent)
    file = sheets.root / "speclint.toml"
    file.write_text('\nbaseline = "link/known.json"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        check()
    message = f'the baseline "link/known.json" lies outside {sheets.root}; name a place inside it'
    assert str(error.value) == f"{file}:2: {message}"


def test_entries_are_sorted_and_unique(tmp_path: Path) -> None:
    file = tmp_path / "below" / "known.json"
    there, back = Entry("r", "a", "/x", "1", {"b#/x": "2"}), Entry("r", "b", "/x", "2", {"a#/x": "1"})
    rest = [Entry("r", "a", "/y", "1"), Entry("q", "a", "/y", "1"), Entry("r", "a", "/y", "0")]
    assert write_baseline(file, [back, *rest, there]) == 4
    assert load_baseline(file).entries == (there, rest[1], rest[2], rest[0])


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "below" / "known.json"
    write_baseline(file, [KNOWN])
    before = file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableFileError, match="No space left"):
        write_baseline(file, [])
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_an_entry_holds_for_the_same_figures_alone(tmp_path: Path) -> None:
    file = tmp_path / DEFAULT_NAME
    write_baseline(file, [KNOWN])
    baseline = load_baseline(file)
    others = (
        ("rule", "r"), ("sheet", IX1), ("at", "/x"), ("stated", "346.0"), ("against", {}),
        ("arguments", ("x",)),
    )  # fmt: skip
    for field, value in others:
        assert baseline.find(msgspec.structs.replace(KNOWN, **{field: value}), "") is None
    assert baseline.find(KNOWN, "") == KNOWN.key
    assert baseline.unfound(set()) == ((0, KNOWN),)
    assert baseline.unfound({KNOWN.key}) == ()


VERSION_1 = r"""{"version": 1, "known": [
{"rule":"schema-violation","sheet":"bmw/i4-m50","at":"","stated":"\"market\" is missing"},
{"rule":"invalid-json","sheet":"bmw/ix1-edrive20","at":"","stated":"a comma is missing before this"},
{"rule":"schema-violation","sheet":"bmw/ix2-xdrive30","at":"/mkae","stated":"unknown key \"mkae\"; did you mean \"make\"?"},
{"rule":"unknown-unit","sheet":"bmw/ix2-xdrive30","at":"/powertrain/power/ps","stated":"unknown unit \"ps\" for power; did you mean \"PS\"?"},
{"rule":"conversion-mismatch","sheet":"bmw/ix2-xdrive30","at":"/powertrain/torque/lb-ft","stated":"346","against":{"bmw/ix2-xdrive30#/powertrain/torque/Nm":"494"}}
]}
"""  # noqa: E501 - as it was written
"""The baseline that the previous version wrote for the faults below, without one missing key."""


@pytest.fixture
def old(wrong: Sheets) -> Sheets:
    """Sheets with faults of several kinds; a baseline of the version before knows all but a missing key."""
    wrong.edit(IX2, '"make": "BMW"', '"mkae": "BMW"')
    wrong.edit(IX2, '"PS": 313', '"ps": 313')
    wrong.edit("bmw/i4-m50", '"market": "eu",', "")
    wrong.edit("bmw/i4-m50", '"status": "discontinued",', "")
    wrong.edit("bmw/i4-m50", '"/generation", "/status"', '"/generation"')
    wrong.edit("bmw/ix1-edrive20", '"market": "eu",', '"market": "eu"')
    (wrong.root / DEFAULT_NAME).write_text(VERSION_1, encoding="utf-8")
    return wrong


def test_a_baseline_of_the_version_before_holds_what_it_held(old: Sheets) -> None:
    report = check()
    assert [finding.message for finding in report.findings if finding.at == ""] == ['"status" is missing']
    rules = sorted(entry.rule for entry in entries(old))
    assert sorted(suppressed.finding.rule for suppressed in report.suppressed) == rules


def test_a_baseline_of_the_version_before_is_written_anew_as_one_of_this_version(
    run: Run, old: Sheets
) -> None:
    path = "specs/bmw/i4-m50.json"
    assert run("baseline", path)[0] == 0
    assert check().findings == ()
    missing = [entry.arguments for entry in entries(old) if entry.sheet == "bmw/i4-m50" and entry.arguments]
    assert missing == [("market",), ("status",)]
    document = json.loads((old.root / DEFAULT_NAME).read_text(encoding="utf-8"))
    jsonschema.validate(document, SCHEMA)
    assert document["version"] == 2


def test_of_two_keys_that_are_missing_at_one_place_each_has_an_entry(run: Run, sheets: Sheets) -> None:
    sheets.edit(IX2, '"market": "eu",', "")
    assert run("baseline")[0] == 0
    sheets.edit(IX2, '"status": "production",', "")
    assert [finding.message for finding in check().findings if finding.at == ""] == ['"status" is missing']

"""`check --since`: only what a change brought in, with no file at all."""

from __future__ import annotations

import json
import re
import subprocess
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from conftest import IX1, IX2, Run, Sheets

if TYPE_CHECKING:
    from pathlib import Path

WRONG = ('"lb-ft": 364', '"lb-ft": 346')


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)


def commit(sheets: Sheets, message: str) -> None:
    git(sheets.root, "add", ".")
    git(sheets.root, "commit", "--quiet", "--message", message)


@pytest.fixture
def old(sheets: Sheets) -> Sheets:
    """A repository whose first commit holds a fault already."""
    git(sheets.root, "init", "--quiet", "--initial-branch", "main")
    sheets.edit(IX2, *WRONG)
    commit(sheets, "Start")
    return sheets


def reported(run: Run, sheets: Sheets, *arguments: str | Path) -> tuple[int, list[tuple[str, str]], int]:
    """Exit status, rule and place of each finding, and how many were set aside."""
    outcome = run("check", "--format", "json", *arguments, folder=sheets.root)
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    found = [(finding["rule"], f"{finding['sheet']}{finding['pointer']}") for finding in report["findings"]]
    return outcome.status, found, report["summary"]["suppressed"]


def test_an_old_fault_is_left_out_and_a_new_fault_is_reported(run: Run, old: Sheets) -> None:
    assert reported(run, old, "--since", "HEAD") == (0, [], 0)
    old.edit(IX2, '"mph": 112', '"mph": 121')
    new = ("conversion-mismatch", f"{IX2}/performance/top_speed/mph")
    assert reported(run, old, "--since", "HEAD") == (1, [new], 1)
    assert reported(run, old, "--since", "HEAD", "specs/bmw/ix2-xdrive30.json") == (1, [new], 1)
    assert reported(run, old, "--since", "HEAD", "specs/bmw/ix1-xdrive30.json")[1] == []


def test_an_old_fault_whose_figure_changed_is_reported_again(run: Run, old: Sheets) -> None:
    old.edit(IX2, '"lb-ft": 346', '"lb-ft": 436')
    assert reported(run, old, "--since", "HEAD")[1] == [
        ("conversion-mismatch", f"{IX2}/powertrain/torque/lb-ft")
    ]


def test_layout_is_no_change(run: Run, old: Sheets) -> None:
    file = old.file(IX2)
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")
    assert reported(run, old, "--since", "HEAD") == (0, [], 1)


def test_changes_of_the_other_branch_are_not_reported(run: Run, old: Sheets) -> None:
    git(old.root, "switch", "--quiet", "--create", "mine")
    git(old.root, "switch", "--quiet", "main")
    old.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    commit(old, "Correct the torque")
    git(old.root, "switch", "--quiet", "mine")
    assert reported(run, old, "--since", "main") == (0, [], 0)


def test_a_sheet_that_was_not_there_before_is_new_as_a_whole(run: Run, old: Sheets) -> None:
    text = old.file(IX1).read_text(encoding="utf-8")
    old.file("bmw/ix1-m").write_text(
        text.replace('"variant": "xDrive30"', '"variant": "M"'), encoding="utf-8"
    )
    old.edit("bmw/ix1-m", '"kW": 230', '"kW": 203')
    status, found, _ = reported(run, old, "--since", "HEAD", "specs/bmw/ix1-m.json")
    assert status == 1
    assert ("conversion-mismatch", "bmw/ix1-m/powertrain/power/kW") in found


def test_before_there_was_any_sheet_everything_is_new(run: Run, sheets: Sheets) -> None:
    git(sheets.root, "init", "--quiet")
    git(sheets.root, "commit", "--quiet", "--allow-empty", "--message", "Start")
    sheets.edit(IX2, *WRONG)
    commit(sheets, "Sheets")
    assert reported(run, sheets, "--since", "HEAD~1")[0] == 1


@pytest.mark.parametrize("name", ["nope", "--output=x", ""])
def test_an_unknown_revision_is_an_error_of_one_line(run: Run, old: Sheets, name: str) -> None:
    outcome = run("check", f"--since={name}", folder=old.root)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f'speclint: there is no revision "{name}" in {old.root}\n'


def test_outside_a_repository_the_remedy_is_clear(run: Run, sheets: Sheets) -> None:
    outcome = run("check", "--since", "HEAD", folder=sheets.root, env={"GIT_CEILING_DIRECTORIES": "/"})
    assert outcome.status == 2
    assert outcome.err.startswith(f"speclint: {sheets.root}: not a git repository")


def test_a_sheet_that_was_only_renamed_brings_nothing_in(run: Run, old: Sheets) -> None:
    git(old.root, "mv", "specs/bmw/ix2-xdrive30.json", "specs/bmw/ix2-xdrive-30.json")
    status, found, suppressed = reported(run, old, "--since", "HEAD")
    # its siblings still name it as it was called
    assert {rule for rule, _ in found} == {"path-mismatch", "sibling-missing", "sibling-not-reciprocal"}
    assert suppressed == 1
    named = reported(run, old, "--since", "HEAD", "specs/bmw/ix2-xdrive-30.json")
    assert ("conversion-mismatch", "bmw/ix2-xdrive-30/powertrain/torque/lb-ft") not in named[1]
    assert named[2] == 1
    assert status == 1


def test_what_became_of_the_figures_is_judged_too(run: Run, old: Sheets) -> None:
    old.edit(IX2, '"status": "production"', '"status": "announced"')
    old.edit(IX2, ', "voltage": {"V": 286}', "")
    old.edit(IX2, '"kWh": 64.8', '"kWh": 66.5')
    _, found, _ = reported(run, old, "--since", "HEAD")
    assert ("status-regressed", f"{IX2}/status") in found
    assert ("figure-removed", f"{IX2}/battery/voltage/V") in found
    assert ("revised-date-not-updated", f"{IX2}/revised") in found
    assert ("figure-changed-without-source", f"{IX2}/battery/usable/kWh") in found
    quiet = reported(run, old, "--since", "HEAD", "--ignore", "figure-removed,status-regressed")[1]
    assert {rule for rule, _ in found} - {rule for rule, _ in quiet} == {"figure-removed", "status-regressed"}


def test_two_contradictions_of_one_entry_error_are_one_finding(run: Run, old: Sheets) -> None:
    old.edit(IX2, '"kW": 230', '"kW": 320')
    found = reported(run, old, "--since", "HEAD")[1]
    about_power = [rule for rule, place in found if "/powertrain/power" in place]
    assert about_power == ["conversion-mismatch"]


def test_a_rule_on_changes_is_accepted_with_a_reason_and_never_reported_as_unused(
    run: Run, old: Sheets
) -> None:
    (old.root / "speclint.toml").write_text(
        '[[accept]]\nrule = "figure-removed"\nsheet = "bmw/*"\nreason = "not known any more"\n'
    )
    assert reported(run, old) == (1, [("conversion-mismatch", f"{IX2}/powertrain/torque/lb-ft")], 0)
    old.edit(IX2, ', "voltage": {"V": 286}', "")
    _, found, suppressed = reported(run, old, "--since", "HEAD", "--ignore", "revised-date-not-updated")
    assert "figure-removed" not in {rule for rule, _ in found}
    assert suppressed == 2


FIGURE = re.compile(r'": (\d{2,4}(?:\.\d+)?)')


def spoil(sheets: Sheets, random: Random) -> None:
    """Change figures in some sheets, remove a sheet, and move another."""
    files = sorted((sheets.root / "specs").glob("*/*.json"))
    *changed, removed, moved = random.sample(files, 6)
    for file in changed:
        text = file.read_text(encoding="utf-8")
        figure = random.choice(list(FIGURE.finditer(text)))
        other = figure[1][::-1].lstrip("0.") or "1"
        file.write_text(text[: figure.start(1)] + other + text[figure.end(1) :], encoding="utf-8")
    removed.unlink()
    moved.rename(moved.with_name(f"moved-{moved.name}"))


@pytest.mark.parametrize("seed", range(4))
def test_what_the_change_cannot_affect_is_left_out_without_a_loss(run: Run, old: Sheets, seed: int) -> None:
    configuration = '[[sheets]]\nprofile = "spec-sheet"\nfiles = ["specs/{make}/*.json"]\n'
    (old.root / "speclint.toml").write_text(configuration, encoding="utf-8")
    spoil(old, Random(seed))  # noqa: S311 - repeatable
    part, whole = (
        json.loads(run("check", "--since", "HEAD", "--format", "json", *paths, folder=old.root).out)
        for paths in ((), ("specs",))
    )
    assert part["findings"] == whole["findings"] != []
    assert part["summary"]["sheets"] <= whole["summary"]["sheets"]


def test_only_sheets_that_differ_or_may_be_compared_with_them_are_read(run: Run, old: Sheets) -> None:
    mini = next((old.root / "specs" / "mini").glob("*.json"))
    mini.write_text(mini.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = run("check", "--since", "HEAD", "--format", "json", folder=old.root)
    count = len(list((old.root / "specs" / "mini").glob("*.json")))
    assert json.loads(done.out)["summary"]["sheets"] == count


@pytest.mark.parametrize("changed", ["lines/a.json", "base.json", "farther.json"])
def test_a_change_in_a_layer_affects_the_sheets_that_inherit_from_it(
    tmp_path: Path, run: Run, changed: str
) -> None:
    profile = '[identity]\nmake = "make"\nmodel = "model"\n[quantities]\npower = { kW = "kw", PS = "ps" }\n'
    layers = '[sheets]\nfiles = ["cars/{line}/*.json"]\nlayers = ["lines/{line}.json"]\n'
    (tmp_path / "cars.toml").write_text(layers + profile, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    texts = {
        "lines/a.json": '{"make": "Fiat", "$extends": "../base.json"}',
        "lines/b.json": '{"make": "Ford"}',
        "base.json": '{"$extends": "farther.json", "kw": 100}',
        "farther.json": '{"kw": 100}',
        "cars/a/one.json": '{"model": "One", "ps": 136}',
        "cars/b/two.json": '{"model": "Two", "kw": 100, "ps": 136}',
    }
    texts |= {f"cars/b/{number}.json": f'{{"model": "M{number}", "kw": 100}}' for number in range(8)}
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Start")
    text = texts[changed].replace("100", "150")
    if changed != "base.json":
        (tmp_path / "base.json").write_text('{"$extends": "farther.json"}', encoding="utf-8")
    if changed == "lines/a.json":
        text = text.replace('"make"', '"kw": 150, "make"')
    (tmp_path / changed).write_text(text, encoding="utf-8")
    report = json.loads(run("check", "--since", "HEAD", "--format", "json", folder=tmp_path).out)
    assert [(finding["rule"], finding["sheet"]) for finding in report["findings"]] == [
        ("conversion-mismatch", "a/one")
    ]
    assert report["summary"]["sheets"] == 1

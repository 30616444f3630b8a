"""A catalog that lacks a sheet which its configuration says it must hold."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

IX2 = json.loads((ROOT / "specs/bmw/ix2-xdrive30.json").read_text(encoding="utf-8"))
MUST_HOLD = 'must-hold = [\n    "bmw/i4-m50",  # the fastest\n    "bmw/ix2-*",\n]\n'
ENTRY = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
RECORDS = """\
[sheets]
files = ["cars.ndjson"]

[identity]
make = "make"
model = "model"

[quantities]
power = { kW = "power" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of two sheets, both of which it must hold."""
    (tmp_path / "speclint.toml").write_text(MUST_HOLD + ENTRY)
    specs = tmp_path / "specs/bmw"
    specs.mkdir(parents=True)
    for variant in ("i4-m50", "ix2-xdrive30"):
        model, _, badge = variant.partition("-")
        sheet = {**IX2, "model": model, "variant": badge, "siblings": []}
        (specs / f"{variant}.json").write_text(json.dumps(sheet), encoding="utf-8")
    git(tmp_path, "init -q")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, command: str) -> None:
    subprocess.run(["git", *command.split()], cwd=folder, check=True)


def commit(folder: Path) -> None:
    git(folder, "add -A")
    git(folder, "-c user.name=a -c user.email=a@b.c commit -qm sheets")


def missing(run: Run, *arguments: str) -> list[tuple[Any, ...]]:
    """What is missing: its message, and where that is reported."""
    findings = json.loads(run("check", "--format", "json", *arguments).out)["findings"]
    return [
        (finding["message"], finding["path"], finding["line"], finding["pointer"])
        for finding in findings
        if finding["rule"] == "missing-sheet"
    ]


NO_I4 = (
    "there is no sheet bmw/i4-m50, which the catalog must hold", "speclint.toml", 2, "/must-hold/0",
)  # fmt: skip
NO_IX2 = (
    "there is no sheet bmw/ix2-*, which the catalog must hold", "speclint.toml", 3, "/must-hold/1",
)  # fmt: skip


def test_a_deleted_sheet_is_an_error_at_the_line_of_the_configuration_that_requires_it(
    run: Run, folder: Path
) -> None:
    assert missing(run) == []
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run) == [NO_I4]
    outcome = run("check")
    assert outcome.status == 1
    assert "--> speclint.toml:2:5" in outcome.out
    assert '"bmw/i4-m50",  # the fastest' in outcome.out


def test_a_renamed_sheet_is_missing_unless_a_pattern_finds_it(run: Run, folder: Path) -> None:
    specs = folder / "specs/bmw"
    (specs / "ix2-xdrive30.json").rename(specs / "ix2-xdrive30-eu.json")
    assert missing(run) == []
    (specs / "ix2-xdrive30-eu.json").rename(specs / "x2-xdrive30.json")
    assert missing(run) == [NO_IX2]


def test_a_sheet_that_cannot_be_read_is_not_missing(run: Run, folder: Path) -> None:
    (folder / "specs/bmw/i4-m50.json").write_text("{", encoding="utf-8")
    assert missing(run) == []


def test_a_sheet_deleted_in_a_change_is_news_and_one_that_was_missing_before_is_not(
    run: Run, folder: Path
) -> None:
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run, "--since", "HEAD") == [NO_I4]
    commit(folder)
    (folder / "specs/bmw/ix2-xdrive30.json").rename(folder / "specs/bmw/x2-xdrive30.json")
    assert missing(run, "--since", "HEAD") == [NO_IX2]


def test_in_a_change_of_few_of_many_sheets_the_deleted_one_is_found(run: Run, folder: Path) -> None:
    for number in range(20):
        sheet = {**IX2, "model": "iX1", "variant": f"v{number}", "siblings": []}
        (folder / f"specs/bmw/ix1-v{number}.json").write_text(json.dumps(sheet), encoding="utf-8")
    commit(folder)
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run, "--since", "HEAD") == [NO_I4]


@pytest.mark.usefixtures("folder")
def test_the_line_is_that_in_a_pyproject_beside_other_tools(run: Run, folder: Path) -> None:
    (folder / "speclint.toml").unlink()
    (folder / "pyproject.toml").write_text(
        f'[tool.other]\nmust-hold = ["bmw/i4-m50"]\n[tool.speclint]\n{MUST_HOLD}'
        + ENTRY.replace("sheets]]", "tool.speclint.sheets]]", 1)
    )
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run) == [(NO_I4[0], "pyproject.toml", 5, "/must-hold/0")]


def test_a_run_on_named_paths_does_not_ask_for_other_sheets(run: Run, folder: Path) -> None:
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run, "specs/bmw") == []
    assert missing(run, ".") == []


def test_the_rule_may_be_ignored(run: Run, folder: Path) -> None:
    (folder / "specs/bmw/i4-m50.json").unlink()
    assert missing(run, "--ignore", "missing-sheet") == []
    assert missing(run, "--select", "missing-sheet") == [NO_I4]
    assert missing(run, "--select", "duplicate-key") == []


@pytest.mark.parametrize("count", [3, 400])
def test_of_records_as_many_as_required_must_be_there(run: Run, tmp_path: Path, count: int) -> None:
    (tmp_path / "profile.toml").write_text(RECORDS)
    required = f'must-hold = [{{ sheets = "bmw/*", at-least = {count} }}]\n'
    (tmp_path / "speclint.toml").write_text(f'{required}[[sheets]]\nprofile = "profile.toml"\n')
    lines = [json.dumps({"make": "BMW", "model": f"M{number}", "power": 100}) for number in range(count)]
    (tmp_path / "cars.ndjson").write_text("\n".join(lines), encoding="utf-8")
    assert missing(run) == []
    (tmp_path / "cars.ndjson").write_text("\n".join(lines[1:]), encoding="utf-8")
    message = f"there are {count - 1} sheets bmw/*, of which the catalog must hold at least {count}"
    assert missing(run) == [(message, "speclint.toml", 1, "/must-hold/0")]


def test_a_deletion_after_a_report_was_kept_is_found_and_stays_found_after_an_edit(
    run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    specs = folder / "specs/bmw"
    for number in range(320):
        sheet = {**IX2, "model": "iX1", "variant": f"v{number}", "siblings": []}
        (specs / f"ix1-v{number}.json").write_text(json.dumps(sheet), encoding="utf-8")
    cache = ("--cache-dir", str(tmp_path_factory.mktemp("cache")), "--select", "missing-sheet")
    assert missing(run, *cache) == []
    (specs / "i4-m50.json").unlink()
    assert missing(run, *cache) == [NO_I4]
    edited = specs / "ix1-v7.json"
    edited.write_text(edited.read_text(encoding="utf-8").replace("494", "495"), encoding="utf-8")
    assert missing(run, *cache) == [NO_I4]
    assert missing(run, "--no-cache", "--select", "missing-sheet") == [NO_I4]


@pytest.mark.parametrize("entry", ['{ sheets = "bmw/*" }', '{ sheets = "bmw/*", at-least = 0 }', "3", '""'])
def test_a_requirement_that_requires_nothing_is_a_mistake_of_the_configuration(
    run: Run, folder: Path, entry: str
) -> None:
    (folder / "speclint.toml").write_text(f"must-hold = [{entry}]\n{ENTRY}")
    outcome = run("check")
    assert outcome.status == 2
    assert "speclint.toml:1: " in outcome.err

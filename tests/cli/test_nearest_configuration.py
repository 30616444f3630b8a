"""Several configurations in one repository: the nearest applies to each file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import speclint
from conftest import IX2, Run, Sheets

if TYPE_CHECKING:
    from pathlib import Path

CARS = """\
[sheets]
files = ["*.json"]
[identity]
make = "make"
model = "model"
[quantities]
power = { kW = "kw", PS = "ps" }
"""
FLAT = '{"make": "VW", "model": "ID.3", "kw": 150, "ps": 240}'


@pytest.fixture
def nested(sheets: Sheets) -> Sheets:
    """Our own sheets, one of them wrong, and deeper ones of another kind with their own configuration."""
    (sheets.root / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["specs/**/*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    folder = sheets.root / "specs" / "flat"
    folder.mkdir()
    (folder / "id3.json").write_text(FLAT, encoding="utf-8")
    (folder / "cars.toml").write_text(CARS, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    return sheets


def reported(
    run: Run, sheets: Sheets, *arguments: str | Path, folder: str = "."
) -> tuple[int, list[str], int]:
    outcome = run("check", "--format", "json", *arguments, folder=sheets.root / folder)
    assert outcome.err == ""
    report: dict[str, Any] = json.loads(outcome.out)
    found = [f"{finding['rule']} {finding['path']}{finding['pointer']}" for finding in report["findings"]]
    return outcome.status, found, report["summary"]["sheets"]


OURS = "conversion-mismatch specs/bmw/ix2-xdrive30.json/powertrain/torque/lb-ft"
THEIRS = "conversion-mismatch specs/flat/id3.json/ps"


@pytest.mark.parametrize(
    ("arguments", "found", "count"),
    [
        ((), [OURS, THEIRS], 50),
        (("specs",), [OURS, THEIRS], 50),
        (("specs/flat",), [THEIRS], 1),
        (("specs/flat/id3.json",), [THEIRS], 1),
        (("specs/flat/id3.json", f"specs/{IX2}.json"), [OURS, THEIRS], 2),
        (("specs/flat/id3.json", "."), [OURS, THEIRS], 50),
        ((f"specs/{IX2}.json",), [OURS], 1),
    ],
)
def test_each_file_is_judged_once_by_the_nearest_configuration(
    run: Run, nested: Sheets, arguments: tuple[str, ...], found: list[str], count: int
) -> None:
    assert reported(run, nested, *arguments) == (1, found, count)


@pytest.fixture
def below(tmp_path: Path) -> Path:
    """A folder without a configuration, with two below it that have one each, and one that git ignores."""
    (tmp_path / ".gitignore").write_text("/build\n", encoding="utf-8")
    for name in ("cars", "vans/de", "build"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "id3.json").write_text(FLAT, encoding="utf-8")
        (folder / "cars.toml").write_text(CARS, encoding="utf-8")
        (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    return tmp_path


def test_without_a_configuration_those_below_apply(run: Run, below: Path) -> None:
    for _ in ("cold", "from the cache"):
        outcome = run("check", "--format", "json")
        assert (outcome.status, outcome.err) == (1, "")
        report = json.loads(outcome.out)
        assert [finding["path"] for finding in report["findings"]] == ["cars/id3.json", "vans/de/id3.json"]
        assert report["summary"]["sheets"] == 2
    (below / "bikes").mkdir()
    for name in ("cars.toml", "id3.json", "speclint.toml"):
        (below / "bikes" / name).write_bytes((below / "cars" / name).read_bytes())
    assert json.loads(run("check", "--format", "json").out)["summary"]["sheets"] == 3


def test_the_configurations_below_are_shown(run: Run, below: Path) -> None:
    assert below.is_dir()
    shown = json.loads(run("config", "--format", "json").out)
    assert (shown["file"], shown["nearer"]) == (None, ["cars/speclint.toml", "vans/de/speclint.toml"])


def test_our_own_sheets_are_checked_beside_the_configurations_below(
    run: Run, sheets: Sheets, below: Path
) -> None:
    assert below == sheets.root
    assert json.loads(run("check", "--format", "json").out)["summary"]["sheets"] == 51


def test_a_configuration_of_the_folder_itself_is_the_only_one(run: Run, below: Path) -> None:
    (below / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["vans/*/*.json"]\nprofile = "vans/de/cars.toml"\n', encoding="utf-8"
    )
    assert json.loads(run("check", "--format", "json").out)["summary"]["sheets"] == 1


def test_a_configuration_below_that_cannot_be_followed_is_named(run: Run, below: Path) -> None:
    (below / "cars" / "speclint.toml").write_text("sheet = 1\n", encoding="utf-8")
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err.startswith(f"speclint: {below}/cars/speclint.toml:1: unknown key")


def test_the_python_interface_does_the_same(nested: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(nested.root)
    assert speclint.check().sheets == 50
    report = speclint.check(["specs/flat", f"specs/{IX2}.json"])
    assert [finding.location.path for finding in report.findings] == [
        "specs/bmw/ix2-xdrive30.json",
        "specs/flat/id3.json",
    ]


def test_a_named_configuration_holds_for_all(run: Run, nested: Sheets) -> None:
    status, found, count = reported(run, nested, "--config", "speclint.toml")
    assert status == 1
    assert count == 50
    assert any(line.startswith("schema-violation specs/flat/id3.json") for line in found)


def test_each_level_that_fails_holds_for_its_own_sheets(run: Run, nested: Sheets) -> None:
    nested.edit(IX2, '"lb-ft": 346', '"lb-ft": 364')
    file = nested.root / "specs" / "flat" / "speclint.toml"
    file.write_text(f'fail-on = "never"\n{file.read_text(encoding="utf-8")}', encoding="utf-8")
    assert reported(run, nested) == (0, [THEIRS], 50)
    assert reported(run, nested, "--fail-on", "error")[0] == 1


def test_a_third_configuration_below_the_second_is_asked_once(run: Run, nested: Sheets) -> None:
    deep = nested.root / "specs" / "flat" / "deep"
    deep.mkdir()
    (deep / "id4.json").write_text(FLAT.replace("ID.3", "ID.4"), encoding="utf-8")
    (deep / "cars.toml").write_text(CARS, encoding="utf-8")
    (deep / "pyproject.toml").write_text(
        '[[tool.speclint.sheets]]\nprofile = "cars.toml"\n', encoding="utf-8"
    )
    status, found, count = reported(run, nested)
    assert (status, count) == (1, 51)
    assert found == [OURS, "conversion-mismatch specs/flat/deep/id4.json/ps", THEIRS]


def test_a_nearer_configuration_that_cannot_be_followed_is_named(run: Run, nested: Sheets) -> None:
    (nested.root / "specs" / "flat" / "speclint.toml").write_text("sheet = 1\n", encoding="utf-8")
    outcome = run("check", folder=nested.root)
    assert outcome.status == 2
    assert outcome.err.startswith(f"speclint: {nested.root}/specs/flat/speclint.toml:1: unknown key")


def test_baselines_are_written_for_each_configuration(run: Run, nested: Sheets) -> None:
    outcome = run("baseline", folder=nested.root)
    assert outcome.status == 0
    assert "specs/flat/speclint-baseline.json: 1 entry written" in outcome.out
    assert "speclint-baseline.json: 1 entry written" in outcome.out


def test_the_nearer_ones_are_shown(run: Run, nested: Sheets) -> None:
    outcome = run("config", folder=nested.root)
    assert "specs/flat/speclint.toml" in outcome.out
    shown = json.loads(run("config", "--format", "json", folder=nested.root).out)
    assert shown["nearer"] == ["specs/flat/speclint.toml"]

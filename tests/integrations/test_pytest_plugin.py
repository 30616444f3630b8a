"""Sheets as tests of pytest: the real plugin in runs of the real pytest."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest
from junitparser import JUnitXml

from conftest import IX1, IX2, ROOT, Sheets, bare_environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLUGIN = "speclint.integrations.pytest"
INSTALLED = any(point.value == PLUGIN for point in entry_points(group="pytest11"))
CONFIGURATION = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
OTHERS = [
    part
    for name in ("randomly", "asyncio", "pytest-lsp", "hypothesispytest")
    for part in ("-p", f"no:{name}")
]
"""Without the plugins that happen to be installed beside it: their words and their time are not its own."""
NODE = f"specs/{IX2}.json::{IX2}"


def pytest_in(folder: Path, *arguments: str, besides: Sequence[str] = OTHERS) -> tuple[int, str]:
    """Exit status and output of pytest in a folder, with the plugin as it is once it is installed."""
    loaded = () if INSTALLED else ("-p", PLUGIN)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *loaded, *besides, *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**bare_environment(), "COLUMNS": "200", "PYTEST_ADDOPTS": ""},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(wrong: Sheets) -> Path:
    """A catalog with one wrong sheet, of few, and a test beside it."""
    for file in (wrong.root / "specs").glob("*/*.json"):
        if not file.stem.startswith(("ix1-", "ix2-")):
            file.unlink()
    (wrong.root / "speclint.toml").write_text(
        f'{CONFIGURATION}[[accept]]\nrule = "sibling-missing"\nsheet = "*"\nreason = "a part of them"\n',
        encoding="utf-8",
    )
    (wrong.root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (wrong.root / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    return wrong.root


def collected(output: str) -> list[str]:
    return [line for line in output.splitlines() if "::" in line]


def nodes(project: Path) -> list[str]:
    files = (project / "specs").glob("*/*.json")
    return [f"specs/{file.parent.name}/{file.name}::{file.parent.name}/{file.stem}" for file in files]


def test_the_package_names_the_plugin_to_pytest() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (module,) = table["project"]["entry-points"]["pytest11"].values()
    assert module == PLUGIN
    assert callable(import_module(module).pytest_addoption)


def test_other_plugins_change_nothing_in_what_a_sheet_shows(project: Path) -> None:
    pytest.importorskip("pytest_lsp")
    status, output = pytest_in(project, "--speclint", besides=("-p", "no:randomly"))
    assert status == 1
    assert f"FAILED {NODE} - error[conversion-mismatch]" in output
    assert "RuntimeError" not in output


def test_a_sheet_that_fails_shows_its_findings_as_the_command_prints_them(project: Path) -> None:
    status, output = pytest_in(project, "--speclint", "--junitxml=report.xml")
    assert status == 1
    assert "error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346\n" in output
    assert "^^^ should be 364: digits transposed\n" in output
    assert "Traceback" not in output
    assert f"FAILED {NODE} - error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346" in output
    assert f"1 failed, {len(nodes(project)) + 1} passed" in output
    (suite,) = JUnitXml.fromfile(str(project / "report.xml"))
    failed = [case for case in suite if case.result]
    assert [(case.name, case.classname) for case in failed] == [(IX2, f"specs.{IX2.replace('/', '.')}.json")]
    assert failed[0].result[0].message.startswith("error[conversion-mismatch]: torque 494 Nm")


def test_every_sheet_is_collected_once_and_by_its_id(project: Path) -> None:
    status, output = pytest_in(project, "--speclint", "--collect-only", "-q")
    assert status == 0
    assert sorted(collected(output)) == sorted(
        [*nodes(project), "speclint.toml::catalog", "test_own.py::test_own"]
    )
    (project / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n", encoding="utf-8")
    (project / "tests").mkdir()
    (project / "test_own.py").rename(project / "tests" / "test_own.py")
    _, output = pytest_in(project, "--speclint", "--collect-only", "-q")
    assert sorted(collected(output)) == sorted(
        [*nodes(project), "speclint.toml::catalog", "tests/test_own.py::test_own"]
    )


def test_rules_with_code_are_named_on_the_command_line(project: Path) -> None:
    (project / "team.py").write_text(
        "import speclint\n\n"
        '@speclint.rule("team/x", level="error")\n'
        "def x(vehicle):\n"
        '    "Every vehicle is at fault."\n'
        '    yield speclint.Fault("found", "")\n',
        encoding="utf-8",
    )
    status, output = pytest_in(project, "--speclint", "--speclint-rules=team.py")
    assert status == 1
    assert "error[team/x]: found\n" in output
    assert f"{len(nodes(project))} failed, 2 passed" in output
    status, output = pytest_in(project, "--speclint", "--speclint-rules=taem.py")
    assert status == 4
    assert f"ERROR: {project}/taem.py: No such file or directory\n" in output


def test_rules_after_a_space_that_made_pytest_ignore_the_project_are_refused(project: Path) -> None:
    rules = project.parent / f"{project.name} rules" / "team.py"
    rules.parent.mkdir()
    rules.write_text("", encoding="utf-8")
    status, output = pytest_in(project, "--speclint", "--speclint-rules", str(rules))
    assert status == pytest.ExitCode.USAGE_ERROR
    assert "for a path to collect; write --speclint-rules=FILE" in output
    status, output = pytest_in(project, "--speclint", f"--speclint-rules={rules}", "--collect-only", "-q")
    assert status == 0
    assert NODE in collected(output)


def test_a_file_of_rules_in_addopts_starts_from_the_configuration(project: Path) -> None:
    (project / "pytest.ini").write_text(
        "[pytest]\naddopts = --speclint --speclint-rules team.py\n", encoding="utf-8"
    )
    (project / "team.py").write_text("print('loaded')\n", encoding="utf-8")
    status, output = pytest_in(project / "specs", "--collect-only", "-q")
    assert status == 0
    assert "loaded" in output
    assert NODE in collected(output)
    _, output = pytest_in(project / "specs", "-n", "2", "-k", "ix2-xdrive30")
    assert "1 failed" in output
    assert "error[conversion-mismatch]" in output


@pytest.mark.parametrize(
    ("folder", "arguments"), [(".", ("mine",)), ("mine", ())], ids=["that is named", "that pytest starts in"]
)
def test_a_catalog_beside_the_one_that_is_meant_need_not_be_sound(
    folder: str, arguments: tuple[str, ...], project: Path
) -> None:
    for name in ("mine", "other"):
        (project / name).mkdir()
    for name in ("specs", "speclint.toml"):
        (project / name).rename(project / "mine" / name)
    (project / "other/speclint.toml").write_text("nope = 1\n", encoding="utf-8")
    status, output = pytest_in(project / folder, "--speclint", *arguments, "--collect-only", "-q")
    assert status == 0
    assert f"mine/{NODE}" in collected(output)
    status, output = pytest_in(project, "--speclint")
    assert status == pytest.ExitCode.USAGE_ERROR
    assert 'unknown key "nope"' in output


OTHER = "specs/bmw/ix1-edrive20.json::bmw/ix1-edrive20"


@pytest.mark.parametrize(
    ("arguments", "passed", "failed"),
    [
        (("-k", "ix2-xdrive30 or ix1-edrive20", "-n", "2"), {OTHER}, {NODE}),
        ((NODE,), set(), {NODE}),
        (("--deselect", NODE, "specs", "-k", "ix2-xdrive30 or ix1-edrive20"), {OTHER}, set()),
    ],
    ids=["by -k, in two processes", "by its id", "but one"],
)
def test_sheets_are_chosen_as_other_tests_are(
    project: Path, arguments: tuple[str, ...], passed: set[str], failed: set[str]
) -> None:
    status, output = pytest_in(project, "--speclint", "-rpf", *arguments)
    assert status == int(bool(failed))
    assert set(re.findall(r"^PASSED (\S+)", output, re.MULTILINE)) == passed
    assert set(re.findall(r"^FAILED (\S+)", output, re.MULTILINE)) == failed


def test_what_failed_last_is_run_again(project: Path) -> None:
    pytest_in(project, "--speclint", "-k", "ix2 or own")
    _, output = pytest_in(project, "--speclint", "--last-failed", "--collect-only", "-q")
    assert collected(output) == [NODE]


def test_options_of_pytest_name_the_paths_and_the_configuration(project: Path) -> None:
    ignored = 'ignore = ["conversion-mismatch", "sibling-missing"]\n'
    (project / "mine.toml").write_text(ignored + CONFIGURATION, encoding="utf-8")
    (project / "pytest.ini").write_text(
        "[pytest]\ntestpaths = test_own.py\nspeclint_config = mine.toml\n"
        f"speclint_paths = specs/{IX2}.json\n",
        encoding="utf-8",
    )
    status, output = pytest_in(project, "--speclint", "-v")
    assert status == 0
    assert {line.split()[0] for line in collected(output)} == {
        NODE, "test_own.py::test_own", "mine.toml::catalog",
    }  # fmt: skip


def test_what_is_wrong_with_no_sheet_is_a_test_of_the_configuration(project: Path) -> None:
    file = project / "speclint.toml"
    file.write_text(f'must-hold = ["bmw/nope"]\n{file.read_text("utf-8")}', encoding="utf-8")
    status, output = pytest_in(project, "--speclint")
    assert status == 1
    assert "FAILED speclint.toml::catalog - error[missing-sheet]: there is no sheet bmw/nope" in output
    assert f"FAILED {NODE}" in output
    assert "2 failed" in output


def test_findings_below_the_level_that_fails_are_output_of_a_test_that_passes(project: Path) -> None:
    file = project / "speclint.toml"
    file.write_text(f'fail-on = "never"\n{file.read_text("utf-8")}', encoding="utf-8")
    status, output = pytest_in(project, "--speclint", "-rP", "-k", "ix2-xdrive30")
    assert status == 0
    assert "error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346" in output


def test_each_record_of_a_table_is_a_test(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "cars.csv").write_text(
        "make,model,nm,lbft\nBMW,iX1,494,364\nBMW,iX2,494,346\nBMW,iX1,494,364\n", encoding="utf-8"
    )
    (tmp_path / "cars.toml").write_text(
        '[sheets]\nfiles = ["*.csv"]\n[identity]\nmake = "make"\nmodel = "model"\n'
        '[quantities]\ntorque = { Nm = "nm", "lb-ft" = "lbft" }\n',
        encoding="utf-8",
    )
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    _, output = pytest_in(tmp_path, "--speclint", "-v")
    outcomes = dict(line.split()[:2] for line in output.splitlines() if "::" in line and line.endswith("%]"))
    assert outcomes.keys() == {
        "cars.csv::bmw/ix1", "cars.csv::bmw/ix2", "cars.csv::bmw/ix1#2", "speclint.toml::catalog",
    }  # fmt: skip
    assert outcomes["cars.csv::bmw/ix2"] == "FAILED"
    assert "not 346" in output


def test_a_sheet_that_cannot_be_read_fails_alone(project: Path) -> None:
    (project / f"specs/{IX1}.json").write_text("{", encoding="utf-8")
    status, output = pytest_in(project, "--speclint", "-k", "ix1-xdrive30")
    assert status == 1
    assert f"FAILED specs/{IX1}.json::{IX1} - error[invalid-json]" in output


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nope = 1\n", 'unknown key "nope"'),
        (CONFIGURATION.replace("specs", "none"), "no file matches none/{make}/*.json"),
    ],
    ids=["an unknown key", "no sheets"],
)
def test_a_configuration_that_cannot_be_followed_ends_the_run_with_one_line(
    project: Path, text: str, reason: str
) -> None:
    (project / "speclint.toml").write_text(text, encoding="utf-8")
    status, output = pytest_in(project, "--speclint")
    assert status == pytest.ExitCode.USAGE_ERROR
    assert reason in output
    assert "Traceback" not in output


def test_a_run_that_cannot_be_done_fails_with_its_reason(project: Path) -> None:
    file = project / "speclint.toml"
    file.write_text(f'baseline = "nope.json"\n{file.read_text("utf-8")}', encoding="utf-8")
    _, output = pytest_in(project, "--speclint", "-k", "ix2-xdrive30")
    assert f"FAILED {NODE} - " in output
    assert "nope.json" in output
    assert "Traceback" not in output


def test_without_the_option_the_plugin_imports_nothing_and_collects_nothing(project: Path) -> None:
    # what speclint imports first, and what it alone does
    watched = ("speclint", "msgspec", "numpy", "click", "jsonschema")
    (project / "conftest.py").write_text(
        "import sys\n\n\ndef pytest_unconfigure():\n"
        f"    print(sorted(name for name in sys.modules if name.split('.')[0] in {watched}))\n",
        encoding="utf-8",
    )
    status, output = pytest_in(project, "-s", "--collect-only", "-q")
    assert status == 0
    assert collected(output) == ["test_own.py::test_own"]
    assert output.splitlines()[-1] == str(["speclint", "speclint.integrations", PLUGIN])

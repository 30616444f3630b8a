"""The wheel, and the pre-commit hook as other repositories use it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IDENTITY = ("-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false")
PARTS = ("linter", "schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

pytestmark = pytest.mark.index


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the shipped files, as they are in the work tree."""
    if not (ROOT / "linter").is_dir():
        pytest.skip("the project's source is not here")
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    commit(folder, "as in the work tree")
    return folder


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=clean()
    )


def clean() -> dict[str, str]:
    """The environment without what a surrounding git or coverage run would leak into the commands."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COV", "PYTEST"))
    }


def commit(folder: Path, message: str) -> None:
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    done = git(folder, "commit", "--quiet", "--message", message)
    assert done.returncode == 0, done.stderr


SHIPPED = (
    "schemas/spec-sheet.schema.json",
    "schemas/config.schema.json",
    "schemas/rules.schema.json",
    "schemas/changes.schema.json",
    "schemas/report.schema.json",
    "schemas/profile.schema.json",
    "schemas/baseline.schema.json",
    "profiles/shipped.json",
    "rules/laws/laws.json",
    "rules/registry.json",
    "bands/shipped.json",
    "profiles/vocabulary.json",
    "vehicle/badges.json",
    "vehicle/promises.json",
    "vehicle/categories.json",
    "reporters/page/page.html",
    "reporters/page/page.css",
    "reporters/page/main.js",
    "reporters/page/plot.js",
    "reporters/page/plot.LICENSES.txt",
    "py.typed",
)


def test_the_wheel_holds_the_schemas_the_profiles_and_the_bands_and_runs_from_a_clean_environment(
    project: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, project],
        check=True, env=clean(), capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("speclint-*.whl")
    held = zipfile.ZipFile(wheel).namelist()
    for name in SHIPPED:
        assert f"speclint/{name}" in held
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True, env=clean())
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", wheel], check=True, env=clean(), capture_output=True
    )
    shutil.copytree(ROOT / "specs", tmp_path / "away" / "specs")
    done = subprocess.run(
        [python, "-m", "speclint", "check", "--format", "json"],
        cwd=tmp_path / "away", capture_output=True, text=True, check=False, env=clean(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["findings"] == []


HOOK = """\
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: speclint
"""


@pytest.fixture(scope="module")
def hooked(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scratch repository with our sheets committed, that runs our hook through pre-commit."""
    folder = tmp_path_factory.mktemp("hooked")
    shutil.copytree(ROOT / "specs", folder / "specs")
    (folder / "package.json").write_text('{"name": "no sheet"}\n', encoding="utf-8")
    revision = git(project, "rev-parse", "HEAD").stdout.strip()
    config = HOOK.format(project=project.as_posix(), revision=revision)
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit(folder, "sheets as they are")
    done = pre_commit(folder, "install", "--install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**clean(), "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


FINDING = "error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346"


@pytest.mark.parametrize("siblings", ["committed", "not in git"])
def test_a_commit_of_the_ix2_with_346_lb_ft_is_refused_with_that_finding_alone(
    hooked: Path, siblings: str
) -> None:
    sheet = hooked / "specs/bmw/ix2-xdrive30.json"
    sibling = "specs/bmw/ix1-xdrive30.json"
    start = git(hooked, "rev-parse", "HEAD").stdout.strip()
    try:
        if siblings == "not in git":
            git(hooked, "rm", "--quiet", "--cached", sibling)
            git(hooked, "commit", "--quiet", "--no-verify", "--message", "keep the sibling out of git")
        sheet.write_text(sheet.read_text(encoding="utf-8").replace("364", "346"), encoding="utf-8")
        git(hooked, "add", "specs/bmw/ix2-xdrive30.json")
        before = git(hooked, "rev-parse", "HEAD").stdout
        environment = {**clean(), "PRE_COMMIT_HOME": str(hooked.parent / "pre-commit"), "NO_COLOR": "1"}
        done = subprocess.run(
            ["git", *IDENTITY, "commit", "--message", "mistyped"],
            cwd=hooked, capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip
        output = done.stdout + done.stderr
        assert done.returncode == 1, output
        assert FINDING in output
        assert " figures: 1 error, 0 warnings, 0 notes" in output
        assert git(hooked, "rev-parse", "HEAD").stdout == before
    finally:
        git(hooked, "reset", "--quiet", "--hard", start)


def test_the_hook_passes_good_sheets_and_passes_over_other_json(hooked: Path) -> None:
    done = pre_commit(hooked, "run", "speclint", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


SINCE = """\
        args: [--since, HEAD~1, --fail-on, note]
"""


def test_a_hook_with_since_shows_only_what_the_last_commits_bring_in(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("since")
    shutil.copytree(ROOT / "specs", folder / "specs")
    sheet = folder / "specs/bmw/ix2-xdrive30.json"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace('"lb-ft": 364', '"lb-ft": 346'), encoding="utf-8"
    )
    revision = git(project, "rev-parse", "HEAD").stdout.strip()
    config = HOOK.format(project=project.as_posix(), revision=revision) + SINCE
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit(folder, "an old fault")
    (folder / "README.md").write_text("data\n", encoding="utf-8")
    commit(folder, "no sheet")
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace('"kWh": 64.8', '"kWh": 66.5'), encoding="utf-8"
    )
    git(folder, "mv", "specs/bmw/i4-m50.json", "specs/bmw/i4-m50-xdrive.json")
    git(folder, "add", "--all")
    done = pre_commit(folder, "run", "speclint")
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert (
        "warning[figure-changed-without-source]: no source of usable battery capacity 66.5 kWh is new"
        in " ".join(output.split())
    )
    assert "conversion-mismatch" not in output
    assert "364 lb-ft" not in output
    # of the sheet that was only renamed, only the new name is reported
    assert {line.partition("]")[0] for line in output.splitlines() if "[" in line and ": " in line} <= {
        "warning[figure-changed-without-source", "note[revised-date-not-updated", "error[path-mismatch",
        "warning[path-mismatch", "warning[sibling-not-reciprocal", "error[sibling-missing",
    }  # fmt: skip

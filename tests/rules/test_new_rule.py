"""The template of a new rule, and the command that writes it."""

from __future__ import annotations

import subprocess
import sys
from runpy import run_path
from shutil import copytree, ignore_patterns
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMAND = ROOT / "docs/new_rule.py"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, in which a rule can be added."""
    for folder in ("linter", "docs"):
        copytree(ROOT / folder, tmp_path / folder, ignore=ignore_patterns("__pycache__"))
    return tmp_path


def python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env={"PYTHONPATH": str(copy / "linter")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_rule_made_from_the_template_is_in_the_registry_once_this_is_written(copy: Path) -> None:
    made = python(copy, "docs/new_rule.py", "body", "seats-too-many")
    assert (made.returncode, made.stderr) == (0, "")
    file = copy / "linter/speclint/rules/body/seats_too_many.py"
    assert made.stdout.startswith(f"{file}: written; ")
    script = "import registry; registry.FILE.write_text(registry.text())"
    written = python(copy, "-c", f"import sys; sys.path.insert(0, 'docs'); {script}")
    assert written.stderr == ""
    listed = python(copy, "-m", "speclint", "rules")
    assert "seats-too-many" in listed.stdout
    explained = python(copy, "-m", "speclint", "explain", "seats-too-many")
    assert "TODO: what is at fault, in one line" in explained.stdout


@pytest.mark.parametrize(
    ("topic", "rule", "because"),
    [
        ("wheels", "rim-too-small", 'there is no topic "wheels"; topics are body'),
        ("body", "RimTooSmall", '"RimTooSmall" is no id: '),
        ("body", "kerb-exceeds-gross", '"kerb-exceeds-gross" is, or was, the id of a rule'),
        ("body", "mass-implausible", '"mass-implausible" is, or was, the id of a rule'),
        ("body", "market-lacks-unit", '"market-lacks-unit" is, or was, the id of a rule'),
    ],
)
def test_no_file_is_made_for_a_wrong_topic_or_id(tmp_path: Path, topic: str, rule: str, because: str) -> None:
    (tmp_path / "body").mkdir()
    (tmp_path / "body/__init__.py").touch()
    new_rule: Callable[[str, str, Path], Path] = run_path(str(COMMAND))["new_rule"]
    with pytest.raises(ValueError, match=because):
        new_rule(topic, rule, tmp_path)
    assert [file.name for file in (tmp_path / "body").iterdir()] == ["__init__.py"]

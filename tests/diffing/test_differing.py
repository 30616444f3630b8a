"""A diff of two revisions reads the sheets that differ, and finds what a comparison of all sheets finds."""

from __future__ import annotations

import json
import re
import subprocess
from random import Random
from typing import TYPE_CHECKING

import pytest

from speclint.diffing.differing import differing_files
from speclint.files.git import Repository
from speclint.files.revision import revision_at
from speclint.project.config import find_config
from speclint.project.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Sheets

FIGURE = re.compile(r'("(?:Nm|kW|km/h|mm|kg)": )(\d+)')
BASE = '{"make": "BMW", "model": "i4", "powertrain": {"power": {"kW": 250}}}'


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Step")


@pytest.fixture
def repository(sheets: Sheets) -> Path:
    """The real sheets, some that extend another document, and a configuration that lies deeper."""
    root = sheets.root
    (root / "shared").mkdir()
    (root / "shared" / "i4.json").write_text(BASE, encoding="utf-8")
    for variant in ("eDrive35", "eDrive40"):
        text = f'{{"$extends": "../../shared/i4.json", "variant": "{variant}"}}'
        (root / "specs" / "bmw" / f"i4-{variant}.json").write_text(text, encoding="utf-8")
    (root / "specs" / "tesla" / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


def change(root: Path, random: Random) -> None:
    """Change a figure in some sheets and in the shared document; rename, delete and break one each."""
    files = sorted((root / "specs").glob("*/*.json"))
    for file in [*random.sample(files, 6), root / "shared" / "i4.json"]:
        text = file.read_text(encoding="utf-8")
        figures = list(FIGURE.finditer(text))
        if figures:
            match = random.choice(figures)
            longer = f"{match[1]}{int(match[2]) + 3}"
            file.write_text(f"{text[: match.start()]}{longer}{text[match.end() :]}", encoding="utf-8")
    renamed, deleted, broken = random.sample(files, 3)
    renamed.rename(renamed.with_name("renamed.json"))
    deleted.unlink()
    broken.write_text("{", encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
def test_the_report_is_that_of_a_comparison_of_all_sheets(run: Run, repository: Path, seed: int) -> None:
    change(repository, Random(seed))  # noqa: S311 - repeatable
    commit(repository)
    reports = [run("diff", "HEAD~1..HEAD", "--format", form, folder=repository) for form in ("json", "text")]
    assert len(json.loads(reports[0].out)["changes"]) > 6
    # sheets may be read through a link, so all of them are compared
    git(repository, "checkout", "--quiet", "-b", "linked", "HEAD~1")
    (repository / "link").symlink_to("specs")
    commit(repository)
    git(repository, "cherry-pick", "main")
    for report, form in zip(reports, ("json", "text"), strict=True):
        assert run("diff", "HEAD~1..HEAD", "--format", form, folder=repository) == report


def test_only_the_sheets_that_differ_or_extend_a_document_are_listed(repository: Path) -> None:
    file = repository / "specs" / "bmw" / "ix2-xdrive30.json"
    file.write_bytes(file.read_bytes() + b"\n")
    commit(repository)
    found = Repository(repository)
    trees = revision_at(found, "HEAD~1"), revision_at(found, "HEAD")
    old, new = (
        Request(find_config(repository, (), tree), repository, source=tree, profiles=trees[1])
        for tree in trees
    )
    sides = differing_files(old, new)
    assert sides is not None
    for side in sides:
        assert [source.place.id for source in side.files.values()] == [
            "bmw/i4-eDrive35",
            "bmw/i4-eDrive40",
            "bmw/ix2-xdrive30",
        ]


def test_the_history_of_an_id_is_that_of_its_file(run: Run, repository: Path) -> None:
    git(repository, "mv", "specs/bmw/ix2-xdrive30.json", "specs/bmw/renamed.json")
    commit(repository)
    by_id = run("history", "bmw/renamed", folder=repository)
    assert "494 Nm (364 lb-ft) added" in by_id.out
    assert "bmw/ix2-xdrive30 renamed to bmw/renamed" in by_id.out
    assert run("history", "specs/bmw/renamed.json", folder=repository) == by_id

"""Which files `speclint check` reads: named ones, folders, links, and what is in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import IX1, IX2, Outcome, Run, Sheets, unprivileged

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "{"
CLAIM = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'


def paths_in(outcome: Outcome) -> list[str]:
    """The files that a concise report calls broken."""
    assert (outcome.status, outcome.err) == (1, "")
    return [line.partition(":1:2: error[invalid-json] ")[0] for line in outcome.out.splitlines()]


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(BROKEN, encoding="utf-8")


def test_files_and_folders_may_be_mixed_and_named_twice(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.json", "b/c.json", "b/d/e.json", "f.json")
    outcome = run("check", "--format", "concise", "b/d/e.json", "a.json", "b", "a.json")
    assert paths_in(outcome) == ["a.json", "b/c.json", "b/d/e.json"]


@pytest.mark.parametrize("name", ["nope", "nope/nope.json", "a.json/b", "a\x01b"])
def test_a_path_that_does_not_exist_stops_the_run(run: Run, tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.json")
    shown = name.replace("\x01", "\\x01")
    assert run("check", "a.json", name) == (2, "", f"speclint: {shown}: there is no such file or folder\n")


def test_a_folder_without_sheets_does_not_pass_for_checked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    message = "speclint: empty: there is no JSON file in it; `speclint init` adopts tables\n"
    assert run("check", "empty") == (2, "", message)


def test_without_any_sheet_the_error_names_where_the_run_looked(run: Run, tmp_path: Path) -> None:
    missing, remedy = "there is no speclint.toml, and ", "run `speclint init` where your data lie"
    nothing = "no file matches specs/{make}/*.json"
    assert run("check") == (2, "", f"speclint: {tmp_path}: {missing}{nothing}; {remedy}\n")
    (tmp_path / "speclint.toml").write_text(CLAIM, encoding="utf-8")
    assert run("check") == (2, "", f"speclint: {tmp_path}: {nothing}; correct files in [[sheets]]\n")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("src/lucidd", "lucid"),
        ("src/luc", "lucid"),
        ("srv/lucid/air.json", "src"),
        ("src/lucid/air", "air.json"),
    ],
)
def test_for_a_misspelt_path_the_name_that_is_there_is_proposed(
    run: Run, tmp_path: Path, name: str, meant: str
) -> None:
    write(tmp_path, "src/lucid/air.json")
    message = f'speclint: {name}: there is no such file or folder; did you mean "{meant}"?\n'
    assert run("check", name) == (2, "", message)


def test_a_named_pipe_is_refused_and_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert run("check", "pipe.json") == (2, "", f"speclint: {tmp_path}/pipe.json: not a regular file\n")
    outcome = run("check", "--config", "pipe.json")
    assert (outcome.status, outcome.err.count("not a regular file")) == (2, 1)


def test_a_claimed_link_that_leads_nowhere_does_not_pass_for_checked(run: Run, sheets: Sheets) -> None:
    sheets.file("bmw/gone").symlink_to("nowhere")
    assert run("check") == (2, "", f"speclint: {sheets.file('bmw/gone')}: No such file or directory\n")


@pytest.mark.parametrize(
    ("hidden", "paths", "named"),
    [
        (f"specs/{IX1}.json", (), f"specs/{IX1}.json"),
        (f"specs/{IX1}.json", ("specs",), f"specs/{IX1}.json"),
        (f"specs/{IX1}.json", (f"specs/{IX1}.json",), f"specs/{IX1}.json"),
        ("specs/bmw", (), "specs/bmw"),
        ("specs/bmw", ("specs",), "specs/bmw"),
        ("specs", (), "specs"),
        ("specs", ("specs",), "specs"),
    ],
)
def test_what_may_not_be_read_stops_the_run_and_is_not_passed_over(
    sheets: Sheets, hidden: str, paths: tuple[str, ...], named: str
) -> None:
    command = [*unprivileged(), sys.executable, "-m", "speclint", "check", *paths]
    (sheets.root / hidden).chmod(0)
    done = subprocess.run(command, cwd=sheets.root, capture_output=True, text=True, check=False)
    (sheets.root / hidden).chmod(0o755)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"speclint: {sheets.root / named}: Permission denied\n"


# From where


def test_from_a_subfolder_the_nearest_configuration_holds_and_paths_start_there(
    run: Run, wrong: Sheets
) -> None:
    (wrong.root / "speclint.toml").write_text(CLAIM, encoding="utf-8")
    line, column, _ = wrong.place(IX2, "346")
    finding = (
        f"{line}:{column}: error[conversion-mismatch] torque 494 Nm is 364 lb-ft, not 346; should be 364\n"
    )
    (wrong.root / "docs").mkdir()
    for folder, prefix in (("specs/bmw", ""), ("specs", "bmw/"), ("docs", "../specs/bmw/")):
        outcome = run("check", "--format", "concise", folder=wrong.root / folder)
        assert outcome == (1, f"{prefix}ix2-xdrive30.json:{finding}", "")


def test_an_absolute_path_is_shown_from_the_working_folder(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.json")
    assert paths_in(run("check", "--format", "concise", tmp_path / "a.json")) == ["a.json"]


def test_a_working_folder_that_is_gone_stops_the_run(tmp_path: Path) -> None:
    script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" -m speclint check'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "speclint: the working folder is gone; change to one that exists\n"


# Links


def test_a_sheet_named_by_a_link_to_its_folder_is_not_taken_for_a_second_one(
    run: Run, sheets: Sheets
) -> None:
    (sheets.root / "speclint.toml").write_text(CLAIM, encoding="utf-8")
    (sheets.root / "link").symlink_to("specs")
    for path in ("link", "link/bmw", f"link/{IX2}.json"):
        status, out, _ = run("check", path)
        assert (status, out.count("duplicate-sheet")) == (0, 0)


def test_a_walk_does_not_follow_links_to_folders(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a/b.json")
    (tmp_path / "a" / "loop").symlink_to("..")
    assert paths_in(run("check", "a", "--format", "concise")) == ["a/b.json"]


# Folder walks


def test_a_walk_leaves_out_hidden_names_and_other_suffixes(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "a.json", ".b.json", ".git/c.json", ".venv/d.json", "e.txt", "f.JSON", "g.json.orig")
    assert paths_in(run("check", ".", "--format", "concise")) == ["a.json"]
    assert paths_in(run("check", ".b.json", "--format", "concise")) == [".b.json"], "but if named it is read"


def test_a_walk_leaves_out_what_git_ignores(run: Run, tmp_path: Path) -> None:
    names = ("a.json", "build/b.json", "sub/a.json", "sub/keep.json", "sub/build.json", "sub/deep/x.json")
    write(tmp_path, *names)
    (tmp_path / ".gitignore").write_text("build/\n/a.json\nkeep.json\n!\n[z-a]\n\\\n", encoding="utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("!keep.json\n**/x.json\n", encoding="utf-8")
    expected = ["sub/a.json", "sub/build.json", "sub/keep.json"]
    assert paths_in(run("check", ".", "--format", "concise")) == expected
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        listed = subprocess.run(
            ["git", "ls-files", "-o", "--exclude-standard", "*.json"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert listed.stdout.split() == expected, "git agrees"


def test_a_walk_heeds_the_ignore_files_above_it_up_to_the_work_tree(run: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    write(tree, "sub/a.json", "sub/build/b.json", ".git/config")
    (tmp_path / ".gitignore").write_text("a.json\n", encoding="utf-8")
    (tree / ".gitignore").write_text("build/\n", encoding="utf-8")
    assert paths_in(run("check", "sub", "--format", "concise", folder=tree)) == ["sub/a.json"]
    outcome = run("check", "sub/build", "--format", "concise", folder=tree)
    assert paths_in(outcome) == ["sub/build/b.json"], "an ignored folder that is named was asked for"


# What belongs together


def test_a_sibling_outside_the_named_paths_is_read_but_not_reported(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX1, '"PS": 313', '"PS": 331')
    status, out, _ = run("check", "--format", "concise", f"specs/{IX2}.json")
    assert (status, out.count("\n"), out.count(f"{IX2}.json:")) == (1, 1, 1)
    wrong.edit(IX2, "346", "364")
    wrong.edit(IX2, '"V": 286', '"V": 386')
    status, out, _ = run("check", "--format", "concise", f"specs/{IX2}.json")
    assert status == 1
    assert f"error[sibling-differs] battery voltage 386 V is shared with {IX1}" in out
    assert f"{IX1}.json:" not in out


def test_a_sibling_s_path_is_shown_from_the_working_folder(run: Run, sheets: Sheets) -> None:
    sheets.edit(IX2, '"V": 286', '"V": 386')
    out = run("check", f"{IX2[4:]}.json", folder=sheets.root / "specs" / "bmw").out
    line, column, _ = sheets.place(IX1, "286")
    assert f"::: ix1-xdrive30.json:{line}:{column}\n" in out


@pytest.mark.parametrize("content", [BROKEN, "", "[]", "null"], ids=["broken", "empty", "array", "null"])
def test_a_broken_sibling_neither_hides_nor_adds_a_finding(run: Run, wrong: Sheets, content: str) -> None:
    wrong.file(IX1).write_text(content, encoding="utf-8")
    status, out, err = run("check", "--format", "concise", f"specs/{IX2}.json")
    assert (status, err) == (1, "")
    assert out.count("conversion-mismatch") == 1
    assert "invalid-json" not in out


def test_a_sibling_that_may_not_be_read_stops_the_run(sheets: Sheets) -> None:
    command = [*unprivileged(), sys.executable, "-m", "speclint", "check", f"specs/{IX2}.json"]
    sheets.file(IX1).chmod(0)
    done = subprocess.run(command, cwd=sheets.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"speclint: {sheets.file(IX1)}: Permission denied\n"


@pytest.mark.parametrize("name", ["bmw/" + "x" * 300, "../../etc/passwd", "/etc/passwd", "a\\u0000b"])
def test_a_sibling_s_name_leads_nowhere_but_to_sheets(run: Run, sheets: Sheets, name: str) -> None:
    sheets.edit(IX2, f'"{IX1}"', f'"{name}"')
    status, out, err = run("check", f"specs/{IX2}.json", "--format", "concise")
    assert (status, err) == (1, "")
    assert out.count("\n") == out.count("ix2-xdrive30.json:")
    assert "error[sibling-missing]" in out or "error[schema-violation]" in out


# As a hook


def test_a_hook_passes_over_what_is_no_sheet(run: Run, wrong: Sheets) -> None:
    write(wrong.root, "package.json")
    assert run("check", "--sheets-only", "package.json").status == 0
    outcome = run("check", "--sheets-only", "--format", "concise", "package.json", f"specs/{IX2}.json")
    assert (outcome.status, outcome.out.count("\n"), outcome.err) == (1, 1, "")


def test_a_hook_takes_a_sheet_by_the_schema_it_names_wherever_it_lies(run: Run, wrong: Sheets) -> None:
    shutil.copy(wrong.file(IX2), wrong.root / "loose.json")
    outcome = run("check", "--sheets-only", "--format", "concise", "loose.json")
    assert (outcome.status, outcome.out.count("conversion-mismatch")) == (1, 1)


def test_a_checkout_below_a_folder_named_specs_makes_no_sheet_of_every_file(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "specs" / "project"
    write(project, "package.json", "speclint.toml")
    (project / "speclint.toml").write_text(CLAIM, encoding="utf-8")
    assert run("check", "--sheets-only", "package.json", folder=project).status == 0

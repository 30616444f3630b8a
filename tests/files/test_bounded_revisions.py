"""A small repository can hold trees and files of any size once git unpacks them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def git(folder: Path, *arguments: str, text: str = "") -> str:
    named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", *named, *arguments], cwd=folder, input=text, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, branch: str, tree: str) -> None:
    git(folder, "update-ref", f"refs/heads/{branch}", git(folder, "commit-tree", tree, "-m", "Add"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Branches with one sheet, with 3,000 paths from four objects, and with a sheet of 4 MB of blanks."""
    git(tmp_path, "init", "-q")
    blob = git(tmp_path, "hash-object", "-w", "--stdin", text="{}")
    one = git(tmp_path, "mktree", text=f"100644 blob {blob}\tx.json\n")
    many = git(tmp_path, "mktree", text="".join(f"100644 blob {blob}\tf{name}.json\n" for name in range(14)))
    for _ in range(2):
        many = git(tmp_path, "mktree", text="".join(f"040000 tree {many}\td{name}\n" for name in range(14)))
    blank = git(tmp_path, "hash-object", "-w", "--stdin", text=" " * 4_000_000)
    cars = git(tmp_path, "mktree", text=f"100644 blob {blank}\tx.json\n")
    for branch, inner in {"one": one, "many": many, "large": cars}.items():
        bmw = git(tmp_path, "mktree", text=f"040000 tree {inner}\tbmw\n")
        commit(tmp_path, branch, git(tmp_path, "mktree", text=f"040000 tree {bmw}\tspecs\n"))
    return tmp_path


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("revisions", [("one", "many"), ("many", "one")])
def test_a_revision_with_more_paths_than_the_limit_allows_ends_the_run_with_its_name(
    run: Run, revisions: tuple[str, str]
) -> None:
    done = run("diff", *revisions, env={"SPECLINT_LIMITS": "paths=2000"})
    assert (done.status, done.out) == (2, "")
    assert "more than 2,000 paths; SPECLINT_LIMITS=paths=NUMBER in the environment" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.usefixtures("repository")
def test_of_a_file_that_is_larger_than_the_limit_git_states_the_size_and_nothing_is_read(run: Run) -> None:
    done = run("diff", "one", "large", env={"SPECLINT_LIMITS": "file-bytes=1000000"})
    assert done.status == 2, done.out
    assert (
        "specs/bmw/x.json: 4,000,000 bytes are more than 1,000,000; SPECLINT_LIMITS=file-bytes=" in done.err
    )


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_git_does_not_read_a_file_that_is_larger_than_the_limit(repository: Path) -> None:
    blank = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=repository,
        input=b" " * 300_000_000,
        stdout=-1,
        check=True,
    )
    huge = f"100644 blob {blank.stdout.decode().strip()}"
    cars = git(repository, "mktree", text=f"{huge}\tx.json\n")
    bmw = git(repository, "mktree", text=f"040000 tree {cars}\tbmw\n")
    top = f"{huge}\t:(top) b [x]*.bin\n040000 tree {bmw}\tspecs\n"
    commit(repository, "huge", git(repository, "mktree", text=top))
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'speclint', 'diff', 'one', 'huge'])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, check=True
    )
    assert "300,000,000 bytes are more than" in done.stderr
    assert int(done.stdout) * 1024 < 150_000_000

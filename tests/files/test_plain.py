"""Which files of a revision hold a text is known from former searches, and is what git finds."""

from __future__ import annotations

import subprocess
from random import Random
from typing import TYPE_CHECKING

import pytest

from speclint.errors import GitError
from speclint.files.cache import SUFFIX, Cache
from speclint.files.git import Repository
from speclint.files.revision import Revision, revision_at

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "$extends"


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    done = subprocess.run(
        ["git", *author, *arguments], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Step")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for number in range(40):
        file = root / f"{number % 3}" / f"é {number % 5}" / f"{number}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'{{"{TEXT}": "a.json"}}' if number % 11 == 0 else f"{number}", encoding="utf-8")
    git(tmp_path, "init", "--quiet", str(root))
    commit(root)
    return root


def revision(repository: Path, cache: Path | None) -> Revision:
    found = Repository(repository)
    found.cache = Cache(cache) if cache else None
    return revision_at(found, "HEAD")


def edit(root: Path, random: Random) -> None:
    """Write, move and delete some files; what one held may come to another place."""
    files = sorted(file for file in root.rglob("*.json") if ".git" not in file.parts)
    for file in random.sample(files, 4):
        match random.randrange(4):
            case 0:
                file.unlink()
            case 1:
                file.replace(random.choice(files))
            case 2:
                file.write_text(f'{{"{TEXT}": {random.random()}}}', encoding="utf-8")
            case _:
                file.write_text(f"{random.random()}", encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
def test_the_files_are_those_that_git_finds_whatever_was_known_before(
    repository: Path, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - repeatable
    for _ in range(6):
        expected = revision(repository, None).mention(TEXT)
        for _ in range(2):
            assert revision(repository, tmp_path / "cache").mention_without_links(TEXT) == expected
        edit(repository, random)
        commit(repository)


def test_what_is_known_is_not_read_again(repository: Path, tmp_path: Path) -> None:
    expected = revision(repository, tmp_path / "cache").mention_without_links(TEXT)
    (repository / "1" / "é 0" / "new.json").write_text("new", encoding="utf-8")
    commit(repository)
    oid = git(repository, "rev-parse", "HEAD:1/é 0/25.json")
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert revision(repository, tmp_path / "cache").mention_without_links(TEXT) == expected
    for entry in (tmp_path / "cache").glob(f"*{SUFFIX}"):
        entry.write_bytes(entry.read_bytes()[:-1])
    with pytest.raises(GitError):
        revision(repository, tmp_path / "cache").mention_without_links(TEXT)


def test_a_link_anywhere_is_noticed(repository: Path, tmp_path: Path) -> None:
    assert revision(repository, tmp_path / "cache").mention_without_links(TEXT)
    # a file whose bytes are the path that the link has
    (repository / "file.json").write_text("1", encoding="utf-8")
    commit(repository)
    assert revision(repository, tmp_path / "cache").mention_without_links(TEXT)
    (repository / "2" / "link.json").symlink_to("1")
    commit(repository)
    for _ in range(2):
        assert revision(repository, tmp_path / "cache").mention_without_links(TEXT) is None

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from speclint.errors import GitError
from speclint.files import objects

if TYPE_CHECKING:
    from pathlib import Path


def test_git_is_found_in_whole_paths_of_the_search_path_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "repository" / "bin").mkdir(parents=True)
    (tmp_path / "programs").mkdir()
    names = ("repository", "repository/bin", "programs")
    programs = [tmp_path / name / "git.exe" for name in names]
    for program in programs:
        program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path / "repository")
    # as Windows names it, and looks into the working folder before all others
    monkeypatch.setattr(objects.sys, "platform", "win32")
    monkeypatch.setattr(objects.os, "pathsep", ";")
    for near in ("", ".", "bin", "./bin", "..\\repository"):
        assert objects.git_program(f"{near};{tmp_path / 'programs'}") == str(programs[-1])
        with pytest.raises(GitError, match="git is not there"):
            objects.git_program(near)

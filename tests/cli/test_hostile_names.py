"""Names of files and keys that are not text: no command fails by them, and none is lost."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import IX2, Run, Sheets

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names of files are Unicode there")


@pytest.fixture
def folders(wrong: Sheets) -> list[Path]:
    """Two folders whose names are not UTF-8, with the same wrong sheet."""
    content = wrong.file(IX2).read_bytes()
    names = [b"b\xffw", b"b\xfew"]
    folders = [wrong.root / "specs" / os.fsdecode(name) for name in names]
    for folder in folders:
        folder.mkdir()
        (folder / "a.json").write_bytes(content)
    return folders


@posix
def test_a_sheet_whose_name_is_not_utf8_is_checked_as_any_other(
    run: Run, wrong: Sheets, folders: list[Path]
) -> None:
    first = run("check", "--format", "json", folder=wrong.root)
    assert (first.status, first.err) == (1, "")
    found = [
        finding for finding in json.loads(first.out)["findings"] if finding["rule"] == "conversion-mismatch"
    ]
    shown = {f"specs/{folder.name}/a.json" for folder in folders}
    assert shown < {finding["path"] for finding in found}
    assert len({finding["fingerprint"] for finding in found}) == len(found)
    again = json.loads(run("check", "--format", "json", folder=wrong.root).out)
    assert again["findings"] == json.loads(first.out)["findings"]


@posix
@pytest.mark.usefixtures("folders")
def test_a_baseline_holds_the_findings_of_a_sheet_whose_name_is_not_utf8(run: Run, wrong: Sheets) -> None:
    assert run("baseline", folder=wrong.root).status == 0
    (wrong.root / "speclint.toml").write_text(
        'baseline = "speclint-baseline.json"\n'
        '[[sheets]]\nprofile = "spec-sheet"\nfiles = ["specs/*/*.json"]\n',
        encoding="utf-8",
    )
    outcome = run("check", folder=wrong.root)
    assert outcome.status == 0, outcome
    assert run("baseline", "--prune", folder=wrong.root).out.startswith("speclint-baseline.json: 0 removed")


@posix
@pytest.mark.usefixtures("folders")
def test_init_writes_a_pattern_that_finds_files_whose_names_are_not_utf8(run: Run, wrong: Sheets) -> None:
    for file in wrong.root.glob("specs/*/*.json"):
        if file.parent.name != os.fsdecode(b"b\xffw"):
            file.unlink()
    outcome = run("init", folder=wrong.root)
    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(run("check", "--format", "json", folder=wrong.root).out)["summary"]["sheets"] == 1


@pytest.mark.parametrize(
    "content", [b'{"\xb5": 1}', b'{"a": "\xff"}', b'{"data": [{"\xff": 1}]}', b'{"a":', b"\xff\xfe{"]
)
def test_diff_names_the_byte_of_a_document_that_is_not_utf8(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    (tmp_path / "b.json").write_text('{"b": 1}', encoding="utf-8")
    for sides in (("a.json", "b.json"), ("b.json", "a.json"), ("a.json", "a.json")):
        outcome = run("diff", *sides)
        assert outcome.status == 2 or sides[0] == sides[1]
        assert "internal error" not in outcome.err
        assert outcome.status == 0 or outcome.err.startswith("speclint: not compared: a.json: ")


@pytest.mark.parametrize("search_path", ["", ".", ":", "bin"])
@posix
def test_a_program_named_git_in_the_current_folder_is_never_run(
    run: Run, tmp_path: Path, search_path: str
) -> None:
    mark = tmp_path / "mark"
    for folder in (tmp_path, tmp_path / "bin"):
        folder.mkdir(exist_ok=True)
        program = folder / "git"
        program.write_text(f"#!/bin/sh\n: > {mark}\n", encoding="utf-8")
        program.chmod(0o755)
    (tmp_path / ".git").mkdir()
    for arguments in (("diff",), ("check", "--since", "HEAD"), ("review", "HEAD"), ("history", "a.json")):
        outcome = run(*arguments, env={"PATH": search_path})
        assert outcome.status == 2
        assert "git is not there; install it" in outcome.err
    assert not mark.exists()

"""What fuzzing found once is never found again: each input that broke a promise keeps all of them now."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import fuzzing
import on_texts
import pytest
from fuzzing import CASES, fuzz, limited, read_case
from runs import Runs
from targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted(CASES.glob("*/*.txt"))


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    runs = Runs()
    yield runs
    runs.close()


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.stem}" for file in FILES])
def test_an_input_that_once_broke_a_promise_keeps_it(file: Path, runs: Runs) -> None:
    with limited():
        TARGETS[file.parent.name].check(read_case(file), runs)


def test_a_fault_planted_in_the_command_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant = "import speclint.reporters.json as reporter\ndel reporter.render\n"
    (tmp_path / "sitecustomize.py").write_text(plant, encoding="utf-8")
    monkeypatch.setattr(fuzzing, "SHRINKING", 1)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    runs = Runs()
    try:
        kinds = {finding.kind for finding in fuzz(TARGETS["check"], 1, 1, runs).findings}
    finally:
        runs.close()
    assert any(kind.startswith("internal error") for kind in kinds), kinds


def test_every_folder_of_cases_is_that_of_a_target() -> None:
    assert {file.parent.name for file in FILES} <= TARGETS.keys()


def test_a_planted_fault_is_found_shrunk_and_can_be_replayed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, runs: Runs
) -> None:
    target = TARGETS["paths"]
    monkeypatch.setattr(on_texts, "to_pointer", lambda steps: "".join(f"/{step}" for step in steps))
    # a busy machine takes several times as long
    results = (fuzz(target, seed, seconds=5, runs=runs) for seed in range(20))
    finding, *_ = next(result.findings for result in results if result.findings)
    assert finding.kind == "a pointer is read as it was written"
    assert "~" in finding.literal
    assert len(finding.literal) < 45
    with pytest.raises(AssertionError, match="a pointer is read as it was written"):
        target.check(read_case(finding.write(tmp_path)), runs)
    monkeypatch.undo()
    target.check(read_case(finding.write(tmp_path)), runs)

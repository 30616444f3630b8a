"""Hostile documents, schemas, repositories and environments, collected from public test suites and attacks.

They lie beside the project. `SPECLINT_CORPUS=whole` runs all of them and in every format.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import speclint
from conftest import ROOT

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared")) / "corpus"
IS_WHOLE = os.environ.get("SPECLINT_CORPUS") == "whole"
SEED = os.environ.get("SPECLINT_CORPUS_SEED", "1")
"""Of the damaged sheets."""
CHECK = "{speclint} check --format {{format}} --schema {{schema}} -- {{path}}"
DIFF = "{speclint} diff --format {{format}} {{rev_a}} {{rev_b}} -- {{path}}"
SELECTION = () if IS_WHOLE else ("--ids", "[a5]$|^env")
FORMATS = "text,json,sarif,github,markdown" if IS_WHOLE else "json"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no corpus in {SHARED}")
def test_each_hostile_case_is_survived_and_right(tmp_path: Path) -> None:
    corpus, command = tmp_path / "corpus", tmp_path / "speclint"
    package = Path(speclint.__file__).parent.parent
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={package} exec {sys.executable} -m speclint "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    make = [sys.executable, SHARED / "make_corpus.py", "--no-big", "--mutants", "60", "--seed", SEED]
    subprocess.run([*make, "--out", corpus], check=True, capture_output=True)
    run = [
        sys.executable, SHARED / "run_corpus.py", "--corpus", corpus, "--timeout", "60", "--rows", "wrong",
        "--check", CHECK.format(speclint=command), "--diff", DIFF.format(speclint=command),
        "--formats", FORMATS, "--json", tmp_path / "results.json", *SELECTION,
    ]  # fmt: skip
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["results"]
    assert len(results) > 50
    assert all(result["correct"] for result in results), done.stdout

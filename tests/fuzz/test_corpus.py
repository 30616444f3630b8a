"""Hostile documents, schemas, repositories and environments, collected from public test suites and attacks.

They lie beside the project. `SPECLINT_CORPUS=whole` runs all, those of 200 MB too, and in every format.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import speclint
from conftest import ROOT

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared")) / "corpus"
IS_WHOLE = os.environ.get("SPECLINT_CORPUS") == "whole"
SEED = os.environ.get("SPECLINT_CORPUS_SEED", "1")
"""Of the damaged sheets."""
CHECK = "{speclint} check --format {{format}} --schema {{schema}} -- {{path}}"
DIFF = "{speclint} diff --format {{format}} {{rev_a}} {{rev_b}} -- {{path}}"
SELECTION = () if IS_WHOLE else ("--ids", "[aeo5]$|^env")
MADE = () if IS_WHOLE else ("--no-big", "--mutants", "10")
"""Without those of 200 MB, and few damaged sheets."""
FORMATS = "text,json,sarif,github,markdown" if IS_WHOLE else "json"
ARGUED = {
    "echo/lone_surrogate_schema": "a schema that is no JSON text cannot be applied: exit 2",
    "env/sigint": "an interrupt before Python has loaded our first module is Python's own: a traceback",
    "git/cfg_worktree_root": "a work tree that is the root of the system is refused: exit 2",
    "git/diff_60k_changes": "differences are no failure without --exit-code: exit 0",
    "git/diff_echo_payloads": "a document with a lone surrogate is no JSON text: exit 2",
    "git/names_hostile": "differences are no failure without --exit-code: exit 0",
    "git/rev2_dash_h": "-h is an option, which asks for help: exit 0",
    "git/rev_dash_h": "-h is an option, which asks for help: exit 0",
    "schema/multipleof_1e308": "numbers from 1e308 on are no figures of cars, and are reported",
    "schema/regex_pcre_recursion": "a flag of the patterns that we apply, and no recursion",
}
"""Cases of which we expect something else than the corpus does, and why."""
BREVITY = "lines for one error"
"""What the corpus counts in a report as text: our reports show the place with the lines around it."""


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no corpus in {SHARED}")
def test_each_hostile_case_is_survived_and_right(tmp_path: Path) -> None:
    corpus, command = tmp_path / "corpus", tmp_path / "speclint"
    package = Path(speclint.__file__).parent.parent
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={package} exec {sys.executable} -P -m speclint "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    make = [sys.executable, SHARED / "make_corpus.py", "--seed", SEED, *MADE]
    subprocess.run([*make, "--out", corpus], check=True, capture_output=True)
    run = [
        sys.executable, SHARED / "run_corpus.py", "--corpus", corpus, "--timeout", "60", "--rows", "wrong",
        "--check", CHECK.format(speclint=command), "--diff", DIFF.format(speclint=command),
        "--formats", FORMATS, "--json", tmp_path / "results.json", *SELECTION,
    ]  # fmt: skip
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["results"]
    assert len(results) > 50
    assert not list(filter(_is_wrong, results)), done.stdout


def _is_wrong(result: dict[str, Any]) -> bool:
    """Whether a case has another outcome than it should."""
    is_argued = result["id"].partition("@")[0] in ARGUED
    return not is_argued and not result["correct"] and any(BREVITY not in reason for reason in result["why"])

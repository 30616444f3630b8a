"""Faults of published rows that are known without any band, so that tails are measured on rows without them.

Beside `published.faults_of` these are what rules find that read no band, and entry errors by what siblings
state: a rule that compares a figure with its band would cut the tail off that is to be measured.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import speclint
from accuracy.checked import CONFIG
from accuracy.sheets import from_row
from published import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_BANDS = ("figure-implausible", "family-outlier", "year-jump")
"""Rules that are not run."""
BY_BANDS_OR_SIBLINGS = "likely-entry-error"
BY_SIBLINGS = "state it", "states it"
"""How a message on an entry error ends where what siblings state is the evidence, not a band."""


def known_faults(rows: list[dict[str, str]]) -> list[str]:
    """What is known to be wrong with each row without any band; empty for nothing."""
    found = faults_of(rows)
    with tempfile.TemporaryDirectory() as folder:
        for index, rule in _findings(rows, Path(folder).resolve()):
            found[index] = found[index] or rule
    return found


def _findings(rows: list[dict[str, str]], root: Path) -> Iterator[tuple[int, str]]:
    """The places of rows with an error or a warning that needs no band, and its rule."""
    sheets = [from_row(row, index, dual=False) for index, row in enumerate(rows)]
    places = {sheet.id: index for index, sheet in enumerate(sheets)}
    ignored = ", ".join(f'"{rule}"' for rule in BY_BANDS)
    (root / "speclint.toml").write_text(f"ignore = [{ignored}]\n\n{CONFIG}", encoding="utf-8")
    for sheet in sheets:
        file = root / "specs" / f"{sheet.id}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sheet.text())
    before = Path.cwd()
    os.chdir(root)
    try:
        findings = speclint.check().findings
    finally:
        os.chdir(before)
    for finding in findings:
        is_independent = finding.rule != BY_BANDS_OR_SIBLINGS or finding.message.endswith(BY_SIBLINGS)
        if finding.level != "note" and is_independent:
            yield places[finding.sheet], finding.rule

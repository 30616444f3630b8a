"""Many records are screened block by block; the report is that of all at once."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import weakref
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from speclint import check
from speclint.columns import blocks, facts
from speclint.columns.figures import none
from speclint.project import line_processes, load, processes
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.records import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.project.building import ReadRecords
    from speclint.records.json_lines import Block
    from speclint.sheets.place import SheetFile

MAKES = ("BMW", "bmw", None, *(f"Maker {number}" for number in range(40)))
PROFILE = """\
[sheets]
files = ["*.ndjson"]
[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"
drive = "drive"
[quantities]
power = { kW = "kW", hp = "hp" }
length = { mm = "mm" }
width = { mm = "width" }
battery_usable = { kWh = "usable" }
battery_gross = { kWh = "gross" }
[[family]]
name = "one platform"
by = ["platform"]
close = { length = "10 %" }
"""


def records(chance: random.Random) -> Iterator[dict[str, object]]:
    for number in range(200):
        make = chance.choice(MAKES)
        record: dict[str, object] = {"make": make} if make else {}
        if number % 9:
            record |= {"model": f"M{chance.randrange(9)}", "variant": f"V{chance.randrange(30)}"}
        if number % 5 == 0:
            record["platform"] = f"{make} {chance.randrange(4)}" if number % 15 else chance.randrange(40)
        power = chance.randrange(80, 300)
        record |= {"kW": power, "hp": round(power * 1.341), "mm": chance.choice([4200, 4210, 4800, 420])}
        record |= {
            "year": chance.randrange(2018, 2022),
            "drive": chance.choice(["awd", "fwd", "Frontkratzer"]),
        }
        gross = chance.choice([58, 60, 77])
        record |= {"gross": gross, "usable": gross - chance.choice([0, 2, 3])}
        yield record


def lay_out(folder: Path, seed: int) -> None:
    """Two files of records, with a line that is not JSON and a last one that has no end."""
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (folder / "mine.toml").write_text(PROFILE, encoding="utf-8")
    lines = [json.dumps(record) for record in records(random.Random(seed))]  # noqa: S311 - no secret
    lines[50:50] = ['{"make":', "", '{"make": "BMW", "make": 7}']
    (folder / "a.ndjson").write_text("\r\n".join(lines[:150]), encoding="utf-8")
    (folder / "b.ndjson").write_text("\n".join(lines[150:]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("seed", range(2))
def test_blocks_of_any_size_give_the_report_of_all_rows(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    lay_out(tmp_path, seed)
    reports, sizes = [], []
    for rows, most in ((10**6, facts.MAX_KEPT), (40, 0), (7, 500)):
        monkeypatch.setattr(blocks, "MAX_ROWS", rows)
        # in a file, and some facts in memory
        monkeypatch.setattr(facts, "MAX_KEPT", most)
        monkeypatch.setattr(facts, "BLOCK", 10 * most or facts.BLOCK)
        reports.append(replace(check(), seconds=0.0))
        (request,) = requests_for(tmp_path, [], None)
        batches = load_project(request, silent, by_column=True).batches
        sizes.append(len(batches.batches[0].blocks()) if batches else 0)
    assert reports[1:] == reports[:1] * 2
    assert sizes[0] == 1 < sizes[1] < sizes[2]
    assert len({found.rule for found in reports[0].findings}) > 5


def killed(_: SheetFile, __: Block) -> ReadRecords:
    """Ends its process, as the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize("way", ["fork", "spawn", "killed"] if sys.platform == "linux" else ["spawn"])
def test_lines_that_several_processes_extract_give_the_report_of_one(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path, 5)
    monkeypatch.setattr(load, "MIN_SHEETS", 10**9)
    one_by_one = replace(check(), seconds=0.0)
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    monkeypatch.setattr(json_lines, "BLOCK_BYTES", 3000)
    assert replace(check(), seconds=0.0) == one_by_one
    monkeypatch.setattr(processes, "MIN_FILES", 1)
    monkeypatch.setattr(line_processes, "MIN_FILES", 1)
    if way == "killed":
        monkeypatch.setattr(line_processes, "_extracted", killed)
    else:
        monkeypatch.setattr(processes, "START", way)
    assert replace(check(), seconds=0.0) == one_by_one
    assert {"duplicate-key", "invalid-json"} <= {found.rule for found in one_by_one.findings}


def test_figures_are_freed_when_they_are_not_used_any_more() -> None:
    figures = none(5)
    assert figures.count.sum() == 0
    held = weakref.ref(figures.rows)
    del figures
    assert held() is None

"""The records of a file have the locations by column that they have when they are read one by one."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from speclint.project import load
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("BMW", "bmw", "i4", "i 4", "cars", "a/b", "a", "b", "", "-", "é", 7, None, [1], True)
SCHEMA = {"properties": {"make": {"type": "string"}, "kW": {"type": "number"}}}


@pytest.mark.parametrize("seed", range(4))
def test_the_ids_of_records_are_those_of_a_pass_over_the_file(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = []
    for _ in range(300):
        names = chance.sample(["make", "model", "trim"], chance.randrange(4))
        record = {name: chance.choice(TEXTS) for name in names} | {"kW": chance.choice([100, "x"])}
        lines.append(json.dumps(record))
    lines[7:9] = ["{", '{"make": "BMW", "make": 8}']
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\nschema = "s.json"\n')
    (tmp_path / "s.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "mine.toml").write_text(
        '[sheets]\nfiles = ["*.ndjson"]\n[identity]\nmake = "make"\nmodel = "model"\ntrim = "trim"\n'
        '[quantities]\npower = { kW = "kW" }\n',
        encoding="utf-8",
    )
    for name in ("cars", "others"):
        (tmp_path / f"{name}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (request,) = requests_for(tmp_path, [], None)
    project = load_project(request, silent, by_column=True)
    assert project.batches is not None
    (batch,) = project.batches.batches
    places = [sheet.place for stream in project.streams for sheet in stream]
    assert [*batch.columns.places] == places
    assert [batch.sheet(row).place for row in range(0, 600, 7)] == places[::7]
    assert len({place.id for place in places[:300]}) == 300

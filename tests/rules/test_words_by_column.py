"""Words in columns are counted as those of sheet after sheet, however few are counted."""

from __future__ import annotations

import json
import random
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest

from speclint.project import load
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.rules.catalog import misspelt
from speclint.rules.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.rules.collector import Tally

PROFILE = """\
[sheets]
files = ["*.ndjson"]
[identity]
make = {make}
model = {model}
variant = "variant"
trim = "trim"
[quantities]
power = {{ kW = "kW" }}
"""
MAKES = (
    "Chevrolet",
    "Chevroelt",
    "Mazda",
    "Maxda",
    "CITROEN",
    "Citroën",
    *(f"Maker {n}" for n in range(9)),
    "",
)
WORDS = (
    "Sport",
    "SPORT",
    "Sports",
    "Spotz",
    "Elantra",
    "Lantra",
    "Largo",
    "Lärgo",
    "GTX",
    "Estate",
    "Touring",
)


def lay_out(folder: Path, *, in_one: bool) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    fields = ("model", "variant", "trim")
    records = []
    for number in range(400):
        names = {field: " ".join(chance.choices(WORDS, k=chance.randrange(4))) for field in fields}
        record: dict[str, object] = {"make": chance.choice(MAKES), **names}
        if in_one:
            record["name"] = f"{record.pop('make')} {record.pop('model')}".strip()
        records.append({name: text for name, text in record.items() if text} | {"kW": 80 + number % 90})
    make, model = (
        f'{{ at = "name", part = "{part}" }}' if in_one else f'"{part}"' for part in ("make", "model")
    )
    (folder / "cars.ndjson").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (folder / "cars.toml").write_text(PROFILE.format(make=make, model=model), encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")


def counted(tallies: dict[str, Tally]) -> list[object]:
    return [
        (
            name,
            tally.count,
            [(example.message, example.at, example.sheet and example.sheet.id) for example in tally.examples],
        )
        for name, tally in tallies.items()
    ]


@pytest.mark.parametrize("kind", ["make and model apart", "in one name"])
@pytest.mark.parametrize("most", [20_000, 40, 12, 5])
def test_words_by_column_are_those_of_sheet_after_sheet(
    most: int, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECLINT_LIMITS", f"spellings={most}")
    lay_out(tmp_path, in_one=kind == "in one name")
    (request,) = requests_for(tmp_path, [], None)
    sheets = [*load_project(request, silent).reported]
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    batches = load_project(request, silent, by_column=True).batches
    assert batches is not None
    found = []
    for size in (None, 400, 40, 7):
        collector = misspelt.word_misspelt.on_catalog()
        for sheet in () if size else sheets:
            collector.add(sheet)
        for rows in np.split(np.arange(400), range(size, 400, size)) if size else ():
            read = partial(lambda rows, row: batches.batches[0].sheet(int(rows[row])), rows)
            collector.add_columns(Rows(batches.batches[0].some(rows), np.arange(len(rows)), read))
        found.append((counted(collector.makes), counted(collector.words)))
    assert found[1:] == found[:1] * 3
    assert found[0][0]

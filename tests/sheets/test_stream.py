"""Files of many records: how often they are read."""

from __future__ import annotations

import json
import tomllib
from io import BytesIO
from pathlib import Path

from speclint.profiles.compile import compile_profile
from speclint.records.json_lines import JsonLines
from speclint.sheets.catalog import Catalog
from speclint.sheets.families import MODEL, VARIANT, YEARS, family_by
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet
from speclint.sheets.stream import MAX_CACHED_SHEETS, SheetStream

PROFILE = compile_profile(
    "cars",
    tomllib.loads("""
[sheets]
files = ["*.ndjson"]

[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"

[quantities]
power = { kW = "kw" }
"""),
)


class File:
    """A file of records that counts how often it is opened."""

    def __init__(self, *records: tuple[str, str, str]) -> None:
        cars = (dict(zip(("make", "model", "variant"), record, strict=True)) for record in records)
        self.content = "".join(json.dumps(car) + "\n" for car in cars).encode()
        self.opened = 0
        self.sheets = SheetStream(
            SheetLocation("cars.ndjson", "cars", Path("/cars")), PROFILE, JsonLines("cars.ndjson", self.open),
            lambda place, layer: read_sheet(place, (layer,), PROFILE, None),
        )  # fmt: skip

    def open(self) -> BytesIO:
        self.opened += 1
        return BytesIO(self.content)


def golfs(count: int) -> list[tuple[str, str, str]]:
    return [("Volkswagen", "Golf", f"{number} kW") for number in range(count)]


def test_families_and_equal_identities_are_found_in_one_pass_besides_that_of_the_check() -> None:
    file = File(*golfs(20), ("Volkswagen", "Golf", "3 kW"))
    catalog = Catalog([], streams=[file.sheets])
    for sheet in file.sheets:
        same = catalog.same_identity(sheet)
        assert (same is not None) == (sheet.field("variant") == "3 kW")
        for fields in (MODEL, VARIANT, YEARS):
            family = family_by(PROFILE, fields, ("make", "model"))
            assert family is not None
            assert sheet in catalog.family(sheet, family)
    assert file.opened == 2


def test_a_record_is_the_same_sheet_whether_a_pass_or_a_sibling_reads_it_first() -> None:
    file = File(*golfs(5))
    first, *others = file.sheets
    assert [file.sheets.at(index) for index in range(5)] == [first, *others] == list(file.sheets)


def test_records_far_back_are_read_again() -> None:
    file = File(*golfs(MAX_CACHED_SHEETS + 1))
    first, *_ = file.sheets
    again = file.sheets.at(0)
    assert again is not first
    assert again.place == first.place
    assert again.value == first.value


def test_of_equal_records_each_keeps_its_number_when_it_is_read_again() -> None:
    file = File(*[("Volkswagen", "Golf", "GTI")] * (MAX_CACHED_SHEETS + 2))
    ids = [sheet.id for sheet in file.sheets]
    assert ids[:3] == ["volkswagen/golf/gti", "volkswagen/golf/gti#2", "volkswagen/golf/gti#3"]
    assert [file.sheets.at(index).id for index in range(3)] == ids[:3]
    assert [sheet.id for sheet in file.sheets] == ids

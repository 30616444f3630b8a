"""Families: how a profile declares them, and which sheets of a catalog belong together."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint import check
from speclint.errors import ConfigError
from speclint.profiles.compile import UnknownNameError, compile_profile, load_profile
from speclint.profiles.family import tolerance
from speclint.quantities.figure import Figure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.sheets.catalog import Catalog
from speclint.sheets.families import family_by, ratio
from speclint.sheets.layers import Layer
from speclint.sheets.place import Claim, SheetFile, SheetLocation
from speclint.sheets.revised_catalog import RevisedCatalog
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.documents.pointer import Json
    from speclint.results import Report

CARS = """
[sheets]
files = ["*.json"]

[identity]
make = "make"
model = "model"
variant = "variant"
year = "year"

[quantities]
power = { kW = "kw" }
wheelbase = { mm = "wheelbase" }

[[family]]
name = "one body"
by = ["make", "platform.code"]
equal = ["wheelbase"]
close = { power = "12.5 %" }
same_keys = true
"""

PROFILE = compile_profile("cars", tomllib.loads(CARS))
(BODY,) = PROFILE.families
ROOT = Path("/cars")


def sheet(name: str, *, root: Path | None = ROOT, **value: Json) -> Sheet:
    return Sheet(
        SheetLocation(f"{name}.json", name, root), (Layer(f"{name}.json", b"", value),), value, PROFILE
    )


def ids(sheets: Iterable[Sheet]) -> list[str]:
    return [member.id for member in sheets]


def test_a_family_goes_by_identity_fields_and_by_any_other_path() -> None:
    assert BODY.name == "one body"
    assert BODY.by == (("make",), ("platform", "code"))
    assert BODY.equal == ("wheelbase",)
    assert BODY.close == {"power": 0.125}
    assert BODY.same_keys


@pytest.mark.parametrize(("old", "new"), [('"wheelbase"]', '"wheelbse"]'), ('{ power = "12', '{ powr = "12')])
def test_a_quantity_that_is_not_known_is_refused_with_the_nearest(old: str, new: str) -> None:
    with pytest.raises(UnknownNameError, match="did you mean"):
        compile_profile("cars", tomllib.loads(CARS.replace(old, new)))


@pytest.mark.parametrize("written", ["12.5", "-1 %", "a %", "% 5"])
def test_a_tolerance_that_is_no_percentage_is_refused_with_its_line(written: str, tmp_path: Path) -> None:
    (tmp_path / "cars.toml").write_text(CARS.replace("12.5 %", written))
    with pytest.raises(ConfigError, match=r"cars\.toml:19: "):
        load_profile("cars.toml", tmp_path)


def test_a_percentage_is_a_fraction() -> None:
    assert [tolerance("20 %"), tolerance("12.5%")] == [0.2, 0.125]


def test_members_share_all_that_the_family_goes_by_in_order_of_their_paths() -> None:
    code: Json = {"code": "A"}
    subject = sheet("c", make="X", platform=code)
    others = [
        sheet("b", make="X", platform=code),
        sheet("a", make="X", platform=code, year=2020),
        sheet("other-code", make="X", platform={"code": "B"}),
        sheet("no-code", make="X"),
        sheet("elsewhere", root=Path("/vans"), make="X", platform=code),
    ]
    catalog = Catalog([subject, *others])
    assert ids(catalog.family(subject, BODY)) == ["a", "b", "c"]
    assert [(family.name, ids(siblings.sheets)) for family, siblings in catalog.families(subject)] == [
        ("one body", ["a", "b"])
    ]


def test_fields_that_no_sheet_states_make_no_family() -> None:
    first, second = sheet("a", year=2020), sheet("b", year=2020)
    assert ids(Catalog([first, second]).family(first, BODY)) == ["a"]


def test_a_sheet_outside_any_catalog_is_a_family_of_its_own() -> None:
    first, second = sheet("a", root=None, make="X"), sheet("b", root=None, make="X")
    assert ids(Catalog([first, second]).family(first, BODY)) == ["a"]


def test_only_unread_files_that_may_be_members_are_read_and_each_once(tmp_path: Path) -> None:
    read: list[str] = []
    claim = Claim(tmp_path, ("*.json",), PROFILE)

    def unread(name: str, make: str) -> SheetFile:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"make": make}))
        return SheetFile(str(file), SheetLocation(file.name, name, ROOT), claim)

    def reader(file: SheetFile) -> list[Sheet]:
        read.append(file.place.id)
        return [sheet(file.place.id, **json.loads(file.file.read_text()))]

    mine = sheet("a", make="X")
    catalog = Catalog([mine], [unread("b", "X"), unread("c", "Y")], reader)
    assert [ids(catalog.family(mine, BODY)) for _ in range(2)] == [["a", "b"], ["a", "b"]]
    assert read == ["b"]


def test_of_a_large_family_only_the_files_that_may_state_a_number_are_read(tmp_path: Path) -> None:
    read: list[str] = []
    claim = Claim(tmp_path, ("*.json",), PROFILE)

    def unread(name: str, power: str) -> SheetFile:
        file = tmp_path / f"{name}.json"
        file.write_text(f'{{"make": "X", "kw": {power}}}', encoding="utf-8")
        return SheetFile(str(file), SheetLocation(file.name, name, ROOT), claim)

    def reader(file: SheetFile) -> list[Sheet]:
        read.append(file.place.id)
        return [sheet(file.place.id, **json.loads(file.file.read_text(), parse_float=Decimal))]

    mine = sheet("a", make="X", kw=1512)
    written = {"b": "1512", "c": "1.512e3", "d": "1513", "e": "15120", "f": "152"}
    catalog = Catalog([mine], [unread(name, power) for name, power in written.items()], reader)
    figure = mine.figure("power")
    # 15120 holds the digits, but is another number
    assert ids(catalog.family(mine, BODY, figure)) == ["a", "b", "c"]
    assert read == ["b", "c", "e"]
    assert ids(RevisedCatalog(catalog, sheet("b", make="X", kw=1513)).family(mine, BODY, figure)) == [
        "a",
        "c",
    ]
    assert ids(RevisedCatalog(catalog, sheet("d", make="X", kw=1512)).family(mine, BODY, figure)) == [
        "a",
        "b",
        "c",
        "d",
    ]
    assert ids(catalog.family(mine, BODY)) == ["a", "b", "c", "d", "e", "f"]


def test_a_kind_of_family_requires_some_fields_and_omits_others_that_the_profile_does_not_know() -> None:
    found = family_by(PROFILE, ("make", "model", "market"), ("make",))
    assert found is not None
    assert found.by == (("make",), ("model",))
    assert family_by(PROFILE, ("make",), ("market",)) is None
    assert family_by(None, ("make",), ()) is None


def power(kilowatts: int) -> Figure:
    return Figure(QUANTITIES["power"], UNITS["kW"], kilowatts, "/kw")


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_factor_between_two_figures_is_the_same_from_both_sides_and_at_least_one(a: int, b: int) -> None:
    assert ratio(power(a), power(b)) == ratio(power(b), power(a)) >= 1


def checked(folder: Path, cars: dict[str, dict[str, Json]], *only: str) -> Report:
    (folder / "cars.toml").write_text(CARS)
    (folder / "speclint.toml").write_text('[[sheets]]\nfiles = ["src/*.json"]\nprofile = "cars.toml"\n')
    (folder / "src").mkdir()
    for name, car in cars.items():
        text = json.dumps({"make": "X", "model": "M", "variant": "V"} | car)
        (folder / "src" / f"{name}.json").write_text(text)
    return check([folder / "src" / f"{name}.json" for name in only] or folder)


def reported(report: Report) -> list[tuple[str, str, str, list[str]]]:
    return [
        (
            finding.rule,
            finding.sheet,
            finding.message,
            [Path(remark.location.path).stem for remark in finding.related],
        )
        for finding in report.findings
    ]


def test_a_finding_shows_the_others_of_the_family_as_related_places(tmp_path: Path) -> None:
    cars: dict[str, dict[str, Json]] = {
        name: {"variant": name, "platform": {"code": "P"}, "wheelbase": mm}
        for name, mm in (("a", 2700), ("b", 2700), ("c", 2070))
    }
    message = 'wheelbase 2070 mm differs from 2 others of "one body": expected 2700 mm'
    # the others are read even where only one file is reported on
    assert reported(checked(tmp_path, cars, "c")) == [("sibling-outlier", "c", message, ["a", "b", "c"])]


def test_two_years_are_reported_once_from_either_side(tmp_path: Path) -> None:
    cars: dict[str, dict[str, Json]] = {"a": {"year": 2024, "kw": 100}, "b": {"year": 2025, "kw": 200}}
    assert reported(checked(tmp_path, cars)) == [
        ("year-jump", "a", "power 100 kW in 2024, but 200 kW in 2025", ["b"])
    ]


def test_a_year_of_two_sheets_is_not_compared(tmp_path: Path) -> None:
    cars: dict[str, dict[str, Json]] = {
        "a": {"year": 2024, "kw": 100},
        "b": {"year": 2025, "kw": 200, "market": "de"},
        "c": {"year": 2025, "kw": 205, "market": "us"},
    }
    assert [finding for finding in reported(checked(tmp_path, cars)) if finding[0] == "year-jump"] == []

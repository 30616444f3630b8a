"""A sheet with another value in one place is the sheet that is read from the document with that value."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speclint.documents.parser import parse
from speclint.profiles.compile import compile_profile, load_profile
from speclint.quantities.figure_name import FigureName
from speclint.sheets.exchange import with_value
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet, read_sheet

if TYPE_CHECKING:
    from speclint.profiles.profile import Profile

SPECS = Path(__file__).parents[2] / "specs"
TABLE = """
[sheets]
files = ["cars.json"]
missing = ["999"]

[identity]
make = "make"
year = "year"
size = "power"
market = "market"

[quantities]
power = { kW = "power" }
width = { mm = "width" }
torque = { value = "torque.value", unit = "torque.unit" }
consumption_combined = { mpg = "mpg" }
"""
CAR = (
    '{"make": "Opel", "year": 2011, "market": "us", "power": 100, "width": 1800, '
    '"torque": {"value": 200, "unit": "Nm"}, "mpg": 30}'
)


def sheet(text: str, profile: Profile) -> Sheet:
    return read_sheet(SheetLocation("a.json", "a"), (layer_of("a.json", text.encode()),), profile, None)


def content(found: Sheet) -> list[object]:
    """All that rules read of a sheet."""
    figures = {
        name: [(measurand.pointer, list(map(repr, measurand.figures))) for measurand in measurands]
        for name, measurands in found.measurands.items()
    }
    words = [(name, found.field(name), found.text(name)) for name in ("make", "year", "size", "powertrain")]
    return [
        figures, list(figures), words, found.identity, found.invalid_figures, found.facets, found.siblings,
        found.sources, found.disagreements, found.invalid_pointers,
    ]  # fmt: skip


def assert_read_again(subject: Sheet, pointer: str, literal: str) -> None:
    changed = with_value(subject, FigureName(pointer), literal)
    again = Sheet(subject.place, subject.layers, changed.value, subject.profile, subject.schema_violations)
    assert content(changed) == content(again)
    assert content(changed) != content(subject)


@pytest.mark.parametrize("path", sorted(SPECS.glob("*/*.json")), ids=lambda path: path.stem)
def test_each_figure_of_our_sheets_is_exchanged_as_if_read_again(path: Path) -> None:
    subject = sheet(path.read_text(encoding="utf-8"), load_profile("spec-sheet"))
    pointers = {
        figure.pointer
        for measurands in subject.measurands.values()
        for measurand in measurands
        for figure in measurand.figures
    }
    for pointer in pointers:
        for literal in ("7", "7.25", "[7, 8]", '{"at_least": 7}'):
            assert_read_again(subject, pointer, literal)


@pytest.mark.parametrize(
    ("pointer", "literal"),
    [
        ("/power", "120"),
        ("/power", "12.5"),
        ("/power", "999"),
        ("/power", '"n/a"'),
        ("/width", "[1800, 1900]"),
        ("/width", "[1900, 1800]"),
        ("/torque/value", "0"),
        ("/torque/value", "210.5"),
        ("/torque/unit", '"lb-ft"'),
        ("/mpg", "35"),
        ("/mpg", "0"),
        ("/year", "2012"),
        ("/market", '"gb"'),
    ],
)
def test_a_figure_with_a_unit_beside_it_and_a_field_are_read_again(pointer: str, literal: str) -> None:
    profile = compile_profile("cars", tomllib.loads(TABLE))
    assert_read_again(sheet(CAR, profile), pointer, literal)


def test_the_sheet_itself_stays_as_it_was() -> None:
    subject = sheet(CAR, compile_profile("cars", tomllib.loads(TABLE)))
    with_value(subject, FigureName("/width"), "1750")
    assert subject.value == parse(CAR.encode()).value
    assert str(subject.figure("width")) == "1800 mm"

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.columns.features import NAMES, features
from speclint.columns.vehicles import categories, powertrains, words, years
from speclint.documents.parser import parse
from speclint.profiles.compile import load_profile
from speclint.rules.registry import RULES
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet
from speclint.vehicle.category import category_of
from speclint.vehicle.features import features_of, states_enough
from speclint.vehicle.powertrain import powertrain_of, word_of

if TYPE_CHECKING:
    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns

Many = tuple[list[Sheet], "Columns"]


@pytest.fixture(scope="module")
def many() -> Many:
    """The sheets of all examples, and our own ones."""
    texts = [
        text
        for rule in RULES
        for example in (*rule.bad, *rule.good)
        if not example.is_table
        for text in example.sheets.values()
    ]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "specs").rglob("*.json")]
    profile = load_profile("spec-sheet")
    collection, sheets = Collection(profile), []
    for text in texts:
        sheets.append(Sheet(SheetLocation("", ""), (), parse(text.encode()).value, profile))
        collection.add(sheets[-1])
    return sheets, collection.columns()


def value_at(coded: Coded[str], row: int) -> str | None:
    code = int(coded.codes[row])
    return coded.values[code] if code >= 0 else None


def test_words_and_years_are_those_of_the_sheets(many: Many) -> None:
    sheets, columns = many
    for field in ("powertrain", "fuel", "drive", "gearbox", "market", "status", "category"):
        stated = words(columns, field)
        assert [value_at(stated, row) for row in range(len(sheets))] == [
            word_of(sheet, field) for sheet in sheets
        ]
    for sheet, year in zip(sheets, years(columns), strict=True):
        assert isnan(year) or year == float(sheet.field("year") or "")


def test_powertrains_and_categories_are_those_of_the_sheets(many: Many) -> None:
    sheets, columns = many
    for row, sheet in enumerate(sheets):
        assert value_at(powertrains(columns), row) == powertrain_of(sheet)
        assert value_at(categories(columns), row) == category_of(sheet).word


def test_features_are_those_of_the_sheets_to_the_last_bit(many: Many) -> None:
    sheets, columns = many
    found = features(columns)
    for row, sheet in enumerate(sheets):
        vector = dict(zip(NAMES, found.matrix[row].tolist(), strict=True))
        expected = features_of(sheet)
        assert found.kinds.values[found.kinds.codes[row]] == expected.kinds
        assert {name: value for name, value in vector.items() if not isnan(value)} == expected.vector
        assert found.states_enough[row] == states_enough(sheet)

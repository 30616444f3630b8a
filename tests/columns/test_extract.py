"""Extraction gives the columns that the sheets themselves give."""

from __future__ import annotations

import os
import random
import shutil
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_examples import lay_out

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.columns.extract import Extractor
from speclint.profiles.compile import compile_profile
from speclint.project.load import load_project
from speclint.project.request import requests_for, silent
from speclint.rules.registry import RULES
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Place
    from speclint.project.load import Project
    from speclint.rules.rule import Rule

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
MAX_SHEETS = 600
"""Sheets of a public data set that are looked at."""


def figures_of(columns: Columns, quantity: str) -> list[tuple[int, int, str, str, Place]]:
    figures = columns.figures(quantity)
    measurands = np.unique(figures.measurands, return_inverse=True)[1]
    stated = [(figure.unit.name, repr(figure.stated)) for figure in figures.distinct]
    return [
        (int(row), int(measurand), *stated[code], figures.places[where])
        for row, measurand, code, where in zip(
            figures.rows, measurands, figures.codes, figures.where, strict=True
        )
    ]


def texts_of(coded: Coded[str]) -> list[str | None]:
    return [coded.values[code] if code >= 0 else None for code in coded.codes]


def sources_of(columns: Columns) -> list[list[object]]:
    sources = columns.sources
    cited = (sources.published, sources.accessed)
    covered = [sources.covered.values[code] if code >= 0 else None for code in sources.covered.codes]
    texts = [[*zip(each.rows.tolist(), texts_of(each.texts), strict=True)] for each in cited]
    return [*texts, covered, sources.are_home.tolist(), sources.dangling.tolist()]


def content_of(columns: Columns) -> dict[str, object]:
    """All that columns hold, whatever the codes."""
    profile = columns.profile
    paths = {*profile.identity.values(), *(path for family in profile.families for path in family.by)}
    return {
        "places": [*columns.places],
        "figures": {quantity: figures_of(columns, quantity) for quantity in columns.quantities},
        "identity": {field: texts_of(columns.written(field)) for field in profile.identity},
        "scalars": {path: texts_of(columns.scalar(path)) for path in paths},
        "facets": {facet: rows.tolist() for facet, rows in columns.facets.items()},
        "links": [
            (row, columns.links.names[name])
            for row, name in zip(columns.links.rows, columns.links.ids, strict=True)
        ],
        "shares": [
            (link, columns.links.quantities[share])
            for link, share in zip(columns.links.links, columns.links.shares, strict=True)
        ],
        "sources": sources_of(columns),
        "irregular": columns.irregular.tolist(),
    }


def extracted(sheets: Iterable[Sheet]) -> int:
    """How many sheets need none of their own; fails if extraction differs from collection.

    Every few sheets another extractor takes over, as in other processes.
    """
    by_profile: dict[str, tuple[Collection, list[Extractor]]] = {}
    count = 0
    for number, sheet in enumerate(sheets):
        if sheet.profile is not None:
            if sheet.profile.name not in by_profile:
                by_profile[sheet.profile.name] = Collection(sheet.profile), [Extractor(sheet.profile)]
            collection, extractors = by_profile[sheet.profile.name]
            collection.add(sheet)
            if number % 50 == 30:
                extractors.append(Extractor(sheet.profile))
            is_added = extractors[-1].add(
                sheet.place,
                sheet.value,
                accepted=not (sheet.schema_violations or sheet.parse_errors),
                facets=["layers"] if sheet.layers[1:] else [],
                marks=sheet.profile.marks,
            )
            if not is_added:
                extractors[-1].add_sheet(sheet)
            count += is_added
    for collection, (first, *others) in by_profile.values():
        for extractor in others:
            first.add_packed(extractor.columns().places, extractor.packed())
        assert content_of(first.columns()) == content_of(collection.columns())
    return count


def project_in(folder: Path) -> Project:
    (request,) = requests_for(folder, [], None)
    return load_project(request, silent)


def test_most_own_sheets_are_extracted_as_they_are_collected() -> None:
    sheets = [*project_in(ROOT).reported]
    assert extracted(sheets) > len(sheets) * 0.9


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.on_change], ids=lambda rule: rule.first_id
)
def test_the_examples_of_a_rule_are_extracted_as_they_are_collected(rule: Rule, tmp_path: Path) -> None:
    for number, example in enumerate((*rule.bad, *rule.good)):
        folder = tmp_path / str(number)
        folder.mkdir()
        lay_out(example, folder)
        extracted(project_in(folder).reported)


TABLE = {
    "sheets": {"files": "*", "missing": ["9999", "keine"]},
    "identity": {
        "make": {"at": "name", "part": "make"}, "model": {"at": "name", "part": "model"}, "year": "year",
        "powertrain": "type", "fuel": "fuels[*]", "market": "market",
    },
    "quantities": {
        "power": {"kW": "power.kw", "PS": "power.ps"}, "torque": {"Nm": "torque"},
        "motor_power": {"kW": "motors[*].kw", "hp": "motors[*].hp"}, "length": "length",
        "consumption_combined": {"mpg": "mpg"}, "consumption_city": {"mpg US": "city"},
        "consumption_electric": {"mpge": "mpge"}, "co2": "co2[*]",
        "width": {"mm": "width", "in": "width.inches"},
        "mass_kerb": {"value": "mass.value", "unit": "mass.unit"},
    },
    "family": [{"name": "same model", "by": ["model", "market"]}],
}  # fmt: skip
"""A profile with paths of every kind."""
SCALARS = (
    None, True, False, 0, 1, 4, 30, 9999, 10**40, Decimal("4.5"), Decimal("4.50"), Decimal("1E+3"),
    Decimal(9), Decimal("1E+50"), Decimal("1.0"), "150 kW (204 PS)", "150 kW @ 5500 rpm", "1,865",
    "1.865,5 mm", "30 mpg", "n/a", "keine", "", "4.5", "kW", "mm", "kg", "1500 kg", "Acura Integra", "bev",
    "Electric", "petrol", "us", "'14", "x",
)  # fmt: skip
LISTS = ([], [417, 449], [449, 417], [Decimal("4.5"), Decimal("4.50")], [1, 2, 3], {"at_least": 300}, {})
KEYS = ("kW", "mm", "in", "g/km", "at_most", "kw", "hp", "inches", "value", "unit", "parsecs")
NAMES = (
    "name", "year", "type", "fuels", "market", "power", "torque", "motors", "length", "mpg", "city", "mpge",
    "co2", "width", "mass", "$speclint",
)  # fmt: skip


def random_value(chance: random.Random, depth: int = 0) -> object:
    kind = chance.random()
    if kind < 0.55 or depth > 2:
        return chance.choice(SCALARS)
    if kind < 0.65:
        return chance.choice(LISTS)
    if kind < 0.75:
        return [random_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(KEYS): random_value(chance, depth + 1) for _ in range(chance.randrange(4))}


@pytest.mark.parametrize("seed", range(20))
def test_any_document_is_extracted_as_it_is_collected(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    documents = [
        {name: random_value(chance) for name in chance.sample(NAMES, chance.randrange(1, 6))}
        for _ in range(300)
    ]
    profile = compile_profile("any", TABLE)
    if seed % 2:
        profile = profile.in_file(lambda: documents)
    sheets = [
        Sheet(SheetLocation("", str(number)), (), document, profile)
        for number, document in enumerate(documents)
    ]
    assert extracted(sheets) > 20


@pytest.mark.shared
@pytest.mark.parametrize(
    ("profile", "files"), [("open-ev-data", ""), ("kilowatt", 'files = ["ev-data-dd08fe4.json"]')]
)
def test_public_data_are_extracted_as_they_are_collected(profile: str, files: str, tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    shutil.copytree(SHARED / "data" / profile, tmp_path, dirs_exist_ok=True, copy_function=shutil.copyfile)
    (tmp_path / "speclint.toml").write_text(f'[[sheets]]\n{files}\nprofile = "{profile}"\n')
    sheets = [*islice(project_in(tmp_path).reported, MAX_SHEETS)]
    assert extracted(sheets) > len(sheets) * 0.9

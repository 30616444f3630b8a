from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from speclint.rules.sources.coverage import is_covered
from speclint.schema.load import shipped_schema
from speclint.schema.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Entry: TypeAlias = "dict[str, Json]"

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
STEMS = sorted(path.relative_to(SPECS).with_suffix("").as_posix() for path in SPECS.glob("*/*.json"))
OWN = {"$schema", "make", "model", "variant", "revised", "siblings", "sources", "disagreements", "$speclint"}
"""What names the sheet and its car, or is said of other sheets and sources: no page states it."""

every_sheet = pytest.mark.parametrize("stem", STEMS)


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / "spec-sheet.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


@cache
def sheet_of(stem: str) -> Entry:
    return cast("Entry", json.loads((SPECS / f"{stem}.json").read_text(encoding="utf-8")))


def entries(stem: str, key: str) -> list[Entry]:
    return cast("list[Entry]", sheet_of(stem).get(key, []))


def values(value: Json, pointer: str = "") -> Iterator[str]:
    """The pointer of every number and text below `value`."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from values(below, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from values(below, f"{pointer}/{index}")
    else:
        yield pointer


def covered(stem: str) -> set[str]:
    return {
        str(pointer)
        for source in entries(stem, "sources")
        for pointer in cast("list[Json]", source["covers"])
    }


def exists(sheet: Json, pointer: str) -> bool:
    place = sheet
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(place, dict) and key in place:
            place = place[key]
        elif isinstance(place, list) and re.fullmatch(r"0|[1-9][0-9]*", key) and int(key) < len(place):
            place = place[int(key)]
        else:
            return False
    return True


def is_a_page(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme in {"http", "https"}
        and parts.hostname is not None
        and f"{parts.path}{parts.query}" not in {"", "/"}
    )


def test_the_folder_holds_sheets() -> None:
    assert "bmw/ix2-xdrive30" in STEMS
    assert "bmw/ix1-xdrive30" in STEMS


@every_sheet
def test_a_sheet_meets_its_schema(stem: str) -> None:
    errors = [f"{error.json_path}: {error.message}" for error in validator().iter_errors(sheet_of(stem))]
    assert errors == []


@every_sheet
def test_a_sheet_names_the_schema_beside_it(stem: str) -> None:
    place = (SPECS / f"{stem}.json").parent / str(sheet_of(stem)["$schema"])
    assert place.resolve() == (ROOT / "schemas" / "spec-sheet.schema.json").resolve()


@every_sheet
def test_every_figure_and_every_fact_is_covered_by_a_source(stem: str) -> None:
    vouched = covered(stem)
    stated = {key: value for key, value in sheet_of(stem).items() if key not in OWN}
    assert [place for place in values(stated) if not is_covered([place], vouched)] == []


@every_sheet
def test_every_pointer_of_a_sheet_leads_somewhere(stem: str) -> None:
    sheet = sheet_of(stem)
    accepted = cast("list[Entry]", cast("Entry", sheet.get("$speclint", {})).get("accept", []))
    pointers = covered(stem) | {str(entry["at"]) for entry in [*entries(stem, "disagreements"), *accepted]}
    assert [pointer for pointer in sorted(pointers) if not exists(sheet, pointer)] == []


@every_sheet
def test_every_address_is_a_page_and_not_a_home_page(stem: str) -> None:
    urls = [str(source["url"]) for source in entries(stem, "sources")]
    urls += [str(disagreement["source"]) for disagreement in entries(stem, "disagreements")]
    assert [url for url in urls if not is_a_page(url)] == []


@every_sheet
def test_a_page_is_listed_once_among_the_sources_of_a_sheet(stem: str) -> None:
    urls = [str(source["url"]) for source in entries(stem, "sources")]
    assert sorted(urls) == sorted(set(urls))


@every_sheet
def test_siblings_name_each_other_and_share_the_same(stem: str) -> None:
    for sibling in entries(stem, "siblings"):
        other = str(sibling["sheet"])
        assert other in STEMS
        back = [entry["shares"] for entry in entries(other, "siblings") if entry["sheet"] == stem]
        assert back == [sibling["shares"]]


@every_sheet
def test_no_sheet_is_its_own_sibling_or_names_one_twice(stem: str) -> None:
    named = [str(sibling["sheet"]) for sibling in entries(stem, "siblings")]
    assert stem not in named
    assert len(named) == len(set(named))


@every_sheet
def test_a_successor_is_another_sheet(stem: str) -> None:
    assert sheet_of(stem).get("successor") in [None, *(other for other in STEMS if other != stem)]


@pytest.mark.parametrize(
    ("key", "value", "pointer"),
    [
        ("market", "us", "/market"),
        ("price", {"us": {"USD": 50000}}, "/price/us"),
        ("range", {"epa": {"mi": 250}}, "/range/epa"),
    ],
)
def test_a_sheet_states_nothing_for_a_market_where_the_car_is_not_sold(
    key: str, value: Json, pointer: str
) -> None:
    def places(sheet: Entry) -> list[str]:
        schema = Schema.load(shipped_schema("spec-sheet.schema.json"))
        return [violation.pointer for violation in schema.explain(sheet)]

    sheet = {**sheet_of("bmw/ix2-xdrive30"), key: value}
    assert places(sheet) == [pointer]
    assert places({**sheet, "not_sold_in": ["kr"]}) == []


@pytest.mark.parametrize(
    "url", ["https://example.com", "https://example.com/", "ftp://example.com/page", "page"]
)
def test_a_home_page_or_another_scheme_is_not_a_page(url: str) -> None:
    assert not is_a_page(url)


def test_a_missing_place_is_distinguished_from_an_empty_place() -> None:
    sheet: Json = {"top_speed": {"km/h": 180}, "motors": [{"axle": "front"}]}
    assert exists(sheet, "/top_speed/km~1h")
    assert exists(sheet, "/motors/0/axle")
    assert not exists(sheet, "/top_speed/km")
    assert not exists(sheet, "/motors/1")

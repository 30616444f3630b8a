"""Profiles that are inferred from the files of a repository."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint.errors import UnrecognisedError
from speclint.profile_inference.infer import recognise

if TYPE_CHECKING:
    from pathlib import Path

CAR = {"make": "Audi", "model": "Q4", "year": 2024, "power_kw": 150}


def write(root: Path, files: dict[str, object]) -> None:
    for name, value in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(value), encoding="utf-8")


def rows(root: Path) -> dict[str, tuple[str | None, str, int]]:
    return {row.quantity: (row.unit, row.path, row.sheets) for row in recognise(root).rows}


def layered(root: Path) -> None:
    for make, model in (("audi", "q4"), ("audi", "q6"), ("vw", "id_4")):
        names = {
            "make": {"slug": make, "name": make.upper()},
            "model": {"slug": model, "name": f"The {model}"},
        }
        write(root, {
            f"cars/{make}/{model}/base.json": {**names, "length_mm": 4600},
            f"cars/{make}/{model}/2024/{model}.json": {"year": 2024, **names, "power_kw": 150},
            f"cars/{make}/{model}/2024/{model}_plus.json": {"year": 2024, **names, "power_kw": 210},
            f"cars/{make}/{model}/2025/{model}.json": {"year": 2025, **names, "power_kw": 150},
        })  # fmt: skip


def test_layers_are_recognised_by_a_repeated_name_above_the_sheets_or_by_the_name_of_the_folder(
    tmp_path: Path,
) -> None:
    layered(tmp_path)
    layout = recognise(tmp_path).layout
    assert layout.files == ("cars/{make}/{model}/{year}/*.json",)
    assert layout.layers == ("cars/{make}/{model}/base.json", "cars/{make}/{model}/{year}/{model}.json")
    assert len(layout.sheets) == 9


def test_what_layers_state_counts_for_every_sheet_below(tmp_path: Path) -> None:
    layered(tmp_path)
    assert rows(tmp_path) == {"power": ("kW", "power_kw", 9), "length": ("mm", "length_mm", 9)}


def test_of_an_object_with_slug_and_name_the_name_is_the_identity(tmp_path: Path) -> None:
    layered(tmp_path)
    paths = {name: ".".join(field.path) for name, field in recognise(tmp_path).identity.items()}
    assert paths == {"make": "make.name", "model": "model.name", "year": "year"}


def test_many_objects_in_one_list_are_records(tmp_path: Path) -> None:
    write(
        tmp_path, {"all.json": {"data": [{**CAR, "model": f"Q{n}"} for n in range(5)], "meta": {"count": 5}}}
    )
    layout = recognise(tmp_path).layout
    assert (layout.files, layout.records, len(layout.sheets)) == (("all.json",), "data[*]", 5)


def test_a_list_that_is_the_whole_document_holds_records_too(tmp_path: Path) -> None:
    write(tmp_path, {"all.json": [{**CAR, "model": f"Q{n}"} for n in range(5)]})
    assert recognise(tmp_path).layout.records == "[*]"


def test_files_in_the_root_are_named_one_by_one_so_that_no_other_file_passes_for_a_sheet(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"a.json": CAR, "b.json": CAR, "package.json": {"name": "cars", "version": "1.0"}})
    found = recognise(tmp_path)
    assert (found.layout.files, found.passed_over) == (("a.json", "b.json"), ("package.json",))


def test_folders_that_no_field_names_are_numbered(tmp_path: Path) -> None:
    write(tmp_path, {"cars/x/a.json": CAR, "cars/y/b.json": CAR})
    assert recognise(tmp_path).layout.files == ("cars/{folder2}/*.json",)


def test_what_git_ignores_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": CAR, "out/audi/a.json": CAR, "out/audi/b.json": CAR})
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    assert recognise(tmp_path).layout.files == ("cars/{make}/*.json",)


def test_ranges_are_distinguished_by_the_cycle_beside_them(tmp_path: Path) -> None:
    rated = [
        {"cycle": "wltp", "range_km": 500},
        {"cycle": "epa", "range_km": 430},
        {"cycle": "x", "range_km": 1},
    ]
    write(tmp_path, {"cars/audi/a.json": {**CAR, "rated": rated}})
    assert rows(tmp_path)["range_wltp"] == ("km", "rated[?@.cycle=='wltp'].range_km", 1)
    assert rows(tmp_path)["range_epa"] == ("km", "rated[?@.cycle=='epa'].range_km", 1)
    assert "rated[?@.cycle=='x'].range_km" in {place.path for place in recognise(tmp_path).unmapped}


def test_an_object_keyed_by_unit_is_named_itself(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "torque": {"Nm": [300, 310], "lb-ft": 225}}})
    assert rows(tmp_path)["torque"] == (None, "torque", 1)


def test_a_unit_in_a_member_beside_the_value_holds(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "topSpeed": {"value": 180, "unitCode": "KMH"}}})
    assert rows(tmp_path)["top_speed"] == ("km/h", "topSpeed.value", 1)


@pytest.mark.parametrize("key", ["x-unit", "x-ogc-unit"])
def test_a_unit_that_the_schema_names_holds(tmp_path: Path, key: str) -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"torque": {"$ref": "#/definitions/torque"}},
        "definitions": {"torque": {"type": "number", key: "Nm"}},
    }
    sheet = {"$schema": "../../schema.json", **CAR, "torque": 310}
    write(tmp_path, {"schema.json": schema, "cars/audi/a.json": sheet})
    assert rows(tmp_path)["torque"] == ("Nm", "torque", 1)
    assert recognise(tmp_path).schema == "schema.json"


def test_two_places_with_the_name_of_one_quantity_are_both_left_to_the_user(tmp_path: Path) -> None:
    write(tmp_path, {"cars/audi/a.json": {**CAR, "length_mm": 4600, "body": {"length_mm": 4610}}})
    found = recognise(tmp_path)
    assert "length" not in {row.quantity for row in found.rows}
    rivals = {place.path for place in found.unmapped if place.reason == "more than one place has this name"}
    assert rivals == {"length_mm", "body.length_mm"}


def test_a_folder_without_json_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnrecognisedError, match="there is no JSON file in it that git does not ignore"):
        recognise(tmp_path)


def test_documents_that_are_no_cars_are_reported_with_their_content(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": {"colour": 1, "taste": 2}})
    with pytest.raises(
        UnrecognisedError, match=r"saw 1 JSON files, .* members such as colour, taste; .* by hand"
    ):
        recognise(tmp_path)


def test_cars_without_a_recognised_figure_are_reported_with_the_places_of_figures(tmp_path: Path) -> None:
    write(tmp_path, {"cars/a.json": {"make": "Audi", "model": "Q4", "oomph": 7}})
    with pytest.raises(
        UnrecognisedError, match=r"1 sheets in .*, figures at oomph; no key says its quantity"
    ):
        recognise(tmp_path)

"""What a schema allows at a place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint.schema.schema import Schema, shipped_schema

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.schema.allowed import Allowed


def allowed(folder: Path, schema: dict[str, object]) -> Allowed:
    file = folder / "schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    return Schema.load(file).allowed


def test_members_come_with_their_descriptions_and_a_closed_object_is_known() -> None:
    sheets = Schema.load(shipped_schema("spec-sheet.schema.json")).allowed
    members, is_closed = sheets.members(("powertrain", "motors", 1))
    assert members["axle"] == "The axle it drives."
    assert members.keys() == {"axle", "power", "torque"}
    assert is_closed


def test_the_description_beside_a_reference_counts_before_that_behind_it(tmp_path: Path) -> None:
    found = allowed(
        tmp_path,
        {
            "$defs": {"text": {"type": "string", "description": "any text"}},
            "properties": {
                "make": {"$ref": "#/$defs/text", "description": "the brand"},
                "model": {"$ref": "#/$defs/text"},
                "year": {"title": "model year"},
                "trim": True,
            },
        },
    )
    named = {"make": "the brand", "model": "any text", "year": "model year", "trim": ""}
    assert found.members(()) == (named, False)


@pytest.mark.parametrize("key", ["allOf", "anyOf", "oneOf"])
def test_members_of_alternatives_are_allowed(tmp_path: Path, key: str) -> None:
    found = allowed(tmp_path, {key: [{"properties": {"a": {}}}, {"properties": {"b": {}}}]})
    assert found.members(()) == ({"a": "", "b": ""}, False)


def test_members_of_both_branches_are_allowed(tmp_path: Path) -> None:
    found = allowed(
        tmp_path,
        {
            "if": {"properties": {"condition": {}}},
            "then": {"properties": {"a": {}}},
            "else": {"properties": {"b": {}}, "unevaluatedProperties": False},
        },
    )
    assert found.members(()) == ({"a": "", "b": ""}, True)


def test_a_schema_for_other_names_holds_for_any_name_that_is_not_listed(tmp_path: Path) -> None:
    found = allowed(
        tmp_path,
        {
            "properties": {"known": {"enum": [1]}},
            "patternProperties": {"^x": {"enum": [2]}},
            "additionalProperties": {"enum": [3]},
        },
    )
    assert found.values(("known",)) == [1]
    assert found.values(("other",)) == [2, 3]


def test_items_are_known_by_their_place(tmp_path: Path) -> None:
    found = allowed(tmp_path, {"prefixItems": [{"const": "first"}], "items": {"type": "boolean"}})
    assert found.values((0,)) == ["first"]
    assert found.values((1,)) == [True, False]


def test_items_of_old_drafts_are_known_too(tmp_path: Path) -> None:
    found = allowed(
        tmp_path,
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "items": [{"enum": ["first"]}],
            "additionalItems": {"enum": ["rest"]},
        },
    )
    assert found.values((0,)) == ["first"]
    assert found.values((1,)) == ["rest"]


def test_nothing_counts_beside_a_reference_in_old_drafts(tmp_path: Path) -> None:
    found = allowed(
        tmp_path,
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "definitions": {"a": {"properties": {"a": {}}}},
            "properties": {"it": {"$ref": "#/definitions/a", "allOf": [{"properties": {"b": {}}}]}},
        },
    )
    assert found.members(("it",))[0] == {"a": ""}


def test_a_schema_that_refers_to_itself_ends(tmp_path: Path) -> None:
    found = allowed(tmp_path, {"properties": {"next": {"$ref": "#"}, "value": {"enum": ["x"]}}})
    assert found.values(("next", "next", "next", "value")) == ["x"]

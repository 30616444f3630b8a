"""Schemas and settings that cannot be right are reported where they stand, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

OLD = '"$schema": "http://json-schema.org/draft-07/schema#"'
Y2019 = '"$schema": "https://json-schema.org/draft/2019-09/schema"'
CIRCLES = {
    "itself": '{"$ref": "#"}',
    "itself through a combination": '{"allOf": [{"type": "object"}, {"$ref": "#"}]}',
    "itself through an alternative": '{"anyOf": [{"$ref": "#"}, {"type": "string"}]}',
    "itself negated": '{"not": {"$ref": "#"}}',
    "two definitions": (
        '{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}},'
        ' "properties": {"make": {"$ref": "#/$defs/a"}}}'
    ),
    "a member": '{"properties": {"make": {"$ref": "#/properties/make"}}}',
    "another file": '{"properties": {"make": {"$ref": "other.json"}}}',
    "its own file": '{"$ref": "schema.json"}',
    "draft 7": '{"$schema": "http://json-schema.org/draft-07/schema#", "if": {"$ref": "#"}}',
    "an anchor": '{"$anchor": "a", "allOf": [{"$ref": "#a"}]}',
    "anchors": (
        '{"$defs": {"x": {"$anchor": "a", "$ref": "#b"}, "y": {"$anchor": "b", "not": {"$ref": "#a"}}},'
        ' "properties": {"make": {"$ref": "#a"}}}'
    ),
    "a dynamic anchor": '{"$dynamicAnchor": "a", "anyOf": [{"$dynamicRef": "#a"}]}',
    "a dynamic anchor of another file": '{"$dynamicAnchor": "a", "$ref": "dynamic.json"}',
    "a dynamic reference to a place": '{"properties": {"make": {"$dynamicRef": "#/properties/make"}}}',
    "a recursive anchor": f'{{{Y2019}, "$recursiveAnchor": true, "oneOf": [{{"$recursiveRef": "#"}}]}}',
    "a recursive reference": f'{{{Y2019}, "$recursiveRef": "#"}}',
    "its own URI": '{"$id": "http://example.com/a", "allOf": [{"$ref": "a"}]}',
    "the URI of a schema inside": (
        '{"$id": "http://example.com/r", "$defs": {"x": {"$id": "x", "$ref": "#/$defs/y", "$defs": {"y":'
        ' {"$ref": "x"}}}}, "properties": {"make": {"$ref": "x"}}}'
    ),
    "a schema with a URI of its own": '{"items": {"$id": "http://example.com/x", "$ref": "#"}}',
    "the schema around one with a URI": (
        '{"$id": "http://example.com/r", "allOf": [{"$id": "inside", "$ref": "r"}]}'
    ),
    "a name of draft 7": f'{{{OLD}, "definitions": {{"x": {{"$id": "#a", "allOf": [{{"$ref": "#a"}}]}}}}}}',
    "what a member requires": '{"dependentSchemas": {"make": {"$ref": "#"}}}',
    "what a member of draft 7 requires": f'{{{OLD}, "dependencies": {{"make": {{"$ref": "#"}}}}}}',
    "a definition that nothing uses": '{"$defs": {"a": {"$ref": "#/$defs/a"}}}',
    "a member named as a keyword": '{"properties": {"default": {"$ref": "#/properties/default"}}}',
    "a key that is escaped": '{"\\u0024ref": "#"}',
    "a long way": (
        '{"$defs": {'
        + ", ".join(f'"{number}": {{"$ref": "#/$defs/{(number + 1) % 3000}"}}' for number in range(3000))
        + '}, "$ref": "#/$defs/0"}'
    ),
}
SOUND = {
    "a tree": '{"properties": {"make": {"$ref": "#"}}, "items": {"$ref": "#"}}',
    "a value that looks like a reference": (
        '{"properties": {"make": {"const": {"$ref": "#/properties/make"}}}}'
    ),
    "members of such names": '{"properties": {"$ref": {"type": "string"}, "not": {}, "allOf": {}}}',
    "beside a reference of draft 7": (
        '{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {}},'
        ' "properties": {"make": {"$ref": "#/definitions/a", "not": {"$ref": "#/properties/make"}}}}'
    ),
    "a schema with a URI of its own": (
        '{"$defs": {"a": {"$id": "http://example.com/a", "properties": {"b": {"$ref": "#"}}}}, "items": {}}'
    ),
    "a tree by a dynamic anchor": '{"$dynamicAnchor": "a", "items": {"$dynamicRef": "#a"}}',
    "a tree by a recursive anchor": (
        f'{{{Y2019}, "$recursiveAnchor": true, "items": {{"$recursiveRef": "#"}}}}'
    ),
    "a dynamic anchor that is given again": (
        '{"$id": "http://example.com/r", "$ref": "base", "$defs": {"t": {"$dynamicAnchor": "T"}, "base":'
        ' {"$id": "base", "$dynamicAnchor": "T", "allOf": [{"$dynamicRef": "#T"}]}}}'
    ),
    "a pointer inside a schema with a URI of its own": (
        '{"$defs": {"a": {"$id": "http://example.com/a", "$defs": {"b": {}}, "$ref": "#/$defs/b"},'
        ' "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/b"}'
    ),
    "a keyword of another draft": '{"$recursiveRef": "#"}',
    "one definition in two ways": (
        '{"$defs": {"a": {}}, "allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}]}'
    ),
}


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    (tmp_path / "other.json").write_text('{"$ref": "schema.json#/properties/make"}', encoding="utf-8")
    (tmp_path / "dynamic.json").write_text(
        '{"allOf": [{"$dynamicRef": "#a"}], "$defs": {"a": {"$dynamicAnchor": "a"}}}', encoding="utf-8"
    )
    (tmp_path / "sheet.json").write_text('{"make": "bmw"}', encoding="utf-8")
    return "sheet.json"


@pytest.mark.parametrize("schema", CIRCLES.values(), ids=CIRCLES)
def test_a_schema_that_refers_to_itself_for_the_same_value_is_reported_at_the_schema(
    run: Run, tmp_path: Path, sheet: str, schema: str
) -> None:
    (tmp_path / "schema.json").write_text(f"\n{schema}", encoding="utf-8")
    outcome = run("check", "--schema", "schema.json", sheet)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"speclint: {tmp_path}/schema.json:2: ")
    assert " back to it, " in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_circle_in_the_schema_of_a_configuration_is_reported_at_the_schema(
    run: Run, tmp_path: Path, sheet: str
) -> None:
    schema = '{\n"properties": {\n"make": {"$anchor": "a", "$ref": "#a"}}}'
    (tmp_path / "schema.json").write_text(schema, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text(
        '[[sheets]]\nprofile = "spec-sheet"\nfiles = ["sheet.json"]\nschema = "schema.json"\n',
        encoding="utf-8",
    )
    for arguments in (("check",), ("check", sheet), ("baseline",)):
        outcome = run(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == (
            f"speclint: {tmp_path}/schema.json:3: a reference leads from /properties/make back to it, "
            "so that it fits no value or any; correct it\n"
        )


@pytest.mark.parametrize("schema", SOUND.values(), ids=SOUND)
def test_a_schema_that_refers_to_itself_for_another_value_is_followed(
    run: Run, tmp_path: Path, sheet: str, schema: str
) -> None:
    (tmp_path / "schema.json").write_text(schema, encoding="utf-8")
    outcome = run("check", "--schema", "schema.json", sheet)
    assert outcome.err == ""
    assert outcome.status in {0, 1}


def test_a_key_that_a_schema_holds_twice_is_reported_at_its_line(
    run: Run, tmp_path: Path, sheet: str
) -> None:
    (tmp_path / "schema.json").write_text('{\n"type": "array",\n"type": "object"}', encoding="utf-8")
    outcome = run("check", "--schema", "schema.json", sheet)
    assert outcome.status == 2
    assert outcome.err == (
        f'speclint: {tmp_path}/schema.json:3: the key "type" is given twice; only the last counts; '
        "remove the others\n"
    )


@pytest.mark.parametrize(
    "number", ["9" * 5000, "0x" + "f" * 4000, "-" + "9" * 400, str(2**63), "0b" + "1" * 65]
)
@pytest.mark.parametrize("name", ["speclint.toml", "speclint-profile.toml", "pyproject.toml"])
def test_an_integer_that_toml_does_not_have_is_one_line(
    run: Run, tmp_path: Path, sheet: str, name: str, number: str
) -> None:
    (tmp_path / "speclint.toml").write_text(
        '[[sheets]]\nprofile = "speclint-profile.toml"\nfiles = ["*.json"]\n', encoding="utf-8"
    )
    if name == "pyproject.toml":
        (tmp_path / "speclint.toml").unlink()
    (tmp_path / name).write_text(f"[tool.speclint]\nx = {number}\n", encoding="utf-8")
    for arguments in (("check", sheet), ("config",), ("show", sheet)):
        outcome = run(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith(f"speclint: {tmp_path}/{name}: not TOML: an integer ")
        assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085"])
def test_no_character_but_a_line_feed_ends_a_line_of_a_configuration(
    run: Run, tmp_path: Path, sheet: str, mark: str
) -> None:
    (tmp_path / "speclint.toml").write_text(
        f'# a{mark}b{mark}c\n[[sheets]]\nprofile = "spec-sheet"\nfiles = ["*.json"]\n'
        '[[accept]]\nrule = "conversion-mismatch"\nsheet = "sheet"\nreason = "known"\n',
        encoding="utf-8",
    )
    outcome = run("check", "--format", "concise")
    assert "speclint.toml:5:1: warning[unused-suppression]" in outcome.out
    assert sheet in outcome.out


@pytest.mark.parametrize("mark", ["\u2028", "\u0085"])
def test_no_character_but_a_line_feed_ends_a_line_of_an_ignore_file(
    run: Run, tmp_path: Path, mark: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(f"x{mark}specs\n", encoding="utf-8")
    specs = tmp_path / "data" / "specs"
    specs.mkdir(parents=True)
    (specs / "a.json").write_text('{"make": "bmw", "model": "i4"}', encoding="utf-8")
    assert "a.json" in run("check", "data", "--format", "concise").out

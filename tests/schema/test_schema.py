from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.parser import parse
from speclint.documents.pointer import resolve
from speclint.errors import SchemaError
from speclint.schema import explainer as schema_explainer
from speclint.schema.format import quoted, repeated_indexes
from speclint.schema.schema import Schema, shipped_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.documents.pointer import Json
    from speclint.schema.results import SchemaViolation

    Load = Callable[[object], Schema]
    Brief = list[tuple[str, str | None, str]]

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"

SHEET = {
    "$schema": DRAFT_2020,
    "$id": "sheet.schema.json",
    "type": "object",
    "required": ["market"],
    "additionalProperties": False,
    "properties": {
        "market": {"type": "string", "description": "Where the car is sold."},
        "drive": {"enum": ["fwd", "rwd", "awd"]},
        "power": {"$ref": "#/$defs/power"},
        "torque": {"type": "object", "description": "Torque, keyed by unit."},
        "top_speed": {"type": "object"},
    },
    "$defs": {
        "power": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {"kW": {"$ref": "#/$defs/figure"}, "hp": {"$ref": "#/$defs/figure"}},
        },
        "figure": {
            "oneOf": [
                {"title": "a number", "type": "number", "exclusiveMinimum": 0},
                {"$ref": "#/$defs/range"},
                {"$ref": "#/$defs/bound"},
            ]
        },
        "range": {
            "title": "a range [low, high]",
            "type": "array",
            "minItems": 2,
            "prefixItems": [{"type": "number"}, {"type": "number"}],
            "items": False,
        },
        "bound": {
            "title": '{"at_least": n}',
            "type": "object",
            "properties": {"at_least": {"type": "number"}},
            "required": ["at_least"],
            "additionalProperties": False,
        },
    },
}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(schema: object) -> Schema:
        file = tmp_path / "a.schema.json"
        file.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
        return Schema.load(file)

    return load


@pytest.fixture
def no_jsonschema(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(schema_explainer, "explainer", fail)


def brief(violations: list[SchemaViolation]) -> Brief:
    return [(violation.pointer, violation.blocks, violation.message) for violation in violations]


def messages(violations: list[SchemaViolation]) -> list[str]:
    return [violation.message for violation in violations]


def nested(levels: int, innermost: object = 1) -> object:
    for _ in range(levels):
        innermost = [innermost]
    return innermost


# Documents that are valid


@pytest.mark.parametrize(
    ("schema", "document", "accepted"),
    [
        ({"multipleOf": 0.01}, Decimal("19.99"), True),
        ({"multipleOf": 0.01}, Decimal("19.990"), True),
        ({"multipleOf": 0.01}, Decimal("19.995"), False),
        ({"multipleOf": 0.1}, Decimal("0.3"), True),
        ({"multipleOf": 3}, 3 * 10**40, True),
        ({"multipleOf": 3}, 3 * 10**40 + 1, False),
        ({"multipleOf": 0.01}, Decimal("1E+300"), True),
        ({"maximum": 10**40}, 10**40, True),
        ({"maximum": 10**39}, 10**40, False),
        ({"maximum": 0.1}, Decimal("0.1"), True),
        ({"maximum": 0.1}, Decimal("0.10000000000000000000001"), False),
        ({"maximum": 1}, Decimal("1E+9999"), False),
        ({"exclusiveMinimum": 0}, Decimal("1E-9999"), True),
        ({"type": "integer"}, Decimal("19.00"), True),
        ({"type": "integer"}, Decimal("19.5"), False),
        ({"type": "integer"}, Decimal("1E+300"), True),
        ({"type": "number"}, Decimal("1.50"), True),
        ({"const": 1.5}, Decimal("1.50"), True),
        ({"enum": [0.1]}, Decimal("0.1"), True),
        ({"const": 0}, Decimal("-0.0"), True),
        ({"uniqueItems": True}, [Decimal("1.0"), 1], False),
        ({"uniqueItems": True}, [1, True], True),
        ({"type": "string"}, "\ud800", True),
        ({"type": "string"}, dt.date(2023, 10, 11), True),
        ({"$schema": DRAFT_7, "items": [{"type": "string"}]}, [1], False),
        ({"items": {"type": "string"}, "prefixItems": [{}]}, [1], True),
        ({"format": "date"}, "2023-13-01", False),
        ({"$schema": DRAFT_7, "format": "date"}, "2023-13-01", False),
        ({"format": "no such format"}, "2023-13-01", True),
    ],
)
def test_figures_are_compared_by_their_exact_digits(
    load: Load,
    schema: object,
    document: object,
    accepted: bool,  # noqa: FBT001 - pytest passes by name
) -> None:
    validator = load(schema)
    assert validator.accepts(document) is accepted
    assert (validator.explain(document) == []) is accepted


def test_a_clean_document_loads_no_jsonschema(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(SHEET))
    code = (
        "import sys; from speclint.schema.schema import Schema\n"
        f"assert Schema.load({str(file)!r}).accepts({{'market': 'eu'}})\n"
        "slow = {'jsonschema', 'referencing', 'difflib', 'speclint.schema.violations'}\n"
        "assert not slow & set(sys.modules), slow & set(sys.modules)"
    )
    search = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": search})


# Messages for invalid documents: the same from the errors of jsonschema and of jsonschema-rs

EXPECTED = [
    (SHEET, {}, [("", None, '"market" is missing')]),
    (SHEET, [1], [("", "", "expected an object, found an array of 1 item")]),
    (
        SHEET,
        {"market": "eu", "torqe": {}},
        [("/torqe", "/torqe", 'unknown key "torqe"; did you mean "torque"?')],
    ),
    (
        SHEET,
        {"market": "eu", "Top-Speed": {}},
        [("/Top-Speed", "/Top-Speed", 'unknown key "Top-Speed"; did you mean "top_speed"?')],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": 1, "xyz": 1, "PS": 2}},
        [
            ("/power/xyz", "/power/xyz", 'unknown key "xyz"; allowed here: "kW", "hp"'),
            ("/power/PS", "/power/PS", 'unknown key "PS"; allowed here: "kW", "hp"'),
        ],
    ),
    (
        SHEET,
        {"market": "eu", "drive": "AWD"},
        [("/drive", "/drive", '"AWD" is not one of "fwd", "rwd", "awd"; did you mean "awd"?')],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": "494 Nm"}},
        [
            (
                "/power/kW",
                "/power/kW",
                'expected a number, a range [low, high] or {"at_least": n}, found the string "494 Nm"',
            )
        ],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": -3}},
        [("/power/kW", "/power/kW", "-3 is not greater than 0")],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": [417]}},
        [("/power/kW", "/power/kW", "expected at least 2 items, found 1")],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": [417, "449"]}},
        [("/power/kW/1", "/power/kW", 'expected a number, found the string "449"')],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": {"at_last": 300}}},
        [("/power/kW/at_last", "/power/kW", 'unknown key "at_last"; did you mean "at_least"?')],
    ),
    (
        SHEET,
        {"market": "eu", "power": {"kW": {}}},
        [("/power/kW", "/power/kW", '"at_least" is missing')],
    ),
    (
        SHEET,
        {"market": "eu", "power": {}},
        [("/power", "/power", "expected at least 1 key, found none")],
    ),
    ({"additionalProperties": False}, {"a/b": 1}, [("/a~1b", "/a~1b", 'unknown key "a/b"')]),
    (
        {
            "patternProperties": {"^b": {"type": "string"}},
            "properties": {"a": {}},
            "additionalProperties": False,
        },
        {"a": 1, "bc": 2, "zz": 3},
        [("/bc", "/bc", "expected a string, found the number 2"), ("/zz", "/zz", 'unknown key "zz"')],
    ),
    (
        {"additionalProperties": {"type": "string"}},
        {"a": 2},
        [("/a", "/a", "expected a string, found the number 2")],
    ),
    (
        {"unevaluatedProperties": False, "properties": {"alpha": {}}},
        {"alpa": 1, "zz": 2},
        [("/alpa", "/alpa", 'unknown key "alpa"; did you mean "alpha"?'), ("/zz", "/zz", 'unknown key "zz"')],
    ),
    (
        {"unevaluatedItems": False, "prefixItems": [{}]},
        [1, 2, 3],
        [("", "", "an array of 3 items has more of them than are allowed")],
    ),
    ({"type": ["string", "null"]}, True, [("", "", "expected a string or null, found true")]),
    ({"type": "boolean"}, {}, [("", "", "expected true or false, found an empty object")]),
    ({"type": "integer"}, None, [("", "", "expected a whole number, found null")]),
    ({"type": "object"}, [], [("", "", "expected an object, found an empty array")]),
    ({"type": "array"}, {"a": 1}, [("", "", "expected an array, found an object with 1 key")]),
    (
        {"type": ["number", "array"], "examples": [494, [417, 449], {"at_least": 300}, [[1]], "x"]},
        "x",
        [
            (
                "",
                "",
                (
                    "expected a number or an array, such as 494, [417, 449] or "
                    '{"at_least": 300}, found the string "x"'
                ),
            )
        ],
    ),
    ({"const": "a"}, 3, [("", "", 'expected "a", found the number 3')]),
    ({"enum": []}, 3, [("", "", "3 is found where no value is allowed")]),
    ({"enum": [1, 2, None, [1]]}, "1", [("", "", '"1" is not one of 1, 2, null, [1]')]),
    ({"enum": list("abcdefghi")}, "A", [("", "", '"A" is not one of 9 allowed values; did you mean "a"?')]),
    ({"enum": list("abcdefghi")}, "42", [("", "", '"42" is not one of 9 allowed values')]),
    (
        {"pattern": "^[a-z]+$"},
        "A",
        [("", "", '"A" does not have the expected form: text that matches ^[a-z]+$')],
    ),
    (
        {"pattern": "^[a-z]+$", "description": "A word in lower case."},
        "A",
        [("", "", '"A" does not have the expected form: A word in lower case')],
    ),
    (
        {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "2023-1-1",
        [("", "", '"2023-1-1" is not a calendar date, year-month-day')],
    ),
    ({"format": "hostname"}, "..", [("", "", '".." is not a valid hostname')]),
    ({"minimum": 0}, -3, [("", "", "-3 is below the minimum 0")]),
    ({"maximum": 0.5}, Decimal("0.50001"), [("", "", "0.50001 is above the maximum 0.5")]),
    ({"exclusiveMaximum": 3}, 3, [("", "", "3 is not less than 3")]),
    ({"multipleOf": 0.5}, Decimal("2.25"), [("", "", "2.25 is not a multiple of 0.5")]),
    ({"minLength": 1}, "", [("", "", "expected at least 1 character, found none")]),
    ({"maxLength": 2}, 'a"b', [("", "", 'expected at most 2 characters, found 3 in "a\\"b"')]),
    ({"maxItems": 1}, [1, 2], [("", "", "expected at most 1 item, found 2")]),
    ({"maxProperties": 1}, {"a": 1, "b": 2}, [("", "", "expected at most 1 key, found 2")]),
    (
        {"uniqueItems": True},
        ["DE", True, 1, "DE"],
        [("/3", "", '"DE" is in this array twice, as item 1 and item 4')],
    ),
    (
        {"uniqueItems": True},
        [{"a": [1, Decimal(2)]}, {"a": [1, 2]}],
        [("/1", "", "an object with 1 key is in this array twice, as item 1 and item 2")],
    ),
    (
        {"contains": {"type": "number"}},
        ["a"],
        [("", "", "expected at least 1 of the items to be as the schema asks")],
    ),
    (
        {"contains": {"type": "number", "title": "a number"}, "minContains": 2},
        ["a", 1],
        [("", "", "expected at least 2 of the items to be a number")],
    ),
    (
        {"contains": {"type": "number", "title": "a number"}, "maxContains": 1},
        [1, 2],
        [("", "", "expected at most 1 of the items to be a number")],
    ),
    (
        {"$schema": DRAFT_7, "items": [{}], "additionalItems": False},
        [1, 2, 3],
        [("/1", "", "expected at most 1 item, found 3")],
    ),
    (
        {"propertyNames": {"enum": ["kW", "hp"]}},
        {"KW": 1},
        [("/KW", "/KW", 'as a key, "KW" is not one of "kW", "hp"; did you mean "kW"?')],
    ),
    ({"not": {"type": "number", "title": "a number"}}, 1, [("", "", "1 is not allowed here: a number")]),
    ({"not": {"type": "number"}}, 1, [("", "", "1 is not allowed here")]),
    ({"not": {"required": ["a"]}}, {"a": 1}, [("", "", '"a" is not allowed here')]),
    (
        {"not": {"required": ["a", "b"]}},
        {"a": 1, "b": 1},
        [("", "", '"a" and "b" are not allowed together')],
    ),
    ({"properties": {"a": False}}, {"a": 1}, [("/a", "/a", 'the key "a" is not allowed here')]),
    ({"prefixItems": [{}, False]}, [1, 2], [("/1", "/1", "item 2 is not allowed here")]),
    (False, 1, [("", "", "the schema allows no document")]),
    (
        {"if": {"type": "number"}, "then": {"minimum": 3}, "else": {"minLength": 3}},
        1,
        [("", "", "1 is below the minimum 3")],
    ),
    (
        {"if": {"type": "number"}, "then": {"minimum": 3}, "else": {"minLength": 3}},
        "a",
        [("", "", 'expected at least 3 characters, found 1 in "a"')],
    ),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, [("", None, '"b" is missing')]),
    (
        {"oneOf": [{"type": "number"}, {"title": "one or more", "minimum": 1}, {"type": "string"}]},
        3,
        [("", "", "3 fits more than one form, but must fit exactly one: a number and one or more")],
    ),
    (
        {"oneOf": [{"minimum": 1}, {"description": "At most 5.", "maximum": 5}]},
        3,
        [("", "", "3 fits more than one form, but must fit exactly one: another form and At most 5")],
    ),
    (
        {"anyOf": [{"required": ["published"]}, {"required": ["accessed", "title"]}]},
        {},
        [("", None, '"published" or "accessed" and "title" is missing')],
    ),
    (
        {"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}]},
        "B",
        [("", "", '"B" is not one of "a", "b", "c"; did you mean "b"?')],
    ),
    (
        {
            "oneOf": [
                {
                    "properties": {"type": {"const": "bev"}, "battery": {"type": "number"}},
                    "required": ["type", "battery"],
                },
                {
                    "properties": {"type": {"const": "ice"}, "tank": {"type": "number"}},
                    "required": ["type", "tank"],
                },
            ]
        },
        {"type": "ice", "tank": "x", "battery": 1},
        [("/tank", "/tank", 'expected a number, found the string "x"')],
    ),
    (
        {"$dynamicRef": "#x", "$defs": {"x": {"$dynamicAnchor": "x", "type": "string"}}},
        1,
        [("", "", "expected a string, found the number 1")],
    ),
    (
        {
            "anyOf": [{"$ref": "#text"}, {"$ref": "#/$defs/yes"}],
            "$defs": {
                "text": {"$anchor": "text", "type": "string"},
                "yes": True,
                "no": {"type": "null"},
            },
            "allOf": [{"$ref": "#/$defs/no"}],
        },
        1,
        [("", "", "expected null, found the number 1")],
    ),
    (
        {
            "oneOf": [{"$ref": "#text"}, {"type": "null"}],
            "$defs": {"t": {"$anchor": "text", "type": "string"}},
        },
        1,
        [("", "", "expected a string or null, found the number 1")],
    ),
]


@pytest.mark.parametrize(("schema", "document", "expected"), EXPECTED)
def test_a_violation_is_reported_at_its_place_in_plain_words(
    load: Load, schema: object, document: object, expected: Brief
) -> None:
    validator = load(schema)
    assert not validator.accepts(document)
    assert brief(validator.explain(document)) == expected


@pytest.mark.usefixtures("no_jsonschema")
@pytest.mark.parametrize(("schema", "document", "expected"), EXPECTED)
def test_jsonschema_rs_gives_the_same_messages_where_jsonschema_fails(
    load: Load, schema: object, document: object, expected: Brief
) -> None:
    assert sorted(brief(load(schema).explain(document)), key=str) == sorted(expected, key=str)


def test_each_missing_key_is_reported_with_the_key_that_requires_it(load: Load) -> None:
    needs = load({"dependentRequired": {"time": ["window", "power"], "absent": ["x"]}})
    assert brief(needs.explain({"time": 29})) == [
        ("", None, '"window" is missing; "time" needs it'),
        ("", None, '"power" is missing; "time" needs it'),
    ]
    old = load({"$schema": DRAFT_7, "dependencies": {"a": ["b"], "c": {"required": ["d"]}}})
    assert brief(old.explain({"a": 1, "c": 1})) == [
        ("", None, '"b" is missing; "a" needs it'),
        ("", None, '"d" is missing'),
    ]


def test_an_array_that_is_too_long_is_shown_at_its_first_item_too_many(load: Load) -> None:
    validator = load(SHEET)
    violations = validator.explain({"market": "eu", "power": {"kW": [417, 449, 500, 501]}})
    assert brief(violations) == [("/power/kW/2", "/power/kW", "expected at most 2 items, found 4")]
    assert brief(load({"items": False}).explain([1])) == [("/0", "", "expected at most 0 items, found 1")]


def test_a_limit_of_draft_4_may_exclude_itself(load: Load) -> None:
    validator = load({"$schema": DRAFT_4, "minimum": 3, "exclusiveMinimum": True})
    assert messages(validator.explain(3)) == ["3 is not greater than 3"]


@pytest.mark.usefixtures("no_jsonschema")
def test_a_limit_of_draft_4_may_be_exclusive_for_jsonschema_rs_too(load: Load) -> None:
    validator = load({"$schema": DRAFT_4, "minimum": 3, "exclusiveMinimum": True})
    assert messages(validator.explain(3)) == ["3 is not greater than 3"]


def test_a_misspelt_key_is_not_missing_as_well(load: Load) -> None:
    assert brief(load(SHEET).explain({"markt": "eu"})) == [
        ("/markt", "/markt", 'unknown key "markt"; did you mean "market"?')
    ]


def test_a_key_that_is_there_is_not_proposed_again(load: Load) -> None:
    assert messages(load(SHEET).explain({"market": "eu", "Market": "eu"})) == [
        'unknown key "Market"; allowed here: "market", "drive", "power", "torque", "top_speed"'
    ]


def test_help_describes_the_expected_value(load: Load) -> None:
    def helped(schema: object, document: object) -> list[str | None]:
        return [violation.help for violation in load(schema).explain(document)]

    assert helped(SHEET, {}) == ["Where the car is sold"]
    assert helped(SHEET, {"market": "eu", "torqe": 1}) == ["Torque, keyed by unit"]
    assert helped(SHEET, {"market": "eu", "zzz": 1}) == [None]
    assert helped({"type": "number"}, "494") == ["write the number without quotes: 494"]
    assert helped({"type": "number"}, "494 Nm") == [None]
    assert helped({"type": "number", "examples": [494]}, "x") == ["for example 494"]
    assert helped({"type": ["number", "array"], "examples": [494]}, "x") == [None]
    assert helped({"pattern": "^a", "title": "a", "examples": ["a", "ab"]}, "x") == [
        'for example "a" or "ab"'
    ]
    assert helped({"$schema": DRAFT_4, "pattern": "^a", "examples": "a"}, "x") == [None]
    assert helped({"minimum": 1, "description": "A year."}, 0) == ["A year"]


def test_a_violation_names_its_keyword(load: Load) -> None:
    violations = load(SHEET).explain({"zzz": 1, "drive": 1, "power": {"kW": "x"}})
    assert {violation.pointer: violation.keyword for violation in violations} == {
        "": "required",
        "/zzz": "additionalProperties",
        "/drive": "enum",
        "/power/kW": "oneOf",
    }


def test_a_pattern_that_would_match_for_hours_is_given_up(load: Load) -> None:
    schema = {"pattern": "^(?:(a+)\\1)+$", "patternProperties": {"^(?:(b+)\\1)+$": {}}}
    violations = load(schema).explain("a" * 40 + "c")
    assert brief(violations) == [
        ("", "", f'"{"a" * 39}…" takes too long to match with the pattern ^(?:(a+)\\1)+$')
    ]
    assert messages(load({**schema, "additionalProperties": False}).explain({"b" * 40 + "c": 1})) == [
        f'unknown key "{"b" * 39}…"'
    ]


@pytest.mark.usefixtures("no_jsonschema")
def test_jsonschema_rs_limits_the_steps_of_a_pattern_too(load: Load) -> None:
    violations = load({"pattern": "^(?:(a+)\\1)+$"}).explain("a" * 40 + "c")
    assert messages(violations) == [f'"{"a" * 39}…" takes too long to match with the pattern ^(?:(a+)\\1)+$']


def test_patterns_are_those_of_ecmascript_on_both_ways(load: Load) -> None:
    validator = load({"patternProperties": {"^\\p{Lu}$": {"type": "string"}}})
    assert brief(validator.explain({"Ä": 1, "ä": 1})) == [
        ("/Ä", "/Ä", "expected a string, found the number 1")
    ]


def test_nothing_of_a_sheet_reaches_a_message_raw(load: Load) -> None:
    hostile = "\x1b[31m\u202e\n::error::\x9b\u2028" + "x" * 100_000
    documents = [
        {hostile: 1},
        {"market": hostile, "drive": hostile},
        {"market": "eu", "power": {"kW": hostile}},
    ]
    for document in documents:
        for violation in load(SHEET).explain(document):
            assert violation.message.isprintable()
            assert len(violation.message) < 300


@pytest.mark.parametrize("length", [39, 40, 41])
def test_a_value_is_shown_with_40_characters_at_most(length: int) -> None:
    assert quoted("x" * length) == (f'"{"x" * length}"' if length <= 40 else f'"{"x" * 39}…"')
    assert len(quoted(10**length)) <= 40


def test_numbers_of_any_length_are_shown(load: Load) -> None:
    assert messages(load({"type": "string"}).explain(10**5000)) == [
        f"expected a string, found the number 1{'0' * 38}…"
    ]
    assert messages(load({"type": "string"}).explain(0.5)) == ["expected a string, found the number 0.5"]


def test_a_violation_that_only_jsonschema_rs_finds_is_reported(load: Load) -> None:
    validator = load({"$schema": DRAFT_7, "contentMediaType": "application/json"})
    assert brief(validator.explain("{")) == [("", "", '"{" is refused by "contentMediaType" of the schema')]


def test_items_are_the_same_as_json_schema_has_it() -> None:
    assert repeated_indexes([1, True, "1", [1], {"1": 1}, None, Decimal("1.0")]) == (0, 6)
    assert repeated_indexes([0, False, "", [], {}, None]) == (0, 0)


# What it survives


@pytest.mark.parametrize("levels", [10, 200, 254, 300, 512])
@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["array", "number"], "items": {"$ref": "#"}, "minItems": 2},
        {"anyOf": [{"type": "array", "items": {"$ref": "#"}}, {"type": "object"}]},
        {"uniqueItems": True, "items": {"$ref": "#"}, "maxItems": 0},
    ],
)
def test_deep_nesting_is_invalid_without_a_crash(load: Load, schema: object, levels: int) -> None:
    validator = load(schema)
    document = nested(levels)
    assert not validator.accepts(document)
    assert len(validator.explain(document)) >= 1


def test_a_document_that_nests_too_deep_to_explain_is_invalid(load: Load) -> None:
    assert brief(load({"type": "object"}).explain(nested(600))) == [
        ("", "", "the document violates the schema, but nests too deep to locate where")
    ]
    deep = nested(300)
    assert not load({"uniqueItems": True}).accepts([deep, deep])
    assert not load({"uniqueItems": True}).accepts([nested(600), nested(600)])


def test_references_in_a_ring_are_refused(load: Load) -> None:
    ring = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}
    for schema in (ring, {"oneOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}], "$defs": ring["$defs"]}):
        with pytest.raises(SchemaError, match=r"a reference leads from .* back to it"):
            load(schema)


def test_references_that_fork_do_not_keep_the_explanation_busy(load: Load) -> None:
    fork = {f"a{level}": {"allOf": [{"$ref": f"#/$defs/a{level + 1}"}] * 2} for level in range(14)}
    validator = load({"$ref": "#/$defs/a0", "$defs": {**fork, "a14": {"maximum": 3}}, "required": ["a"]})
    start = time.monotonic()
    assert messages(validator.explain({})) == ['"a" is missing']
    assert messages(validator.explain({})) == ['"a" is missing']
    assert time.monotonic() - start < 20


def test_a_thousand_places_are_listed_and_the_rest_is_counted_as_one(load: Load) -> None:
    violations = load({"items": {"type": "string"}}).explain(list(range(1500)))
    assert len(violations) == 1001
    assert violations[-1][:3] == (
        "",
        "",
        "more than 1000 places do not fit the schema; the others are not listed",
    )


def test_values_that_json_cannot_hold_are_validated_as_text(load: Load) -> None:
    validator = load({"additionalProperties": {"items": {"type": "number"}, "type": "array"}})
    assert brief(validator.explain({"a": [dt.date(2023, 10, 11), 1.5]})) == [
        ("/a/0", "/a/0", 'expected a number, found the string "2023-10-11"')
    ]


# Schemas that cannot be used


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            "[1]",
            "not a JSON Schema: expected an object or true or false, found an array of 1 item; correct it",
        ),
        (
            '{"properties": {"a": {"type": "nubmer"}}}',
            (
                'not a JSON Schema at "/properties/a/type": "nubmer" is not one of "array", "boolean", '
                '"integer", "null", "number", "object", "string"; did you mean "number"?; correct it'
            ),
        ),
        (
            f'{{"$schema": "{DRAFT_7}", "minimum": "1"}}',
            'not a JSON Schema at "/minimum": expected a number, found the string "1"; correct it',
        ),
        (
            '{"$schema": 3}',
            'not a JSON Schema at "/$schema": expected a string, found the number 3; correct it',
        ),
        ('{"pattern": "("}', 'not a JSON Schema at "/pattern": "(" is not a regular expression; correct it'),
        (
            '{"minimum": "1", "minimum": "2"}',
            'not a JSON Schema at "/minimum": expected a number, found the string "2"; correct it',
        ),
        (
            '{"$schema": "https://example.org/mine"}',
            f'"$schema" is "https://example.org/mine", which is not known; write "{DRAFT_2020}"',
        ),
        ('{"$ref": "#/nope"}', "\"$ref\" leads nowhere: Pointer '/nope' does not exist; correct it"),
        (
            '{"$ref": "https://example.org/a.json"}',
            (
                '"$ref" to https://example.org/a.json: '
                "speclint does not use the network; save that schema and refer to its file"
            ),
        ),
        (
            '{"$ref": "file://host/a.json"}',
            (
                '"$ref" to file://host/a.json: '
                "speclint does not use the network; save that schema and refer to its file"
            ),
        ),
        ('{"$ref": "%00"}', '"$ref" to file://FOLDER/%00 names no file; correct it'),
        ('{"$ref": "nope.json"}', "FOLDER/nope.json does not exist; check the path"),
        (
            '{"$ref": "broken.json"}',
            (
                "FOLDER/broken.json is not JSON: "
                "the document ends where a key in double quotes or '}' is expected, in line 2"
            ),
        ),
        (
            '{"$ref": "/etc/passwd"}',
            '"$ref" to /etc/passwd, which is outside FOLDER; move that schema inside',
        ),
        (
            '{"$ref": "../x.json"}',
            '"$ref" to ABOVE/x.json, which is outside FOLDER; move that schema inside',
        ),
        ('{"$ref": "link.json"}', '"$ref" to ABOVE/x.json, which is outside FOLDER; move that schema inside'),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, schema: str, expected: str
) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (tmp_path / "x.json").write_text("{}")
    (folder / "link.json").symlink_to(tmp_path / "x.json")
    (folder / "broken.json").write_text("\n{")
    file = folder / "a.json"
    file.write_text(schema)
    with pytest.raises(SchemaError) as refused:
        Schema.load(file)
    message = expected.replace("FOLDER", str(folder)).replace("ABOVE", str(tmp_path))
    assert str(refused.value) == f"{file}: {message}"


def test_a_schema_that_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{\n"a": }')
    with pytest.raises(SchemaError, match=r"a\.json is not JSON: .*, in line 2$"):
        Schema.load(file)


def test_a_schema_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent, latin, pipe = tmp_path / "absent.json", tmp_path / "latin.json", tmp_path / "pipe"
    latin.write_bytes(b'{"title": "\xe4"}')
    os.mkfifo(pipe)
    for file, expected in [
        (absent, "does not exist; check the path"),
        (latin, "is not UTF-8; save it as UTF-8"),
        (tmp_path, "is not a file"),
        (pipe, "is not a file"),
    ]:
        with pytest.raises(SchemaError) as refused:
            Schema.load(file)
        assert str(refused.value) == f"{file} {expected}"

    def forbid(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    with pytest.raises(SchemaError, match=r"latin\.json: Permission denied"):
        Schema.load(latin)


def test_a_byte_order_mark_before_a_schema_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b'\xef\xbb\xbf{"type": "string"}')
    assert not Schema.load(file).accepts(1)


def test_a_schema_with_numbers_beyond_ours_explains_all_the_same(load: Load) -> None:
    validator = load('{"type": "string", "maximum": 1E9999}')
    assert messages(validator.explain(1)) == ["expected a string, found the number 1"]


# References


def test_a_reference_leads_to_files_below_the_root(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "kW.json").write_text('{"$ref": "../number.json#/$defs/a"}')
    number = {
        "$schema": DRAFT_2020,
        "$defs": {"a": {"title": "a number", "type": "number", "multipleOf": 0.01}},
    }
    (tmp_path / "number.json").write_text(json.dumps(number))
    file = tmp_path / "parts" / "sheet.json"
    file.write_text('{"properties": {"a": {"anyOf": [{"$ref": "kW.json"}, {"type": "null"}]}}}')
    validator = Schema.load(file, root=tmp_path)
    assert validator.accepts({"a": Decimal("19.99")})
    assert brief(validator.explain({"a": "x"})) == [
        ("/a", "/a", 'expected a number or null, found the string "x"')
    ]
    assert brief(validator.explain({"a": Decimal("19.999")})) == [
        ("/a", "/a", "19.999 is not a multiple of 0.01")
    ]
    with pytest.raises(SchemaError, match="is outside"):
        Schema.load(file)


def test_a_reference_may_lead_to_a_shipped_schema(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps({"$ref": shipped_schema("spec-sheet.schema.json").as_uri() + "#/$defs/figure"})
    )
    validator = Schema.load(file)
    assert validator.accepts(Decimal("5.60"))
    assert not validator.accepts("5.60")
    # and from there to its own parts
    file.write_text(json.dumps({"$ref": shipped_schema("spec-sheet.schema.json").as_uri()}))
    validator = Schema.load(file)
    sheet = json.loads(
        (Path(__file__).parents[2] / "specs/bmw/ix2-xdrive30.json").read_text(encoding="utf-8")
    )
    assert validator.accepts(sheet)
    assert not validator.accepts({**sheet, "market": 1})


def test_a_project_may_have_a_dialect_of_its_own(tmp_path: Path) -> None:
    vocabulary = "https://json-schema.org/draft/2020-12/vocab"
    own = {
        "$schema": DRAFT_2020,
        "$vocabulary": {f"{vocabulary}/core": True, f"{vocabulary}/applicator": True},
    }
    dialect, file = tmp_path / "own.json", tmp_path / "a.json"
    dialect.write_text(json.dumps({**own, "$id": dialect.as_uri()}))
    file.write_text(
        json.dumps({"$schema": dialect.as_uri(), "properties": {"a": False, "b": {"minimum": 3}}})
    )
    violations = Schema.load(file).explain({"a": 1, "b": 1})
    assert brief(violations) == [("/a", "/a", 'the key "a" is not allowed here')]


def test_a_metaschema_may_be_referred_to_by_its_name(load: Load) -> None:
    validator = load({"properties": {"schema": {"$ref": DRAFT_2020}}})
    assert validator.accepts({"schema": {"type": "string"}})
    assert brief(validator.explain({"schema": {"minLength": "1"}})) == [
        ("/schema/minLength", "/schema/minLength", 'expected a whole number, found the string "1"')
    ]


def test_the_network_is_never_reached(load: Load) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.json"
        for schema in ({"$ref": address}, {"$schema": address}, {"$id": address, "$ref": "b.json"}):
            with pytest.raises(SchemaError):
                load(schema)
        with pytest.raises(TimeoutError):
            server.accept()


# Our own sheets


@pytest.fixture(scope="module")
def ours() -> Schema:
    return Schema.load(shipped_schema("spec-sheet.schema.json"))


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        ({"torqe": {"Nm": 494}}, [("/torqe", "/torqe", 'unknown key "torqe"')]),
        (
            {"powertrain": {"type": "bev", "torque": {"Nm": "494"}}},
            [
                (
                    "/powertrain/torque/Nm",
                    "/powertrain/torque/Nm",
                    (
                        "expected a number, an array or an object, such as 494, [417, 449] or "
                        '{"at_least": 300}, found the string "494"'
                    ),
                )
            ],
        ),
        (
            {"powertrain": {"type": "bev", "power": {"kw": 230}}},
            [("/powertrain/power/kw", "/powertrain/power/kw", 'unknown key "kw"; did you mean "kW"?')],
        ),
        (
            {"powertrain": {"type": "BEV"}},
            [
                (
                    "/powertrain/type",
                    "/powertrain/type",
                    '"BEV" is not one of "bev", "phev", "hev", "ice", "fcev"; did you mean "bev"?',
                )
            ],
        ),
        ({"powertrain": {}}, [("/powertrain", None, '"type" is missing')]),
        (
            {"market": "EU"},
            [("/market", "/market", '"EU" is not one of 251 allowed values; did you mean "eu"?')],
        ),
        (
            {"revised": "11.10.2023"},
            [("/revised", "/revised", '"11.10.2023" is not a calendar date, year-month-day')],
        ),
        ({"sources": []}, [("/sources", "/sources", "expected at least 1 item, found none")]),
        (
            {"sources": [{"title": "a", "url": "https://example.org/a", "covers": ["/power"]}]},
            [("/sources/0", None, '"published" or "accessed" is missing')],
        ),
    ],
)
def test_a_mistake_in_one_of_our_sheets_is_one_violation(
    ours: Schema, mistake: dict[str, object], expected: Brief
) -> None:
    source = {"title": "a", "url": "https://example.org/a", "covers": ["/power"], "accessed": "2023-11-21"}
    good: dict[str, object] = {
        "make": "BMW",
        "model": "iX2",
        "variant": "xDrive30",
        "market": "eu",
        "status": "production",
        "revised": "2023-11-21",
        "powertrain": {"type": "bev"},
        "sources": [source],
    }
    assert ours.explain(good) == []
    assert brief(ours.explain({**good, **mistake})) == expected


# Laws

NAMES = ["market", "drive", "power", "torque", "top_speed", "x"]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.decimals(-2, 2, places=2)
    | st.text("ab1", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kW", "market", "power", "at_least", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    file = tmp_path_factory.mktemp("schema") / "sheet.schema.json"
    file.write_text(json.dumps(SHEET))
    return Schema.load(file)


@given(document=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, values)))
def test_every_violation_is_at_a_place_in_the_document(sheet: Schema, document: Json) -> None:
    violations = sheet.explain(document)
    assert (violations == []) is sheet.accepts(document)
    for violation in violations:
        resolve(document, violation.pointer)
        assert violation.blocks is None or violation.pointer.startswith(violation.blocks)
        assert violation.message.isprintable()
        assert not violation.message.endswith(".")
    assert len({(violation.pointer, violation.message) for violation in violations}) == len(violations)


# The official suite

SHARED = Path(os.environ.get("SPECLINT_SHARED", Path(__file__).parents[2].parent / "shared"))
SUITE = SHARED / "corpus" / "JSON-Schema-Test-Suite"


@pytest.fixture(scope="module")
def remotes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemas that the suite serves by HTTP, as files that refer to each other."""
    folder = tmp_path_factory.mktemp("remotes")
    for file in (SUITE / "remotes").rglob("*.json"):
        copy = folder / file.relative_to(SUITE / "remotes")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("http://localhost:1234", folder.as_uri()))
    return folder


def cases(draft: str, remotes: Path) -> Iterator[tuple[str, Schema | None, object, bool]]:
    for file in sorted((SUITE / "tests" / draft).glob("*.json")):
        text = file.read_text(encoding="utf-8").replace("http://localhost:1234", remotes.as_uri())
        for group in json.loads(text):
            schema = group["schema"]
            if draft == "draft7" and isinstance(schema, dict):
                schema = {"$schema": DRAFT_7, **schema}
            at = remotes / "case.json"
            at.write_text(json.dumps(schema))
            try:
                validator = Schema.load(at)
            except SchemaError:
                validator = None
            for case in group["tests"]:
                name = f"{file.stem}: {group['description']}: {case['description']}"
                yield name, validator, parse(json.dumps(case["data"]).encode()).value, case["valid"]


@pytest.mark.shared
@pytest.mark.skipif(not SUITE.is_dir(), reason="the JSON Schema Test Suite is not beside the project")
@pytest.mark.parametrize(("draft", "count"), [("draft7", 927), ("draft2020-12", 1299)])
def test_the_official_suite_passes_but_for_formats_that_are_asserted(
    remotes: Path, draft: str, count: int
) -> None:
    failed, total = [], 0
    for name, validator, document, valid in cases(draft, remotes):
        total += 1
        if validator is None or validator.accepts(document) is not valid:
            failed.append(name)
        else:
            assert (validator.explain(document) == []) is valid, name
    assert total == count
    assert [name for name in failed if "is only an annotation by default" not in name] == []
    assert len(failed) == (0 if draft == "draft7" else 19)  # `format` is asserted here

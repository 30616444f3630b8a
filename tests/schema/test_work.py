"""Work and memory have bounds for a document of many faults, which are told all the same."""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from speclint.limits import LIMITS
from speclint.schema import violations as schema_violations
from speclint.schema.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from speclint.schema.results import KeywordError

COMPARISONS = LIMITS["comparisons"].default
COLOURS = [f"colour number {number}" for number in range(4000)]


def load(folder: Path, schema: object) -> Schema:
    (folder / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    return Schema.load(folder / "s.json")


def explain(folder: Path, schema: object, document: object) -> list[str]:
    return [violation.message for violation in load(folder, schema).explain(document)]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The pairs of names of which the resemblance is computed."""
    pairs: list[tuple[str, str]] = []
    original = difflib.get_close_matches

    def noted(word: str, possibilities: Sequence[str], n: int, cutoff: float) -> list[str]:
        pairs.extend((word, other) for other in possibilities)
        return original(word, possibilities, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", noted)
    return pairs


# Proposals


def test_misspelt_values_are_compared_up_to_the_limit(
    tmp_path: Path, compared: list[tuple[str, str]]
) -> None:
    found = explain(
        tmp_path,
        {"items": {"enum": COLOURS[:400]}},
        [each.replace("number", "nomber") for each in COLOURS[:400]],
    )
    assert found[7] == '"colour nomber 7" is not one of 400 allowed values; did you mean "colour number 7"?'
    assert found[-1] == '"colour nomber 399" is not one of 400 allowed values'
    assert len(compared) <= COMPARISONS


def test_long_names_count_as_several_comparisons(tmp_path: Path, compared: list[tuple[str, str]]) -> None:
    names = [f"{number:03}" + "k" * 197 for number in range(60)]
    schema = {"properties": {name: {} for name in names}, "additionalProperties": False}
    found = explain(tmp_path, schema, {name.replace("k", "j", 1): 1 for name in names})
    assert len(found) == len(names)
    assert "did you mean" in found[0]
    assert sum(len(name) * len(other) for name, other in compared) <= 500 * COMPARISONS


def test_of_very_many_values_the_one_that_was_meant_is_proposed(
    tmp_path: Path, compared: list[tuple[str, str]]
) -> None:
    misspelt = [each.replace("number", "nomber") for each in COLOURS[:300]]
    found = explain(tmp_path, {"items": {"enum": COLOURS}}, misspelt)
    assert found == [
        f'"{wrong}" is not one of 4000 allowed values; did you mean "{right}"?'
        for wrong, right in zip(misspelt, COLOURS, strict=False)
    ]
    assert len(compared) <= COMPARISONS


def test_of_very_many_keys_one_that_is_absent_is_proposed(tmp_path: Path) -> None:
    schema = {"properties": {name: {} for name in COLOURS}, "additionalProperties": False}
    assert explain(tmp_path, schema, {"Colour-Number 17": 1, "colour number 1": 1}) == [
        'unknown key "Colour-Number 17"; did you mean "colour number 17"?'
    ]


def test_a_value_that_is_misspelt_in_many_places_is_compared_once(
    tmp_path: Path, compared: list[tuple[str, str]]
) -> None:
    found = explain(tmp_path, {"items": {"enum": COLOURS[:400]}}, ["colour nomber 7"] * 900)
    assert set(found) == {
        '"colour nomber 7" is not one of 400 allowed values; did you mean "colour number 7"?'
    }
    assert len(compared) == 400


# Alternatives


def alternatives(count: int) -> list[object]:
    return [{"properties": {"a": {"const": each}}, "required": [f"b{each}"]} for each in range(count)]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_errors_of_alternatives_are_kept_up_to_the_limit(tmp_path: Path, keyword: str) -> None:
    document = [{"a": f"x{each}"} for each in range(400)]
    found = explain(tmp_path, {"items": {keyword: alternatives(400)}}, document)
    assert found[:2] == ['expected 0, found the string "x0"', '"b0" is missing']
    assert found[-1] == (
        "what does not fit the schema is not all listed: more than 100,000 errors; "
        "SPECLINT_LIMITS=alternatives=NUMBER in the environment raises the limit"
    )
    assert len(found) == 2 * (100_000 // 800) + 1


def test_a_schema_of_which_much_is_wrong_ends_with_its_references(tmp_path: Path) -> None:
    names = {f"a{index}": each for index, each in enumerate(alternatives(400))}
    schema = {"$defs": names, "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}}
    found = explain(tmp_path, schema, [{"a": f"x{each}"} for each in range(400)])
    assert found[:2] == ['expected 0, found the string "x0"', '"b0" is missing']
    assert "more than 20,000 references; SPECLINT_LIMITS=references=NUMBER" in found[-1]


@pytest.mark.parametrize(
    "items",
    [
        {"anyOf": [{"minLength": 3}, {"maxLength": 1}, {"const": "ab"}]},
        {"oneOf": [{"minLength": 3}, {"maxLength": 1}, {"const": "ab"}]},
        {"not": {"anyOf": [{"minLength": 3}, {"maxLength": 1}]}},
        {"not": {"oneOf": [{"minLength": 3}, {"maxLength": 1}]}},
    ],
)
def test_errors_of_alternatives_are_not_kept_where_the_value_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, items: object
) -> None:
    monkeypatch.setenv("SPECLINT_LIMITS", "alternatives=2")
    found = explain(tmp_path, {"items": items, "minItems": 10}, ["ab"] * 9)
    assert found == ["expected at least 10 items, found 9"]


@pytest.mark.parametrize(
    ("schema", "document", "expected"),
    [
        (
            {"contains": {"anyOf": [{"const": each} for each in range(6000)]}},
            [f"x{each}" for each in range(6000)],
            "expected at least 1 of the items to be as the schema asks",
        ),
        (
            {"items": {"allOf": [{"not": {"const": each}} for each in range(6000)]}},
            [*(f"x{each}" for each in range(6000)), 7],
            "7 is not allowed here",
        ),
    ],
    ids=["contains", "not"],
)
def test_thousands_of_alternatives_for_thousands_of_values_are_explained(
    tmp_path: Path, schema: object, document: object, expected: str
) -> None:
    (tmp_path / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "sheet.json").write_text(json.dumps(document), encoding="utf-8")
    arguments = ["check", "--no-cache", "--format", "concise", "--schema", "s.json", "sheet.json"]
    command = [sys.executable, "-m", "speclint", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100)
    assert done.stdout.endswith(f"{expected}\n"), done
    assert done.stdout.count("\n") == 1


# Other lists


def test_no_more_violations_are_made_than_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    original = schema_violations.missing_keys

    def noted(error: KeywordError) -> Iterator[tuple[str, str]]:
        nonlocal made
        for each in original(error):
            made += 1
            yield each

    monkeypatch.setattr(schema_violations, "missing_keys", noted)
    found = explain(tmp_path, {"items": {"required": [f"k{each}" for each in range(300)]}}, [{}] * 300)
    assert len(found) == 1001
    assert made == 1001


def test_each_pattern_of_a_schema_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = load(
        tmp_path,
        {
            "patternProperties": {f"^q{each}.*b$": {"type": "string"} for each in range(1500)},
            "additionalProperties": False,
        },
    )
    compiled = 0
    original = jsonschema_rs.validator_for

    def noted(*arguments: object, **named: object) -> object:
        nonlocal compiled
        compiled += 1
        return original(*arguments, **named)  # type: ignore[arg-type]  # as they are

    monkeypatch.setattr(jsonschema_rs, "validator_for", noted)
    found = schema.explain({f"a{each}xxb": 1 for each in range(20)})
    assert len(found) == 20
    assert compiled == 1500


@pytest.mark.parametrize("value", ["x" * 1_000_000, ["x"] * 200_000, {"x" * 1_000_000: 1}])
def test_a_long_value_is_not_written_into_the_error_of_each_alternative(
    tmp_path: Path, value: object
) -> None:
    schema = load(tmp_path, {"anyOf": [{"type": "number"}] * 300})
    tracemalloc.start()
    try:
        (found,) = schema.explain(value)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.message.startswith("expected a number, found ")
    assert most < 100_000_000

"""Work and memory have bounds for a document of many faults, which are told all the same."""

from __future__ import annotations

import difflib
import json
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

"""A word that is in no vocabulary means unknown: no rule takes it for the opposite of one that it knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from speclint.documents.jsonpath import find
from speclint.documents.parser import parse
from speclint.profiles.compile import load_profile
from speclint.profiles.vocabulary import known_words
from speclint.rules.evaluate import RuleSet, evaluate
from speclint.rules.registry import REGISTRY, RULES
from speclint.sheets.catalog import Catalog
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN = "Quantum drive"
BANDS = {"figure-implausible", "likely-entry-error"}
"""Without the drive, which shifts their middle, bands are wider, and hold for all drives together."""
ENTRIES = [entry for entry in REGISTRY if entry.group not in {"structure", "layers"}]


@cache
def alone() -> list[Sheet]:
    """The examples of all rules that consist of one sheet."""
    texts = {
        example.sheets[name]
        for rule in RULES
        for example in (*rule.bad, *rule.good)
        if len(example.sheets) == 1 and not example.profile
        for name in example.sheets
    }
    values = (parse(text.encode()).value for text in sorted(texts))
    profile = load_profile("spec-sheet")
    return [Sheet(SheetLocation("x.json", "x"), (), value, profile) for value in values]


def stating(field: str) -> Iterator[tuple[Sheet, tuple[str, ...]]]:
    """The sheets that state a field, with the way to it."""
    path = load_profile("spec-sheet").identity[field]
    for sheet in alone():
        for steps, _ in find(sheet.value, path):
            yield sheet, tuple(map(str, steps))


def with_word(sheet: Sheet, way: tuple[str, ...], word: str) -> Sheet:
    """The sheet with another word in a field."""

    def changed(value: object, steps: tuple[str, ...]) -> object:
        if not steps:
            return word
        assert isinstance(value, dict)
        return {**value, steps[0]: changed(value[steps[0]], steps[1:])}

    return Sheet(sheet.place, (), changed(sheet.value, way), sheet.profile)


def violations(sheet: Sheet) -> set[tuple[str, str]]:
    """Rule and place of each violation."""
    found = evaluate(sheet, Catalog([sheet]), RuleSet(ENTRIES))
    return {(rule.id, str(violation.at)) for rule, violation in found}


@pytest.mark.parametrize("field", ["powertrain", "fuel", "drive", "status"])
def test_an_unknown_word_gives_no_finding_that_a_known_word_would_not_give(field: str) -> None:
    sheets = list(stating(field))
    assert sheets
    for sheet, way in sheets:
        assumed = violations(with_word(sheet, way, UNKNOWN))
        for word in sorted(known_words(field)) if assumed else ():
            extra = assumed - violations(with_word(sheet, way, word))
            extra = {found for found in extra if field != "drive" or found[0] not in BANDS}
            assert not extra, f"{extra} for an unknown {field}, but not for {word}: {sheet.value}"

"""What is being typed in a text that need not be JSON."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("lsprotocol", reason="the extra lsp brings the protocol")

from conftest import IX2, ROOT
from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Regions
from speclint.integrations.lsp.typed import Typed, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Steps

SHEET = (ROOT / f"specs/{IX2}.json").read_text(encoding="utf-8")


def at_mark(text: str) -> Typed | None:
    before, _, after = text.partition("|")
    return typed(before + after, len(before))


@pytest.mark.parametrize(
    ("text", "steps", "is_key", "written"),
    [
        ('{"pow|', (), True, '"pow'),
        ("{pow|", (), True, "pow"),
        ('{"power|": 3}', (), True, '"power"'),
        ('{"a": {"b": 1, "|"}, "c": 2}', ("a",), True, '""'),
        ('{"a": 1 "b|\n "c": 2}', (), True, '"b'),
        ('{"a": |', ("a",), False, ""),
        ('{"a": tr|ue}', ("a",), False, "true"),
        ('{"a": "be|v", "x": 1', ("a",), False, '"bev"'),
        ('{"a": [1, {"q|', ("a", 1), True, '"q'),
        ('{"a": ["p", "|"]}', ("a", 1), False, '""'),
        ('{"x": {"y": [}, "k|"', (), True, '"k"'),
        ('{"a\\"b": {"|"', ('a"b',), True, '""'),
        ('{"\\q": {"|"', ("\\q",), True, '""'),
        ('{"a": "not closed,\n "|"}', (), True, '""'),
        ('{"a": {]}, "|"}', (), True, '""'),
    ],
)
def test_a_place_is_known_though_the_text_is_not_json(
    text: str, steps: Steps, is_key: object, written: str
) -> None:
    found = at_mark(text)
    assert found is not None
    assert (found.steps, found.is_key) == (steps, is_key)
    assert text.replace("|", "")[slice(*found.span)] == written


@pytest.mark.parametrize("text", ["|", '{"a": 1}|', '{"a"|: 1}', "word|", ']{}, "|"'])
def test_outside_of_objects_and_arrays_nothing_is_typed(text: str) -> None:
    assert at_mark(text) is None


def test_names_in_the_same_object_are_known_before_and_after() -> None:
    found = at_mark('{"a": {"no": 1}, "|": 2, "b": {"no": 1}, "c": ["no"]}, "no": 3')
    assert found is not None
    assert found.present == {"a", "b", "c"}
    assert found.has_colon


def members(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """The objects in a value, each with the names of its members."""
    if isinstance(value, dict):
        yield from ((steps, name) for name in value)
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from members(child, (*steps, step))


def test_each_key_of_a_sheet_is_known_when_the_text_ends_in_it() -> None:
    regions, lines = Regions(SHEET), SHEET.splitlines(keepends=True)
    for steps, name in members(json.loads(SHEET)):
        region = regions.key(to_pointer((*steps, name)))
        end = sum(map(len, lines[: region.line - 1])) + region.column
        found = typed(SHEET[:end], end)
        assert found is not None
        assert (found.steps, found.is_key, found.span) == (steps, True, (end - 1, end))
        assert name not in found.present


def test_no_text_is_too_broken() -> None:
    random = Random(17)  # noqa: S311 - repeatable
    for _ in range(2000):
        length = random.randrange(1, 200)
        start = random.randrange(len(SHEET) - length)
        text = list(SHEET[start : start + length])
        for _ in range(random.randrange(6)):
            text[random.randrange(length)] = random.choice(
                ["", '"', "\\", "{", "}", "[", "]", ",", ":", "\n", "é"]
            )
        whole = "".join(text)
        offset = random.randrange(len(whole) + 1)
        found = typed(whole, offset)
        if found is not None:
            assert found.span[0] <= offset <= found.span[1]
            json.dumps(found.steps)

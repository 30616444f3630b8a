"""Values that `diff` compares without a profile: whatever JSON can hold, and nothing of it is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

DIFFERENT = {
    "one element without the common key": (
        '[{"url": "a", "title": 1}, {"url": "b"}]',
        '[{"url": "a", "title": 2}, {"title": "b"}]',
    ),
    "elements without any common key": ('[{"url": "a"}, {"id": "b"}]', '[{"url": "a"}, {"id": "c"}, 3]'),
    "a key that is a number once": ('[{"url": "a"}, {"url": 1}]', '[{"url": "a"}, {"url": 2}, null]'),
    "large numbers": ('[{"a": {"l": 1.5e200}}, "x"]', '[{"a": {"l": 1.6e200}}, "x"]'),
    "numbers that differ in a late digit": ('[{"a": 1e-20}, "x"]', '[{"a": 2e-20}, "x"]'),
    "members whose names start with two underscores": ('[{"__len__": 1}, "x"]', '[{"__len__": 2}, "x"]'),
    "how often an element is there": ('["a", "a", "b"]', '["a", "b", "b"]'),
    "a list in a list": ('[["a", 1.5e200], ["a", 1.5e200], []]', '[["a", 1.5e200], [], []]'),
    "a text and a number": ('[1.5e200, "x"]', '["1.5e200", "x"]'),
    "NUL": ('["\\u0000", "x"]', '["\\u0000\\u0000", "x"]'),
}


def changes(run: Run, folder: Path, base: str, revision: str) -> list[object]:
    (folder / "a.json").write_text(f'{{"make": "bmw", "model": "i4", "list": {base}}}', encoding="utf-8")
    (folder / "b.json").write_text(f'{{"make": "bmw", "model": "i4", "list": {revision}}}', encoding="utf-8")
    outcome = run("diff", "--format", "json", "a.json", "b.json")
    assert (outcome.status, outcome.err) == (0, "")
    found: list[object] = json.loads(outcome.out)["changes"]
    return found


@pytest.mark.parametrize(("base", "revision"), DIFFERENT.values(), ids=DIFFERENT)
def test_lists_that_differ_are_reported_from_both_sides(
    run: Run, tmp_path: Path, base: str, revision: str
) -> None:
    there = changes(run, tmp_path, base, revision)
    back = changes(run, tmp_path, revision, base)
    assert there
    assert len(there) == len(back)


@pytest.mark.parametrize(
    ("base", "revision"),
    [
        ('[{"a": 1.5e200}, "x"]', '["x", {"a": 15e199}]'),
        ('[{"a": 1}, "x"]', '["x", {"a": 1.0}]'),
        ('[{"a": [0, "y"]}, "x"]', '["x", {"a": ["y", -0.0]}]'),
    ],
)
def test_the_order_of_a_list_and_the_way_a_number_is_written_are_no_change(
    run: Run, tmp_path: Path, base: str, revision: str
) -> None:
    assert changes(run, tmp_path, base, revision) == []

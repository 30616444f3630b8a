"""Figures that two sheets exchanged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speclint import diff

if TYPE_CHECKING:
    from pathlib import Path

Cars = dict[str, tuple[int, int]]


def exchanged(tmp_path: Path, before: Cars, after: Cars) -> dict[str, list[str]]:
    """The sheets with which each sheet exchanged figures, after power and torque of cars changed."""
    for side, cars in (("old", before), ("new", after)):
        folder = tmp_path / side / "specs" / "maker"
        folder.mkdir(parents=True)
        for name, (power, torque) in cars.items():
            figures = {"type": "bev", "power": {"kW": power}, "torque": {"Nm": torque}}
            sheet = {"make": "Maker", "model": name, "status": "production", "powertrain": figures}
            (folder / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")
    found: dict[str, list[str]] = {}
    for change in diff(tmp_path / "old", tmp_path / "new").changes:
        text, _, other = change.text.partition(", exchanged with ")
        assert text
        found.setdefault(change.sheet, []).append(other)
    return found


def test_each_of_two_sheets_names_the_other(tmp_path: Path) -> None:
    before, after = {"a": (150, 300), "b": (200, 400)}, {"a": (200, 400), "b": (150, 300)}
    assert exchanged(tmp_path, before, after) == {"maker/a": ["maker/b"] * 2, "maker/b": ["maker/a"] * 2}


def test_of_several_it_is_the_one_with_which_most_was_exchanged(tmp_path: Path) -> None:
    before = {"a": (150, 300), "b": (200, 500), "c": (200, 400)}
    after = {"a": (200, 400), "b": (150, 500), "c": (150, 300)}
    assert exchanged(tmp_path, before, after) == {
        "maker/a": ["maker/c"] * 2,
        "maker/b": [""],
        "maker/c": ["maker/a"] * 2,
    }


def test_a_value_that_moved_on_to_a_third_sheet_was_not_exchanged(tmp_path: Path) -> None:
    before = {"a": (150, 300), "b": (200, 300), "c": (250, 300)}
    after = {"a": (200, 300), "b": (250, 300), "c": (150, 300)}
    assert exchanged(tmp_path, before, after) == {"maker/a": [""], "maker/b": [""], "maker/c": [""]}

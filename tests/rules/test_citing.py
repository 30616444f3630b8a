"""Rules on sources, in repositories that cite in their own way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
revised = "changed"
[quantities]
power = { kW = "power_kw" }
"""
SOURCES = """
[sources]
each = "meta.references[*]"
url = "link"
accessed = "seen"
"""
COVERS = 'covers = "vouches"\n'


def found(folder: Path, profile: str, references: list[dict[str, object]]) -> list[tuple[str, str]]:
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(profile, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    car = {"make": "BMW", "changed": "2024-03-01", "power_kw": 230, "meta": {"references": references}}
    (folder / "car.json").write_text(json.dumps(car), encoding="utf-8")
    return [(finding.rule, finding.location.pointer) for finding in check([folder]).findings]


def test_sources_are_read_at_the_place_that_the_profile_names(tmp_path: Path) -> None:
    references: list[dict[str, object]] = [
        {"link": "https://www.bmw.com/", "seen": "2024-03-02", "vouches": ["/power_kw", "/torque_nm"]}
    ]
    assert found(tmp_path, PROFILE + SOURCES + COVERS, references) == [
        ("home-page-source", "/meta/references/0/link"),
        ("source-date-inconsistent", "/meta/references/0/seen"),
        ("dangling-pointer", "/meta/references/0/vouches/1"),
    ]


@pytest.mark.parametrize("vouches", [[], ["/torque"], [7]])
def test_a_figure_is_unsourced_only_where_sources_list_what_they_cover(
    vouches: list[object], tmp_path: Path
) -> None:
    references: list[dict[str, object]] = [{"link": "https://www.bmw.com/data", "vouches": vouches}]
    reported = {rule for rule, _ in found(tmp_path, PROFILE + SOURCES + COVERS, references)}
    assert ("unsourced-figure" in reported) == (vouches == ["/torque"])
    assert found(tmp_path / "silent", PROFILE + SOURCES, references) == []


def test_without_a_word_on_sources_in_the_profile_all_rules_on_them_are_silent(tmp_path: Path) -> None:
    assert found(tmp_path, PROFILE, [{"link": "https://www.bmw.com/", "seen": "2042-03-02"}]) == []


@pytest.mark.parametrize("day", ["March 2042", "42-03-02", "", 20420302])
def test_a_day_that_is_not_written_as_one_is_not_compared(day: object, tmp_path: Path) -> None:
    references: list[dict[str, object]] = [{"link": "https://www.bmw.com/data", "seen": day}]
    assert found(tmp_path, PROFILE + SOURCES, references) == []

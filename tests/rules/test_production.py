"""The dates of production, against the model year, the status and the sources."""

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
status = "status"
year = "year"
revised = "revised"
production_start = "built"
production_end = "last"
[quantities]
power = { kW = "power" }
[sources]
each = "sources[*]"
url = "url"
published = "published"
"""


def reported(folder: Path, profile: str = PROFILE, **members: object) -> list[tuple[str, str, list[str]]]:
    """Rule, message and messages of related locations of each finding in a car."""
    (folder / "own.toml").write_text(profile, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    (folder / "car.json").write_text(json.dumps({"make": "BMW", **members}), encoding="utf-8")
    return [
        (finding.rule, finding.message, [remark.message for remark in finding.related])
        for finding in check([folder]).findings
    ]


def test_where_one_date_is_start_and_end_the_message_names_the_end(tmp_path: Path) -> None:
    ((rule, message, related),) = reported(
        tmp_path,
        PROFILE.replace('"last"', '"built"'),
        status="production",
        built="2020",
        revised="2024-03-01",
    )
    assert rule == "dates-inconsistent"
    assert message.startswith('the status is "production", but production ended in 2020, before')
    assert related == ["the end of production"]


def test_a_source_of_the_year_9999_is_not_older_than_the_car(tmp_path: Path) -> None:
    sources = [{"published": "9998-01-01"}]
    for car in ({"status": "discontinued", "built": "2020"}, {"status": "expected"}):
        rules = [rule for rule, _, _ in reported(tmp_path, revised="2024-03-01", sources=sources, **car)]
        assert rules == ["source-date-inconsistent"]


@pytest.mark.parametrize(
    ("members", "rule", "related_rule"),
    [
        ({"status": "discontinued", "built": "2013-09", "last": "2002-06", "year": 2020},
         "dates-inconsistent", "dates-inconsistent"),
        ({"status": "production", "built": "2032-11", "year": 2022},
         "dates-inconsistent", "dates-inconsistent"),
        ({"status": "production", "last": "2012-06", "year": 2022},
         "dates-inconsistent", "dates-inconsistent"),
    ],
)  # fmt: skip
def test_the_contradictions_of_one_date_are_reported_once(
    members: dict[str, object], rule: str, related_rule: str, tmp_path: Path
) -> None:
    ((reported_rule, _, related),) = reported(tmp_path, revised="2024-03-01", **members)
    assert reported_rule == rule
    assert any(remark.startswith(f"{related_rule}: ") for remark in related)


def test_two_dates_with_separate_faults_are_reported_separately(tmp_path: Path) -> None:
    found = reported(
        tmp_path, status="production", last="2012-06", built="2011", year=2010, revised="2024-03-01"
    )
    assert {rule for rule, _, _ in found} == {"dates-inconsistent"}


BY_GENERATION = PROFILE.replace(
    'make = "make"', 'make = "make"\nmodel = "model"\ngeneration = "generation"\nmarket = "market"'
)
OLD = {"model": "X2", "generation": "F39", "status": "production", "revised": "2026-03-01"}
NEW = {"model": "X2", "generation": "U10", "status": "production", "built": "2023-11"}


def beside(folder: Path, **other: object) -> list[str]:
    """The rules that find something in the second of two cars."""
    (folder / "other.json").write_text(json.dumps({"make": "BMW", **other}), encoding="utf-8")
    return [rule for rule, *_ in reported(folder, BY_GENERATION, **OLD, built="2017-11")]


def test_an_old_generation_in_production_is_found_by_the_start_of_the_new_one(tmp_path: Path) -> None:
    assert beside(tmp_path, **NEW) == ["status-contradicts-catalog"]
    assert beside(tmp_path, **NEW, market="eu") == ["status-contradicts-catalog"]


@pytest.mark.parametrize(
    "change",
    [
        {"built": "2025-11"},
        {"built": "2015-01"},
        {"status": "announced"},
        {"generation": "F39"},
        {"model": "X1"},
    ],
)
def test_no_generation_that_is_recent_earlier_unbuilt_or_the_same_ends_another(
    tmp_path: Path, change: dict[str, str]
) -> None:
    assert "status-contradicts-catalog" not in beside(tmp_path, **{**NEW, **change})


def test_a_generation_of_another_market_does_not_end_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"make": "BMW", **NEW, "market": "cn"}), encoding="utf-8")
    assert reported(tmp_path, BY_GENERATION, **OLD, built="2017-11", market="eu") == []


def test_of_generations_without_a_date_none_is_the_older(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"make": "BMW", **NEW}), encoding="utf-8")
    assert reported(tmp_path, BY_GENERATION, **OLD) == []

"""What people judged of warnings in public data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from judgement import JUDGED, interval, is_suspect_right, is_true, places, table

ACCURACY = Path(__file__).parents[2] / "docs" / "accuracy.md"


def finding(suspect: str | None, *readers: tuple[str, str | None]) -> dict[str, object]:
    named = [{"verdict": verdict, "wrong": wrong} for verdict, wrong in readers]
    return {"suspect": {"pointer": suspect} if suspect else None, "readers": named}


def test_a_warning_is_true_only_if_both_readers_are_certain() -> None:
    assert is_true(finding(None, ("true", None), ("true", "/a")))
    assert not is_true(finding(None, ("true", None), ("uncertain", None)))


def test_a_suspect_is_right_if_every_reader_who_names_a_figure_names_it() -> None:
    assert is_suspect_right(finding("/a", ("true", "/a"), ("true", None)))
    assert is_suspect_right(finding("/a", ("true", "/a"), ("true", "/b"))) is False
    assert is_suspect_right(finding("/a", ("true", None), ("true", None))) is None


def test_the_interval_is_that_of_wilson() -> None:
    # 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, table I, method 3)
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_no_place_stands_out_among_those_that_readers_see() -> None:
    shown = places({
        "path": "a.json", "pointer": "/b", "related": [{"path": "a.json", "pointer": "/a"}],
        "suspect": {"path": "a.json", "pointer": "/c"},
    })  # fmt: skip
    assert shown == ["/a", "/b", "/c"]


def test_two_readers_judged_a_hundred_and_fifty_warnings() -> None:
    judged = json.loads(JUDGED.read_text(encoding="utf-8"))
    assert len(judged) == 150
    assert {len(each["readers"]) for each in judged} == {2}
    verdicts = {reader["verdict"] for each in judged for reader in each["readers"]}
    assert verdicts == {"true", "false", "uncertain"}


def test_the_page_on_accuracy_shows_what_they_judged() -> None:
    assert table() in ACCURACY.read_text(encoding="utf-8")

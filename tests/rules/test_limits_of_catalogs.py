"""Past a limit a rule on a whole catalog counts the same part of it, in whichever order its rows stand."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from speclint import check

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """[sheets]
files = ["cars.csv"]
[identity]
make = "make"
model = "model"
drive = "drive"
[quantities]
power = { kW = "kw" }
"""
HEAD = "make,model,kw,note,drive\n"
SHARED = [
    f"BMW,M{number},{100 + number % 50 + 5 * again},{again}," for number in range(250) for again in (0, 1)
]
MISSPELT = [
    *(f"Maker{chr(65 + i // 26)}{chr(65 + i % 26)},m{j},100,," for i in range(40) for j in range(3)),
    *(f"Volkswagen,Golf{number},100,," for number in range(12)),
    "Volkswagn,Golf,100,,",
]
UNKNOWN = [f"BMW,M{number},100,,zzz{number}" for number in range(60)]


def found(folder: Path, rows: list[str], rule: str) -> list[str]:
    (folder / "cars.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    (folder / "cars.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    report = check(select=[rule])
    assert any("was reached, and the rest was left out" in notice for notice in report.notices)
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize(("rows", "rule", "limit"), [
    (SHARED, "identity-not-unique", "identities=100"),
    (MISSPELT, "word-misspelt", "spellings=40"),
    (UNKNOWN, "unknown-word", "unknown-words=1"),
])  # fmt: skip
def test_what_is_counted_does_not_depend_on_the_order_of_rows(
    rows: list[str], rule: str, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLINT_LIMITS", limit)
    first = found(tmp_path, rows, rule)
    assert len(first) == 1
    for seed in range(3):
        shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - no secret
        assert found(tmp_path, shuffled, rule) == first
    # those at the end of a catalog count as well
    assert found(tmp_path, rows[::-1], rule) == first


def test_of_many_identities_a_sample_is_said_to_be_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLINT_LIMITS", "identities=100")
    (message,) = found(tmp_path, SHARED, "identity-not-unique")
    assert message == "make and model do not distinguish 200 of 200 sheets: they have 100 identities"

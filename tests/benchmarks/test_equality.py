"""The report on public data depends on neither cache, nor order of files, nor number of processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import equality
from conftest import ROOT
from finds import data_sets, lay_out

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
CARS = "make,model,kw,ps\nFiat,One,100,136\nFiat,Two,100,163\n"
PROFILE = """
[sheets]
files = ["*.csv"]

[identity]
make = "make"
model = "model"

[quantities]
power = { kW = "kw", PS = "ps" }
"""


@pytest.fixture
def cars(tmp_path: Path) -> Path:
    """Two files with two sheets each."""
    folder = tmp_path / "cars"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(CARS.replace("One", f"One {name}"))
    (folder / "cars.toml").write_text(PROFILE)
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n')
    return folder


@pytest.fixture(autouse=True)
def _untraced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the reports of the many processes count; to trace them for coverage takes as long again."""
    monkeypatch.delitem(equality.ENVIRONMENT, "COVERAGE_PROCESS_CONFIG", raising=False)


def test_every_way_of_a_check_reports_the_same_whatever_the_number_of_processes(
    cars: Path, tmp_path: Path
) -> None:
    found = dict(equality.differences(cars, tmp_path))
    assert set(found.values()) == {""}
    if equality.has_jobs():
        assert {f"{jobs} processes" for jobs in equality.JOBS} <= set(found)


def test_a_difference_is_shown() -> None:
    assert "+b" in equality.difference("a\nc", "b\nc").splitlines()


def test_folders_can_be_listed_in_any_order(tmp_path: Path) -> None:
    for name in range(20):
        (tmp_path / f"{name:02}").touch()
    space: dict[str, object] = {}
    listing, names = os.scandir, os.listdir
    try:
        exec(equality.SHUFFLED_FOLDERS, space)  # noqa: S102 - what the processes run
        found = [[entry.name for entry in os.scandir(tmp_path)] for _ in range(3)]
    finally:
        os.scandir, os.listdir = listing, names
    assert all(sorted(order) == sorted(found[0]) for order in found)
    assert len({tuple(order) for order in found}) > 1


# sheets in files of their own, records in a file, and a table
@pytest.mark.shared
@pytest.mark.parametrize("title", ["OpenEV Data", "Kilowatt", "Cars93"])
def test_reports_on_public_data_are_equal(tmp_path: Path, title: str) -> None:
    data_set = next(data_set for data_set in data_sets() if data_set.title == title)
    if not (SHARED / data_set.path).exists():
        pytest.skip("the data lie beside the project")
    lay_out(SHARED, data_set, tmp_path / "data")
    unequal = {way: found for way, found in equality.differences(tmp_path / "data", tmp_path) if found}
    assert unequal == {}

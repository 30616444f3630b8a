"""A figure repeated in unrelated models, among sheets that state it in other forms or state less."""

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
model = "model"
[quantities]
power = { kW = "power" }
wheelbase = { mm = "wheelbase" }
range_wltp = { km = "range" }
"""


def found(folder: Path, cars: dict[str, str]) -> list[tuple[str, str]]:
    (folder / "own.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    for name, text in cars.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    findings = check([folder], select=["figure-repeated"]).findings
    return [(finding.sheet, finding.message) for finding in findings]


def cars(stated: str, names: str = "bcde") -> dict[str, str]:
    return {
        name: f'{{"make": "BMW", "model": "{name}", "power": {200 + 20 * index}, '
        f'"wheelbase": {2700 + 30 * index}, "range": {stated}}}'
        for index, name in enumerate(names)
    }


@pytest.mark.parametrize("stated", ["5e2", "5.12e2", "5.1e+20", "-512", "[498, 512]", '{"at_least": 512}'])
def test_a_figure_that_is_not_a_plain_number_is_not_compared(stated: str, tmp_path: Path) -> None:
    # 5.12e2 has all digits of 512, and is read as such
    expected = ["b"] if stated == "5.12e2" else []
    assert [sheet for sheet, _ in found(tmp_path, cars(stated))] == expected


@pytest.mark.parametrize("lacking", ["wheelbase", "power", "model"])
def test_a_sheet_that_does_not_count_hides_no_finding(lacking: str, tmp_path: Path) -> None:
    first = {"make": "BMW", "model": "a", "power": 190, "wheelbase": 2600, "range": 512}
    del first[lacking]
    message = "WLTP range 512 km is stated of 4 models of different power and wheelbase: b, c, d and e"
    assert found(tmp_path, cars("512") | {"a": json.dumps(first)}) == [("b", message)]


@pytest.mark.parametrize("named", "bcde")
def test_a_repeated_figure_is_reported_once_and_for_any_of_its_sheets_that_a_hook_names(
    named: str, tmp_path: Path
) -> None:
    assert len(found(tmp_path, cars("512"))) == 1
    (finding,) = check([tmp_path / f"{named}.json"], select=["figure-repeated"]).findings
    assert (finding.sheet.rpartition("/")[2], len(finding.related)) == (named, 3)


def test_a_typo_in_one_of_the_sheets_hides_no_finding_about_another_figure(tmp_path: Path) -> None:
    profile = PROFILE + 'torque = { Nm = "nm", lb-ft = "lbft" }\n'
    models = cars("512")
    models["b"] = models["b"].replace("}", ', "nm": 494, "lbft": 346}')
    (tmp_path / "own.toml").write_text(profile, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    for name, text in models.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    rules = {finding.rule: len(finding.related) for finding in check([tmp_path]).findings}
    assert rules == {"conversion-mismatch": 1, "figure-repeated": 3}

"""Figures that are lists or ranges where a number is usual: odd, but no fault of speclint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import IX2

if TYPE_CHECKING:
    from conftest import Run, Sheets


@pytest.mark.parametrize("value", [[1755, 1756], {"min": 1755, "max": 1757}, [17550], "1755+", [0, 0], []])
def test_a_check_judges_a_sheet_with_a_list_in_the_place_of_any_number(
    run: Run, sheets: Sheets, value: object
) -> None:
    file = sheets.file(IX2)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["mass"] = {name: {"kg": value} for name in document["mass"]}
    document["powertrain"] = {
        name: {"kW": value, "Nm": value} if isinstance(member, dict) else member
        for name, member in document["powertrain"].items()
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    outcome = run("check", "--format", "json", sheets.shown(IX2), folder=sheets.root)
    assert (outcome.status, outcome.err) == (1, "")
    assert all(finding["path"] == sheets.shown(IX2) for finding in json.loads(outcome.out)["findings"])

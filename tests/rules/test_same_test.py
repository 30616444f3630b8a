"""0-62 mph is 0-100 km/h by another name: every rule reads it in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import IX2
from speclint import check

if TYPE_CHECKING:
    from conftest import Sheets

STATED = '"acceleration_0_100_kmh": {"s": 5.6}'


@pytest.mark.parametrize(
    ("beside", "rule"),
    [
        ('"acceleration_0_62_mph": {"s": 2.2}', "acceleration-impossible"),
        ('"acceleration_0_62_mph": {"s": 15.6}', "figure-implausible"),
        ('"acceleration_0_62_mph": {"s": 5.6}, "acceleration_0_60_mph": {"s": 5.6}', "acceleration-order"),
        ('"acceleration_0_62_mph": {"s": 5.6}, "acceleration_0_200_kmh": {"s": 5.7}', "acceleration-order"),
    ],
)
def test_a_time_to_62_mph_alone_is_judged_as_one_to_100_km_h(sheets: Sheets, beside: str, rule: str) -> None:
    sheets.edit(IX2, STATED, beside)
    found = check([sheets.file(IX2)], ignore=["unsourced-figure"]).findings
    (finding,) = [finding for finding in found if finding.rule == rule]
    text = " ".join([finding.message, *(remark.message for remark in finding.related)])
    # the sheet states no time to 100 km/h, so no message names it
    assert "0-62 mph " in text
    assert "0-100 km/h " not in text


@pytest.mark.parametrize("wrong", ["acceleration_0_100_kmh", "acceleration_0_62_mph"])
def test_a_time_to_60_mph_in_the_place_of_a_time_to_100_kmh_should_be_the_other_figure(
    wrong: str, sheets: Sheets
) -> None:
    times = {
        "acceleration_0_100_kmh": 5.6,
        "acceleration_0_62_mph": 5.6,
        "acceleration_0_60_mph": 5.4,
        wrong: 5.4,
    }
    stated = ", ".join(f'"{name}": {{"s": {time}}}' for name, time in times.items())
    sheets.edit(IX2, STATED, stated)
    (finding,) = [
        finding for finding in check([sheets.file(IX2)]).findings if finding.rule == "acceleration-order"
    ]
    assert finding.suspect is not None
    assert finding.location.pointer == f"/performance/{wrong}/s"
    assert (finding.suspect.suggestion, finding.suspect.cause[:5]) == ("5.6", "0-60 ")


def test_a_time_to_62_mph_that_is_right_is_silent(sheets: Sheets) -> None:
    sheets.edit(IX2, STATED, '"acceleration_0_62_mph": {"s": 5.6}')
    found = check([sheets.file(IX2)], ignore=["unsourced-figure", "dangling-pointer"]).findings
    assert {finding.rule for finding in found} <= {"sibling-missing", "sibling-not-reciprocal"}

"""Which fixes are certain, which hold, and that a second run finds nothing left to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import IX1, IX2, ROOT
from speclint import check
from speclint.checking.autofix import fixed, write
from speclint.project.config import Config, SheetsEntry, find_config
from speclint.project.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sheets
    from speclint.checking.autofix import Fixed

CAR = """{"make": "BMW", "model": "iX2", "variant": "xDrive30", "market": "MARKET", "status": "production",
"revised": "2024-03-01", "powertrain": {"type": "bev", "drive": "awd"POWERTRAIN}PERFORMANCE, "sources":
[{"title": "T", "url": "https://www.bmw.com/data", "accessed": "2024-03-01",
"covers": ["/powertrain"COVERS]}]}
"""


def safety(folder: Path, market: str, body: str) -> bool | None:
    """Whether the fix of the only finding in a sheet is certain; None if there is no fix."""
    file = folder / "specs" / "bmw" / "ix2-xdrive30.json"
    file.parent.mkdir(parents=True)
    is_speed = body.startswith('"top_speed"')
    text = CAR.replace("MARKET", market)
    text = text.replace("POWERTRAIN", "" if is_speed else f", {body}")
    text = text.replace("PERFORMANCE", f', "performance": {{{body}}}' if is_speed else "")
    text = text.replace("COVERS", ', "/performance"' if is_speed else "")
    file.write_text(text, encoding="utf-8")
    (finding,) = check(file).findings
    return finding.fix.safe if finding.fix else None


@pytest.mark.parametrize(
    ("market", "body", "safe"),
    [
        # off by one in the last place: the market's own unit is what the other is converted from
        ("eu", '"top_speed": {"km/h": 180, "mph": 111}', True),
        ("us", '"top_speed": {"km/h": 180, "mph": 111}', False),
        ("gb", '"top_speed": {"km/h": 180, "mph": 111}', False),
        ("eu", '"power": {"kW": 230, "PS": 313, "hp": 307}', True),
        # one against two
        ("eu", '"power": {"kW": 230, "PS": 313, "hp": 350}', True),
        ("eu", '"power": {"kW": 203, "PS": 313, "hp": 308}', True),
        # kW may be new, and the others forgotten
        ("eu", '"power": {"kW": 250, "PS": 313, "hp": 308}', False),
        ("us", '"power": {"kW": 230, "PS": 313, "hp": 350}', False),
        ("us", '"power": {"kW": 203, "PS": 313, "hp": 308}', True),
        # one against one
        ("eu", '"torque": {"Nm": 494, "lb-ft": 346}', False),
        ("eu", '"torque": {"Nm": 494, "lb-ft": 401}', None),
        # PS under the name of hp
        ("eu", '"power": {"kW": 230, "hp": 313}', False),
        ("eu", '"power": {"kW": 230, "PS": 313, "hp": 313}', True),
        # what a bound hides is not known
        ("eu", '"top_speed": {"km/h": 180, "mph": {"at_least": 130}}', None),
    ],
)
def test_certain_is_what_all_else_confirms(tmp_path: Path, market: str, body: str, *, safe: bool) -> None:
    assert safety(tmp_path, market, body) is safe


def test_siblings_that_share_a_figure_confirm_it(sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    (alone,) = check(sheets.file(IX2)).findings
    assert alone.fix is not None
    assert alone.fix.safe
    sheets.edit(IX1, ', "lb-ft": 364', "")
    (alone,) = check(sheets.file(IX2)).findings
    assert alone.fix is not None
    assert not alone.fix.safe, "the sibling states no more than the sheet itself"


def test_what_changes_after_it_was_read_is_not_overwritten(sheets: Sheets) -> None:
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    sheets.edit(IX1, '"mph": 112', '"mph": 111')
    request = Request(find_config(sheets.root), sheets.root)
    outcome = fixed([request], unsafe=False)
    assert len(outcome.findings) == 2
    sheets.file(IX2).write_bytes(sheets.file(IX2).read_bytes() + b"\n")
    edited = sheets.file(IX2).read_bytes()
    report, refused = write([request], outcome)
    assert [str(error) for error in refused] == [
        f"{sheets.file(IX2)}: not written: it has changed since it was read; run again"
    ]
    assert sheets.file(IX2).read_bytes() == edited
    assert '"mph": 112' in sheets.file(IX1).read_text(encoding="utf-8")
    assert (report.fixed, [finding.sheet for finding in report.findings]) == (1, [IX2])


# Any spoilt figure

NUMBER = re.compile(r"(?<![\w\"./-])\d+(?:\.\d+)?(?![\w\"./-])")
TEXT = (ROOT / f"specs/{IX2}.json").read_text(encoding="utf-8")
PLACES = [
    match.span()
    for match in NUMBER.finditer(TEXT)
    if TEXT.index('"powertrain"') < match.start() < TEXT.index('"siblings"')
]


def swapped(digits: str, index: int) -> str:
    index %= max(1, len(digits) - 1)
    return digits[:index] + digits[index : index + 2][::-1] + digits[index + 2 :]


def outcome_of(text: str) -> Fixed:
    file = ROOT / f"specs/{IX2}.json"
    config = Config(ROOT, sheets=(SheetsEntry(("specs/{make}/*.json",), "spec-sheet"),))
    request = Request(config, ROOT, (file,), overlays={file: text.encode()})
    return fixed([request], unsafe=True)


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.integers(0, 3), st.integers(-2, 2)), min_size=1, max_size=4
    )
)
def test_fixing_twice_is_fixing_once_and_no_other_digit_changes(
    entry_errors: list[tuple[tuple[int, int], int, int]],
) -> None:
    text = TEXT
    for (start, end), index, step in sorted(entry_errors, reverse=True):
        digits = TEXT[start:end]
        spoilt = swapped(digits, index) if step == 0 or "." in digits else str(max(1, int(digits) + step))
        spoilt = spoilt.lstrip("0") if not spoilt.startswith(("0.", ".")) else spoilt
        text = text[:start] + (spoilt or "1") + text[end:]
    file = ROOT / f"specs/{IX2}.json"
    outcome = outcome_of(text)
    after = outcome.after.get(file, text.encode()).decode()
    assert NUMBER.sub("#", after) == NUMBER.sub("#", text), "only numbers change"
    changed = [
        (before, now)
        for before, now in zip(NUMBER.findall(text), NUMBER.findall(after), strict=True)
        if before != now
    ]
    assert len(changed) <= sum(len(finding.fix.edits) for finding in outcome.findings if finding.fix)
    again = outcome_of(after)
    assert (again.findings, again.after) == ((), {})
    assert (ROOT / f"specs/{IX2}.json").read_text(encoding="utf-8") == TEXT

"""Fixes in files of many records: the bytes of one figure change, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from speclint.records.csv import CsvRegions

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["*.csv", "*.ndjson"]

[identity]
make = "make"
model = "model"
market = "market"

[quantities]
power = { kW = "kW", PS = "PS", hp = "hp" }
"""
TABLE = "make,model,market,kW,PS,hp,remark\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_fix_of_a_table_changes_the_bytes_of_one_figure(
    run: Run, folder: Path, encoding: str, line_end: str
) -> None:
    rows = (
        'Citroën,Ö,de,168,228,225,"a ""sport"" é"\n'
        'Kia,"EV6 ""GT""\ntwo lines é",de,"430",  580 ,577,"585, é"\n'
        "Audi,Q4 é,de,150,204,201,é"
    )
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = mark + (TABLE + rows).replace("\n", line_end)
    (folder / "a.csv").write_bytes(text.encode(encoding))
    outcome = run("check", "--fix")
    assert "fixed a.csv:3:" in outcome.err or "fixed a.csv:4:" in outcome.err
    assert "580 is now 585 [conversion-mismatch]" in outcome.err
    fixed = (folder / "a.csv").read_bytes()
    assert fixed == text.replace("580", "585").encode(encoding)
    assert run("check").status == 0


def test_a_fix_of_a_cell_goes_through_quotes_and_keeps_separators(run: Run, folder: Path) -> None:
    (folder / "profile.toml").write_text(
        PROFILE.replace("[quantities]\n", '[quantities]\nmass_kerb = { kg = "kg", lb = "lb" }\n').replace(
            "[identity]", 'decimal = "."\n[identity]'
        ),
        encoding="utf-8",
    )
    text = 'make,model,market,kW,PS,hp,kg,lb\nBMW,A,de,168,228,225,"""about"" 1,854 kg","4,068 lb"\n'
    (folder / "a.csv").write_text(text, encoding="utf-8")
    outcome = run("check", "--fix", "--unsafe-fixes")
    assert (folder / "a.csv").read_text(encoding="utf-8") == text.replace("1,854", "1,845")
    assert " 1,854 is now 1,845 [" in outcome.err


@pytest.mark.parametrize(
    ("row", "text", "fixed"),
    [
        ("a;4;b\r\n", "4.5", "a;4.5;b\r\n"),
        ("a; 4 ;b", '"x"', "a; x ;b"),
        ('a;" 4";b', '"x; \\"y\\""', 'a;" x; ""y""";b'),
        ("a;4;b", '"x;y"', None),
        ("a;4;b", '"\\""', None),
        ("a", "4.5", None),
    ],
)
def test_a_cell_is_written_only_if_the_others_stay(row: str, text: str, fixed: str | None) -> None:
    found = CsvRegions(row, 1, ("x", "y", "z"), ";").replacement("/y", None, text)
    assert fixed == (row[: found[0][0]] + found[1] + row[found[0][1] :] if found else None)


def test_several_fixes_of_a_table_are_written_at_once(run: Run, folder: Path) -> None:
    rows = "".join(f"Kia,EV{number},de,430,580,577,é\n" for number in range(30))
    (folder / "a.csv").write_text(TABLE + rows, encoding="utf-8")
    outcome = run("check", "--fix")
    assert outcome.err.count("580 is now 585") == 30
    assert (folder / "a.csv").read_text(encoding="utf-8") == TABLE + rows.replace("580", "585")


def test_a_fix_of_lines_of_json_changes_one_line(run: Run, folder: Path) -> None:
    car = {"make": "Kia", "model": "é", "market": "de", "kW": 430, "PS": 585, "hp": 577}
    lines = [json.dumps({**car, "model": f"é{number}"}, ensure_ascii=False) for number in range(3)]
    lines[1] = lines[1].replace("585", "580")
    (folder / "a.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    outcome = run("check", "--fix")
    assert "fixed a.ndjson:2:" in outcome.err
    assert (folder / "a.ndjson").read_text(encoding="utf-8") == "\n".join(lines).replace("580", "585") + "\n"


def test_a_fix_of_a_table_is_shown_as_a_diff(run: Run, folder: Path) -> None:
    (folder / "a.csv").write_text(TABLE + "Kia,EV6,de,430,580,577,\n", encoding="utf-8")
    assert "+Kia,EV6,de,430,585,577,\n" in run("check", "--diff").out
    assert "580" in (folder / "a.csv").read_text(encoding="utf-8")

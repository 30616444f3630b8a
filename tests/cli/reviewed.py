"""A repository with a branch of fourteen edits, which a reviewer is to see in one document."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sheets

LAYER = "layers/model-y.json"
MASS = '"mass": {"unspecified": {"lb": 4416, "kg": 2003}'
TIME = '"acceleration_0_100_kmh": {{"s": {0}}}'
SOURCE = '"sources": [\n    {'
NEW_SOURCE = (
    '"sources": [\n    {"title": "Data", "url": "https://www.press.bmwgroup.com/x2-data", '
    '"accessed": "2026-11-25", "covers": ["/powertrain/power"]},\n    {'
)


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
    done = subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


def commit(sheets: Sheets, message: str) -> None:
    git(sheets.root, "add", ".")
    git(sheets.root, "commit", "--quiet", "--message", message)


def base(sheets: Sheets) -> None:
    """The commit before: two sheets share a layer, one holds a fault, one an odd figure."""
    git(sheets.root, "init", "--quiet", "--initial-branch", "main")
    (sheets.root / "speclint.toml").write_text(
        '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n', encoding="utf-8"
    )
    layer = sheets.root / LAYER
    layer.parent.mkdir()
    layer.write_text(f"{{\n  {MASS}}}\n}}\n", encoding="utf-8")
    extends = '"$extends": "../../layers/model-y.json",\n  "make": "Tesla"'
    for sheet in ("tesla/model-y-long-range-2020", "tesla/model-y-performance-2020"):
        sheets.edit(sheet, '"make": "Tesla"', extends)
    sheets.edit("tesla/model-y-performance-2020", f"  {MASS}}},\n", "")
    sheets.edit("tesla/model-y-long-range-2020", MASS, '"mass": {')
    text = sheets.file("tesla/model-y-long-range-2020").read_text(encoding="utf-8")
    sheets.file("tesla/model-y-long-range-2020").write_text(text.replace("{, ", "{"), encoding="utf-8")
    sheets.edit("bmw/i3s-120-ah", '"PS": 184', '"PS": 148')
    sheets.edit("bmw/x1-xdrive28i-us", '{"lb-ft": 295, "Nm": 400}', '{"lb-ft": 295}')
    sheets.edit("bmw/x2-sdrive18d", '"PS": 150', '"PS": 105')
    commit(sheets, "Start")


def branch(sheets: Sheets) -> None:
    """The commit after."""
    git(sheets.root, "switch", "--quiet", "--create", "topic")
    git(sheets.root, "mv", "specs/bmw/1-series-120.json", "specs/bmw/1-series-120-f70.json")
    sheets.edit("bmw/x1-xdrive28i-us", '{"lb-ft": 295}', '{"Nm": 295}')
    sheets.edit("bmw/x2-sdrive18d", '"PS": 105', '"PS": 150')
    sheets.edit("bmw/x2-sdrive18d", SOURCE, NEW_SOURCE)
    sheets.edit("bmw/i3s-120-ah", '"PS": 148', '"PS": 184')
    text = sheets.file("bmw/ix1-xdrive30").read_text(encoding="utf-8")
    sheets.file("bmw/ix1-m").write_text(
        text.replace('"variant": "xDrive30"', '"variant": "M"').replace('"kW": 230', '"kW": 203'),
        encoding="utf-8",
    )
    sheets.file("bmw/x4-m40d").unlink()
    layer = sheets.root / LAYER
    layer.write_text(layer.read_text(encoding="utf-8").replace("4416", "4461"), encoding="utf-8")
    sheets.edit("bmw/i7-m70-xdrive", '"sheet": "bmw/i7-xdrive60"', '"sheet": "bmw/i7-xdrive-60"')
    sheets.edit(
        "bmw/i5-edrive40", '"acceleration_0_100_kmh": {"s": 6.0}', '"acceleration_0_100_kmh": {"s": 3.8}'
    )
    sheets.edit(
        "bmw/i5-m60-xdrive", '"acceleration_0_100_kmh": {"s": 3.8}', '"acceleration_0_100_kmh": {"s": 6.0}'
    )
    sheets.edit("bmw/4-series-gran-coupe-430i", '"PS": 245', '"PS": 345')
    sheets.edit("bmw/ix2-xdrive30", '"kWh": 64.8', '"kWh": 65')
    sheets.edit("bmw/5-series-520i", '"PS": 208', '"kW": 153')
    sheets.edit("bmw/ix-m60", '"lb-ft": 811', '"lb-ft": 881')
    commit(sheets, "Edit")

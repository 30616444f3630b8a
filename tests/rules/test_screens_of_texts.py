"""Screens strike what rules find in sheets whose texts are edited at random."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.profiles.compile import load_profile
from speclint.rules.registry import listed
from speclint.rules.screening import struck_by
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.profiles.profile import Profile
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.sheet import Sheet

MAX_EDITS = 4
SHEETS = 1000
DAYS = (
    "2016-03-31", "2019", "2019-12", "2020-01-02", "2023", "2023-11", "2023-11-21", "2023-11-22",
    "2024-01-02", "2024-01-03", "2026", "2026-11-22", "2027-01-01", "2042", "9999", "9997-01-01", "0000",
    "spring", "",
)  # fmt: skip
YEARS = (1885, 1886, 2019, 2020, 2023, 2024, 2025, 2026, 2027, 2028, 2031, 2032, 2100, 2101, -1)
NAMES = (
    "xDrive30", "XDrive 30", "xdrive30", "eDrive20", "sDrive18d", "xDrive25e", "iX2", "i4", "X2", "i3",
    "2.0 TDI", "1,5 TSI", "M50 REx", "Model 3", "4-MATIC", "4MATIC Plug-in Hybrid", "ALL4", "Hybrid", "AWD",
    "Ë-C3", "", "P100D", "60 Ah", "75 kWh", "150 PS", "110 kW", "2.0 l", "94\nAh",
)  # fmt: skip
TEXTS = {
    "make": ("BMW", "bmw", "Mercedes-Benz", "Volkswagen", "MINI", "Škoda", ""),
    "model": NAMES, "variant": NAMES, "trim": NAMES, "generation": NAMES,
    "revised": DAYS, "model_year": YEARS,
    "market": ("us", "gb", "de", "cn", "jp", "Atlantis"),
    "status": ("production", "discontinued", "expected", "announced", "concept", "sold out"),
}  # fmt: skip
POINTERS = (
    "", "/", "/powertrain", "/powertrain/type", "/dimensions", "/dimensions/length",
    "/dimensions/length/mm", "/dimensions/length/mm/0", "/sources/0", "/sources/00", "/sources/99",
    "/range~1wltp", "/~2", "powertrain",
)  # fmt: skip
SOURCE = {
    "url": (
        "https://www.bmw.com", "https://www.bmw.com/de-at/", "https://www.the-ix2.com/en", "https://www.bmw.com/?x",
        "https://www.bmw.com/en/index.html", "https://www.bmw.com/en/data", "www.bmw.com", "",
    ),
    "published": DAYS, "accessed": DAYS,
    "covers": (*([pointer] for pointer in POINTERS), [], list(POINTERS), [1, "/powertrain"]),
}  # fmt: skip
RULES = (
    "badge-contradicts-powertrain", "badge-contradicts-drive", "badge-misspelt", "path-mismatch",
    "cycle-of-another-market", "year-impossible", "production-reversed", "year-outside-production",
    "status-contradicts-production", "status-outdated", "unsourced-figure", "dangling-pointer",
    "home-page-source", "source-after-revision", "source-before-car", "engine-in-electric-car",
    "badge-contradicts-displacement", "badge-contradicts-power", "badge-contradicts-battery",
)  # fmt: skip


def edit(sheet: dict[str, Any], random: Random) -> None:
    """Change one text of a sheet."""
    kind = random.choice(("field", "field", "powertrain", "production", "source", "sources", "disagreement"))
    if kind == "field":
        field = random.choice([*TEXTS])
        sheet[field] = random.choice(TEXTS[field])
    elif kind == "powertrain":
        sheet["powertrain"]["type"] = random.choice(("bev", "phev", "hev", "ice"))
        sheet["powertrain"]["drive"] = random.choice(("awd", "fwd", "rwd"))
    elif kind == "production":
        sheet["production"] = {end: random.choice(DAYS) for end in ("start", "end") if random.random() < 0.8}
    elif kind == "disagreement":
        sheet["disagreements"] = [{"at": random.choice(POINTERS), "says": "", "source": ""}]
    elif kind == "sources":
        del sheet["sources"][1:]
        sheet["sources"][0]["url"] = random.choice(SOURCE["url"])
    else:
        key = random.choice([*SOURCE])
        random.choice(sheet["sources"])[key] = random.choice(SOURCE[key])


def edited(files: list[Path], profile: Profile, random: Random) -> Sheet:
    """One of the files as a sheet with edits; no schema hides them from the rules."""
    file = random.choice(files)
    document = json.loads(file.read_text(encoding="utf-8"))
    for _ in range(random.randint(1, MAX_EDITS)):
        edit(document, random)
    name = f"{file.parent.name}/{file.stem}{random.choice(('', '', '-us'))}"
    layer = layer_of(name, json.dumps(document, ensure_ascii=False).encode())
    return read_sheet(SheetLocation(name, name, ROOT, claimed=True), (layer,), profile, None)


def test_screens_strike_what_rules_find_in_sheets_with_edited_texts() -> None:
    random, profile = Random(0), load_profile("spec-sheet")  # noqa: S311 - edits, not secrets
    files = sorted((ROOT / "specs").glob("*/*.json"))
    sheets = [edited(files, profile, random) for _ in range(SHEETS)]
    collection = Collection(profile)
    for sheet in sheets:
        collection.add(sheet)
    columns = collection.columns()
    assert not columns.irregular.any()
    for entry in map(listed, RULES):
        found = np.array([finds(entry, sheet) for sheet in sheets])
        struck = struck_by(columns, entry)
        assert found.any(), f"{entry.first_id} finds nothing: the edits have to change more"
        assert not [sheets[row].value for row in np.flatnonzero(found & ~struck)], entry.first_id
        assert struck.sum() <= found.sum() + SHEETS / 100, entry.first_id


def finds(entry: RuleEntry, sheet: Sheet) -> bool:
    """Whether a rule finds something in a sheet."""
    check = entry.rule.on_sheet
    return check is not None and entry.is_met_by(sheet.stated_names) and any(check(sheet))

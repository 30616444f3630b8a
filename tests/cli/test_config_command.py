"""`speclint config`: which configuration applies, its source, and its settings."""

from __future__ import annotations

import json

from conftest import IX2, Run, Sheets

TEXT = """\
ignore = ["duplicate-key"]
fail-on = "note"
baseline = "known.json"

[[sheets]]
files = ["specs/bmw/i*.json"]
profile = "spec-sheet"

[[sheets]]
files = ["specs/{make}/*.json"]
profile = "own.toml"
schema = "own.schema.json"

[[accept]]
rule = "conversion-rounding"
sheet = "bmw/*"
at = "/performance"
reason = "as printed"
"""
PROFILE = (
    '[sheets]\nfiles = ["*.json"]\n\n[identity]\nmake = "make"\n\n[quantities]\npower = { kW = "power" }\n'
)


def configure(sheets: Sheets) -> tuple[int, int]:
    """Write both files, and count the sheets of each entry."""
    (sheets.root / "speclint.toml").write_text(TEXT, encoding="utf-8")
    (sheets.root / "own.toml").write_text(PROFILE, encoding="utf-8")
    first = len(list(sheets.root.glob("specs/bmw/i*.json")))
    return first, len(list(sheets.root.glob("specs/*/*.json"))) - first


def test_json_holds_the_whole_configuration(run: Run, sheets: Sheets) -> None:
    first, second = configure(sheets)
    status, out, err = run("config", "--format", "json")
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "file": "speclint.toml",
        "source": "nearest to the working folder",
        "root": ".",
        "sheets": [
            {
                "files": ["specs/bmw/i*.json"],
                "count": first,
                "profile": "spec-sheet",
                "profileSource": "shipped",
                "schema": "spec-sheet.schema.json",
                "schemaSource": "profile",
            },
            {
                "files": ["specs/{make}/*.json"],
                "count": second,
                "profile": "own.toml",
                "profileSource": "file",
                "schema": "own.schema.json",
                "schemaSource": "configuration",
            },
        ],
        "select": [],
        "ignore": ["duplicate-key"],
        "levels": {},
        "perFileIgnores": {},
        "extends": [],
        "rules": [],
        "installedRules": [],
        "failOn": "note",
        "baseline": "known.json",
        "bands": None,
        "mustHold": [],
        "accept": [
            {
                "rule": "conversion-rounding",
                "sheet": "bmw/*",
                "at": "/performance",
                "reason": "as printed",
                "line": 14,
            }
        ],
        "nearer": [],
    }


def test_the_text_has_the_same_content(run: Run, sheets: Sheets) -> None:
    first, second = configure(sheets)
    assert run("config").out.splitlines() == [
        "configuration  speclint.toml (nearest to the working folder)",
        "folder         .",
        "select         all rules",
        "ignore         duplicate-key",
        "fail-on        note",
        "baseline       known.json",
        "bands          shipped",
        f"sheets         specs/bmw/i*.json: {first} files",
        "  profile      spec-sheet (shipped)",
        "  schema       spec-sheet.schema.json (profile)",
        f"sheets         specs/{{make}}/*.json: {second} files",
        "  profile      own.toml (file)",
        "  schema       own.schema.json (configuration)",
        "accept         conversion-rounding for bmw/*/performance (line 14): as printed",
    ]


def test_the_nearest_to_a_path_holds(run: Run, sheets: Sheets) -> None:
    configure(sheets)
    near = sheets.root / "specs/bmw/pyproject.toml"
    near.write_text('[tool.speclint]\nfail-on = "never"\n', encoding="utf-8")
    shown = json.loads(run("config", sheets.shown(IX2), "--format", "json").out)
    assert (shown["file"], shown["source"], shown["failOn"]) == (
        "specs/bmw/pyproject.toml",
        f"nearest to {sheets.shown(IX2)}",
        "never",
    )
    shown = json.loads(run("config", "--config", "speclint.toml", "--format", "json").out)
    assert (shown["file"], shown["source"]) == ("speclint.toml", "named by --config")


def test_without_any_the_defaults_are_shown(run: Run, sheets: Sheets) -> None:
    status, out, err = run("config")
    assert (status, err) == (0, "")
    assert out.startswith("configuration  none (none found, defaults apply)\n")
    count = len(list(sheets.root.glob("specs/*/*.json")))
    assert f"sheets         specs/{{make}}/*.json: {count} files\n" in out


def test_a_configuration_that_cannot_be_followed_is_status_2(run: Run, sheets: Sheets) -> None:
    (sheets.root / "speclint.toml").write_text('[[sheets]]\nprofile = "none"\n', encoding="utf-8")
    status, out, err = run("config")
    assert (status, out) == (2, "")
    assert 'no profile "none" is shipped' in err

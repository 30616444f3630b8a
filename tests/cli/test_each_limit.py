"""Each limit ends the work that exceeds it with a word, and the setting that the word names raises it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from speclint.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["cars.*", "cars/*.json"]
records = "[*]"
[identity]
make = "make"
model = "model"
[quantities]
power = { kW = "kw", PS = "ps" }
[[family]]
name = "make"
by = ["make"]
equal = ["power"]
"""
TABLE = PROFILE.replace('records = "[*]"\n', "")
SETTINGS = '[[sheets]]\nprofile = "mine.toml"\n'
CSV = "make,model,kw\nBMW,iX2,230\n"
MAKES = "make,model,kw\nBMW,iX2,230\nOpel,Mokka,100\nSeat,Leon,110\n"
RULE = """\
[[rule]]
id = "team/{name}"
level = "note"
message = "heavy"
reason = "Heavy."
law = "mass_kerb < 9000 kg"
"""


class Case(NamedTuple):
    """What exceeds a low limit, and no default one."""

    files: dict[str, str]
    setting: str
    """The low limit, with others that are needed to reach it."""
    words: str
    """What is reported once the limit is exceeded."""
    arguments: tuple[str, ...] = ("check", "--no-cache", "--format", "concise")
    prepare: Callable[[Path], None] | None = None


def cars(text: str, name: str = "cars.csv", **more: str) -> dict[str, str]:
    profile = PROFILE if name.endswith("json") else TABLE
    return {name: text, "mine.toml": profile, "speclint.toml": SETTINGS, **more}


def parquet(folder: Path) -> None:
    polars = pytest.importorskip("polars", reason="speclint[tables] is not installed")
    rows = {"make": ["BMW"] * 50, "model": [f"M{row}" for row in range(50)], "kw": [230] * 50}
    polars.DataFrame(rows).write_parquet(folder / "cars.parquet")


def commit(folder: Path) -> None:
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Add cars")):
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, check=True)
    (folder / "cars.csv").write_text(CSV + "BMW,iX1,150\n", encoding="utf-8")


VALIDATED = ("check", "--no-cache", "--format", "concise", "--schema", "s.json", "sheet.json")
CARS = ", ".join(
    f'{{"make": "BMW", "model": "M{index}", "kw": {kw}}}'
    for index, kw in enumerate([100, 110, 120] + [130] * 9)
)
WRONG = ", ".join(f'{{"make": "M{each}", "model": "A", "kw": 100, "ps": 163}}' for each in range(3))
DEEP = '{"a": ' * 12 + "{}" + "}" * 12

CASES = {
    "file-bytes": Case(cars(f"[{CARS}]", "cars.json"), "file-bytes=50", "bytes are more than 50"),
    "table-bytes": Case(cars(""), "table-bytes=90", "bytes are more than 90", prepare=parquet),
    "footer-bytes": Case(cars(""), "footer-bytes=20", "bytes are more than 20", prepare=parquet),
    "rows": Case(cars(""), "rows=49", "50 rows are more than 49", prepare=parquet),
    "records": Case(cars(f"[{CARS}]", "cars.json"), "records=11", "cars.json: more than 11 records"),
    "stream-bytes": Case(
        cars(CSV), "stream-bytes=20", "bytes are more than 20",
        ("check", "--no-cache", "--since", "HEAD"), commit,
    ),
    "word": Case(cars(f"make,kw\n{'B' * 51},230\n"), "word=50", 'BBBBB…": 51 characters are more'),
    "layers": Case(
        {"x.json": '{"$extends": ["a.json", "a.json"]}', "a.json": "{}"}, "layers=1", "more than 1 layers",
        ("check", "--no-cache", "x.json"),
    ),
    "columns": Case(cars(CSV), "columns=2", "3 columns are more than 2"),
    "settings-bytes": Case(cars(CSV), "settings-bytes=30", "bytes are more than 30"),
    "rules": Case(
        cars(CSV, **{"r.toml": RULE.format(name="a") + RULE.format(name="b"),
                     "speclint.toml": f'rules = ["r.toml"]\n{SETTINGS}'}),
        "rules=1", "rules are more than 1",
    ),
    "paths": Case(cars(CSV), "paths=2", "more than 2 paths"),
    "patterns": Case({"x.json": "{}", ".gitignore": "a\nb\n"}, "patterns=1", "2 patterns are more than 1",
                     ("check", "--no-cache", ".")),
    "pattern-length": Case({"x.json": "{}", ".gitignore": "drafts\n"}, "pattern-length=5",
                           "6 characters are more than 5", ("check", "--no-cache", ".")),
    "violations": Case(
        {"s.json": '{"required": ["a", "b", "c"]}', "sheet.json": "{}"},
        "violations=2", "more than 2 places do not fit the schema", VALIDATED,
    ),
    "siblings": Case(cars(f"[{CARS}]", "cars.json"), "siblings=2", "limit of 2 siblings"),
    "diagnoses": Case(
        cars(f"[{WRONG}]", "cars.json"), "diagnoses=1", "diagnoses=NUMBER", ("check", "--no-cache")
    ),
    "identities": Case(cars(MAKES), "identities=2", "limit of 2 identities"),
    "spellings": Case(cars(MAKES), "spellings=2", "limit of 2 spellings"),
    "unknown-words": Case(
        cars(MAKES, **{"mine.toml": TABLE.replace('"model"\n', '"model"\ndrive = "model"\n')}),
        "unknown-words=2", "limit of 2 words",
    ),
    "comparisons": Case(
        {"s.json": '{"properties": {"torque": {}}, "additionalProperties": false}',
         "sheet.json": '{"torqu": 1, "torqe": 1}'},
        "comparisons=1", 'unknown key "torqe"; allowed here', VALIDATED,
    ),
    "alternatives": Case(
        {"s.json": '{"anyOf": [{"const": 1}, {"const": 2}]}', "sheet.json": "3"},
        "alternatives=1", "is not all listed: more than 1 errors", VALIDATED,
    ),
    "backtracks": Case(
        {"s.json": r'{"pattern": "^(?=a)(?:(a|aa)+)\\1+$"}', "sheet.json": f'"{"a" * 8}!"'},
        "backtracks=20", "takes too long to match", VALIDATED,
    ),
    "references": Case(
        {"s.json": '{"anyOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}],'
                   ' "type": "object"}',
         "sheet.json": DEEP.replace("{}", "7")},
        "references=100 applications=100", "more than 100 references", VALIDATED,
    ),
}  # fmt: skip
CASES["applications"] = CASES["references"]._replace(setting="applications=100 references=100")
LINES = CARS.replace("}, {", "}\n{")


def test_every_limit_that_can_be_set_has_its_case() -> None:
    assert CASES.keys() == {name for name, row in LIMITS.items() if not row.is_fixed}


@pytest.mark.parametrize("name", CASES)
def test_what_exceeds_a_limit_is_reported_until_its_setting_raises_it(
    tmp_path: Path, run: Run, name: str
) -> None:
    case = CASES[name]
    for file, text in case.files.items():
        if text or not case.prepare:
            (tmp_path / file).write_text(text, encoding="utf-8")
    if case.prepare:
        case.prepare(tmp_path)
    low = run(*case.arguments, env={"SPECLINT_LIMITS": case.setting})
    assert case.words in low.out + low.err
    others = " ".join(part for part in case.setting.split() if not part.startswith(f"{name}="))
    raised = run(*case.arguments, env={"SPECLINT_LIMITS": others} if others else {})
    assert case.words not in raised.out + raised.err
    assert "limit" not in raised.err


@pytest.mark.parametrize(
    ("name", "text"), [("cars.csv", "make,kw\n" + "BMW,230\n" * 12), ("cars.ndjson", LINES)]
)
@pytest.mark.parametrize("command", ["check", "diff"])
def test_records_of_a_table_are_as_many_as_the_limit_allows(
    tmp_path: Path, run: Run, name: str, text: str, command: str
) -> None:
    other = name.replace("cars", "cars.old")
    for file, content in (
        cars(text, name) | {other: text.replace("230", "231").replace("130", "131")}
    ).items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    arguments = ("check", "--no-cache", name) if command == "check" else ("diff", other, name)
    low = run(*arguments, env={"SPECLINT_LIMITS": "records=11"})
    assert (low.status, low.out) == (2, "")
    assert "more than 11 records; SPECLINT_LIMITS=records=NUMBER" in low.err
    assert "records" not in run(*arguments, env={"SPECLINT_LIMITS": "records=12"}).err

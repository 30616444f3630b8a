"""`speclint check --fix` and `--diff`: which bytes change, and when none do."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import IX1, IX2, ROOT, Outcome, Run, Sheets, unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
CAR = """\
{
  "make": "BMW",
  "model": "iX2",
  "variant": "xDrive30",
  "market": "eu",
  "status": "production",
  "revised": "2024-03-01",
  "powertrain": {"type": "bev", "drive": "awd", "power": {"kW": 230, "hp": 313}},
  "sources": [
    {"title": "T", "url": "https://www.bmw.com/data", "accessed": "2024-03-01", "covers": ["/powertrain"]}
  ]
}
"""


def one_line(text: str) -> str:
    return re.sub(r"\n\s*", "", text)


def tabbed(text: str) -> str:
    return re.sub(r"^( +)", lambda match: "\t" * (len(match[1]) // 2), text, flags=re.MULTILINE)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as-it-is": str,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "tabs": tabbed,
    "one-line": one_line,
    "byte-order-mark": lambda text: f"\ufeff{text}",
    "no-line-end": lambda text: text.rstrip("\n"),
    "blanks": lambda text: "\n\n " + text.replace('": ', '"  :\t') + " \n\n",
    "more-than-ascii": lambda text: text.replace("Regensburg", "Österreich \u2028 🚗 \\u00e9"),
    "lone-carriage-returns": lambda text: text.replace("\n", "\r"),
}


def lone_car(root: Path) -> Path:
    """A catalog of one sheet, in which only kW confirms that its hp are PS."""
    (root / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    file = root / "specs" / "bmw" / "ix2-xdrive30.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CAR, encoding="utf-8")
    return file


def beside(file: Path) -> list[str]:
    return sorted(file.name for file in file.parent.iterdir() if file.name.startswith("."))


# What is written


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_only_the_digits_of_the_figure_change(run: Run, wrong: Sheets, layout: Callable[[str], str]) -> None:
    file = wrong.file(IX2)
    spoilt = layout(file.read_text(encoding="utf-8")).encode()
    file.write_bytes(spoilt)
    status, out, err = run("check", "--fix")
    assert status == 0
    assert re.fullmatch(
        r"fixed specs/bmw/ix2-xdrive30.json:\d+:\d+ 346 is now 364 \[conversion-mismatch\]\n", err
    )
    assert "0 errors, 0 warnings, 0 notes, 1 fixed (" in out
    assert file.read_bytes() == spoilt.replace(b"346", b"364")


def test_fixes_are_not_listed_with_quiet(run: Run, wrong: Sheets) -> None:
    assert run("check", "--fix", "--quiet") == (0, "", "")
    assert b'"lb-ft": 364' in wrong.file(IX2).read_bytes()


def test_of_a_range_only_the_end_that_is_wrong_changes(run: Run, sheets: Sheets) -> None:
    sheets.edit(IX2, "[259, 279]", "[\n 259 ,297  ]")
    before = sheets.file(IX2).read_bytes()
    assert run("check", "--fix", "--unsafe-fixes").status == 0
    assert sheets.file(IX2).read_bytes() == before.replace(b",297  ]", b",279  ]")


def test_mode_is_kept_and_nothing_is_left_beside_the_file(run: Run, wrong: Sheets) -> None:
    wrong.file(IX2).chmod(0o640)
    assert run("check", "--fix").status == 0
    assert wrong.file(IX2).stat().st_mode & 0o7777 == 0o640
    assert beside(wrong.file(IX2)) == []


def test_a_second_run_writes_nothing(run: Run, wrong: Sheets) -> None:
    run("check", "--fix", "--unsafe-fixes")
    before = wrong.file(IX2).stat()
    assert ", 0 fixed (" in run("check", "--fix", "--unsafe-fixes").out
    after = wrong.file(IX2).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_clean_sheets_stay_as_they_are(run: Run, sheets: Sheets) -> None:
    before = {file: file.read_bytes() for file in sheets.root.rglob("*.json")}
    status, out, _ = run("check", "--fix", "--unsafe-fixes")
    assert (status, ", 0 fixed (" in out) == (0, True)
    assert {file: file.read_bytes() for file in sheets.root.rglob("*.json")} == before


# What is certain


def test_what_the_evidence_merely_singles_out_is_fixed_only_if_asked_for(run: Run, tmp_path: Path) -> None:
    file = lone_car(tmp_path)
    status, out, _ = run("check", "--fix", "--fail-on", "warning")
    assert (status, file.read_text(encoding="utf-8")) == (1, CAR)
    assert "1 warning, 0 notes, 0 fixed; 1 more with --unsafe-fixes (" in out
    assert "1 warning, 0 notes; 1 fixable with --fix --unsafe-fixes (" in run("check", "--unsafe-fixes").out
    assert file.read_text(encoding="utf-8") == CAR
    assert run("check", "--fix", "--unsafe-fixes", "--fail-on", "warning").status == 0
    assert file.read_text(encoding="utf-8") == CAR.replace("313", "308")


def test_a_number_in_quotes_is_written_without_them(run: Run, tmp_path: Path) -> None:
    file = lone_car(tmp_path)
    text = CAR.replace('"hp": 313', '"PS": 313')
    file.write_text(text.replace("230", '"230"'), encoding="utf-8")
    assert run("check", "--fix", folder=tmp_path).status == 0
    assert file.read_text(encoding="utf-8") == text
    file.write_text(text.replace("230", '"230 kW"'), encoding="utf-8")
    assert run("check", "--fix", folder=tmp_path).status == 1
    assert '"230 kW"' in file.read_text(encoding="utf-8")


def test_an_accepted_finding_is_not_fixed(run: Run, tmp_path: Path) -> None:
    file = lone_car(tmp_path)
    accept = '"$speclint": {"accept": [{"rule": "metric-horsepower", "at": "", "reason": "as printed"}]},\n'
    text = CAR.replace('  "make"', f'  {accept}  "make"', 1)
    file.write_text(text, encoding="utf-8")
    assert "1 suppressed, 0 fixed (" in run("check", "--fix", "--unsafe-fixes").out
    assert file.read_text(encoding="utf-8") == text


def test_a_finding_in_the_baseline_is_not_fixed(run: Run, tmp_path: Path) -> None:
    file = lone_car(tmp_path)
    (tmp_path / "speclint.toml").write_text(f'baseline = "known.json"\n{CONFIG}', encoding="utf-8")
    run("baseline")
    assert "1 suppressed, 0 fixed (" in run("check", "--fix", "--unsafe-fixes").out
    assert file.read_text(encoding="utf-8") == CAR


def test_only_chosen_rules_fix_but_all_judge(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX1, '"mph": 112', '"mph": 111')
    assert run("check", "--fix", "--select", "conversion-rounding").status == 0
    assert '"lb-ft": 346' in wrong.file(IX2).read_text(encoding="utf-8")
    assert '"mph": 112' in wrong.file(IX1).read_text(encoding="utf-8")


def test_the_json_report_shows_each_fix_with_its_place(run: Run, tmp_path: Path) -> None:
    file = lone_car(tmp_path)
    (finding,) = json.loads(run("check", "--format", "json").out)["findings"]
    line = next(number for number, text in enumerate(CAR.split("\n"), 1) if "313" in text)
    column = CAR.split("\n")[line - 1].index("313") + 1
    assert finding["fix"] == {
        "safe": False,
        "edits": [
            {
                "path": "specs/bmw/ix2-xdrive30.json",
                "line": line,
                "column": column,
                "endLine": line,
                "endColumn": column + 3,
                "text": "308",
            }
        ],
    }
    file.write_text(CAR.replace('"drive": "awd"', '"drive": "fwd"'), encoding="utf-8")
    found = json.loads(run("check", "--format", "json").out)["findings"]
    assert [finding["fix"] for finding in found if finding["rule"] == "badge-contradicts-drive"] == [None]


# Layers and records


@pytest.fixture
def layered(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a document of a catalog in which sheets extend `layers/base.json`."""
    (tmp_path / "speclint.toml").write_text(CONFIG.replace("{make}/*", "bmw/*"), encoding="utf-8")
    folder = tmp_path / "specs" / "bmw"
    (folder / "layers").mkdir(parents=True)
    head = CAR.replace('"power": {"kW": 230, "hp": 313}', '"torque": {"Nm": 494}')

    def document(name: str, body: str) -> Path:
        if name.startswith("layers/"):
            text = body
        else:
            variant = name.removeprefix("ix2-")
            text = head.replace("xDrive30", variant).replace("{\n", "{\n" + body, 1)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
        return folder / f"{name}.json"

    return document


EXTENDS = '  "$extends": "layers/base.json",\n'


def test_a_fault_that_many_sheets_inherit_is_fixed_once_in_the_layer(
    run: Run, layered: Callable[[str, str], Path]
) -> None:
    base = layered("layers/base", '{"performance": {"top_speed": {"km/h": 180, "mph": 111}}}\n')
    others = [layered(f"ix2-v{number}", EXTENDS) for number in range(3)]
    texts = [file.read_bytes() for file in others]
    assert ", 1 fixed (" in run("check", "--fix").out
    assert base.read_text(encoding="utf-8") == '{"performance": {"top_speed": {"km/h": 180, "mph": 112}}}\n'
    assert [file.read_bytes() for file in others] == texts


WHEELBASE = '{"dimensions": {"wheelbase": {"mm": 2692, "in": 106.0}, "height": {"mm": 1560}}}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '  "dimensions": {\n    "wheelbase": {"mm": 2692},\n    "height": {"mm": 1565}\n  },\n',
            '  "dimensions": {\n    "height": {"mm": 1565}\n  },\n',
        ),
        (
            '  "dimensions": {\n    "height": {"mm": 1565},\n    "wheelbase": {"mm": 2692}\n  },\n',
            '  "dimensions": {\n    "height": {"mm": 1565}\n  },\n',
        ),
        ('  "dimensions": {"wheelbase": {"in": 106.0, "mm": 2692}},\n', ""),
        (
            '  "dimensions": {"wheelbase": {"in": 106.0, "mm": 2692 }, "height" : {"mm": 1565}},\n',
            '  "dimensions": {"height" : {"mm": 1565}},\n',
        ),
    ],
    ids=["first", "last", "all-of-it", "all-but-one"],
)
def test_a_redundant_override_goes_with_its_comma_and_the_objects_left_empty(
    run: Run, layered: Callable[[str, str], Path], before: str, after: str
) -> None:
    layered("layers/base", WHEELBASE)
    file = layered("ix2-v1", EXTENDS + before)
    text = file.read_text(encoding="utf-8")
    run("check", "--fix")
    assert file.read_text(encoding="utf-8") == text.replace(before, after)


def test_a_layer_of_which_nothing_is_left_stays_as_an_empty_object(
    run: Run, layered: Callable[[str, str], Path]
) -> None:
    layered("layers/base", WHEELBASE)
    own = layered("layers/own", '{ "dimensions": {"wheelbase": {"mm": 2692}} }\n')
    layered("ix2-v1", '  "$extends": ["layers/base.json", "layers/own.json"],\n')
    assert ", 1 fixed (" in run("check", "--fix").out
    assert own.read_text(encoding="utf-8") == "{}\n"


def test_an_override_that_another_sheet_needs_stays_whichever_sheet_is_named(
    run: Run, layered: Callable[[str, str], Path]
) -> None:
    layered("layers/base", WHEELBASE)
    own = layered("layers/own", '{"dimensions": {"wheelbase": {"mm": 2692}}}')
    torque = '  "performance": {"top_speed": {"km/h": 180, "mph": 111}},\n'
    first = layered("ix2-v1", '  "$extends": ["layers/base.json", "layers/own.json"],\n' + torque)
    layered("ix2-v2", '  "$extends": "layers/own.json",\n')
    before = own.read_bytes()
    for paths in ((first,), ()):
        _, out, _ = run("check", "--fix", *paths)
        assert "1 note, 1 fixed (" in out if paths else "1 note, 0 fixed (" in out
        assert own.read_bytes() == before
    assert '"mph": 112' in first.read_text(encoding="utf-8")


def test_a_diff_in_which_no_fix_holds_is_empty_and_status_0(
    run: Run, layered: Callable[[str, str], Path]
) -> None:
    layered("layers/base", WHEELBASE)
    layered("layers/own", '{"dimensions": {"wheelbase": {"mm": 2692}}}')
    layered("ix2-v1", '  "$extends": ["layers/base.json", "layers/own.json"],\n')
    layered("ix2-v2", '  "$extends": "layers/own.json",\n')
    assert run("check", "--diff")[:2] == (0, "")


def test_records_are_fixed_in_place(run: Run, tmp_path: Path) -> None:
    profile = (ROOT / "linter/speclint/profiles/spec-sheet.toml").read_text(encoding="utf-8")
    profile = profile.replace("[sheets]\n", '[sheets]\nrecords = "cars[*]"\n', 1)
    profile = re.sub(r"^(files|place|schema) = .*\n", "", profile, flags=re.MULTILINE)
    (tmp_path / "mine.toml").write_text(profile.replace("[sheets]\n", '[sheets]\nfiles = ["all.json"]\n', 1))
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    records = ",\n".join(
        f'  {{"make": "BMW", "model": "X{number}", "market": "eu", '
        f'"performance": {{"top_speed": {{"km/h": 180, "mph": 11{number}}}}}}}'
        for number in (1, 2, 1)
    )
    text = f'{{"cars": [\n{records}\n], "note": 111}}\n'
    (tmp_path / "all.json").write_text(text, encoding="utf-8")
    _, out, err = run("check", "--fix", "--ignore", "duplicate-sheet")
    assert (err.count("111 is now 112 [conversion-rounding]"), ", 2 fixed (" in out) == (2, True)
    assert (tmp_path / "all.json").read_text(encoding="utf-8") == text.replace('"mph": 111', '"mph": 112')


# The diff


@pytest.mark.parametrize("layout", ["as-it-is", "crlf", "tabs", "one-line", "no-line-end"])
def test_a_diff_writes_nothing_and_shows_what_a_fix_would_write(wrong: Sheets, layout: str) -> None:
    file = wrong.file(IX2)
    file.write_bytes(LAYOUTS[layout](file.read_text(encoding="utf-8")).encode())
    before = file.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "speclint", "check", "--diff"],
        cwd=wrong.root,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"1 would be fixed\n")
    assert file.read_bytes() == before
    if shutil.which("git") is None:
        pytest.skip("there is no git to apply the diff")
    subprocess.run(["git", "apply", "-p0", "-"], cwd=wrong.root, input=done.stdout, check=True)
    assert file.read_bytes() == before.replace(b"346", b"364")


ROWS = "make,model,kw,ps\nBMW,{}iX2,230,331\n" + "".join(f"BMW,M{number},230,313\n" for number in range(4))
ESCAPED, AS_UTF_8 = "it shows characters escaped", "it shows {} as UTF-8"


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        pytest.param(ROWS.format("").encode("utf-8-sig"), "", id="byte-order-mark"),
        pytest.param(ROWS.format("é").encode(), "", id="accent"),
        pytest.param(ROWS.format("").replace("\n", "\r\n").encode("utf-8-sig"), "", id="crlf"),
        pytest.param(ROWS.format("\0").encode(), ESCAPED, id="nul"),
        pytest.param(ROWS.format("\u2028").encode(), ESCAPED, id="line-separator"),
        pytest.param(ROWS.format("\f").encode(), ESCAPED, id="form-feed"),
        pytest.param(ROWS.format("\x1b[31m").encode("utf-8-sig"), ESCAPED, id="colour"),
        pytest.param(ROWS.format("é").encode("cp1252"), AS_UTF_8.format("Windows-1252"), id="windows-1252"),
        pytest.param(ROWS.format("").encode("utf-16"), AS_UTF_8.format("UTF-16"), id="utf-16"),
    ],
)
def test_patch_applies_a_diff_or_a_line_says_why_it_does_not(
    tmp_path: Path, content: bytes, refused: str
) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        '[sheets]\nfiles = ["cars.csv"]\n[identity]\nmake = "make"\nmodel = "model"\n'
        '[quantities]\npower = { kW = "kw", PS = "ps" }\n',
        encoding="utf-8",
    )
    file = tmp_path / "cars.csv"
    file.write_bytes(content)
    fix = [sys.executable, "-m", "speclint", "check", "--no-cache", "--unsafe-fixes"]
    done = subprocess.run([*fix, "--diff"], cwd=tmp_path, capture_output=True, check=False)
    said = (
        f"speclint: cars.csv: patch does not apply this diff, for {refused}; use --fix\n" if refused else ""
    )
    assert done.stderr.decode() == f"{said}1 would be fixed\n"
    assert not {0, 0x1B, 0x0C}.intersection(done.stdout)
    if shutil.which("git") is None:
        pytest.skip("there is no git to apply the diff")
    applied = subprocess.run(
        ["git", "apply", "-p0", "-"], cwd=tmp_path, input=done.stdout, capture_output=True, check=False
    )
    assert applied.returncode == (1 if refused else 0)
    by_patch = file.read_bytes()
    file.write_bytes(content)
    subprocess.run([*fix, "--fix"], cwd=tmp_path, capture_output=True, check=False)
    assert file.read_bytes() != content
    assert (by_patch == file.read_bytes()) is not bool(refused)


def test_of_a_quiet_diff_no_line_says_that_patch_does_not_apply_it(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX2, '"drive": "awd"', '"\u202e": 1,\n    "drive": "awd"')
    assert "patch does not apply this diff" in run("check", "--diff").err
    assert run("check", "--diff", "--quiet").err == ""


def test_a_diff_of_nothing_is_empty_and_status_0(run: Run, tmp_path: Path) -> None:
    lone_car(tmp_path)
    assert run("check", "--diff") == (0, "", "0 would be fixed; 1 more with --unsafe-fixes\n")
    assert run("check", "--diff", "--quiet") == (0, "", "")


def test_a_diff_shows_nothing_that_a_terminal_obeys(run: Run, wrong: Sheets) -> None:
    wrong.edit(IX2, '"drive": "awd"', '"\u202e\x9b": "##[x]",\n    "drive": "awd"')
    out = run("check", "--diff").out
    assert "\\u202e\\x9b" in out
    assert "\u202e" not in out
    assert "##\\[x]" in out


# The standard input


def test_of_the_standard_input_the_fixed_text_is_printed_and_the_report_goes_to_stderr(wrong: Sheets) -> None:
    text = wrong.file(IX2).read_bytes().replace(b"\n", b"\r\n")
    on_disk = wrong.file(IX2).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "speclint", "check", "--fix", "-", "--stdin-filename", wrong.shown(IX2)],
        cwd=wrong.root, input=text, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, text.replace(b"346", b"364"))
    assert b"1 sheet, 39 figures: 0 errors, 0 warnings, 0 notes, 1 fixed (" in done.stderr
    assert wrong.file(IX2).read_bytes() == on_disk


def test_a_text_that_needs_no_fix_is_printed_as_it_is(run: Run, wrong: Sheets) -> None:
    text = wrong.file(IX1).read_bytes() + b"\n\n"
    status, out, err = run("check", "--fix", "-", "--stdin-filename", wrong.shown(IX1), text=text)
    # the sibling's fault is reported, but it is in another file
    assert out.encode() == text
    assert '"lb-ft": 346' in wrong.file(IX2).read_text(encoding="utf-8")
    assert (status, "0 fixed" in err) == (0, True)


# When nothing may be written


def refused(outcome: Outcome, file: Path, before: bytes, reason: str) -> None:
    assert outcome.status == 2
    assert reason in outcome.err
    assert "0 fixed; 1 fixable with --fix (" in " ".join(outcome.out.split())
    assert (file.read_bytes(), beside(file)) == (before, [])


def test_a_link_inside_the_tree_stays_a_link_and_its_target_is_fixed(run: Run, wrong: Sheets) -> None:
    target = wrong.root / "elsewhere.json"
    wrong.file(IX2).rename(target)
    wrong.file(IX2).symlink_to(target)
    assert run("check", "--fix", wrong.shown(IX2)).status == 2, "the tree is the folder of the sheet alone"
    (wrong.root / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    assert run("check", "--fix").status == 0
    assert wrong.file(IX2).is_symlink()
    assert '"lb-ft": 364' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_a_link_that_leads_out_of_the_tree_is_refused(
    run: Run, wrong: Sheets, tmp_path_factory: pytest.TempPathFactory, *, folder: bool
) -> None:
    (wrong.root / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    outside = tmp_path_factory.mktemp("outside")
    link = wrong.file(IX2).parent if folder else wrong.file(IX2)
    link.rename(outside / "moved")
    link.symlink_to(outside / "moved")
    before = wrong.file(IX2).read_bytes()
    status, out, err = run("check", "--fix")
    assert (status, out, "not read: it leads out of" in err) == (2, "", True)
    # where the user names it, it is read, but not written
    named = link.relative_to(wrong.root)
    refused(run("check", "--fix", named), wrong.file(IX2), before, "a link that leads out of")


def test_a_file_with_a_second_name_is_refused(run: Run, wrong: Sheets) -> None:
    os.link(wrong.file(IX2), wrong.root / "second.txt")
    before = wrong.file(IX2).read_bytes()
    refused(run("check", "--fix"), wrong.file(IX2), before, "it has another hard link")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_not_written_and_the_rest_is(wrong: Sheets, what: str) -> None:
    file = wrong.file(IX2)
    other = wrong.file("audi/other")
    other.parent.mkdir(exist_ok=True)
    other.write_text(CAR.replace("BMW", "Audi").replace('"kW": 230, "hp": 313', '"kW": 150, "PS": 203'))
    before = file.read_bytes()
    (file if what == "file" else file.parent).chmod(0o555)
    done = subprocess.run(
        [*unprivileged(), sys.executable, "-m", "speclint", "check", "--fix"],
        cwd=wrong.root, capture_output=True, check=False, text=True,
    )  # fmt: skip
    file.parent.chmod(0o755)
    assert (done.returncode, file.read_bytes(), beside(file)) == (2, before, [])
    assert f"speclint: {file}: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_leaves_the_file_as_it_was(wrong: Sheets) -> None:
    file = wrong.file(IX2)
    before = file.read_bytes()

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, len(before) // 2))

    done = subprocess.run(
        [sys.executable, "-m", "speclint", "check", "--fix"],
        cwd=wrong.root, capture_output=True, check=False, text=True, preexec_fn=small,
    )  # fmt: skip
    refused(Outcome(done.returncode, done.stdout, done.stderr), file, before, "File too large")

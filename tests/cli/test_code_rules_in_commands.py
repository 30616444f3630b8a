"""Rules with code take part in commands and reports; nothing that a repository holds runs by itself."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import speclint

if TYPE_CHECKING:
    from conftest import Outcome, Run, Sheets

IX1 = "specs/bmw/ix1-xdrive30.json"
RESERVE = '''\
"""The rules of a team."""

from collections.abc import Iterator

import speclint


@speclint.rule(
    "team/reserve",
    level="warning",
    summary="a battery without reserve",
    bad=[
        {
            "sheet": '{"battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 66}}}',
            "at": "/battery/usable/kWh",
            "message": "usable battery capacity 66 kWh is more than 97 % of 66.5 kWh",
        }
    ],
    good=[{"sheet": '{"battery": {"gross": {"kWh": 66.5}, "usable": {"kWh": 60}}}'}],
)
def reserve(vehicle: speclint.Vehicle) -> Iterator[speclint.Fault]:
    """Our suppliers keep a reserve."""
    usable = vehicle.figure("battery_usable", "kWh")
    gross = vehicle.figure("battery_gross", "kWh")
    if usable and gross and usable.value > 0.97 * gross.value:
        yield speclint.Fault(f"{usable.label} is more than 97 % of {gross}", at=usable, related=(gross,))
'''
PLACE = f"{IX1}:24:57: warning[team/reserve] usable battery capacity 64.7 kWh is more than 97 % of 66.5 kWh\n"
DECLARED = next(line for line, text in enumerate(RESERVE.splitlines(), 1) if text.startswith("@"))
RULE = """\
import speclint

@speclint.rule("team/x", level="error")
def x(vehicle):
    "Every vehicle is at fault."
    yield speclint.Fault("found", "")
"""


@pytest.fixture
def folder(sheets: Sheets) -> Path:
    """The own sheets, one of which breaks the rule in the module beside them."""
    write(sheets.root / "team_rules.py", RESERVE)
    return sheets.root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def findings(run: Run, *options: str) -> tuple[int, str]:
    status, out, err = run("check", "--format", "concise", "--quiet", "--rules", "team_rules.py", *options)
    assert err == ""
    return status, out


def failure(run: Run, folder: Path, text: str, *arguments: str) -> str:
    """The only line of a run that cannot be done with a module of rules."""
    write(folder / "team_rules.py", text)
    status, out, err = run(*(arguments or ("check", IX1)), "--rules", "team_rules.py")
    assert (status, out, err.count("\n")) == (2, "", 1)
    return err


def test_check_reports_what_a_rule_of_a_named_file_finds(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert findings(run) == (0, PLACE)
    assert findings(run, "--fail-on", "warning") == (1, PLACE)
    assert findings(run, IX1) == (0, PLACE)
    assert run("check", "--format", "concise", "--quiet") == (0, "", "")


def test_a_file_named_twice_is_loaded_once_and_leaves_no_compiled_code(run: Run, folder: Path) -> None:
    assert findings(run, "--rules", "./team_rules.py") == (0, PLACE)
    assert not list(folder.rglob("__pycache__"))


def test_an_edit_of_a_rule_alone_makes_another_report(run: Run, folder: Path) -> None:
    assert findings(run) == (0, PLACE)
    write(folder / "team_rules.py", RESERVE.replace("0.97 *", "0.98 *"))
    assert findings(run) == (0, "")


def test_a_report_with_code_is_never_one_of_a_run_without(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("check", "--format", "concise", "--quiet") == (0, "", "")
    assert findings(run) == (0, PLACE)
    assert run("check", "--format", "concise", "--quiet") == (0, "", "")


def test_a_rule_is_selected_ignored_and_levelled_as_any_other(run: Run, folder: Path) -> None:
    assert findings(run, "--select", "team/reserve") == (0, PLACE)
    assert findings(run, "--ignore", "team") == (0, "")
    write(folder / "speclint.toml", '[levels]\n"team/*" = "error"\n')
    assert findings(run) == (1, PLACE.replace("warning[", "error["))
    write(folder / "speclint.toml", f'[per-file-ignores]\n"{IX1}" = ["team/reserve"]\n')
    assert findings(run) == (0, "")
    write(folder / "speclint.toml", 'select = ["team/resrve"]\n')
    status, _, err = run("check", "--rules", "team_rules.py")
    assert status == 2
    assert err.endswith('there is no rule "team/resrve"; did you mean "team/reserve"?\n')


def test_a_finding_is_accepted_and_kept_in_a_baseline(run: Run, folder: Path) -> None:
    accept = '[[accept]]\nrule = "team/reserve"\nsheet = "bmw/ix1*"\nreason = "measured"\n'
    write(folder / "speclint.toml", accept)
    assert findings(run) == (0, "")
    write(folder / "speclint.toml", 'baseline = "speclint-baseline.json"\n')
    assert run("baseline", "--rules", "team_rules.py").status == 0
    assert "team/reserve" in (folder / "speclint-baseline.json").read_text(encoding="utf-8")
    assert findings(run) == (0, "")


def test_reports_describe_the_rule(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    log = json.loads(run("check", "--format", "sarif", "--rules", "team_rules.py").out)["runs"][0]
    (rule,) = log["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]) == ("team/reserve", {"level": "warning"})
    assert rule["shortDescription"] == {"text": "a battery without reserve"}
    declared = f"Declared in team_rules.py, line {DECLARED}."
    assert rule["fullDescription"] == {"text": f"Our suppliers keep a reserve. {declared}"}
    (result,) = log["results"]
    assert [each["message"]["text"] for each in result["relatedLocations"]] == [
        "gross battery capacity 66.5 kWh is stated here"
    ]


def test_rules_and_explain_show_it(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    rows = run("rules", "--rules", "team_rules.py").out.splitlines()
    row = next(line for line in rows if line.startswith("team/"))
    assert row.split(maxsplit=2) == ["team/reserve", "warning", "a battery without reserve"]
    status, out, err = run("explain", "--rules", "team_rules.py", "team/reserve")
    assert (status, err) == (0, "")
    assert out.startswith(
        "## team/reserve\n\nwarning · team · a battery without reserve\n\n### Why\n\nOur suppliers keep"
    )
    assert f"Declared in team_rules.py, line {DECLARED}.\n\n### Found\n\n```json\n" in out


def test_its_examples_are_run(run: Run, folder: Path) -> None:
    options = ("test-rules", "--rules", "team_rules.py")
    assert run(*options) == (0, "1 rule, 2 examples: 0 failed\n", "")
    write(folder / "team_rules.py", RESERVE.replace("0.97 *", "0.9 *"))
    status, out, err = run(*options)
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "team/reserve: good example 1",
        "  expected: nothing",
        "  found: at /battery/usable/kWh: usable battery capacity 60 kWh is more than 97 % of 66.5 kWh",
        "  read: gross battery capacity 66.5 kWh, usable battery capacity 60 kWh",
        "1 rule, 2 examples: 1 failed",
    ]
    write(folder / "team_rules.py", RESERVE.replace("if usable", "if 1 / 0 and usable"))
    status, out, err = run(*options)
    assert (status, out) == (2, "")
    assert err.startswith("speclint: bad example 1 of team/reserve: rule team/reserve failed on ")
    assert "ZeroDivisionError" in err


def test_an_example_may_have_siblings(run: Run, tmp_path: Path) -> None:
    car = '{{"make": "BMW", "model": "iX1", "torque": {}}}'
    sheets = [car.format(f'{{"Nm": {torque}}}') for torque in (494, 250, 494)]
    write(
        tmp_path / "team_rules.py",
        "import speclint\n\n"
        '@speclint.rule("team/alone", level="warning", bad=[dict(\n'
        f"    sheet={sheets[0]!r}, siblings=[{sheets[1]!r}], at='', message='beside sibling-1')],\n"
        f"    good=[dict(sheet={sheets[0]!r}, siblings={sheets[1:]!r})])\n"
        "def alone(vehicle):\n"
        '    "Two of a model share a torque."\n'
        "    others = [each.id for each in vehicle.siblings if each.value != vehicle.value]\n"
        "    if len(others) == len(vehicle.siblings):\n"
        '        yield speclint.Fault(f"beside {\', \'.join(others)}", "")\n',
    )
    assert run("test-rules", "--rules", "team_rules.py") == (0, "1 rule, 2 examples: 0 failed\n", "")
    shown = run("explain", "--rules", "team_rules.py", "team/alone").out
    assert f"// vehicle.json\n{sheets[0]}\n// sibling-1.json\n{sheets[1]}\n" in shown


def test_a_configuration_that_names_a_rule_which_is_not_loaded_gets_a_remedy(run: Run, folder: Path) -> None:
    write(folder / "speclint.toml", 'select = ["team/reserve"]\n')
    status, _, err = run("check")
    assert status == 2
    assert err.endswith('there is no rule "team/reserve"; load it by --rules, or correct the name\n')
    assert findings(run) == (0, PLACE)


NAMED = """\
ignore = ["team/other"]

[levels]
"team/reserve" = "error"

[per-file-ignores]
"specs/vw/*" = ["team/*"]

[[accept]]
rule = "team/reserve"
sheet = "bmw/x"
reason = "measured"
"""


def test_rules_that_are_named_and_not_loaded_are_lines_on_the_standard_error(run: Run, folder: Path) -> None:
    write(folder / "speclint.toml", NAMED)
    lines = "".join(
        f'speclint: speclint.toml:{line}: the rule "team/{name}" is not loaded here; '
        "--rules names the module that has it\n"
        for line, name in ((1, "other"), (7, "*"), (4, "reserve"), (10, "reserve"))
    )
    # the second report comes from the cache
    for options in ((), (), ("--no-cache",), ("--sheets-only", IX1)):
        done = run("check", *options)
        assert (done.status, done.err) == (0, lines), options
    assert run("check", "--quiet").err == ""
    assert run("baseline").status == 0
    assert run("diff", IX1, IX1).status == 0


@pytest.mark.parametrize("name", ["team/resrve", "speclint/reserve", "*/reserve", "team", "/reserve", "x/"])
def test_a_name_that_is_no_id_of_code_elsewhere_stays_an_error(name: str, run: Run, folder: Path) -> None:
    write(folder / "speclint.toml", f'[levels]\n"{name}" = "note"\n')
    options = ("--rules", "team_rules.py") if name == "team/resrve" else ()
    status, out, err = run("check", *options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f'speclint.toml:2: there is no rule "{name}"; ' in err


def test_what_is_known_of_a_rule_that_is_not_loaded_stays(run: Run, folder: Path) -> None:
    text = (folder / IX1).read_text(encoding="utf-8")
    assert run("baseline", "--rules", "team_rules.py").status == 0
    write(folder / "speclint.toml", 'baseline = "speclint-baseline.json"\n')
    assert run("check", "--format", "concise", "--quiet") == (0, "", "")
    assert run("baseline", "--prune").out == "speclint-baseline.json: 0 removed, 1 left\n"
    write(folder / "speclint.toml", "")
    inline = '{"$speclint": {"accept": [{"rule": "team/reserve", "at": "/battery", "reason": "measured"}]},'
    write(folder / IX1, text.replace("{", inline, 1))
    assert run("check", "--format", "concise", "--quiet") == (0, "", "")
    assert findings(run) == (0, "")


def test_only_what_is_new_since_a_revision_is_reported(run: Run, folder: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for arguments in (["init", "-q"], ["add", "specs"], ["commit", "-q", "-m", "sheets"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    assert findings(run, "--since", "HEAD") == (0, "")
    sheet = folder / "specs/bmw/ix3-80-kwh-2020.json"
    text = sheet.read_text(encoding="utf-8")
    stated, other = '"usable": {"kWh": 74}', '"usable": {"kWh": 79}'
    assert text.count(stated) == 1
    write(sheet, text.replace(stated, other))
    status, out = findings(run, "--since", "HEAD", "--select", "team/reserve")
    assert (status, out.count("\n")) == (0, 1)
    assert "ix3-80-kwh-2020.json" in out
    review = run("review", "HEAD", "--rules", "team_rules.py")
    assert review.status == 0
    assert "team/reserve" in review.out


def test_a_suggestion_is_a_fix_that_must_be_asked_for(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path / "team_rules.py",
        "import speclint\n\n"
        '@speclint.rule("team/round", level="warning")\n'
        "def round_torque(vehicle):\n"
        '    "We round torque to 5 Nm."\n'
        '    for torque in vehicle.figures("torque"):\n'
        "        if torque.value % 5:\n"
        "            right = 5 * round(torque.value / 5)\n"
        '            yield speclint.Fault("not rounded", torque, suggestion=right, help="ask the press")\n',
    )
    sheet = tmp_path / "specs" / "bmw" / "x.json"
    write(sheet, '{"make": "BMW", "powertrain": {"torque": {"Nm": 494}}}')
    assert findings(run, "--select", "team/round", "--fix")[1].count("[team/round]") == 1
    assert "494" in sheet.read_text(encoding="utf-8")
    (found,) = json.loads(
        run("check", "--format", "json", "--rules", "team_rules.py", "--select", "team/round").out
    )["findings"]
    assert (found["suspect"]["suggestion"], found["fix"]["safe"], found["help"]) == (
        "495", False, "ask the press",
    )  # fmt: skip
    assert findings(run, "--select", "team/round", "--fix", "--unsafe-fixes") == (0, "")
    assert '{"Nm": 495}' in sheet.read_text(encoding="utf-8")


def test_a_rule_sees_every_row_of_a_large_table(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path / "cars.toml",
        '[sheets]\nfiles = ["cars.csv"]\n\n'
        '[identity]\nmake = "make"\nmodel = "model"\nvariant = "variant"\n\n'
        '[quantities]\nheight = { mm = "height" }\n',
    )
    write(tmp_path / "speclint.toml", '[[sheets]]\nprofile = "cars.toml"\n')
    rows = [f"BMW,iX{number // 7},{number},{1500 + number % 100},{'x' if number % 90 == 7 else ''}"
            for number in range(900)]  # fmt: skip
    write(tmp_path / "cars.csv", "\n".join(["make,model,variant,height,note", *rows, ""]))
    write(
        tmp_path / "team_rules.py",
        "import speclint\n\n"
        '@speclint.rule("team/note", level="note")\n'
        "def note(vehicle):\n"
        '    "Columns that no profile maps are seen too."\n'
        '    if vehicle.at("/note") == "x":\n'
        '        yield speclint.Fault(f"noted, beside {len(vehicle.siblings)} siblings", "/note")\n',
    )
    _, out = findings(run, "--select", "team/note")
    assert [int(line.split(":")[1]) for line in out.splitlines()] == [9 + 90 * number for number in range(10)]
    assert out.count("noted, beside 6 siblings") == 10


def test_a_crash_names_rule_sheet_and_line(run: Run, folder: Path) -> None:
    text = RULE.replace(
        "    yield", '    if vehicle.id == "bmw/ix1-xdrive30":\n        int("a\\nb")\n    yield'
    )
    assert failure(run, folder, text) == (
        f"speclint: rule team/x failed on {IX1}: "
        "ValueError: invalid literal for int() with base 10: 'a\\nb'; see team_rules.py:7\n"
    )
    # of all sheets the first at which it fails
    assert f"rule team/x failed on {IX1}: ValueError" in failure(run, folder, text, "check")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import sys; sys.exit(0)", "failed on {IX1}: SystemExit: 0; see team_rules.py:6"),
        (
            'list(vehicle.figures("torqe"))',
            'failed on {IX1}: LookupError: there is no quantity "torqe"; did you mean "torque"?; see',
        ),
        (
            'vehicle.figures("torque", "kW")',
            'failed on {IX1}: LookupError: "kW" is no unit of torque; it is stated in Nm, lb-ft, ',
        ),
        (
            'vehicle.field("markt")',
            'failed on {IX1}: LookupError: there is no identity field "markt"; did you mean "market"?; see',
        ),
        ("yield 'found'", "on {IX1}: it yields str, not speclint.Fault; see team_rules.py:3"),
        ("yield speclint.Fault('m', '/no/such')", "on {IX1}: there is no value at '/no/such' in the sheet"),
        ("yield speclint.Fault('m', 'no')", "on {IX1}: there is no value at 'no' in the sheet; see"),
        (
            "yield speclint.Fault('m', vehicle.siblings[0].figure('wheelbase'))",
            "on {IX1}: wheelbase 2692 mm is stated by another vehicle; name it as related; see",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_does_what_it_must_not_ends_the_run(
    line: str, message: str, run: Run, folder: Path
) -> None:
    found = failure(run, folder, RULE.replace("    yield", f"    {line}\n    yield"))
    assert found.startswith(f"speclint: rule team/x {message.replace('{IX1}', IX1)}")


def test_a_rule_that_yields_nothing_at_all_is_a_mistake(run: Run, folder: Path) -> None:
    text = RULE.replace("yield", "return None #")
    assert "on specs/bmw/ix1-xdrive30.json: it returns None; yield a speclint.Fault for" in failure(
        run, folder, text
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import no_such", "ModuleNotFoundError: No module named 'no_such' (team_rules.py:1);"),
        ("\nraise ValueError('a\\nb')", '.py" cannot be loaded: ValueError: a b (team_rules.py:2);'),
        ("def x(:", "SyntaxError: invalid syntax (team_rules.py, line 1); correct them, or leave them out"),
        ("import sys\nsys.exit(0)", "cannot be loaded: SystemExit: 0 (team_rules.py:2); correct"),
        (RULE.replace("team/x", "speclint/x"), 'team_rules.py:3: rule "speclint/x": the prefix "speclin'),
        (RULE.replace("team/x", "catalog/x"), 'the prefix "catalog" is not yours; choose that of your team'),
        (RULE.replace("team/x", "x"), 'rule "x": its id is not a prefix of your own, a slash and a name'),
        (RULE.replace('"error"', '"fatal"'), "'fatal' is no level; levels are error, warning and note"),
        (RULE.replace('    "Every', '    f"Every'), "it has no docstring, which gives the reason"),
        (RULE + RULE, 'team_rules.py:9: there are two rules "team/x"; the other is at team_rules.py:3'),
        (
            RULE.replace('"error")', '"error", bad=[{"shet": "{}"}])'),
            'rule "team/x": an example is wrong: Object contains unknown field `shet`',
        ),
        ("import speclint\nspeclint.rule('team/x', level='note')(3)", 'rule "team/x": a rule is a funct'),
    ],
)  # fmt: skip
def test_a_module_that_cannot_be_loaded_is_one_line(
    text: str, message: str, run: Run, tmp_path: Path
) -> None:
    assert message in failure(run, tmp_path, text)


COMMANDS = ("check", "test-rules", "rules", "explain team/x", "baseline", "diff", "review")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_with_rules_loads_them_first(command: str, run: Run, tmp_path: Path) -> None:
    assert "cannot be loaded: ValueError: no (" in failure(
        run, tmp_path, "raise ValueError('no')", *command.split()
    )


def test_an_id_that_a_law_has_too_is_refused_with_both_places(run: Run, folder: Path) -> None:
    write(
        folder / "speclint.toml",
        '[[rule]]\nid = "team/reserve"\nlevel = "note"\nlaw = "length < 9 m"\nmessage = "m"\nreason = "r"\n',
    )
    assert failure(run, folder, RESERVE) == (
        f'speclint: team_rules.py:{DECLARED}: there are two rules "team/reserve"; '
        f"the other is at {folder}/speclint.toml:2\n"
    )


def test_a_module_that_is_not_there_is_one_line_with_a_remedy(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("check", "--rules", "no/such.py") == (
        2, "", f"speclint: {folder}/no/such.py: No such file or directory\n",
    )  # fmt: skip
    assert run("check", "--rules", "no_such.rules").err == (
        'speclint: there is no module of rules "no_such.rules"; install it beside speclint\n'
    )
    # found by Python alone, and not in the working folder
    assert run("check", "--rules", "team_rules").err == (
        'speclint: there is no module of rules "team_rules"; name the file, team_rules.py\n'
    )


LEAVES_A_TRACE = 'import pathlib\npathlib.Path("ran").touch()\n'


class Installed:
    """A Python with speclint and a distribution that offers rules."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        (self.packages,) = folder.glob("lib/*/site-packages")
        folders = [Path(speclint.__file__).parent.parent, *site.getsitepackages()]
        write(self.packages / "beside.pth", "".join(f"{each}\n" for each in folders))
        self.python = folder / "bin" / "python"

    def add(self, text: str, value: str = "team_rules.checks") -> None:
        write(self.packages / "team_rules" / "__init__.py", "")
        write(self.packages / "team_rules" / "checks.py", text)
        metadata = self.packages / "team_rules-1.0.dist-info"
        write(metadata / "METADATA", "Metadata-Version: 2.1\nName: team-rules\nVersion: 1.0\n")
        write(
            metadata / "entry_points.txt", f"[console_scripts]\nx = y:z\n\n[speclint.rules]\nteam = {value}\n"
        )

    def run(self, folder: Path, *arguments: str, **environment: str) -> Outcome:
        from conftest import Outcome, bare_environment

        done = subprocess.run(
            [self.python, "-m", "speclint", *arguments],
            cwd=folder, env={**bare_environment(), "COLUMNS": "1000", **environment},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    if sys.platform == "win32":
        pytest.skip("packages lie elsewhere there")
    return Installed(tmp_path_factory.mktemp("python") / "venv")


CHECK = ("check", "--format", "concise", "--quiet")


@pytest.mark.parametrize("value", ["team_rules.checks", "team_rules.checks:reserve", "team_rules.checks [x]"])
def test_an_entry_point_is_a_module_or_an_object_in_it(value: str, python: Installed, sheets: Sheets) -> None:
    python.add(RESERVE, value)
    assert python.run(sheets.root, "test-rules") == (0, "1 rule, 2 examples: 0 failed\n", "")


def test_the_rules_of_a_distribution_hold_for_every_run(python: Installed, sheets: Sheets) -> None:
    python.add(RESERVE)
    assert python.run(sheets.root, *CHECK) == (0, PLACE, "")
    assert python.run(sheets.root, "check", "--sheets-only", "--quiet", IX1).out.count("team/reserve") == 1
    assert python.run(sheets.root, *CHECK, "--rules", "team_rules.checks") == (0, PLACE, "")
    listed = python.run(sheets.root, "config").out.splitlines()
    assert ["rules", "team_rules.checks", "(installed):", "team/reserve"] in [line.split() for line in listed]
    # no report of a run with code is kept; of another length, since Python keeps what it compiled
    # from a file of the same size and second
    python.add(RESERVE.replace("0.97 *", "0.980 *"))
    assert python.run(sheets.root, *CHECK) == (0, "", "")


def test_a_distribution_that_cannot_be_loaded_is_one_line(python: Installed, sheets: Sheets) -> None:
    python.add("raise ValueError('no')\n")
    status, out, err = python.run(sheets.root, "check")
    assert (status, out, err.count("\n")) == (2, "", 1)
    file = python.packages / "team_rules" / "checks.py"
    assert err == (
        'speclint: the rules in "team_rules.checks of team_rules-1.0" cannot be loaded: ValueError: no '
        f"({file}:1); correct them, or leave them out\n"
    )


def test_a_module_in_the_repository_is_never_taken_for_the_installed_one(
    python: Installed, sheets: Sheets
) -> None:
    python.add(RESERVE)
    write(sheets.root / "team_rules" / "__init__.py", "")
    write(sheets.root / "team_rules" / "checks.py", LEAVES_A_TRACE)
    for options in ((), ("--rules", "team_rules.checks")):
        assert python.run(sheets.root, *CHECK, *options) == (0, PLACE, "")
    assert not (sheets.root / "ran").exists()


@pytest.mark.parametrize("arguments", [("check",), ("check", IX1), ("rules",), ("explain", "invalid-json")])
def test_a_module_in_the_working_folder_is_taken_for_no_package(
    arguments: tuple[str, ...], python: Installed, sheets: Sheets
) -> None:
    python.add(RESERVE)
    text = (sheets.root / IX1).read_text(encoding="utf-8")
    write(sheets.root / IX1, text.replace('"make": "BMW"', '"make": 3'))
    for name in ("difflib", "jsonschema", "msgspec", "numpy", "rich", "tabulate"):
        write(sheets.root / f"{name}.py", LEAVES_A_TRACE)
    status, _, err = python.run(sheets.root, *arguments)
    assert (status, err) == (int(arguments[0] == "check"), "")
    assert not (sheets.root / "ran").exists()


def test_entry_points_in_a_repository_run_nothing(python: Installed, sheets: Sheets) -> None:
    python.add(RESERVE)
    write(sheets.root / "evil.py", LEAVES_A_TRACE)
    entry = '[project]\nname = "x"\nversion = "1"\n[project.entry-points."speclint.rules"]\nx = "evil"\n'
    write(sheets.root / "pyproject.toml", f"{entry}[tool.speclint]\n")
    write(sheets.root / "x-1.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: x\nVersion: 1\n")
    write(sheets.root / "x-1.dist-info" / "entry_points.txt", "[speclint.rules]\nx = evil\n")
    assert python.run(sheets.root, *CHECK, PYTHONPATH=str(sheets.root)) == (0, PLACE, "")
    assert not (sheets.root / "ran").exists()


@pytest.mark.parametrize(
    "text",
    ['rules = ["evil.py"]', 'rules = ["evil"]', 'extends = ["evil.py"]', 'rule-modules = ["evil.py"]'],
)
def test_what_a_configuration_names_never_runs(text: str, run: Run, sheets: Sheets) -> None:
    write(sheets.root / "evil.py", LEAVES_A_TRACE)
    write(sheets.root / "speclint.toml", f"{text}\n")
    status, out, err = run("check")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert not (sheets.root / "ran").exists()


def test_a_file_that_the_command_line_names_does_run(run: Run, sheets: Sheets) -> None:
    """The counterpart of those tests, without which their traces would show nothing."""
    write(sheets.root / "evil.py", LEAVES_A_TRACE)
    assert run("check", "--rules", "evil.py", IX1).status == 0
    assert (sheets.root / "ran").exists()

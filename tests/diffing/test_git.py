"""A repository that renames, moves, restates, corrects, deletes and reformats: the facts of each step."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from speclint import diff

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_regressions.data_regression import DataRegressionFixture

    from conftest import Run

CAR = {
    "make": "BMW",
    "model": "iX2",
    "variant": "xDrive30",
    "market": "eu",
    "status": "announced",
    "revised": "2023-10-16",
    "powertrain": {
        "type": "bev",
        "power": {"kW": 230},
        "torque": {"Nm": 494},
        "motors": [
            {"position": "front", "power": {"kW": 140}},
            {"position": "rear", "power": {"kW": 130}},
        ],
    },
    "performance": {"acceleration_0_100_kmh": {"s": 5.6}},
    "range": {"wltp": {"km": [417, 449]}},
    "sources": [
        {"title": "Press kit", "url": "https://www.bmw.com/a", "accessed": "2023-10-16", "covers": ["/range"]}
    ],
}
OTHER = {**CAR, "model": "iX1", "powertrain": {"type": "bev", "power": {"kW": 200}}, "range": {}}


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


class Steps:
    """A repository in the making."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.car: dict[str, Any] = json.loads(json.dumps(CAR))
        self.names: list[str] = []

    def file(self, name: str) -> Path:
        file = self.root / "specs" / "bmw" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def write(self, name: str = "ix2-xdrive30", car: object = None, indent: int | None = 2) -> None:
        self.file(name).write_text(
            json.dumps(car or self.car, indent=indent, sort_keys=indent is None), encoding="utf-8"
        )

    def commit(self, name: str) -> None:
        git(self.root, "add", ".")
        git(self.root, "commit", "--quiet", "--message", name)
        self.names.append(name)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """Eleven commits, so ten steps."""
    made = Steps(tmp_path_factory.mktemp("steps"))
    git(made.root, "init", "--quiet", "--initial-branch", "main")
    car = made.car
    made.write()
    made.write("ix1-xdrive30", OTHER)
    (made.root / "README.md").write_text("data\n", encoding="utf-8")
    made.commit("start")
    made.write(indent=None)
    made.commit("reformat")
    git(made.root, "mv", "specs/bmw/ix2-xdrive30.json", "specs/bmw/ix2-x30.json")
    made.commit("rename the file")
    car["powertrain"]["torque"] = {"lb-ft": 364}
    made.write("ix2-x30")
    made.commit("restate the torque")
    car["performance"]["acceleration_0_100_kmh"]["s"] = 5.4
    car["sources"].insert(
        0,
        {
            "title": "Data",
            "url": "https://www.bmw.com/b",
            "accessed": "2024-03-01",
            "covers": ["/performance"],
        },
    )
    car["revised"] = "2024-03-01"
    made.write("ix2-x30")
    made.commit("correct the time by a source")
    car["powertrain"]["motors"].reverse()
    made.write("ix2-x30")
    made.commit("turn the motors round")
    car["powertrain"]["motors"][1]["power"]["kW"] = 150
    made.write("ix2-x30")
    made.commit("correct the front motor alone")
    car["model"] = "iX2 "[:3] + "II"
    made.write("ix2-x30")
    made.commit("correct the model's name")
    made.file("ix1-xdrive30").unlink()
    made.commit("delete a sheet")
    car["battery"] = {"usable": {"kWh": 64.8}, "chemistry": "NMC"}
    car["status"] = "production"
    car["range"]["wltp"]["km"] = 430
    made.write("ix2-x30")
    made.commit("add a battery, begin production, narrow the range")
    (made.root / "README.md").write_text("more data\n", encoding="utf-8")
    made.commit("touch no sheet")
    return made


def facts(folder: Path, base: str, revision: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    return [
        f"{change.kind} {change.sheet} {change.pointer}: {change.message}"
        for change in diff(base, revision).changes
    ]


def all_steps(folder: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    last = len(steps.names) - 1
    return {
        f"{number + 1} {name}": facts(
            folder, f"main~{last - number}", f"main~{last - number - 1}", monkeypatch
        )
        for number, name in enumerate(steps.names[1:])
    }


def test_each_step_reports_its_facts_and_nothing_else(
    steps: Steps, data_regression: DataRegressionFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = all_steps(steps.root, steps, monkeypatch)
    assert len(messages) == 10
    kinds = {name: [line.split()[0] for line in lines] for name, lines in messages.items()}
    assert kinds == {
        "1 reformat": [],
        "2 rename the file": ["renamed"],
        "3 restate the torque": ["restated"],
        "4 correct the time by a source": ["changed", "changed", "added"],
        "5 turn the motors round": [],
        "6 correct the front motor alone": ["changed"],
        "7 correct the model's name": ["renamed"],
        "8 delete a sheet": ["removed"],
        "9 add a battery, begin production, narrow the range": ["changed", "sharpened", "added", "added"],
        "10 touch no sheet": [],
    }
    data_regression.check(messages)


def test_a_bare_clone_and_a_subfolder_report_the_same(
    steps: Steps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = all_steps(steps.root, steps, monkeypatch)
    git(tmp_path, "clone", "--quiet", "--bare", str(steps.root), "bare.git")
    assert all_steps(tmp_path / "bare.git", steps, monkeypatch) == expected
    assert all_steps(steps.root / "specs" / "bmw", steps, monkeypatch) == expected
    git(steps.root, "worktree", "add", "--quiet", str(tmp_path / "linked"), "main~3")
    assert all_steps(tmp_path / "linked", steps, monkeypatch) == expected


def test_a_step_taken_back_swaps_what_came_and_what_went(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(steps.root)
    mirror = {"added": "removed", "removed": "added", "sharpened": "blurred", "blurred": "sharpened"}
    forth, back = diff("main~10", "main").changes, diff("main", "main~10").changes
    assert sorted(mirror.get(change.kind, change.kind) for change in forth) == sorted(
        change.kind for change in back
    )
    assert sorted(-change.delta for change in forth if change.delta) == sorted(
        change.delta for change in back if change.delta
    )


def test_revisions_are_named_as_git_names_them(
    run: Run, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = facts(steps.root, "main~4", "main~3", monkeypatch)
    assert [line.partition(":")[0] for line in whole] == ["renamed bmw/ix2-x30 /model"]

    def diff_text(*arguments: str) -> str:
        outcome = run("diff", "--quiet", *arguments, folder=steps.root)
        assert outcome.err == ""
        return outcome.out

    two = diff_text("main~4", "main~3")
    assert diff_text("main~4..main~3") == diff_text("main~4...main~3") == two
    assert (
        diff_text("main~4", "main~3", "--", "specs/bmw") == diff_text("main~4", "main~3", "specs/bmw") == two
    )
    assert diff_text("main~4", "main~3", "--", "specs/bmw/ix1-xdrive30.json") == ""
    path = "specs/bmw/ix2-x30.json"
    assert "iX2 xDrive30 eu renamed to BMW iX2II xDrive30 eu" in diff_text(f"main~4:{path}", f"main~3:{path}")
    assert "iX2 xDrive30 eu renamed to BMW iX2II xDrive30 eu" in diff_text(f"main~4:{path}", path)
    assert diff_text("main~1") == diff_text() == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nope",), 'there is no revision "nope" in'),
        (("main", "nope"), 'there is no revision "nope" in'),
        (("main:none.json", "main:specs/bmw/ix2-x30.json"), 'there is no "none.json" in main'),
        (("main~99",), 'there is no revision "main~99" in'),
        (("main", "main~1", "main~2"), "name at most two revisions"),
        (("--ext-diff=x..main",), "No such option"),
        (("--output=x..main",), '"x..main" is not FORMAT:FILE'),
        (("main", "--", "none.json"), "none.json: there is no such file or folder on either side"),
        (("main", "--", "specs", "--stat"), "--stat: there is no such file or folder on either side"),
        (("specs", "main"), "main: there is no such file or folder on either side"),
    ],
)
def test_a_name_of_nothing_is_an_error_of_one_line(
    run: Run, steps: Steps, arguments: tuple[str, ...], message: str
) -> None:
    outcome = run("diff", *arguments, folder=steps.root)
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err


def test_an_error_in_a_shallow_clone_names_what_is_missing(run: Run, steps: Steps, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{steps.root}", "shallow")
    assert run("diff", "HEAD~1", folder=tmp_path / "shallow").status == 0
    outcome = run("diff", "HEAD~2", folder=tmp_path / "shallow")
    assert outcome.status == 2
    assert "`git fetch --unshallow` brings the older ones" in outcome.err


def test_a_bare_repository_has_no_work_tree_to_compare(run: Run, steps: Steps, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(steps.root), "bare.git")
    outcome = run("diff", "HEAD~1", folder=tmp_path / "bare.git")
    assert outcome.status == 2
    assert "name two revisions, such as HEAD~1 HEAD" in outcome.err


def test_the_history_of_a_sheet_is_shown_oldest_first_through_its_renames(run: Run, steps: Steps) -> None:
    for name in ("specs/bmw/ix2-x30.json", "bmw/ix2-x30"):
        outcome = run("history", "--format", "json", name, folder=steps.root)
        assert (outcome.status, outcome.err) == (0, "")
        history = json.loads(outcome.out)
        lines = {
            figure["label"]: [event["message"] for event in figure["events"]] for figure in history["figures"]
        }
        assert lines["torque"] == ["494 Nm (364 lb-ft) added", "494 Nm → 364 lb-ft, restated"]
        assert lines["0-100 km/h"] == ["5.6 s added", "5.6 s → 5.4 s: 0.2 s quicker (−4 %)"]
        assert lines["status"] == ["announced added", "announced → production"]
        assert lines["name"] == [
            "bmw/ix2-xdrive30 renamed to bmw/ix2-x30",
            "BMW iX2 xDrive30 eu renamed to BMW iX2II xDrive30 eu",
        ]
        assert lines["motor power (front)"] == [
            "140 kW (188 hp) added",
            "140 kW → 150 kW: 10 kW more (+7 %), 188 → 201 hp",
        ]
        times = next(figure for figure in history["figures"] if figure["label"] == "0-100 km/h")["events"]
        assert [event["source"] for event in times] == [None, "https://www.bmw.com/b"]
        assert times[0]["date"] == git(steps.root, "log", "-1", "--format=%cs").strip()


def test_the_history_of_a_sheet_reads_well(run: Run, steps: Steps) -> None:
    text = run("history", "bmw/ix2-x30", "--only", "torque", folder=steps.root).out
    oids = [line.split()[1] for line in text.splitlines() if line.startswith("  ")]
    for oid in oids:
        text = text.replace(oid, "<commit>")
    day = git(steps.root, "log", "-1", "--format=%cs").strip()
    assert text.replace(day, "<day>") == (
        "BMW iX2II xDrive30 eu  bmw/ix2-x30, 9 commits\n"
        "\n"
        "torque\n"
        "  <day>  <commit>  494 Nm (364 lb-ft) added\n"
        "  <day>  <commit>  494 Nm → 364 lb-ft, restated\n"
    )


def test_git_shows_facts_once_it_is_configured(steps: Steps, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(steps.root), "data")
    data = tmp_path / "data"
    git(data, "config", "diff.speclint.command", f"'{sys.executable}' -m speclint diff --git-driver")
    (data / ".gitattributes").write_text("*.json diff=speclint\n", encoding="utf-8")
    assert git(data, "diff", "main~8", "main~7", "--", "specs") == (
        "BMW iX2 xDrive30 eu  bmw/ix2-x30\n  torque 494 Nm → 364 lb-ft, restated\n"
    )
    assert git(data, "diff", "main~10", "main~9", "--", "specs") == (
        "specs/bmw/ix2-xdrive30.json: only the layout changed\n"
    )
    assert "BMW iX1 xDrive30 eu removed (2 figures)\n" in git(data, "log", "-p", "--ext-diff", "-3")
    (data / "specs/bmw/ix2-x30.json").write_text("{", encoding="utf-8")
    assert git(data, "diff").startswith("not compared: specs/bmw/ix2-x30.json: ")


OWN_PROFILE = """
[sheets]
files = ["cars.json"]
records = "[*]"

[identity]
make = "brand"
model = "name"

[quantities]
torque = { Nm = "tq" }
"""


def test_revisions_older_than_the_configuration_are_read_by_that_of_the_work_tree(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    for torque in (494, 364):
        (tmp_path / "cars.json").write_text(json.dumps([{"brand": "BMW", "name": "iX2", "tq": torque}]))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message", "torque")
    (tmp_path / "own.toml").write_text(OWN_PROFILE)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n')
    done = run("diff", "HEAD~1", "HEAD", "--format", "concise")
    assert "torque 494 Nm → 364 Nm" in done.out
    assert done.err == "speclint: HEAD has no configuration; that of the work tree is used\n"
    assert run("diff", "HEAD~1", "HEAD", "--quiet").err == ""
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "configuration")
    done = run("diff", "HEAD~2", "HEAD", "--format", "concise")
    assert "torque 494 Nm → 364 Nm" in done.out
    assert done.err == ""

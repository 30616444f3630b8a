"""The catalogs and streams on which speed is measured, and what is computed from the times."""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from accuracy.sheets import Sheet
from accuracy.units import agree
from speed import catalogs, streams
from speed.measures import beside, each_finding, growth
from speed.peers import OURS
from speed.table import BEGIN, END, SHORT, replace, rows
from speed.tasks import Task, chosen, tasks
from speed.timing import Command, exponent, run_in_turn
from speed.workshop import Workshop

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

SHEETS = 2 * catalogs.OWN + 7


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "clean"
    catalogs.make(folder, SHEETS, faulty=0)
    return folder


def documents(folder: Path) -> list[dict[str, object]]:
    return [json.loads(file.read_bytes()) for file in sorted((folder / "specs").glob("*/*.json"))]


def test_a_catalog_without_faults_has_no_finding(run: Run, clean: Path) -> None:
    done = run("check", "--no-cache", "--format", "concise", folder=clean)
    assert (done.status, done.out) == (0, "")


def test_the_same_seed_gives_the_same_bytes(clean: Path, tmp_path: Path) -> None:
    catalogs.make(tmp_path, SHEETS, faulty=0)
    files = [file.relative_to(clean) for file in clean.rglob("*.json")]
    assert len(files) == SHEETS + 1
    assert all((clean / file).read_bytes() == (tmp_path / file).read_bytes() for file in files)


def test_copies_of_a_sheet_share_neither_names_nor_shape(clean: Path) -> None:
    found = documents(clean)
    assert max(Counter(document["make"] for document in found).values()) <= catalogs.OWN
    assert len({json.dumps(document["sources"]) for document in found}) == SHEETS
    shapes = Counter(str(sorted(pointers(document))) for document in found)
    assert len(shapes) > 0.7 * SHEETS


def pointers(value: object, pointer: str = "") -> list[str]:
    if isinstance(value, dict):
        return [p for name, member in value.items() for p in pointers(member, f"{pointer}/{name}")]
    return [pointer]


def test_figures_of_a_varied_sheet_agree_in_all_units(clean: Path) -> None:
    for document in documents(clean):
        for figure in Sheet("", "", 0, "", document).figures():
            for unit, twin in figure.twins.items():
                assert agree(figure.unit, figure.value, unit, twin), (figure, document["make"])


def test_faulty_sheets_are_listed_and_found(run: Run, tmp_path: Path) -> None:
    catalogs.make(tmp_path, 2 * catalogs.OWN, faulty=0.01)
    listed = catalogs.faulty_sheets(tmp_path)
    assert listed
    assert catalogs.clean_sheet(tmp_path) not in listed
    assert run("check", "--format", "concise", listed[-1], folder=tmp_path).out


def test_a_skewed_catalog_has_one_large_maker(tmp_path: Path) -> None:
    catalogs.make(tmp_path, 10 * catalogs.OWN, faulty=0, skewed=True)
    (_, largest), (_, second) = Counter(document["make"] for document in documents(tmp_path)).most_common(2)
    assert largest > 3 * second


@pytest.mark.parametrize("kind", streams.KINDS)
def test_a_stream_without_faults_has_no_finding_and_others_have(kind: str, run: Run, tmp_path: Path) -> None:
    if kind != streams.NDJSON:
        pytest.importorskip("polars")
    shop = Workshop(tmp_path, {}, 0)
    assert run("check", "--format", "concise", folder=shop.stream(200, kind=kind)).out == ""
    found = run("check", "--format", "concise", folder=shop.stream(60, faulty=1, kind=kind)).out.splitlines()
    assert len(found) > 30


def test_a_pair_of_revisions_has_changed_added_and_removed_records(run: Run, tmp_path: Path) -> None:
    pair = streams.write_pair(tmp_path, 300)
    done = run("diff", "--format", "json", *pair, folder=tmp_path)
    kinds = {change["kind"] for change in json.loads(done.out)["changes"]}
    assert kinds == {"added", "changed", "removed"}
    assert len(set(islice(map(str, streams.records()), 300))) == 300


def timed(name: str, *seconds: float, lines: int = 0) -> Command:
    return Command(
        name, wall=list(seconds), cpu=list(seconds), lines=lines, folder=None, arguments=(), environment={}
    )  # type: ignore[arg-type]


def test_a_ratio_is_the_median_over_the_rounds() -> None:
    commands = timed("ours", 1, 9, 2), timed("peer", 2, 3, 2)
    assert beside(0.9).wall(commands) == 1
    assert beside(0.9).is_exceeded(commands)
    assert not beside(None).is_exceeded(commands)


def test_the_time_of_a_finding_is_that_by_which_a_faulty_run_takes_longer() -> None:
    assert each_finding(1).wall((timed("bad", 3.0, lines=1000), timed("good", 1.0))) == pytest.approx(2)


def test_time_that_doubles_with_size_grows_with_the_first_power() -> None:
    assert exponent([10, 20, 40], [1, 2, 4]) == pytest.approx(1)
    assert growth([10, 20]).is_exceeded((timed("small", 1), timed("large", 4)))


def test_commands_run_in_turn_and_the_first_run_does_not_count(tmp_path: Path) -> None:
    commands = [
        Command(name, tmp_path, (sys.executable, "-c", f"open('log', 'a').write('{name}'); print(1)"), {})
        for name in "ab"
    ]
    run_in_turn(commands, rounds=2, patience=60, warm=True)
    assert (tmp_path / "log").read_text() == "ababab"
    assert [len(command.wall) for command in commands] == [2, 2]
    assert commands[0].lines == 1
    assert commands[0].peak > 2**20


@pytest.fixture
def all_tasks(tmp_path: Path) -> list[Task]:
    """Those of a run; their data are not made."""
    return list(tasks(Workshop(tmp_path, {OURS: ("speclint",)}, 10_000)))


def test_what_takes_long_is_measured_where_it_is_named(all_tasks: list[Task]) -> None:
    name = "1,000,000 NDJSON records"
    assert name not in {task.name for task in chosen(all_tasks, [], long=False)}
    assert name not in {task.name for task in chosen(all_tasks, ["NDJSON"], long=False)}
    assert [task.name for task in chosen(all_tasks, [name], long=False)] == [name]
    assert chosen(all_tasks, [], long=True) == all_tasks


def test_the_readme_shows_tasks_that_do_not_take_long(all_tasks: list[Task]) -> None:
    assert SHORT.keys() <= {task.name for task in chosen(all_tasks, [], long=False)}


def test_a_task_whose_peer_is_missing_has_no_ratio() -> None:
    alone = Task("alone", list, (beside(0.5),))
    assert [row[-3:] for row in rows(alone, [timed("ours", 1)])] == [("", "", "")]
    both = [timed("ours", 1), timed("peer", 4)]
    assert [row[-3:] for row in rows(alone, both)] == [("0.25 x", "0.25", "0.5 x"), ("", "", "")]


def test_a_table_is_put_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"above\n\n{BEGIN}\n\nold\n\n{END}\n\nbelow\n", encoding="utf-8")
    replace(page, "new")
    assert page.read_text(encoding="utf-8") == f"above\n\n{BEGIN}\n\nnew\n\n{END}\n\nbelow\n"

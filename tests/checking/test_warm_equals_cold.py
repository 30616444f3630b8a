"""A check that finds something in the cache reports what one without it does, whatever was done to files."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from random import Random
from typing import TypeAlias

import hypothesis.strategies as st
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings

from conftest import ROOT
from speclint.checking import incremental
from speclint.cli.commands import cli
from speclint.errors import SpeclintError
from speclint.files import trace
from speclint.project import load

Edit: TypeAlias = Callable[[Path, Random], object]

CONFIG = """\
baseline = "known.json"

[[sheets]]
files = ["specs/{make}/*.json"]
profile = "spec-sheet"

[[sheets]]
profile = "cars.toml"
"""
PROFILE = """\
[sheets]
files = ["cars/{line}/*.json"]
layers = ["lines/{line}.json"]

[identity]
make = "make"
model = "model"

[quantities]
power = { kW = "kw", PS = "ps" }

[[family]]
name = "one line"
by = ["make"]
close = { power = "40 %" }
"""
SCHEMA = '{"properties": {"make": {"type": "string"}, "kw": {"type": "integer", "maximum": 400}}}'
OTHER_TEXTS = {
    "speclint.toml": (
        CONFIG,
        'ignore = ["missing-layer", "sibling-missing"]\n' + CONFIG,
        CONFIG + 'decimal = "?"\n',
    ),
    "cars.toml": (PROFILE, PROFILE.replace('PS = "ps"', 'hp = "ps"'), PROFILE.replace("40 %", "5 %")),
    "schema.json": (SCHEMA, SCHEMA.replace("400", "90"), "{"),
    ".gitignore": ("", "*-performance-*\n", "lines/\n"),
    "known.json": ('{"version": 1, "known": []}', "[]"),
    "lines/a.json": ('{"make": "Fiat"}', '{"make": "Ford", "ps": 160}', "{}"),
    "lines/b.json": ('{"make": "Fiat", "kw": 80}', "["),
    "cars/speclint.toml": ('fail-on = "note"\n', '[[sheets]]\nprofile = "../cars.toml"\n'),
}
"""What the files beside the sheets may hold; the first is what they hold at first."""
AT_FIRST_ABSENT = {".gitignore", "lines/b.json", "cars/speclint.toml"}
TICK = 0.012
"""Seconds after which a change of a file has another time; kernels count in steps of up to 10 ms."""


@pytest.fixture(scope="module", autouse=True)
def _files_age_quickly() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trace, "YOUNG", int(TICK * 1e9))
        yield


def lay_out(root: Path) -> None:
    """Own sheets, one with a fault, and sheets with layers."""
    shutil.copytree(ROOT / "specs/tesla", root / "specs/tesla")
    replace(root / "specs/tesla/model-3-long-range-2020.json", "4694", "4649")
    for name, (text, *_) in OTHER_TEXTS.items():
        if name not in AT_FIRST_ABSENT:
            write(root / name, text)
    for name, figures in (
        ("one", '"kw": 100, "ps": 136'),
        ("two", '"kw": 100, "ps": 163'),
        ("six", '"ps": 99'),
    ):
        write(root / f"cars/a/{name}.json", f'{{"model": "{name.capitalize()}", {figures}}}')


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    write(file, file.read_text(encoding="utf-8").replace(old, new))


def sheet(root: Path, draw: Random) -> Path:
    """Any sheet that there is."""
    return draw.choice(sorted([*root.glob("specs/*/*.json"), *root.glob("cars/*/*.json")]))


def change_a_figure(root: Path, draw: Random) -> None:
    file = sheet(root, draw)
    text = file.read_text(encoding="utf-8")
    numbers = list(re.finditer(r"\d+", text))
    number = draw.choice(numbers)
    other = str(draw.choice([int(number[0]) + 1, int(number[0][::-1]), 0]))
    write(file, text[: number.start()] + other + text[number.end() :])


def change_a_figure_in_secret(root: Path, draw: Random) -> None:
    """Neither size nor time of change are others then."""
    file = sheet(root, draw)
    before, text = file.stat(), file.read_text(encoding="utf-8")
    write(file, re.sub(r"(\d)(\d)(?=\D*$)", r"\2\1", text, count=1))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def link_a_sheet(root: Path, draw: Random) -> None:
    file, target = sheet(root, draw), sheet(root, draw).resolve()
    if file.resolve() != target:
        file.unlink()
        file.symlink_to(target)


def remove_a_sheet(root: Path, draw: Random) -> None:
    file = sheet(root, draw)
    if len([*root.glob("cars/*/*.json")]) > 1 and file.is_relative_to(root / "cars"):
        file.unlink()


def change_another_file(root: Path, draw: Random) -> None:
    name = draw.choice(sorted(OTHER_TEXTS))
    write(root / name, draw.choice(OTHER_TEXTS[name]))


def remove_another_file(root: Path, draw: Random) -> None:
    (root / draw.choice(sorted(OTHER_TEXTS))).unlink(missing_ok=True)


def record_the_baseline(root: Path, _: Random) -> None:
    invoke(root, "baseline")


def touch(root: Path, draw: Random) -> None:
    draw.choice([sheet(root, draw), root / "lines", root]).touch()


def new_name(root: Path, draw: Random) -> Path:
    """A path of a sheet that there may be already."""
    return (
        root / draw.choice(["cars/a", "cars/b", "specs/tesla"]) / f"{draw.choice(['one', 'new', 'six'])}.json"
    )


def copy_a_sheet(root: Path, draw: Random) -> None:
    file = new_name(root, draw)
    write(file, sheet(root, draw).read_text(encoding="utf-8"))


def rename_a_sheet(root: Path, draw: Random) -> None:
    file = new_name(root, draw)
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet(root, draw).rename(file)


def add_a_sheet(root: Path, draw: Random) -> None:
    write(new_name(root, draw), '{"model": "One", "kw": 100, "ps": 99}')


EDITS: list[Edit] = [
    add_a_sheet, change_a_figure, change_a_figure_in_secret, change_another_file, copy_a_sheet, link_a_sheet,
    record_the_baseline, remove_a_sheet, remove_another_file, rename_a_sheet, touch,
]  # fmt: skip


def invoke(root: Path, *arguments: str) -> tuple[object, ...]:
    """What a command prints and how it ends."""
    with contextlib.chdir(root):
        done = CliRunner().invoke(cli, arguments, standalone_mode=False, catch_exceptions=True)
    if done.exception is not None and not isinstance(done.exception, SpeclintError):
        raise done.exception
    return done.return_value, done.output, str(done.exception)


def assert_warm_equals_cold(root: Path, cache: Path, draw: Random) -> None:
    """Each command reports with the cache, twice, what it reports without."""
    one = sheet(root, draw).relative_to(root).as_posix()
    other = ("--schema", "schema.json", "--format", "concise")
    for arguments in (["--format", "json"], ["--format", "json", one], other):
        cold = invoke(root, "check", *arguments, "--no-cache")
        for turn in ("first", "second"):
            warm = invoke(root, "check", *arguments, "--cache-dir", str(cache))
            assert timeless(warm) == timeless(cold), (turn, arguments)


def timeless(outcome: tuple[object, ...]) -> list[str]:
    return [re.sub(r"\(\d+\.\d+ s\)", "", str(part)) for part in outcome]


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 999), st.booleans()), min_size=3, max_size=6
    )
)
@example(steps=[(edit, number, number % 2 == 0) for number, edit in enumerate(EDITS)])
def test_warm_equals_cold_after_any_edits(steps: list[tuple[Edit, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root, cache = Path(scratch, "catalog"), Path(scratch, "cache")
        lay_out(root)
        assert_warm_equals_cold(root, cache, Random(0))  # noqa: S311 - it hides nothing
        for edit, seed, waits in steps:
            # files that are older than this are known by their times, others by their content
            time.sleep(TICK * waits)
            edit(root, Random(seed))  # noqa: S311 - as above
            time.sleep(TICK * waits)
            assert_warm_equals_cold(root, cache, Random(seed))  # noqa: S311 - as above


def lay_out_own_sheets(root: Path) -> None:
    """Own sheets of three makes, one with a fault."""
    shutil.copytree(ROOT / "specs", root / "specs")
    replace(root / "specs/tesla/model-3-long-range-2020.json", "4694", "4649")
    write(root / "speclint.toml", '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n')


CARS = """\
[sheets]
files = ["cars/{line}/*.json"]

[identity]
make = "make"
model = "model"
drive = "drive"

[quantities]
power = { kW = "kw", PS = "ps" }
torque = { Nm = "nm" }

[siblings]
each = "like[*]"
sheet = "id"
shares = "of"

[[family]]
name = "one line"
by = ["line"]
close = { power = "40 %" }
"""


def lay_out_cars(root: Path) -> None:
    """Cars of a profile of the repository, with siblings and with families that connect makes."""
    write(root / "cars.toml", CARS)
    write(root / "speclint.toml", '[[sheets]]\nprofile = "cars.toml"\n')
    for number in range(40):
        make, line = ("Fiat", "Ford", "Opel", "Seat", "Audi")[number % 5], number // 4
        like = f', "like": [{{"id": "cars/a/{number - 8:02}", "of": ["power"]}}]' if number % 8 == 7 else ""
        write(
            root / f"cars/a/{number:02}.json",
            f'{{"make": "{make}", "model": "M{number // 3}", "line": "L{line}", "kw": {90 + 2 * line}, '
            f'"nm": {150 + 3 * number}{like}}}',
        )


def change_a_word(root: Path, draw: Random) -> None:
    """The make or the model is another one, perhaps that of another sheet."""
    file = sheet(root, draw)
    other = draw.choice(re.findall(r'"(?:make|model|line)": "[^"]*"', sheet(root, draw).read_text("utf-8")))
    key = other.partition(":")[0]
    write(file, re.sub(rf'{key}: "[^"]*"', other, file.read_text("utf-8"), count=1))


def break_a_sheet(root: Path, draw: Random) -> None:
    file = sheet(root, draw)
    write(file, draw.choice(["{", "[]", "{}", file.read_text("utf-8")[:-3]]))


def state_a_word(root: Path, draw: Random) -> None:
    """A figure or a word that may not be readable, that was not there or is another one now."""
    file = sheet(root, draw)
    text = re.sub(r'^{"(kw|ps|drive)": "[^"]*", ', "{", file.read_text("utf-8"))
    stated = (
        '"kw": "many"',
        '"kw": "few"',
        '"kw": "n/a"',
        '"ps": "900"',
        '"drive": "Allrad"',
        '"drive": "Knall"',
    )
    write(file, text.replace("{", f"{{{draw.choice(stated)}, ", 1))


def suppress(root: Path, draw: Random) -> None:
    file = sheet(root, draw)
    write(file, file.read_text("utf-8").replace("{", '{"$speclint": {"accept": []}, ', 1))


def restore(root: Path, _: Random) -> None:
    """All sheets are as they were at first."""
    for file in root.glob("first/**/*.json"):
        place = root / file.relative_to(root / "first")
        if not place.is_file() or place.read_bytes() != file.read_bytes():
            write(place, file.read_text("utf-8"))


CONTENT_EDITS = [
    *[change_a_figure] * 4, *[restore] * 4, break_a_sheet, change_a_figure_in_secret, change_a_word,
    state_a_word, state_a_word, suppress,
]  # fmt: skip
OTHER_EDITS = [copy_a_sheet, link_a_sheet, remove_a_sheet, rename_a_sheet, touch]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lay_out", [lay_out_own_sheets, lay_out_cars])
def test_what_an_edit_may_affect_is_judged_anew_as_if_all_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lay_out: Callable[[Path], None], seed: int
) -> None:
    monkeypatch.setattr(load, "MIN_SHEETS", 1)
    monkeypatch.setattr(incremental, "MAX_SHARE", 1)
    judged = list[bool]()

    @wraps(revised := incremental.revised)
    def counted(*arguments: object) -> object:
        found = revised(*arguments)
        judged.append(found is not None)
        return found

    monkeypatch.setattr(incremental, "revised", counted)
    root, cache, draw = tmp_path / "catalog", tmp_path / "cache", Random(seed)  # noqa: S311 - it hides nothing
    lay_out(root)
    for folder in ("specs", "cars"):
        if (root / folder).is_dir():
            shutil.copytree(root / folder, root / "first" / folder)
    for _ in range(14):
        time.sleep(TICK * draw.randint(0, 1))
        cold = invoke(root, "check", "--format", "json", "--no-cache")
        for turn in ("first", "second"):
            warm = invoke(root, "check", "--format", "json", "--cache-dir", str(cache))
            assert timeless(warm) == timeless(cold), turn
        time.sleep(TICK * draw.randint(0, 1))
        draw.choice(CONTENT_EDITS if draw.random() < 0.9 else OTHER_EDITS)(root, draw)
    assert sum(judged) >= 3, judged

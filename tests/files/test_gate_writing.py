"""Nothing outside the folder is written: by fixes, `init`, `baseline` or `calibrate`."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

CANARY = "hunter2"
CAR = '{"make": "BMW", "model": "x", "year": 2024, "power_kw": 150, "length_mm": 4500}\n'
WRITTEN = ("speclint.toml", "speclint-profile.toml", ".pre-commit-config.yaml")
CONFIG = '[[sheets]]\nprofile = "cars.toml"\n'
PROFILE = """\
[sheets]
files = ["cars/{make}/*.json"]
[identity]
make = "make"
model = "model"
[quantities]
torque = { Nm = "nm", lb-ft = "lb" }
"""
FIX = ("--fix", "--unsafe-fixes")
FAULTY = '{"make": "bmw", "model": "m1", "nm": 494, "lb": 346}\n'


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A file outside the repository, in a folder where nothing may change."""
    file = tmp_path / "outside" / "victim"
    write(file, f"{CANARY}\n")
    yield file
    assert (file.read_text(encoding="utf-8"), list(file.parent.iterdir())) == (f"{CANARY}\n", [file])


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    write(folder / "cars/bmw/m1.json", CAR)
    return folder


@pytest.fixture
def faulty(repo: Path) -> Path:
    write(repo / "cars/bmw/m1.json", FAULTY)
    write(repo / "speclint.toml", CONFIG)
    write(repo / "cars.toml", PROFILE)
    return repo


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


# init


@pytest.mark.parametrize("name", WRITTEN[:2])
@pytest.mark.parametrize("how", ["link", "chain", "new"])
def test_init_writes_through_no_link_that_leads_out_and_then_nothing_at_all(
    run: Run, repo: Path, victim: Path, name: str, how: str
) -> None:
    (repo / "chain").symlink_to(victim)
    target = {"link": victim, "chain": repo / "chain", "new": victim.with_name("new")}[how]
    (repo / name).symlink_to(target)
    before = names(repo)
    status, out, err = run("init", "--force", folder=repo)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"speclint: {repo / name}: ")
    assert "a link that leads out of" in err
    assert CANARY not in err
    assert names(repo) == before


@pytest.mark.parametrize("name", WRITTEN[:2])
def test_init_waits_for_no_pipe(run: Run, repo: Path, name: str) -> None:
    os.mkfifo(repo / name)
    before = names(repo)
    status, out, err = run("init", "--force", folder=repo)
    assert (status, out, err) == (2, "", f"speclint: {repo / name}: not a regular file\n")
    assert names(repo) == before


def test_init_leaves_a_link_inside_the_folder_a_link(run: Run, repo: Path) -> None:
    write(repo / "settings/speclint.toml", "")
    (repo / "speclint.toml").symlink_to("settings/speclint.toml")
    assert run("init", "--force", folder=repo).status == 0
    assert (repo / "speclint.toml").is_symlink()
    assert "[[sheets]]" in (repo / "settings/speclint.toml").read_text(encoding="utf-8")


def test_a_write_of_init_that_fails_leaves_the_file_as_it_was(run: Run, repo: Path) -> None:
    write(repo / "speclint.toml", "mine\n")
    os.link(repo / "speclint.toml", repo / "second name")
    before = names(repo)
    status, _, err = run("init", "--force", folder=repo)
    assert (status, "it has another hard link" in err) == (2, True)
    assert (names(repo), (repo / "speclint.toml").read_text(encoding="utf-8")) == (before, "mine\n")


def test_init_does_not_read_a_pyproject_that_is_a_link_out_of_the_folder(
    run: Run, repo: Path, victim: Path
) -> None:
    (repo / "pyproject.toml").symlink_to(victim)
    status, _, err = run("init", folder=repo)
    assert (status, CANARY in err, err.startswith(f"speclint: {repo}/pyproject.toml: ")) == (2, False, True)


@pytest.mark.parametrize("how", ["absolute", "relative", "link"])
def test_init_takes_no_schema_from_outside(run: Run, repo: Path, victim: Path, how: str) -> None:
    (repo / "schema.json").symlink_to(victim)
    named = {"absolute": str(victim), "relative": "../../../outside/victim", "link": "../../schema.json"}[how]
    write(repo / "cars/bmw/m1.json", CAR.replace("{", f'{{"$schema": "{named}", ', 1))
    status, out, err = run("init", folder=repo)
    assert (status, err) == (0, "")
    assert "schema: none inside this folder is named by the sheets\n" in out
    assert CANARY not in out
    text = (repo / "speclint.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"sheets": [{"profile": "speclint-profile.toml"}]}
    assert named not in text


def test_init_lists_the_links_that_it_does_not_follow(run: Run, repo: Path, victim: Path) -> None:
    (repo / "cars/bmw/m2.json").symlink_to(victim)
    status, out, err = run("init", folder=repo)
    assert (status, err, CANARY in out) == (0, "", False)
    assert "not read: cars/bmw/m2.json leads out of this folder" in out
    assert 'files = ["cars/bmw/m1.json"]' in (repo / "speclint-profile.toml").read_text(encoding="utf-8")


# fixes


@pytest.mark.parametrize("named", [False, True])
def test_a_fix_is_written_through_no_link_that_leads_out(
    run: Run, faulty: Path, tmp_path: Path, *, named: bool
) -> None:
    outside = tmp_path / "outside.json"
    write(outside, FAULTY.replace("m1", CANARY))
    (faulty / "cars/bmw/m1.json").unlink()
    (faulty / "cars/bmw/m1.json").symlink_to(outside)
    outcome = run("check", *FIX, *(["cars/bmw/m1.json"] if named else []), folder=faulty)
    assert outcome.status == 2
    assert f"{faulty}/cars/bmw/m1.json: not " in outcome.err
    assert named or CANARY not in outcome.out + outcome.err
    assert outside.read_text(encoding="utf-8") == FAULTY.replace("m1", CANARY)


def test_what_the_user_named_elsewhere_is_fixed_there(run: Run, faulty: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/bmw/m1.json", FAULTY)
    write(tmp_path / "elsewhere/speclint.toml", '[[sheets]]\nprofile = "cars.toml"\nfiles = ["bmw/*.json"]\n')
    write(tmp_path / "elsewhere/cars.toml", PROFILE)
    assert run("check", *FIX, tmp_path / "elsewhere", folder=faulty).status == 0
    assert '"lb": 364' in (tmp_path / "elsewhere/bmw/m1.json").read_text(encoding="utf-8")
    assert (faulty / "cars/bmw/m1.json").read_text(encoding="utf-8") == FAULTY


# baseline and calibrate


@pytest.mark.parametrize("arguments", [("baseline",), ("baseline", "--prune"), ("baseline", "cars")])
@pytest.mark.parametrize(
    ("how", "named"), [("link", False), ("dangling", False), ("link", True), ("folder", True)]
)
def test_a_baseline_is_neither_read_nor_written_through_a_link_that_leads_out(
    run: Run, faulty: Path, victim: Path, how: str, arguments: tuple[str, ...], *, named: bool
) -> None:
    name = "speclint-baseline.json"
    if how == "folder":
        (faulty / "folder").symlink_to(victim.parent)
        name = "folder/new/speclint-baseline.json"
    else:
        (faulty / name).symlink_to(victim if how == "link" else victim.with_name("new"))
    if named:
        write(faulty / "speclint.toml", f'baseline = "{name}"\n{CONFIG}')
    status, out, err = run(*arguments, folder=faulty)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert (CANARY in err, "speclint-baseline.json" in err) == (False, True)
    assert "outside" in err or "leads out of" in err


@pytest.mark.parametrize("name", ["speclint-bands.json", "folder/new/bands.json"])
@pytest.mark.parametrize("how", ["default", "named", "option"])
def test_bands_are_written_through_no_link_that_leads_out(
    run: Run, faulty: Path, victim: Path, name: str, how: str
) -> None:
    if name.startswith("folder"):
        (faulty / "folder").symlink_to(victim.parent)
        how = "named"
    else:
        (faulty / name).symlink_to(victim)
    if how == "named":
        write(faulty / "speclint.toml", f'bands = "{name}"\n{CONFIG}')
    status, out, err = run("calibrate", *(["--output", name] if how == "option" else []), folder=faulty)
    assert (status, out, err.count("\n"), CANARY in err, name in err) == (2, "", 1, False, True)


def test_a_baseline_and_bands_behind_a_link_inside_the_folder_are_written(run: Run, faulty: Path) -> None:
    for name in ("speclint-baseline.json", "speclint-bands.json"):
        (faulty / name).symlink_to(f"known/{name}")
    (faulty / "known").mkdir()
    for command in ("baseline", "calibrate"):
        assert run(command, folder=faulty).err == ""
    assert {file.name for file in (faulty / "known").iterdir()} == {
        "speclint-baseline.json",
        "speclint-bands.json",
    }
    assert (faulty / "speclint-baseline.json").is_symlink()

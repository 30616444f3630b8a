"""Nothing outside the configuration's folder is read or shown, unless the user named it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import IX1, IX2
from speclint.files.gate import Gate
from speclint.files.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Outcome, Run, Sheets

CANARY = "hunter2"
CONFIG = '[[sheets]]\nprofile = "cars.toml"\n'
PROFILE = """\
[sheets]
files = ["cars/{make}/*.json"]
layers = ["layers/{make}.json"]
[identity]
make = "make"
model = "model"
[siblings]
each = "siblings[*]"
sheet = "sheet"
shares = "shares"
[quantities]
power = { kW = "kw", PS = "ps" }
torque = { Nm = "nm", lb-ft = "lb" }
"""
SOUND = '{"make": "bmw", "model": "m1", "kw": 230, "ps": 313}\n'
FAULTY = f'{{"make": "bmw", "model": "{CANARY}", "kw": 230, "ps": 999, "nm": 494, "lb": 346}}\n'
OUTSIDE = {
    "secret.json": f"{CANARY}: x\n",
    "sheet.json": FAULTY,
    "bmw/sheet.json": FAULTY,
    "records.ndjson": FAULTY,
    "profile.toml": f"{CANARY} = 1\n",
    "schema.json": f'{{"properties": {{"{CANARY}": {{"type": "{CANARY}"}}}}}}\n',
    "bands.json": f'{{"version": "{CANARY}"}}\n',
}


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder beside the repository that must stay as it is."""
    folder = tmp_path / "outside"
    for name, text in OUTSIDE.items():
        write(folder / name, text)
    yield folder
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    assert {name: file.read_text(encoding="utf-8") for name, file in files.items()} == OUTSIDE


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    write(folder / "speclint.toml", CONFIG)
    write(folder / "cars.toml", PROFILE)
    write(folder / "cars/bmw/m1.json", SOUND)
    write(folder / "layers/bmw.json", '{"nm": 494}\n')
    return folder


def link(file: Path, target: Path | str) -> None:
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(target)


def refused(outcome: Outcome, *names: str | Path) -> None:
    """The run ended in one line that names the place, and shows nothing of what lies outside."""
    assert CANARY not in outcome.out + outcome.err
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    assert outcome.err.startswith("speclint: ")
    assert "; " in outcome.err, "there is no remedy"
    for name in names:
        assert str(name) in outcome.err


COMMANDS = [
    ("check",),
    ("check", "--fix", "--unsafe-fixes"),
    ("check", "--diff"),
    ("check", "cars/bmw"),
    ("check", "."),
    ("baseline",),
    ("show", "bmw/m9"),
    ("calibrate",),
]


# Files that a pattern or a walk finds


@pytest.mark.parametrize(
    ("command", "target"),
    [
        *((command, "/proc/self/environ") for command in COMMANDS),
        (("check",), "../../../outside/secret.json"),
        (("check",), "../../../outside"),
    ],
)
def test_a_sheet_that_is_a_link_out_of_the_root_is_named_and_not_read(
    run: Run, repo: Path, outside: Path, command: tuple[str, ...], target: str
) -> None:
    assert outside.is_dir()
    link(repo / "cars/bmw/m2.json", target)
    refused(run(*command, folder=repo, env={"X": CANARY}), "cars/bmw/m2.json", repo)


def test_a_chain_of_links_is_followed_to_its_end(run: Run, repo: Path, outside: Path) -> None:
    link(repo / "cars/bmw/m2.json", "../../a")
    link(repo / "a", "b")
    link(repo / "b", outside / "sheet.json")
    refused(run("check", folder=repo), "cars/bmw/m2.json")


@pytest.mark.parametrize("name", ["cars", "cars/bmw", "cars/audi"])
def test_a_folder_that_is_a_link_out_of_the_root_is_not_looked_into(
    run: Run, repo: Path, outside: Path, name: str
) -> None:
    if (repo / name).exists():
        (repo / name).rename(repo / "aside")
    link(repo / name, outside if name == "cars" else outside / "bmw")
    refused(run("check", folder=repo), name)
    refused(run("check", "--fix", "--unsafe-fixes", folder=repo), name)


@pytest.mark.parametrize("suffix", [".ndjson", ".csv", ".parquet"])
def test_a_file_of_records_is_no_exception(run: Run, repo: Path, outside: Path, suffix: str) -> None:
    write(repo / "cars.toml", PROFILE.replace("*.json", f"*{suffix}").replace("layers =", "#"))
    link(repo / f"cars/bmw/all{suffix}", outside / "records.ndjson")
    refused(run("check", folder=repo), f"cars/bmw/all{suffix}")


@pytest.mark.parametrize("arguments", [("check", "data"), ("check", "data", "--sheets-only")], ids=" ".join)
@pytest.mark.parametrize("configured", [True, False])
def test_a_walk_reads_no_link_that_leads_out(
    run: Run, repo: Path, outside: Path, arguments: tuple[str, ...], *, configured: bool
) -> None:
    if not configured:
        (repo / "speclint.toml").unlink()
    link(repo / "data/x.json", outside / "secret.json")
    refused(run(*arguments, folder=repo), "data/x.json")


@pytest.mark.parametrize(
    "pattern",
    [
        "../outside/*.json",
        "../outside/{make}/*.json",
        "cars/../../outside/*.json",
        "cars/*/../../../outside/*.json",
        "{make}/../../outside/*.json",
        "..",
    ],
)
def test_a_pattern_that_leads_out_is_refused_at_its_line(
    run: Run, repo: Path, outside: Path, pattern: str
) -> None:
    assert outside.is_dir()
    write(
        repo / "speclint.toml", f'[[sheets]]\nprofile = "cars.toml"\nfiles = ["cars/*.json", "{pattern}"]\n'
    )
    refused(run("check", "--fix", "--unsafe-fixes", folder=repo), f"{repo}/speclint.toml:3: ", pattern)
    (repo / "speclint.toml").write_text(CONFIG)
    write(repo / "cars.toml", PROFILE.replace("cars/{make}/*.json", pattern).replace("layers =", "#"))
    refused(run("check", "--fix", "--unsafe-fixes", folder=repo), f"{repo}/cars.toml:2: ", pattern)


def test_an_absolute_pattern_of_a_profile_is_refused(run: Run, repo: Path, outside: Path) -> None:
    write(repo / "cars.toml", PROFILE.replace("cars/{make}", str(outside)).replace("layers =", "#"))
    status, out, err = run("check", "--fix", "--unsafe-fixes", folder=repo)
    assert (status, out, err.startswith(f"speclint: {repo}/cars.toml:2: ")) == (2, "", True)


@pytest.mark.parametrize("pattern", ["**/../../outside/*.json", "**/../*.json", "in/../*.json"])
def test_a_pattern_that_leads_out_only_once_it_is_followed_reads_nothing(
    run: Run, repo: Path, outside: Path, pattern: str
) -> None:
    # in/.. is the folder around what the link leads to
    link(repo / "in", outside / "bmw")
    write(repo.parent / "beside.json", FAULTY)
    write(repo / "speclint.toml", f'[[sheets]]\nprofile = "spec-sheet"\nfiles = ["{pattern}"]\n')
    outcome = run("check", "--fix", "--unsafe-fixes", folder=repo)
    assert CANARY not in outcome.out + outcome.err
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert (repo.parent / "beside.json").read_text(encoding="utf-8") == FAULTY


# Files that a configuration or a profile names


@pytest.mark.parametrize("how", ["relative", "absolute", "link", "folder", "chain"])
@pytest.mark.parametrize(
    ("key", "name", "kept"),
    [
        ("profile", "profile.toml", ""),
        ("schema", "secret.json", 'profile = "cars.toml"\n'),
        ("schema", "schema.json", 'profile = "cars.toml"\n'),
        ("bands", "bands.json", ""),
        ("baseline", "bands.json", ""),
    ],
)
def test_what_a_configuration_names_outside_its_folder_is_refused_at_its_line(
    run: Run, repo: Path, outside: Path, how: str, key: str, name: str, kept: str
) -> None:
    link(repo / "link.toml", outside / name)
    link(repo / "folder", outside)
    link(repo / "chain.toml", "link.toml")
    named = {
        "relative": f"../outside/{name}",
        "absolute": str(outside / name),
        "link": "link.toml",
        "folder": f"folder/{name}",
        "chain": "chain.toml",
    }[how]
    in_entry = key in ("profile", "schema")
    line = 3 if kept else 2 if in_entry else 1
    text = f'[[sheets]]\n{kept}{key} = "{named}"\n' if in_entry else f'{key} = "{named}"\n{CONFIG}'
    write(repo / "speclint.toml", text)
    refused(run("check", folder=repo), f"{repo}/speclint.toml:{line}: ")


@pytest.mark.parametrize("layer", ["../outside/sheet.json", "{make}/../../outside/sheet.json"])
def test_a_layer_of_a_profile_outside_the_root_is_refused_at_its_line(
    run: Run, repo: Path, outside: Path, layer: str
) -> None:
    assert outside.is_dir()
    write(repo / "cars.toml", PROFILE.replace("layers/{make}.json", layer))
    refused(run("check", "--fix", "--unsafe-fixes", folder=repo), f"{repo}/cars.toml:3: ", layer)


@pytest.mark.parametrize("name", ["layers/bmw.json", "layers"])
def test_a_layer_behind_a_link_that_leads_out_is_not_read(
    run: Run, repo: Path, outside: Path, name: str
) -> None:
    write(outside.parent / "victim/bmw.json", FAULTY)
    (repo / name).rename(repo / "aside")
    link(repo / name, outside.parent / ("victim/bmw.json" if name.endswith(".json") else "victim"))
    for arguments in (("check",), ("check", "--fix", "--unsafe-fixes"), ("show", "bmw/m1")):
        refused(run(*arguments, folder=repo), "layers/bmw.json")
    assert (outside.parent / "victim/bmw.json").read_text(encoding="utf-8") == FAULTY


@pytest.mark.parametrize("name", ["ABSOLUTE", "../../../../../../../../../../../../../etc/passwd"])
def test_a_profile_names_no_schema_but_a_shipped_one(run: Run, repo: Path, outside: Path, name: str) -> None:
    name = name.replace("ABSOLUTE", str(outside / "secret.json"))
    write(repo / "cars.toml", PROFILE.replace("layers =", f'schema = "{name}"\nlayers ='))
    outcome = run("check", folder=repo)
    refused(outcome, f"{repo}/cars.toml:3: ", name)
    assert "root:" not in outcome.err


@pytest.mark.parametrize("name", ["speclint.toml", "pyproject.toml"])
@pytest.mark.parametrize("folder", [".", "cars/bmw"])
def test_a_configuration_that_is_a_link_out_of_its_folder_is_not_followed(
    run: Run, repo: Path, outside: Path, name: str, folder: str
) -> None:
    write(repo.parent / "victim/any.toml", f"[tool.speclint]\n{CANARY} = 1\n")
    assert outside.is_dir()
    if folder == ".":
        (repo / "speclint.toml").unlink()
    link(repo / folder / name, repo.parent / "victim/any.toml")
    refused(run("check", folder=repo), f"{folder}/{name}".removeprefix("./"), "--config")
    refused(run("check", folder=repo / "cars/bmw"), name, "--config")


# Files that a sheet names


@pytest.mark.parametrize("how", ["link", "folder"])
@pytest.mark.parametrize("configured", [True, False])
def test_what_a_sheet_extends_behind_a_link_that_leads_out_is_not_read(
    run: Run, repo: Path, outside: Path, how: str, *, configured: bool
) -> None:
    if not configured:
        (repo / "speclint.toml").unlink()
    link(repo / "cars/bmw/link.txt", outside / "sheet.json")
    link(repo / "cars/bmw/folder", outside)
    name = "link.txt" if how == "link" else "folder/sheet.json"
    write(repo / "cars/bmw/m1.json", f'{{"$extends": "{name}", "make": "bmw", "model": "m1"}}\n')
    for options in ((), ("--fix", "--unsafe-fixes")):
        refused(run("check", *options, "cars/bmw/m1.json", folder=repo), f"cars/bmw/{name}")


@pytest.mark.parametrize("how", ["link", "folder"])
@pytest.mark.parametrize("configured", [True, False])
def test_a_sibling_behind_a_link_that_leads_out_is_not_read(
    run: Run, repo: Path, outside: Path, how: str, *, configured: bool
) -> None:
    sibling = {"link": "bmw/away", "folder": "away/sheet"}[how]
    link(repo / "cars/bmw/away.json", outside / "sheet.json")
    if how == "folder":
        (repo / "cars/bmw/away.json").unlink()
        link(repo / "cars/away", outside / "bmw")
    sheet = f'{{"make": "bmw", "siblings": [{{"sheet": "{sibling}", "shares": ["power"]}}], "kw": 99}}\n'
    write(repo / "cars/bmw/m1.json", sheet)
    if not configured:
        (repo / "speclint.toml").unlink()
        sheet = sheet.replace('"kw": 99', '"powertrain": {"power": {"kW": 9}}')
        write(repo / "cars/bmw/m1.json", sheet)
    place = "cars/away" if how == "folder" else "cars/bmw/away.json"
    refused(run("check", "cars/bmw/m1.json", folder=repo), place)


@pytest.mark.parametrize("configured", [True, False])
def test_a_sibling_beside_the_folder_of_the_sheets_is_none(
    run: Run, repo: Path, outside: Path, *, configured: bool
) -> None:
    siblings = [{"sheet": f"{name}/sheet", "shares": ["power"]} for name in ("outside", "repo")]
    sheet = {"make": "repo", "powertrain": {"power": {"kW": 9}}, "siblings": siblings}
    write(repo / "m1.json", json.dumps(sheet))
    write(repo / "sheet.json", '{"make": "repo"}')
    (outside / "secret.json").unlink()
    if not configured:
        (repo / "speclint.toml").unlink()
    status, out, err = run("check", "--select", "sibling-missing", "m1.json", folder=repo)
    assert (status, err, CANARY in out) == (1, "", False)
    assert 'there is no sheet "outside/sheet"' in out
    assert 'there is no sheet "repo/sheet"' not in out
    write(outside / "secret.json", OUTSIDE["secret.json"])


def test_without_a_configuration_siblings_of_other_makes_are_found(run: Run, sheets: Sheets) -> None:
    shutil.copytree(sheets.root / "specs/bmw", sheets.root / "specs/mine")
    sheets.edit(IX2, f'"{IX1}"', '"mine/ix1-xdrive30"')
    for folder, path in (("", f"specs/{IX2}.json"), ("specs/bmw", "ix2-xdrive30.json")):
        outcome = run("check", "--select", "sibling-missing", path, folder=sheets.root / folder)
        assert (outcome.status, outcome.err) == (0, "")


@pytest.mark.parametrize("reference", ["file://OUTSIDE/secret.json", "../outside/secret.json", "link.json"])
def test_a_schema_refers_to_nothing_outside(run: Run, repo: Path, outside: Path, reference: str) -> None:
    link(repo / "link.json", outside / "secret.json")
    write(repo / "my.schema.json", f'{{"$ref": "{reference.replace("OUTSIDE", str(outside))}"}}')
    write(repo / "speclint.toml", f'{CONFIG}schema = "my.schema.json"\n')
    refused(run("check", folder=repo), "my.schema.json")
    refused(run("check", "--schema", "my.schema.json", "cars", folder=repo), "my.schema.json")


# Revisions


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)


@pytest.fixture
def committed(repo: Path) -> Path:
    """The repository in git, in a folder of the work tree, with a file around it."""
    git(repo.parent, "init", "--quiet", "--initial-branch", "main")
    write(repo.parent / "around.json", FAULTY)
    git(repo.parent, "add", "repo", "around.json")
    git(repo.parent, "commit", "--quiet", "--message", "First")
    return repo


@pytest.mark.parametrize("target", ["../../../outside/sheet.json", "../../../around.json"])
@pytest.mark.parametrize("name", ["cars/bmw/m2.json", "layers/bmw.json"])
def test_a_revision_s_links_lead_nowhere_outside(
    run: Run, committed: Path, outside: Path, target: str, name: str
) -> None:
    assert outside.is_dir()
    link(committed / name, target if "bmw/m2" in name else target.removeprefix("../"))
    write(committed / "cars/bmw/m1.json", SOUND.replace("m1", "m1 b"))
    git(committed.parent, "add", "repo")
    git(committed.parent, "commit", "--quiet", "--message", "Second")
    for arguments in (
        ("diff", "HEAD~1"),
        ("diff", "HEAD~1", "HEAD"),
        ("diff", "HEAD", "HEAD~1"),
        ("diff", "HEAD~1", "--", "cars"),
        ("check", "--since", "HEAD~1"),
    ):
        refused(run(*arguments, folder=committed), name)
    if name.startswith("layers"):
        refused(run("history", "cars/bmw/m1.json", folder=committed), name)


@pytest.mark.parametrize("name", ["speclint.toml", "cars.toml"])
def test_a_revision_s_configuration_leads_nowhere_outside(
    run: Run, committed: Path, outside: Path, name: str
) -> None:
    link(committed / name, outside / "profile.toml")
    git(committed.parent, "add", "repo")
    git(committed.parent, "commit", "--quiet", "--message", "Second")
    for arguments in (("diff", "HEAD~1"), ("diff", "HEAD~1", "HEAD"), ("history", "cars/bmw/m1.json")):
        refused(run(*arguments, folder=committed), name)


# What the user named, and what stays inside


@pytest.mark.parametrize(
    "path", ["../outside/sheet.json", "named.json", "cars/bmw/m2.json", "../outside", "folder", "cars/audi"]
)
def test_what_the_user_names_is_read_wherever_it_lies(run: Run, repo: Path, outside: Path, path: str) -> None:
    (outside / "secret.json").unlink()
    link(
        repo / path, outside / ("sheet.json" if path.endswith(".json") else "bmw")
    ) if "out" not in path else None
    status, out, err = run("check", "--format", "concise", path, folder=repo)
    assert (status, err) == (1, "")
    assert f"{path}/".replace(".json/", ".json") in out
    write(outside / "secret.json", OUTSIDE["secret.json"])


def test_options_name_files_wherever_they_lie(run: Run, repo: Path, outside: Path) -> None:
    assert "schema.json" in run("check", "--schema", outside / "schema.json", "cars", folder=repo).err
    link(repo / "named.json", outside / "sheet.json")
    assert run("diff", "named.json", "cars/bmw/m1.json", "--profile", "kilowatt", folder=repo).out
    write(repo.parent / "other.toml", CONFIG.replace("cars.toml", "repo/cars.toml"))
    (repo / "layers").rename(repo.parent / "layers")
    (repo / "cars").rename(repo.parent / "cars")
    link(repo / "link.toml", "../other.toml")
    assert run("check", "--config", "../other.toml", folder=repo)[::2] == (0, "")


def test_what_a_named_file_names_passes_the_gate_again(run: Run, repo: Path, outside: Path) -> None:
    elsewhere = repo.parent / "elsewhere"
    link(elsewhere / "layer.txt", outside / "sheet.json")
    write(elsewhere / "near.json", '{"make": "bmw", "model": "m3"}')
    write(elsewhere / "m2.json", '{"$extends": "layer.txt"}')
    write(elsewhere / "m3.json", '{"$extends": "near.json"}')
    refused(run("check", elsewhere / "m2.json", folder=repo), "layer.txt")
    assert (
        "missing-layer"
        not in run("check", "--config", "speclint.toml", elsewhere / "m3.json", folder=repo).out
    )
    assert "missing-layer" not in run("check", "cars", elsewhere / "m3.json", folder=repo).out
    write(elsewhere / "speclint.toml", f'[[sheets]]\nprofile = "{repo}/cars.toml"\n')
    refused(run("check", "--config", elsewhere / "speclint.toml", folder=repo), "speclint.toml:2: ")


def test_links_inside_the_root_are_followed(run: Run, repo: Path) -> None:
    for name in ("speclint.toml", "cars.toml", "cars/bmw/m1.json", "layers/bmw.json"):
        (repo / name).rename(repo / f"real-{name.replace('/', '-')}")
        link(repo / name, repo / f"chain-{name.replace('/', '-')}")
        link(repo / f"chain-{name.replace('/', '-')}", f"real-{name.replace('/', '-')}")
    (repo / "cars").rename(repo / "vehicles")
    link(repo / "cars", "vehicles")
    write(repo / "known.json", '{"version": 1, "known": []}')
    link(repo / "link.json", "known.json")
    write(repo / "real-speclint.toml", f'baseline = "link.json"\n{CONFIG}')
    assert run("check", folder=repo)[::2] == (0, "")
    assert run("check", "cars/bmw/m1.json", folder=repo)[::2] == (0, "")
    assert "1 sheet, " in run("check", folder=repo).out


def test_two_folders_are_compared_without_what_leads_out(run: Run, repo: Path, outside: Path) -> None:
    write(repo / "old/x.json", SOUND)
    link(repo / "new/x.json", outside / "sheet.json")
    refused(run("diff", "old", "new", folder=repo), "new/x.json")


def test_an_ignore_file_that_is_a_link_is_not_followed_as_in_git(run: Run, repo: Path, outside: Path) -> None:
    write(outside.parent / "ignored", "cars\n")
    git(repo, "init", "--quiet")
    link(repo / ".gitignore", outside.parent / "ignored")
    (repo / "speclint.toml").unlink()
    assert "cars/bmw/m1.json:" in run("check", "--format", "concise", ".", folder=repo).out
    listed = subprocess.run(
        ["git", "ls-files", "-o", "--exclude-standard", "cars"], cwd=repo, capture_output=True, check=True
    )
    assert listed.stdout == b"cars/bmw/m1.json\n", "git agrees"


def test_a_root_behind_a_link_is_a_root_all_the_same(run: Run, repo: Path) -> None:
    link(repo.parent / "link", "repo")
    outcome = run("check", "--config", "link/speclint.toml", folder=repo.parent)
    assert (outcome.status, outcome.err, "1 sheet, " in outcome.out) == (0, "", True)


def test_a_link_that_leads_in_a_circle_or_nowhere_does_not_pass_for_read(run: Run, repo: Path) -> None:
    link(repo / "cars/bmw/m2.json", "m2.json")
    assert run("check", folder=repo).status == 2
    link(repo / "cars/bmw/m2.json", "../nowhere.json")
    assert "cars/bmw/m2.json: No such file" in run("check", folder=repo).err


def test_a_pipe_or_a_device_is_never_waited_for(run: Run, repo: Path) -> None:
    for name in ("cars/bmw/m2.json", "layers/bmw.json", "cars.toml", "speclint.toml", "my.schema.json"):
        write(repo / "speclint.toml", f'{CONFIG}schema = "my.schema.json"\n')
        write(repo / "my.schema.json", "{}")
        (repo / name).unlink(missing_ok=True)
        os.mkfifo(repo / name)
        outcome = run("check", folder=repo)
        assert (outcome.status, "internal" in outcome.err) != (0, True)
        (repo / name).unlink()
        link(repo / name, "/dev/zero")
        assert run("check", folder=repo).status in (1, 2)
        (repo / name).unlink()
        write(repo / name, {"cars.toml": PROFILE}.get(name, "{}"))


def test_no_path_is_resolved_where_no_link_leads(tmp_path: Path) -> None:
    class Counting(WorkTree):
        resolved = 0

        def real(self, file: Path | str) -> Path:
            self.resolved += 1
            return super().real(file)

    tree = Counting()
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/link").symlink_to("b")
    gate = Gate(tree, tmp_path)
    assert all(
        map(gate.holds, (tmp_path, tmp_path / "x.json", tmp_path / "a/x.json", tmp_path / "a/b/x.json"))
    )
    assert tree.resolved == 0
    assert gate.holds(tmp_path / "a/link/x.json")
    assert not gate.holds(tmp_path / "a/../../x.json")
    assert tree.resolved > 0

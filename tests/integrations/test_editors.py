"""The server in editors as people set them up: VS Code's client, and Neovim."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import speclint
from conftest import IX2, ROOT, Sheets

VSCODE = ROOT / "editors/vscode"
CONFIG = """\
[[sheets]]
files = ["specs/{make}/*.json"]
profile = "spec-sheet"

[[sheets]]
files = ["cars.csv", "cars.tsv", "cars.jsonl", "cars.ndjson"]
profile = "cars.toml"
"""
CARS = """\
[sheets]
files = ["*.csv"]

[identity]
make = "make"
model = "model"

[quantities]
torque = { Nm = "nm", "lb-ft" = "lbft" }
"""
CAR = {"model": "x", "nm": 494, "lbft": 346}
PATIENCE = 180
"""Seconds after which an editor is not waited for any more."""


def path_of(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed; .ci/run installs it")
    return found


def run(command: list[str | Path], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, timeout=PATIENCE,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_client_of_vs_code_is_shown_346_and_writes_364() -> None:
    node = path_of("node")
    if not (VSCODE / "node_modules").is_dir():
        pytest.skip("editors/vscode has no node_modules; `npm ci --ignore-scripts` there installs them")
    command = json.dumps([sys.executable, "-m", "speclint", "lsp"])
    done = run([node, "--test", VSCODE / "test"], VSCODE, SPECLINT_COMMAND=command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 1" in done.stdout


def test_the_extension_has_the_version_of_speclint() -> None:
    assert (
        json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))["version"] == speclint.__version__
    )


def test_the_extension_names_what_it_contributes_as_it_registers_it() -> None:
    manifest = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))["contributes"]
    source = (VSCODE / "src/extension.ts").read_text(encoding="utf-8")
    assert {command["command"] for command in manifest["commands"]} == set(
        re.findall(r'registerCommand\("([\w.]+)"', source)
    )
    assert set(re.findall(r'affectsConfiguration\("([\w.]+)"', source)) <= set(
        manifest["configuration"]["properties"]
    )


def set_up(version: tuple[int, ...]) -> str:
    """What the documentation shows for a version of Neovim."""
    shown = re.findall(r"```lua\n(.*?)```", (ROOT / "docs/editor.md").read_text(encoding="utf-8"), re.DOTALL)
    of_0_11, older = shown
    return of_0_11 if version >= (0, 11) else older


@pytest.mark.skipif(os.name == "nt", reason="the command is a shell script")
def test_neovim_as_documented_is_shown_346_and_writes_364(wrong: Sheets, tmp_path: Path) -> None:
    nvim = path_of("nvim")
    version = re.search(r"v(\d+)\.(\d+)", run([nvim, "--version"], tmp_path).stdout)
    assert version is not None
    (wrong.root / "speclint.toml").write_text(CONFIG, encoding="utf-8")
    (wrong.root / "cars.toml").write_text(CARS, encoding="utf-8")
    for suffix, delimiter in (("csv", ","), ("tsv", "\t")):
        car = {"make": suffix, **CAR}
        lines = [delimiter.join(car), delimiter.join(map(str, car.values())), ""]
        (wrong.root / f"cars.{suffix}").write_text("\n".join(lines), encoding="utf-8")
    for suffix in ("jsonl", "ndjson"):
        (wrong.root / f"cars.{suffix}").write_text(
            f"{json.dumps({'make': suffix, **CAR})}\n", encoding="utf-8"
        )
    start = tmp_path / "start"
    start.mkdir()
    (start / "init.lua").write_text(set_up((int(version[1]), int(version[2]))), encoding="utf-8")
    (start / "speclint").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m speclint "$@"\n')
    (start / "speclint").chmod(0o755)
    test = f"luafile {Path(__file__).with_name('neovim.lua')}"
    done = run(
        [nvim, "--headless", "-u", start / "init.lua", "-i", "NONE", wrong.file(IX2), "-c", test],
        wrong.root,
        PATH=f"{start}{os.pathsep}{os.environ['PATH']}",
        XDG_STATE_HOME=str(start), XDG_DATA_HOME=str(start), XDG_CONFIG_HOME=str(start),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr

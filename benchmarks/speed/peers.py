"""The tools that speclint is measured beside, as their packages bring them."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

from speed.catalogs import ROOT, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

OURS = "speclint"
PYTHON = {
    OURS: (f"{ROOT}[tables,calibrate]", "speclint"),
    "check-jsonschema": ("check-jsonschema", "check-jsonschema"),
    "jsonvet": ("jsonvet", "jsonvet"),
    "deepdiff": ("deepdiff[cli]", "deep"),
}
"""The requirement and the command of each Python package."""
NODE = {"sourcemeta": "@sourcemeta/jsonschema", "ajv": "ajv-cli", "jsondiffpatch": "jsondiffpatch"}
"""The packages of the tools that run in Node; sourcemeta's is a native program that a script starts."""
BESIDE = ("ajv-formats",)
OPTIONS = {
    "check-jsonschema": ("--schemafile", SCHEMA),
    "jsonvet": ("--schema", SCHEMA),
    "sourcemeta": ("validate", SCHEMA),
    "ajv": ("validate", "--spec=draft2020", "-c", "ajv-formats", "--strict=false", "-s", SCHEMA, "-d"),
    "deepdiff": ("diff",),
    "jsondiffpatch": ("--format=json",),
}
"""What each needs before the files."""


def install(folder: Path) -> None:
    """Install the peers, and speclint as a user would, each in an environment of its own."""
    for name, (requirement, _) in PYTHON.items():
        place = folder / name
        if not place.exists():
            venv.create(place, with_pip=True)
        elif name != OURS:
            continue
        print(f"installing {name}", file=sys.stderr)
        again = ("--force-reinstall", "--no-deps") if _program(folder, name).exists() else ()
        _quietly(str(place / _BIN / "python"), "-m", "pip", "install", "--quiet", *again, requirement)
    node = folder / "node"
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing: nothing that runs in Node is measured", file=sys.stderr)
    elif not node.exists():
        print(f"installing {', '.join(NODE)}", file=sys.stderr)
        node.mkdir(parents=True)
        _quietly(
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
            "--prefix",
            str(node),
            *NODE.values(),
            *BESIDE,
        )


def _quietly(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")


_BIN = "Scripts" if sys.platform == "win32" else "bin"


def _program(folder: Path, name: str) -> Path:
    return folder / name / _BIN / PYTHON[name][1]


def commands(folder: Path, *, is_fresh: bool) -> dict[str, tuple[str, ...]]:
    """How each tool that is there is started.

    speclint is started from the work tree unless it was installed just now: one that an earlier run installed
    may be of another tree.
    """
    found = {name: (str(_program(folder, name)),) for name in PYTHON if _program(folder, name).exists()}
    if not is_fresh:
        found[OURS] = sys.executable, "-m", "speclint"
    modules = folder / "node" / "node_modules"
    for name, package in NODE.items():
        program = (
            _native(modules / package)
            if name == "sourcemeta"
            else modules / ".bin" / package.removesuffix("-cli")
        )
        if program.exists():
            found[name] = (str(program),)
    return {name: command + OPTIONS.get(name, ()) for name, command in found.items()}


def _native(package: Path) -> Path:
    """The program that sourcemeta's script starts."""
    machine = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine())
    return package / "build" / "github-releases" / f"jsonschema-{sys.platform}-{machine}"

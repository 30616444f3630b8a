"""The order of the rooms and the doors to third-party packages, read from the imports themselves."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import speclint

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(speclint.__file__).parent

ROOMS = (
    "errors",
    "pointer",
    "quantities",
    "bands",
    "sheets",
    "difference",
    "rules",
    "report",
    "config",
    "suppress",
    "writing",
    "baseline",
    "diagnosis",
    "job",
    "gather",
    "fixes",
    "findings",
    "judgement",
    "asking",
    "since",
    "checking",
    "comparing",
    "soundness",
    "fixing",
    "calibrating",
    "recognise",
    "reporters",
    "cli",
)
"""A module imports from its own room and from rooms before it."""

DOORS = {
    "click": ("cli",),
    "jsonschema": ("sheets/schema",),
    "jsonschema_rs": ("sheets/schema",),
    "referencing": ("sheets/schema",),
    "deepdiff": ("difference/compare",),
    "pathspec": ("sheets/folders",),
    "tabulate": ("cli",),
    "polars": ("sheets/parquet_table",),
    "numpy": ("bands/fitting", "bands/drawing", "calibrating"),
}
"""The only places that know a package."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").as_posix()


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            yield node.module


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_room_and_from_rooms_before_it(module: Path) -> None:
    room = name_of(module).split("/")[0]
    if room in ("__init__", "__main__"):
        return
    own = ROOMS.index(room)
    for name in imported(module):
        package, _, rest = name.partition(".")
        if package == "speclint" and rest:
            assert ROOMS.index(rest.split(".")[0]) <= own, f"{room} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_package_is_known_only_behind_its_door(module: Path) -> None:
    for name in imported(module):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or name_of(module).startswith(doors), f"{name} is imported"


@pytest.mark.parametrize("module", [module for module in MODULES if "rules/" in name_of(module)], ids=name_of)
def test_a_rule_reads_no_files_and_knows_no_lines(module: Path) -> None:
    # the table of badges is data of the rules themselves
    allowed = {"rules/identity/badges"}
    names = set(imported(module))
    assert not names & {"speclint.sheets.regions", "speclint.sheets.files", "os", "io"}
    assert "pathlib" not in names or name_of(module) in allowed

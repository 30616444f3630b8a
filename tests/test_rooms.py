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
    "quantities",
    "documents",
    "files",
    "schema",
    "bands",
    "profiles",
    "sheets",
    "records",
    "vehicle",
    "project",
    "changes",
    "rules",
    "results",
    "checking",
    "diffing",
    "profile_inference",
    "reporters",
    "cli",
)
"""A module imports from its own room and from rooms before it."""

DOORS = {
    "click": ("cli",),
    "jsonschema": ("schema",),
    "jsonschema_rs": ("schema",),
    "referencing": ("schema",),
    "deepdiff": ("changes/values",),
    "pathspec": ("files/walk",),
    "tabulate": ("cli",),
    "polars": ("records/parquet",),
    "numpy": ("bands/fit", "bands/tails", "project/calibrate"),
}
"""The only places that know a package."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").as_posix()


NAMES = frozenset(map(name_of, MODULES))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module: Path) -> set[str]:
    """The modules of the package that a module imports, for types alone or when it runs."""
    names = {name.removeprefix("speclint.").replace(".", "/") for name in imported(module)}
    return names & NAMES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_room_and_from_rooms_before_it(module: Path) -> None:
    room = name_of(module).split("/")[0]
    if room in ("__init__", "__main__"):
        return
    own = ROOMS.index(room)
    for name in own_imports(module):
        assert ROOMS.index(name.split("/")[0]) <= own, f"{room} imports {name}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = {name_of(module): own_imports(module) for module in MODULES}
    while imports:
        free = {name for name, needed in imports.items() if not needed & imports.keys()}
        assert free, f"these modules import each other: {sorted(imports)}"
        imports = {name: needed for name, needed in imports.items() if name not in free}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_package_is_known_only_behind_its_door(module: Path) -> None:
    for name in imported(module):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or name_of(module).startswith(doors), f"{name} is imported"


@pytest.mark.parametrize("module", [module for module in MODULES if "rules/" in name_of(module)], ids=name_of)
def test_a_rule_reads_no_files_and_knows_no_lines(module: Path) -> None:
    # the registry, the tables of badges and of laws are data of the rules themselves
    allowed = {"rules/registry", "rules/identity/badges", "rules/laws/table", "rules/laws/compile"}
    names = set(imported(module))
    assert not names & {"speclint.documents.regions", "speclint.project.discover", "os", "io"}
    assert "pathlib" not in names or name_of(module) in allowed

"""The order of the rooms and the doors to third-party packages, read from the imports themselves."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import speclint

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(speclint.__file__).parent

ROOMS = (
    "errors",
    "imports",
    "limits",
    "quantities",
    "documents",
    "files",
    "schema",
    "bands",
    "profiles",
    "sheets",
    "records",
    "vehicle",
    "columns",
    "project",
    "changes",
    "rules",
    "results",
    "checking",
    "diffing",
    "profile_inference",
    "overview",
    "reporters",
    "integrations",
    "spark",
    "cli",
)
"""A module imports from its own room and from rooms before it."""

DOORS = {
    "click": ("cli",),
    "jsonschema": ("schema",),
    "jsonschema_rs": ("schema",),
    "referencing": ("schema",),
    "deepdiff": ("changes/values",),
    "rich": ("cli",),
    "tabulate": ("cli",),
    "polars": ("records/parquet", "records/polars_rows", "records/frames", "checking/partitions", "spark"),
    "pyspark": ("spark",),
    "pyarrow": ("spark",),
    "pandas": ("records/frames",),
    "pytest": ("integrations/pytest",),
    "pygls": ("integrations/lsp",),
    "lsprotocol": ("integrations/lsp",),
    "numpy": (
        "bands/fit",
        "bands/student",
        "bands/tails",
        "project/batch",
        "project/revised_batches",
        "columns",
        "rules",
        "checking/screened",
        "checking/incremental",
        "checking/kept",
        "overview/by_column",
        "checking/partitions",
    ),
}
"""The only places that know a package."""

FILE_ACCESS = frozenset({
    "open", "read_bytes", "read_text", "write_bytes", "write_text", "resolve", "realpath", "scandir",
    "listdir", "iterdir", "glob", "rglob", "mkdir", "makedirs", "unlink", "rename", "touch", "symlink_to",
    "hardlink_to", "copyfile",
})  # fmt: skip
"""Calls that read or write files, or follow links."""

TREES = frozenset({"tree", "repository"})
"""What answers to such names by way of the gate, or of git."""

PACKAGE_DATA = frozenset(
    {
        "bands/store",
        "profile_inference/identity",
        "profile_inference/phrases",
        "profiles/compile",
        "profiles/name_parts",
        "profiles/vocabulary",
        "quantities/usual_form",
        "vehicle/badges",
        "vehicle/category",
        "vehicle/engines",
        "vehicle/promises",
        "rules/laws/compile",
        "rules/laws/table",
        "rules/registry",
        "reporters/page/__init__",
    }
)
"""Modules that read files of the package itself."""
PACKAGE_FILES = ("SHIPPED", "FILE.", "WRITTEN.", "COMPILED.", "Path(__file__)")
"""How they call them."""

UNGATED = frozenset(
    {
        "checking/baseline",  # through a gate of its own
        "checking/cached",  # notes what is seen of it; the files of the program itself
        "checking/rule_modules",  # the files with code that the command line names
        "checking/unused",  # the configuration and the baseline, which were loaded before
        "diffing/git_driver",  # what git hands over
        "diffing/load",  # whether a side is the work tree
        "diffing/operands",  # what the user named
        "profile_inference/documents",  # through a gate of its own
        "profiles/compile",  # the default of a parameter
        "project/processes",  # notes what is seen of it by other processes
        "project/config",  # the configuration, which sets the root of the gate
        "project/request",  # behind the gate of the request; the bands, which the configuration has looked at
        "project/shared",  # files of packages that are installed, behind a gate of their own
        "schema/load",  # behind a gate for references; who names a schema has looked at it
        "schema/schema",  # the place of a schema
        "sheets/catalog",  # the default of a parameter
    }
)
"""Modules that know the work tree as it is."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").as_posix()


NAMES = frozenset(map(name_of, MODULES))


@cache
def imported(module: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


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


def accesses(module: Path) -> Iterator[str]:
    """The calls in a module that read or write files otherwise than through a tree."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="open")):
                yield "open"
            case ast.Attribute(value=value, attr=name) if name in FILE_ACCESS:
                receiver = ast.unparse(value)
                if receiver.rpartition(".")[2].strip("_") not in TREES:
                    yield f"{receiver}.{name}"
            case _:
                pass


@pytest.mark.parametrize(
    "module", [module for module in MODULES if not name_of(module).startswith("files/")], ids=name_of
)
def test_files_are_reached_through_the_room_of_files_alone(module: Path) -> None:
    found = set(accesses(module)) - {"os.open" if name_of(module) == "cli/output" else None}
    if name_of(module) in PACKAGE_DATA:
        found = {call for call in found if not call.startswith(PACKAGE_FILES)}
    assert not found, f"{found}: read through a gate instead"


def test_the_work_tree_as_it_is_is_known_to_few_modules_alone() -> None:
    outside = (module for module in MODULES if not name_of(module).startswith("files/"))
    found = {name_of(module) for module in outside if "speclint.files.tree.WORK_TREE" in imported(module)}
    assert found == UNGATED, "take the tree of the request"


@pytest.mark.parametrize("module", [module for module in MODULES if "rules/" in name_of(module)], ids=name_of)
def test_a_rule_reads_no_files_and_knows_no_lines(module: Path) -> None:
    # the registry, the tables of badges and of laws are data of the rules themselves
    allowed = {"rules/registry", "rules/identity/badges", "rules/laws/table", "rules/laws/compile"}
    names = imported(module)
    assert not names & {"speclint.documents.regions", "speclint.project.discover", "os", "io"}
    assert "pathlib" not in names or name_of(module) in allowed


PRINTERS = {"cli/output"}
"""The only module that writes to the standard streams."""
RAW = {
    "cli/output", "cli/reports", "cli/check_fix", "cli/diff", "cli/review", "cli/report", "cli/explain",
}  # fmt: skip
"""Modules that print what a reporter has escaped, or a document itself; others print by `write_lines`."""


def outlets(module: Path) -> Iterator[str]:
    """How a module writes to a standard stream, other than by the functions of `cli/output`."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield "print"
            case ast.Call(func=ast.Name(id="Console"), keywords=options):
                # it prints to the standard output unless it is given a file
                if "file" not in [option.arg for option in options]:
                    yield "rich.console.Console"
            case ast.Attribute(value=ast.Name(id="click"), attr="echo" | "secho" | "progressbar" as name):
                yield f"click.{name}"
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="sys")) as stream, attr=name):
                if stream.attr in ("stdout", "stderr") and name in ("write", "buffer", "writelines"):
                    yield f"sys.{stream.attr}.{name}"
            case _:
                pass


@pytest.mark.parametrize(
    "module", [module for module in MODULES if name_of(module) not in PRINTERS], ids=name_of
)
def test_no_module_writes_to_a_standard_stream_by_itself(module: Path) -> None:
    assert not set(outlets(module)), "print by way of cli/output"


@pytest.mark.parametrize("module", [module for module in MODULES if name_of(module) not in RAW], ids=name_of)
def test_only_what_a_reporter_has_escaped_is_printed_as_it_is(module: Path) -> None:
    assert "speclint.cli.output.write_stdout" not in imported(module), "print by write_lines"


@pytest.mark.parametrize(
    "module",
    [module for module in MODULES if name_of(module).startswith(("reporters/", "cli/"))],
    ids=name_of,
)
def test_reports_are_written_to_files_in_one_place_alone(module: Path) -> None:
    names = imported(module)
    writes = {"speclint.files.append.append", "speclint.cli.reports.write_files"} & names
    allowed = {"cli/reports", "cli/check_run", "cli/diff"}
    assert not writes or name_of(module) in allowed


@pytest.mark.parametrize(
    "module",
    [module for module in MODULES if name_of(module).startswith(("reporters/", "cli/"))],
    ids=name_of,
)
def test_json_and_xml_are_escaped_in_one_place_alone(module: Path) -> None:
    if name_of(module) == "reporters/escape":
        return
    names = {name.split(".")[0] for name in imported(module)}
    assert not names & {"json", "html", "xml"}
    text = module.read_text(encoding="utf-8")
    assert "msgspec.json" not in text, "write JSON by as_json"

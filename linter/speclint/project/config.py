"""Configuration: `speclint.toml`, or `[tool.speclint]` in `pyproject.toml`; the nearest one holds."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from speclint.documents.region import Region
from speclint.errors import ConfigError, UnreadableFileError
from speclint.files.gate import Gate, outside
from speclint.files.tree import WORK_TREE
from speclint.files.walk import walk_named
from speclint.limits import exceeded, limit
from speclint.schema.toml import header_lines, line_of, parse_toml, raise_invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.files.tree import Tree
    from speclint.project.rule_files import RuleFile
    from speclint.project.shared import Shared

SHARED_NAME = "pyproject.toml"
NAMES = ("speclint.toml", SHARED_NAME)

_OWN_TABLE = r"""\s*\[+\s*["']?tool["']?\s*(?:\.\s*["']?speclint\b|\])"""


class SheetsEntry(msgspec.Struct, frozen=True):
    """One `[[sheets]]` table: which files are sheets, and how they are written."""

    files: tuple[str, ...]
    """Patterns; the profile's own if empty."""
    profile: str
    schema: str | None = None


class ConfigSuppression(msgspec.Struct, frozen=True):
    """One accepted finding, with the reason."""

    rule: str
    sheet: str
    """Id of the sheet; `*` and `?` are wildcards."""
    at: str
    """JSON pointer to the place or one above it."""
    reason: str
    pointer: str
    """Where the entry itself stands."""
    line: int = 1


class Requirement(msgspec.Struct, frozen=True):
    """Sheets that a catalog must hold."""

    sheets: str
    """Their id; `*` and `?` are wildcards."""
    at_least: int = 1
    """How many of them there must be."""
    pointer: str = "/must-hold/0"
    """Where the requirement itself stands."""
    region: Region = Region(1, 1, 1, 1)
    """The same in the file."""
    text: str = ""
    """Its first line."""


class Config(msgspec.Struct, frozen=True):
    """What holds for a run, with the folder it holds for."""

    root: Path
    file: Path | None = None
    sheets: tuple[SheetsEntry, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    accept: tuple[ConfigSuppression, ...] = ()
    must_hold: tuple[Requirement, ...] = ()
    baseline: Path | None = None
    """File of the findings that are known."""
    bands: Path | None = None
    """File of the bands that figures are measured against; those that speclint ships if None."""
    rules: tuple[RuleFile, ...] = ()
    """The rules of a user's own, as they are written."""
    levels: tuple[tuple[str, str], ...] = ()
    """Levels of rules instead of their own, each by what means them: an id, a group or a pattern."""
    file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Rules that stay silent in files, by a pattern of their paths below the root."""
    extended: tuple[Shared, ...] = ()
    """The shared configurations that it extends, which are part of the above."""
    text: str = ""
    """The text of its file."""

    @property
    def own_files(self) -> tuple[Path, ...]:
        """What speclint itself wrote, which is never a sheet."""
        return tuple(file for file in (self.baseline, self.bands) if file is not None)


def find_config(working: Path, paths: Sequence[Path] = (), tree: Tree = WORK_TREE) -> Config:
    """The configuration nearest to the first path, or to the working folder if no path is named.

    Without any there is an empty one for the folder where the search began.

    Raises:
        ConfigError: if the nearest one cannot be followed.
    """
    start = Path(os.path.abspath(working / paths[0])) if paths else working  # noqa: PTH100 - keeps links
    start = start if tree.is_folder(start) else start.parent
    for folder in (start, *start.parents):
        found = config_in(folder, tree)
        if found is not None:
            return found
    return Config(start)


def config_for(working: Path, named: Path | None, paths: Sequence[Path] = ()) -> Config:
    """The configuration that is named, or else the nearest one to the first path.

    Raises:
        ConfigError: it is missing or invalid.
    """
    return load_config(working / named) if named else find_config(working, paths)


def find_configs(working: Path, paths: Sequence[Path]) -> list[tuple[Config, list[Path]]]:
    """The configuration nearest to each path, with those it holds for; for none, that of the working folder.

    Raises:
        ConfigError: if one of them cannot be followed.
    """
    if not paths:
        return [(find_config(working), [])]
    found: dict[Path, Config] = {}
    groups: dict[tuple[Path, Path | None], tuple[Config, list[Path]]] = {}
    for path in paths:
        folder = working / (path if (working / path).is_dir() else path.parent)
        config = found.get(folder) or found.setdefault(folder, find_config(working, [path]))
        # without any configuration each folder would be a root of its own
        key = config.root if config.file else working, config.file
        groups.setdefault(key, (config, []))[1].append(path)
    return list(groups.values())


def configs_below(folder: Path, tree: Tree = WORK_TREE) -> list[Config]:
    """The configurations in folders below one that has none, those that git ignores left out.

    Raises:
        ConfigError: if one of them cannot be followed.
        UnreadableFileError: for a folder that may not be read.
    """
    folders = dict.fromkeys(file.parent for file in walk_named(tree, folder, NAMES))
    return [config for inside in folders if (config := config_in(inside, tree)) is not None]


def config_in(folder: Path, tree: Tree = WORK_TREE) -> Config | None:
    """The configuration that a folder itself holds, or None.

    No link may lead it out of the tree, if that is kept inside a folder, or else out of its own folder.

    Raises:
        ConfigError: if it cannot be followed.
    """
    for name in NAMES:
        file, is_shared = folder / name, name == SHARED_NAME
        if not tree.exists(file):
            continue
        gate = tree if isinstance(tree, Gate) else Gate(tree, folder)
        if not gate.holds(file):
            message = f"{file}: not read, for it leads out of {gate.root}; name it with --config"
            raise ConfigError(message)
        # a shared one that is no file holds nothing of ours
        found = None if is_shared and not tree.is_file(file) else _read(gate.source, file, optional=is_shared)
        if found is not None:
            return found
    return None


def load_config(file: Path) -> Config:
    """The configuration in this file.

    Raises:
        ConfigError: if it is missing or cannot be followed.
    """
    file = Path(os.path.abspath(file))  # noqa: PTH100 - keeps links
    found = _read(WORK_TREE, file, optional=False)
    if found is None:
        message = f"{file}: there is no [tool.speclint] in it"
        raise ConfigError(message)
    return found


def _read(tree: Tree, file: Path, *, optional: bool) -> Config | None:
    try:
        content = tree.read(file)
    except UnreadableFileError as error:
        message = f"{error}; name another file with --config"
        raise ConfigError(message) from error
    if optional and b"speclint" not in content:
        return None
    table = parse_toml(file, content)
    if file.name == SHARED_NAME:
        tools = table.get("tool")
        if not isinstance(tools, dict) or "speclint" not in tools:
            return None
        table = tools["speclint"]
    text = content.decode("utf-8-sig")
    raise_invalid(file, lines_within(file, text), table, "config.schema.json", is_configuration=True)
    _refuse_outside(tree, file, text, table)
    config = _compile(file, text, table)
    rules = _own_rules(tree, file, text, table)
    if "extends" in table:
        return _extended(tree, replace(config, rules=rules), text, table)
    return replace(config, rules=rules)


def _extended(tree: Tree, config: Config, text: str, table: dict[str, Any]) -> Config:
    """A configuration with what it extends, before which its own settings count."""
    from speclint.project.rule_files import refuse_many
    from speclint.project.shared import settings_of, shared_configurations

    file = config.file or config.root
    shared = tuple(shared_configurations(tree, file, tuple(lines_within(file, text)), table["extends"]))
    settings = settings_of(shared)
    rules = (*settings.rules, *config.rules)
    refuse_many(file, rules)
    return replace(
        config,
        extended=shared,
        rules=rules,
        select=config.select or settings.select,
        ignore=tuple(dict.fromkeys((*settings.ignore, *config.ignore))),
        fail_on=config.fail_on if "fail-on" in table else settings.fail_on or config.fail_on,
        levels=(*settings.levels, *config.levels),
        file_ignores=(*settings.file_ignores, *config.file_ignores),
    )


def _own_rules(tree: Tree, file: Path, text: str, table: dict[str, Any]) -> tuple[RuleFile, ...]:
    """The rules that a configuration holds, and those of the files that it names."""
    if not ("rule" in table or "rules" in table):
        return ()
    from speclint.project.rule_files import read_rules, refuse_many

    found = tuple(read_rules(tree, file, tuple(lines_within(file, text)), table))
    refuse_many(file, found)
    return found


def _compile(file: Path, text: str, table: dict[str, object]) -> Config:
    def strings(key: str) -> tuple[str, ...]:
        return tuple(table.get(key, ()))  # type: ignore[arg-type]  # the schema has seen to it

    entries: Iterable[dict[str, str]] = table.get("sheets", ())  # type: ignore[assignment]
    accepts: Sequence[dict[str, str]] = table.get("accept", ())  # type: ignore[assignment]
    places = _places(tuple(lines_within(file, text)), len(accepts)) if accepts else []
    return Config(
        root=file.parent,
        file=file,
        sheets=tuple(
            SheetsEntry(tuple(entry.get("files", ())), entry["profile"], entry.get("schema"))
            for entry in entries
        ),
        select=strings("select"),
        ignore=strings("ignore"),
        fail_on=str(table.get("fail-on", "error")),
        levels=tuple(table.get("levels", {}).items()),  # type: ignore[attr-defined]  # likewise
        file_ignores=tuple((name, tuple(rules)) for name, rules in table.get("per-file-ignores", {}).items()),  # type: ignore[attr-defined]  # likewise
        accept=tuple(
            ConfigSuppression(
                entry["rule"], entry["sheet"], entry.get("at", ""), entry["reason"],
                f"/accept/{index}", places[index],
            )
            for index, entry in enumerate(accepts)
        ),
        must_hold=tuple(_requirements(file, text, table)),
        baseline=_below(file, table, "baseline"),
        bands=_below(file, table, "bands"),
        text=text,
    )  # fmt: skip


def _requirements(file: Path, text: str, table: dict[str, Any]) -> Iterator[Requirement]:
    """The sheets that a configuration says the catalog must hold, each with its place."""
    entries = table.get("must-hold", ())
    if not entries:
        return
    from speclint.schema.toml_strings import strings_from

    lines = tuple(lines_within(file, text))
    first = line_of(lines, "/must-hold")
    # in the order of the list, which may be long
    strings, here = strings_from(lines, first), Region(first, 1, first, 1)
    for index, entry in enumerate(entries):
        sheets, at_least = (entry, 1) if isinstance(entry, str) else (entry["sheets"], entry["at-least"])
        here = next((place for word, place in strings if word == sheets), here)
        yield Requirement(sheets, at_least, f"/must-hold/{index}", here, lines[here.line - 1].rstrip("\r"))


def _below(file: Path, table: dict[str, object], key: str) -> Path | None:
    """The file of that key, below the folder of the configuration; None if there is no such key."""
    return Path(os.path.normpath(file.parent / str(table[key]))) if key in table else None


def _refuse_outside(tree: Tree, file: Path, text: str, table: dict[str, Any]) -> None:
    """Refuse what a configuration names outside its folder, and patterns that are too long.

    Raises:
        ConfigError: for the first such path.
        LimitError: for the first such pattern.
    """
    for pointer, what, name in _named_paths(table):
        path = file.parent / name
        if what == "the pattern":
            if len(name) > limit("pattern-length"):
                place = f"{file}:{line_of(tuple(lines_within(file, text)), pointer)}"
                raise exceeded(place, "pattern-length", len(name))
            # where links lead is seen once files are found
            inside = Path(os.path.normpath(path)).is_relative_to(file.parent)
        else:
            # of a revision only profiles are read
            inside = Gate(tree if what == "the profile" else WORK_TREE, file.parent).holds(path)
        if not inside:
            place = f"{file}:{line_of(tuple(lines_within(file, text)), pointer)}"
            message = f"{place}: {outside(what, name, file.parent)}"
            raise ConfigError(message)


def _named_paths(table: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each path that a configuration names: its pointer, what it is, and the path."""
    for key, what in (("baseline", "the baseline"), ("bands", "the file of bands")):
        if key in table:
            yield f"/{key}", what, table[key]
    for index, entry in enumerate(table.get("sheets", ())):
        yield from ((f"/sheets/{index}/files", "the pattern", name) for name in entry.get("files", ()))
        if entry["profile"].endswith(".toml"):
            yield f"/sheets/{index}/profile", "the profile", entry["profile"]
        if "schema" in entry:
            yield f"/sheets/{index}/schema", "the schema", entry["schema"]


def _places(lines: Sequence[str], accepts: int) -> list[int]:
    """The line of each accepted finding: of its header, or of the list that they all stand in."""
    headers = header_lines(lines, "accept")
    return (
        [line + 1 for line in headers] if len(headers) == accepts else [line_of(lines, "/accept")] * accepts
    )


def lines_within(file: Path, text: str) -> Iterator[str]:
    """The lines of a configuration, blank where they configure another tool."""
    shared = file.name == SHARED_NAME
    own = not shared
    for line in text.split("\n"):
        if shared and line.lstrip().startswith("["):
            own = bool(re.match(_OWN_TABLE, line))
        yield line if own else ""

"""Shared configurations that a configuration extends: data of the repository, or of an installed package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from speclint.documents.message_text import in_quotes
from speclint.errors import ConfigError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE
from speclint.project.rule_files import RuleFile, content_of, path_inside, read_rules
from speclint.schema.toml import line_of, lines_of, parse_toml, raise_invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.files.tree import Tree

PACKAGE = "package:"
"""What the name of a file of an installed package begins with."""
KEYS = ("select", "ignore", "fail-on", "levels", "per-file-ignores", "rule", "rules")
"""What a shared configuration may hold: nothing of the data, nor of another configuration."""


class Shared(msgspec.Struct, frozen=True, eq=False):
    """A shared configuration."""

    name: str
    """As the configuration names it."""
    file: Path
    table: dict[str, Any]
    lines: tuple[str, ...]
    rules: tuple[RuleFile, ...]


def shared_configurations(
    tree: Tree, file: Path, lines: Sequence[str], names: Sequence[str]
) -> Iterator[Shared]:
    """The shared configurations that a configuration names, in their order.

    Args:
        tree: where the configuration was read from.
        file: the configuration.
        lines: its lines.
        names: what it extends.

    Raises:
        ConfigError: one is missing, lies outside, or holds what is not shared.
    """
    for number, name in enumerate(names):
        place = f"{file}:{line_of(lines, f'/extends/{number}')}"
        source: Tree = tree
        if name.startswith(PACKAGE):
            source, found = WORK_TREE, _of_package(name, place)
        else:
            found = path_inside(tree, file, name, "the shared configuration", place)
        yield _shared(source, found, content_of(source, found, place), name)


def _shared(tree: Tree, file: Path, content: bytes, name: str) -> Shared:
    table, lines = parse_toml(file, content), lines_of(content.decode("utf-8-sig"))
    raise_invalid(file, lines, table, "config.schema.json", is_configuration=True)
    other = next((key for key in table if key not in KEYS), None)
    if other is not None:
        place = f"{file}:{line_of(lines, f'/{other}')}"
        message = f'{place}: "{other}" is not shared; move it to the configuration that extends this one'
        raise ConfigError(message)
    return Shared(name, file, table, tuple(lines), tuple(read_rules(tree, file, lines, table)))


def _of_package(name: str, place: str) -> Path:
    """The file of an installed package that is named; its metadata are read, and no code of it is run.

    Raises:
        ConfigError: there is no such package, or no such file in it.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    package, _, path = name.removeprefix(PACKAGE).partition("/")
    try:
        installed = distribution(package)
    except (PackageNotFoundError, ValueError) as error:
        remedy = "install it beside speclint, or correct the name"
        message = f"{place}: no package {in_quotes(package)} is installed; {remedy}"
        raise ConfigError(message) from error
    known = [file for file in installed.files or () if file.suffix == ".toml"]
    found = next((file for file in known if path in {file.as_posix(), file.name}), None)
    root = Path(str(installed.locate_file("")))
    if found is None or not Gate(WORK_TREE, root).holds(root / str(found)):
        listed = ", ".join(file.as_posix() for file in known[:8]) or "no TOML file"
        message = f"{place}: the package {in_quotes(package)} has no file {in_quotes(path)}; it has {listed}"
        raise ConfigError(message)
    return root / str(found)


class Settings(NamedTuple):
    """What several shared configurations hold together: what is later counts before what is earlier."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    levels: tuple[tuple[str, str], ...]
    file_ignores: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[RuleFile, ...]


def settings_of(shared: Sequence[Shared]) -> Settings:
    """What shared configurations hold together."""
    tables = [each.table for each in shared]
    in_files = (item for table in tables for item in table.get("per-file-ignores", {}).items())
    return Settings(
        select=next((tuple(table["select"]) for table in reversed(tables) if "select" in table), ()),
        ignore=tuple(name for table in tables for name in table.get("ignore", ())),
        fail_on=next((table["fail-on"] for table in reversed(tables) if "fail-on" in table), None),
        levels=tuple(item for table in tables for item in table.get("levels", {}).items()),
        file_ignores=tuple((name, tuple(rules)) for name, rules in in_files),
        rules=tuple(file for each in shared for file in each.rules),
    )

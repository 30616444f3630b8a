"""Rules of a user's own, as the configuration and the files that it names hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from speclint.errors import ConfigError, UnreadableFileError
from speclint.files.gate import Gate, outside
from speclint.limits import exceeded, limit
from speclint.schema.toml import TomlLines, line_of, lines_of, parse_toml, raise_invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.files.tree import Tree


class RuleFile(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A file with `[[rule]]` tables, which a schema has accepted."""

    file: Path
    lines: tuple[str, ...]
    """Blank where they configure another tool."""
    tables: tuple[dict[str, Any], ...]
    """Each rule as it is written."""

    def place(self, number: int, *keys: str | int) -> tuple[int, str]:
        """The line of a key of a rule, from 1, and its text."""
        pointer = "".join(f"/{key}" for key in ("rule", number, *keys))
        line = TomlLines(self.lines).line_of(pointer)
        return line, self.lines[line - 1]


def read_rules(tree: Tree, file: Path, lines: Sequence[str], table: dict[str, Any]) -> Iterator[RuleFile]:
    """The rules that a configuration holds itself, and those of the files that it names.

    Args:
        tree: where the configuration was read from.
        file: the configuration.
        lines: its lines.
        table: what it holds.

    Raises:
        ConfigError: a file lies outside the folder of the configuration, cannot be read, or holds other keys.
        LimitError: there are too many rules.
    """
    if "rule" in table:
        yield _accepted(file, lines, {"rule": table["rule"]}, is_configuration=True)
    for number, name in enumerate(table.get("rules", ())):
        place = f"{file}:{line_of(lines, f'/rules/{number}')}"
        path = path_inside(tree, file, name, "the file of rules", place)
        content = content_of(tree, path, place)
        found = parse_toml(path, content)
        yield _accepted(path, lines_of(content.decode("utf-8-sig")), found)


def path_inside(tree: Tree, file: Path, name: str, what: str, place: str) -> Path:
    """The path of a file that a configuration names.

    Args:
        tree: where the configuration was read from.
        file: the configuration.
        name: the path as it stands there.
        what: what messages call the file.
        place: where the configuration names it.

    Raises:
        ConfigError: it lies outside the folder of the configuration.
    """
    path = file.parent / name
    if not Gate(tree, file.parent).holds(path):
        message = f"{place}: {outside(what, name, file.parent)}"
        raise ConfigError(message)
    return path


def content_of(tree: Tree, path: Path, place: str) -> bytes:
    """The content of a file that a configuration names at a place.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return tree.read(path)
    except UnreadableFileError as error:
        message = f"{place}: {error}; correct the path"
        raise ConfigError(message) from error


def _accepted(
    file: Path, lines: Sequence[str], table: dict[str, Any], *, is_configuration: bool = False
) -> RuleFile:
    """The rules of a table, once the schema has accepted it."""
    raise_invalid(file, lines, table, "rules.schema.json", is_configuration=is_configuration)
    return RuleFile(file, tuple(lines), tuple(table.get("rule", ())))


def refuse_many(file: Path, found: Iterable[RuleFile]) -> None:
    """Refuse more rules than the limit allows.

    Raises:
        LimitError: there are more.
    """
    count = sum(len(each.tables) for each in found)
    if count > limit("rules"):
        raise exceeded(file, "rules", count)

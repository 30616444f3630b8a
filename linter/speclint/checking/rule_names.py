"""The names of rules that a request gives, and where they stand in its configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import in_quotes
from speclint.documents.pointer import to_pointer
from speclint.errors import ConfigError
from speclint.files.paths import display_path
from speclint.project.config import SHARED_NAME, lines_within
from speclint.project.suppressions import matches
from speclint.rules.registry import DROPPED, REGISTRY, named
from speclint.schema.toml import TomlLines, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from speclint.project.config import Config
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry


def is_meant(entry: RuleEntry, names: Iterable[str]) -> bool:
    """Whether one of some names means a rule: its id, its group, or a pattern with `*` and `?`."""
    return any(
        name in entry.names or name == entry.group.replace("_", "-")
        or (is_pattern(name) and any(matches(each, name) for each in entry.names))
        for name in names
    )  # fmt: skip


def is_pattern(name: str) -> bool:
    """Whether a name has wildcards."""
    return "*" in name or "?" in name


def refuse_unknown(request: Request, own: Sequence[RuleEntry]) -> None:
    """Refuse names that mean no rule, but for those of rules with code that are not loaded.

    Raises:
        ConfigError: for the first such name, with its place.
    """
    config = request.config
    for key, name in _unknown(config, own):
        if key == "select" or not is_not_loaded(name, own):
            file, line = _Places(config).of(key, name)
            _refuse(f"{file}:{line}", name, own)
    for name in (*request.select, *request.ignore):
        if not _is_known(name, own):
            _refuse("select, ignore", name, own)


def not_loaded(request: Request, own: Sequence[RuleEntry]) -> Iterator[str]:
    """A line for each rule that a configuration names and that is not loaded, with its place."""
    unknown = [*_unknown(request.config, own)]
    if not unknown:
        return
    places = _Places(request.config)
    for key, name in unknown:
        file, line = places.of(key, name)
        place = f"{display_path(file, request.working)}:{line}"
        yield f"{place}: the rule {in_quotes(name)} is not loaded here; --rules names the module that has it"


def is_not_loaded(name: str, own: Iterable[RuleEntry]) -> bool:
    """Whether an unknown name is of a rule with code that is not loaded: no rule that is has its prefix."""
    # most runs have no such name, and need not load what declares rules
    from speclint.rules.own.entry import OURS

    prefix, slash, rest = name.partition("/")
    is_foreign = bool(prefix and slash and rest) and not is_pattern(prefix) and prefix not in OURS
    return is_foreign and all(prefix != entry.id.partition("/")[0] for entry in own)


def _unknown(config: Config, own: Sequence[RuleEntry]) -> Iterator[tuple[str, str]]:
    """The names in a configuration, and in those that it extends, that mean no rule; each with its key."""
    in_files = (name for _, names in config.file_ignores for name in names)
    by_key = {
        "select": config.select,
        "ignore": config.ignore,
        "per-file-ignores": in_files,
        "levels": (name for name, _ in config.levels),
    }
    for key, names in by_key.items():
        yield from ((key, name) for name in dict.fromkeys(names) if not _is_known(name, own))
    # what is accepted is a finding of a single rule
    accepted = dict.fromkeys(suppression.rule for suppression in config.accept)
    yield from (("accept", name) for name in accepted if not _is_id(name, own))


def _is_known(name: str, own: Sequence[RuleEntry]) -> bool:
    """Whether a name is an id, a group, or a pattern that means a rule."""
    return _is_id(name, own) or any(is_meant(entry, [name]) for entry in (*REGISTRY, *own))


def _is_id(name: str, own: Sequence[RuleEntry]) -> bool:
    return name in DROPPED or any(name in entry.names for entry in (*REGISTRY, *own))


def _refuse(place: str, name: str, own: Sequence[RuleEntry]) -> None:
    try:
        named(name, own)
    except LookupError as error:
        message = f"{place}: {error.args[0]}"
        raise ConfigError(message) from error


class _Places:
    """Where a configuration, and those that it extends, name rules; each is read once."""

    def __init__(self, config: Config) -> None:
        self._file = config.file or config.root
        table = parse_toml(self._file, config.text.encode())
        table = table["tool"]["speclint"] if self._file.name == SHARED_NAME else table
        shared = ((each.file, each.lines, each.table) for each in reversed(config.extended))
        self._lines: dict[str, list[tuple[Path, dict[str, int]]]] = {}
        """By key, of each file the lines of the names there."""
        self._sources = ((self._file, tuple(lines_within(self._file, config.text)), table), *shared)

    def of(self, key: str, name: str) -> tuple[Path, int]:
        """The file and the line, from 1, that hold a name at a key or below it."""
        if key not in self._lines:
            self._lines[key] = [(file, _lines_of(lines, table, key)) for file, lines, table in self._sources]
        found = ((file, lines[name]) for file, lines in self._lines[key] if name in lines)
        return next(found, (self._file, 1))


def _names(table: dict[str, Any], key: str) -> Iterable[str]:
    """The names of rules that a configuration holds at a key."""
    if key == "accept":
        return [entry["rule"] for entry in table.get(key, ())]
    if key == "per-file-ignores":
        return [name for names in table.get(key, {}).values() for name in names]
    found: Iterable[str] = table.get(key, ())
    return found


def _lines_of(lines: Sequence[str], table: dict[str, Any], key: str) -> dict[str, int]:
    """The first line, from 1, of each name at a key or below it."""
    names = dict.fromkeys(_names(table, key))
    if not names:
        return {}
    from speclint.schema.toml_strings import strings_from

    places = TomlLines(lines)
    found = {name: places.line_of(to_pointer((key, name))) for name in names}
    for name, region in reversed([*strings_from(lines, places.line_of(to_pointer((key,))))]):
        if name in found:
            found[name] = region.line
    return found

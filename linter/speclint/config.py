"""Configuration: `speclint.toml`, or `[tool.speclint]` in `pyproject.toml`; the nearest one holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speclint.errors import ConfigError
from speclint.sheets.schema import Schema, shipped_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMES = ("speclint.toml", "pyproject.toml")


class SheetsEntry(NamedTuple):
    """One `[[sheets]]` table: which files are sheets, and how they are written."""

    files: tuple[str, ...]
    profile: str
    schema: str | None = None


class Accept(NamedTuple):
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


class Config(NamedTuple):
    """What holds for a run, with the folder it holds for."""

    root: Path
    file: Path | None = None
    sheets: tuple[SheetsEntry, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    accept: tuple[Accept, ...] = ()


def find_config(working: Path, paths: Sequence[Path] = ()) -> Config:
    """The configuration nearest to the first path, or to the working folder if no path is named.

    Without any there is an empty one for the folder where the search began.

    Raises:
        ConfigError: if the nearest one cannot be followed.
    """
    start = Path(os.path.abspath(working / paths[0])) if paths else working  # noqa: PTH100 - keeps links
    start = start if start.is_dir() else start.parent
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            if file.is_file():
                found = _read(file, optional=name == "pyproject.toml")
                if found is not None:
                    return found
    return Config(start)


def load_config(file: Path) -> Config:
    """The configuration in this file.

    Raises:
        ConfigError: if it is missing or cannot be followed.
    """
    found = _read(file, optional=False)
    if found is None:
        message = f"{file}: there is no [tool.speclint] in it"
        raise ConfigError(message)
    return found


def _read(file: Path, *, optional: bool) -> Config | None:
    import tomllib

    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"{file}: {error.strerror or error}; name another file with --config"
        raise ConfigError(message) from error
    if optional and b"[tool.speclint" not in content:
        return None
    try:
        text = content.decode()
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{file}: not TOML: {error}"
        raise ConfigError(message) from error
    if file.name == "pyproject.toml":
        table = table.get("tool", {}).get("speclint")
        if table is None:
            return None
    _refuse_invalid(file, text, table)
    return _compile(file, text, table)


def _refuse_invalid(file: Path, text: str, table: dict[str, object]) -> None:
    schema = Schema.load(shipped_schema("config.schema.json"))
    if schema.accepts(table):
        return
    violation = schema.explain(table)[0]
    line = _line_of(text, violation.pointer)
    message = f"{file}:{line}: {violation.message}"
    raise ConfigError(message)


def _compile(file: Path, text: str, table: dict[str, object]) -> Config:
    def strings(key: str) -> tuple[str, ...]:
        return tuple(table.get(key, ()))  # type: ignore[arg-type]  # the schema has seen to it

    entries: Iterable[dict[str, str]] = table.get("sheets", ())  # type: ignore[assignment]
    accepts: Iterable[dict[str, str]] = table.get("accept", ())  # type: ignore[assignment]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _heads_accept(line)]
    return Config(
        root=file.parent,
        file=file,
        sheets=tuple(
            SheetsEntry(tuple(entry["files"]), entry["profile"], entry.get("schema")) for entry in entries
        ),
        select=strings("select"),
        ignore=strings("ignore"),
        fail_on=str(table.get("fail-on", "error")),
        accept=tuple(
            Accept(
                entry["rule"], entry["sheet"], entry.get("at", ""), entry["reason"],
                f"/accept/{index}", lines[index] if index < len(lines) else 1,
            )
            for index, entry in enumerate(accepts)
        ),
    )  # fmt: skip


def _heads_accept(line: str) -> bool:
    return line.strip().replace(" ", "") in ("[[accept]]", "[[tool.speclint.accept]]")


def _line_of(text: str, pointer: str) -> int:
    """The line on which the last named key of the pointer is written, 1 if it cannot be told."""
    keys = [key for key in pointer.split("/") if key and not key.isdigit()]
    for key in reversed(keys):
        for number, line in enumerate(text.splitlines(), 1):
            start = line.strip()
            if start.partition("=")[0].strip().strip("\"'") == key or start.strip("[] ").split(".")[-1] == key:
                return number
    return 1

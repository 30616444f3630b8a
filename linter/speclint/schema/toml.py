"""Settings in TOML, validated by a schema; errors name the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from speclint.documents.pointer import to_steps
from speclint.errors import ConfigError, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from speclint.files.tree import Tree


def validated_toml(tree: Tree, file: Path, schema: str) -> dict[str, Any]:
    """The settings in a file, validated by a shipped schema.

    Raises:
        ConfigError: the file is missing, is not TOML, or does not follow the schema.
    """
    try:
        content = tree.read(file)
    except UnreadableFileError as error:
        raise ConfigError(str(error)) from error
    table = parse_toml(file, content)
    raise_invalid(file, content.decode("utf-8-sig").split("\n"), table, schema)
    return table


def parse_toml(file: Path, content: bytes) -> dict[str, Any]:
    """The tables of a TOML document, with dates as text.

    Raises:
        ConfigError: the document is not TOML.
    """
    import tomllib

    try:
        table: dict[str, Any] = _without_dates(tomllib.loads(content.decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{file}: not TOML: {error}"
        raise ConfigError(message) from error
    return table


def _without_dates(value: Any) -> Any:  # noqa: ANN401 - whatever TOML can hold
    """The value with dates and times as text, since no setting is one."""
    if isinstance(value, dict):
        return {key: _without_dates(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_without_dates(item) for item in value]
    return value if isinstance(value, str | int | float) else str(value)


def raise_invalid(file: Path, lines: Iterable[str], table: dict[str, Any], schema_name: str) -> None:
    """Validate settings by a shipped schema.

    Raises:
        ConfigError: the settings are invalid; it reports the error on the first line.
    """
    from speclint.schema.schema import Schema, shipped_schema

    schema = Schema.load(shipped_schema(schema_name))
    if schema.accepts(table):
        return
    written = tuple(lines)
    line, problem = min(
        (line_of(written, violation.pointer), violation.message) for violation in schema.explain(table)
    )
    message = f"{file}:{line}: {problem}"
    raise ConfigError(message)


def line_of(lines: Sequence[str], pointer: str) -> int:
    """The line, from 1, that holds the last step of the pointer, or the nearest known line before it."""
    steps = to_steps(pointer)
    here = 0
    for step, following in zip(steps, (*steps[1:], ""), strict=False):
        headers = header_lines(lines, step, here)
        # the second element of an array of tables starts at the second header of that name
        candidates = headers[int(following) :] if following.isdecimal() else headers
        here = (candidates or _matching(rf"(?:.*[{{,.])?\s*{_key(step)}\s*=", lines, here) or [here])[0]
    return here + 1


def line_of_word(lines: Sequence[str], word: str) -> int:
    """The first line, from 1, with the word as a whole key or value outside comments; 1 if there is none."""
    pattern = re.compile(rf"""(?<![\w"'])["']?{re.escape(word)}["']?(?![\w"'])""")
    matches = (number for number, line in enumerate(lines, 1) if pattern.search(line.partition(" #")[0]))
    return next(matches, 1)


def header_lines(lines: Sequence[str], table: str, start: int = 0) -> list[int]:
    """The lines, from 0, with the header of a table or of an element of an array of tables."""
    return _matching(rf"\s*\[+(?:.*[.\s])?{_key(table)}\s*\]", lines, start)


def _key(name: str) -> str:
    """A pattern of a key as TOML writes it, bare or quoted."""
    return rf"""(?:"{re.escape(name)}"|'{re.escape(name)}'|{re.escape(name)})"""


def _matching(pattern: str, lines: Sequence[str], start: int) -> list[int]:
    return [number for number in range(start, len(lines)) if re.match(pattern, lines[number])]

"""Settings in TOML, validated by a schema; errors name the line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from speclint.documents.message_text import MAX_NAME, printable
from speclint.documents.pointer import to_steps
from speclint.errors import ConfigError, UnreadableFileError
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from pathlib import Path

    from speclint.files.tree import Tree
    from speclint.schema.results import SchemaViolation


MAX_INTEGER = 2**63
"""Above every integer that TOML 1.0 has."""


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
    raise_invalid(file, lines_of(content.decode("utf-8-sig")), table, schema)
    return table


def parse_toml(file: Path, content: bytes) -> dict[str, Any]:
    """The tables of a TOML document, with dates as text.

    Raises:
        ConfigError: the document is not TOML.
        LimitError: it is too large, or nested too deep.
    """
    import tomllib

    if len(content) > limit("settings-bytes"):
        raise exceeded(file, "settings-bytes", len(content))
    try:
        text = content.decode("utf-8-sig")
        _refuse_long_name(file, text)
        table: dict[str, Any] = _without_dates(tomllib.loads(text), limit("settings-depth"))
    except RecursionError as error:
        place = f"{file}:{_deepest_line(text)}"
        raise exceeded(place, "settings-depth") from error
    except ValueError as error:
        # tomllib leaves integers to `int`, which raises a plain error for too many digits
        is_number = "integer string conversion" in str(error)
        reason = "an integer has too many digits; TOML has integers of 64 bits" if is_number else error
        message = f"{file}: not TOML: {reason}"
        raise ConfigError(message) from error
    return table


def _refuse_long_name(file: Path, text: str) -> None:
    """Refuse a name of more parts than the limit allows: tomllib compares each part with all before it.

    Raises:
        LimitError: there is one, be it in a comment or a text.
    """
    most = limit("name-parts")
    for number, line in enumerate(text.split("\n") if text.count(".") >= most else (), 1):
        parts = 0
        for found in _DOTTED.finditer(line) if line.count(".") >= most else ():
            parts = parts + 1 if found[2] else 0
            if parts >= most:
                place = f"{file}:{number}"
                raise exceeded(place, "name-parts")


def _deepest_line(text: str) -> int:
    """The line, from 1, inside most brackets and braces, be they in a comment or a text."""
    deepest = []
    around = 0
    for line in text.split("\n"):
        opened, closed = (sum(map(line.count, marks)) for marks in ("[{", "]}"))
        deepest.append(around + opened)
        around += opened - closed
    return deepest.index(max(deepest)) + 1


def _without_dates(value: Any, levels: int) -> Any:  # noqa: ANN401 - whatever TOML can hold
    """The value with dates and times as text, since no setting is one.

    Raises:
        RecursionError: it has more levels.
    """
    if isinstance(value, dict | list) and not levels:
        raise RecursionError
    if isinstance(value, dict):
        return {key: _without_dates(member, levels - 1) for key, member in value.items()}
    if isinstance(value, list):
        return [_without_dates(item, levels - 1) for item in value]
    if isinstance(value, int) and not -MAX_INTEGER <= value < MAX_INTEGER:
        message = f"an integer of {value.bit_length()} bits; TOML has integers of 64"
        raise ValueError(message)
    return value if isinstance(value, str | int | float) else str(value)


def raise_invalid(
    file: Path,
    lines: Iterable[str],
    table: dict[str, Any],
    schema_name: str,
    *,
    is_configuration: bool = False,
) -> None:
    """Validate settings by a shipped schema.

    Raises:
        ConfigError: the settings are invalid; it reports the error on the first line.
    """
    from speclint.schema.schema import Schema, shipped_schema

    schema = Schema.load(shipped_schema(schema_name))
    if schema.accepts(table):
        return
    places = TomlLines(lines)
    line, problem = min(
        (
            places.line_of(violation.pointer),
            (_remedy(file, table, violation) if is_configuration else "") or violation.message,
        )
        for violation in schema.explain(table)
    )
    message = f"{file}:{line}: {problem}"
    raise ConfigError(message)


def _remedy(file: Path, table: dict[str, Any], violation: SchemaViolation) -> str:
    """The message for what stands at another place than a configuration has it; empty for another error."""
    from speclint.schema.messages import UNKNOWN

    *above, key = to_steps(violation.pointer) or ("",)
    if above == ["rules"] and (name := str(table["rules"][int(key)])).endswith(".py"):
        return f"code is not loaded from a configuration; use --rules {printable(name, MAX_NAME)}"
    is_unknown = bool(above) and (violation.keyword in UNKNOWN or above == ["levels"])
    if not is_unknown or key not in _whole_keys():
        return ""
    where = "below [tool.speclint]" if file.name == "pyproject.toml" else "above the first ["
    return f'"{key}" is a key of the whole configuration: move it {where}'


def _whole_keys() -> Container[str]:
    """The keys of a configuration that stand in no table."""
    import json

    from speclint.schema.load import read_text, shipped_schema

    schema = json.loads(read_text(shipped_schema("config.schema.json")))
    keys: dict[str, object] = schema["properties"]
    return keys


def lines_of(text: str) -> list[str]:
    """The lines of a TOML document, which only a line feed ends, with or without a carriage return."""
    return text.replace("\r\n", "\n").split("\n")


def line_of(lines: Sequence[str], pointer: str) -> int:
    """The line, from 1, that holds the last step of the pointer, or the nearest known line before it."""
    return TomlLines(lines).line_of(pointer)


def line_of_word(lines: Sequence[str], word: str) -> int:
    """The first line, from 1, with the word as a whole key or value outside comments; 1 if there is none."""
    pattern = re.compile(rf"""(?<![\w"'])["']?{re.escape(word)}["']?(?![\w"'])""")
    matches = (number for number, line in enumerate(lines, 1) if pattern.search(line.partition(" #")[0]))
    return next(matches, 1)


def header_lines(lines: Sequence[str], table: str) -> list[int]:
    """The lines, from 0, with the header of a table or of an element of an array of tables."""
    return TomlLines(lines).headers[table]


class TomlLines:
    """The lines of a TOML document by the keys in them, found in one pass."""

    def __init__(self, lines: Iterable[str]) -> None:
        """The lines of a document, of which a text over several lines may be mistaken for keys."""
        self.headers: defaultdict[str, list[int]] = defaultdict(list)
        """By the last part of the name of a table: the lines, from 0, with its headers."""
        self._members: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            if name := _header(line):
                self.headers[name].append(number)
            for member in _MEMBER.finditer(line):
                self._members[_plain(member[1])].append(number)

    def line_of(self, pointer: str) -> int:
        """The line, from 1, of the last step of a pointer, or the nearest known line before it."""
        steps = to_steps(pointer)
        here = 0
        for step, following in zip(steps, (*steps[1:], ""), strict=False):
            headers, members = self.headers.get(step, []), self._members.get(step, [])
            # the second element of an array of tables starts at the second header of that name
            index = int(following) if following.isdecimal() and len(following) <= _MAX_DIGITS else 0
            header, member = bisect_left(headers, here) + index, bisect_left(members, here)
            if header < len(headers):
                here = headers[header]
            elif member < len(members):
                here = members[member]
        return here + 1


def _header(line: str) -> str:
    """The last part of the name of the table whose header a line holds; empty if it holds none."""
    opening = _OPENING.match(line)
    place = opening.end() if opening else len(line)
    while part := _PART.match(line, place):
        if part[2] == "]":
            return _plain(part[1])
        place = part.end()
    return ""


def _plain(key: str) -> str:
    return key[1:-1] if key[0] in "\"'" else key


_KEY = r"""("[^"]*+"|'[^']*+'|[^\s"'=.,{}\[\]#]++)"""
"""A key as TOML writes it, bare or quoted."""
_OPENING = re.compile(r"\s*+\[++")
_PART = re.compile(rf"\s*+{_KEY}\s*+([.\]])")
_MEMBER = re.compile(rf"(?:^|[{{,.])\s*+{_KEY}\s*+=")
_DOTTED = re.compile(rf"{_KEY}\s*+(\.?)")
_MAX_DIGITS = 9

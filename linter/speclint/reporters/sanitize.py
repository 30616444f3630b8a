"""The one sink through which text from sheets and paths reaches a terminal."""

from __future__ import annotations

import re

_COMMAND = r"##\w*(?=\[)|(?:^|(?<=[ \t]))(?=::)"
"""How a command starts in the logs of CI systems, as `##vso[`: anywhere, or at the start of a line.

A line may be broken before any word.
"""


def sanitized(text: str) -> str:
    r"""The text on one line, with everything escaped that a terminal or a CI log would interpret or reorder.

    Control characters, bidirectional controls, lone surrogates and line ends become escapes such as
    `\x1b`; a tab becomes a space. A command of a CI log gets a backslash before its last bracket or colons.
    """
    if text.isprintable() and not re.search(_COMMAND, text):
        return text
    return "".join(sanitized_characters(text))


def sanitized_characters(text: str) -> list[str]:
    """Each character of the text as `sanitized` writes it there."""
    characters = [_written(character) for character in text]
    for command in re.finditer(_COMMAND, text):
        characters[command.end()] = "\\" + characters[command.end()]
    return characters


def _written(character: str) -> str:
    if character == "\t":
        return " "
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def width(text: str) -> int:
    """Columns that the text takes on a terminal: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text)

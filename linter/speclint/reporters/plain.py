"""The one sink through which text from sheets and paths reaches a terminal."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text on one line, with everything escaped that a terminal or a CI log would obey or reorder.

    Control characters, bidirectional controls, lone surrogates and line ends become escapes such as
    `\\x1b`; a tab becomes a space. `##[` starts a command in some CI logs wherever it stands.
    """
    if text.isprintable() and "##[" not in text:
        return text
    return "".join(map(plain_character, text)).replace("##[", "##\\[")


def plain_character(character: str) -> str:
    """One character as `plain` writes it."""
    if character == "\t":
        return " "
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def width(text: str) -> int:
    """Columns that the text takes on a terminal: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)

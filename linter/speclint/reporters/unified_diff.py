"""What fixes change, as a unified diff that `patch` and `git apply` read."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from speclint.records.encoding import UTF_16
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from collections.abc import Callable

NO_NEWLINE = "\\ No newline at end of file\n"
_MARK = "\ufeff"
"""A byte order mark, by which no terminal shows anything else."""


class Diff(NamedTuple):
    """The diff of one document; its text is empty if nothing changes."""

    text: str
    refused: str = ""
    """Why `patch` does not apply it to the file; empty if it does."""


def diff_of(path: str, before: bytes, after: bytes) -> Diff:
    """The diff of one document.

    Text that a terminal would interpret is escaped, tabs and the ends of lines are not.
    """
    name, encoding = sanitized(path), _encoding(before)
    old, new = (_lines(content.decode(encoding, "replace")) for content in (before, after))
    lines = [*unified_diff(old, new, name, name)]
    text = "".join([_shown(line, sanitized) for line in lines])
    if encoding != "utf-8" and not (encoding == "cp1252" and text.isascii()):
        written = "Windows-1252" if encoding == "cp1252" else "UTF-16"
        return Diff(text, f"it shows {written} as UTF-8")
    is_as_written = name == path and text == "".join([_shown(line, str) for line in lines])
    return Diff(text, "" if is_as_written else "it shows characters escaped")


def _encoding(content: bytes) -> str:
    if content[:2] in UTF_16:
        return UTF_16[content[:2]]
    try:
        content.decode()
    except UnicodeDecodeError:
        # a table as older programs save it
        return "cp1252"
    return "utf-8"


def _lines(text: str) -> list[str]:
    """The lines with their ends; a line ends at a line feed alone, as in git."""
    return re.findall(r"[^\n]*\n|[^\n]+$", text)


def _shown(line: str, show: Callable[[str], str]) -> str:
    """A line of a diff, of which all is shown so but a byte order mark, tabs and its end."""
    body = line.rstrip("\r\n")
    start = 2 if body[1:2] == _MARK else 0
    end = line[len(body) :]
    text = body[:start] + "\t".join(show(part) for part in body[start:].split("\t"))
    return text + end if end.endswith("\n") else f"{text}{end}\n{NO_NEWLINE}"

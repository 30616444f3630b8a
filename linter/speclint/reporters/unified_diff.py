"""What fixes change, as a unified diff that `patch` and `git apply` read."""

from __future__ import annotations

import re
from difflib import unified_diff

from speclint.records.encoding import UTF_16
from speclint.reporters.sanitize import sanitized

NO_NEWLINE = "\\ No newline at end of file\n"


def render(path: str, before: bytes, after: bytes) -> str:
    """The diff of one document; empty if nothing changes.

    Text that a terminal would interpret is escaped, tabs and the ends of lines are not.
    """
    name = sanitized(path)
    lines = unified_diff(_lines(before), _lines(after), name, name)
    return "".join([_shown(line) for line in lines])


def _lines(content: bytes) -> list[str]:
    """The lines with their ends; a line ends at a line feed alone, as in git."""
    try:
        text = content.decode(UTF_16.get(content[:2], "utf-8"))
    except UnicodeDecodeError:
        # a table as older programs save it; what differs in it is figures, which are ASCII
        text = content.decode("cp1252", "replace")
    return re.findall(r"[^\n]*\n|[^\n]+$", text)


def _shown(line: str) -> str:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    text = "\t".join(sanitized(part) for part in body.split("\t"))
    return text + end if end.endswith("\n") else f"{text}{end}\n{NO_NEWLINE}"

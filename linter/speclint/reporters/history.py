"""The life of a sheet: for people, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import plain

if TYPE_CHECKING:
    from speclint.results import Life

VERSION = 1
"""Version of the JSON; it rises when a reader of the old one would fail."""
SHORT = 12
"""Hex digits by which a commit is shown."""


def text(life: Life) -> str:
    """Each figure with what every commit made of it, and from which source."""
    commits = "1 commit" if life.commits == 1 else f"{life.commits} commits"
    lines = [f"{plain(life.title)}  {plain(life.sheet)}, {commits}"]
    for line in life.lines:
        lines += ["", plain(line.label)]
        for event in line.events:
            source = f"  {plain(event.source)}" if event.source else ""
            lines.append(f"  {event.date}  {event.revision[:SHORT]}  {plain(event.message)}{source}")
    if life.is_cut_off:
        lines += ["", "the clone is shallow; `git fetch --unshallow` brings what came before"]
    return "\n".join(lines) + "\n"


def machine(life: Life) -> str:
    """The same as JSON text with a final newline."""
    import json

    document = {
        "version": VERSION,
        "sheet": life.sheet,
        "title": life.title,
        "commits": life.commits,
        "shallow": life.is_cut_off,
        "figures": [
            {
                "quantity": line.quantity,
                "label": line.label,
                "events": [
                    {
                        "revision": event.revision,
                        "date": event.date,
                        "kind": event.kind,
                        "message": event.message,
                        "source": event.source,
                    }
                    for event in line.events
                ],
            }
            for line in life.lines
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"

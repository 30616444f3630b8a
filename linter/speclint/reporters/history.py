"""The history of a sheet: for people, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.results import History

VERSION = 1
"""Version of the JSON; it rises when a reader of the old one would fail."""
COMMIT_DIGITS = 12
"""Hex digits by which a commit is shown."""


def render_text(history: History) -> str:
    """Each figure with what every commit changed in it, and from which source."""
    commits = "1 commit" if history.commits == 1 else f"{history.commits} commits"
    lines = [f"{sanitized(history.title)}  {sanitized(history.sheet)}, {commits}"]
    for figure in history.figures:
        lines += ["", sanitized(figure.label)]
        for event in figure.events:
            source = f"  {sanitized(event.source)}" if event.source else ""
            lines.append(
                f"  {event.date}  {event.revision[:COMMIT_DIGITS]}  {sanitized(event.message)}{source}"
            )
    if history.is_cut_off:
        lines += ["", "the clone is shallow; `git fetch --unshallow` fetches what came before"]
    return "\n".join(lines) + "\n"


def render_json(history: History) -> str:
    """JSON text with a final newline."""
    import json

    document = {
        "version": VERSION,
        "sheet": history.sheet,
        "title": history.title,
        "commits": history.commits,
        "shallow": history.is_cut_off,
        "figures": [
            {
                "quantity": figure.quantity,
                "label": figure.label,
                "events": [
                    {
                        "revision": event.revision,
                        "date": event.date,
                        "kind": event.kind,
                        "message": event.message,
                        "source": event.source,
                    }
                    for event in figure.events
                ],
            }
            for figure in history.figures
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"

"""The page: a table of verdicts, and what each tool says, fault by fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

READ = ("git diff", "deepdiff")
"""The tools that show each change and judge none."""
MAX_LINES = 40
"""Lines that are quoted of one answer."""
OF_ANY_CHANGE = {"figure-changed-without-source", "revised-date-not-updated"}
"""What speclint says of every figure that changes alone: that shows no fault."""


@dataclass(frozen=True)
class Answer:
    """What one tool says of one fault."""

    words: str
    found: set[str] = field(default_factory=set)
    """The files in which it says that something is wrong, and not only that something changed."""
    corrected: set[str] = field(default_factory=set)
    """Those of which it gives the right value."""
    rules: tuple[str, ...] = ()
    """What it says is wrong with the change."""


def written(
    faults: list[tuple[str, str]], edited: list[int], found: list[dict[str, Answer]], conclusion: str
) -> str:
    """The table and the sections of the page.

    Args:
        faults: the title of each fault, and what it is.
        edited: how many files each fault is in.
        found: by tool, what it says of each fault.
        conclusion: what stands between the two.
    """
    judges = [tool for tool in found[0] if tool not in READ]
    lines = [f"| fault | {', '.join(READ)} | {' | '.join(judges)} |", "| --- " * (len(judges) + 2) + "|"]
    for number, ((title, _), count, answers) in enumerate(zip(faults, edited, found, strict=True), 1):
        anchor = re.sub(r"[^\w\- ]", "", f"{number}. {title}").lower().replace(" ", "-")
        verdicts = " | ".join(_verdict(answers[tool], count) for tool in (READ[0], *judges))
        lines.append(f"| [{title}](#{anchor}) | {verdicts} |")
    lines += ["", conclusion]
    for number, ((title, what), answers) in enumerate(zip(faults, found, strict=True), 1):
        lines += ["", f"## {number}. {title}", "", what]
        for tool, answer in answers.items():
            language = "diff" if tool == "git diff" else "text"
            quoted = [f"```{language}", *_quoted(answer.words), "```"] if answer.words else ["Nothing."]
            lines += ["", f"**{tool}**", "", *quoted]
    return "\n".join([*lines, ""])


def _verdict(answer: Answer, count: int) -> str:
    if answer.rules:
        told = [f"[{rule}](rules/{rule}.md)" for rule in answer.rules if rule not in OF_ANY_CHANGE]
        return f"shown; {', '.join(told) or 'without a source'}"
    if not answer.found:
        return "shown" if answer.words else "–"
    where = f" in {len(answer.found)} of {count}" if count > 1 else ""
    return f"**found**{where}{', right value' if answer.corrected else ''}"


def _quoted(words: str) -> list[str]:
    lines = [line.rstrip() for line in words.splitlines()]
    left_out = len(lines) - MAX_LINES
    return [*lines[:MAX_LINES], f"… {left_out} more lines"] if left_out > 1 else lines

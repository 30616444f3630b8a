"""Run every command that the documentation shows, and compare what is printed.

`python docs/commands.py [PAGE …]` runs the fenced blocks `sh` and `console` of each page from top to bottom
in a fresh folder, and fails where a command ends with another status or prints something else than is shown.
`--write` puts the output that is printed in place of the output that is shown.

A block with a title is a file that is written there. Comments before a block state the rest:

- `<!-- commands: set up …` to `-->`: shell commands that readers need not see.
- `<!-- commands: prints COMMAND -->`: the block, in whatever language, is what that command prints.
- `<!-- commands: status 1 0 -->`: the status that each command of the block ends with, if not 0.
- `<!-- commands: offline COMMAND -->`: what is run instead, where the block needs the network.
- `<!-- commands: skip REASON -->`: the block is not run.

In output that is shown, a line `…` stands for any lines, and how long a run took is left out.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
SHARED = os.environ.get("SPECLINT_SHARED", str(ROOT.parent / "shared"))
PART = re.compile(
    r"^<!-- commands: (?P<key>set up|prints|status|offline|skip)\s(?P<text>.*?)\s*-->$"
    r"|^```(?P<language>\w+)(?P<info>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
TIME = re.compile(r"\s*\(\d+\.\d\d s\)|(?<= time=\")[\d.]+(?=\")")
HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)")
ELLIPSIS = "…"
TIMEOUT = 300
"""Seconds after which a page hangs."""


@dataclass
class Command:
    """One command, and what the page shows of it."""

    text: str
    line: int
    status: int = 0
    shown: str | None = None
    """The output, if the page shows any."""
    span: tuple[int, int] = (0, 0)
    """Where in the page it is shown."""


@dataclass
class Page:
    """The commands of a page, in their order; what is run for set-up or written has no line."""

    file: Path
    text: str
    commands: list[Command] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Places and reasons of blocks that are not run."""

    @property
    def name(self) -> str:
        """The path below the project's root."""
        return os.path.relpath(self.file, ROOT)


def read(file: Path) -> Page:
    """The commands of a page."""
    page = Page(file, file.read_text(encoding="utf-8"))
    stated: dict[str, str] = {}
    for part in PART.finditer(page.text):
        if part["key"] == "set up":
            page.commands.append(Command(part["text"], 0))
        elif part["key"]:
            stated[part["key"]] = part["text"]
        else:
            _add(page, part, stated)
            stated = {}
    return page


def _add(page: Page, part: re.Match[str], stated: dict[str, str]) -> None:
    line = page.text.count("\n", 0, part.start()) + 1
    title = re.search(r'title="([^"]+)"', part["info"])
    statuses = chain(map(int, stated.get("status", "").split()), repeat(0))
    if "skip" in stated:
        page.skipped.append(f"{page.name}:{line}: {stated['skip']}")
    elif "prints" in stated:
        page.commands.append(Command(stated["prints"], line, next(statuses), part["body"], part.span("body")))
    elif "offline" in stated:
        page.commands.append(Command(stated["offline"], line, next(statuses)))
    elif title:
        text = f"mkdir -p \"$(dirname '{title[1]}')\"\ncat > '{title[1]}' <<'END_OF_FILE'"
        page.commands.append(Command(f"{text}\n{part['body']}END_OF_FILE", 0))
    elif part["language"] == "sh":
        page.commands += (
            Command(text, line + number, next(statuses)) for number, text, _ in split(part["body"])
        )
    elif part["language"] == "console":
        page.commands += _session(part, line, statuses)


def split(text: str) -> Iterator[tuple[int, str, int]]:
    """The commands of a script, each with the numbers of its first line and of the line after it."""
    held: list[str] = []
    ends = ""
    for number, line in enumerate(text.splitlines(), 1):
        held.append(line)
        heredoc = HEREDOC.search(line) if not ends else None
        if heredoc:
            ends = heredoc[1]
        elif ends and line.strip() == ends:
            ends = ""
        if not ends and not line.endswith("\\"):
            if any(each.strip() and not each.startswith("#") for each in held):
                yield number - len(held) + 1, "\n".join(held), number
            held = []


def _session(part: re.Match[str], line: int, statuses: Iterator[int]) -> Iterator[Command]:
    """The commands of a block in which those begin with a dollar sign, and the rest is their output."""
    body, start = part["body"], part.start("body")
    found = re.split(r"^\$ ", body, flags=re.MULTILINE)
    if found[0].strip():
        sys.exit(f"line {line}: a console block begins with $")
    at = start + len(found[0])
    for text in found[1:]:
        at += len("$ ")
        command, first, after = text.splitlines()[0], 1, len(text.splitlines()[0]) + 1
        # a command goes on in the lines of its heredoc, or after a backslash
        for _, command, first in split(text):  # noqa: B007 - the first alone
            after = sum(len(each) + 1 for each in text.splitlines()[:first])
            break
        number = line + body.count("\n", 0, at - start) + 1
        span = (at + after, at + len(text))
        yield Command(command, number, next(statuses), text[after:], span)
        at += len(text)


def script(page: Page, outputs: Path) -> str:
    """The commands as one script of bash, which keeps the output and the status of each in a file."""
    lines = [f"PROJECT='{ROOT}' SHARED='{SHARED}'"]
    for number, command in enumerate(page.commands):
        place = outputs / str(number)
        lines += ("{", command.text, f"}} > '{place}.out' 2>&1 < /dev/null; echo $? > '{place}.status'")
    return "\n".join(lines)


def environment(home: Path) -> dict[str, str]:
    """That of the commands: the speclint of this interpreter, and nothing of who runs them."""
    left_out = ("GIT_", "COV", "PYTEST", "GITHUB_", "CI", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    person = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in PERSON.items()}
    return kept | person | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "SPECLINT_CACHE_DIR": str(home / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


PERSON = {"NAME": "docs", "EMAIL": "docs@localhost", "DATE": "2026-11-30T12:00:00Z"}


def run(page: Page) -> tuple[list[str], str, int]:
    """What differs from what the page shows; the page with what is printed; and how many commands ran."""
    if not page.commands or not any(command.line for command in page.commands):
        return [], page.text, 0
    name = page.name
    if any("$SHARED" in command.text for command in page.commands) and not Path(SHARED).is_dir():
        page.skipped.append(f"{name}: its data are not here; SPECLINT_SHARED names their folder")
        return [], page.text, 0
    with tempfile.TemporaryDirectory() as folder:
        outputs, work = Path(folder, "outputs"), Path(folder, "work")
        for each in (outputs, work, Path(folder, "home")):
            each.mkdir()
        # a command that never ends has no status, and nor have those after it
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                ["bash", "-c", script(page, outputs)],
                cwd=work, env=environment(Path(folder, "home")), check=False, timeout=TIMEOUT,
            )  # fmt: skip
        faults, text = [], page.text
        for number, command in reversed([*enumerate(page.commands)]):
            status, printed = _result(outputs / str(number))
            printed = printed.replace(f"{work}/", "")
            if status != command.status:
                faults.append(f"{name}:{command.line}: {command.text}\nended with {status}: {printed}")
            if command.shown is None or is_same(command.shown, printed):
                continue
            start, end = command.span
            text = text[:start] + TIME.sub(_time, printed) + text[end:]
            lines = (each.splitlines() for each in (command.shown, printed))
            changed = "\n".join(difflib.unified_diff(*lines, "shown", "printed", lineterm=""))
            faults.append(f"{name}:{command.line}: {command.text}\n{changed}")
    return faults[::-1], text, sum(command.line > 0 for command in page.commands)


def _result(place: Path) -> tuple[int, str]:
    try:
        status = int(place.with_suffix(".status").read_text())
    except (FileNotFoundError, ValueError):
        return -1, f"it did not end: the shell of the page ended before, or {TIMEOUT} s were over"
    text = place.with_suffix(".out").read_text(encoding="utf-8", errors="replace")
    return status, text if not text or text.endswith("\n") else f"{text}\n"


def _time(shown: re.Match[str]) -> str:
    return "" if shown[0].endswith(")") else "0.50"


def is_same(shown: str, printed: str) -> bool:
    """Whether output is as shown, whatever time it took, and whatever stands for an ellipsis."""
    wanted, found = (TIME.sub(_time, text) for text in (shown, printed))
    pattern = "".join(
        ".*" if line.strip() == ELLIPSIS else re.escape(f"{line}\n") for line in wanted.splitlines()
    )
    return re.fullmatch(pattern, found, re.DOTALL) is not None


def main() -> None:
    """Run the pages that are named, or all."""
    names = [name for name in sys.argv[1:] if name != "--write"]
    pages = [read(Path(name).resolve()) for name in names] if names else [read(file) for file in PAGES]
    total, failed = 0, []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for page, (faults, text, count) in zip(pages, pool.map(run, pages), strict=True):
            total += count
            failed += faults
            if "--write" in sys.argv[1:] and text != page.text:
                page.file.write_text(text, encoding="utf-8")
    skipped = [reason for page in pages for reason in page.skipped]
    print(f"{total} commands ran", *(f"not run: {reason}" for reason in skipped), sep="\n")
    if failed:
        remedy = f"{len(failed)} differ; `python docs/commands.py --write` takes over what is printed"
        sys.exit("\n\n".join((*failed, remedy)))


if __name__ == "__main__":
    main()

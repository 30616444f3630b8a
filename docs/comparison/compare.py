"""Ask what tools say of the same ten faults, and write it in their own words to docs/comparison.md.

`python docs/comparison/compare.py` writes the page; with `--check` it fails where the page is stale. The
versions that are quoted are those of the extra `docs` in pyproject.toml.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import deepdiff
from by_profile import Profile
from page import Answer, written

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs/comparison.md"
SCHEMA = "bounds.schema.json"
QUOTED = ("check-jsonschema", "pandera", "deepdiff")
PERSON = {"GIT_AUTHOR_NAME": "docs", "GIT_AUTHOR_EMAIL": "docs@localhost"}
ENVIRONMENT = {
    **{name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "COV"))},
    **PERSON, **{name.replace("AUTHOR", "COMMITTER"): text for name, text in PERSON.items()},
    "GIT_CONFIG_GLOBAL": os.devnull, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1",
}  # fmt: skip


class Edit(TypedDict):
    """A text of a sheet, and what stands there instead."""

    sheet: str
    old: str
    new: str


class Fault(TypedDict, total=False):
    """One of the faults."""

    title: str
    what: str
    edits: list[Edit]
    right: list[str]
    """The right figures, where they are not those before the edit."""


def run(folder: Path, *command: str | Path) -> str:
    """What a command prints."""
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout + done.stderr


def program(name: str) -> Path:
    """A command of this environment."""
    return Path(sys.executable).with_name(name)


def by_schema(folder: Path, files: list[str]) -> Answer:
    """A JSON Schema with careful bounds."""
    text = run(folder, program("check-jsonschema"), "--schemafile", SCHEMA, *files)
    lines = re.findall(r"^  (specs/\S+?)(::.+)", text, re.MULTILINE)
    return Answer("\n".join(map("".join, lines)), {file for file, _ in lines})


def by_git(folder: Path) -> Answer:
    """The lines that changed."""
    text = run(folder, "git", "diff", "--unified=0", "main", "HEAD")
    kept = [line for line in text.splitlines() if re.match(r"\+(?!\+\+ )|-(?!-- )|\+\+\+ ", line)]
    return Answer("\n".join(line.replace("+++ b/", "") for line in kept))


def by_deepdiff(base: Path, folder: Path, files: list[str]) -> Answer:
    """The members that changed."""
    sides = (
        [json.loads((side / file).read_text(encoding="utf-8")) for file in files] for side in (base, folder)
    )
    return Answer("\n".join(deepdiff.DeepDiff(*both).pretty() for both in zip(*sides, strict=True)))


def by_check(folder: Path, files: list[str], right: set[str]) -> Answer:
    """What cannot be true in the sheets as they are, with the files in which the right value is proposed."""
    report = folder.parent / "report.json"
    words = run(folder, program("speclint"), "check", "--quiet", "--no-cache", "--output", f"json:{report}")
    found, corrected = set[str](), set[str]()
    for finding in json.loads(report.read_text(encoding="utf-8"))["findings"]:
        suspect = finding["suspect"] or {"path": "", "suggestion": None}
        # siblings that disagree are one fault, at either
        found |= {finding["path"], *(related["path"] for related in finding["related"])}
        if suspect["suggestion"] and set(re.findall(r"[\d.]+", suspect["suggestion"])) <= right:
            corrected.add(suspect["path"])
    return Answer(words.strip(), found.intersection(files), corrected)


def by_diff(folder: Path) -> Answer:
    """Which facts changed, with the rules that find a fault in the change."""
    words = run(folder, program("speclint"), "diff", "main", "HEAD")
    rules = dict.fromkeys(re.findall(r"^ +(?:error|warning|note)\[([\w-]+)\]", words, re.MULTILINE))
    return Answer(words.strip(), rules=tuple(rules))


def answers(fault: Fault, base: Path, profile: Profile) -> dict[str, Answer]:
    """What each tool says of a fault."""
    edits = fault["edits"]
    files = [f"specs/{edit['sheet']}.json" for edit in edits]
    right = set(fault.get("right", [])) or {
        number for edit in edits for number in re.findall(r"[\d.]+", edit["old"])
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "sheets")
        shutil.copytree(base, folder)
        for edit, file in zip(edits, files, strict=True):
            text = (folder / file).read_text(encoding="utf-8")
            if text.count(edit["old"]) != 1:
                sys.exit(f"{file} does not hold {edit['old']} once")
            (folder / file).write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
        run(folder, "git", "commit", "--quiet", "--all", "--message", "fault")
        return {
            "git diff": by_git(folder),
            "deepdiff": by_deepdiff(base, folder, files),
            "check-jsonschema": by_schema(folder, files),
            "pandera": profile.answer(folder),
            "speclint check": by_check(folder, files, right),
            "speclint diff": by_diff(folder),
        }


def page() -> str:
    """The page."""
    faults: list[Fault] = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["fault"]
    with tempfile.TemporaryDirectory() as name:
        base = Path(name, "sheets")
        shutil.copytree(ROOT / "specs", base / "specs")
        for file in (HERE / SCHEMA, ROOT / "schemas/spec-sheet.schema.json"):
            shutil.copy(file, base)
        for command in ("init -q -b main", "add .", "commit -q -m sheets", "checkout -q -b fault"):
            run(base, "git", *command.split())
        profile = Profile(base)
        sheets = [file.relative_to(base).as_posix() for file in sorted(base.glob("specs/*/*.json"))]
        clean = (by_schema(base, sheets), profile.answer(base), by_check(base, sheets, set()))
        if any(answer.words for answer in clean):
            sys.exit(
                "\n".join(
                    ["before any fault there must be nothing to find:", *(each.words for each in clean)]
                )
            )
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda fault: answers(fault, base, profile), faults))
    head = (HERE / "head.md").read_text(encoding="utf-8").replace("SHEETS", str(len(sheets)))
    for quoted in QUOTED:
        head = head.replace(f"VERSION of {quoted}", version(quoted))
    edited = [len(fault["edits"]) for fault in faults]
    described = [(fault["title"], fault["what"]) for fault in faults]
    return head + written(
        described, edited, found, (HERE / "conclusion.md").read_text(encoding="utf-8").rstrip()
    )


def main() -> None:
    """Write the page, or compare it."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pinned = dict(re.findall(r'"([\w-]+)(?:\[\w+\])?==([\w.]+)"', project))
    others = [f"{name}=={pinned[name]}" for name in QUOTED if version(name) != pinned[name]]
    if others:
        sys.exit(f"docs/comparison.md quotes other versions: pip install {' '.join(others)}")
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
    elif text != PAGE.read_text(encoding="utf-8"):
        sys.exit("stale: docs/comparison.md; run python docs/comparison/compare.py")


if __name__ == "__main__":
    main()

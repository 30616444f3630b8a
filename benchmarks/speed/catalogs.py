"""Catalogs of any size from the project's own sheets: other makes, other lengths, and faults in some."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
SCHEMA = "schemas/spec-sheet.schema.json"

LENGTH = re.compile(r'"length": \{"mm": (\d+)(?:, "in": \d+\.\d)?\}')
FIGURE = re.compile(r'(\{"(?:Nm|kW|km/h|mm|kg|l|V)": )(\d{3,})')


def make(folder: Path, sheets: int, *, faulty: float, seed: int = 7) -> None:
    """Write a catalog with so many sheets, a share of them faulty; one that is there already stays.

    Each copy of the project's sheets has makes of its own, so that families are as large as in real catalogs.
    """
    if (folder / "speclint.toml").exists():
        return
    random = Random(seed)  # noqa: S311 - repeatable
    own = [(file, file.read_text(encoding="utf-8")) for file in sorted((ROOT / "specs").glob("*/*.json"))]
    for number in range(sheets):
        copy, index = divmod(number, len(own))
        file, text = own[index]
        text = re.sub(r'("make": ")([^"]+)"', rf'\g<1>\g<2> {copy:04}"', text)
        text = re.sub(r'"(bmw|mini|tesla)/', rf'"\g<1>-{copy:04}/', text)
        # a figure that is no sibling's is never the same in all copies
        text = LENGTH.sub(lambda match, more=copy % 7: f'"length": {{"mm": {int(match[1]) + more}}}', text)
        if (copy + 1) * len(own) > sheets:
            # the siblings of the last copy are not all there
            text = re.sub(r'\n  "siblings": \[.*?\n  \],', "", text, flags=re.DOTALL)
        if random.random() < faulty:
            text = with_fault(text, random)
        place = folder / "specs" / f"{file.parent.name}-{copy:04}" / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "schemas").mkdir()
    (folder / SCHEMA).write_bytes((ROOT / SCHEMA).read_bytes())
    (folder / "speclint.toml").write_text(CONFIG, encoding="utf-8")


def with_fault(text: str, random: Random) -> str:
    """A sheet in which two digits of a figure are exchanged, if it has a figure of three digits."""
    figures = list(FIGURE.finditer(text))
    if not figures:
        return text
    match = random.choice(figures)
    digits = match[2]
    pairs = [i for i in range(1, len(digits) - 1) if digits[i] != digits[i + 1]]
    at = random.choice(pairs) if pairs else 0
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return text[: match.start(2)] + swapped + text[match.end(2) :]


def change(folder: Path, sheets: int, seed: int) -> None:
    """Make so many sheets a little longer."""
    files = sorted((folder / "specs").glob("*/*.json"))
    for file in Random(seed).sample(files, sheets):  # noqa: S311 - repeatable
        text = file.read_text(encoding="utf-8")
        longer = FIGURE.sub(lambda match: f"{match[1]}{int(match[2]) + 3}", text, count=1)
        file.write_text(longer, encoding="utf-8")


def commit_twice(folder: Path, changed: int) -> None:
    """Make the catalog a git repository whose last commit changed some sheets."""
    if (folder / ".git").exists():
        return

    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
        subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "All")
    change(folder, changed, seed=1)
    git("commit", "--quiet", "--all", "--message", "Some")

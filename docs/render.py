"""Render what the documentation shows of the tool: docs/rules.md, and the finding and the diff in README.md.

`python docs/render.py` writes them; with `--check` it writes nothing and fails where they are stale.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from counts import with_counts

from speclint.reporters.rule_page import document
from speclint.rules.registry import RULES

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- printed by docs/render.py -->", "<!-- end -->"
BEGIN_DIFF = "<!-- diff printed by docs/render.py -->"
SHEET = Path("specs/bmw/ix2-xdrive30.json")


def finding() -> str:
    """What the command prints once two digits of the iX2's torque are transposed."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "specs", Path(folder) / "specs")
        sheet = Path(folder) / SHEET
        sheet.write_text(sheet.read_text(encoding="utf-8").replace("364", "346"), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "speclint", "check", "--quiet", SHEET.as_posix()],
            cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
        )  # fmt: skip
    if done.returncode != 1 or done.stderr:
        sys.exit(f"speclint check ended with {done.returncode}: {done.stderr}")
    return done.stdout.rstrip()


EDITS = (
    ('"s": 5.6', '"s": 5.4'),
    ('"wltp": {"km": [417, 449], "mi": [259, 279]}', '"wltp": {"km": [430, 462], "mi": [267, 287]}'),
    ('"unspecified": {"kg": 2095}', '"unspecified": {"lb": 4619}'),
    ('"usable": {"kWh": 64.8}', '"usable": {"kWh": 65}'),
    ('"seats": 5', '"seats": 4'),
)
"""What somebody may do to the iX2 in one go, and leave its siblings, sources and date behind."""


def difference() -> str:
    """What the command tells of the iX2 once it is edited, another sheet renamed and one deleted."""
    with tempfile.TemporaryDirectory() as folder:
        for side in ("old", "new"):
            shutil.copytree(ROOT / "specs", Path(folder) / side / "specs")
        sheet = Path(folder) / "new" / SHEET
        text = sheet.read_text(encoding="utf-8")
        for old, new in EDITS:
            if text.count(old) != 1:
                sys.exit(f"{SHEET} does not hold {old} once")
            text = text.replace(old, new)
        sheet.write_text(text, encoding="utf-8")
        (sheet.parent / "i4-m50.json").rename(sheet.parent / "i4-m50-2021.json")
        (sheet.parent / "x3-xdrive20d.json").unlink()
        done = subprocess.run(
            [sys.executable, "-m", "speclint", "diff", "old", "new"],
            cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
        )  # fmt: skip
    if done.returncode or done.stderr:
        sys.exit(f"speclint diff ended with {done.returncode}: {done.stderr}")
    return done.stdout.rstrip()


def put(text: str, begin: str, printed: str) -> str:
    """The text with what was printed between a marker and the next end."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(END)
    return f"{before}{begin}\n```text\n{printed}\n```\n{END}{after}"


def rendered() -> dict[Path, str]:
    """The text that each file should hold."""
    readme = ROOT / "README.md"
    text = put(readme.read_text(encoding="utf-8"), BEGIN, finding())
    return {
        ROOT / "docs" / "rules.md": with_counts(document(RULES), RULES),
        readme: put(text, BEGIN_DIFF, difference()),
    }


def main() -> None:
    """Write the files, or compare them."""
    texts = rendered()
    stale = [file for file in texts if not file.exists() or file.read_text(encoding="utf-8") != texts[file]]
    if "--check" not in sys.argv[1:]:
        for file in stale:
            file.write_text(texts[file], encoding="utf-8")
    elif stale:
        names = ", ".join(file.relative_to(ROOT).as_posix() for file in stale)
        sys.exit(f"stale: {names}; run python docs/render.py")


if __name__ == "__main__":
    main()

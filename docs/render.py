"""Render what the documentation shows of the tool: docs/rules.md, and the finding that opens README.md.

`python docs/render.py` writes them; with `--check` it writes nothing and fails where they are stale.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from speclint.reporters.rule_page import document
from speclint.rules.register import RULES

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- printed by docs/render.py -->", "<!-- end -->"
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


def rendered() -> dict[Path, str]:
    """The text that each file should hold."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return {
        ROOT / "docs" / "rules.md": document(RULES),
        readme: f"{before}{BEGIN}\n```text\n{finding()}\n```\n{END}{after}",
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

"""Render what is made of rules and quantities: what a start reads, their pages, the README's picture.

`python docs/render.py` writes them; with `--check` it writes nothing and fails where they are stale. What is
shown as printed elsewhere, `python docs/commands.py --write` writes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from html import escape
from io import StringIO
from pathlib import Path

import quantity_page
import registry
import rule_pages
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from speclint.profiles import compile as profiles
from speclint.rules.laws.compile import compiled
from speclint.rules.laws.table import COMPILED

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BEGIN, END = "<!-- printed by docs/render.py -->", "<!-- end -->"
SHEET = Path("specs/bmw/ix2-xdrive30.json")

FIGURES = ('"lb-ft": 364', '"lb-ft": 346')
"""The torque of the iX2, and the same with two digits transposed."""

DARK = TerminalTheme(
    (13, 17, 23),
    (230, 237, 243),
    [(72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34),
     (88, 166, 255), (188, 140, 255), (57, 197, 207), (177, 186, 196)],
)  # fmt: skip
"""Colours that can be read on a page in a light or a dark theme: the picture brings its own background."""

SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<desc>TEXT</desc>
<style>
.{unique_id}-matrix, .{unique_id}-title {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
}}
.{unique_id}-title {{ font-size: 16px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""
"""rich's own template loads a font from the network; this one takes what the reader has."""


def printed(folder: Path, *arguments: str) -> str:
    """What the command prints in a folder where it finds something."""
    # in UTF-8, and not taken for a step of a CI job
    environment = {name: text for name, text in os.environ.items() if name != "GITHUB_STEP_SUMMARY"}
    done = subprocess.run(
        [sys.executable, "-m", "speclint", *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
        env={**environment, "PYTHONUTF8": "1", "COLUMNS": "80"},
    )  # fmt: skip
    if done.returncode != 1 or done.stderr:
        sys.exit(f"speclint {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout.rstrip()


def finding() -> tuple[str, str]:
    """What `check` prints once two digits of the iX2's torque are transposed: as SVG, and as text."""
    arguments = ("check", "--quiet", SHEET.as_posix())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "specs", folder / "specs")
        text = (folder / SHEET).read_text(encoding="utf-8")
        (folder / SHEET).write_text(text.replace(*FIGURES), encoding="utf-8")
        output = Text.from_ansi(printed(folder, *arguments, "--color", "always"))
    title = f"$ speclint {' '.join(arguments)}"
    width = max(len(line) for line in (title, *output.plain.split("\n"))) + 1
    console = Console(record=True, width=width, file=StringIO())
    console.print(output)
    svg = console.export_svg(title=title, theme=DARK, code_format=SVG, unique_id="finding")
    return svg.replace("TITLE", escape(title)).replace("TEXT", escape(output.plain)), output.plain


def picture(text: str) -> str:
    """The reference to the SVG, which describes it to readers who do not see it."""
    message, place, *_ = text.split("\n")
    return f"![{message}, at {place.split()[1]}](docs/finding.svg)"


def put(file: Path, output: str) -> str:
    """The text of a file with an output between the markers."""
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{file.name} lacks {BEGIN} … {END}")
    return f"{before}{begin}\n{output}\n{end}{after}"


def tables() -> str:
    """The tables of the shipped profiles as JSON."""
    files = sorted(profiles.SHIPPED.glob("*.toml"))
    texts = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")) + "\n"


def rendered() -> dict[Path, str]:
    """The text that each file should hold."""
    svg, text = finding()
    return {
        **rule_pages.pages(registry.declared(), DOCS),
        DOCS / "quantities.md": quantity_page.text(),
        DOCS / "finding.svg": svg,
        ROOT / "README.md": put(ROOT / "README.md", picture(text)),
    }


def main() -> None:
    """Write the files, or compare them."""
    texts = {}
    for file, text in ((profiles.COMPILED, tables), (COMPILED, compiled), (registry.FILE, registry.text)):
        texts[file] = text()
        if "--check" not in sys.argv[1:]:
            # the registry follows the laws, and the output that is shown below the registry
            file.write_text(texts[file], encoding="utf-8")
    texts |= rendered()
    stale = [file for file in texts if not file.exists() or file.read_text(encoding="utf-8") != texts[file]]
    # pages of rules that are no more
    stale += [file for file in (DOCS / "rules").glob("*.md") if file not in texts]
    if "--check" not in sys.argv[1:]:
        (DOCS / "rules").mkdir(exist_ok=True)
        for file in stale:
            if file in texts:
                file.write_text(texts[file], encoding="utf-8")
            else:
                file.unlink()
    elif stale:
        names = ", ".join(file.relative_to(ROOT).as_posix() for file in stale)
        sys.exit(f"stale: {names}; run python docs/render.py")


if __name__ == "__main__":
    main()

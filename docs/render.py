"""Render what the documentation shows of the tool.

That is what the package reads at each start, made from its TOML and its rules; the pages of the rules;
docs/finding.svg with its description in README.md; and the output in docs/diff.md, docs/outputs.md and
docs/review.md.
`python docs/render.py` writes them; with `--check` it writes nothing and fails where they are stale.
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
from html import escape
from io import StringIO
from pathlib import Path

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

EDITS = (
    ('"s": 5.6', '"s": 5.4'),
    ('"wltp": {"km": [417, 449], "mi": [259, 279]}', '"wltp": {"km": [430, 462], "mi": [267, 287]}'),
    ('"unspecified": {"kg": 2095}', '"unspecified": {"lb": 4619}'),
    ('"usable": {"kWh": 64.8}', '"usable": {"kWh": 65}'),
    ('"seats": 5', '"seats": 4'),
)
"""What one revision of the iX2 may change, leaving its siblings, sources and date as they were."""

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


def edited(folder: Path, edits: tuple[tuple[str, str], ...]) -> None:
    """Copy the sheets into a folder, and make these edits to the iX2."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    text = (folder / SHEET).read_text(encoding="utf-8")
    for old, new in edits:
        if text.count(old) != 1:
            sys.exit(f"{SHEET} does not hold {old} once")
        text = text.replace(old, new)
    (folder / SHEET).write_text(text, encoding="utf-8")


def printed(folder: Path, *arguments: str, status: int = 0) -> str:
    """What the command prints in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "speclint", *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment(),
    )  # fmt: skip
    if done.returncode != status or done.stderr:
        sys.exit(f"speclint {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout.rstrip()


def environment() -> dict[str, str]:
    """That of the command: in UTF-8, and not taken for a step of a CI job."""
    return {name: text for name, text in os.environ.items() if name != "GITHUB_STEP_SUMMARY"} | {
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
    }


def finding() -> tuple[str, str]:
    """What `check` prints once two digits of the iX2's torque are transposed: as SVG, and as text."""
    arguments = ("check", "--quiet", SHEET.as_posix())
    with tempfile.TemporaryDirectory() as folder:
        edited(Path(folder), (FIGURES,))
        output = Text.from_ansi(printed(Path(folder), *arguments, "--color", "always", status=1))
    title = f"$ speclint {' '.join(arguments)}"
    width = max(len(line) for line in (title, *output.plain.split("\n"))) + 1
    console = Console(record=True, width=width, file=StringIO())
    console.print(output)
    svg = console.export_svg(title=title, theme=DARK, code_format=SVG, unique_id="finding")
    return svg.replace("TITLE", escape(title)).replace("TEXT", escape(output.plain)), output.plain


def difference() -> str:
    """What `diff` prints once the iX2 is edited, another sheet renamed and one deleted."""
    with tempfile.TemporaryDirectory() as folder:
        revise(Path(folder))
        return fenced("text", printed(Path(folder), "diff", "old", "new", "--color", "never"))


def revise(folder: Path) -> None:
    """Make the two sides of a comparison."""
    edited(folder / "old", ())
    revised(folder / "new")


def revised(folder: Path) -> None:
    """Copy the sheets into a folder, with the iX2 edited, another sheet renamed and one deleted."""
    edited(folder, EDITS)
    sheets = (folder / SHEET).parent
    (sheets / "i4-m50.json").rename(sheets / "i4-m50-2021.json")
    (sheets / "x3-xdrive20d.json").unlink()


def fenced(language: str, text: str) -> str:
    """A text as a block of Markdown."""
    return f"```{language}\n{text}\n```"


FORMATS = (
    ("concise", "text"), ("ndjson", "text"), ("json", "json"), ("github", "text"), ("markdown", "markdown"),
    ("sarif", "json"), ("gitlab", "json"), ("junit", "xml"), ("rdjson", "json"),
)  # fmt: skip
"""The formats of findings in the order of docs/outputs.md, each with the language of its block."""
CHANGES = ("concise", "github", "ndjson", "sarif", "gitlab", "junit", "rdjson")
"""The formats of changes in the order of docs/outputs.md."""
OUTPUTS = (
    ("text", ()), ("text", ("--statistics",)),
    *((language, ("--format", name)) for name, language in FORMATS),
)  # fmt: skip
"""The options of the reports in that order, each after the language of its block."""
WIDTH = 80
"""Columns that text is wrapped to where there is no terminal."""


def outputs() -> list[str]:
    """The reports of the iX2 with its torque transposed in each format, and those of changes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edited(folder, (FIGURES,))
        found = [
            fenced(language, tidied(printed(folder, "check", SHEET.as_posix(), *options, status=1)))
            for language, options in OUTPUTS
        ]
    with tempfile.TemporaryDirectory() as name:
        revise(Path(name))
        for output in CHANGES:
            text = tidied(printed(Path(name), "diff", "old", "new", "--format", output))
            if output == "ndjson":
                text = text.split("\n", maxsplit=1)[0]
            found.append(fenced(dict(FORMATS)[output], text))
    return found


def tidied(text: str) -> str:
    """A report without what differs between two runs, and a log of SARIF without the help of its rules."""
    if '"$schema"' not in text:
        text = re.sub(r'( time="|\()[\d.]+("| s\)$)', r"\g<1>0.50\2", text)
        # a run of ten seconds or more may need a line of its own for them
        on_one_line = re.sub(r"\n  (\(0\.50 s\))$", r" \1", text)
        return on_one_line if len(on_one_line.splitlines()[-1]) <= WIDTH else text
    log = json.loads(text)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        del rule["help"], rule["fullDescription"]
    return json.dumps(log, indent=2)


def review() -> str:
    """What `review` prints of the same changes, committed to a branch."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edited(folder, ())
        commit(folder, "main")
        shutil.rmtree(folder / "specs")
        revised(folder)
        commit(folder, "topic")
        return fenced("markdown", printed(folder, "review", "main..topic"))


def commit(folder: Path, branch: str) -> None:
    """Commit what a folder holds to a new branch."""
    author = ("-c", "user.name=docs", "-c", "user.email=docs@localhost")
    for arguments in (
        ("init", "--quiet"), ("checkout", "--quiet", "-b", branch), ("add", "."),
        (*author, "commit", "--quiet", "--message", branch),
    ):  # fmt: skip
        subprocess.run(["git", *arguments], cwd=folder, check=True)


def picture(text: str) -> str:
    """The reference to the SVG, which describes it to readers who do not see it."""
    message, place, *_ = text.split("\n")
    return f"![{message}, at {place.split()[1]}](docs/finding.svg)"


def put(file: Path, *outputs: str) -> str:
    """The text of a file with each of these outputs between its own markers."""
    text, rest = "", file.read_text(encoding="utf-8")
    for output in outputs:
        before, begin, rest = rest.partition(BEGIN)
        _, end, rest = rest.partition(END)
        if not (begin and end):
            sys.exit(f"{file.name} lacks {BEGIN} … {END}")
        text += f"{before}{begin}\n{output}\n{end}"
    return text + rest


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
        DOCS / "finding.svg": svg,
        DOCS / "diff.md": put(DOCS / "diff.md", difference()),
        DOCS / "outputs.md": put(DOCS / "outputs.md", *outputs()),
        DOCS / "review.md": put(DOCS / "review.md", review()),
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

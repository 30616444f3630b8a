"""Build the documentation as a site, in build/site.

`python docs/website.py` takes the pages of docs/, README.md as the first one, and the other Markdown files
beside it. Links between them are kept. What else of the repository a page links to is part of the site, in
files/. A link that leads nowhere, in a page or to a heading, is an error, and so is what a page would load
from another host.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = {
    ROOT / "README.md": "index.md",
    **{ROOT / name: name for name in ("SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")},
    **{
        file: file.relative_to(ROOT / "docs").as_posix()
        for pattern in ("docs/*.md", "docs/rules/*.md")
        for file in sorted(ROOT.glob(pattern))
    },
}
"""Where on the site each page is."""
GENERATOR = Path(sys.executable).with_name("zensical.exe" if os.name == "nt" else "zensical")
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)(?=[)#])")
LEFT_OUT = re.compile(r"^<!-- site: leave out -->\n.*?^<!-- site: end -->\n", re.MULTILINE | re.DOTALL)
"""What is for readers of the repository alone."""
COMMENT = re.compile(r"^<!-- .*?-->\n", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|link(?=[^>]*rel="?(?:stylesheet|preconnect|preload|icon)))\b[^>]*"""
    r"""(?:src|href)=["']?((?:https?:)?//[^"'> ]+)"""
)


def stage(folder: Path) -> None:
    """Lay out in a folder what the generator takes: the configuration, the pages, and what they link to."""
    shutil.rmtree(folder / "docs", ignore_errors=True)
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets")
    shutil.copy(ROOT / "docs/zensical.toml", folder)
    configuration = (folder / "zensical.toml").read_text(encoding="utf-8")
    unlisted = [place for place in PAGES.values() if "/" not in place and f'"{place}"' not in configuration]
    # rules have a navigation of their own, below
    unlisted.remove("rules.md")
    if unlisted:
        sys.exit(f"docs/zensical.toml does not list {', '.join(unlisted)} in the navigation")
    for file, place in PAGES.items():
        target = folder / "docs" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(staged(file, place, folder / "docs"), encoding="utf-8")
    # the navigation: rules by topic, as their index lists them
    index = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    entries = re.findall(r"^## (.+)$|^\| (\[.+?\]\()rules/(.+?\))", index, re.MULTILINE)
    lines = [f"- {topic}" if topic else f"    - {name}{place}" for topic, name, place in entries]
    summary = folder / "docs/rules/SUMMARY.md"
    summary.write_text("\n".join(["- [All rules](../rules.md)", *lines, ""]), encoding="utf-8")


def staged(file: Path, place: str, docs: Path) -> str:
    """A page without comments and with links of the site; what else it links to is put into `docs`."""

    def moved(link: re.Match[str]) -> str:
        path = (file.parent / link[1]).resolve()
        if path in PAGES:
            found = PAGES[path]
        elif path.is_file() and path.is_relative_to(ROOT):
            found = f"files/{path.relative_to(ROOT).as_posix()}"
            (docs / found).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, docs / found)
        else:
            sys.exit(f"{file.relative_to(ROOT)}: there is no {link[1]}, which it links to")
        return posixpath.relpath(found, posixpath.dirname(place) or ".")

    # every second part is a fenced block
    # a search for a word is for the page that explains it, and not for what once changed
    matter = "---\nsearch:\n  exclude: true\n---\n" if place == "CHANGELOG.md" else ""
    parts = FENCE.split(LEFT_OUT.sub("", file.read_text(encoding="utf-8")))
    return matter + "".join(
        part if number % 2 else LINK.sub(moved, COMMENT.sub("", part)) for number, part in enumerate(parts)
    )


def build(folder: Path) -> None:
    """Run the generator in a folder; to it a warning is an error."""
    done = subprocess.run(
        [GENERATOR, "build", "--strict", "--clean"],
        cwd=folder, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    output = re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)
    if done.returncode:
        # its own traceback adds nothing
        sys.exit(output.partition("Traceback (most")[0] or output)
    (folder / "site/rules/SUMMARY.html").unlink()


def faults(site: Path) -> list[str]:
    """What a site loads from another host, and the pages that it lacks."""
    loaded = {
        (page, address)
        for page in site.rglob("*.html")
        for address in LOADED.findall(page.read_text(encoding="utf-8"))
    }
    missing = [place for place in PAGES.values() if not (site / place).with_suffix(".html").exists()]
    return [
        *(f"{page.relative_to(site)} loads {address}" for page, address in sorted(loaded)),
        *(f"{place} was not built" for place in missing),
    ]


def main() -> None:
    """Build the site, and look for faults."""
    # what is not there stops the run before a site that was built is removed
    if not GENERATOR.exists():
        sys.exit("the generator of the site is not installed: run pip install '.[docs]'")
    folder = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build"
    stage(folder)
    build(folder)
    found = faults(folder / "site")
    if found:
        sys.exit("\n".join(found))
    print(f"{len(PAGES)} pages, the first of which is {folder / 'site/index.html'}")


if __name__ == "__main__":
    main()

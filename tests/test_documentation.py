"""README and docs: a short first page, valid links, and examples that work."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import speclint
from conftest import IX2, ROOT, Run, Sheets
from speclint.cli.reports import FORMATS
from test_rooms import ROOMS

MAX_README = 8000
README = ROOT / "README.md"
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))
RULES = sorted((ROOT / "docs/rules").glob("*.md"))
GUIDES = [page for page in PAGES if page.name not in ("rules.md", "CHANGELOG.md")]
PICTURE = ROOT / "docs" / "finding.svg"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}(?: [^\n]*)?\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def anchors(page: Path) -> set[str]:
    """The anchors that a page shows for its headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_readme_holds_at_most_8_kb() -> None:
    assert len(README.read_bytes()) <= MAX_README


def test_the_readme_holds_the_two_set_up_commands_that_the_gate_runs() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith("speclint check")
    assert commands[1].endswith("pytest --quiet --numprocesses auto --cov")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", prose(page)):
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_readme_links_every_page() -> None:
    linked = set(re.findall(r"\]\((docs/[\w-]+\.md)\)", prose(README)))
    assert linked == {name_of(page) for page in PAGES if page.parent != ROOT}


@pytest.mark.parametrize("rule", ["conversion-mismatch", "usable-exceeds-gross", "dates-inconsistent"])
def test_a_rule_is_explained_as_on_its_page(run: Run, rule: str) -> None:
    page = (ROOT / f"docs/rules/{rule}.md").read_text(encoding="utf-8")
    remark = re.search(r"^(?:Not f|F)ound in public data.*\n\n", page, re.MULTILINE)
    assert remark is not None
    text, link, _ = page.partition("\n[Suppressions](../configuration.md#suppressions) shows ")
    assert link
    explained = run("explain", rule).out
    # with headings that are one level lower
    assert re.sub(r"^#(?=#)", "", explained, flags=re.MULTILINE) == text.replace(remark[0], "")


def test_the_reference_lists_every_public_name() -> None:
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    listed = {name.rpartition(".")[2] for name in re.findall(r"^::: (\S+)$", page, re.MULTILINE)}
    assert set(speclint.__all__) - listed == {"__version__"}


def test_every_command_and_option_that_is_shown_exists(run: Run) -> None:
    shown: dict[str, set[str]] = {}
    for page in GUIDES:
        code = [*blocks(page, "sh"), *re.findall(r"`([^`\n]+)`", prose(page))]
        for command, rest in re.findall(r"\bspeclint ([a-z][a-z-]*)\b([^\n#|]*)", "\n".join(code)):
            shown.setdefault(command, set()).update(re.findall(r"(?<!\S)--[a-z-]+", rest))
    assert {"check", "diff", "init", "explain"} <= shown.keys()
    for command, options in shown.items():
        status, page, _ = run(command, "--help")
        assert status == 0, command
        assert options <= set(re.findall(r"--[a-z-]+", page)), command


def test_the_configurations_that_are_shown_are_valid(run: Run, tmp_path: Path) -> None:
    shown = blocks(ROOT / "docs" / "configuration.md", "toml")
    assert len(shown) == 6
    shutil.copy(Path(speclint.__file__).parent / "bands" / "shipped.json", tmp_path / "speclint-bands.json")
    for text in shown:
        (tmp_path / "speclint.toml").write_text(text, encoding="utf-8")
        assert run("config").status == 0, text


@pytest.mark.parametrize("name", FORMATS)
def test_every_output_is_shown_as_printed(name: str) -> None:
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    named = re.search(rf"`[^`]*(--format |--output ){name}\b", page.partition("All below is printed")[2])
    assert named is not None
    shown = page[page.index(named[0]) :].split("\n## ")[0]
    # docs/commands.py runs the command, and compares its output with the block below it
    option = "" if name == "text" else f"--format {name}"
    assert re.search(rf"<!-- commands: prints speclint check [^\n]*{option}[^\n]* -->\n```", shown)


PROFILES = [text for text in blocks(ROOT / "docs" / "profiles.md", "toml") if "[sheets]" in text]


@pytest.mark.parametrize("text", PROFILES)
def test_the_profiles_that_are_shown_are_valid(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "profile.toml").write_text(text, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "profile.toml"\n', encoding="utf-8")
    status, out, err = run("config")
    assert (status, err) == (0, "")
    assert "profile.toml (file)" in out


def test_the_sheet_that_is_shown_is_good(run: Run, tmp_path: Path) -> None:
    texts = [text for text in blocks(ROOT / "docs" / "sheets.md", "json") if text.startswith("{")]
    assert len(texts) == 1
    file = tmp_path / "specs" / "bmw" / "ix2-xdrive30.json"
    file.parent.mkdir(parents=True)
    file.write_text(texts[0], encoding="utf-8")
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert out.startswith("1 sheet, 1 figure: 0 errors, 0 warnings, 0 notes")


def test_the_python_that_is_shown_runs(sheets: Sheets) -> None:
    page = ROOT / "docs" / "python.md"
    (sheets.root / "cars.toml").write_text("".join(blocks(page, "toml")), encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for arguments in (["init", "-q"], ["add", "specs"], ["commit", "-q", "-m", "right"]):
        subprocess.run([*git, *arguments], cwd=sheets.root, check=True)
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    subprocess.run([*git, "commit", "-q", "-a", "-m", "wrong"], cwd=sheets.root, check=True)
    lines = [
        line
        for text in blocks(page, "python")
        for line in subprocess.run(
            [sys.executable, "-c", text], cwd=sheets.root, capture_output=True, check=True, text=True
        ).stdout.splitlines()
    ]
    assert any(line.startswith(f"conversion-mismatch {sheets.shown(IX2)} ") for line in lines)
    assert any(line.startswith(f"changed {IX2} torque ") for line in lines)
    assert f"{len([*ROOT.glob('specs/*/*.json')])} error ['{IX2}']" in lines
    assert "second iX2 torque 494 Nm is 364 lb-ft, not 346 should be 364" in lines
    assert any(line.split() == ["0", "error", "second", "/torque_lbft", "346", "364"] for line in lines)


def test_the_readme_quotes_the_measured_accuracy() -> None:
    section = prose(README).partition("## Accuracy")[2].partition("##")[0]
    measured = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    quoted = re.findall(r"\d+(?:\.\d+)? %|\b\d{4}\b", section)
    assert len(quoted) >= 5
    assert not [figure for figure in quoted if f" {figure} |" not in measured]
    detected = re.search(r"\| single-unit +\| all +\| +\d+ \| +(\d+\.\d %)", measured)
    assert detected
    assert f"in metric units, {detected[1]} of all errors are detected" in section


def test_the_picture_loads_nothing_and_has_a_description() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    tree = ET.fromstring(text)  # noqa: S314 - our own file
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert not re.findall(r"url\((?!#)|@import|<script|href=", text)
    described = tree.findtext("{http://www.w3.org/2000/svg}desc") or ""
    (alt,) = re.findall(
        r"^!\[(.+), at \S+\]\(docs/finding\.svg\)$", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert described.startswith(f"{alt}\n")
    drawn = "".join(node.text or "" for node in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert alt in drawn.replace("\xa0", " ")


def test_the_json_that_is_shown_is_json() -> None:
    for page in GUIDES:
        for text in blocks(page, "json"):
            json.loads(text if text.startswith(("{", "[")) else f"{{{text}}}")


def test_the_architecture_lists_the_rooms_in_the_order_of_imports() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("\n## Rooms")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == ROOMS


def test_every_place_that_the_architecture_names_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    places = text.partition("\n## Where")[2]
    # words in capitals are placeholders for the reader's own names
    named = {
        name for name in re.findall(r"`([^`]+(?:/|\.(?:py|toml|json|md)))`", places) if name.lower() == name
    }
    assert len(named) > 30
    package = ROOT / "linter" / "speclint"
    folders = (ROOT, package, package / "reporters", ROOT / "schemas")
    assert not [name for name in named if not any((folder / name).exists() for folder in folders)]

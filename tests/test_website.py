"""The documentation as a site: what it loads, its search without a server, and links that lead nowhere."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("zensical", reason="the extra docs is not installed")

# types as a person would, and writes into the page what is found
ASK = """
<pre id="answer"></pre>
<script>
const inside = node => node.shadowRoot ? all(node.shadowRoot) : [];
const all = root => [...root.querySelectorAll("*")].flatMap(node => [node, ...inside(node)]);
const answer = document.getElementById("answer");
addEventListener("error", event => answer.append(`error ${event.message}\\n`));
setTimeout(() => document.querySelector(".md-search__button").click(), 1000);
setTimeout(() => {
  const input = all(document).find(node => node.matches("input[role=combobox]"));
  input.value = "horsepower";
  input.dispatchEvent(new Event("input", {bubbles: true}));
}, 2000);
setTimeout(() => {
  const links = all(document).filter(node => node.getRootNode() !== document && node.matches("a"));
  links.forEach(node => answer.append(`found ${node.href}\\n`));
}, 5000);
</script>
</body>
"""
OF_THE_BROWSER = {"accounts.google.com", "clients2.google.com", "update.googleapis.com"}
"""Hosts that Chromium itself looks for, whatever the page."""


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, folder / "docs/website.py"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What the site is made of, as it is in the work tree."""
    folder = tmp_path / "project"
    for name in ("docs", "schemas", "linter"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("*.md"):
        shutil.copy(file, folder)
    shutil.copy(ROOT / "LICENSE", folder)
    return folder


def test_the_search_of_the_site_works_from_files_and_nothing_is_loaded_from_elsewhere(
    project: Path, tmp_path: Path
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed; .ci/run installs it")
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    page = project / "build/site/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", ASK), encoding="utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--log-net-log={tmp_path / 'requests.json'}",
        f"--user-data-dir={tmp_path / 'browser'}", "--virtual-time-budget=8000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(tmp_path)}
    shown = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, timeout=120, env=environment
    ).stdout
    answer = html.unescape(shown.partition('<pre id="answer">')[2].partition("</pre>")[0])
    lines = answer.splitlines()
    assert any(line.startswith("found ") and "/rules/metric-horsepower.html" in line for line in lines), (
        answer
    )
    assert not [line for line in lines if line.startswith("error ")]
    requests = (tmp_path / "requests.json").read_text(encoding="utf-8")
    assert set(re.findall(r'"url":"https?://([^/"]+)', requests)) <= OF_THE_BROWSER


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](no-such-page.md)", "docs/start.md: there is no no-such-page.md, which it links to"),
        ("[x](../linter/no_such.py)", "docs/start.md: there is no ../linter/no_such.py, which it links to"),
        ("[x](check.md#no-such-heading)", "anchor does not exist"),
    ],
)
def test_a_link_that_leads_nowhere_is_an_error(project: Path, link: str, message: str) -> None:
    page = project / "docs/start.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
    done = build(project)
    assert done.returncode == 1
    assert re.search(re.escape(message), done.stderr)

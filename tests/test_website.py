"""The documentation as a site: what it loads, its search without a server, and links that lead nowhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from browser import start
from conftest import ROOT
from speclint.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Browser

PATIENCE = 30
"""Seconds after which nothing is expected to be found any more."""
# the search keeps what it shows out of reach of the page's own selectors
INSIDE = """
const all = root => [...root.querySelectorAll("*")].flatMap(
    node => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
return all(document).filter(node => node.getRootNode() !== document && node.matches(arguments[0]))
"""


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, folder / "docs/website.py"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def copy(folder: Path) -> Path:
    """What the site is made of, as it is in the work tree."""
    for name in ("docs", "schemas", "linter"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (*ROOT.glob("*.md"), ROOT / "LICENSE"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical", reason="the extra docs is not installed")
    folder = copy(tmp_path_factory.mktemp("project"))
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build/site"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    found = start(tmp_path / "browser")
    yield found
    found.driver.quit()


def test_the_search_works_from_files_and_nothing_is_loaded_from_elsewhere(
    site: Path, browser: Browser
) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    browser.show(site / "index.html")
    driver = browser.driver
    wait = WebDriverWait(driver, PATIENCE)
    wait.until(lambda _: browser.ask("document.querySelector('.md-search__button')")).click()
    (field,) = wait.until(lambda _: driver.execute_script(INSIDE, "input[role=combobox]"))
    field.send_keys("horsepower")
    links = wait.until(lambda _: driver.execute_script(f"{INSIDE}.map(node => node.href)", "a[href*=rules]"))
    assert any("/rules/metric-horsepower.html" in link for link in links)
    for page in ("start.html", "architecture.html", "rules/cycle-order.html", "api.html"):
        browser.show(site / page, theme="dark", width=400)
    asked = browser.requests()
    assert any(address.startswith("file:") and "iframe-worker" in address for address in asked)
    assert not [address for address in asked if address.startswith(("http", "ws"))]
    assert browser.complaints() == []


def test_the_button_of_a_session_copies_its_commands_alone(site: Path, browser: Browser) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    browser.show(site / "tutorial.html")
    sessions = "[...document.querySelectorAll('.language-console')]"
    session = f"{sessions}.find(node => node.textContent.includes('git add'))"
    button = f"{session}.querySelector('[data-clipboard-target]')"
    wait = WebDriverWait(browser.driver, PATIENCE)
    wait.until(lambda _: browser.ask(f"{button} !== null"))
    browser.ask(f"{button}.click()")
    check, *rest = browser.ask(f"{button}.dataset.clipboardText").split("\n")
    assert check == "speclint check"
    assert rest == ["git add --all", 'git commit --quiet --message "Check the data with speclint"']


def test_a_search_does_not_find_what_once_changed(site: Path) -> None:
    index = (site / "search.json").read_text(encoding="utf-8")
    assert "configuration.html#suppressions" in index
    assert "CHANGELOG.html" not in index


def test_without_the_generator_a_site_that_was_built_stays_and_the_error_names_the_remedy(
    tmp_path: Path,
) -> None:
    (copy(tmp_path) / "build/site").mkdir(parents=True)
    (tmp_path / "build/site/index.html").touch()
    script = (
        "import runpy, sys; sys.executable = sys.argv[1]; runpy.run_path(sys.argv[2], run_name='__main__')"
    )
    command = [sys.executable, "-c", script, tmp_path / "bin/python", tmp_path / "docs/website.py"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    message = "the generator of the site is not installed: run pip install '.[docs]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
    assert (tmp_path / "build/site/index.html").is_file()


def test_each_rule_has_its_page_where_reports_of_a_distribution_with_a_site_link_to(site: Path) -> None:
    for rule in RULES:
        assert (site / f"rules/{rule.id}.html").is_file()


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](no-such-page.md)", "docs/start.md: there is no no-such-page.md, which it links to"),
        ("[x](../linter/no_such.py)", "docs/start.md: there is no ../linter/no_such.py, which it links to"),
        ("[x](check.md#no-such-heading)", "anchor does not exist"),
    ],
)
def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path, link: str, message: str) -> None:
    pytest.importorskip("zensical", reason="the extra docs is not installed")
    page = copy(tmp_path) / "docs/start.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
    done = build(tmp_path)
    assert done.returncode == 1
    assert message in done.stderr


@pytest.mark.parametrize(
    "tag",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<script defer src=//cdn.example/x.js></script>",
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link href="https://cdn.example" rel="preconnect" crossorigin>',
        '<img alt="" src="https://cdn.example/x.png">',
    ],
)
def test_what_a_page_loads_from_another_host_is_a_fault(tmp_path: Path, tag: str) -> None:
    link = '<a href="https://www.example.org">elsewhere</a><script src="assets/ours.js"></script>'
    (tmp_path / "start.html").write_text(f"{link}{tag}", encoding="utf-8")
    script = "import sys, website; print(*website.faults(website.Path(sys.argv[1])), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path],
        cwd=ROOT / "docs",
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = [line for line in done.stdout.splitlines() if " loads " in line]
    assert len(loaded) == 1
    assert "//cdn.example" in loaded[0]


def test_a_page_that_the_navigation_lacks_is_an_error(tmp_path: Path) -> None:
    (copy(tmp_path) / "docs/new.md").write_text("# New\n", encoding="utf-8")
    done = build(tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "docs/zensical.toml does not list new.md in the navigation\n",
    )

"""The script that runs what the documentation shows: what it compares, and what it leaves out and says so."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the pages show commands of a POSIX shell")


def run(page: Path, text: str, *options: str) -> tuple[int, str]:
    page.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "docs/commands.py", page, *options],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


def console(text: str) -> str:
    return f"```console\n{text}```\n"


PAGE = """\
<!-- commands: set up
mkdir deep
-->
```toml title="deep/a.toml"
a = "x"
```

```sh
cd deep   # a comment

B=b
cat > c <<'END'
$B
END
```

```console
$ cat a.toml c; echo $B \\
  d
a = "x"
$B
b d
$ ls
a.toml
c
```
"""


def test_a_page_is_run_from_top_to_bottom_in_one_folder_with_the_files_that_it_shows(page: Path) -> None:
    assert run(page, PAGE) == (0, "5 commands ran\n")


@pytest.mark.parametrize("shown", ["one\ntwo\n", "…\ntwo\n", "one\n…\n", "…\n", "one\n…\ntwo\n"])
def test_output_is_as_shown_and_an_ellipsis_stands_for_any_lines(page: Path, shown: str) -> None:
    assert run(page, console(f"$ printf 'one\\ntwo\\n'\n{shown}")) == (0, "1 commands ran\n")


@pytest.mark.parametrize("shown", ["", "one\n", "two\none\n", "…\none\n", "one\ntwo\nthree\n"])
def test_other_output_is_an_error_with_its_line_and_is_taken_over_where_asked(page: Path, shown: str) -> None:
    command = "$ printf 'one\\ntwo\\n'\n"
    text = "# Page\n\n" + console(f"{command}{shown}$ true\n")
    status, out = run(page, text)
    assert status == 1
    assert "page.md:4: printf" in out
    assert run(page, text, "--write")[0] == 1
    taken_over = page.read_text(encoding="utf-8")
    assert taken_over == "# Page\n\n" + console(f"{command}one\ntwo\n$ true\n")
    assert run(page, taken_over)[0] == 0


def test_the_time_that_a_check_takes_is_no_difference(page: Path) -> None:
    assert run(page, console("$ echo 'all (12.34 s)'\nall (0.50 s)\n"))[0] == 0


def test_the_status_of_each_command_is_compared(page: Path) -> None:
    block = "```sh\nfalse\ntrue\n```\n"
    assert run(page, f"<!-- commands: status 1 0 -->\n{block}")[0] == 0
    status, out = run(page, block)
    assert status == 1
    assert "page.md:2: false\nended with 1" in out


def test_a_command_that_ends_the_shell_of_its_page_is_an_error(page: Path) -> None:
    status, out = run(page, "```sh\nexit 0\n```\n")
    assert status == 1
    assert "page.md:2: exit 0\nended with -1: it did not end" in out


def test_a_block_in_another_language_may_be_what_a_command_prints(page: Path) -> None:
    block = "<!-- commands: prints echo '{}' -->\n```json\n{}\n```\n"
    assert run(page, block)[0] == 0
    assert run(page, block.replace("```json\n{}", "```json\n[]"))[0] == 1


def test_what_needs_the_network_is_replaced_and_what_is_not_run_is_said(page: Path) -> None:
    text = (
        "<!-- commands: offline echo there > here -->\n```sh\ngit clone https://no.example\n```\n"
        "<!-- commands: skip it publishes -->\n```sh\nnpm publish\n```\n"
    )
    status, out = run(page, text + console("$ cat here\nthere\n"))
    assert (status, out.splitlines()[0]) == (0, "2 commands ran")
    assert out.splitlines()[1].endswith("page.md:6: it publishes")


def test_a_page_is_left_out_without_its_data(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPECLINT_SHARED", str(tmp_path / "nowhere"))
    status, out = run(page, '<!-- commands: offline cp -R "$SHARED/data" . -->\n```sh\ngit clone x\n```\n')
    assert status == 0
    assert out.startswith("0 commands ran\nnot run: ")
    assert "SPECLINT_SHARED names their folder" in out

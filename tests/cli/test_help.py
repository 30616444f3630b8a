"""Help and completion."""

from __future__ import annotations

import re
import shutil

import pytest

import speclint
from conftest import IX2, ROOT, Run

COMMANDS = (
    "baseline", "calibrate", "check", "config", "diff", "explain", "history", "init", "lsp", "profiles",
    "report", "review", "rules", "schema", "show", "test-rules",
)  # fmt: skip


def test_help_names_every_command_and_gives_examples(run: Run) -> None:
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    assert re.findall(r"^  (\w[\w-]*)  +[A-Z]", out, re.MULTILINE) == list(COMMANDS)
    assert "Examples:\n" in out
    assert '_SPECLINT_COMPLETE=bash_source speclint)"' in out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_s_help_gives_examples_of_itself(run: Run, command: str) -> None:
    status, out, err = run(command, "-h")
    assert (status, err) == (0, "")
    assert re.search(rf"Examples?:\n(    .*\n)*?    .*speclint {command}\b", out)


def test_the_exit_statuses_are_explained(run: Run) -> None:
    out = run("check", "--help").out
    assert re.search(r"  0  nothing at or above --fail-on\n +1  something is\n +2  the work could not", out)


def test_the_version_is_the_package_s(run: Run) -> None:
    assert run("--version") == (0, f"speclint, version {speclint.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [(), ("chekc",), ("check", "--fomat", "json"), ("check", "--format", "xml"), ("explain",)]
)
def test_a_wrong_use_is_status_2_with_help_on_standard_error(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("Usage: speclint")


def test_for_a_misspelt_command_the_one_that_is_meant_is_proposed(run: Run) -> None:
    assert 'Error: there is no command "chek"; did you mean "check"?\n' in run("chek").err
    assert run("xyz").err.endswith('Error: there is no command "xyz"\n')


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_gets_a_completion_script(run: Run) -> None:
    status, out, err = run(env={"_SPECLINT_COMPLETE": "bash_source"})
    assert (status, err) == (0, "")
    assert "complete -o nosort -F" in out


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("speclint ch", ["check"]),
        ("speclint re", ["report", "review"]),
        ("speclint check --fail-on n", ["note", "never"]),
        ("speclint check --select unk", ["unknown-unit", "unknown-word"]),
        ("speclint explain metric", ["metric-horsepower"]),
        (f"speclint show {IX2}", [IX2]),
    ],
)
def test_the_shell_completes(run: Run, typed: str, completed: list[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    status, out, err = run(folder=ROOT, env={"_SPECLINT_COMPLETE": "bash_complete", **words})
    assert (status, err) == (0, "")
    assert [line.partition(",")[2] for line in out.splitlines()] == completed

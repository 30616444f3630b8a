"""A message stays one clear line, however long or odd what it quotes is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from speclint.errors import MAX_MESSAGE, ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

LONG = "x" * 100_000
PATTERN = "x" * 4_000
"""One that is no longer than the limit."""
MANY = ", ".join(f'"{number}.json"' for number in range(9999))
SHEETS = '[[sheets]]\nprofile = "mine.toml"\n'
PROFILE = """\
[sheets]
files = ["cars.csv"]
[identity]
make = "make"
[quantities]
power = { kW = "kw" }
"""
ACCEPT = '[[accept]]\nrule = "{}"\nsheet = "{}"\nreason = "x"\n'


def lay_out(folder: Path, settings: str, profile: str = PROFILE) -> None:
    (folder / "speclint.toml").write_text(settings, encoding="utf-8")
    (folder / "mine.toml").write_text(profile, encoding="utf-8")
    (folder / "cars.csv").write_text("make,kw\nBMW,230\n", encoding="utf-8")


def longest(text: str) -> int:
    return max(map(len, text.split("\n")))


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(f'ignore = ["{LONG}"]\n{SHEETS}', id="ignore"),
        pytest.param(f'ignore = ["team/{LONG}"]\n{SHEETS}', id="rule-that-is-not-loaded"),
        pytest.param(f'{SHEETS}[levels]\n"{LONG}" = "note"\n', id="levels"),
        pytest.param(f'{SHEETS}[per-file-ignores]\n"a" = ["{LONG}"]\n', id="per-file-ignores"),
        pytest.param(SHEETS + ACCEPT.format(LONG, "a"), id="accepted-rule"),
        pytest.param(SHEETS + ACCEPT.format("conversion-mismatch", LONG), id="accepted-sheet"),
        pytest.param(f'must-hold = ["{LONG}"]\n{SHEETS}', id="must-hold"),
        pytest.param(f'[[sheets]]\nprofile = "{LONG}"\n', id="profile"),
        pytest.param(f'[[sheets]]\nprofile = "../{LONG}.toml"\n', id="profile-outside"),
        pytest.param(f'{SHEETS}files = ["{PATTERN}"]\n', id="pattern"),
        pytest.param(f"{SHEETS}files = [{MANY}]\n", id="patterns"),
        pytest.param(f'{SHEETS}files = ["../{PATTERN}"]\n', id="pattern-outside"),
        pytest.param(f'extends = ["package:{LONG}/a.toml"]\n{SHEETS}', id="package"),
        pytest.param(f'rules = ["{LONG}.py"]\n{SHEETS}', id="rules"),
    ],
)  # fmt: skip
def test_a_long_name_in_a_configuration_is_shortened(run: Run, tmp_path: Path, settings: str) -> None:
    lay_out(tmp_path, settings)
    done = run("check", "--no-cache", "--format", "concise")
    assert "xxx" in done.err + done.out or "more patterns" in done.err
    assert longest(done.err) < 400
    assert longest(done.out) < 400


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(f'{PROFILE}{LONG} = {{ kW = "kw" }}\n', id="quantity"),
        pytest.param(f'{PROFILE}torque = {{ "{LONG}" = "kw" }}\n', id="unit"),
        pytest.param(f'{PROFILE}torque = {{ Nm = "{LONG} " }}\n', id="path"),
        pytest.param(PROFILE.replace('"make"', f'{{ at = "m", words = {{ a = "{LONG}" }} }}'), id="word"),
        pytest.param(PROFILE.replace("cars.csv", f"../{PATTERN}"), id="pattern-outside"),
        pytest.param(PROFILE.replace("files", f'schema = "{LONG}"\nfiles'), id="schema"),
    ],
)
def test_a_long_name_in_a_profile_is_shortened(run: Run, tmp_path: Path, profile: str) -> None:
    lay_out(tmp_path, SHEETS, profile)
    done = run("check", "--no-cache")
    assert (done.status, done.out) == (2, "")
    assert longest(done.err) < 600


def test_of_any_other_long_message_the_place_and_the_remedy_are_shown() -> None:
    message = str(ConfigError(f"speclint.toml:1: {LONG}; correct it"))
    assert message.startswith("speclint.toml:1: xxx")
    assert message.endswith("xxx; correct it")
    assert len(message) == MAX_MESSAGE + 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "a\nb"),
        ("check", "--output", "a\nb"),
        ("check", "--jobs", "a\nb"),
        ("check", "--select", "a\nb"),
        ("check", "--a\nb"),
        ("diff", "--only", "a\nb", "x", "y"),
        ("schema", "a\nb"),
        ("explain", "a\nb"),
        ("rules", "--quantity", "a\nb"),
        ("a\nb",),
    ],
)
def test_an_argument_of_two_lines_is_one_line_of_the_error(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    lay_out(tmp_path, SHEETS)
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    lines = done.err.rstrip("\n").split("\n")
    assert "a\\nb" in lines[-1]
    assert "a\\\\nb" not in lines[-1]
    assert [line for line in lines if line.startswith(("Error: ", "speclint: "))] == lines[-1:]
    assert len(lines) in {1, 4}

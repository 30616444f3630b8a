"""Settings in TOML: messages of errors, and their lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.errors import ConfigError
from speclint.files.tree import WORK_TREE
from speclint.schema.toml import header_lines, line_of, parse_toml, raise_invalid, validated_toml

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
# how the yard writes its cars

[sheets]
files = ["{make}/*.json"]

[identity]
make = "make"

[quantities]
power = { kW = "power_kw" }
"""


def refused(folder: Path, text: str) -> str:
    """The error of a profile, without the path of its file."""
    file = folder / "cars.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        validated_toml(WORK_TREE, file, "profile.schema.json")
    message = str(error.value)
    assert "\n" not in message
    return message.removeprefix(f"{file}:")


def test_a_valid_setting_is_returned_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "cars.toml"
    file.write_text(f"\ufeff{PROFILE}".replace("\n", "\r\n"), encoding="utf-8")
    assert validated_toml(WORK_TREE, file, "profile.schema.json") == {
        "sheets": {"files": ["{make}/*.json"]},
        "identity": {"make": "make"},
        "quantities": {"power": {"kW": "power_kw"}},
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("files", "file", '4: unknown key "file"; did you mean "files"?'),
        ('["{make}/*.json"]', "3", "4: expected an array, found the number 3"),
        ('["{make}/*.json"]', "1979-05-27", '4: expected an array, found the string "1979-05-27"'),
        ('make = "make"', 'maker = "make"', '7: unknown key "maker"; did you mean "make"?'),
        ('"power_kw"', "7", "10: expected a string, found the number 7"),
        ("[quantities]\n", "[quantity]\n", '9: unknown key "quantity"; did you mean "quantities"?'),
        ("# how", "quantities = 3\n#", " not TOML: "),
        ("[sheets]", "[sheets", " not TOML: "),
    ],
)
def test_an_error_is_reported_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert PROFILE.count(old) == 1
    assert refused(tmp_path, PROFILE.replace(old, new)).startswith(message)


def test_of_several_errors_the_first_by_line_is_reported(tmp_path: Path) -> None:
    text = PROFILE.replace('"power_kw"', "7").replace("files", "file").replace('"make"', "7")
    assert refused(tmp_path, text).startswith('4: unknown key "file"')


def test_a_file_that_is_missing_or_a_folder_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        validated_toml(WORK_TREE, tmp_path / "none.toml", "profile.schema.json")
    assert str(error.value) == f"{tmp_path / 'none.toml'}: No such file or directory"
    with pytest.raises(ConfigError):
        validated_toml(WORK_TREE, tmp_path, "profile.schema.json")


def test_bytes_that_are_no_text_are_no_toml(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cars\.toml: not TOML: 'utf-8' codec"):
        parse_toml(tmp_path / "cars.toml", b"# \xff")


def test_dates_and_times_are_read_as_they_are_written(tmp_path: Path) -> None:
    text = b"a = [1979-05-27, 07:32:00]\nb = { c = 1979-05-27T07:32:00 }\nd = 1.5\ne = true\n"
    assert parse_toml(tmp_path / "a.toml", text) == {
        "a": ["1979-05-27", "07:32:00"], "b": {"c": "1979-05-27 07:32:00"}, "d": 1.5, "e": True,
    }  # fmt: skip


def test_what_follows_the_schema_is_not_refused(tmp_path: Path) -> None:
    raise_invalid(tmp_path / "a.toml", [], {"fail-on": "never"}, "config.schema.json")


# Lines.

TEXT = """\
top = 1
[a]
b = { c = 1, "d.e" = 2 }
'f' = 3
[[t]]
x = 1
[[ t ]]
x = 2
[t.in]
y = 3
[a."q r"]
z.w = 4
"""
WRITTEN = TEXT.split("\n")


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1), ("/top", 1), ("/a", 2), ("/a/b", 3), ("/a/b/c", 3), ("/a/b/d.e", 3), ("/a/f", 4),
        ("/t", 5), ("/t/0/x", 6), ("/t/1", 7), ("/t/1/x", 8), ("/t/1/in/y", 10), ("/a/q r", 11),
        ("/a/q r/z/w", 12), ("/a/none", 2), ("/none", 1),
    ],
)  # fmt: skip
def test_the_line_of_a_setting_is_that_of_its_last_key(pointer: str, line: int) -> None:
    assert line_of(WRITTEN, pointer) == line


def test_the_headers_of_a_list_of_tables_are_found_by_its_name() -> None:
    assert header_lines(WRITTEN, "t") == [4, 6]
    assert header_lines(WRITTEN, "in") == [8]


names = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters='"\\'), min_size=1)


@given(st.lists(names, min_size=1, max_size=5, unique=True))
def test_each_quoted_key_is_found_on_its_own_line(keys: list[str]) -> None:
    lines = [f"{json.dumps(key)} = 1" for key in keys]
    for number, key in enumerate(keys, 1):
        pointer = "/" + key.replace("~", "~0").replace("/", "~1")
        assert line_of(lines, pointer) == number

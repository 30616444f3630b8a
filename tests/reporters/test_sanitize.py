"""The one sink of text: what may reach a terminal, and how wide it is there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.reporters.sanitize import sanitized, sanitized_characters, width


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("364 lb-ft, ½·m·v², 日本, é, 🚗", "364 lb-ft, ½·m·v², 日本, é, 🚗"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\nb\r\nc", r"a\nb\r\nc"),
        ("a\tb", "a b"),
        ("\x00\x07\x7f\x9b", r"\x00\x07\x7f\x9b"),
        ("\u202egnp.exe\u2066\u200f\u061c", r"\u202egnp.exe\u2066\u200f\u061c"),
        ("\u2028\u2029\u0085", r"\u2028\u2029\x85"),
        ("\ufeff\u200b\u00ad", r"\ufeff\u200b\xad"),
        ("\ud800\udcff", r"\ud800\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("##[error]x", r"##\[error]x"),
        ("a ##[set] b", r"a ##\[set] b"),
        ("::error::x", r"\::error::x"),
        ("  ::error::x", r"  \::error::x"),
        ("a ::error::x", r"a \::error::x"),
        ("a\t::error::x", r"a \::error::x"),
        ("a::b # [c]", "a::b # [c]"),
        ("\\x1b", "\\x1b"),
        ("", ""),
    ],
)
def test_what_a_terminal_or_a_ci_log_would_obey_is_written_out(text: str, written: str) -> None:
    assert sanitized(text) == written


anything = st.text(st.characters(), max_size=30) | st.text("#[: \t\n\x1b\u202eaé日", max_size=12)


@given(anything)
def test_plain_text_is_one_line_that_commands_nothing(text: str) -> None:
    written = sanitized(text)
    assert written == "" or written.isprintable()
    assert "##[" not in written
    # a line may end before any word
    assert not any(word.startswith("::") for word in written.split())
    written.encode()  # no half of a surrogate pair


@given(anything)
def test_plain_text_stays_as_it_is_when_written_again(text: str) -> None:
    assert sanitized(sanitized(text)) == sanitized(text)


@given(anything)
def test_text_is_plain_character_by_character(text: str) -> None:
    characters = sanitized_characters(text)
    assert len(characters) == len(text)
    assert "".join(characters) == sanitized(text)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="#:")))
def test_ascii_is_untouched(text: str) -> None:
    assert sanitized(text) == text


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("364 lb-ft", 9),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("\uff57", 2),
        ("ﾊ", 1),
        ("🚗", 2),
        ("\u0e01\u0e31", 1),
        ("☀\ufe0f", 1),
        ("½·²", 3),
    ],
)
def test_width_counts_columns_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


@given(anything, anything)
def test_width_adds_up(first: str, second: str) -> None:
    assert width(first + second) == width(first) + width(second)


def test_no_escape_is_longer_than_its_character_needs() -> None:
    assert all(
        re.fullmatch(r"\\(x..|u....|U.{8}|[nrt])|.", sanitized(chr(code)), re.DOTALL)
        for code in range(0x3000)
    )

"""What is written as Markdown: no text from data is markup, and the worst is kept where not all fits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from speclint.reporters.comment import Item, Section, fitted, link
from speclint.reporters.escape import as_markdown

SPECIAL = st.text("\\\\`*_[]()<>#|~@&:$!-+.wGH1 \n\t\"'a/=;", max_size=30)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tags(text: str) -> list[str]:
    return re.findall(r"<[^>]*>", READER.render(text))


@given(SPECIAL | st.text(max_size=30))
def test_no_text_is_markup(text: str) -> None:
    assert tags(f"a {as_markdown(text)} b") == ["<p>", "</p>"]


@given(SPECIAL)
def test_no_text_leaves_its_cell(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {as_markdown(text)} | end |\n"
    shown = READER.render(table)
    assert shown.count("<td>") == 2
    assert "<td>end</td>" in shown
    assert not re.search(r"<(?!/?(table|thead|tbody|tr|th|td)>)", shown)


@given(SPECIAL, SPECIAL)
def test_an_address_is_one_link_whatever_it_holds(text: str, path: str) -> None:
    found = tags(f"a {link(f'x{text}', f'https://example.org/{path}')} b")
    assert [re.sub(r' href="[^"]*"', "", tag) for tag in found] == ["<p>", "<a>", "</a>", "</p>"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "", "x" * 999])
def test_only_pages_of_the_web_are_linked(address: str) -> None:
    assert link("source", address) == "source"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@all", "@\u2060all"),
        ("see #12", "see #\u206012"),
        ("GH-12", "GH\u2060-12"),
        ("www.example.org", "www\\.example.org"),
        ("https://example.org", "https\\://example.org"),
        ("a\x1b[1m", "a\\\\x1b\\[1m"),
    ],
)
def test_plain_text_makes_no_mention_no_reference_and_no_link(text: str, written: str) -> None:
    assert as_markdown(text) == written


def test_a_long_text_is_shortened() -> None:
    assert as_markdown("x" * 1000) == "x" * 399 + "…"


def test_lines_are_left_out_by_rank_and_counted() -> None:
    sections = [
        Section("# A\n", [Item("change 1\n", "change", 2), Item("warning\n", "warning", 1)]),
        Section("# B\n", [Item("change 2\n", "change", 2)], "end\n"),
        Section("# C\n", [Item("error\n", "error", 0)]),
    ]
    whole = "# A\nchange 1\nwarning\n# B\nchange 2\nend\n# C\nerror\n"
    assert fitted(sections, len(whole)) == (whole, {})
    assert fitted(sections, len(whole) - 1) == ("# A\nchange 1\nwarning\n# C\nerror\n", {"change": 1})
    assert fitted(sections, 15) == ("# C\nerror\n", {"warning": 1, "change": 2})
    assert fitted(sections, 0) == ("", {"error": 1, "warning": 1, "change": 2})

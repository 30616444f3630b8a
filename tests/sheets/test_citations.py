"""The sources of a sheet, and where other sources contradict it."""

from __future__ import annotations

import pytest

from speclint.documents.jsonpath import Selector
from speclint.profiles.compile import load_profile
from speclint.profiles.profile import DisagreementPaths, SourcePaths
from speclint.sheets.sources import CitedText, Source, disagreements, sources

PATHS = SourcePaths(("refs", Selector()), "link", "published", None, "covers")
DOCUMENT = {
    "refs": [
        {"link": "https://a.example/x", "published": "2023-10-16", "covers": ["/a", 7, "/b"]},
        "a page",
        {"link": 7},
    ]
}


def nowhere(_pointer: str) -> bool:
    return False


def test_a_source_has_its_description_in_the_document_each_with_its_place() -> None:
    first, second = sources(DOCUMENT, PATHS, nowhere)
    assert first == Source(
        "/refs/0",
        CitedText("https://a.example/x", "/refs/0/link"),
        CitedText("2023-10-16", "/refs/0/published"),
        None,
        ("/a", None, "/b"),
        "/refs/0/covers",
    )
    assert second == Source("/refs/2", None, None, None, (), "/refs/2/covers")


def test_hidden_places_are_no_citations() -> None:
    assert [source.pointer for source in sources(DOCUMENT, PATHS, "/refs/0".__eq__)] == ["/refs/2"]
    first, _ = sources(DOCUMENT, PATHS, "/refs/0/link".__eq__)
    assert (first.url, len(first.covers)) == (None, 3)
    first, _ = sources(DOCUMENT, PATHS, "/refs/0/covers".__eq__)
    assert (first.url is None, first.covers) == (False, ())


def test_a_disagreement_is_the_place_it_is_about() -> None:
    document = {"conflicts": [{"at": "/a"}, {"about": "/b"}, {"at": "/c"}]}
    paths = DisagreementPaths(("conflicts", Selector()), "at")
    found = disagreements(document, paths, lambda pointer: pointer == "/conflicts/2/at")
    assert list(found) == [CitedText("/a", "/conflicts/0/at")]


def test_the_shipped_profile_knows_where_our_own_sheets_cite() -> None:
    ours = load_profile("spec-sheet")
    assert ours.sources == SourcePaths(("sources", Selector()), "url", "published", "accessed", "covers")
    assert ours.disagreements == DisagreementPaths(("disagreements", Selector()), "at")


@pytest.mark.parametrize("name", ["open-ev-data", "kilowatt"])
def test_a_profile_need_not_name_the_place_of_sources(name: str) -> None:
    assert load_profile(name).sources is None
    assert load_profile(name).disagreements is None

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.pointer import (
    is_within,
    lineage,
    parent,
    resolve,
    resolves,
    resolves_all,
    to_pointer,
    to_steps,
)

RFC_6901 = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", RFC_6901),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_the_examples_of_rfc_6901_resolve(pointer: str, value: object) -> None:
    assert resolve(RFC_6901, pointer) == value


@pytest.mark.parametrize(
    "pointer",
    [
        "/bar",
        "/foo/2",
        "/foo/-",
        "/foo/-1",
        "/foo/00",
        "/foo/01",
        "/foo/+1",
        "/foo/1.0",
        "/foo/\u0661",
        "/foo/\u00b2",
        "/foo/",
        "/foo/" + "9" * 5000,
        "/foo/0/b",
        "/a~1b/0",
    ],
)
def test_a_pointer_without_a_value_is_a_lookup_error(pointer: str) -> None:
    with pytest.raises(LookupError, match="there is no value at '/"):
        resolve(RFC_6901, pointer)


@pytest.mark.parametrize("pointer", ["foo", "#/foo", " /foo"])
def test_a_pointer_without_its_slash_is_refused(pointer: str) -> None:
    with pytest.raises(ValueError, match="is empty or starts with '/'"):
        to_steps(pointer)


@pytest.mark.parametrize("pointer", ["/~", "/a~", "/~2", "/~0~", "/~~0", "/a/~b/c"])
def test_a_tilde_that_escapes_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(ValueError, match="'~' is followed by 0 or 1"):
        to_steps(pointer)


def test_an_escaped_tilde_before_a_one_stays_a_tilde_and_a_one() -> None:
    assert to_steps("/~01") == ("~1",)


def test_indexes_are_written_as_they_are() -> None:
    assert to_pointer(("motors", 1, "power", "kW")) == "/motors/1/power/kW"


@given(st.lists(st.text(alphabet=st.sampled_from("~01/a "))))
def test_steps_survive_the_way_through_a_pointer(steps: list[str]) -> None:
    assert to_steps(to_pointer(tuple(steps))) == tuple(steps)


@given(st.lists(st.text(alphabet=st.sampled_from("~01/a ")), min_size=1))
def test_the_parent_lacks_the_last_step(steps: list[str]) -> None:
    assert to_steps(parent(to_pointer(tuple(steps)))) == tuple(steps[:-1])


def test_the_document_has_no_parent() -> None:
    with pytest.raises(ValueError, match="no parent"):
        parent("")


@pytest.mark.parametrize(
    ("pointer", "ancestor", "within"),
    [
        ("/a/b", "/a", True),
        ("/a", "/a", True),
        ("/a", "", True),
        ("", "", True),
        ("/ab", "/a", False),
        ("/a", "/a/b", False),
        ("", "/a", False),
        ("/a", "/", False),
        ("//a", "/", True),
    ],
)
def test_within_means_at_or_below(pointer: str, ancestor: str, *, within: bool) -> None:
    assert is_within(pointer, ancestor) is within


def test_the_lineage_of_a_place_is_what_contains_it() -> None:
    assert lineage("/range/wltp/km") == ("/range/wltp/km", "/range/wltp", "/range", "")
    assert lineage("") == ("",)


@pytest.mark.parametrize(
    "pointer",
    ["", "/a", "/a/0", "/a/1/b~1c", "/", "/x", "/a/2", "/a/00", "/a/-1", "/a/0/0", "a", "/a/1/b~2c"],
)
def test_what_resolves_with_others_is_what_resolves_alone(pointer: str) -> None:
    document = {"a": [7, {"b/c": None}], "": 0}
    assert resolves_all(document, frozenset({"", "/a", pointer})) == resolves(document, pointer)
    assert resolves_all(document, frozenset({pointer, "/a", "/x"})) is False

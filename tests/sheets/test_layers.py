"""Layers: how values are merged, and which layer supplies a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.pointer import Json, resolve, to_pointer
from speclint.sheets.layers import EXTENDS, Layer, layer_of, merge, merged, supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Steps

names = st.sampled_from(["a", "b", "a/b", "~", "0"])
values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.just("a"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
objects = st.dictionaries(names, values, max_size=3)
others = values.filter(lambda value: not isinstance(value, dict))
# one name holds an object in every layer, or in none
shaped: st.SearchStrategy[Json] = st.recursive(
    st.dictionaries(st.sampled_from(["x", "y"]), others, max_size=2),
    lambda inner: st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=8,
)


def layer(value: object, path: str = "a.json") -> Layer:
    return Layer(path, b"", value)


def places(value: Json, at: Steps = ()) -> Iterator[tuple[str, Json]]:
    """Every place in a value, with the value there."""
    yield to_pointer(at), value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in inside:
        yield from places(held, (*at, step))


# Merging.


@given(objects)
def test_an_empty_object_changes_nothing_on_either_side(value: Json) -> None:
    assert merge({}, value) == value
    assert merge(value, {}) == value


@given(values)
def test_a_value_laid_over_itself_is_itself(value: Json) -> None:
    assert merge(value, value) == value


@given(shaped, shaped, shaped)
def test_objects_over_objects_may_be_merged_in_any_grouping(low: Json, middle: Json, high: Json) -> None:
    assert merge(merge(low, middle), high) == merge(low, merge(middle, high))


@given(values, others)
def test_all_but_an_object_replaces_what_is_below(under: Json, over: Json) -> None:
    assert merge(under, over) is over


@given(others, objects)
def test_an_object_replaces_all_but_an_object(under: Json, over: Json) -> None:
    assert merge(under, over) is over


def test_null_is_a_value_like_any_other() -> None:
    assert merge({"a": {"b": 1}}, {"a": None}) == {"a": None}


@given(objects, objects)
def test_merging_leaves_both_as_they_were(under: Json, over: Json) -> None:
    before = repr((under, over))
    merge(under, over)
    assert repr((under, over)) == before


@given(objects, objects)
def test_the_result_holds_the_names_of_both_and_no_other(
    under: dict[str, Json], over: dict[str, Json]
) -> None:
    result = merge(under, over)
    assert isinstance(result, dict)
    assert set(result) == set(under) | set(over)


@given(st.lists(values, min_size=1, max_size=4))
def test_layers_are_merged_from_the_farthest_to_the_nearest(held: list[Json]) -> None:
    expected: object = held[0]
    for value in held[1:]:
        expected = merge(expected, value)
    assert merged([layer(value) for value in held]) == expected


def test_the_member_that_names_layers_is_no_part_of_the_sheet() -> None:
    under = layer({EXTENDS: "b.json", "a": {EXTENDS: 1}})
    assert merged([under, layer({EXTENDS: ["c.json"], "b": 2})]) == {"a": {EXTENDS: 1}, "b": 2}
    assert under.value == {EXTENDS: "b.json", "a": {EXTENDS: 1}}


# Who supplied what.


@given(st.lists(values, min_size=1, max_size=4))
def test_the_value_at_a_place_is_that_of_the_layer_that_supplies_it(held: list[Json]) -> None:
    layers = [layer(value) for value in held]
    result = merged(layers)
    for pointer, value in places(result):  # type: ignore[arg-type]  # merged JSON is JSON
        found = resolve(supplier(layers, pointer).value, pointer)
        if isinstance(value, dict):
            assert isinstance(found, dict)
            assert set(found) <= set(value)
        else:
            assert found == value


@given(st.lists(values, min_size=1, max_size=4), st.lists(names, max_size=3))
def test_the_supplier_is_the_nearest_layer_that_holds_the_pointer(held: list[Json], steps: list[str]) -> None:
    layers, pointer = [layer(value) for value in held], to_pointer(tuple(steps))
    holding = [layer for layer in layers if layer.holds(pointer)]
    if holding:
        assert supplier(layers, pointer) is holding[-1]


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("/a/x", "base.json"),
        ("/a/y", "model.json"),
        ("/a/z", "model.json"),
        ("/l/0", "base.json"),
        ("/l/0/deep", "base.json"),
        ("/q~1r/s", "base.json"),
        ("/nowhere/at/all", "own.json"),
        ("/a", "model.json"),
        ("", "own.json"),
    ],
)
def test_what_no_layer_holds_is_the_concern_of_the_nearest_that_holds_a_place_above(
    pointer: str, path: str
) -> None:
    layers = [
        layer({"a": {"x": 1, "y": 1}, "l": [1], "q/r": {}}, "base.json"),
        layer({"a": {"y": 2}}, "model.json"),
        layer({"b": 3}, "own.json"),
    ]
    assert supplier(layers, pointer).path == path


def test_a_layer_that_does_not_parse_holds_nothing() -> None:
    broken = layer_of("a.json", b'{"a": 1')
    assert (broken.is_broken, broken.value, broken.holds("/a")) == (True, None, False)


def test_a_layer_with_a_duplicate_key_is_not_broken() -> None:
    twice = layer_of("a.json", b'{"a": 1, "a": 2}')
    assert (twice.is_broken, twice.holds("/a"), len(twice.parse_errors)) == (False, True, 1)

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.parser import MAX_DEPTH
from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Region, Regions

SHEET = """{
  "model": "iX2",
  "torque": {"Nm": 494, "lb-ft": 364},
  "motors": [
    {"kW": 140},
    [ 1.50 , [ ], { } ]
  ]
}
"""


@pytest.mark.parametrize(
    ("pointer", "region", "literal"),
    [
        ("", Region(1, 1, 8, 2), SHEET[:-1]),
        ("/model", Region(2, 12, 2, 17), '"iX2"'),
        ("/torque", Region(3, 13, 3, 38), '{"Nm": 494, "lb-ft": 364}'),
        ("/torque/lb-ft", Region(3, 34, 3, 37), "364"),
        ("/motors/0/kW", Region(5, 12, 5, 15), "140"),
        ("/motors/1", Region(6, 5, 6, 24), "[ 1.50 , [ ], { } ]"),
        ("/motors/1/0", Region(6, 7, 6, 11), "1.50"),
        ("/motors/1/1", Region(6, 14, 6, 17), "[ ]"),
        ("/motors/1/2", Region(6, 19, 6, 22), "{ }"),
    ],
)
def test_a_value_has_its_lines_columns_and_literal(pointer: str, region: Region, literal: str) -> None:
    regions = Regions(SHEET)
    start, end = regions.span(pointer)
    assert regions.value(pointer) == region
    assert regions.literal(pointer) == literal == SHEET[start:end]


@pytest.mark.parametrize(
    ("pointer", "region"),
    [
        ("/model", Region(2, 3, 2, 10)),
        ("/torque/Nm", Region(3, 14, 3, 18)),
        ("/motors/0/kW", Region(5, 6, 5, 10)),
    ],
)
def test_a_member_has_a_key(pointer: str, region: Region) -> None:
    assert Regions(SHEET).key(pointer) == region


@pytest.mark.parametrize("pointer", ["", "/motors/0", "/motors/1/2"])
def test_what_has_no_key_is_shown_by_its_value(pointer: str) -> None:
    assert Regions(SHEET).key(pointer) == Regions(SHEET).value(pointer)


@pytest.mark.parametrize(
    ("pointer", "nearest"),
    [
        ("/torque/kgf·m", Region(3, 3, 3, 11)),
        ("/torque/Nm/0", Region(3, 14, 3, 18)),
        ("/model/deeper/still", Region(2, 3, 2, 10)),
        ("/motors/0/PS", Region(5, 5, 5, 16)),
        ("/motors/2", Region(4, 3, 4, 11)),
        ("/power", Region(1, 1, 8, 2)),
    ],
)
def test_what_is_missing_is_shown_at_the_nearest_key_above_it(pointer: str, nearest: Region) -> None:
    regions = Regions(SHEET)
    assert regions.value(pointer) == nearest
    assert regions.key(pointer) == nearest
    assert regions.at(*regions.span(pointer)) == nearest


def test_what_is_missing_has_no_literal() -> None:
    with pytest.raises(LookupError, match="there is no value at '/torque/PS'"):
        Regions(SHEET).literal("/torque/PS")


def test_of_a_duplicate_key_the_last_counts_with_all_it_holds() -> None:
    regions = Regions('{"a": {"b": 1}, "a": {"c": 2}}')
    assert regions.value("/a/c") == Region(1, 28, 1, 29)
    assert regions.key("/a/b") == Region(1, 17, 1, 20)


def test_an_escaped_key_is_found_by_its_unescaped_text() -> None:
    regions = Regions(r'{"\u0061\/~": {"\"": 7}}')
    assert regions.literal('/a~1~0/"') == "7"
    assert regions.key("/a~1~0") == Region(1, 2, 1, 13)


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_lines_end_at_every_kind_of_line_break(break_: str) -> None:
    regions = Regions(break_.join(["{", '"a": 1,', '"b": [', "2]", "}", ""]))
    assert regions.value("/a") == Region(2, 6, 2, 7)
    assert regions.value("/b") == Region(3, 6, 4, 3)
    assert [regions.line_text(line) for line in range(1, 7)] == ["{", '"a": 1,', '"b": [', "2]", "}", ""]


def test_nothing_else_ends_a_line_and_a_column_is_one_character() -> None:
    regions = Regions('{"a": "\u2028\u2029\x85\x7f\U0001f697é", "b": 1}')
    assert regions.value("/b") == Region(1, 22, 1, 23)
    assert regions.line_text(1).endswith('"b": 1}')


@pytest.mark.parametrize("line", [-1, 0, 3])
def test_a_line_that_is_not_there_is_an_index_error(line: int) -> None:
    with pytest.raises(IndexError, match=f"no line {line} among 2"):
        Regions("{\n}").line_text(line)


def test_offsets_have_regions_in_any_text() -> None:
    regions = Regions("ab\ncd")
    assert regions.at(0, 0) == Region(1, 1, 1, 1)
    assert regions.at(1, 4) == Region(1, 2, 2, 2)
    assert regions.at(2, 3) == Region(1, 3, 2, 1)
    assert regions.at(5, 5) == Region(2, 3, 2, 3)
    assert Regions("").at(0, 0) == Region(1, 1, 1, 1)
    assert Regions("").line_text(1) == ""


@pytest.mark.parametrize("text", ['{"a": 1, "b": }', "", "oops\noops"])
def test_a_text_that_is_not_json_is_one_place(text: str) -> None:
    regions = Regions(text)
    assert regions.span("/a") == regions.span("") == (0, len(text))
    assert regions.key("/a") == regions.at(0, len(text))


def test_a_text_has_places_down_to_the_deepest_level_that_a_document_may_nest() -> None:
    regions = Regions("[" * MAX_DEPTH + "7" + "]" * MAX_DEPTH)
    assert regions.value("/0" * MAX_DEPTH) == Region(1, MAX_DEPTH + 1, 1, MAX_DEPTH + 2)
    regions = Regions("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert regions.value("/0") == regions.value("") == Region(1, 1, 1, 2 * MAX_DEPTH + 3)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda held: st.lists(held, max_size=4) | st.dictionaries(st.text(max_size=3), held, max_size=4),
    max_leaves=15,
)


@given(VALUES, st.sampled_from([None, 0, 3, "\t"]), st.booleans())
def test_every_place_of_a_document_is_found(
    value: object,
    indent: int | str | None,
    ascii_only: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    lines = text.split("\n")
    regions = Regions(text)

    def check(part: object, steps: tuple[str | int, ...]) -> None:
        pointer = to_pointer(steps)
        assert json.loads(regions.literal(pointer)) == part
        line, column, _, _ = regions.value(pointer)
        assert lines[line - 1][column - 1 :].startswith(regions.literal(pointer).split("\n")[0])
        if isinstance(part, dict):
            for key, below in part.items():
                begin = regions.key(to_pointer((*steps, key)))
                assert json.loads(lines[begin.line - 1][begin.column - 1 : begin.end_column - 1]) == key
                check(below, (*steps, key))
        elif isinstance(part, list):
            for index, below in enumerate(part):
                check(below, (*steps, index))

    check(value, ())


@pytest.mark.parametrize(
    ("text", "pointer", "left"),
    [
        ('{"a": 1, "b": 2, "c": 3}', "/a", '{"b": 2, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', "/b", '{"a": 1, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', "/c", '{"a": 1, "b": 2}'),
        ('{\n  "a": 1,\n  "b": {\n    "c": 3\n  }\n}\n', "/b/c", '{\n  "a": 1\n}\n'),
        ('{"a": {"b": {"c": 3}}} ', "/a/b/c", "{} "),
        ('{"a": {"b": {"c": 3}, "d": 4}}', "/a/b/c", '{"a": {"d": 4}}'),
        ('{"a,": "}", "b": "{,"}', "/b", '{"a,": "}"}'),
    ],
)
def test_a_member_is_taken_out_with_one_comma_and_what_it_leaves_empty(
    text: str, pointer: str, left: str
) -> None:
    start, end = Regions(text).removal(pointer)
    assert text[:start] + text[end:] == left


@pytest.mark.parametrize("pointer", ["", "/b", "/a/0", "/a/0/b"])
def test_only_a_member_can_be_taken_out(pointer: str) -> None:
    with pytest.raises(LookupError, match="there is no member at"):
        Regions('{"a": [1, 2]}').removal(pointer)


@given(
    before=st.text(max_size=12), part=st.text(max_size=12), after=st.text(max_size=12), escaped=st.booleans()
)
def test_a_part_of_a_string_is_found_however_its_characters_are_escaped(
    before: str, part: str, after: str, *, escaped: bool
) -> None:
    text = json.dumps({"a": before + part + after}, ensure_ascii=escaped)
    start, end = Regions(text).part("/a", (len(before), len(before) + len(part)))
    assert json.loads(f'"{text[start:end]}"') == part


def test_a_part_that_a_value_does_not_have_is_the_whole_value() -> None:
    regions = Regions(SHEET)
    assert regions.part("/model", (0, 9)) == regions.part("/model", None) == regions.span("/model")
    assert regions.part("/torque/Nm", (0, 1)) == regions.span("/torque/Nm")

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from speclint.documents.message_text import printable
from speclint.documents.parser import MAX_DEPTH, MAX_DIGITS, ParseError, decode_text, parse
from speclint.documents.scanner import Event, MalformedError, scan, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(content: bytes) -> ParseError:
    """The one error of a document that has no value."""
    value, parse_errors = parse(content)
    assert value is None
    (error,) = parse_errors
    assert error.kind == "invalid-json"
    assert error.related is None
    return error


def place(content: bytes) -> str:
    """What the one error of a document points at."""
    error = refused(content)
    return decode_text(content)[error.start : error.end]


def strictly(text: str, number: Callable[[str], object] = Decimal) -> object:
    """What RFC 8259 makes of a text, by Python's own parser; ValueError if nothing."""

    def no_constant(name: str) -> object:
        raise ValueError(name)

    return json.loads(text, parse_constant=no_constant, parse_float=number)


def is_json(text: str) -> bool:
    try:
        # no Decimal has an exponent of twenty digits, which JSON allows
        strictly(text, str)
    except ValueError:
        return False
    return True


def scans(text: str) -> bool:
    try:
        list(scan(text))
    except MalformedError as error:
        malformed = error
    else:
        return True
    assert 0 <= malformed.start <= malformed.end <= len(text)
    assert str(malformed).isprintable()
    assert len(str(malformed)) < 150
    return False


# What is data


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"1.50", Decimal("1.50")),
        (b"-0.0", Decimal("-0.0")),
        (b"1E2", Decimal("1E2")),
        (b"9.99e307", Decimal("9.99e307")),
        (b"1e-307", Decimal("1e-307")),
        (b"0." + b"3" * MAX_DIGITS, Decimal("0." + "3" * MAX_DIGITS)),
        (b"-0", 0),
        (b"9007199254740993", 9007199254740993),
        (b"18446744073709551616", 2**64),
        (b"-9223372036854775809", -(2**63) - 1),
        (b"9" * 308, 10**308 - 1),
        (b'"\\ud83d\\ude97"', "\U0001f697"),
        (b'"a\\u0000b"', "a\0b"),
        (b"null", None),
        (b" \t\r\n[true, false]\n", [True, False]),
        (b"{}", {}),
        (b'"' + b"8" * 1000 + b'"', "8" * 1000),
        (b'"' + b":" * 1000 + b'"', ":" * 1000),
    ],
)
def test_a_document_is_any_json_value_with_its_digits(content: bytes, value: object) -> None:
    parsed = parse(content)
    assert str(parsed.value) == str(value)
    assert parsed == (value, ())


def test_many_short_numbers_are_no_long_one() -> None:
    value = [7777] * 10_000
    content = json.dumps(value, separators=(",", ":")).encode()
    assert parse(content) == (value, ())


@given(st.integers(0, 200), st.integers(300, 320), st.integers(0, 100))
def test_an_integer_is_refused_from_309_digits_at_any_place(before: int, digits: int, after: int) -> None:
    value, parse_errors = parse(b'["' + b"x" * before + b'",' + b"1" * digits + b"," + b"2" * after + b"3]")
    assert (value is None) is (digits > 308)
    assert len(parse_errors) == (digits > 308)


@pytest.mark.parametrize(("left", "right"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[1,{"a":', b"}]")])
def test_nesting_is_limited_in_arrays_and_objects(left: bytes, right: bytes) -> None:
    levels = MAX_DEPTH // (left.count(b"[") + left.count(b"{"))
    assert parse(left * levels + b"1" + right * levels).parse_errors == ()
    for deeper in (levels + 1, 995, 100_000):
        content = left * deeper + b"1" + right * deeper
        error = refused(content)
        assert error.message == "nested deeper than 512 levels"
        assert sum(byte in b"[{" for byte in content[: error.start]) == MAX_DEPTH
        assert content[error.start : error.end] in {b"[", b"{"}


def test_many_containers_side_by_side_are_not_deep() -> None:
    content = b"[" + b",".join([b'{"power":[1,{"kW":2.0}]}'] * 1000) + b"]"
    assert parse(content) == ([{"power": [1, {"kW": Decimal("2.0")}]}] * 1000, ())


@pytest.mark.parametrize(
    "literal",
    [
        "1e308",
        "-1E400",
        "1e-308",
        "1e-400",
        "1e" + "9" * 5000,
        "0e999",
        "9" * 309,
        "-" + "9" * 5000,
        "0." + "3" * (MAX_DIGITS + 1),
    ],
)
def test_a_number_that_no_float_can_represent_is_refused_at_its_place(literal: str) -> None:
    content = f'{{"id": "77", "range": [417, {literal} ]}}'.encode()
    error = refused(content)
    assert place(content) == literal
    assert error.pointer == "/range/1"
    assert error.message == (
        f"'{printable(literal)}' cannot be read: "
        "a number has at most 1,000 digits and lies between 1e-307 and 1e308"
    )


@pytest.mark.parametrize("half", [r"\ud800", r"\udc00", r"\udc00\ud800", r"\ud800\u0041"])
def test_half_a_surrogate_pair_is_refused_at_its_string(half: str) -> None:
    content = f'{{"make": "BMW", "model": "a{half}"}}'.encode()
    assert place(content) == f'"a{half}"'
    assert refused(content).pointer == "/model"
    assert refused(content).message == "an unpaired surrogate is not a character"


def test_a_key_with_half_a_surrogate_pair_is_placed_in_its_object() -> None:
    content = rb'{"body": {"\udfff": 1}}'
    assert place(content) == r'"\udfff"'
    assert refused(content).pointer == "/body"


def test_a_document_is_refused_in_words_where_the_stack_has_no_room_for_it() -> None:
    content = b"[" * 400 + b"]" * 400

    def deeper(levels: int) -> ParseError:
        return deeper(levels - 1) if levels else refused(content)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    try:
        error = deeper(700)
    finally:
        sys.setrecursionlimit(limit)
    assert error.message.startswith("the document cannot be read: ")
    assert (error.pointer, error.start, error.end) == ("", 0, 0)


# Keys given more than once


def test_a_duplicate_key_is_reported_at_its_second_occurrence_with_its_first() -> None:
    parsed = parse(b'{\n  "year": 2023,\n  "year": 2024\n}\n')
    assert parsed.value == {"year": 2024}
    message = 'the key "year" is given twice; only the last counts'
    assert parsed.parse_errors == (ParseError("duplicate-key", message, "/year", 20, 26, related=(4, 10)),)


def test_a_key_given_three_times_is_one_error_at_the_second() -> None:
    (error,) = parse(b'{"a": 1, "a": 2, "a": 3}').parse_errors
    assert error.message == 'the key "a" is given 3 times; only the last counts'
    assert (error.start, error.end, error.related) == (9, 12, (1, 4))


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ('{"a": 1, "a": 2, "a": 3}', ["/a"]),
        ('{"b": 1, "a": 1, "a": 2, "b": 2}', ["/a", "/b"]),
        ('[0, {"a": {"b/c": 1, "b/c": 2}}]', ["/1/a/b~1c"]),
        ('[[1, 2], {"a": [], "a": {}}]', ["/1/a"]),
        (r'{"year": 1, "\u0079ear": 2}', ["/year"]),
        ('{"a" : 1, "a"\n: 2}', ["/a"]),
        ('{"": 1, "": 2}', ["/"]),
        ('{"a": {"x": 1, "x": 2}, "a": {"x": 3, "x": 4}}', ["/a/x", "/a", "/a/x"]),
        ('{"a": {"x": 1}, "a": "x:y"}', ["/a"]),
        ('{"a": 1, "a": "\\u003a"}', ["/a"]),
        ('{"a": 1, "a": "\\u003A"}', ["/a"]),
        ('{"a": 1, "b": {"a": 1}, "A": ["a", {"a": "a"}]}', []),
        ('{"a": "\\u003a \\": \\\\"}', []),
        ('{"caf\u00e9": 1, "cafe\u0301": 2}', []),
        ("{" + ",".join(f'"k{i}": {{}}' for i in range(1000)) + "}", []),
        ("{" + ",".join(['"k": {}'] * 1000) + "}", ["/k"]),
    ],
)
def test_duplicate_keys_are_found_at_any_depth_and_only_in_one_object(text: str, pointers: list[str]) -> None:
    parsed = parse(text.encode())
    assert parsed.value == json.loads(text)
    assert [error.pointer for error in parsed.parse_errors] == pointers
    assert {error.kind for error in parsed.parse_errors} <= {"duplicate-key"}


def test_a_key_of_a_hostile_name_is_shown_escaped() -> None:
    (error,) = parse('{"\x7f\u202e\x9b1m": 1, "\x7f\u202e\x9b1m": 2}'.encode()).parse_errors
    assert error.message == r'the key "\x7f\u202e\x9b1m" is given twice; only the last counts'


# JSON as strange as it may be written: few keys, so that they meet; all styles of escape and white space.
BLANKS = st.text(alphabet=" \t\n\r", max_size=2)
CHARACTERS = st.sampled_from(
    ["a", "b", ":", r"\"", r"\u0061", r"\u003a", r"\u003A", r"\u0022", r"\\", "{", "é"]
)
STRINGS = st.lists(CHARACTERS, max_size=2).map(lambda some: '"' + "".join(some) + '"')
NUMBERS = st.sampled_from(["0", "-0", "1.50", "1E2", "-2e-3", "10", "12345678901234567890"])
SCALARS = NUMBERS | STRINGS | st.sampled_from(["true", "false", "null"])


def padded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(BLANKS, texts, BLANKS).map("".join)


def containers(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(padded(values), max_size=4).map(lambda some: "[" + ",".join(some) + "]")
    members = st.tuples(padded(STRINGS), padded(values)).map(":".join)
    return items | st.lists(members, max_size=4).map(lambda some: "{" + ",".join(some) + "}")


DOCUMENTS = padded(st.recursive(SCALARS, containers, max_leaves=20))


@given(DOCUMENTS)
@example('{"a":1,"a":"\\u003a"}')
@example('{"a":{"b:":1},"a":"\\":"}')
def test_no_duplicate_key_is_missed_and_none_made_up(text: str) -> None:
    duplicates = 0

    def pairs(members: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal duplicates
        kept = dict(members)
        duplicates += sum(1 for key in kept if sum(name == key for name, _ in members) > 1)
        return kept

    expected = json.loads(text, object_pairs_hook=pairs, parse_float=Decimal)
    value, parse_errors = parse(text.encode())
    assert value == expected
    assert [error.kind for error in parse_errors] == ["duplicate-key"] * duplicates
    for error in parse_errors:
        assert error.related is not None
        second, first = text[error.start : error.end], text[slice(*error.related)]
        assert json.loads(first) == json.loads(second)
        assert error.related[1] < error.start


# The grammar


@given(DOCUMENTS)
def test_every_document_scans_to_its_values_in_order(text: str) -> None:
    scalars = [text[start:end] for kind, start, end in scan(text) if kind == "scalar"]

    def leaves(value: object) -> list[object]:
        if isinstance(value, list):  # a list of pairs is an object, which no tuple in a document is
            return [leaf for item in value for leaf in leaves(item[1] if isinstance(item, tuple) else item)]
        return [value]

    assert [json.loads(scalar) for scalar in scalars] == leaves(json.loads(text, object_pairs_hook=list))


DAMAGE = st.sampled_from(
    [
        *'{}[]:,"\\ \t\n\r\0\v',
        "'",
        "//",
        "/*",
        "#",
        "NaN",
        "-",
        "+",
        ".",
        "0",
        "e",
        "true",
        "<<<<<<<",
        "\x1b",
        "\xa0",
        "“",
    ]
)


@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 3), DAMAGE), max_size=3))
def test_a_damaged_document_scans_if_and_only_if_it_is_json(
    text: str, wounds: list[tuple[int, int, str]]
) -> None:
    for where, cut, put in wounds:
        at = where * len(text) // 100
        text = text[:at] + put + text[at + cut :]
    assert scans(text) is is_json(text)


@given(st.text(alphabet='{}[]:," \\-+.019eEtrufalsn\n\x00NI\'"'))
def test_any_text_scans_if_and_only_if_it_is_json(text: str) -> None:
    assert scans(text) is is_json(text)


@given(st.binary() | st.text(alphabet='{}[]:,"\\ud8-0.1eE').map(str.encode))
@example(b"")
@example(b"\xff")
@example(b"\x00\x00\x00")
@example(b"\xff\xfe\x00")
def test_no_bytes_make_parse_raise(content: bytes) -> None:
    value, parse_errors = parse(content)
    text = decode_text(content)
    for error in parse_errors:
        assert 0 <= error.start <= error.end <= len(text)
        assert error.message.isprintable()
    if any(error.kind == "invalid-json" for error in parse_errors):
        assert value is None
        assert len(parse_errors) == 1
    else:
        assert value == strictly(content.decode())


@given(DOCUMENTS, st.text(max_size=5), st.text(max_size=5))
def test_a_document_inside_a_longer_text_scans_the_same_at_its_offset(
    text: str, before: str, after: str
) -> None:
    start, stop = len(before), len(before) + len(text)
    moved: list[Event] = [(kind, begin + start, end + start) for kind, begin, end in scan(text)]
    assert list(scan(before + text + after, start, stop)) == moved


@given(DOCUMENTS, st.integers(0, 99))
def test_a_truncated_document_has_an_error_at_its_end_or_is_valid(text: str, where: int) -> None:
    cut = text[: where * len(text) // 100]
    assume(not is_json(cut))
    with pytest.raises(MalformedError) as caught:
        list(scan(cut + "}]garbage", 0, len(cut)))
    assert caught.value.end <= len(cut)


def test_a_string_may_contain_any_character_but_control_characters() -> None:
    for code in [*range(0x21), 0x7F, 0x80, 0x9F, 0x2028, 0xFEFF, 0xFFFF, 0x10FFFF]:
        for string in (f'"{chr(code)}"', rf'"\n{chr(code)}"'):
            assert scans(string) is (code >= 0x20)


def test_a_megabyte_of_escapes_scans_without_backtracking() -> None:
    text = '"' + "\\n" * 500_000
    with pytest.raises(MalformedError, match="not closed"):
        list(scan(text))
    assert list(scan(text + '"')) == [("scalar", 0, 1_000_002)]


@pytest.mark.parametrize("literal", ['""', '"a"', r'"\u00e9\n\"\/"', r'"\ud83d\ude97"', r'"\ud800"'])
def test_a_string_is_unquoted_as_json_reads_it(literal: str) -> None:
    assert unquoted(literal) == json.loads(literal)


def test_what_is_shown_is_short_and_printable() -> None:
    assert printable("a\x1b[31m\u202e\ud800\n b") == r"a\x1b[31m\u202e\ud800\n b"
    assert printable("x" * 40) == "x" * 40
    assert printable("x" * 41) == "x" * 39 + "…"


# Friendly words


@pytest.mark.parametrize(
    ("text", "culprit", "message"),
    [
        ("", "", "the document is empty"),
        (" \n\t\r\n", "", "the document is empty"),
        ('{"a": 1', "", "the document ends where ',' or '}' is expected"),
        ('{"a": ', "", "the document ends where a value is expected"),
        ("[1,", "", "the document ends where a value is expected"),
        ("[1", "", "the document ends where ',' or ']' is expected"),
        ("[", "", "the document ends where a value or ']' is expected"),
        ("{", "", "the document ends where a key in double quotes or '}' is expected"),
        ('{"a": 1,', "", "the document ends where a key in double quotes is expected"),
        ('{"a": NaN}', "NaN", "'NaN' is not JSON; leave the figure out"),
        ("[-Infinity]", "-Infinity", "'-Infinity' is not JSON; leave the figure out"),
        ("[1,]", ",", "a trailing comma is not JSON"),
        ('{"a": 1 ,\n}', ",", "a trailing comma is not JSON"),
        ("[1]//", "//", "comments are not JSON"),
        ('{\n  // kW\n  "a": 1}', "// kW", "comments are not JSON"),
        ("[1 /* x\n */]", "/* x\n */", "comments are not JSON"),
        ("[/* x", "/*", "comments are not JSON"),
        ("# x\n{}", "# x", "comments are not JSON"),
        ("{'a': 1}", "'a'", "strings are written in double quotes, not in single quotes"),
        ('{"a": \'b', "'b", "strings are written in double quotes, not in single quotes"),
        ('{"a": “b”}', "“", "'“' is a typographic quote; strings are written in plain double quotes"),
        ('{make: "BMW"}', "make", "'make' is not a key; keys are written in double quotes"),
        ('{"a": 1, 5: 2}', "5", "'5' is not a key; keys are written in double quotes"),
        (
            '{"a": 1,234}',
            "234",
            "a number contains no comma; digits are not grouped, and a decimal point is written '.'",
        ),
        ("{5", "5", "'5' is not a key; keys are written in double quotes"),
        ("{[", "[", "expected a key in double quotes or '}', found '['"),
        ('{"a" 1}', '"a"', "a colon and a value are missing after this key"),
        ('{"a": 1, "b"}', '"b"', "a colon and a value are missing after this key"),
        ('{"a": }', "}", "expected a value, found '}'"),
        ("[1,,2]", ",", "expected a value, found ','"),
        ('{"a": 1 "b": 2}', '"b"', "a comma is missing before this"),
        ("[1 [2]]", "[", "a comma is missing before this"),
        ("[1 22]", "22", "a comma is missing before this"),
        ("[1}", "}", "expected ',' or ']', found '}'"),
        ('{"a": 1]', "]", "expected ',' or '}', found ']'"),
        ('{"a": "b}', '"b}', "this string is not closed on its line"),
        ('{"a": "b,\n "c": 1}', '"b,', "this string is not closed on its line"),
        ('["a\\', '"a', "this string is not closed on its line"),
        ('["a\tb"]', "\t", "a string cannot contain a control character; write \\u0009"),
        ('["a\x00b"]', "\x00", "a string cannot contain a control character; write \\u0000"),
        (r'["a\x41"]', r"\x", r"'\x' is not a JSON escape; a backslash is written \\"),
        ('["a\\\x1b"]', "\\\x1b", r"'\\x1b' is not a JSON escape; a backslash is written \\"),
        (r'["\u12g4"]', r"\u", r"'\u' takes four hexadecimal digits"),
        ("[-07]", "-07", "'-07' has a leading zero, which is not JSON"),
        ("[+1]", "+1", "'+1' has a plus sign, which is not JSON"),
        ("[.5]", ".5", "'.5' lacks the digit before the decimal point"),
        ("[1.]", "1.", "'1.' lacks the digit after the decimal point"),
        ("[1.e5]", "1.e5", "'1.e5' lacks the digit after the decimal point"),
        ("[1.5e+]", "1.5e+", "'1.5e+' lacks the digits of its exponent"),
        ("[0x1F]", "0x1F", "'0x1F' is not JSON; numbers are written in decimal digits"),
        ("[1_000]", "1_000", "'1_000' is not a number; text is written in double quotes"),
        ("[2023-10-11]", "2023-10-11", "'2023-10-11' is not a number; text is written in double quotes"),
        ("[5kWh]", "5kWh", "'5kWh' is not a number; text is written in double quotes"),
        ("[5é]", "5é", "'5é' is not a number; text is written in double quotes"),
        ("[True]", "True", "'True' is not JSON; it is written in lower case"),
        ("[None]", "None", "'None' is not JSON; use null"),
        ("BMW", "BMW", "'BMW' is not JSON; text is written in double quotes"),
        ("[-]", "-", "'-' is not JSON; text is written in double quotes"),
        ("[a\x1b]", "a\x1b", "'a\\x1b' is not JSON; text is written in double quotes"),
        ('{"a": 1}\n{"a": 2}', "{", "a second value follows; a document holds one"),
        ("1 2", "2", "a second value follows; a document holds one"),
        ("{}}", "}", "expected the end, found '}'"),
        ("[1]\x00", "\x00", "'\\x00' is not white space in JSON"),
        ("[1,\xa02]", "\xa0", "'\\xa0' is not white space in JSON"),
        ("[1,\x0b2]", "\x0b", "'\\x0b' is not white space in JSON"),
        ('{\n<<<<<<< HEAD\n  "year": 1', "<<<<<<<", "a merge conflict is not resolved here"),
        ("<!DOCTYPE html>", "<!DOCTYPE", "'<!DOCTYPE' is not JSON; text is written in double quotes"),
        ("version https://git-lfs.github.com/spec/v1\noid", "version https://git-lfs.github.com/spec/v1",
         "a pointer of Git LFS, not the file; run git lfs pull"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_reported_in_words_at_its_place(text: str, culprit: str, message: str) -> None:
    error = refused(text.encode())
    assert (error.message, text[error.start : error.end], error.pointer) == (message, culprit, "")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[1, [2,, 3]]", 7),
        ('{"a": [1], }', 9),
        ('[1, 2] "x"', 7),
        ('{"a": "\U0001f697", "b": }', 16),
        ("[1, 2", 5),
    ],
)
def test_an_error_is_placed_by_characters(text: str, start: int) -> None:
    assert refused(text.encode()).start == start


def test_a_trailing_comma_is_sought_in_the_document_only() -> None:
    with pytest.raises(MalformedError, match="expected a value, found ']'"):
        list(scan(",]", 1))


# Encodings


def test_a_byte_order_mark_is_skipped_and_no_offset_counts_it() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == parse(b'{"a": 1}')
    error = refused(b"\xef\xbb\xbf{]")
    assert (error.start, error.end) == (1, 2)
    assert decode_text(b"\xef\xbb\xbf{]") == "{]"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_unicode_encodings_are_named(encoding: str) -> None:
    content = '{"make": "Škoda"}'.encode(encoding)
    error = refused(content)
    assert error.message == f"the document is {encoding[:6].upper()}; save it as UTF-8"
    assert (error.start, error.end) == (0, 1)
    assert decode_text(content).removeprefix("\ufeff") == '{"make": "Škoda"}'


def test_big_endian_byte_order_marks_are_known() -> None:
    assert refused("\ufeff{}".encode("utf-16-be")).message == "the document is UTF-16; save it as UTF-8"
    assert refused("\ufeff{}".encode("utf-32-be")).message == "the document is UTF-32; save it as UTF-8"


def test_a_byte_of_windows_1252_is_named_at_its_place() -> None:
    content = '{"name": "Citroën", "doors": "fünf"}'.encode("cp1252")
    error = refused(content)
    assert error.message == "byte 0xeb is not UTF-8; it looks like Windows-1252 ('ë'), save it as UTF-8"
    assert decode_text(content)[error.start - 5 : error.end] == "Citro\ufffd"


def test_an_invisible_byte_of_windows_1252_is_shown_escaped() -> None:
    message = r"byte 0xa0 is not UTF-8; it looks like Windows-1252 ('\xa0'), save it as UTF-8"
    assert refused(b'{"power": "230\xa0kW"}').message == message


def test_an_invalid_byte_within_utf_8_is_named_without_a_guess_of_the_encoding() -> None:
    content = '{"make": "Škoda", "model": "'.encode() + b'Citigo\xeb"}'
    assert refused(content).message == "byte 0xeb is not UTF-8"
    assert decode_text(content)[refused(content).start] == "\ufffd"


@pytest.mark.parametrize("bad", [b"\xe2\x82", b"\x81", b"\xff\x00"])
def test_a_byte_that_is_no_text_at_all_is_named_without_a_guess(bad: bytes) -> None:
    content = b'{"model": "' + bad + b'"}'
    assert refused(content).message == f"byte 0x{bad[0]:02x} is not UTF-8"
    assert refused(content).start == 11


@pytest.mark.parametrize("bad", [b"\xc0\xaf", b"\xed\xa0\xbd", b"\xf4\x90\x80\x80", b"\x80", b"\xfe"])
def test_bytes_that_no_utf_8_holds_are_refused(bad: bytes) -> None:
    assert refused(b'{"model": "' + bad + b'"}').message.startswith(f"byte 0x{bad[0]:02x} is not UTF-8")
    assert refused(b'{"' + bad + b'": 1}').start == 2


@pytest.mark.parametrize(
    ("content", "message", "at"),
    [
        ('["ä",' + "1," * 40, "the document ends before it is complete", 85),
        ('["ä",' + "1," * 40 + "2x]", "the document is not JSON here: expected ',' or ']'", 86),
        ('["ä",' + "1," * 40 + "2] 3", "the document is not JSON here: trailing characters", 88),
        ("[" * 600 + "]" * 600, f"nested deeper than {MAX_DEPTH} levels", MAX_DEPTH),
        ("[" + "1," * 40 + "1e999]", "cannot be read: a number has at most", 81),
    ],
)
def test_the_error_of_a_long_document_is_that_of_the_decoder_at_its_place(
    content: str, message: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = refused(content.encode())
    monkeypatch.setattr("speclint.documents.parser.MAX_EXAMINED", 40)
    error = refused(b"\xef\xbb\xbf" + content.encode())
    assert message in error.message
    assert error.start == at
    # the exact scanner names the whole word
    assert at - exact.start in {0, 1}


def test_bytes_of_a_long_document_that_are_not_utf_8_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclint.documents.parser.MAX_EXAMINED", 4)
    assert (
        refused(b'["abc\xff"]').message
        == "byte 0xff is not UTF-8; it looks like Windows-1252 ('ÿ'), save it as UTF-8"
    )

"""Targets that call a function: parsing, paths and patterns, figures in texts, laws."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from fuzzing import Target, require
from hypothesis import strategies as st
from inputs import KEYS, ODD_TEXTS, ODD_VALUES, SPECS, with_bytes_changed, with_values_changed, written

from speclint.documents.jsonpath import JSONPathError, find, parse_path, path_text
from speclint.documents.parser import MAX_DEPTH, decode_text, parse
from speclint.documents.pointer import resolve, to_pointer, to_steps
from speclint.documents.regions import Regions
from speclint.errors import LimitError
from speclint.files.glob import name_match
from speclint.files.ignore import IgnoreFile, is_ignored
from speclint.profiles.compile import load_profile
from speclint.quantities.numeral import read_numeral
from speclint.quantities.reading import read_figures
from speclint.quantities.table import QUANTITIES
from speclint.quantities.text import Ambiguous, Unread, WrittenFigure, read_text
from speclint.rules.laws.case import Case
from speclint.rules.laws.grammar import parse_condition, parse_expression
from speclint.rules.laws.scalar import certainty, ends
from speclint.rules.laws.tokens import LawError
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn
    from runs import Runs

ROOT = Path(__file__).parent.parent.parent
OWN_LIMITS = re.compile("nest|digits|surrogate|too large|too small|between|range")
"""What our parser refuses and RFC 8259 leaves to parsers."""


def _documents() -> st.SearchStrategy[bytes]:
    sheets = st.sampled_from([SPECS[name] for name in sorted(SPECS)])
    small = st.recursive(
        st.sampled_from(ODD_VALUES),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
    )
    real = sheets.flatmap(with_values_changed) | small
    texts = real.flatmap(written)
    return st.one_of(texts, texts.flatmap(with_bytes_changed), st.binary(), _deep())


@st.composite
def _deep(draw: DrawFn) -> bytes:
    opened = draw(st.sampled_from((b"[", b'{"a":', b'[{"":')))
    depth = draw(st.sampled_from((10, MAX_DEPTH // 2, MAX_DEPTH, MAX_DEPTH + 1, 5000, 200_000)))
    closed = opened.translate(bytes.maketrans(b"[{", b"]}"), b'"a:')[::-1]
    return opened * depth + draw(st.sampled_from((b"1", b"", b"]"))) + closed * depth


def _same(value: object, other: object) -> bool:
    """Whether two values are the same JSON, numbers with the same digits."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_same(value[key], other[key]) for key in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return str(value) == str(other) and isinstance(value, bool) == isinstance(other, bool)


def _refuse(word: str) -> None:
    raise ValueError(word)


def check_parse(content: bytes, _: Runs) -> None:
    """A text is read as Python reads it, or refused with a place in it."""
    parsed = parse(content)
    text = decode_text(content)
    for error in parsed.parse_errors:
        require(0 <= error.start <= error.end <= len(text), "an error is in the text", error)
        require("\n" not in error.message, "an error is one line", error)
    refused = [error for error in parsed.parse_errors if error.kind == "invalid-json"]
    try:
        expected = json.loads(
            content.decode("utf-8-sig"), parse_int=int, parse_float=Decimal, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as error:
        is_long = "integer string conversion" in str(error)
        require(refused or is_long, "what is not JSON is refused", error)
        return
    except InvalidOperation:
        require(refused, "an exponent that no Decimal has is refused", parsed)
        return
    if refused:
        require(OWN_LIMITS.search(refused[0].message), "what is JSON is read", refused)
        return
    require(_same(parsed.value, expected), "a document is read as Python reads it", parsed.value)
    regions = Regions(text)
    for pointer in _pointers(expected):
        literal = regions.literal(pointer).encode("utf-8")
        again = parse(literal).value
        require(_same(again, resolve(expected, pointer)), "a pointer leads to its value", pointer)


def _pointers(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[str]:
    yield to_pointer(steps)
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from _pointers(child, (*steps, step))


PATHS = [
    "make",
    "$.a['b c'][*]",
    "range.rated[?@.cycle=='wltp'].range_km",
    "['']",
    "$",
    "[*][*]",
    'a["]"]',
    "$['\\']",
    "/a~0b/~1/0",
    "/",
    "~2",
]
PATTERNS = [
    "specs/{make}/*.json",
    "**/*.json",
    "a/**/b",
    "[!a-c]?",
    "[[:alpha:]]*",
    "\\*",
    "*a*a*a*a*b",
    "[",
    "[]]",
    "!x",
    "#",
]
_signs = st.text(alphabet=".[]*?@='\"$ab/~01!{}-\\^: \0é\ud800", max_size=20)
paths = st.one_of(st.sampled_from(PATHS), _signs, st.tuples(st.sampled_from(PATHS), _signs).map("".join))
patterns = st.one_of(
    st.sampled_from(PATTERNS), _signs, st.tuples(st.sampled_from(PATTERNS), _signs).map("".join)
)
long_patterns = st.tuples(st.sampled_from(["*a", "?*", "[a]*", "**/", "a*"]), st.integers(50, 400)).map(
    lambda repeated: repeated[0] * repeated[1]
)


def check_paths(given: tuple[str, str, str], _: Runs) -> None:
    """Paths and pointers are read and written again as they were, and patterns match in linear time."""
    path, pattern, name = given
    with suppress(JSONPathError):
        steps = parse_path(path)
        list(find(SPECS["specs/bmw/ix2-xdrive30.json"], steps))
        with suppress(ValueError):
            require(parse_path(path_text(steps)) == steps, "a path is read as it was written", steps)
    with suppress(ValueError):
        require(to_pointer(to_steps(path)) == path, "a pointer is read as it was written", path)
    with suppress(ValueError, LookupError):
        resolve(SPECS["specs/bmw/ix2-xdrive30.json"], path)
    match = name_match(pattern)
    matches = match is not None and bool(match(name))
    if not set(pattern) & set("[]\\"):
        require(matches == fnmatchcase(name, pattern), "a pattern matches as that of a shell", given)
    with suppress(LimitError):
        file = IgnoreFile(Path(".gitignore"), pattern.encode("utf-8", "surrogatepass"))
        # as names of files are: without NUL, and with surrogates for bytes alone
        is_ignored(Path(re.sub("[\0\ud800]", "", name) or "a"), [file], is_folder=False)


FIGURES = [
    "150 kW (204 PS)", "417–449 km", "ca. 1.865,5 kg", "230 kW @ 5500 rpm", ">230", "250+", "5 ft 10 in",
    "1 h 30 min", "12.7@ 2,700(kgm@ rpm)", "10.2:1", "₹18.34 Lakh", "1'234", "12,34,567", "-5", "1e3 mm",
    "~230", "1/min", "l/100 km", "from 5.3 s", "4.6-4.9", "١٢٣", "½", "²", "3 x 4", "417 -449", "Golf 7 150",
    "up to 300 mi", "0.30 (0.28)",
]  # fmt: skip
_words = st.one_of(
    st.sampled_from(FIGURES), st.sampled_from(ODD_TEXTS),
    st.text(alphabet="0123456789.,-–+~@()/ eEkWPSmin:'", max_size=12), st.text(max_size=4),
)  # fmt: skip
figure_texts = st.lists(_words, min_size=1, max_size=4).map(" ".join) | st.lists(_words, max_size=60).map(
    "".join
)
KINDS = sorted({quantity.kind for quantity in QUANTITIES.values()})


def check_figures(given: tuple[str, str, str | None], _: Runs) -> None:
    """The figures of a text lie in it, in order, and each number is where it is said to be."""
    text, kind, decimal = given
    read_figures(text, kind, None, decimal)
    found = read_text(text, decimal)
    readings = (
        (found.point, found.comma)
        if isinstance(found, Ambiguous)
        else ()
        if isinstance(found, Unread)
        else (found,)
    )
    for figures in readings:
        for figure in figures:
            _check_figure(text, figure)


def _check_figure(text: str, figure: WrittenFigure) -> None:
    start, end = figure.span
    require(0 <= start < end <= len(text), "a figure is in its text", figure)
    for first, last in figure.numbers:
        require(start <= first < last <= end, "a number is in its figure", figure)
        numeral = text[first:last]
        is_read = any(read_numeral(numeral, mark) is not None for mark in (".", ","))
        require(is_read, "a number is where it is written", numeral)


LAWS = re.findall(
    r'(?:law|when|unless) = "([^"]+)"',
    (ROOT / "linter/speclint/rules/laws/laws.toml").read_text(encoding="utf-8"),
)
WORDS = [word for law in LAWS for word in law.split()] + [
    "(", ")", "not", "and", "or", "<", "<=", "==", "within", "1 %", "/", "*", "-", "max(", "min(", "each(",
    "first(", "value(", "is stated", "in", "[eu, us]", '"', "9" * 31, "0", "year", "kW/kWh", "price", "EUR",
    "é", "\0",
]  # fmt: skip


@st.composite
def laws(draw: DrawFn) -> str:
    """Laws of the table with words exchanged, and words in any order."""
    if draw(st.booleans()):
        return " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=12)))
    words = draw(st.sampled_from(LAWS)).split()
    for _ in range(draw(st.integers(0, 3))):
        words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS) | st.text(max_size=3))
    return " ".join(words)


def check_law(given: tuple[str, str], _: Runs) -> None:
    """A law is read or refused at one of its columns, and of a sheet never both holds and fails."""
    law, name = given
    for read in (parse_condition, parse_expression):
        try:
            tree = read(law, {})
        except LawError as error:
            require(1 <= error.column <= len(law) + 1, "an error is at a column of the law", error)
            continue
        case = Case(_sheet(name), {})
        if read is parse_condition:
            holds, fails = certainty(tree)
            require(not (holds(case) and fails(case)), "a condition does not hold and fail at once", law)
        else:
            low, high = (end(case) for end in ends(tree.node))
            require(not low > high, "the ends of an expression are in order", law)


def _sheet(name: str) -> Sheet:
    value = parse((ROOT / name).read_bytes()).value
    return Sheet(SheetLocation(name, name), (), value, load_profile("spec-sheet"))


TARGETS = (
    Target("parse", _documents(), check_parse),
    Target(
        "paths", st.tuples(paths | _signs, patterns | long_patterns, _signs | st.just("a" * 200)), check_paths
    ),
    Target(
        "text-figures",
        st.tuples(figure_texts, st.sampled_from(KINDS), st.sampled_from((None, ".", ","))),
        check_figures,
    ),
    Target("laws", st.tuples(laws(), st.sampled_from(sorted(SPECS))), check_law),
)

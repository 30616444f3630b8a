"""The report for people: marks under the right characters, and all parts of a finding."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from speclint.documents.regions import Region, Regions
from speclint.reporters.sanitize import sanitized, width
from speclint.reporters.snippet import MAX_LINE_CHARACTERS
from speclint.reporters.style import Style
from speclint.reporters.text import render
from speclint.results import (
    Edit,
    Finding,
    Fix,
    Location,
    RelatedLocation,
    Report,
    SuppressedFinding,
    Suspect,
)
from speclint.rules.rule import Level

PATH = "specs/bmw/ix2.json"


def location(source: str, start: int, end: int, path: str = PATH) -> Location:
    regions = Regions(source)
    region = regions.at(start, end)
    return Location(path, "", region, regions.line_text(region.line))


def place(source: str, literal: str, path: str = PATH) -> Location:
    """The place of a text that occurs exactly once in a source."""
    assert source.count(literal) == 1
    start = source.index(literal)
    return location(source, start, start + len(literal), path)


def finding(
    here: Location, *related: RelatedLocation, suspect: Suspect | None = None, note: str | None = None
) -> Finding:
    return Finding(
        rule="conversion-mismatch",
        level=Level.ERROR,
        message="torque 494 Nm is 364 lb-ft, not 346",
        sheet="bmw/ix2",
        at="/powertrain/torque/lb-ft",
        location=here,
        suspect=suspect,
        related=related,
        fingerprint="0" * 16,
        url="docs/rules/conversion-mismatch.md",
        help=note,
    )


def rendered(
    *findings: Finding, colour: bool = False, columns: int = 80, quiet: bool = True, verbose: bool = False
) -> str:
    style = Style(colour=colour, columns=columns)
    return render(Report(findings, (), 2, 0.125), style, quiet=quiet, verbose=verbose)


def marked(here: Location, *related: RelatedLocation) -> tuple[str, str]:
    """What is shown of the source line, and the line of marks below it, both without the gutter."""
    source, marks = rendered(finding(here, *related), columns=200).splitlines()[3:5]
    return source.partition("|")[2][1:].removesuffix("…"), marks.partition("| ")[2]


TORQUE = '{\n  "torque": {"Nm": 494, "lb-ft": 346}\n}\n'


def test_a_finding_is_shown_with_its_line_its_suspect_and_the_related_figure() -> None:
    here = place(TORQUE, "346")
    suspect = Suspect(here, "346", "lb-ft", "364", "494 Nm is 364 lb-ft")
    related = RelatedLocation("494 Nm is stated here", place(TORQUE, "494"))
    assert (
        rendered(finding(here, related, suspect=suspect, note="write 364"), quiet=False)
        == """\
error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346
 --> specs/bmw/ix2.json:2:34
  |
2 |   "torque": {"Nm": 494, "lb-ft": 346}
  |                    ---           ^^^ should be 364
  |                    494 Nm is stated here
  = help: write 364

2 sheets, 0 figures: 1 error, 0 warnings, 0 notes (0.12 s)
"""
    )


def test_related_places_on_other_lines_and_in_other_files_are_shown_with_their_own_line() -> None:
    source = '{\n  "Nm": 494,\n\n\n\n\n\n\n  "lb-ft": 346\n}'
    other = "\n" * 99 + '{"kW": 230}'
    same_line_elsewhere = '\n\n\n\n\n\n\n\n  "far": 1'
    related = [
        RelatedLocation("stated here", place(source, "494")),
        RelatedLocation("in a sibling", place(other, "230", "specs/bmw/ix1.json")),
        RelatedLocation("on that line, but there", place(same_line_elsewhere, "1", "specs/bmw/x.json")),
    ]
    assert (
        rendered(finding(place(source, "346"), *related))
        == """\
error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346
   --> specs/bmw/ix2.json:9:12
    |
  9 |   "lb-ft": 346
    |            ^^^
   ::: specs/bmw/ix2.json:2:9
    |
  2 |   "Nm": 494,
    |         --- stated here
   ::: specs/bmw/ix1.json:100:8
    |
100 | {"kW": 230}
    |        --- in a sibling
   ::: specs/bmw/x.json:9:10
    |
  9 |   "far": 1
    |          - on that line, but there

"""
    )


def test_the_last_line_counts_and_knows_the_singular() -> None:
    shown = finding(place(TORQUE, "346"))
    report = Report((shown, replace(shown, level=Level.NOTE)), (SuppressedFinding(shown, "so"),), 1, 61.5)
    assert (
        render(report).splitlines()[-1]
        == "1 sheet, 0 figures: 1 error, 0 warnings, 1 note, 1 suppressed (61.50 s)"
    )
    assert (
        render(Report((), (), 43, 0.0, figures=738))
        == "43 sheets, 738 figures: 0 errors, 0 warnings, 0 notes (0.00 s)\n"
    )


def test_colour_changes_nothing_but_the_colour() -> None:
    here = place(TORQUE, "346")
    suspect = Suspect(here, "346", "lb-ft", "364", "494 Nm is 364 lb-ft")
    shown = finding(here, RelatedLocation("494 Nm is stated here", place(TORQUE, "494")), suspect=suspect)
    coloured = rendered(shown, colour=True, quiet=False)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == rendered(shown, quiet=False)
    assert "\x1b[1;31m^^^\x1b[0m \x1b[1;31mshould be 364\x1b[0m\n" in coloured


# Marks


def test_marks_are_aligned_below_tabs_wide_and_combining_characters() -> None:
    for prefix, columns in [
        ("\t\t", 2),
        ("日本", 4),
        ("e\u0301\u0302", 1),
        ("\x1b", 4),
        ("##[", 4),
        ("🚗", 2),
    ]:
        source = f'"{prefix}": 346'
        shown, marks = marked(place(source, "346"))
        assert shown == sanitized(source)
        assert marks == " " * (columns + 4) + "^^^"


def test_a_wide_value_is_underlined_in_full() -> None:
    assert marked(place('"a": "日本"', '"日本"')) == ('"a": "日本"', "     ^^^^^^")


def test_a_value_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert marked(place('{"a": [1,\n2,\n3]}', "[1,\n2,\n3]")) == ('{"a": [1,', "      ^^^")
    other = RelatedLocation("", place('{"a": 1, "b": [1,\n2]}', "[1,\n2]"))
    assert marked(place('{"a": 1, "b": [1,\n2]}', '"a"'), other)[1] == " ^^^          ---"


def test_a_place_without_width_gets_one_caret() -> None:
    assert marked(location('{"a": ', 6, 6)) == ('{"a": ', "      ^")
    assert marked(location('{"a": 1}', 6, 6)) == ('{"a": 1}', "      ^")


def test_a_place_on_an_empty_line_is_reported_without_a_source_line() -> None:
    assert rendered(finding(location('{"a":\n', 6, 6))) == (
        f"error[conversion-mismatch]: torque 494 Nm is 364 lb-ft, not 346\n --> {PATH}:2:1\n\n"
    )


def test_of_a_minified_sheet_the_part_around_the_place_is_shown_at_once() -> None:
    members = ",".join(f'"key{number}": {number}' for number in range(60_000))
    source = "{" + members + ',"lb-ft": 346,' + members + "}"
    assert len(source) > 1_000_000
    start = source.index('"lb-ft": 346') + len('"lb-ft": ')
    here = location(source, start, start + 3)
    far = RelatedLocation("far off", location(source, 5, 9))
    started = time.perf_counter()
    shown, marks = marked(here, far)
    assert time.perf_counter() - started < 0.5
    assert len(shown) == MAX_LINE_CHARACTERS
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "346"
    assert marks.count("^") == 3


def test_marks_stay_inside_what_is_shown_of_a_long_value() -> None:
    source = '{"a": "' + "x" * 1000 + '", "b": 1}'
    shown, marks = marked(location(source, 6, 1008))
    assert len(shown) == MAX_LINE_CHARACTERS
    assert marks == " " * marks.index("^") + "^" * (MAX_LINE_CHARACTERS - marks.index("^"))
    assert shown[marks.index("^")] == '"'


characters = st.text(
    st.characters(exclude_characters="\n\r") | st.sampled_from("\t\x1b日é\u0301\u202e#[:🚗\u0e31 "),
    max_size=400,
)


@given(characters, st.text("0123456789", min_size=1, max_size=200), characters)
def test_carets_are_below_the_value_whatever_surrounds_it(before: str, value: str, after: str) -> None:
    source = f"{before}|{value}|{after}"
    start = len(before) + 1
    shown, marks = marked(location(source, start, start + len(value)))
    first = marks.index("^")
    # the text above the carets, found by the width of the text before it
    beginning = next(index for index in range(len(shown) + 1) if width(shown[:index]) == first)
    if width(shown[: beginning + 1]) == first:  # a mark of no width belongs to the character before it
        beginning += 1
    assert marks == " " * first + "^" * marks.count("^")
    assert value.startswith(shown[beginning : beginning + marks.count("^")])
    assert marks.count("^") == len(value) or len(source) > MAX_LINE_CHARACTERS


@given(st.text(min_size=1), st.text(), st.text())
def test_nothing_in_a_report_is_more_than_text(message: str, path: str, line: str) -> None:
    here = Location(path, "", Region(1, 1, 1, 2), line)
    shown = finding(here, RelatedLocation(message, replace(here, path=f"{path}2")), note=message)
    suspect = Suspect(here, message, message, message, message)
    shown = replace(shown, message=message, suspect=suspect)
    report = rendered(shown)
    assert report == "" or report.replace("\n", "").isprintable()
    assert "##[" not in report


# Width


LONG = (
    "kerb mass 209 kg is lighter than 64.8 kWh, 494 Nm and its siblings allow: expected 2026 kg "
    "(1742–2325), as https://example.org/a/very/long/address/that/no/terminal/has/the/columns/for/in/a/line"
)


def words(text: str) -> list[str]:
    return re.sub(r"[|^=-]", " ", text).split()


@given(st.integers(40, 200), st.lists(st.sampled_from(["a", "494 Nm", "日本", "e\u0301", "x" * 30])))
def test_lines_end_between_words_and_are_no_wider_than_the_terminal(columns: int, parts: list[str]) -> None:
    text = " ".join(["torque", *parts])
    lines = list(Style(columns=columns).lines((text, ""), hang=2))
    assert all(width(line) <= columns for line in lines)
    assert " ".join(line.strip() for line in lines) == text
    assert all(line.startswith("  ") for line in lines[1:])


def test_messages_labels_and_help_end_their_lines_between_words_at_80_columns() -> None:
    source = '{"mass": {"kerb": {"kg": 209}}, "battery": {"usable": {"kWh": 64.8}}, "torque": {"Nm": 494}}'
    related = [RelatedLocation(LONG, place(source, literal)) for literal in ("64.8", "494")]
    shown = replace(finding(place(source, "209"), *related, note=LONG), message=LONG)
    lines = rendered(shown).splitlines()
    assert [line for line in lines if width(line) > 80 and "https" not in line] == []
    text = " ".join(words("\n".join(lines)))
    assert text.count(" ".join(words(LONG))) == 4


def test_a_word_that_is_longer_than_a_line_stays_whole() -> None:
    address = "https://example.org/" + "x" * 90
    assert list(Style(columns=80).lines((f"see {address} there", ""), hang=2)) == [
        "see", f"  {address}", "  there",
    ]  # fmt: skip


def test_colours_go_on_in_the_next_line() -> None:
    parts = ("error", "error"), (f" {'word ' * 9}", "bold")
    lines = list(Style(colour=True, columns=40).lines(*parts, hang=2))
    assert lines[0].startswith("\x1b[1;31merror\x1b[0m\x1b[1m word")
    assert lines[1].startswith("  \x1b[1mword")


def test_of_a_long_line_the_part_is_shown_that_a_terminal_has_room_for() -> None:
    source = '{"a": "' + "x" * 300 + '", "lb-ft": 346, "b": "' + "y" * 300 + '"}'
    lines = rendered(finding(place(source, "346"))).splitlines()
    assert all(len(line) <= 80 for line in lines[2:])
    assert re.fullmatch(r'1 \|…x+", "lb-ft": 346, "b": "y+…', lines[3])


# Related places


def test_labels_are_below_their_own_marks_on_the_line_where_they_are() -> None:
    source = '{"kW": 230, "PS": 313, "hp": 313.0}'
    start = source.index("313")
    related = [
        RelatedLocation("230 kW is stated here", place(source, "230")),
        RelatedLocation("313 PS is stated here", location(source, start, start + 3)),
    ]
    suspect = Suspect(place(source, "313.0"), "313.0", "hp", "308", "230 kW is 308 hp")
    assert rendered(finding(place(source, "313.0"), *related, suspect=suspect)).splitlines()[3:] == [
        '1 | {"kW": 230, "PS": 313, "hp": 313.0}',
        "  |        ---        ---        ^^^^^ should be 308",
        "  |        |          313 PS is stated here",
        "  |        230 kW is stated here",
        "",
    ]


def test_a_label_without_room_below_its_mark_starts_further_left() -> None:
    source = '{"a_rather_long_name_of_a_member_that_comes_before_the_place_in_question": 346}'
    related = RelatedLocation("it is stated here, and there is a good deal to add", place(source, "346"))
    here = place(source, '"a_rather_long_name_of_a_member_that_comes_before_the_place_in_question"')
    lines = rendered(finding(here, related)).splitlines()
    assert lines[5] == "  |                           it is stated here, and there is a good deal to add"
    assert len(lines[5]) == 80


def test_at_most_three_related_places_are_shown_unless_all_are_asked_for() -> None:
    source = "\n".join(f'"kg": {number}' for number in range(100, 119))
    related = [RelatedLocation(f"sibling {number}", place(source, str(number))) for number in range(101, 119)]
    shown = finding(place(source, "100"), *related)
    text = rendered(shown)
    assert text.count(":::") == 3
    assert text.endswith("\n  = and 15 more; --verbose shows them\n\n")
    verbose = rendered(shown, verbose=True)
    assert verbose.count(":::") == 18
    assert "more; --verbose" not in verbose


def test_what_is_known_of_the_place_itself_is_shown_beside_three_related_places() -> None:
    here = place(TORQUE, "346")
    related = [RelatedLocation(f"note {number}", here) for number in range(5)]
    assert [line for line in rendered(finding(here, *related)).splitlines() if " = note" in line] == [
        f"  = note {number}" for number in range(5)
    ]


# Files and fixes


def test_findings_are_grouped_by_file_below_a_heading_that_counts_them() -> None:
    first, second = place(TORQUE, "346"), place(TORQUE, "494", "specs/mini/cooper.json")
    note = replace(finding(first), level=Level.NOTE)
    lines = rendered(finding(first), note, finding(second)).splitlines()
    headings = [f"{PATH}: 1 error, 1 note", "specs/mini/cooper.json: 1 error"]
    assert lines[0] == headings[0]
    assert [line for line in lines if line.startswith("specs/")] == headings
    assert not rendered(finding(first)).startswith("specs/")


def fixed(here: Location, text: str, *, safe: bool = True) -> str:
    fix = Fix((Edit(here.path, (0, 1), here.region, text),), safe)
    return rendered(replace(finding(here), fix=fix)).partition("^\n")[2]


def test_the_line_of_a_fix_is_shown_before_and_after() -> None:
    assert fixed(place(TORQUE, "346"), "364") == (
        "  = fix with --fix:\n"
        '2 -   "torque": {"Nm": 494, "lb-ft": 346}\n'
        '2 +   "torque": {"Nm": 494, "lb-ft": 364}\n\n'
    )
    unsafe = fixed(place(TORQUE, "346"), "364", safe=False)
    assert unsafe.startswith("  = fix with --fix --unsafe-fixes:\n2 - ")


def test_a_fix_of_a_long_line_is_cut_as_the_line_is() -> None:
    source = '{"a": "' + "x" * 300 + '", "lb-ft": 346, "b": "' + "y" * 300 + '"}'
    _, before, after, _ = fixed(place(source, "346"), "3640").split("\n", 3)
    assert len(before) <= 80
    assert re.fullmatch(r'1 -…x+", "lb-ft": 346, "b": "y+…', before)
    assert before.replace("-…", "+…").replace("346", "3640") == after


def test_a_fix_of_several_lines_is_only_announced() -> None:
    here = place('{"a": [\n1\n]}', "[\n1\n]")
    assert fixed(here, "") == "  = fix with --fix\n\n"


@given(st.integers(40, 90))
def test_no_line_that_is_broken_begins_with_a_command_of_a_log(columns: int) -> None:
    message = "a word and ::error::another " * 8
    here = finding(place(TORQUE, "346"), RelatedLocation(message, place(TORQUE, "494")), note=message)
    report = Report((replace(here, message=message), here), (), 1, 0.0)
    lines = render(report, Style(columns=columns)).split("\n")
    assert len(lines) > 20
    assert not [line for line in lines if re.match(r"\s*::(?!:)", line)]

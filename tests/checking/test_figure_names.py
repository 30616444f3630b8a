"""Two figures in one text, `150 kW (204 PS)`, are two figures wherever one is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speclint.checking.baseline import Entry, entry_of, load_baseline, write_baseline
from speclint.checking.diagnosis.diagnose import Diagnosis
from speclint.checking.diagnosis.trials import violation_id
from speclint.checking.findings import Locator, finding_of
from speclint.checking.known import Part, places_of
from speclint.checking.pipeline import deduplicate, diagnose_all, suppress
from speclint.documents.parser import parse
from speclint.project.config import ConfigSuppression
from speclint.quantities.figure import Figure
from speclint.quantities.figure_name import FigureName
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.rules.registry import rule_named
from speclint.rules.rule import Correction, Related, RuleViolation, Violation
from speclint.sheets.catalog import Catalog
from speclint.sheets.exchange import with_value
from speclint.sheets.layers import Layer
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from speclint.results import Finding

RULE = rule_named("figure-out-of-bounds")
TEXT = '{"make": "BMW", "power": "150\\u00a0kW (204 PS)"}'
KW = FigureName("/power", "kW", (0, 3))
PS = FigureName("/power", "PS", (8, 11))


def sheet_of(text: str) -> Sheet:
    content = text.encode()
    value = parse(content).value
    return Sheet(SheetLocation("a.json", "a"), (Layer("a.json", content, value),), value, None)


def finding(sheet: Sheet, name: FigureName, suggestion: str = "") -> Finding:
    corrections = Correction(name, name.unit, suggestion, "the other figure", "wrong", certain=True)
    diagnosis = Diagnosis(RULE, Violation("wrong", name), corrections if suggestion else None, ())
    return finding_of(sheet, diagnosis, Locator(), Catalog([]))


def found() -> list[RuleViolation]:
    return [(RULE, Violation("wrong", name)) for name in (KW, PS)]


def diagnose_each(sheet: Sheet, violations: list[RuleViolation]) -> list[Diagnosis]:
    del sheet
    return [Diagnosis(rule, violation, None, ()) for rule, violation in violations]


def test_a_figure_of_a_text_is_named_by_pointer_unit_and_span() -> None:
    figure = Figure(QUANTITIES["power"], UNITS["PS"], 204, "/power", (8, 11))
    assert figure.name == PS
    assert figure.with_stated(240).name == PS
    assert str(PS) == "/power~(PS)"
    assert PS.part("150 kW (204 PS)") == "204"
    assert PS.with_part("150 kW (204 PS)", "240") == "150 kW (240 PS)"


def test_a_figure_that_its_pointer_names_alone_is_named_by_it() -> None:
    figure = Figure(QUANTITIES["power"], UNITS["PS"], 204, "/power/PS")
    assert figure.name == FigureName("/power/PS") == Violation("wrong", "/power/PS").name
    assert str(figure.name) == "/power/PS"
    assert figure.name.part(204) == 204


def test_violations_of_two_figures_in_one_text_are_two() -> None:
    sheet = sheet_of(TEXT)
    assert len({violation_id(each) for each in found()}) == 2
    assert len(places_of([(sheet, found())])) == 2
    diagnosed = diagnose_all([Part(sheet, found(), None)], diagnose_each)
    assert [each.name for each in deduplicate(diagnosed, diagnose_each)] == [KW, PS]


def test_findings_of_two_figures_in_one_text_have_two_fingerprints_and_regions() -> None:
    sheet = sheet_of(TEXT)
    of_kw, of_ps = finding(sheet, KW), finding(sheet, PS)
    assert of_kw.fingerprint != of_ps.fingerprint
    assert (of_kw.at, of_kw.unit) == ("/power", "kW")
    quote = TEXT.index('"150')
    assert (of_kw.location.region.column, of_kw.location.region.end_column) == (quote + 2, quote + 5)
    assert (of_ps.location.region.column, of_ps.location.region.end_column) == (
        TEXT.index("204") + 1,
        TEXT.index("204") + 4,
    )


def test_a_fingerprint_holds_when_the_text_before_the_figure_changes() -> None:
    moved = FigureName("/power", "PS", (9, 12))
    before = finding(sheet_of('{"power": "150 kW (204 PS)"}'), PS)
    after = finding(sheet_of('{"power": "150  kW (204 PS)"}'), moved)
    assert before.fingerprint == after.fingerprint


def test_a_fix_in_a_text_rewrites_its_figure_alone() -> None:
    fix = finding(sheet_of(TEXT), PS, "240").fix
    assert fix is not None
    assert fix.safe
    (edit,) = fix.edits
    start, end = edit.span
    assert TEXT[:start] + edit.text + TEXT[end:] == TEXT.replace("204", "240")


def test_the_suspect_in_a_text_is_its_figure_alone() -> None:
    suspect = finding(sheet_of(TEXT), PS, "240").suspect
    assert suspect is not None
    assert (suspect.stated, suspect.unit, suspect.suggestion) == ("204", "PS", "240")


@pytest.mark.parametrize(
    ("name", "literal", "text"),
    [(KW, "105", "105\xa0kW (204 PS)"), (PS, "[204, 218]", "150\xa0kW (204-218 PS)")],
)
def test_a_trial_changes_a_figure_of_a_text_alone(name: FigureName, literal: str, text: str) -> None:
    assert with_value(sheet_of(TEXT), name, literal).value == {"make": "BMW", "power": text}


def entry(violation: Violation, at: FigureName | None = None) -> Entry:
    return entry_of(sheet_of(TEXT), RULE, violation, Path(), at)


def test_entries_of_two_figures_in_one_text_have_two_keys() -> None:
    of_kw, of_ps = (entry(violation) for _, violation in found())
    assert of_kw.key != of_ps.key
    assert (of_ps.at, of_ps.unit, of_ps.stated) == ("/power", "PS", '"204"')


def test_an_entry_on_two_figures_of_one_text_holds_both_from_either_side() -> None:
    violation = Violation("differ", KW, (Related("stated here", PS),))
    from_kw, from_ps = entry(violation), entry(violation, PS)
    assert from_kw.against == {"a#/power~(PS)": '"204"'}
    assert from_ps.against == {"a#/power~(kW)": '"150"'}
    assert from_kw.key == from_ps.key


def test_a_baseline_with_figures_of_texts_is_read_as_it_is_written(tmp_path: Path) -> None:
    entries = [entry(violation) for _, violation in found()]
    file = tmp_path / "baseline.json"
    assert write_baseline(file, entries) == 2
    assert {each.key for each in load_baseline(file).entries} == {each.key for each in entries}
    assert [each["unit"] for each in json.loads(file.read_text())["known"]] == ["kW", "PS"]


def test_a_suppression_at_a_pointer_is_one_of_all_figures_there() -> None:
    sheet = sheet_of(TEXT)
    accept = ConfigSuppression(RULE.id, "a", "/power", "as printed", "/accept/0")
    diagnosed = diagnose_all([Part(sheet, found(), None)], diagnose_each)
    suppression = suppress(diagnosed, [accept], diagnose_each)
    assert [each.name for each, _ in suppression.suppressed] == [KW, PS]
    assert not suppression.kept

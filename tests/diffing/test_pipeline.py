"""The stages of diffing: what each makes of a list of changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speclint.changes.change import Pair, Revised
from speclint.changes.detect import diff_sheets
from speclint.diffing.pipeline import EvaluatedChange, attribute, fold, gather, report, suppress
from speclint.profiles.compile import load_profile
from speclint.project.config import ConfigSuppression
from speclint.rules.registry import rule_named
from speclint.rules.rule import Violation
from speclint.sheets.catalog import Catalog
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet

if TYPE_CHECKING:
    from speclint.rules.rule import Rule
    from speclint.sheets.sheet import Sheet

PROFILE = load_profile("spec-sheet")
LARGE_JUMP = rule_named("large-jump")
PRECISION_LOST = rule_named("precision-lost")


def sheet(layer: object, own: object, name: str = "bmw/ix2") -> Sheet:
    layers = (layer_of("layers/base.json", json.dumps(layer).encode()),) if layer else ()
    place = SheetLocation(f"specs/{name}.json", name, Path("/specs"))
    return read_sheet(place, (*layers, layer_of(place.path, json.dumps(own).encode())), PROFILE, None)


def power(kilowatts: int) -> dict[str, object]:
    return {"powertrain": {"power": {"kW": kilowatts}}}


def revised(base: Sheet, revision: Sheet) -> Revised:
    changes = tuple(diff_sheets(Pair(base, revision)))
    return Revised(base, revision, changes, Catalog((base,)), Catalog((revision,)))


def evaluated(base: Sheet, revision: Sheet, *found: tuple[Rule, Violation]) -> list[EvaluatedChange]:
    return attribute(revised(base, revision), found)


@pytest.fixture
def three_changes() -> Revised:
    """The status, the power and a text differ."""
    before = {**power(230), "status": "current", "battery": {"chemistry": "NMC"}}
    after = {**power(240), "status": "discontinued", "battery": {"chemistry": "LFP"}}
    found = revised(sheet(None, before), sheet(None, after))
    assert [change.pointer for change in found.changes] == [
        "/status", "/powertrain/power/kW", "/battery/chemistry",
    ]  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        ("/powertrain/power/kW", "/powertrain/power/kW"),
        ("/battery/chemistry", "/battery/chemistry"),
        # a place that did not change: the first figure that did
        ("/revised", "/powertrain/power/kW"),
        ("", "/powertrain/power/kW"),
    ],
)
def test_a_violation_goes_to_the_change_at_its_place_or_to_the_first_changed_figure(
    three_changes: Revised, place: str, pointer: str
) -> None:
    found = (LARGE_JUMP, Violation("a message", place))
    changes = attribute(three_changes, [found])
    assert [change.change for change in changes] == list(three_changes.changes)
    assert [(change.change.pointer, change.violations) for change in changes if change.violations] == [
        (pointer, (found,))
    ]


def test_without_a_changed_figure_a_violation_of_the_whole_sheet_goes_to_the_first_change() -> None:
    before, after = sheet(None, {"trim": "a", "x": 1}), sheet(None, {"trim": "b", "x": 2})
    first, second = evaluated(before, after, (LARGE_JUMP, Violation("a message", "/revised")))
    assert (len(first.violations), len(second.violations)) == (1, 0)


def test_what_the_configuration_accepts_is_counted_and_the_change_stays() -> None:
    changes = evaluated(
        sheet(None, power(230)), sheet(None, power(240)),
        (LARGE_JUMP, Violation("large", "/powertrain/power/kW")),
        (PRECISION_LOST, Violation("lost", "/powertrain/power/kW")),
    )  # fmt: skip
    accepted = ConfigSuppression("large-jump", "bmw/*", "/powertrain", "a new engine", "/accept/0")
    (kept,), suppressed = suppress(changes, [accepted])
    assert suppressed == 1
    assert [violation.message for _, violation in kept.violations] == ["lost"]
    # the stage leaves its input as it was
    assert len(changes[0].violations) == 2


def test_a_change_of_a_layer_is_one_and_names_the_sheets_in_which_a_rule_found_something() -> None:
    base, revision = power(230), power(240)
    large = LARGE_JUMP, Violation("large", "/powertrain/power/kW")
    lost = PRECISION_LOST, Violation("lost", "/powertrain/power/kW")
    changes = [
        *evaluated(sheet(base, {}, "bmw/a"), sheet(revision, {}, "bmw/a"), large),
        *evaluated(sheet(base, {}, "bmw/b"), sheet(revision, {}, "bmw/b"), large, lost),
    ]
    (change,) = report(fold(changes), "metric", located=False)
    assert change.inherited_by == ("bmw/a", "bmw/b")
    assert [(finding.rule, finding.message) for finding in change.findings] == [
        ("large-jump", "large"),
        ("precision-lost", "lost (bmw/b)"),
    ]


def test_what_is_alike_in_many_sheets_is_reported_at_the_first_change_with_the_number_of_sheets() -> None:
    base, revision = power(230), power(240)
    alike = LARGE_JUMP, Violation("alike", "/powertrain/power/kW", group="power torque")
    changes = [
        *evaluated(sheet(base, {}, "bmw/a"), sheet(revision, {}, "bmw/a"), alike),
        *evaluated(sheet(base, {}, "bmw/b"), sheet(revision, {}, "bmw/b"), alike),
        *evaluated(sheet(None, base, "bmw/c"), sheet(None, revision, "bmw/c"), alike),
    ]
    reported = report(gather(fold(changes)), "metric", located=False)
    assert [[finding.message for finding in change.findings] for change in reported] == [
        ["alike, the same in 3 sheets"],
        [],
    ]


def test_equal_changes_of_the_sheets_own_documents_are_not_folded() -> None:
    changes = [
        change
        for name in ("bmw/a", "bmw/b")
        for change in evaluated(sheet(None, power(230), name), sheet(None, power(240), name))
    ]
    assert [len(group) for group in fold(changes)] == [1, 1]


def test_an_unlocated_report_has_no_lines_and_no_fingerprints() -> None:
    changes = fold(evaluated(sheet(None, power(230)), sheet(None, power(240))))
    (located,), (unlocated,) = (report(changes, "metric", located=value) for value in (True, False))
    assert located.revision is not None
    assert unlocated.revision is not None
    assert (located.revision.column, len(located.fingerprint)) == (33, 16)
    assert (unlocated.revision.column, unlocated.fingerprint) == (1, "")
    assert located.message == unlocated.message

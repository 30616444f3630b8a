"""`diff` on data as people write them: texts, units beside values, marks for nothing, words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PROFILE = """\
[sheets]
files = ["*.json"]
missing = ["s/d"]

[identity]
make = "make"
drive = { at = "drive", words = { "Heckmotor" = "rwd" } }
fuel = "fuel"
powertrain = "type"
gearbox = "gearbox"
category = "body"
market = "market"

[quantities]
power = { value = "power.value", unit = "power.unit" }
torque = "torque"
mass_kerb = { kg = "mass" }
"""


def changes(run: Run, folder: Path, before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What the command prints of two files, without the names of the sheet and the files."""
    for name, members in (("old", before), ("new", after)):
        (folder / f"{name}.json").write_text(json.dumps({"make": "M", **members}), encoding="utf-8")
    (folder / "cars.toml").write_text(PROFILE, encoding="utf-8")
    outcome = run("diff", "old.json", "new.json", "--profile", "cars.toml")
    assert outcome.err == ""
    return [line.strip() for line in outcome.out.splitlines() if line.startswith("  ")]


def beside(value: object, unit: str) -> dict[str, object]:
    return {"power": {"value": value, "unit": unit}}


@pytest.mark.parametrize(
    ("before", "after", "forth", "back"),
    [
        (
            beside(230, "kW"), beside(313, "PS"),
            "power 230 kW → 313 PS, restated", "power 313 PS → 230 kW, restated",
        ),
        (
            {"torque": "494 Nm"}, {"torque": "364 lb-ft (494 Nm)"},
            "torque 494 Nm → 494 Nm (364 lb-ft), restated", "torque 494 Nm (364 lb-ft) → 494 Nm, restated",
        ),
        ({"torque": "494 Nm"}, {"torque": "364 lb-ft"},
            "torque 494 Nm → 364 lb-ft, restated", "torque 364 lb-ft → 494 Nm, restated"),
        ({"drive": "AWD"}, {"drive": "awd"}, "drive: AWD → awd, restated", "drive: awd → AWD, restated"),
        ({"drive": "rwd"}, {"drive": "Heckmotor"},
            "drive: rwd → Heckmotor, restated", "drive: Heckmotor → rwd, restated"),
        ({"fuel": "Diesel"}, {"fuel": "gazole"},
            "fuel: Diesel → gazole, restated", "fuel: gazole → Diesel, restated"),
        ({"type": "BEV"}, {"type": "electric"},
            "powertrain: BEV → electric, restated", "powertrain: electric → BEV, restated"),
        ({"market": "USA"}, {"market": "us"}, "market: USA → us, restated", "market: us → USA, restated"),
    ],
)  # fmt: skip
def test_the_same_fact_in_another_writing_is_restated(
    run: Run, tmp_path: Path, before: dict[str, object], after: dict[str, object], forth: str, back: str
) -> None:
    assert changes(run, tmp_path, before, after) == [forth]
    assert changes(run, tmp_path, after, before) == [back]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (beside(230, "kW"), beside(230, "kilowatts")),
        ({"torque": "494 Nm"}, {"torque": "494Nm"}),
        ({"torque": "494 Nm"}, {"torque": {"Nm": 494}}),
        ({"mass": "1865"}, {"mass": 1865}),
        ({"mass": "N/A"}, {"mass": "k.A."}),
        ({"mass": None}, {"mass": "s/d"}),
        ({"drive": "N/A"}, {"drive": "-"}),
        ({"mass": "N/A"}, {}),
        ({"torque": None}, {}),
        (beside("N/A", "kW"), beside(None, "kW")),
        ({"drive": "-"}, {}),
    ],
)
def test_another_spelling_of_a_unit_or_of_nothing_is_no_change(
    run: Run, tmp_path: Path, before: dict[str, object], after: dict[str, object]
) -> None:
    assert changes(run, tmp_path, before, after) == []
    assert changes(run, tmp_path, after, before) == []


@pytest.mark.parametrize("nothing", ["N/A", "s/d", "-", "", None])
def test_a_figure_that_became_a_mark_for_nothing_is_removed(
    run: Run, tmp_path: Path, nothing: str | None
) -> None:
    assert changes(run, tmp_path, {"mass": 1865}, {"mass": nothing}) == [
        "kerb mass 1865 kg (4112 lb) removed",
        "warning[figure-removed]: kerb mass 1865 kg was removed",
    ]
    assert changes(run, tmp_path, {"mass": nothing}, {"mass": 1865}) == ["kerb mass 1865 kg (4112 lb) added"]


def test_a_mark_where_the_profile_maps_nothing_is_a_value(run: Run, tmp_path: Path) -> None:
    assert changes(run, tmp_path, {"hitch": "none"}, {"hitch": "TBD"}) == ["hitch: none → TBD"]


def test_a_unit_that_stays_beside_a_mark_for_nothing_is_no_change_of_its_own(
    run: Run, tmp_path: Path
) -> None:
    both = beside(230, "kW"), beside("N/A", "kW")
    assert changes(run, tmp_path, *both[::-1]) == ["power 230 kW (308 hp) added"]


def test_a_word_that_became_a_mark_for_nothing_is_removed(run: Run, tmp_path: Path) -> None:
    assert changes(run, tmp_path, {"drive": "AWD"}, {"drive": "N/A"}) == ["drive: AWD removed"]
    assert changes(run, tmp_path, {"drive": "N/A"}, {"drive": "AWD"}) == ["drive: AWD added"]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("drive", "AWD", "quantum drive"),
        ("drive", "4WD", "2WD"),
        ("gearbox", "CVT", "DSG"),
        ("gearbox", "8-speed automatic", "6-speed automatic"),
        ("fuel", "regular gasoline", "premium gasoline"),
        ("body", "sedan", "SUV"),
    ],
)
def test_words_for_different_things_are_a_change_even_if_rules_know_them_by_one_word(
    run: Run, tmp_path: Path, field: str, before: str, after: str
) -> None:
    name = "category" if field == "body" else field
    assert changes(run, tmp_path, {field: before}, {field: after}) == [f"{name}: {before} → {after}"]


def test_a_text_whose_figure_changed_is_one_change_whatever_it_adds_in_brackets(
    run: Run, tmp_path: Path
) -> None:
    assert changes(run, tmp_path, {"torque": "494 Nm (364 lb-ft)"}, {"torque": "500 Nm"}) == [
        "torque 494 Nm → 500 Nm: 6 Nm more (+1 %)"
    ]


def test_a_second_figure_that_contradicts_the_first_is_added(run: Run, tmp_path: Path) -> None:
    assert changes(run, tmp_path, {"torque": "494 Nm"}, {"torque": "494 Nm (500 lb-ft)"}) == [
        "torque 500 lb-ft added beside 494 Nm"
    ]

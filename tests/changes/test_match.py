"""Which sheet is which: by identity, by its own name, by path, and then by likeness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from speclint.changes.match import paired
from speclint.profiles.compile import load_profile
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.sheets.sheet import Sheet

PROFILE = load_profile("spec-sheet")
CAR = (
    '{{"make": "BMW", "model": "{0}", "variant": "{1}", '
    '"powertrain": {{"type": "bev", "power": {{"kW": {2}}}}}{3}}}'
)


def catalog(texts: Mapping[str, str]) -> list[Sheet]:
    return [
        read_sheet(
            SheetLocation(f"{name}.json", name, Path("/")),
            (layer_of(f"{name}.json", text.encode()),),
            PROFILE,
            None,
        )
        for name, text in texts.items()
    ]


def names(base: Mapping[str, str], revision: Mapping[str, str]) -> set[tuple[str | None, str | None]]:
    return {
        (pair.base and pair.base.id, pair.revision and pair.revision.id)
        for pair in paired(catalog(base), catalog(revision))
    }


def test_a_file_that_moved_is_known_by_the_identity_of_its_car() -> None:
    car = CAR.format("iX2", "M", 230, "")
    assert names({"a/x": car}, {"b/y": car.replace("230", "999")}) == {("a/x", "b/y")}


def test_two_files_that_changed_places_are_known_by_what_they_hold() -> None:
    first, second = CAR.format("iX1", "M", 230, ""), CAR.format("iX2", "M", 150, "")
    assert names({"a": first, "b": second}, {"a": second, "b": first}) == {("a", "b"), ("b", "a")}


def test_a_corrected_name_in_the_same_file_is_the_same_sheet() -> None:
    assert names({"a": CAR.format("iX3", "M", 230, "")}, {"a": CAR.format("iX2", "M", 1, "")}) == {("a", "a")}


def test_an_own_name_counts_more_than_likeness() -> None:
    first, second = (CAR.format("iX2", "M", 230, f', "id": "{name}"') for name in "xy")
    renamed = first.replace("iX2", "iX3").replace("230", "1")
    assert names({"a": first}, {"b": second.replace("iX2", "iX4"), "c": renamed}) == {("a", "c"), (None, "b")}


def test_a_moved_and_renamed_sheet_is_known_by_its_likeness_but_a_sibling_is_not_taken_for_it() -> None:
    facts = ', "plants": ["Regensburg"], "battery": {"usable": {"kWh": 64.8}}, "note": "one of its own"'
    old = CAR.format("iX3", "xDrive", 230, facts)
    assert names({"a": old}, {"b": old.replace("iX3", "iX2")}) == {("a", "b")}
    assert names({"a": old}, {"b": CAR.format("X9", "s", 99, "")}) == {("a", None), (None, "b")}


def test_of_several_alike_each_is_paired_once_whichever_side_is_the_base() -> None:
    facts = ', "plants": ["Regensburg"], "note": "{0}"'
    old = {f"a{n}": CAR.format(f"A{n}", "x", 200 + n, facts.replace("{0}", f"n{n}")) for n in range(5)}
    new = {f"b{n}": CAR.format(f"B{n}", "x", 200 + n, facts.replace("{0}", f"n{n}")) for n in range(5)}
    forth, back = names(old, new), names(new, old)
    assert forth == {(f"a{n}", f"b{n}") for n in range(5)}
    assert back == {(base, revision) for revision, base in forth}


def test_two_files_that_are_named_are_one_sheet_however_they_differ() -> None:
    (pair,) = paired(catalog({"a": "{}"}), catalog({"b": CAR.format("iX2", "M", 230, "")}), named=True)
    assert pair.base
    assert pair.revision

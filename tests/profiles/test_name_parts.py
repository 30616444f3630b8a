"""Make and model in one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from speclint.profiles.name_parts import part_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.mark.parametrize(
    ("name", "make", "model"),
    [
        ("Acura Integra", "Acura", "Integra"),
        ("mercedes-benz 280s", "mercedes-benz", "280s"),
        ("Mercedes Benz C 200", "Mercedes Benz", "C 200"),
        ("ALFA-ROMEO Giulia", "ALFA-ROMEO", "Giulia"),
        ("Citroen C3", "Citroen", "C3"),
        ("Land Rover Defender 110", "Land Rover", "Defender 110"),
        ("ŠKODA Fabia", "ŠKODA", "Fabia"),
        ("Lynk & Co 01", "Lynk & Co", "01"),
    ],
)
def test_a_name_is_split_after_the_longest_known_make(name: str, make: str, model: str) -> None:
    assert (part_of(name, "make"), part_of(name, "model")) == (make, model)


@pytest.mark.parametrize("name", ["Valiant", "Seattle 500", "chevroelt chevelle"])
def test_a_name_that_starts_with_no_known_make_is_the_model(name: str) -> None:
    assert (part_of(name, "make"), part_of(name, "model")) == (None, name)


def test_a_make_alone_has_no_model() -> None:
    assert (part_of("Tesla", "make"), part_of("Tesla", "model")) == ("Tesla", None)


def test_a_profile_names_make_and_model_in_one_column(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    (tmp_path / "cars.toml").write_text(
        '[sheets]\nfiles = ["a.csv"]\n[identity]\nmake = { at = "Name", part = "make" }\n'
        'model = { at = "Name", part = "model" }\n[quantities]\npower = { kW = "kW" }\n',
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text("Name,kW\nAcura Integra,100\nAcura Integra,110\n", encoding="utf-8")
    assert "acura/integra" in run("check", "--format", "json").out


def test_an_unknown_part_is_refused_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    (tmp_path / "cars.toml").write_text(
        '[sheets]\nfiles = ["a.csv"]\n[identity]\nmake = { at = "Name", part = "trim" }\n[quantities]\n',
        encoding="utf-8",
    )
    outcome = run("check")
    assert (outcome.status, "cars.toml:4" in outcome.err) == (2, True)

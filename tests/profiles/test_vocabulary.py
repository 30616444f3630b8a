"""Identity words in the spellings that people use: each field knows its own, in five languages."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from speclint.errors import ConfigError
from speclint.profiles.compile import compile_profile, load_profile
from speclint.profiles.normal_form import folded
from speclint.profiles.vocabulary import FILE, agree, known_words, shipped
from speclint.sheets.identity_words import UnknownWord
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """
[sheets]
files = ["*.json"]
[identity]
make = "make"
powertrain = { at = "engine", words = { "TSI eco" = { fuel = "petrol", powertrain = "MHEV" } } }
fuel = "fuel"
drive = { at = "drive", words = { "Torsen" = "4x4" } }
market = "market"
category = "body"
[quantities]
power = { kW = "power" }
"""


def sheet(**values: object) -> Sheet:
    profile = compile_profile("mine", tomllib.loads(PROFILE))
    return Sheet(SheetLocation("x.json", "x"), (), values, profile)


@pytest.mark.parametrize(
    ("field", "word", "texts"),
    [
        (
            "drive", "awd",
            ("AWD, 4WD, 4x4, all-wheel drive, All Wheel Drive, Allrad, intégrale, tracción total, "
            "Trazione Integrale, quattro, AWD (xDrive)"),
        ),
        (
            "drive", "fwd",
            "FWD, Front-wheel drive, front, Frontantrieb, traction, tracción delantera",
        ),
        ("drive", "rwd", "RWD, Rear, Heckantrieb, propulsion, trazione posteriore"),
        ("drive", "2wd", "2WD, 4x2"),
        (
            "powertrain", "bev",
            "BEV, EV, electric, Elektro, électrique, Eléctrico, elettrica, Battery Electric",
        ),
        (
            "powertrain", "phev",
            ("PHEV, plug-in hybrid, Plug-In, Plug in Hybrid Petrol, hybride rechargeable, híbrido "
            "enchufable"),
        ),
        (
            "powertrain", "ice",
            "ICE, petrol, gasoline, Benzin, essence, gasolina, Diesel, Verbrenner",
        ),
        ("powertrain", "mhev", "MHEV, mild hybrid, Petrol mild hybrid (48 V)"),
        ("powertrain", "hybrid", "Hybrid, Petrol/Electric, hybride"),
        (
            "fuel", "petrol",
            "Petrol, gasoline, Gas, Regular Gasoline, Benzin, essence, sans plomb 95, benzina",
        ),
        ("fuel", "diesel", "Diesel, D, gasoil, gazole, gasóleo, GASOLIO"),
        ("gearbox", "manual", "Manual, 5-speed manual, Schaltgetriebe, M, manual(m5)"),
        (
            "gearbox", "automatic",
            "automatic, Automatik, 6 Speed Automatic Select Shift, DCT, 7-speed dual-clutch, CVT",
        ),
        (
            "market", "us",
            "US, USA, U.S., United States, Vereinigte Staaten, États-Unis",
        ),
        ("market", "de", "DE, Germany, Deutschland, Allemagne"),
        ("status", "production", "Production, in production, On sale, a la venta"),
        ("category", "motorcycle", "motorbike, Motorrad, moto"),
        ("category", "van", "Standard Pickup Trucks 4WD, Kastenwagen, LCV"),
        ("category", "car", "passenger_car, SUV, BERLINE, Compact Cars"),
    ],
)  # fmt: skip
def test_a_word_is_known_in_every_spelling(field: str, word: str, texts: str) -> None:
    found = {text: shipped(field, text).get(field) for text in texts.split(", ")}
    assert found == dict.fromkeys(found, word)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("drive", "Quantum drive"),
        ("drive", "D"),
        ("market", "D"),
        ("drive", "FWD or AWD"),
        ("fuel", "petrol, diesel"),
        ("fuel", "not electric"),
        ("gearbox", "automatic with manual mode"),
        ("status", "not in production"),
    ],
)
def test_a_word_of_another_column_and_a_text_that_contradicts_itself_state_nothing(
    field: str, text: str
) -> None:
    assert field not in shipped(field, text)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Electric", {"fuel": "electric", "powertrain": "bev"}),
        ("Petrol/Electric", {"fuel": "petrol", "powertrain": "hybrid"}),
        ("Diesel plug-in hybrid", {"fuel": "diesel", "powertrain": "phev"}),
        ("Plug-in Hybrid", {"powertrain": "phev"}),
        ("Regular Gas and Electricity", {"fuel": "petrol", "powertrain": "hybrid"}),
        ("Gasoline or E85", {"fuel": "other"}),
        ("petrol", {"fuel": "petrol"}),
    ],
)
def test_a_word_under_fuel_may_state_the_powertrain_too(text: str, stated: dict[str, str]) -> None:
    assert shipped("fuel", text) == stated


def test_a_field_gives_the_known_word_and_shows_what_is_written() -> None:
    found = sheet(fuel="Petrol/Electric", drive="4WD")
    assert (found.field("drive"), found.text("drive"), found.field_pointer("drive")) == (
        "awd",
        "4WD",
        "/drive",
    )
    assert (found.field("powertrain"), found.text("powertrain")) == ("hybrid", "Petrol/Electric")
    assert found.field_pointer("powertrain") == "/fuel"
    assert "powertrain" in found.stated_names


def test_the_own_column_of_a_field_comes_before_what_another_states() -> None:
    found = sheet(fuel="Petrol/Electric", engine="PHEV")
    assert (found.field("powertrain"), found.field("fuel")) == ("phev", "petrol")


def test_a_profile_adds_words() -> None:
    found = sheet(drive="torsen", engine="TSI Eco")
    assert (found.field("drive"), found.field("powertrain"), found.field("fuel")) == ("awd", "mhev", "petrol")
    assert found.unknown_words == ()


def test_an_unknown_word_is_listed_and_a_mark_for_nothing_is_not() -> None:
    found = sheet(make="Any", drive="Quantum drive", fuel="n/a", engine="BEV")
    assert found.field("drive") is None
    assert found.unknown_words == (UnknownWord("drive", "Quantum drive", "/drive"),)


def test_a_profile_whose_word_is_unknown_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(PROFILE.replace('"4x4"', '"fwwd"'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r'mine.toml:8: drive has no word "fwwd"; did you mean "fwd"?'):
        load_profile("mine.toml", tmp_path)


@pytest.mark.parametrize(
    ("field", "word", "other", "may"),
    [
        ("powertrain", "hybrid", "phev", True), ("powertrain", "mhev", "hev", True),
        ("powertrain", "bev", "phev", False),
        ("drive", "2wd", "rwd", True), ("drive", "awd", "fwd", False),
    ],
)  # fmt: skip
def test_a_coarse_word_agrees_with_the_finer_ones(field: str, word: str, other: str, *, may: bool) -> None:
    assert agree(field, word, other) is agree(field, other, word) is may


def test_every_word_of_a_field_means_one_thing() -> None:
    for entries in json.loads(FILE.read_text(encoding="utf-8")).values():
        meanings: dict[str, dict[str, str]] = {}
        for entry in entries:
            for text in (*entry.get("words", ()), *entry.get("alone", ())):
                assert meanings.setdefault(folded(text), entry["states"]) == entry["states"], text


def test_what_is_stated_is_a_word_of_its_field() -> None:
    for entries in json.loads(FILE.read_text(encoding="utf-8")).values():
        for entry in entries:
            assert all(word in known_words(field) for field, word in entry["states"].items())


@pytest.mark.parametrize(
    ("field", "text", "stated"),
    [
        ("fuel", "Premium and Electricity", {"fuel": "petrol", "powertrain": "hybrid"}),
        ("fuel", "Hybrid (Gas + Electric)", {"fuel": "petrol", "powertrain": "hybrid"}),
        ("fuel", "Premium or E85", {"fuel": "other"}),
        ("fuel", "ES/GP", {"fuel": "other"}),
        ("gearbox", "Manual/Automatic", {}),
        ("drive", "FWD / AWD", {}),
    ],
)
def test_of_a_list_every_word_counts(field: str, text: str, stated: dict[str, str]) -> None:
    assert shipped(field, text) == stated


@pytest.mark.parametrize(
    ("text", "word"),
    [("BVM6", "manual"), ("M 6", "manual"), ("6MT", "manual"), ("8AT", "automatic"), ("DSG7", "automatic")],
)
def test_a_gearbox_is_known_with_the_number_of_its_gears(text: str, word: str) -> None:
    assert shipped("gearbox", text) == {"gearbox": word}


def test_an_abbreviation_that_public_tables_use_for_two_fuels_is_unknown() -> None:
    # E is ethanol in the tables of Canada, and electric in others
    assert shipped("fuel", "E") == {}


def test_a_kind_of_motorcycle_is_no_car() -> None:
    assert shipped("category", "Enduro / offroad") == {"category": "motorcycle"}
    assert shipped("category", "Touring") == {}

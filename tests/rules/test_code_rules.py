"""Rules with code: what they are given of a vehicle, and how they are declared in a process."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING

import pytest

import speclint
from conftest import ROOT
from speclint import Fault, Vehicle, check, rule
from speclint.errors import ConfigError
from speclint.rules.laws.fields import FIELDS, UNRULED
from speclint.rules.own import declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CAR = """{
  "make": "BMW", "model": "iX1", "variant": "xDrive30", "market": "gb",
  "powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}},
  "range": {"wltp": {"km": [417, 449]}},
  "charging": {"dc": {"power": {"kW": {"at_least": 130}}}},
  "battery": {"gross": {"kWh": 66.50}},
  "note": "x"
}"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that a test declares end with it."""
    monkeypatch.setattr(declare, "DECLARED", {})


def seen(text: str, look: Callable[[Vehicle], object], **others: str) -> object:
    """What a rule sees in the first of some sheets."""
    found: list[object] = []

    @rule("test/look", level="note")
    def look_at(vehicle: Vehicle) -> Iterator[Fault]:
        """It looks, and finds nothing."""
        if vehicle.id == "bmw/car":
            found.append(look(vehicle))
        yield from ()

    sheets = {"bmw/car": text, **{f"bmw/{name}": other for name, other in others.items()}}
    check({name: text.replace("{", "{" + REST, 1) for name, text in sheets.items()}, select="test/look")
    (one,) = found
    return one


REST = '"$schema": "../../schemas/spec-sheet.schema.json",'


def test_a_figure_is_given_as_it_is_stated() -> None:
    def look(vehicle: Vehicle) -> list[tuple[object, ...]]:
        return [
            (figure.quantity, str(figure), figure.value, figure.unit, figure.pointer, figure.label)
            for figure in vehicle.figures("torque")
        ]

    assert seen(CAR, look) == [
        ("torque", "494 Nm", 494.0, "Nm", "/powertrain/torque/Nm", "torque 494 Nm"),
        ("torque", "364 lb-ft", 364.0, "lb-ft", "/powertrain/torque/lb-ft", "torque 364 lb-ft"),
    ]


def test_a_figure_keeps_its_digits() -> None:
    assert seen(CAR, lambda vehicle: [each.decimals for each in vehicle.figures("battery_gross")]) == [2]


def test_with_a_unit_each_thing_that_is_measured_has_one_figure() -> None:
    def look(vehicle: Vehicle) -> object:
        (own,), (other,) = vehicle.figures("torque", "lb-ft"), vehicle.figures("range_wltp", "mi")
        return own.value, str(own), round(other.low, 1), round(other.high, 1), other.unit, str(other)

    assert seen(CAR, look) == (364.0, "364 lb-ft", 259.1, 279.0, "mi", "417-449 km")


def test_a_range_and_a_bound_have_ends() -> None:
    def look(vehicle: Vehicle) -> object:
        figures = [vehicle.figure(name) for name in ("range_wltp", "dc_charge_power")]
        return [(figure.low, figure.value, figure.high) for figure in figures if figure]

    assert seen(CAR, look) == [(417.0, 433.0, 449.0), (130.0, 130.0, inf)]


def test_at_least_so_many_mpg_are_at_most_so_many_litres() -> None:
    epa = '{"combined": {"mpg US": {"at_least": 40}}}'
    text = f'{{"make": "VW", "model": "Golf", "consumption": {{"fuel": {{"epa": {epa}}}}}}}'

    def look(vehicle: Vehicle) -> object:
        stated, converted = (
            vehicle.figure("consumption_combined"),
            vehicle.figure("consumption_combined", "l/100 km"),
        )
        assert stated
        assert converted
        return (stated.low, stated.high), (converted.low, round(converted.high, 2))

    assert seen(text, look) == ((40.0, inf), (-inf, 5.88))


def test_what_is_not_stated_is_none_or_nothing() -> None:
    def look(vehicle: Vehicle) -> object:
        return (
            vehicle.figures("power"), vehicle.figure("power"), vehicle.figure("power", "hp"),
            vehicle.field("gearbox"), vehicle.place("gearbox"), vehicle.at("/no/such"),
        )  # fmt: skip

    assert seen(CAR, look) == ((), None, None, None, "", None)


def test_an_identity_field_is_the_word_that_laws_know() -> None:
    def look(vehicle: Vehicle) -> object:
        return vehicle.field("market"), vehicle.place("market"), vehicle.field("powertrain")

    assert seen(CAR, look) == ("gb", "/market", "bev")


def test_each_identity_field_of_a_profile_may_be_asked_for() -> None:
    schema = json.loads((ROOT / "schemas" / "profile.schema.json").read_text(encoding="utf-8"))
    assert {*FIELDS, *UNRULED} == set(schema["properties"]["identity"]["properties"])


def test_the_document_is_given_as_it_is() -> None:
    assert seen(CAR, lambda vehicle: (vehicle.at("/note"), vehicle.at("/range/wltp/km/1"))) == ("x", 449)
    assert seen(CAR, lambda vehicle: isinstance(vehicle.value, dict) and len(vehicle.value)) == 10


def test_siblings_state_the_same_make_and_model() -> None:
    other = CAR.replace("xDrive30", "eDrive20").replace("494", "247")

    def look(vehicle: Vehicle) -> object:
        figures = [sibling.figure("torque", "Nm") for sibling in vehicle.siblings]
        return [sibling.id for sibling in vehicle.siblings], [figure.value for figure in figures if figure]

    found = seen(CAR, look, second=other, third=other.replace("iX1", "iX2"))
    assert found == (["bmw/second"], [247.0])


def test_a_rule_stays_a_function_that_a_test_may_call() -> None:
    @rule("test/one", level="note")
    def found(vehicle: Vehicle) -> list[Fault]:
        """A list is as good as a generator."""
        return [Fault(f"found in {vehicle.id}", "")]

    assert found.__name__ == "found"
    assert [finding.message for finding in check({"bmw/car": CAR}, select="test/one").findings] == [
        "found in bmw/car"
    ]


def test_several_faults_at_one_place_are_several_findings() -> None:
    @rule("test/two", level="note")
    def two(_: Vehicle) -> Iterator[Fault]:
        """Two faults of one value."""
        yield Fault("first\nline", "/make")
        yield Fault("second", "/make")

    found = check({"bmw/car": CAR}, select="test/two").findings
    assert [finding.message for finding in found] == ["first line", "second"]
    assert len({finding.fingerprint for finding in found}) == 2


def test_a_document_that_does_not_parse_is_shown_to_no_rule() -> None:
    @rule("test/any", level="note")
    def anything(_: Vehicle) -> Iterator[Fault]:
        """Every vehicle."""
        yield Fault("found", "")

    found = check({"bmw/car": CAR, "bmw/broken": "{"}, select="test/any").findings
    assert [(finding.rule, finding.sheet) for finding in found] == [
        ("invalid-json", "bmw/broken"),
        ("test/any", "bmw/car"),
    ]


def test_what_a_rule_prints_is_in_no_report(capsys: pytest.CaptureFixture[str]) -> None:
    seen(CAR, lambda _: print("looked"))  # noqa: T201 - what is tested
    assert capsys.readouterr() == ("", "looked\n")


def test_a_module_that_is_loaded_again_declares_its_rules_anew() -> None:
    for level in ("note", "error"):
        seen(CAR, lambda _: None)
        assert list(declare.DECLARED) == ["test/look"], level


def test_an_id_is_declared_once() -> None:
    def first(_: Vehicle) -> list[Fault]:
        """The first."""
        return []

    def second(_: Vehicle) -> list[Fault]:
        """The second."""
        return []

    rule("test/once", level="note")(first)
    with pytest.raises(ConfigError, match=r'there are two rules "test/once"; the other is at \S+\.py:\d+$'):
        rule("test/once", level="note")(second)


def test_a_rule_vetoes_a_correction_only_if_it_asks_to() -> None:
    text = CAR.replace('"lb-ft": 364', '"lb-ft": 346')

    def value(*, veto: bool) -> str | None:
        declare.DECLARED.clear()

        @rule("test/low", level="error", veto=veto)
        def low(vehicle: Vehicle) -> Iterator[Fault]:
            """No torque of 364 lb-ft."""
            for torque in vehicle.figures("torque"):
                if torque.unit == "lb-ft" and torque.value > 350:
                    yield Fault("too much", torque)

        found = [each for each in check({"bmw/car": text}).findings if each.rule == "conversion-mismatch"]
        return found[0].suggestion

    assert value(veto=False) == "364"
    assert value(veto=True) != "364"


def test_public_names_are_those_of_the_rule() -> None:
    assert speclint.rule is declare.rule
    assert {"rule", "Vehicle", "Figure", "Fault"} <= set(speclint.__all__)

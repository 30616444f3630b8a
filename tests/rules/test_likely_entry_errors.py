"""Figures that an entry error explains: what is compared, what is left alone, and bounds that spare work."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import log
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from speclint.cli.commands import cli
from speclint.quantities.figure import Figure
from speclint.quantities.number import plain
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.rules.entry_errors.alike import LIKENESSES, Alike
from speclint.rules.entry_errors.likelihood import (
    KINDS,
    Expected,
    Likelihoods,
    errors,
    may_be_error,
    most_around_of,
)

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = '[[sheets]]\nfiles = ["*.json"]\nprofile = "spec-sheet"\n'
RULE = "likely-entry-error"
SIZES = {"length": 4255, "width": 1799, "height": 1452, "wheelbase": 2637}
RANGES = (
    ("width", "mm", 900, 3000), ("mass_kerb", "kg", 300, 20000), ("power", "kW", 3, 1500),
    ("torque", "Nm", 5, 2500), ("displacement", "cm³", 300, 9000), ("top_speed", "km/h", 10, 500),
    ("acceleration_0_100_kmh", "s", 1, 60), ("consumption_combined", "l/100 km", 1, 40),
    ("width", "in", 40, 100), ("consumption_combined", "mpg US", 5, 90),
)  # fmt: skip
FORMS = ("{0:.0f}", "{0:.1f}", "{0:.2f}", "{0:.3f}", "{0:.0f}00", "{1:.0f}000")


def car(variant: str, status: str = "production", **sizes: int) -> dict[str, Any]:
    """A diesel Golf, some of its dimensions changed."""
    engine = {"fuel": "diesel", "displacement": {"cm³": 1968}}
    return {
        "make": "Volkswagen", "model": "Golf", "variant": variant, "market": "eu", "status": status,
        "revised": "2024-03-01",
        "powertrain": {
            "type": "ice", "drive": "fwd", "power": {"kW": 110}, "torque": {"Nm": 320}, "engine": engine,
        },
        "dimensions": {name: {"mm": size} for name, size in (SIZES | sizes).items()},
        "sources": [{
            "title": "Technical data", "url": "https://www.volkswagen.de/data", "accessed": "2024-03-01",
            "covers": ["/powertrain", "/dimensions"],
        }],
    }  # fmt: skip


def messages(monkeypatch: pytest.MonkeyPatch, folder: Path, *cars: dict[str, Any]) -> list[str]:
    """What the rule reports in a catalog of these cars."""
    (folder / "speclint.toml").write_text(CONFIG)
    for sheet in cars:
        (folder / f"{sheet['variant']}.json").write_text(json.dumps(sheet), encoding="utf-8")
    monkeypatch.chdir(folder)
    report = json.loads(CliRunner().invoke(cli, ["check", "--format", "json"]).stdout)
    return [finding["message"] for finding in report["findings"] if finding["rule"] == RULE]


def test_a_width_one_entry_error_from_that_of_the_same_body_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = messages(monkeypatch, tmp_path, car("a", width=1979), car("b"), car("c"))
    assert found.startswith("width 1979 mm is likely 1799 mm (digits transposed): 2 of 2 siblings of equal ")


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(car("a", width=1841), id="no single error leads to it"),
        pytest.param(car("a", width=1796), id="three millimetres are rounding to tenths of an inch"),
        pytest.param(
            car("a", width=1979, length=4855, height=1652, wheelbase=2937), id="it has another body"
        ),
        pytest.param(car("a", "expected", width=1979), id="it is not built yet"),
    ],
)
def test_another_width_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: dict[str, Any]
) -> None:
    assert not messages(monkeypatch, tmp_path, first, car("b"), car("c"))


def test_a_height_lower_by_a_sports_suspension_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cars = car("a", height=1440), car("b", height=1450), car("c", height=1450)
    assert messages(monkeypatch, tmp_path, *cars) == []


def test_a_sports_suspension_is_left_alone_beside_many_siblings_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cars = (car("a", height=1440), *(car(variant, height=1450) for variant in "bcdef"))
    assert messages(monkeypatch, tmp_path, *cars) == []


def test_the_more_siblings_are_alike_the_more_often_a_car_states_what_one_of_them_does() -> None:
    for quantity, likenesses in LIKENESSES.items():
        for likeness in likenesses:
            shares = [likeness.among(count, quantity) for count in range(1, 10)]
            assert shares == sorted(shares)
            assert shares[-1] < 1


def test_a_height_with_digits_transposed_is_reported_beside_the_same_siblings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = messages(monkeypatch, tmp_path, car("a", height=1542), car("b"), car("c"))
    assert found.startswith("height 1542 mm is likely 1452 mm (digits transposed): 2 of 2 siblings")


def test_a_number_with_another_rounding_than_that_of_siblings_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = car("a")
    first["powertrain"]["power"] = {"kW": 110.3}
    assert messages(monkeypatch, tmp_path, first, car("b"), car("c")) == []


def test_an_engine_that_many_models_have_is_no_error_for_the_other_engine_of_siblings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cars = [car(variant) for variant in "abc"]
    for each, displacement in zip(cars, (1598, 1968, 1968), strict=True):
        each["powertrain"]["engine"]["displacement"] = {"cm³": displacement}
    assert messages(monkeypatch, tmp_path, *cars) == []


def test_of_two_bodies_that_differ_in_one_dimension_one_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = messages(monkeypatch, tmp_path, car("a", width=1769), car("b"))
    assert "width 1769 mm is likely 1799 mm (digit replaced): the one sibling of equal length" in found[0]


def test_an_engine_that_no_model_has_is_reported_for_one_that_many_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = car("a")
    alone["powertrain"] |= {"torque": {"Nm": 317}}
    alone["powertrain"]["engine"]["displacement"] = {"cm³": 1979}
    (found,) = messages(monkeypatch, tmp_path, alone)
    assert found.startswith("displacement 1979 cm³ is likely 1997 cm³ (digits transposed): ")
    assert found.endswith(" other models have an engine of that size")


def with_power(kilowatts: float) -> dict[str, Any]:
    """A Golf with its performance."""
    found = car("a")
    found["powertrain"]["power"] = {"kW": kilowatts}
    found["performance"] = {"top_speed": {"km/h": 216}, "acceleration_0_100_kmh": {"s": 8.6}}
    found["mass"] = {"unspecified": {"kg": 1300}}
    return found


def test_a_power_that_is_no_whole_horsepower_is_reported_for_one_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = messages(monkeypatch, tmp_path, with_power(101.3))
    assert found == ["power 101.3 kW is likely 110.3 kW (digits transposed): that is 150 PS"]


@pytest.mark.parametrize("kilowatts", [103.3, 103.0, 114.0])
def test_a_power_of_other_decimals_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kilowatts: float
) -> None:
    assert messages(monkeypatch, tmp_path, with_power(kilowatts)) == []


@pytest.mark.parametrize(
    ("city", "count"),
    [("9.21", 0), ("9.2", 1)],
    ids=["as many decimals beside it", "fewer decimals beside it"],
)
def test_decimals_that_the_other_figures_of_a_car_lack_are_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, city: str, count: int
) -> None:
    one = car("a")
    one["powertrain"] |= {
        "power": {"kW": 110},
        "torque": {"Nm": 200},
        "engine": {"fuel": "petrol", "displacement": {"cm³": 1395}},
    }
    by_part = {"combined": 7.1, "city": float(city), "highway": 5.39}
    one["consumption"] = {"fuel": {"nedc": {part: {"l/100 km": number} for part, number in by_part.items()}}}
    found = messages(monkeypatch, tmp_path, one)
    assert len(found) == count
    assert all("5.9 l/100 km (digit added): figures beside it have fewer decimals" in each for each in found)


def test_bodies_of_cars_from_before_the_models_hold_are_compared_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cars = [car("a", length=4525), car("b"), car("c")]
    for each in cars:
        each["year"] = 1964
        del each["powertrain"]["torque"]
    (found,) = messages(monkeypatch, tmp_path, *cars)
    assert found.startswith("length 4525 mm is likely 4255 mm (digits transposed)")


def test_a_value_that_no_car_has_is_never_proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # of the two it is the sibling that is in error
    found = messages(monkeypatch, tmp_path, car("a"), car("b", width=179))
    assert not [message for message in found if "likely 179 mm" in message]


def figure(quantity: str, unit: str, text: str) -> Figure:
    """A figure with a number as written."""
    return Figure(QUANTITIES[quantity], UNITS[unit], Decimal(text) if "." in text else int(text), "")


def drawn(random: Random) -> Figure:
    """A figure of some size, in a usual or an unusual form."""
    quantity, unit, low, high = random.choice(RANGES)
    value = random.uniform(low, high)
    return figure(quantity, unit, random.choice(FORMS).format(value, value / 1000 + 1))


def likelihoods(random: Random) -> Likelihoods:
    """Those of a drawn figure, with siblings and a prediction that may fit or not."""
    own = drawn(random)
    text = plain(own.numbers[0])
    near = [error.text for error in errors(text, own.unit.name)]
    counts: dict[Any, int] = {}
    for other in random.choices([text, *random.sample(near, 3)], k=random.randint(1, 5)):
        number = figure(own.quantity.name, own.unit.name, other).stated, own.unit.name
        counts[number] = counts.get(number, 0) + 1
    alike = Alike((), random.choice((0.05, 0.5, 0.9, 0.998)), counts, sum(counts.values()))
    expected = Expected(log(own.value) + random.gauss(0, 0.4), random.choice((0.01, 0.05, 0.2)), 1.0, 0.0)
    return Likelihoods(own, random.choice((alike, alike, None)), random.choice((expected, expected, None)))


@pytest.mark.parametrize("seed", range(8))
def test_no_likelihood_ratio_exceeds_its_bound(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable
    for _ in range(250):
        found = likelihoods(random)
        best = found.best()
        assert best is None or best.log_ratio <= found.bound() + 1e-9, found.text


def test_every_number_that_an_error_leads_from_may_be_one() -> None:
    random = Random(3)  # noqa: S311 - repeatable
    for _ in range(400):
        text = plain(drawn(random).numbers[0])
        assert all(may_be_error(text, error.text) for error in errors(text, "cm³")), text


def test_probabilities_of_errors_add_up_to_no_more_than_is_assumed() -> None:
    random = Random(4)  # noqa: S311 - repeatable
    for _ in range(400):
        own = drawn(random)
        found, own_decimals = Likelihoods(own, None, None), len(plain(own.numbers[0]).partition(".")[2])
        all_errors = errors(found.text, own.unit.name)
        weights = [
            error.probability * found.number / error.number * 10.0 ** (own_decimals - error.decimals)
            for error in all_errors
            if error.decimals in found.decimals
        ]
        assert sum(weights) <= most_around_of(own), found.text
        assert max(error.probability for error in all_errors) <= 1 / KINDS


def with_engine(power: dict[str, float], torque: dict[str, float], **powertrain: object) -> dict[str, Any]:
    """A car with a diesel engine of 1,968 cm³, and no siblings."""
    found = car("a")
    found["powertrain"] |= {"power": power, "torque": torque, **powertrain}
    return found


@pytest.mark.parametrize("power", [{"kW": 110}, {"PS": 150}, {"kW": 110.3}, {"hp": 148}], ids=str)
def test_what_other_models_with_an_engine_state_is_evidence_in_whatever_unit_its_power_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, power: dict[str, float]
) -> None:
    (found,) = messages(monkeypatch, tmp_path, with_engine(power, {"Nm": 430}))
    assert re.fullmatch(
        r"torque 430 Nm is likely 340 Nm .digits transposed.: \d+ of \d+ models of equal fuel, power and"
        r" displacement state it",
        found,
    )

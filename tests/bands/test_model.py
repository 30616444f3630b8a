"""The reference model: how the figures of a car predict each other."""

from __future__ import annotations

from math import exp, log

import pytest

from speclint.bands.band import CLOSE, Tail
from speclint.bands.store import shipped_bands

# Volkswagen Golf 2.0 TDI of 2013, and others of its model
GOLF = {
    "power": log(110), "torque": log(320), "mass": log(1279 + 75), "acceleration_0_100_kmh": log(8.6),
    "top_speed": log(216), "displacement": log(1.968), "consumption_combined": log(4.1), "length": log(4255),
    "width": log(1799), "height": log(1452), "wheelbase": log(2637), "rwd": 0.0, "awd": 0.0, "automatic": 0.0,
    "decade": 0.3, "automatic_decade": 0.0,
}  # fmt: skip
SIBLINGS = [
    GOLF | {"power": log(power), "torque": log(torque), "mass": log(mass + 75), "top_speed": log(top)}
    | {"acceleration_0_100_kmh": log(time)}
    for power, torque, mass, time, top in ((77, 250, 1220, 10.7, 192), (135, 380, 1302, 7.5, 230))
]  # fmt: skip
DIESEL = shipped_bands().models["diesel"]
TAIL = Tail((3.0, 3.5, 4.0, 5.0, 6.0, 8.0), (3.0, 3.5, 4.0, 5.0, 6.0, 8.0), 2000)


def test_a_real_car_has_no_figure_outside_its_band() -> None:
    for found in (DIESEL.outlier(GOLF), DIESEL.outlier_beside(GOLF, SIBLINGS)):
        assert found is not None
        assert not found.is_outside
        assert found.low < found.expected < found.high
        assert found.low < exp(GOLF[found.name]) < found.high


@pytest.mark.parametrize("factor", [1 / 3, 3.0])
@pytest.mark.parametrize("name", sorted(set(GOLF) & set(DIESEL.bands)))
def test_the_figure_that_is_wrong_by_three_is_the_suspect(name: str, factor: float) -> None:
    found = DIESEL.outlier(GOLF | {name: GOLF[name] + log(factor)})
    assert found is not None
    assert (found.name, found.is_outside) == (name, True)
    assert (found.deviations > 0) is (factor > 1)


@pytest.mark.parametrize("factor", [0.8, 1.25])
@pytest.mark.parametrize("name", ["mass", "top_speed"])
def test_siblings_reveal_a_figure_that_is_wrong_by_a_quarter(name: str, factor: float) -> None:
    found = DIESEL.outlier_beside(GOLF | {name: GOLF[name] + log(factor)}, SIBLINGS)
    assert found is not None
    assert (found.name, found.is_outside) == (name, True)


def test_what_a_figure_should_be_does_not_hang_on_what_it_is() -> None:
    first, second = (DIESEL.outlier(GOLF | {"mass": GOLF["mass"] + log(factor)}) for factor in (2.0, 3.0))
    assert first is not None
    assert second is not None
    assert first.expected == pytest.approx(second.expected)


def test_two_figures_do_not_show_which_of_them_is_wrong() -> None:
    assert DIESEL.outlier({"power": log(110), "mass": log(50)}) is None
    assert DIESEL.outlier_beside(GOLF, []) is None


def test_a_sibling_that_states_little_is_left_aside() -> None:
    bare = {"power": log(110)}
    assert DIESEL.outlier_beside(GOLF, [*SIBLINGS, bare]) == DIESEL.outlier_beside(GOLF, SIBLINGS)


@pytest.mark.parametrize("factor", [0.5, 2.0])
@pytest.mark.parametrize("name", CLOSE)
def test_of_three_siblings_one_may_be_wrong(name: str, factor: float) -> None:
    slow = GOLF | {"power": log(66), "torque": log(230), "mass": log(1200 + 75), "top_speed": log(182)}
    slow["acceleration_0_100_kmh"] = log(11.9)
    wrong = slow | {name: slow[name] + log(factor)}
    found = DIESEL.outlier_beside(GOLF, [*SIBLINGS, wrong])
    assert found is not None
    assert not found.is_outside


def test_an_automatic_gearbox_costs_less_time_than_it_did() -> None:
    def due(year: float, automatic: float) -> float:
        car = GOLF | {"automatic": automatic, "decade": year, "automatic_decade": automatic * year}
        fit = shipped_bands().models["petrol"].conditional_fit(car)
        assert fit is not None
        return car["acceleration_0_100_kmh"] - fit.residual("acceleration_0_100_kmh")

    assert due(-2.0, 1.0) - due(-2.0, 0.0) > 0.05 + due(1.0, 1.0) - due(1.0, 0.0)


def test_hold_out_figures_of_the_shipped_bands_meet_the_aims() -> None:
    for kind in ("petrol", "diesel"):
        band = shipped_bands().models[kind].bands["acceleration_0_100_kmh"]
        assert band.held_out is not None
        assert band.held_out.cars > 500
        assert band.held_out.robust_sd <= 0.08
        assert band.held_out.outside <= 0.005
        assert band.held_out_siblings is not None
        assert band.held_out_siblings.robust_sd <= 0.05
        assert band.held_out_siblings.outside <= 0.005
        for band in shipped_bands().models[kind].bands.values():
            for held in (band.held_out, band.held_out_siblings):
                # limited top speeds, which no rule reports, and wrong rows count here
                assert held is None or held.outside <= 0.008

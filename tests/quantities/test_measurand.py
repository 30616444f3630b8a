from __future__ import annotations

from decimal import Decimal

from speclint.quantities.figure import Bound, Figure, Stated
from speclint.quantities.measurand import Measurand
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS


def figure(stated: Stated, unit: str) -> Figure:
    """A figure of whatever quantity."""
    return Figure(QUANTITIES["power"], UNITS[unit], stated, f"/{unit}")


def test_the_sharpest_figure_leaves_the_true_value_least_room() -> None:
    coarse, fine = figure(286, "hp"), figure(Decimal("213.5"), "kW")
    assert Measurand(QUANTITIES["power"], "", (coarse, fine)).sharpest is fine


def test_of_equally_sharp_figures_the_first_is_the_sharpest() -> None:
    first, second = figure(308, "hp"), figure(308, "bhp")
    assert Measurand(QUANTITIES["power"], "", (first, second)).sharpest is first


def test_a_number_is_sharper_than_a_bound_or_an_unbounded_figure() -> None:
    bound, number = figure(Bound(50, at_least=True), "mpg US"), figure(5, "l/100 km")
    negative = figure(-5, "mpg UK")
    assert Measurand(QUANTITIES["consumption_combined"], "", (negative, bound, number)).sharpest is number

"""Dimensions: every kind of unit has one, which determines its reference unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from speclint.quantities.dimension import NUMBER, dimension_of
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS

BASES = {"mass", "length", "time", "current", "temperature", "angle"}


def test_every_kind_but_prices_is_made_of_base_quantities() -> None:
    kinds = {unit.kind for unit in UNITS.values()} | {quantity.kind for quantity in QUANTITIES.values()}
    for kind in kinds:
        made_of = {base for base, _ in dimension_of(kind).exponents}
        assert made_of == {kind} if kind.startswith("price") else made_of <= BASES, kind


@pytest.mark.parametrize(
    ("product", "kind", "factor"),
    [
        (("power", "time"), "energy", Fraction(1, 3600)),
        (("torque", "rotational speed"), "power", None),
        (("voltage", "charge"), "energy", Fraction(1, 1000)),
        (("fuel consumption", "distance"), "volume", Fraction(1, 100)),
        (("electric consumption", "distance"), "energy", Fraction(1, 100)),
        (("speed", "time"), "distance", Fraction(1, 3600)),
    ],
)
def test_products_of_reference_units_are_of_the_kind_that_physics_defines(
    product: tuple[str, str], kind: str, factor: Fraction | None
) -> None:
    first, second = map(dimension_of, product)
    made = first * second
    assert made.exponents == dimension_of(kind).exponents
    assert factor is None or made.scale / dimension_of(kind).scale == factor
    assert made / second == first


def test_a_dimension_is_named_by_its_kind_and_reference_unit() -> None:
    assert dimension_of("power").name == "power in kW"
    assert (dimension_of("distance") / dimension_of("time")).name == "speed in km/h"
    assert (dimension_of("length") / dimension_of("distance")).name == NUMBER.name == "a number"
    assert (dimension_of("mass") * dimension_of("mass")).name == "mass^2"
    assert (dimension_of("mass") / dimension_of("price in EUR")).name == "mass·price in EUR^-1"

"""A figure that does not fit the other variants of its model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.bands.band import CLOSE
from speclint.rules.rule import Level, bad, family_rule, good
from speclint.rules.siblings.outliers import family_outliers
from speclint.sheets.families import MODEL
from speclint.vehicle.features import READS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


_GOLF = (
    '{{"make": "Volkswagen", "model": "Golf", "variant": "{0} kW", "powertrain": {{"type": "ice", "drive": "fwd", '
    '"power": {{"kW": {0}}}, "torque": {{"Nm": {1}}}, "engine": {{"fuel": "diesel"}}}}, "mass": {{"din": {{"kg": {2}}}}}, '
    '"performance": {{"acceleration_0_100_kmh": {{"s": {3}}}, "top_speed": {{"km/h": {4}}}}}}}'
)


def _golfs(*cars: tuple[int, int, int, float, int]) -> dict[str, str]:
    return {f"volkswagen/golf-{car[0]}-kw": _GOLF.format(*car) for car in cars}


@family_rule(
    first_id="figure-strays",
    level=Level.WARNING,
    summary="a figure that does not fit the other variants of its model",
    needs=("make", "model"),
    reads=(*READS, "status", *MODEL),
    of_siblings=(*READS, *MODEL),
    scope="sharpest",
    bad=(
        bad(_golfs((110, 320, 1599, 8.6, 216), (77, 250, 1220, 10.7, 192), (66, 230, 1200, 11.9, 182), (135, 380, 1302, 7.5, 230)),
            at="/mass/din/kg",
            message="kerb mass (DIN) 1599 kg is heavier than 320 Nm, 110 kW and its siblings allow: expected 1268 kg (1056–1497)",
            why="1279 kg with a digit replaced: too little to be an outlier without siblings"),
    ),
    good=(
        good(_golfs((110, 320, 1279, 8.6, 216), (77, 250, 1220, 10.7, 192), (66, 230, 1200, 11.9, 182), (135, 380, 1302, 7.5, 230))),
    ),
)  # fmt: skip
def family_outlier(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """The variants of a model share a body, so the figures of one predict those of the others.

    What the members of a family have in common is removed by best linear prediction; the rest lies closer to the
    joint distribution than cars in general: a mass within two per cent, a top speed within two, a time within five
    (benchmarks/fit_bands.py; the figures on families outside the fit are in bands/shipped.json). Siblings are cars of
    one make, model and, where it is stated, generation with the same fuel. Only power, mass, time and top speed are
    reported: they follow from the others of a model. Of two or three cars that contradict each other, the one that
    lies farther from cars in general is reported. A usual limit as top speed, of the car or of a sibling, is no
    evidence where the other figures imply more, and hybrids are compared with hybrids. Siblings that lie farther from cars in general than the car and than is usual are no
    evidence. Cars from before 1985 scatter
    more: theirs have to lie half as far out again.

    The range in parentheses is for this figure: of published cars without a known fault, 1 in 700 has it above as the
    figure that fits least, and 1 in 700 below (benchmarks/calibration.py).
    """
    yield from family_outliers(sheet, catalog, *CLOSE)

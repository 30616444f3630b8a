"""The figure of a sheet that does not fit the others of its model, by the bands."""

from __future__ import annotations

from bisect import bisect_left
from operator import eq
from typing import TYPE_CHECKING

from speclint.bands.model import Siblings as Vectors
from speclint.rules.outliers import UNBUILT, is_chosen, is_far, is_mixed, is_old, same, violation
from speclint.sheets.families import MAX_COMPARED, MODEL, family_by, in_order
from speclint.vehicle.chosen import TOP_SPEED, is_limited_by_traction, is_slowed, limited
from speclint.vehicle.features import MASS, features_of, model_of, states_enough
from speclint.vehicle.powertrain import MIXED, powertrain_of, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import Outlier, ReferenceModel, Vector
    from speclint.rules.rule import Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Siblings
    from speclint.sheets.sheet import Sheet
    from speclint.vehicle.features import Features

MAX_UNCERTAIN = 2
"""With no more siblings than these it is uncertain whether the car or the sibling is wrong."""
TYPICAL = 1.3
"""Distance from cars in general beyond which a sibling that is farther out than the car is no evidence: it may be the
one that is wrong; a judgement: the root mean square of residuals is 1."""


def family_outliers(sheet: Sheet, catalog: Catalog, *names: str) -> Iterator[Violation]:
    """A violation if the figure that fits siblings and its own sheet least is one of these, and lies outside its band."""
    car = features_of(sheet) if states_enough(sheet) else None
    if car is None or len(car.kinds) != 1 or model_of(sheet) is None or word_of(sheet, "status") in UNBUILT:
        return
    siblings = siblings_of(sheet, car, catalog)
    model = sheet.bands.models[car.kinds[0]]
    found = model.outlier_beside(car.vector, siblings) if siblings else None
    if found is None or not found.is_outside or found.name not in names:
        return
    if is_chosen(found, car) or is_mixed(sheet, found) or (is_old(sheet) and not is_far(found)):
        return
    if may_be_sibling(model, car, siblings):
        return
    near = typical(model, car, siblings)
    beside = found if near is siblings else model.outlier_beside(car.vector, near)
    is_same = beside is not None and beside.is_outside and beside.name == found.name
    evident = _by_evidence(model, car, near, beside) if beside and is_same else None
    if evident is not None:
        yield from violation(sheet, evident, ["its siblings"])


def may_be_sibling(model: ReferenceModel, car: Features, siblings: Vectors) -> bool:
    """Whether one of few siblings may be wrong instead: it lies farther from cars in general."""
    if len(siblings) > MAX_UNCERTAIN:
        return False
    own = model.distance(car.vector)
    return any(model.distance(sibling) > own for sibling in siblings)


def typical(model: ReferenceModel, car: Features, siblings: Vectors) -> Vectors:
    """The siblings that are no farther from cars in general than is usual, or than the car is."""
    most = max(TYPICAL, model.distance(car.vector))
    near = Vectors(sibling for sibling in siblings if model.distance(sibling) <= most)
    return siblings if len(near) == len(siblings) else near


def _by_evidence(model: ReferenceModel, car: Features, siblings: Vectors, found: Outlier) -> Outlier | None:
    """The suspect beside siblings without what limits, of the car and of them, explain; None if it is another."""
    if found.name == MASS and is_limited_by_traction(car.vector):
        return None
    own = {*limited(car, found, model, is_old=False)}
    beside = Vectors(_unlimited(model, car.kinds, sibling) for sibling in siblings)
    if not own and all(map(eq, beside, siblings)):
        return found
    vector = {name: value for name, value in car.vector.items() if name not in own}
    without = model.outlier_beside(vector, beside)
    return without and same(found, without, own)


def _unlimited(model: ReferenceModel, kinds: tuple[str, ...], sibling: Vector) -> Vector:
    """The vector of a sibling, without a top speed that is limited."""
    if not is_slowed(model, kinds, sibling):
        return sibling
    return {name: value for name, value in sibling.items() if name != TOP_SPEED}


def siblings_of(sheet: Sheet, car: Features, catalog: Catalog) -> Vectors:
    """The feature vectors of the other cars of its model, each different one once."""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    if family is None:
        return Vectors()
    siblings = catalog.siblings(sheet, family)
    before = bisect_left(siblings.members, in_order(sheet), key=in_order)
    # the sheet itself is among the members that are compared
    compared = MAX_COMPARED - (before < MAX_COMPARED)
    found = siblings.once(_different, (compared, car.kinds, powertrain_of(sheet) in MIXED))
    if all(vector != car.vector for vector in found):
        return found
    return Vectors(vector for vector in found if vector != car.vector)


def _different(siblings: Siblings, about: tuple[int, tuple[str, ...], bool]) -> Vectors:
    """The vectors of the first so many siblings, of those that may be of the same kinds, each different one once.

    Hybrids are compared with hybrids alone: their power may be of the engine or of the system.
    """
    count, kinds, is_mixed = about
    found: list[dict[str, float]] = []
    for sibling in siblings.first(count):
        other = features_of(sibling)
        is_alike = other.kinds == kinds and (powertrain_of(sibling) in MIXED) == is_mixed
        if is_alike and other.vector not in found:
            found.append(other.vector)
    return Vectors(found)

"""Figures that stayed while one that they depend on changed: in the same sheet, or in a sibling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.rules.changes.figures import agree
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.vehicle.chosen import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

TIME = "acceleration_0_100_kmh"
TOP_SPEED = "top_speed"
MIN_FACTORS = {TIME: 1.15, TOP_SPEED: 1.5}
"""Of power, for a figure that depends on it to show that; the top speed grows with its cube root."""
MIN_FACTOR_OF_LIMITED = 2.0
"""The same for a top speed at which makers limit cars, which more power need not raise."""

_POWER = '{{"powertrain": {{"type": "bev", "power": {{{0}}}}}}}'
_CAR = (
    '{{"powertrain": {{"type": "bev", "drive": "awd", "power": {{"kW": {0}}}}}, "mass": {{"eu": {{"kg": 2095}}}}, '
    '"performance": {{"acceleration_0_100_kmh": {{"s": {1}}}}}}}'
)

_TURBO = (
    '{{"model_year": 1992, "powertrain": {{"type": "ice", "drive": "rwd", "power": {{"kW": {0}}}, "engine": {{"fuel": "petrol"}}}}, '
    '"mass": {{"din": {{"kg": 1390}}}}, "performance": {{"top_speed": {{"km/h": {1}}}}}, "dimensions": {{"length": {{"mm": 4433}}}}}}'
)


@change_rule(
    first_id="ripple-missed",
    level=Level.WARNING,
    summary="a figure changed, another that depends on it did not",
    mirror="taken back, both figures agree again",
    reads=("figures", "category", "powertrain", "fuel", "drive", "gearbox", "year"),
    consequence_of=("unit-flipped",),
    bad=(
        bad(_POWER.format('"kW": 210, "PS": 313'), base=_POWER.format('"kW": 230, "PS": 313'),
            at="/powertrain/power/PS", message="power changed from 230 kW to 210 kW, but 313 PS did not"),
        bad(_CAR.format(180, 5.6), base=_CAR.format(230, 5.6), at="/performance/acceleration_0_100_kmh/s",
            message="power changed from 230 kW to 180 kW, but 0-100 km/h 5.6 s did not"),
    ),
    good=(
        good(_POWER.format('"kW": 210, "PS": 286'), base=_POWER.format('"kW": 230, "PS": 313')),
        good(_CAR.format(220, 5.6), base=_CAR.format(230, 5.6), why="so little power need not show"),
        good(_CAR.format(180, 6.9), base=_CAR.format(230, 5.6), why="less power, and slower"),
        good(_CAR.format(230, 5.6), base=_CAR.format(180, 5.6), why="the power now fits the time better"),
        good(_TURBO.format(180, 233), base=_TURBO.format(141, 233), why="so little power need not show in the top speed"),
    ),
)  # fmt: skip
def dependent_figure_stale(revised: Revised) -> Iterator[Violation]:
    """One quantity has one value: where its kW change, its PS and hp change, and with them what the car can do.

    Of two units the one that stayed is reported if it agreed with the other before and does not now. The time is
    reported if the power changed by 15 % or more, the mass did not, and by the bands of `figure-implausible` the time
    fitted the figures better before; the top speed if the power changed by half or more, or to twice or half where
    makers limit it, and not of electric cars.
    """
    for change in revised.changed():
        yield from _other_units(change)
    for change in revised.changed("power"):
        for quantity in MIN_FACTORS:
            yield from _dependent(quantity, change, revised)


def _other_units(change: Change) -> Iterator[Violation]:
    if change.figures is None or change.was is None or change.now is None:
        return
    before, after = change.figures
    stood = {(figure.unit.name, str(figure)): figure for figure in change.was.figures}
    for figure in change.now.figures:
        same = stood.get((figure.unit.name, str(figure)))
        if same is not None and same.agrees_with(before) and not figure.agrees_with(after):
            message = f"{after.quantity.label} changed from {before} to {after}, but {figure} did not"
            yield Violation(message, figure.name, stated(after))


def _dependent(quantity: str, change: Change, revised: Revised) -> Iterator[Violation]:
    old, new = (sheet.figure(quantity) for sheet in (revised.base, revised.revision))
    if old is None or new is None or str(old) != str(new) or change.figures is None:
        return
    before, after = change.figures
    if any(isinstance(figure.stated, Bound) for figure in (old, before, after)):
        return
    low, high = sorted((before.value, after.value))
    if low > 0 and high / low >= _min_factor(quantity, new) and _fits_worse(quantity, revised):
        message = f"power changed from {before} to {after}, but {new.labelled} did not"
        yield Violation(message, new.name, stated(after))


def _min_factor(quantity: str, figure: Figure) -> float:
    if quantity == TOP_SPEED and round(figure.value) in LIMITS:
        return MIN_FACTOR_OF_LIMITED
    return MIN_FACTORS[quantity]


def _fits_worse(quantity: str, revised: Revised) -> bool:
    """Whether the residual of a figure, given the others, is larger than before."""
    from speclint.vehicle.features import MASS, features_of

    old, new = features_of(revised.base), features_of(revised.revision)
    if MASS not in new.figures or str(old.figures.get(MASS)) != str(new.figures[MASS]):
        return False
    if quantity == TOP_SPEED and "electric" in new.kinds:
        return False
    for kind in new.kinds:
        model = revised.revision.bands.models[kind]
        before, after = model.conditional_fit(old.vector), model.conditional_fit(new.vector)
        if before is None or after is None or not {quantity} <= {*before.stated} & {*after.stated}:
            return False
        if abs(after.residual(quantity)) <= abs(before.residual(quantity)):
            return False
    return True


_SHARED = '{{"powertrain": {{"type": "bev", "torque": {{"Nm": {0}}}}}, "siblings": [{{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}}]}}'
_IX1 = _SHARED.replace('"powertrain"', '"model": "iX1", "powertrain"', 1).replace("ix1", "ix2")


def _torques(ix2: int, ix1: int) -> dict[str, str]:
    return {"bmw/ix2-xdrive30": _SHARED.format(ix2), "bmw/ix1-xdrive30": _IX1.format(ix1)}


@change_rule(
    first_id="sibling-left-behind",
    level=Level.WARNING,
    summary="a shared figure changed in one sheet, but not in its sibling",
    mirror="taken back, the siblings agree again",
    reads=("figures", "siblings"),
    of_siblings=("figures",),
    consequence_of=("large-jump",),
    bad=(
        bad(_torques(500, 494), base={"bmw/ix2-xdrive30": _SHARED.format(494)}, at="/powertrain/torque/Nm",
            message="torque changed to 500 Nm, but bmw/ix1-xdrive30, which shares it, still has 494 Nm"),
    ),
    good=(
        good(_torques(500, 500), base=_torques(494, 494), why="both changed"),
        good(_torques(494, 494), base={"bmw/ix2-xdrive30": _SHARED.format(500)},
            why="the two differed before, and agree now"),
    ),
)  # fmt: skip
def sibling_not_updated(revised: Revised) -> Iterator[Violation]:
    """Siblings share a part, so a change of the part changes the figure in every sheet that shares it.

    Reported where the two sheets agreed on the shared quantity before, the figure of the other stayed, and they
    disagree now. `check` finds the contradiction as `sibling-differs`; here it is known which of the two changed.
    """
    for change in revised.changed():
        for sibling in revised.revision.siblings:
            if change.quantity is None or change.quantity.name not in sibling.shares:
                continue
            before = revised.base_catalog.find(sibling.sheet, revised.base)
            after = revised.catalog.find(sibling.sheet, revised.revision)
            if before is not None and after is not None:
                yield from _left_behind(change, before, after)


def _left_behind(change: Change, before: Sheet, after: Sheet) -> Iterator[Violation]:
    if change.figures is None or change.quantity is None:
        return
    old, new = (sheet.figure(change.quantity.name) for sheet in (before, after))
    if old is None or new is None or str(old) != str(new):
        return
    was, now = change.figures
    if agree(was, old) and not agree(now, new):
        label = change.quantity.label
        message = f"{label} changed to {now}, but {after.id}, which shares it, still has {new}"
        yield Violation(message, now.name, stated(new, sheet=after))

"""A figure that changed while another, which follows from it, stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound
from speclint.rules.rule import Level, Related, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised

TIME = "acceleration_0_100_kmh"
LARGE = 1.15
"""How many times the power must be what it was for the time to 100 km/h to show it in its digits."""

_POWER = '{{"powertrain": {{"type": "bev", "power": {{{0}}}}}}}'
_CAR = (
    '{{"powertrain": {{"type": "bev", "drive": "awd", "power": {{"kW": {0}}}}}, "mass": {{"eu": {{"kg": 2095}}}}, '
    '"performance": {{"acceleration_0_100_kmh": {{"s": {1}}}}}}}'
)


@change_rule(
    first_id="ripple-missed",
    level=Level.WARNING,
    summary="a figure changed, another that follows from it did not",
    reads=("figures", "powertrain", "fuel", "drive", "gearbox", "year"),
    mirror="taken back, both figures say the same again",
    consequence_of=("unit-flipped",),
    bad=(
        bad(_POWER.format('"kW": 210, "PS": 313'), base=_POWER.format('"kW": 230, "PS": 313'),
            at="/powertrain/power/PS", message="power is now 210 kW, but 313 PS stayed"),
        bad(_CAR.format(180, 5.6), base=_CAR.format(230, 5.6), at="/performance/acceleration_0_100_kmh/s",
            message="power is now 180 kW instead of 230 kW, but 0-100 km/h 5.6 s stayed"),
    ),
    good=(
        good(_POWER.format('"kW": 210, "PS": 286'), base=_POWER.format('"kW": 230, "PS": 313')),
        good(_CAR.format(220, 5.6), base=_CAR.format(230, 5.6), why="so little power need not show"),
        good(_CAR.format(180, 6.9), base=_CAR.format(230, 5.6), why="less power, and slower"),
        good(_CAR.format(230, 5.6), base=_CAR.format(180, 5.6), why="the power now fits the time better"),
    ),
)  # fmt: skip
def dependent_figure_stale(revised: Revised) -> Iterator[Violation]:
    """One quantity has one value: where its kW change, its PS and hp change, and with them the time to 100 km/h.

    Of two units the one that stayed is named if it agreed with the other before and does not now. The time is named if
    the power changed by 15 % or more, the mass did not, and by the bands of `figure-implausible` the time fitted the
    figures better before.
    """
    for change in revised.changed():
        yield from _other_units(change)
    for change in revised.changed("power"):
        yield from _time(change, revised)


def _other_units(change: Change) -> Iterator[Violation]:
    if change.figures is None or change.was is None or change.now is None:
        return
    before, after = change.figures
    stood = {(figure.unit.name, str(figure)): figure for figure in change.was.figures}
    for figure in change.now.figures:
        same = stood.get((figure.unit.name, str(figure)))
        if same is not None and same.agrees_with(before) and not figure.agrees_with(after):
            label = after.quantity.label
            related = (Related(f"{after} is stated here", after.pointer),)
            yield Violation(f"{label} is now {after}, but {figure} stayed", figure.pointer, related)


def _time(change: Change, revised: Revised) -> Iterator[Violation]:
    old, new = (one.figure(TIME) for one in (revised.base, revised.revision))
    if old is None or new is None or str(old) != str(new) or change.figures is None:
        return
    before, after = change.figures
    if (
        any(isinstance(one.stated, Bound) for one in (old, before, after))
        or min(before.value, after.value) <= 0
    ):
        return
    factor = max(before.value, after.value) / min(before.value, after.value)
    if factor >= LARGE and _fits_worse(revised):
        message = f"power is now {after} instead of {before}, but 0-100 km/h {new} stayed"
        yield Violation(message, new.pointer, (Related(f"{after} is stated here", after.pointer),))


def _fits_worse(revised: Revised) -> bool:
    """Whether the time is farther from what the other figures make of it than it was before."""
    from speclint.vehicle.features import MASS, features_of

    old, new = features_of(revised.base), features_of(revised.revision)
    if MASS not in new.figures or str(old.figures.get(MASS)) != str(new.figures[MASS]):
        return False
    for kind in new.kinds:
        model = revised.revision.bands.models[kind]
        before, after = model.conditional_fit(old.vector), model.conditional_fit(new.vector)
        if before is None or after is None or TIME not in before.stated or TIME not in after.stated:
            return False
        if abs(after.residual(TIME)) <= abs(before.residual(TIME)):
            return False
    return True

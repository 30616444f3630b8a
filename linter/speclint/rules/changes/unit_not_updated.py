"""A number that was converted under a unit that stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Bound, Figure
from speclint.quantities.unit import of_kind
from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised
    from speclint.quantities.unit import Unit

MIN_FACTOR = 1.2
"""Units that are nearer to each other, such as PS and hp, cannot be told from a small change."""
MIN_DIGITS = 0.02
"""How wide a figure may be beside its value for a factor to show in it: two digits and a half."""

_RANGE = '{{"range": {{"epa": {{{0}}}}}}}'


@change_rule(
    first_id="unit-flipped",
    level=Level.WARNING,
    summary="the number was converted, the unit stayed",
    reads=("figures",),
    mirror="converted back, the number is right again",
    bad=(
        bad(_RANGE.format('"mi": 700'), base=_RANGE.format('"mi": 435'), at="/range/epa/mi",
            message="700 is 435 mi in km: the number was converted, the unit was not"),
    ),
    good=(
        good(_RANGE.format('"km": 700'), base=_RANGE.format('"mi": 435'), why="the unit changed with it"),
        good(_RANGE.format('"mi": 360'), base=_RANGE.format('"mi": 435'),
            why="no two units are so far apart"),
        good('{"powertrain": {"type": "bev", "power": {"kW": 136, "PS": 185}}}',
            base='{"powertrain": {"type": "bev", "power": {"kW": 110, "PS": 150}}}', why="another motor"),
        good('{"powertrain": {"type": "bev", "power": {"PS": 136}}}',
            base='{"powertrain": {"type": "bev", "power": {"PS": 134}}}',
            why="PS and hp are too close to tell a mistaken unit from a small change"),
    ),
)  # fmt: skip
def unit_not_updated(revised: Revised) -> Iterator[Violation]:
    """A figure that changed by just the factor between two units of its kind was converted, and its label was not.

    Exact factors are those of NIST SP 811, appendix B.8. The rule speaks where the number now written would, in another
    unit, stand for the very figure of before; both must have digits enough for that to be no chance, and no figure in
    another unit may have moved along.
    """
    for change in revised.changed():
        unit = flipped_to(change)
        if unit is not None and change.figures is not None:
            before, after = change.figures
            number = str(after).removesuffix(f" {after.unit.name}")
            message = f"{number} is {before} in {unit.name}: the number was converted, the unit was not"
            yield Violation(message, after.pointer)


def flipped_to(change: Change) -> Unit | None:
    """The unit in which the figure of the revision is the one of the base; None if it is none."""
    if change.figures is None or change.now is None:
        return None
    before, after = change.figures
    if before.unit is not after.unit or not (_is_sharp(before) and _is_sharp(after)):
        return None
    if any(figure is not after and figure.agrees_with(after) for figure in change.now.figures):
        return None
    for unit in of_kind(before.quantity.kind):
        if _is_far(unit, before.unit):
            read = Figure(after.quantity, unit, after.stated, after.pointer)
            if read.agrees_with(before):
                return unit
    return None


def _is_sharp(figure: Figure) -> bool:
    if isinstance(figure.stated, Bound):
        return False
    return 0 < figure.ends[0].width <= MIN_DIGITS * abs(figure.value)


def _is_far(unit: Unit, other: Unit) -> bool:
    if unit.kind != other.kind or unit.reciprocal is not other.reciprocal:
        return unit.kind == other.kind
    near, far = sorted((unit.scale, other.scale))
    return far / near >= MIN_FACTOR

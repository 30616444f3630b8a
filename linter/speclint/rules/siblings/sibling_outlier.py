"""One of a family that stands alone with a figure."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good
from speclint.sheets.families import ratio, single_measurand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.profiles.family import Family
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


Agreement: TypeAlias = "Callable[[Measurand, Measurand], bool]"

_BODY = '[[family]]\nname = "one body"\nby = ["make", "model"]\nequal = ["wheelbase"]\n'


def _lengths(*wheelbases: str) -> dict[str, str]:
    variants = ("xDrive30", "eDrive20", "M35", "xDrive40")
    return {
        f"bmw/ix2-{variant.lower()}": f'{{"variant": "{variant}", "dimensions": {{"wheelbase": {{{stated}}}}}}}'
        for variant, stated in zip(variants, wheelbases, strict=False)
    }


@family_rule(
    level=Level.ERROR,
    summary="one of a family stands alone with a figure that all must share",
    needs=("families",),
    reads=("figures",),
    of_siblings=("figures",),
    bad=(
        bad(_lengths('"mm": 2629', '"mm": 2692', '"mm": 2692'), at="/dimensions/wheelbase/mm",
            message='wheelbase 2629 mm stands alone: 2 others of "one body" state 2692 mm', profile=_BODY),
    ),
    good=(
        good(_lengths('"mm": 2629', '"mm": 2692'), why="of two nobody knows which is wrong", profile=_BODY),
        good(_lengths('"mm": 2629', '"mm": 2692', '"mm": 2692', '"mm": 2629'), why="no majority",
            profile=_BODY),
        good(_lengths('"in": 106.0', '"mm": 2692', '"mm": 2692'), why="other units, one wheelbase",
            profile=_BODY),
    ),
)  # fmt: skip
def sibling_outlier(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """What the profile says a family must share, such as the wheelbase of one body, its members state alike.

    Where more than half of three or more agree and one agrees with nobody, that one is named.
    """
    for family, members in catalog.families(sheet):
        for quantity in family.equal:
            yield from alone(sheet, members, family, quantity, _agree)


def _agree(mine: Measurand, theirs: Measurand) -> bool:
    """Whether some true value would be written as both, in one of the units at least."""
    return any(
        one.unit.kind == other.unit.kind and (one.agrees_with(other) or one.agrees_but_for_rounding(other))
        if one.unit is not other.unit
        else one.agrees_with(other)
        for one, other in product(mine.figures, theirs.figures)
    )


def alone(
    sheet: Sheet, members: list[Sheet], family: Family, quantity: str, agree: Agreement
) -> Iterator[Violation]:
    """A violation if the sheet's figure agrees with no other and most of the family agree on another."""
    mine = single_measurand(sheet, quantity)
    if mine is None:
        return
    others = list(_others(sheet, members, mine))
    if any(agree(mine, theirs) for _, theirs in others):
        return
    parties = [[one for one in others if agree(first[1], one[1])] for first in others]
    most = max(parties, key=len, default=[])
    # more than half of all, and more than one
    if len(most) > 1 and 2 * len(most) > len(others) + 1:
        related = tuple(
            Related(f"{theirs.sharpest} is stated here", theirs.sharpest.pointer, other)
            for other, theirs in most
        )
        message = (
            f"{mine.quantity.label} {mine.sharpest} stands alone: "
            f'{len(most)} others of "{family.name}" state {_stated([theirs.sharpest for _, theirs in most])}'
        )
        yield Violation(message, mine.sharpest.pointer, related)


def _others(sheet: Sheet, members: list[Sheet], mine: Measurand) -> Iterator[tuple[Sheet, Measurand]]:
    """The other members that state the same quantity once, in a kind of unit that can be compared."""
    kinds = {figure.unit.kind for figure in mine.figures}
    for other in members:
        theirs = single_measurand(other, mine.quantity.name) if other.place != sheet.place else None
        if theirs is not None and kinds & {figure.unit.kind for figure in theirs.figures}:
            yield other, theirs


def _stated(figures: list[Figure]) -> str:
    low, high = min(figures, key=lambda one: one.value), max(figures, key=lambda one: one.value)
    return f"{low}" if low.value == high.value else f"{low} to {high}"


_DRIVE = '[[family]]\nname = "one drive"\nby = ["make", "model"]\nclose = { power = "20 %" }\n'


def _powers(*powers: int) -> dict[str, str]:
    names = ("xDrive30", "xDrive31", "xDrive32", "xDrive33")
    return {
        f"bmw/ix2-{name.lower()}": f'{{"variant": "{name}", "powertrain": {{"type": "bev", "power": {{"kW": {power}}}}}}}'
        for name, power in zip(names, powers, strict=False)
    }


@family_rule(
    id="sibling-outlier",
    level=Level.WARNING,
    summary="one of a family lies far from the others, which are close together",
    needs=("families",),
    reads=("figures",),
    of_siblings=("figures",),
    consequence_of=("year-jump",),
    bad=(
        bad(_powers(163, 230, 225), at="/powertrain/power/kW",
            message='power 163 kW stands alone: 2 others of "one drive" state 225 kW to 230 kW',
            profile=_DRIVE),
    ),
    good=(
        good(_powers(200, 230, 230), why="within the 20 % that the family allows", profile=_DRIVE),
        good(_powers(163, 230), why="of two nobody knows which is wrong", profile=_DRIVE),
        good(_powers(100, 230, 400), why="no majority", profile=_DRIVE),
    ),
)  # fmt: skip
def sibling_strays(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """What the profile says is close within a family, such as the power of one car over the model years, seldom leaps.

    Where more than half of three or more are close together and one is close to nobody, that one is named.
    """
    for family, members in catalog.families(sheet):
        for quantity, within in family.close.items():
            yield from alone(sheet, members, family, quantity, _closeness(within))


def _closeness(within: float) -> Agreement:
    def close(mine: Measurand, theirs: Measurand) -> bool:
        return ratio(mine.sharpest, theirs.sharpest) <= 1 + within

    return close

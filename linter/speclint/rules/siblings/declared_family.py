"""Members of a family that differ from the others in what the profile declares as equal, close or stated by all."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.quantities.figure import write
from speclint.quantities.table import QUANTITIES
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.sheets.families import ratio, single_measurand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.profiles.family import Family
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.families import Members, Siblings
    from speclint.sheets.sheet import Sheet


Agreement: TypeAlias = "Callable[[Measurand, Measurand], bool]"

_BODY = '[[family]]\nname = "one body"\nby = ["make", "model"]\nequal = ["wheelbase"]\n'


def _variants(*members: str) -> dict[str, str]:
    """Sheets of variants of one model, each with a member."""
    names = ("xDrive30", "eDrive20", "M35", "xDrive40")
    return {
        f"bmw/ix2-{name.lower()}": f'{{"variant": "{name}", {member}}}'
        for name, member in zip(names, members, strict=False)
    }


def _lengths(*wheelbases: str) -> dict[str, str]:
    return _variants(*(f'"dimensions": {{"wheelbase": {{{wheelbase}}}}}' for wheelbase in wheelbases))


@family_rule(
    level=Level.ERROR,
    summary="a figure differs from that of a family which must share it",
    needs=("families",),
    reads=("figures",),
    of_siblings=("figures",),
    bad=(
        bad(_lengths('"mm": 2629', '"mm": 2692', '"mm": 2692'), at="/dimensions/wheelbase/mm",
            message='wheelbase 2629 mm differs from 2 others of "one body": expected 2692 mm', profile=_BODY),
    ),
    good=(
        good(_lengths('"mm": 2629', '"mm": 2692'), why="of two it is unknown which is wrong", profile=_BODY),
        good(_lengths('"mm": 2629', '"mm": 2692', '"mm": 2692', '"mm": 2629'), why="no majority",
            profile=_BODY),
        good(_lengths('"in": 106.0', '"mm": 2692', '"mm": 2692'), why="other units, one wheelbase",
            profile=_BODY),
    ),
)  # fmt: skip
def sibling_outlier(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """What the profile declares as equal in a family, such as the wheelbase of one body, all its members share.

    Where more than half of three or more agree and one agrees with none, that one is reported.
    """
    for family, siblings in catalog.families(sheet):
        for quantity in family.equal:
            yield from alone(sheet, siblings, family, quantity, _agree)


def _agree(mine: Measurand, theirs: Measurand) -> bool:
    """Whether some true value would be written as both, in any of the units."""
    return any(
        figure.unit.kind == other.unit.kind
        and (
            figure.agrees_with(other)
            or (figure.unit is not other.unit and figure.agrees_but_for_rounding(other))
        )
        for figure, other in product(mine.figures, theirs.figures)
    )


class Member(NamedTuple):
    """A member that states a quantity, and its index in the family."""

    order: int
    sheet: Sheet
    measurand: Measurand


def alone(
    sheet: Sheet, siblings: Siblings, family: Family, quantity: str, agree: Agreement
) -> Iterator[Violation]:
    """A violation if the sheet's figure agrees with no other and most of the family agree on another."""
    mine = single_measurand(sheet, quantity)
    if mine is None:
        return
    kinds = frozenset(figure.unit.kind for figure in mine.figures)
    others = siblings.members.once(_stating, (quantity, kinds))
    firsts = (next((member for member in group if member.order != siblings.own), None) for group in others)
    if any(first is not None and agree(mine, first.measurand) for first in firsts):
        return
    count, largest = siblings.once(_largest, (quantity, kinds, agree))
    # more than half of all, and more than one
    if len(largest) > 1 and 2 * len(largest) > count + 1:
        figures = sorted((member.measurand.sharpest for member in largest), key=lambda figure: figure.value)
        low, high = figures[0], figures[-1]
        expected = f"{low}" if low.value == high.value else f"{low} to {high}"
        agreeing = f'{len(largest)} others of "{family.name}"'
        related = (
            place for member in largest for place in stated(member.measurand.sharpest, sheet=member.sheet)
        )
        message = f"{mine.sharpest.labelled} differs from {agreeing}: expected {expected}"
        yield Violation(message, mine.sharpest.name, tuple(related))


def _stating(members: Members, about: tuple[str, frozenset[str]]) -> list[list[Member]]:
    """The members that state a quantity once, in a kind of unit that can be compared; those that state the same together."""
    quantity, kinds = about
    groups: dict[object, list[Member]] = {}
    for place, other in enumerate(members):
        theirs = single_measurand(other, quantity)
        if theirs is not None and any(figure.unit.kind in kinds for figure in theirs.figures):
            same = tuple((figure.unit.name, write(figure.stated)) for figure in theirs.figures)
            groups.setdefault(same, []).append(Member(place, other, theirs))
    return list(groups.values())


def _largest(siblings: Siblings, about: tuple[str, frozenset[str], Agreement]) -> tuple[int, list[Member]]:
    """How many siblings state it, and those that agree with the one with which most agree, of equals the first."""
    quantity, kinds, agree = about
    stating = siblings.members.once(_stating, (quantity, kinds))
    others = ([member for member in group if member.order != siblings.own] for group in stating)
    # in the order of their first members
    groups = sorted(filter(None, others), key=lambda group: group[0].order)
    agreeing = [
        [other for other in groups if agree(group[0].measurand, other[0].measurand)] for group in groups
    ]
    largest = max(agreeing, key=lambda found: sum(map(len, found)), default=[])
    found = sorted((member for group in largest for member in group), key=lambda member: member.order)
    return sum(map(len, groups)), found


_DRIVE = '[[family]]\nname = "one drive"\nby = ["make", "model"]\nclose = { power = "20 %" }\n'


def _powers(*powers: int) -> dict[str, str]:
    return _variants(*(f'"powertrain": {{"type": "bev", "power": {{"kW": {power}}}}}' for power in powers))


@family_rule(
    id="sibling-outlier",
    level=Level.WARNING,
    summary="a figure lies far from those of the family, which are close together",
    needs=("families",),
    reads=("figures",),
    of_siblings=("figures",),
    consequence_of=("year-jump",),
    bad=(
        bad(_powers(163, 230, 225), at="/powertrain/power/kW",
            message='power 163 kW differs from 2 others of "one drive": expected 225 kW to 230 kW',
            profile=_DRIVE),
    ),
    good=(
        good(_powers(200, 230, 230), why="within the 20 % that the family allows", profile=_DRIVE),
        good(_powers(163, 230), why="of two it is unknown which is wrong", profile=_DRIVE),
        good(_powers(100, 230, 400), why="no majority", profile=_DRIVE),
    ),
)  # fmt: skip
def sibling_strays(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """What the profile declares as close in a family, such as the power of one car over the model years, seldom leaps.

    Where more than half of three or more are close together and one is close to none, that one is reported.
    """
    for family, siblings in catalog.families(sheet):
        for quantity, within in family.close.items():
            yield from alone(sheet, siblings, family, quantity, _closeness(within))


@cache
def _closeness(within: float) -> Agreement:
    def close(mine: Measurand, theirs: Measurand) -> bool:
        return ratio(mine.sharpest, theirs.sharpest) <= 1 + within

    return close


MIN_OTHERS = 3
"""Other members, all of which state a figure."""

_MODEL = '[[family]]\nname = "one model"\nby = ["make", "model"]\nsame_keys = true\n'
_WIDTH = '"width": {"mm": 1845}'
_BOTH = '"length": {"mm": 4554}, "width": {"mm": 1845}'


def _dimensions(*dimensions: str) -> dict[str, str]:
    return _variants(*(f'"dimensions": {{{members}}}' for members in dimensions))


@family_rule(
    level=Level.NOTE,
    summary="all others of a family state a figure that this one lacks",
    needs=("families",),
    reads=("figures", "invalid_figures", "invalid_pointers", "variant"),
    of_siblings=("figures",),
    bad=(
        bad(_dimensions(_WIDTH, _BOTH, _BOTH, _BOTH),
            at="/variant", message='no length, which all 3 others of "one model" state', profile=_MODEL),
    ),
    good=(
        good(_dimensions(_WIDTH, _BOTH, _BOTH),
            why="two others are too few", profile=_MODEL),
        good(_dimensions(_WIDTH, _BOTH, _WIDTH, _BOTH),
            why="another one lacks it too", profile=_MODEL),
    ),
)  # fmt: skip
def sibling_lacks_figure(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Where a profile declares that a family states the same figures, one that all others state was likely forgotten.

    Three or more others must state it. Silent for a sheet with invalid figures: it may only be unreadable.
    """
    if sheet.invalid_pointers or sheet.invalid_figures:
        return
    for family, siblings in catalog.families(sheet):
        others = siblings.sheets
        if not family.same_keys or len(others) < MIN_OTHERS:
            continue
        lacking = [name for name in siblings.once(_in_all, None) if name not in sheet.measurands]
        if lacking:
            labels = ", no ".join(QUANTITIES[name].label for name in lacking)
            figures = ((other, other.figure(name)) for other in others for name in lacking)
            related = (place for other, figure in figures if figure for place in stated(figure, sheet=other))
            message = f'no {labels}, which all {len(others)} others of "{family.name}" state'
            yield Violation(message, sheet.field_pointer("variant"), tuple(related))


def _in_all(siblings: Siblings, _: None) -> list[str]:
    """The quantities that all of them state."""
    first, *others = siblings.sheets
    return [name for name in first.measurands if all(name in other.measurands for other in others)]

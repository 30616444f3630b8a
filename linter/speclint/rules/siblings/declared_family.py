"""Members of a family that differ from the others in what the profile declares as equal, close or stated by all."""

from __future__ import annotations

from collections import Counter
from functools import cache
from heapq import merge
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.limits import limit, reach
from speclint.quantities.figure import write
from speclint.quantities.table import QUANTITIES
from speclint.rules.related import stated
from speclint.rules.rule import Level, Violation, bad, family_rule, good
from speclint.sheets.families import MAX_COMPARED, ratio, single_measurand

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
    stating = siblings.members.once(_stating, (quantity, kinds))
    sizes, own = [len(group) for group in stating.groups], stating.group_of.get(siblings.own, -1)
    if own >= 0:
        sizes[own] -= 1
    if any(
        size and agree(mine, group[0].measurand) for size, group in zip(sizes, stating.groups, strict=True)
    ):
        return
    agreeing = siblings.members.once(_agreeing, (quantity, kinds, agree))
    largest = max(agreeing, key=lambda places: sum(sizes[place] for place in places), default=[])
    count = sum(sizes[place] for place in largest)
    # more than half of all, and more than one
    if count > 1 and 2 * count > sum(sizes) + 1:
        groups = [stating.groups[place] for place in largest if sizes[place]]
        others = (member for member in merge(*groups, key=_order) if member.order != siblings.own)
        related = (
            place
            for member in islice(others, MAX_COMPARED)
            for place in stated(member.measurand.sharpest, sheet=member.sheet)
        )
        agreed = f'{count} others of "{family.name}"'
        message = f"{mine.sharpest.labelled} differs from {agreed}: expected {_range(groups)}"
        yield Violation(message, mine.sharpest.name, tuple(related))


def _range(groups: list[list[Member]]) -> str:
    """What members state, of several figures the least and the most."""
    figures = sorted((group[0].measurand.sharpest for group in groups), key=lambda figure: figure.value)
    low, high = figures[0], figures[-1]
    return f"{low}" if low.value == high.value else f"{low} to {high}"


class Stating(NamedTuple):
    """The members that state a quantity once, in a kind of unit that can be compared."""

    groups: list[list[Member]]
    """Those that state the same together, in the order of their first members; of very many groups the first."""
    group_of: dict[int, int]
    """The group of each member, by their indexes."""


def _stating(members: Members, about: tuple[str, frozenset[str]]) -> Stating:
    quantity, kinds = about
    known: dict[object, int] = {}
    found = Stating([], {})
    for order, other in enumerate(members):
        theirs = single_measurand(other, quantity)
        if theirs is None or not any(figure.unit.kind in kinds for figure in theirs.figures):
            continue
        same = tuple((figure.unit.name, write(figure.stated)) for figure in theirs.figures)
        if same not in known and len(known) == limit("siblings"):
            reach("siblings")
            continue
        place = found.group_of[order] = known.setdefault(same, len(known))
        if place == len(found.groups):
            found.groups.append([])
        found.groups[place].append(Member(order, other, theirs))
    return found


def _agreeing(members: Members, about: tuple[str, frozenset[str], Agreement]) -> list[list[int]]:
    """For each group those that agree with it, itself among them."""
    quantity, kinds, agree = about
    groups = members.once(_stating, (quantity, kinds)).groups
    return [
        [place for place, other in enumerate(groups) if agree(group[0].measurand, other[0].measurand)]
        for group in groups
    ]


def _order(member: Member) -> int:
    return member.order


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
        if not family.same_keys or siblings.count < MIN_OTHERS:
            continue
        lacking = [name for name in _in_all(siblings) if name not in sheet.measurands]
        if lacking:
            others = siblings.sheets
            labels = ", no ".join(QUANTITIES[name].label for name in lacking)
            figures = ((other, other.figure(name)) for other in others for name in lacking)
            related = (place for other, figure in figures if figure for place in stated(figure, sheet=other))
            message = f'no {labels}, which all {len(others)} others of "{family.name}" state'
            yield Violation(message, sheet.field_pointer("variant"), tuple(related))


def _in_all(siblings: Siblings) -> list[str]:
    """The quantities that all of them state."""
    stating = siblings.members.once(_counts, None)
    own = siblings.members[siblings.own].measurands if siblings.own >= 0 else {}
    (first,) = siblings.first(1)
    return [name for name in first.measurands if stating[name] - (name in own) == siblings.count]


def _counts(members: Members, _: None) -> Counter[str]:
    """How many members state each quantity."""
    return Counter(name for member in members for name in member.measurands)

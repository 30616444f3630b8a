"""One of a family that lies far from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, bad, family_rule, good
from speclint.rules.siblings.sibling_outlier import alone
from speclint.sheets.families import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Violation
    from speclint.rules.siblings.sibling_outlier import Agreement
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

_DRIVE = '[[family]]\nname = "one drive"\nby = ["make", "model"]\nclose = { power = "20 %" }\n'


def _powers(*powers: int) -> dict[str, str]:
    names = ("xDrive30", "xDrive31", "xDrive32", "xDrive33")
    return {
        f"bmw/ix2-{name.lower()}": f'{{"variant": "{name}", "powertrain": {{"type": "bev", "power": {{"kW": {power}}}}}}}'
        for name, power in zip(names, powers, strict=False)
    }


@family_rule(
    level=Level.WARNING,
    summary="one of a family lies far from the others, which are close together",
    needs=("families",),
    reads=("figures",),
    of_siblings=("figures",),
    bad=(
        bad(
            _powers(163, 230, 225),
            at="/powertrain/power/kW",
            message='power 163 kW stands alone: 2 others of "one drive" state 225 kW to 230 kW',
            profile=_DRIVE,
        ),
    ),
    good=(
        good(_powers(200, 230, 230), why="within the 20 % that the family allows", profile=_DRIVE),
        good(_powers(163, 230), why="of two nobody knows which is wrong", profile=_DRIVE),
        good(_powers(100, 230, 400), why="no majority", profile=_DRIVE),
    ),
)
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

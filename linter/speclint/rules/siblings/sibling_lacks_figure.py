"""One of a family that does not state what all others state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.table import QUANTITIES
from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

FEWEST = 3
"""Other members whose habit tells something."""

_MODEL = '[[family]]\nname = "one model"\nby = ["make", "model"]\nsame_keys = true\n'
_VARIANTS = ("xDrive30", "eDrive20", "M35", "xDrive40")


def _model(*lengths: str) -> dict[str, str]:
    return {
        f"bmw/ix2-{variant.lower()}": f'{{"variant": "{variant}", "dimensions": {{{length}}}}}'
        for variant, length in zip(_VARIANTS, lengths, strict=False)
    }


@family_rule(
    level=Level.NOTE,
    summary="all others of a family state a figure that this one lacks",
    needs=("families",),
    reads=("figures", "invalid_figures", "invalid_pointers", "variant"),
    of_siblings=("figures",),
    bad=(
        bad(_model('"width": {"mm": 1845}', *3 * ['"length": {"mm": 4554}, "width": {"mm": 1845}']),
            at="/variant", message='no length, which all 3 others of "one model" state', profile=_MODEL),
    ),
    good=(
        good(_model('"width": {"mm": 1845}', *2 * ['"length": {"mm": 4554}, "width": {"mm": 1845}']),
            why="two others are no habit", profile=_MODEL),
        good(_model(*2 * ['"width": {"mm": 1845}', '"length": {"mm": 4554}, "width": {"mm": 1845}']),
            why="another one lacks it too", profile=_MODEL),
    ),
)  # fmt: skip
def sibling_lacks_figure(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Where a profile says that a family states the same things, a figure that all others state was likely forgotten.

    Three others at least must state it. A sheet with faults in its writing is not asked: its figures may only be
    unreadable.
    """
    if sheet.invalid_pointers or sheet.invalid_figures:
        return
    for family, members in catalog.families(sheet):
        others = [other for other in members if other.place != sheet.place] if family.same_keys else []
        if len(others) < FEWEST:
            continue
        lacking = [
            name
            for name in others[0].measurands
            if name not in sheet.measurands and all(name in other.measurands for other in others)
        ]
        if lacking:
            labels = ", no ".join(QUANTITIES[name].label for name in lacking)
            message = f'no {labels}, which all {len(others)} others of "{family.name}" state'
            yield Violation(message, sheet.field_pointer("variant"), tuple(_stated(others, lacking)))


def _stated(others: list[Sheet], lacking: list[str]) -> Iterator[Related]:
    for other in others:
        for name in lacking:
            figure = other.figure(name)
            if figure is not None:
                yield Related(f"{figure} is stated here", figure.pointer, other)

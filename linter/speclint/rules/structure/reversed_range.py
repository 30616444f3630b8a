"""A range runs from its high end to its low end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="a range runs from high to low",
    needs=("invalid_figures",),
    bad=(
        bad(
            '{"range": {"wltp": {"km": [449, 417]}}}',
            at="/range/wltp/km",
            message="WLTP range [449, 417] km runs from high to low; the low end comes first",
        ),
    ),
    good=(
        good('{"range": {"wltp": {"km": [417, 449]}}}'),
        good('{"range": {"wltp": {"km": [417, 417]}}}', why="both ends alike"),
    ),
)
def reversed_range(sheet: Sheet) -> Iterator[Violation]:
    """A range is written `[low, high]`; the other way round one end is most likely mistyped.

    Such a figure is not shown to the rules that follow: they could not say which end is which.
    """
    for misread in sheet.invalid_figures:
        if misread.stated:
            message = f"{misread.quantity.label} {misread.stated} {misread.unit} runs from high to low"
            yield Violation(f"{message}; the low end comes first", misread.pointer)

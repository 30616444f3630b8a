"""A layer that repeats a figure which it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import resolve, to_steps
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.sheets.layers import merged, supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


def _layers(dimensions: str) -> dict[str, str]:
    return {
        "bmw/ix2-xdrive30": f'{{"$extends": "layers/ix2.json", "dimensions": {dimensions}}}',
        "bmw/layers/ix2": '{"dimensions": {"wheelbase": {"mm": 2692}, "height": {"mm": 1560}}}',
    }


@sheet_rule(
    level=Level.NOTE,
    summary="a layer repeats a figure that it inherits",
    needs=("layers",),
    reads=("figures",),
    consequence_of=(
        "conversion-rounding", "usable-equals-gross", "continuous-equals-peak", "co2-strays-from-consumption",
        "cycle-of-another-market", "sibling-lacks-figure",
    ),
    bad=(
        bad(_layers('{"wheelbase": {"mm": 2692}}'), at="/dimensions/wheelbase/mm",
            message="wheelbase 2692 mm repeats what is inherited"),
    ),
    good=(
        good(_layers('{"height": {"mm": 1565}}'), why="the variant is higher than its base"),
        good(_layers('{"wheelbase": {"mm": 2692.0}}'), why="other digits state something else"),
    ),
)  # fmt: skip
def redundant_override(sheet: Sheet) -> Iterator[Violation]:
    """A figure stated twice is corrected once: the next correction of the layer below has no effect.

    Only figures with equal digits are reported, and none in a list: a list replaces the inherited one as a whole
    (RFC 7396, section 2, merges objects alone).
    """
    for measurands in sheet.measurands.values() if len(sheet.layers) > 1 else ():
        for measurand in measurands:
            for figure in measurand.figures:
                if _repeats(sheet, figure):
                    message = f"{figure.quantity.label} {figure} repeats what is inherited"
                    yield Violation(message, figure.name, redundant=True)


def _repeats(sheet: Sheet, figure: Figure) -> bool:
    if any(step.isdigit() for step in to_steps(figure.pointer)):
        return False
    nearest = sheet.layers.index(supplier(sheet.layers, figure.pointer))
    if nearest == 0:
        return False
    try:
        inherited = resolve(merged(sheet.layers[:nearest]), figure.pointer)
    except LookupError:
        return False
    return repr(inherited) == repr(resolve(sheet.layers[nearest].value, figure.pointer))

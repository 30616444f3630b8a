"""A figure that no source covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speclint.sheets.sheet import Sheet

_SHEET = (
    '{{"powertrain": {{"type": "bev", "power": {{"kW": 230, "PS": 313}}}}, "sources": [{{"title": "Technical data", '
    '"url": "https://www.bmw.com/data", "accessed": "2024-03-01", "covers": ["{0}"]}}]}}'
)


@sheet_rule(
    level=Level.WARNING,
    summary="no source covers a figure",
    reads=("figures", "sources"),
    bad=(
        bad(_SHEET.format("/powertrain/power/kW"), at="/powertrain/power/PS",
            message="no source covers power 313 PS"),
    ),
    good=(
        good(_SHEET.format("/powertrain/power"), why="a pointer covers all below it"),
        good(_SHEET.format("/powertrain")),
    ),
)  # fmt: skip
def unsourced_figure(sheet: Sheet) -> Iterator[Violation]:
    """A figure without a source cannot be gone over: nobody knows who said it, of which car and when.

    The sources of a sheet list under `covers` the places (RFC 6901) that they vouch for, and a place stands
    for all below it. Silent where a sheet's sources list none, for then nothing tells which figure is from where.
    """
    covered = {text for source in sheet.sources for text in source.covers if text is not None}
    if not covered:
        return
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            if is_covered(measurand.pointer, covered):
                continue
            for figure in measurand.figures:
                if not is_covered(figure.pointer, covered):
                    message = f"no source covers {figure.quantity.label} {figure}"
                    yield Violation(message, figure.pointer, help="name the page that says it under sources")


def is_covered(pointer: str, covered: AbstractSet[str]) -> bool:
    """Whether a place, or one above it, is among those that sources cover."""
    while pointer:
        if pointer in covered:
            return True
        pointer = pointer[: pointer.rindex("/")]
    return "" in covered

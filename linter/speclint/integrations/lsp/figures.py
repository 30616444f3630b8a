"""Figures of a sheet by their place, and what an editor shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.parser import decode_text
from speclint.documents.pointer import is_within
from speclint.documents.regions import Regions
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.rules.expectation import expectation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.sources import Source


def own_layer(sheet: Sheet) -> tuple[Layer, Regions]:
    """The document of a sheet itself, and the places in it."""
    layer = sheet.layers[-1]
    return layer, Regions(decode_text(layer.content))


def figures(sheet: Sheet) -> Iterator[tuple[Measurand, Figure]]:
    """All figures of a sheet, each with its measurand."""
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            for figure in measurand.figures:
                yield measurand, figure


def figure_at(sheet: Sheet, layer: Layer, regions: Regions, offset: int) -> tuple[Measurand, Figure] | None:
    """The figure whose value, or key, is at an offset of a document; None if there is none."""
    for measurand, figure in figures(sheet):
        if layer.holds(figure.pointer):
            start, end = regions.part(figure.pointer, figure.name.span)
            # the key stands just before
            key = regions.key(figure.pointer)
            value = regions.value(figure.pointer)
            first = start - (value.column - key.column) if key.line == value.line else start
            if first <= offset <= end:
                return measurand, figure
    return None


def converted(measurand: Measurand) -> str:
    """A measurand in the units of metric and imperial readers that it is not stated in; empty if in all."""
    stated = {figure.unit.name for figure in measurand.figures}
    return ", ".join(
        text
        for name in dict.fromkeys((measurand.quantity.metric, measurand.quantity.imperial))
        if name not in stated and (text := in_unit(measurand, name))
    )


def in_unit(measurand: Measurand, name: str) -> str:
    """A measurand in a unit, in as many decimals as its digits support; empty if nothing converts."""
    unit = UNITS[name]
    for figure in measurand.figures:
        if figure.unit.kind == unit.kind and not isinstance(figure.stated, Bound):
            return f"{as_written_in(figure, unit)} {name}"
    return ""


def description(sheet: Sheet, measurand: Measurand) -> str:
    """A measurand in Markdown: in all units, its band with the car's place in it, and its sources."""
    label = measurand.quantity.label
    parts = [f"**{label}** {', '.join(map(str, measurand.figures))}"]
    others = converted(measurand)
    if others:
        parts.append(f"≈ {others}")
    found = expectation(sheet, measurand)
    if found is not None:
        size = f"{abs(found.deviations):.1f} standard deviations"
        side = "above" if found.deviations > 0 else "below"
        parts.append(
            f"Published cars with its other figures: {found.low} to {found.high} {found.unit}, "
            f"mostly about {found.middle}; this one is {size} {side}."
        )
    cited = [source.url.text for source in sheet.sources if source.url and _covers(source, measurand.pointer)]
    if cited:
        parts.append("\n".join(["Sources:", "", *(f"- <{url}>" for url in cited)]))
    return "\n\n".join(parts)


def _covers(source: Source, pointer: str) -> bool:
    return any(place is not None and is_within(pointer, place) for place in source.covers)

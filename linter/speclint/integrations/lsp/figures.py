"""Figures of a sheet by their place, and what an editor shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.checking.findings import opened
from speclint.documents.pointer import is_within
from speclint.errors import SpeclintError
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.rules.expectation import expectation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.checking.live import LiveCatalog
    from speclint.documents.region import Region
    from speclint.documents.regions import Regions
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet
    from speclint.sheets.sources import Source

Place: TypeAlias = "tuple[int, int]"
"""A line and a column, both counted from 1."""


class Part(NamedTuple):
    """A sheet with its places in a document, which may hold several."""

    sheet: Sheet
    regions: Regions

    @property
    def layer(self) -> Layer:
        """The document of the sheet itself, or its record."""
        return self.sheet.layers[-1]

    def region(self, pointer: str) -> Region:
        """The region of a value."""
        return self.regions.value(self.layer.prefix + pointer)

    def figure_at(self, place: Place) -> tuple[Measurand, Figure] | None:
        """The figure whose value, or key, is at a place; None if there is none."""
        of_key = None
        for measurand, figure in figures(self.sheet):
            if self.layer.holds(figure.pointer):
                pointer = self.layer.prefix + figure.pointer
                if is_in(self.regions.part_region(pointer, figure.name.span), place):
                    return measurand, figure
                if of_key is None and is_in(self.regions.key(pointer), place):
                    of_key = measurand, figure
        return of_key


def is_in(region: Region, place: Place) -> bool:
    """Whether a place is in a region, or at its end."""
    return (region.line, region.column) <= place <= (region.end_line, region.end_column)


def parts(catalog: LiveCatalog, file: Path, first: int, last: int) -> Iterator[Part]:
    """The sheets in some lines of a document, counted from 1; none if it cannot be read."""
    try:
        sheets = catalog.sheets(file, first, last)
    except SpeclintError:
        # it is shown as a diagnostic
        return
    whole: Regions | None = None
    for sheet in sheets:
        layer = sheet.layers[-1]
        if sheet.value is not None:
            regions = (whole or opened(layer)) if layer.prefix else opened(layer)
            whole = regions if layer.prefix else None
            found = regions.value(layer.prefix)
            if found.line <= last and first <= found.end_line:
                yield Part(sheet, regions)


def figures(sheet: Sheet) -> Iterator[tuple[Measurand, Figure]]:
    """All figures of a sheet, each with its measurand."""
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            for figure in measurand.figures:
                yield measurand, figure


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

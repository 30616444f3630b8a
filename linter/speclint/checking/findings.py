"""Diagnoses to findings: their locations, suspects, related locations and fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.checking.baseline import spanned_text
from speclint.checking.fixes import fix_of
from speclint.documents.parser import decode_text
from speclint.documents.pointer import resolve
from speclint.documents.regions import Regions
from speclint.documents.writer import json_text
from speclint.quantities.figure import as_literal, read_stated
from speclint.quantities.figure_name import FigureName
from speclint.results import Finding, Location, RelatedLocation, Suspect
from speclint.rules.rule import Related
from speclint.sheets.layers import supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.diagnose import Diagnosis
    from speclint.documents.region import Region
    from speclint.quantities.figure_name import Span
    from speclint.rules.rule import Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet


MAX_KEPT = 16
"""Documents whose regions are kept: the layers of a sheet, and those of its siblings."""


class Locator:
    """Finds pointers in the documents of sheets.

    A document is scanned only when asked for, and then kept a while.
    """

    def __init__(self) -> None:
        self._regions: dict[tuple[str, int], Regions] = {}

    def regions(self, layer: Layer) -> Regions:
        """The places of a document."""
        key = layer.path, layer.line
        found = self._regions.pop(key, None) or opened(layer)
        if len(self._regions) >= MAX_KEPT:
            del self._regions[next(iter(self._regions))]
        self._regions[key] = found
        return found

    def locate(self, sheet: Sheet, name: FigureName, *, key: bool = False) -> Location:
        """The location of a value, or of the key of a member, in the layer that supplies it."""
        layer, regions = self.supplied(sheet, name)
        place = layer.prefix + name.pointer
        region = regions.key(place) if key else regions.part_region(place, name.span)
        return Location(layer.path, place, region, regions.line_text(region.line))

    def region(self, sheet: Sheet, pointer: str) -> tuple[str, Region]:
        """Path of the document that supplies a value, and the region of the value in it."""
        layer, regions = self.supplied(sheet, FigureName(pointer))
        return layer.path, regions.value(layer.prefix + pointer)

    def supplied(self, sheet: Sheet, name: FigureName) -> tuple[Layer, Regions]:
        """The document that supplies a value, and the regions in it."""
        layer = supplier(sheet.layers, name.pointer)
        return layer, self.regions(layer)

    def literal(self, sheet: Sheet, name: FigureName) -> str:
        """The JSON text of a value, or of a text the part that is named; empty if there is no value."""
        layer, regions = self.supplied(sheet, name)
        if not layer.holds(name.pointer):
            return ""
        if name.span is not None:
            return str(name.part(resolve(layer.value, name.pointer)))
        # a cell of Parquet has a value, but no text
        return regions.literal(layer.prefix + name.pointer) or json_text(resolve(layer.value, name.pointer))

    def locate_violation(self, sheet: Sheet, violation: Violation) -> Location:
        """The location of a violation."""
        if violation.span is None and violation.layer is None:
            return self.locate(sheet, violation.name, key=violation.key)
        layer = _layer(sheet, violation.layer)
        regions = self.regions(layer)
        pointer = violation.name.pointer
        return _location(layer, regions, pointer, violation.span or regions.span(pointer))

    def locate_related(self, sheet: Sheet, violation: Violation, related: Related) -> Location:
        """The location of another place that a violation is about."""
        if related.span is None:
            return self.locate(related.sheet or sheet, related.name)
        layer = _layer(sheet, violation.layer)
        return _location(layer, self.regions(layer), related.name.pointer, related.span)


def _location(layer: Layer, regions: Regions, pointer: str, span: Span) -> Location:
    region = regions.at(*span)
    return Location(layer.path, layer.prefix + pointer, region, regions.line_text(region.line))


def opened(layer: Layer) -> Regions:
    """The places of a document, or of a record in the lines of one."""
    return layer.make_regions() if layer.make_regions else Regions(decode_text(layer.content), layer.line)


def _layer(sheet: Sheet, path: str | None) -> Layer:
    """The layer of that path, or the sheet's own document."""
    return next((layer for layer in sheet.layers if layer.path == path), sheet.layers[-1])


def finding_of(sheet: Sheet, diagnosis: Diagnosis, locator: Locator, catalog: Catalog) -> Finding:
    """The finding of a diagnosis, located at the suspect if there is one."""
    rule, violation, correction = diagnosis.rule, diagnosis.violation, diagnosis.correction
    suspect = _suspect(sheet, diagnosis, locator)
    name = diagnosis.suspect or violation.name
    return Finding(
        rule.id,
        rule.level,
        correction.message if correction else violation.message,
        sheet.id,
        name.pointer,
        suspect.location if suspect else locator.locate_violation(sheet, violation),
        suspect,
        tuple(_related(sheet, diagnosis, name, locator)),
        fingerprint_of(rule.first_id, sheet, violation),
        rule.url,
        violation.help,
        fix_of(sheet, diagnosis, catalog, *locator.supplied(sheet, name)),
        name.unit,
    )


def _suspect(sheet: Sheet, diagnosis: Diagnosis, locator: Locator) -> Suspect | None:
    """The figure at fault, and its correct value if that is known."""
    name, own = diagnosis.suspect, diagnosis.correction
    if name is None:
        return None
    location = locator.locate(sheet, name)
    stated = " ".join(locator.literal(sheet, name).split())
    sure = None if diagnosis.confidence is None else round(diagnosis.confidence.figure, 2)
    if own is not None:
        return Suspect(location, stated, own.unit, own.suggestion, own.because, own.cause, sure)
    found = sheet.measured_at(name)
    unit = found[1].unit.name if found else ""
    return Suspect(location, stated, unit, None, "", diagnosis.blame.cause if diagnosis.blame else "", sure)


def _related(
    sheet: Sheet, diagnosis: Diagnosis, name: FigureName, locator: Locator
) -> Iterator[RelatedLocation]:
    """The other places that a diagnosis is about: those of its violation, and its consequences."""
    violation = diagnosis.violation
    for related in (*_own_figure(sheet, violation), *violation.related):
        if related.sheet is not None or related.span is not None or related.name != name:
            yield RelatedLocation(related.message, locator.locate_related(sheet, violation, related))
    for rule, consequence in diagnosis.consequences:
        yield RelatedLocation(
            f"{rule.id}: {consequence.message}", locator.locate_violation(sheet, consequence)
        )


def _own_figure(sheet: Sheet, violation: Violation) -> Iterator[Related]:
    """The figure of a violation, for a finding that is located at another one."""
    found = sheet.measured_at(violation.name)
    if (
        found is not None
        and violation.span is None
        and all(location.name != violation.name for location in violation.related)
    ):
        measurand, figure = found
        yield Related(f"{measurand.quantity.label} {figure} is stated here", violation.name)


def fingerprint_of(rule: str, sheet: Sheet, violation: Violation) -> str:
    """The name of a finding: its rule, and each sheet, pointer and figure that it is about, in any order.

    A conflict between siblings has the same name from either of them.
    """
    if violation.span or violation.key:
        # what does not parse or is misspelt has no value
        return fingerprint(
            rule, sheet.id, str(violation.name), spanned_text(sheet, violation), *violation.arguments
        )
    about = {(sheet, violation.name)} | {
        (related.sheet or sheet, related.name) for related in violation.related
    }
    places = sorted(f"{owner.id}\0{name}\0{_stated(owner, name)}" for owner, name in about)
    return fingerprint(rule, *places, *violation.arguments)


def _stated(sheet: Sheet, name: FigureName) -> str:
    """The figure of that name as JSON text, or a short value; empty for all else."""
    try:
        value = name.part(resolve(sheet.value, name.pointer))
    except LookupError:
        return ""
    stated = read_stated(value)
    if stated is not None:
        return as_literal(stated)
    return value if isinstance(value, str) else ""


def fingerprint(*parts: str) -> str:
    """The first 16 hex digits of a SHA-256 over the parts, none of which may contain a line number."""
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

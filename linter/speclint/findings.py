"""Hits to findings: where they stand in the text, which figure is suspect, and their fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.pointer import resolve
from speclint.quantities.figure import as_literal, read_stated
from speclint.report import Finding, Location, Remark, Suspect
from speclint.sheets.parse import text_of
from speclint.sheets.regions import Regions

if TYPE_CHECKING:
    from speclint.diagnose import Diagnosis
    from speclint.rules.rule import Hit
    from speclint.sheets.sheet import Sheet


KEPT = 16
"""Documents whose places are kept: a sheet and its siblings."""


class Locator:
    """Finds pointers in the text of sheets; a sheet is scanned once, and only when asked for."""

    def __init__(self) -> None:
        self._regions: dict[str, Regions] = {}

    def regions(self, sheet: Sheet) -> Regions:
        """The places of a sheet."""
        found = self._regions.pop(sheet.path, None) or Regions(text_of(sheet.content))
        if len(self._regions) >= KEPT:
            # memory does not grow with the catalog
            del self._regions[next(iter(self._regions))]
        self._regions[sheet.path] = found
        return found

    def locate(
        self, sheet: Sheet, pointer: str, *, key: bool = False, span: tuple[int, int] | None = None
    ) -> Location:
        """Where a value, or a member's key, stands in the text of a sheet; at the characters if given."""
        regions = self.regions(sheet)
        if span is not None:
            region = regions.at(*span)
        else:
            region = regions.key(pointer) if key else regions.value(pointer)
        return Location(sheet.path, pointer, region, regions.line_text(region.line))

    def locate_hit(self, sheet: Sheet, hit: Hit) -> Location:
        """Where a hit stands."""
        return self.locate(sheet, hit.at, key=hit.key, span=hit.span)


def finding_of(sheet: Sheet, diagnosis: Diagnosis, locator: Locator) -> Finding:
    """The finding that tells a diagnosis to the reader."""
    rule, hit, correction = diagnosis.rule, diagnosis.hit, diagnosis.correction
    location = locator.locate_hit(sheet, hit)
    message = hit.message
    suspect = None
    if correction is not None:
        location = locator.locate(sheet, correction.pointer)
        message = correction.message
        stated = " ".join(locator.regions(sheet).literal(correction.pointer).split())
        suspect = Suspect(location, stated, correction.unit, correction.suggestion, correction.because)
    related = [
        Remark(remark.message, locator.locate(remark.sheet or sheet, remark.pointer, span=remark.span))
        for remark in hit.related
        if remark.sheet is not None or remark.span is not None or remark.pointer != location.pointer
    ]
    related += [
        Remark(f"{other.id}: {echo.message}", locator.locate_hit(sheet, echo))
        for other, echo in diagnosis.echoes
    ]
    return Finding(
        rule.id,
        rule.level,
        message,
        sheet.id,
        location,
        suspect,
        tuple(related),
        _fingerprint(rule.id, sheet, location.pointer, hit),
        rule.url,
        hit.help,
    )


def _fingerprint(rule: str, sheet: Sheet, pointer: str, hit: Hit) -> str:
    """The name of a finding: its rule, and each sheet, pointer and figure that it is about, in any order.

    A quarrel between siblings has one name, from whichever side it is told.
    """
    if hit.span or hit.key or not hit.related:
        # what does not parse, lacks a member or misspells one has no value that tells it from others there
        return fingerprint(rule, sheet.id, pointer, hit.message)
    about = {(sheet, pointer)} | {(remark.sheet or sheet, remark.pointer) for remark in hit.related}
    return fingerprint(rule, *sorted(f"{one.id}\0{place}\0{_stated(one, place)}" for one, place in about))


def _stated(sheet: Sheet, pointer: str) -> str:
    """The figure at a pointer as JSON text, or a short value; empty for all else."""
    try:
        value = resolve(sheet.value, pointer)
    except LookupError:
        return ""
    stated = read_stated(value)
    if stated is not None:
        return as_literal(stated)
    return value if isinstance(value, str) else ""


def fingerprint(*parts: str) -> str:
    """The first 16 hex digits of a SHA-256 over the parts, none of which may tell a line."""
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]

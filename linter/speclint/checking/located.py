"""The last stage: findings with their locations, those folded into one that many sheets inherit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.baseline import BEFORE, REASON
from speclint.checking.findings import Locator, finding_of, fingerprint
from speclint.documents.parser import decode_text
from speclint.documents.region import Region
from speclint.files.paths import display_path
from speclint.results import Finding, Location, RelatedLocation, SuppressedFinding
from speclint.schema.toml import line_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from speclint.checking.diagnosis.diagnose import Diagnosis
    from speclint.checking.pipeline import Suppression
    from speclint.project.request import Request
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MAX_NAMED = 100
"""Sheets that a finding names of those that inherit its fault."""


class Located(msgspec.Struct, frozen=True):
    """Findings with their locations: those to report, and those that are suppressed."""

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]


def locate(suppression: Suppression, catalog: Catalog, request: Request) -> Located:
    """Findings with their locations in the documents, or in the profile.

    Args:
        suppression: what is kept, and what is suppressed.
        catalog: the sheets around.
        request: what is checked.
    """
    located = partial(_finding, locator=Locator(), catalog=catalog, request=request)
    accepted = [
        SuppressedFinding(
            located(suppressed.sheet, suppressed.diagnosis), match.reason, in_source=bool(match.owner)
        )
        for suppressed, match in suppression.suppressed
    ]
    kept = [
        (diagnosed.known, located(diagnosed.sheet, diagnosed.diagnosis)) for diagnosed in suppression.kept
    ]
    accepted += [
        SuppressedFinding(finding, reason)
        for reason in (REASON, BEFORE)
        for finding in inherited_once([finding for known, finding in kept if known == reason])
    ]
    return Located(tuple(finding for known, finding in kept if known is None), tuple(accepted))


def _finding(
    sheet: Sheet, diagnosis: Diagnosis, locator: Locator, catalog: Catalog, request: Request
) -> Finding:
    finding = finding_of(sheet, diagnosis, locator, catalog)
    if diagnosis.rule.on_catalog is None or sheet.profile is None:
        return finding
    violation, profile = diagnosis.violation, sheet.profile.name
    name = fingerprint(diagnosis.rule.first_id, profile, *violation.arguments)
    place = finding.location
    if violation.setting and profile.endswith(".toml"):
        place = _in_profile(request.config.root / profile, violation.setting, catalog, request.working)
    return msgspec.structs.replace(finding, location=place, fingerprint=name)


def _in_profile(file: Path, setting: str, catalog: Catalog, working: Path) -> Location:
    """The line of a profile with the member at a pointer."""
    lines = lines_of(decode_text(catalog.content(file)))
    line = line_of(lines, setting)
    text = lines[line - 1] if lines else ""
    return Location(display_path(file, working), setting, Region(line, 1, line, len(text) + 1), text)


def inherited_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; one that many sheets inherit from a layer is reported once and names the sheets."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        places = tuple((related.location.path, related.location.region) for related in finding.related)
        place = finding.location.path, finding.location.region
        groups.setdefault((finding.rule, *place, finding.message, places), []).append(finding)
    return tuple(map(_folded, groups.values()))


def _folded(findings: list[Finding]) -> Finding:
    first, *others = findings
    if not others:
        return first
    named = ", ".join(finding.sheet for finding in others[:MAX_NAMED])
    more = f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
    heirs = RelatedLocation(
        f"{len(findings)} sheets inherit it: {first.sheet}, {named}{more}", first.location
    )
    return msgspec.structs.replace(first, related=(*first.related, heirs))

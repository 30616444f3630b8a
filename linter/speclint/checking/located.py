"""The last stage: findings with their locations, those folded into one that many sheets inherit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.baseline import BEFORE, REASON
from speclint.checking.findings import Locator, finding_of
from speclint.results import Finding, RelatedLocation, SuppressedFinding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.checking.pipeline import Suppression
    from speclint.sheets.catalog import Catalog

MAX_NAMED = 100
"""Sheets that a finding names of those that inherit its fault."""


class Located(msgspec.Struct, frozen=True):
    """Findings with their locations: those to report, and those that are suppressed."""

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]


def locate(suppression: Suppression, catalog: Catalog) -> Located:
    """Findings with their locations in the documents."""
    located = partial(finding_of, locator=Locator(), catalog=catalog)
    accepted = [
        SuppressedFinding(located(suppressed.sheet, suppressed.diagnosis), reason)
        for suppressed, reason in suppression.suppressed
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

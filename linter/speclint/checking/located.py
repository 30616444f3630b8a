"""The last stage: findings with their places in the text, those folded that many sheets inherit."""

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
    """Findings with their places: those to report, and those that are set aside."""

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]


def locate(suppression: Suppression, catalog: Catalog) -> Located:
    """Findings with their places in the text."""
    located = partial(finding_of, locator=Locator(), catalog=catalog)
    accepted = [
        SuppressedFinding(located(each.sheet, each.diagnosis), reason)
        for each, reason in suppression.suppressed
    ]
    kept = [(each.known, located(each.sheet, each.diagnosis)) for each in suppression.kept]
    accepted += [
        SuppressedFinding(finding, reason)
        for reason in (REASON, BEFORE)
        for finding in inherited_once([finding for known, finding in kept if known == reason])
    ]
    return Located(tuple(finding for known, finding in kept if known is None), tuple(accepted))


def inherited_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those that many sheets inherit from one layer folded to one that names the sheets."""
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

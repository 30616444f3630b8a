"""The vehicles that differ between two revisions: what changed in each, and what is found in that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.changes.wording import listed
from speclint.diffing.news import news_of
from speclint.diffing.review import review_of
from speclint.diffing.run import parts_of
from speclint.documents.pointer import resolve, resolves
from speclint.documents.region import Region
from speclint.documents.writer import json_text
from speclint.overview.bands import placed
from speclint.overview.collect import rank, vehicle_of
from speclint.overview.data import Changed, Overview, Revisions, Vehicle, worst_first
from speclint.overview.origin import origin_of_changes
from speclint.project.request import silent
from speclint.quantities.number import is_number
from speclint.results import Finding, Location, RelatedLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speclint.changes.change import Pair
    from speclint.diffing.load import Comparison
    from speclint.diffing.review import Vehicle as Reviewed
    from speclint.project.request import Progress
    from speclint.results import ReviewedFinding
    from speclint.sheets.sheet import Sheet

    Known = Mapping[tuple[str, str, int, str], Finding]

UNCHECKED = "the sheets were not checked: only the rules on changes were evaluated"


def overview_of_changes(comparison: Comparison, progress: Progress = silent) -> Overview:
    """Compare two revisions, and give the vehicles that differ, with what `check --since` finds in them.

    Raises:
        SpeclintError: the work cannot be done.
        RuleError: a rule failed.
    """
    parts = list(parts_of(comparison, progress))
    news = news_of(comparison, progress)
    found = review_of(comparison, parts, news)
    pairs = {
        (pair.sheet.path, pair.sheet.id): pair
        for part in parts for group in part.groups for pair in (each.change.pair for each in group)
    }  # fmt: skip
    new = news.findings if news else []
    # a finding may be in a sheet that did not change
    sheets = {(sheet.path, sheet.id): sheet for _, sheet in new if sheet is not None}
    sheets |= {place: pair.sheet for place, pair in pairs.items()}
    known = {_key(finding): finding for finding, _ in new}
    vehicles = []
    for each in found.vehicles:
        place = each.path, each.name
        vehicles.append(_vehicle(each, sheets.get(place), pairs.get(place), known))
    counts = Counter(finding.level.value for vehicle in vehicles for finding in vehicle.findings)
    notices = (*found.unread, *(() if found.is_checked else (UNCHECKED,)))
    return Overview(
        tuple(sorted(vehicles, key=rank)), sum(part.sheets for part in parts), 0, dict(counts),
        origin_of_changes(comparison), 0, sum(part.suppressed for part in parts), notices,
        Revisions(found.base, found.revision),
    )  # fmt: skip


def _key(finding: Finding) -> tuple[str, str, int, str]:
    place = finding.location
    return finding.rule, place.path, place.region.line, finding.message


def _vehicle(reviewed: Reviewed, sheet: Sheet | None, pair: Pair | None, known: Known) -> Vehicle:
    findings = [_finding(each, known) for each in reviewed.findings]
    if sheet is None:
        # a layer, or what findings are on that are on no sheet
        found = tuple(worst_first(findings))
        vehicle = Vehicle(reviewed.name, reviewed.path, reviewed.title, findings=found, is_vehicle=False)
    else:
        vehicle = vehicle_of(sheet, findings)
    before: dict[str, float] = {}
    stated: dict[str, str] = {}
    if pair is not None and pair.revision is None:
        # what is no more has no place among cars
        vehicle = replace(vehicle, figures={}, burnt=None)
    elif pair is not None and pair.base is not None:
        before = {name: figure.value for name, figure in placed(pair.base).items()}
        stated = _stated(pair.base, findings)
    heirs = f"inherited by {listed(list(reviewed.heirs))}" if reviewed.heirs else ""
    changed = Changed(reviewed.kind, reviewed.event or heirs, tuple(reviewed.rows), before, stated)
    return replace(vehicle, change=changed)


def _stated(base: Sheet, findings: Iterable[Finding]) -> dict[str, str]:
    """The numbers that a sheet states where findings are, as JSON text by pointer."""
    stated = {}
    for finding in findings:
        if resolves(base.value, finding.at):
            value = resolve(base.value, finding.at)
            if is_number(value):
                stated[finding.at] = json_text(value)
    return stated


def _finding(found: ReviewedFinding, known: Known) -> Finding:
    """The finding of a review in full, or as much of it as the rules on changes alone give."""
    full = known.get((found.rule, found.path, found.line, found.message))
    if full is None:
        line = max(found.line, 1)
        place = Location(found.path, "", Region(line, 1, line, 1))
        full = Finding(found.rule, found.level, found.message, found.sheets[0], "", place, None, (), "", "")
    if len(found.sheets) == 1:
        return full
    others = RelatedLocation(f"{len(found.sheets)} sheets show it: {listed(found.sheets)}", full.location)
    return replace(full, related=(*full.related, others))

"""Collects the vehicles of projects, and what was found in each, for people to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.baseline import REASON
from speclint.checking.run import check_projects
from speclint.overview.bands import burnt, placed
from speclint.overview.data import Overview, Vehicle, order_of, worst_first
from speclint.overview.origin import origin_of
from speclint.project.nested import projects_of
from speclint.project.request import silent
from speclint.rules.registry import CATALOG, REGISTRY
from speclint.rules.rule import Level
from speclint.sheets.identity import title
from speclint.vehicle.features import features_of, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.results import Finding, Report, SuppressedFinding
    from speclint.sheets.sheet import Sheet


OF_CATALOG = frozenset(entry.id for entry in REGISTRY if entry.group == CATALOG)
"""Rules whose findings are on a catalog, not on the sheet in which they are located."""
MAX_FINDINGS = 2_000
"""Findings that an overview holds, the worst ones."""
MAX_OTHERS = 3_000
"""Vehicles without findings that it holds, evenly spread over the catalog."""


def overview_of(requests: Iterable[Request], progress: Progress = silent) -> Overview:
    """Check what the requests name, and give the vehicles with what was found in them.

    Raises:
        SpeclintError: as `run` does.
    """
    read: list[tuple[Request, Project]] = []

    def kept() -> Iterator[tuple[Request, Project]]:
        for each in projects_of(requests, progress, by_column=True):
            read.append(each)
            yield each

    report = check_projects(kept(), progress).report
    counts = Counter(finding.level.value for finding in report.findings)
    vehicles = _vehicles([project for _, project in read], report, progress)
    known = sum(suppressed.reason == REASON for suppressed in report.suppressed)
    return Overview(
        tuple(sorted(vehicles, key=rank)), report.sheets, report.figures, dict(counts), origin_of(read),
        known, len(report.suppressed) - known, report.notices,
    )  # fmt: skip


def _vehicles(projects: Iterable[Project], report: Report, progress: Progress) -> Iterator[Vehicle]:
    """The vehicles with findings, as many others as are wanted, and what findings are on that are on none."""
    found: dict[str, _Found] = defaultdict(_Found)
    findings = worst_first(report.findings)[:MAX_FINDINGS]
    for finding in findings:
        found[_subject(finding)].findings.append(finding)
    suppressed = sorted(report.suppressed, key=lambda each: order_of(each.finding))
    for entry in suppressed[: MAX_FINDINGS - len(findings)]:
        found[_subject(entry.finding)].suppressed.append(entry)
    step = max(1, -(-report.sheets // MAX_OTHERS))
    faulty: list[Sheet] = []
    for project in projects:
        for each in _of_project(project, found.keys(), step):
            if isinstance(each, Vehicle):
                yield each
            else:
                faulty.append(each)
    times = Counter(sheet.id for sheet in faulty)
    for sheet in progress(faulty, "drawing"):
        own = found[sheet.id]
        if times[sheet.id] > 1:
            # sheets of several configurations have the same id
            own = own.at(sheet.path)
        yield vehicle_of(sheet, own.findings, own.suppressed)
    # as a sheet that must be there and is not
    yield from (_without_sheet(name, own) for name, own in found.items() if not times[name])


class _Found(msgspec.Struct):
    """What was found on one subject."""

    findings: list[Finding] = []
    suppressed: list[SuppressedFinding] = []

    def at(self, path: str) -> _Found:
        """The part of it that is in a file."""
        return _Found(
            [finding for finding in self.findings if finding.location.path == path],
            [each for each in self.suppressed if each.finding.location.path == path],
        )


def _subject(finding: Finding) -> str:
    """The id of the sheet that a finding is on; empty for one on the catalog."""
    return "" if finding.rule in OF_CATALOG else finding.sheet


def vehicle_of(
    sheet: Sheet, findings: Sequence[Finding] = (), suppressed: Sequence[SuppressedFinding] = ()
) -> Vehicle:
    """A sheet as a vehicle, with what was found in it."""
    wrong = _at(findings)
    known = _at(each.finding for each in suppressed) - wrong
    figures = features_of(sheet).figures
    return Vehicle(
        sheet.id,
        sheet.path,
        title(sheet),
        sheet.field("make") or "",
        " ".join(filter(None, model_of(sheet) or ())),
        placed(sheet, wrong | known),
        burnt(sheet, wrong, known),
        tuple(name for name, figure in figures.items() if figure.pointer in wrong),
        tuple(name for name, figure in figures.items() if figure.pointer in known),
        tuple(worst_first(findings)),
        tuple(suppressed),
    )


def _at(findings: Iterable[Finding]) -> frozenset[str]:
    """The pointers that findings are on, notes aside."""
    return frozenset(finding.at for finding in findings if finding.level is not Level.NOTE)


def _of_project(project: Project, faulty: AbstractSet[str], step: int) -> Iterator[Vehicle | Sheet]:
    """The sheets with these ids, and of the others one in so many as a vehicle."""
    if project.batches is None:
        others = 0
        for sheet in project.reported:
            if sheet.id in faulty:
                yield sheet
                continue
            others += 1
            if sheet.value is not None and others % step == 0:
                yield vehicle_of(sheet)
        return
    from speclint.overview.by_column import of_batch

    yield from (sheet for _, sheet in project.batches.others if sheet.id in faulty)
    for batch in project.batches.batches:
        yield from of_batch(batch, faulty, step)


def _without_sheet(name: str, found: _Found) -> Vehicle:
    path = (found.findings or [each.finding for each in found.suppressed])[0].location.path
    return Vehicle(
        name, path, name or "All sheets together", findings=tuple(found.findings),
        suppressed=tuple(found.suppressed), is_vehicle=False,
    )  # fmt: skip


def rank(vehicle: Vehicle) -> tuple[int, int, int, int, str]:
    """The order of vehicles: the worst finding first, then those with more of its level, then by name.

    Suppressed findings count after all others.
    """
    suppressed = [each.finding for each in vehicle.suppressed]
    return *_gravity(vehicle.findings), *_gravity(suppressed), vehicle.title


def _gravity(findings: Sequence[Finding]) -> tuple[int, int]:
    """The level of the worst finding, and how many have it, as negative numbers."""
    if not findings:
        return 0, 0
    worst = findings[0].level
    return -worst.weight, -sum(finding.level is worst for finding in findings)

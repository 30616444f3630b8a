"""Collects the vehicles of projects, and what was found in each, for people to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from speclint.changes.detect import title
from speclint.checking.run import check_projects
from speclint.overview.bands import burnt, placed
from speclint.overview.data import Overview, Vehicle, worst_first
from speclint.project.nested import projects_of
from speclint.project.request import silent
from speclint.rules.registry import CATALOG, REGISTRY
from speclint.rules.rule import Level
from speclint.vehicle.features import features_of, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.results import Finding, Report
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
    projects: list[Project] = []

    def kept() -> Iterator[tuple[Request, Project]]:
        for request, project in projects_of(requests, progress, by_column=True):
            projects.append(project)
            yield request, project

    report = check_projects(kept(), progress).report
    counts = Counter(finding.level.value for finding in report.findings)
    vehicles = _vehicles(projects, report, progress)
    return Overview(
        tuple(sorted(vehicles, key=rank)), report.sheets, report.figures, dict(counts),
        len(report.suppressed), report.notices,
    )  # fmt: skip


def _vehicles(projects: Iterable[Project], report: Report, progress: Progress) -> Iterator[Vehicle]:
    """The vehicles with findings, as many others as are wanted, and what findings are on that are on none."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in worst_first(report.findings)[:MAX_FINDINGS]:
        found["" if finding.rule in OF_CATALOG else finding.sheet].append(finding)
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
            own = [finding for finding in own if finding.location.path == sheet.path]
        yield vehicle_of(sheet, own)
    # as a sheet that must be there and is not
    yield from (_without_sheet(name, own) for name, own in found.items() if not times[name])


def vehicle_of(sheet: Sheet, findings: Sequence[Finding] = ()) -> Vehicle:
    """A sheet as a vehicle, with what was found in it."""
    wrong = {finding.at: finding.level for finding in findings if finding.level is not Level.NOTE}
    figures = features_of(sheet).figures
    return Vehicle(
        sheet.id,
        sheet.path,
        title(sheet),
        sheet.field("make") or "",
        " ".join(filter(None, model_of(sheet) or ())),
        placed(sheet, wrong),
        burnt(sheet, wrong),
        tuple(name for name, figure in figures.items() if figure.pointer in wrong),
        tuple(worst_first(findings)),
    )


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


def _without_sheet(name: str, findings: Sequence[Finding]) -> Vehicle:
    path = findings[0].location.path
    return Vehicle(name, path, name or "All sheets together", findings=tuple(findings), is_vehicle=False)


def rank(vehicle: Vehicle) -> tuple[int, int, str]:
    """The order of vehicles: the worst finding first, then those with more of its level, then by name."""
    if not vehicle.findings:
        return 0, 0, vehicle.title
    worst = vehicle.findings[0].level
    return -worst.weight, -sum(finding.level is worst for finding in vehicle.findings), vehicle.title

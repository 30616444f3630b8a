"""A run after a change of a few files: what they may affect is judged anew, and the rest of the report holds.

Sheets fall into components that no rule looks across (`columns/components.py`). What the pipeline makes of
the violations in one never depends on those in another, unless the whole catalog is at fault.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace

from speclint.checking.run import check_project, fails
from speclint.checking.selection import enabled_rules
from speclint.columns.citations import COVERED, DANGLING, HOME, PUBLISHED
from speclint.columns.collect import FACET, FIGURE, IDENTITY, IRREGULAR, LINKS
from speclint.columns.components import Components
from speclint.columns.extract import Extractor
from speclint.columns.packed import PackedRows
from speclint.columns.vehicles import categories
from speclint.files.trace import signature_at
from speclint.limits import reached
from speclint.project.batch import Batch, Batches, ColumnCatalog, Part
from speclint.project.building import Buildings
from speclint.project.load import Project
from speclint.project.reader import Reader
from speclint.project.request import claims_of
from speclint.quantities.table import QUANTITIES
from speclint.results import in_order
from speclint.rules.evaluate import CatalogEvaluation
from speclint.rules.registry import CATALOG
from speclint.rules.rows import Edit, Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from speclint.checking.kept import Kept
    from speclint.columns.columns import Columns
    from speclint.profiles.profile import Profile
    from speclint.project.request import Progress, Request
    from speclint.results import Report
    from speclint.sheets.place import Claim
    from speclint.sheets.sheet import Sheet

OF_SINGLE_SHEETS = (LINKS[0], COVERED[0], DANGLING[0], HOME[0], PUBLISHED[0])
"""Kinds of facts that no rule on whole catalogs looks at."""
MAX_SHARE = 0.1
"""Share of the sheets above which all of them are judged anew."""


class Revised(NamedTuple):
    """The report after a change, and what is to be kept for the next one."""

    report: Report
    kept: Kept


def revised(
    kept: Kept, report: Report, changed: Collection[str], request: Sequence[Request], progress: Progress
) -> Revised | None:
    """The report after a change of the content of some files; None where all sheets must be judged anew.

    Args:
        kept: what is known of the sheets before the change.
        report: the report before it.
        changed: absolute paths of files.
        request: what to check.
        progress: shows how far the run is.

    Raises:
        SpeclintError: as a whole run does.
    """
    (asked,) = request
    row_of = {path: row for row, path in enumerate(kept.paths)}
    if not all(path in row_of and signature_at(path) for path in changed):
        return None
    if len(changed) > MAX_SHARE * len(kept.paths) or _is_cut_short(report):
        return None
    (claim,), reader = claims_of(asked), Reader.of(asked)
    change = _change(kept, [row_of[path] for path in changed], claim, reader)
    if change is None or len(change.affected) > MAX_SHARE * len(kept.paths):
        return None
    if not _is_catalog_clean(change, asked, reader):
        return None
    batch = change.batch(reader)
    files = {change.kept.paths[row]: change.kept.file(claim, row) for row in change.affected}
    waiting = (change.kept.file(claim, row) for row in range(len(kept.paths)))
    catalog = ColumnCatalog([batch], waiting, reader, ())
    project = Project(catalog, (), (), reader, files, files, is_part=True, batches=Batches((batch,), ()))
    outcome = check_project(asked, project, progress)
    if outcome.suppressed:
        return None
    shown = {change.kept.places[row][0] for row in change.affected}
    findings = [finding for finding in report.findings if finding.location.path not in shown]
    findings += outcome.findings
    new = replace(
        report,
        findings=in_order(findings),
        figures=report.figures + change.figures,
        fails=fails(findings, asked.fail_on or asked.config.fail_on),
        own_rules=tuple(dict.fromkeys((*report.own_rules, *outcome.own_rules))),
        notices=tuple(dict.fromkeys((*report.notices, *reached()))),
    )
    return Revised(new, change.kept)


def _is_cut_short(report: Report) -> bool:
    """Whether not all findings were diagnosed: which they are follows from all sheets."""
    if not report.findings:
        return False
    from speclint.checking.diagnosis.diagnose import undiagnosed

    return any(finding.help == undiagnosed() for finding in report.findings)


class _Change(NamedTuple):
    """What is known of the sheets after a change of some files."""

    kept: Kept
    claim: Claim
    rows: PackedRows
    affected: list[int]
    """The rows that the change may affect, in the order in which files are extracted."""
    edited: list[int]
    figures: int
    """How many more figures there are."""
    names: frozenset[str]
    """Quantities, identity fields and facets that are stated otherwise."""
    is_in_figures: bool
    """Whether figures alone are others, and no vehicle is of another category."""

    def batch(self, reader: Reader) -> Batch:
        """The rows that may be affected, by column."""
        parts = [
            Part(number, self.kept.positions[row], partial(self._only, reader, row))
            for number, row in enumerate(self.affected)
        ]
        return Batch(self._extracted(self.affected), parts)

    def columns(self, rows: Sequence[int], without: tuple[str, ...] = ()) -> Columns:
        """What some rows state, without facts of some kinds."""
        return self._extracted(rows, without).columns()

    def _extracted(self, rows: Sequence[int], without: tuple[str, ...] = ()) -> Extractor:
        extractor = Extractor(self.claim.profile)
        packed = self.rows.packed(np.array(rows, dtype=np.int64), without)
        extractor.add_packed([*map(self.kept.place, rows)], packed)
        return extractor

    def _only(self, reader: Reader, row: int, _: int) -> Sheet:
        return self.read(reader, row)

    def read(self, reader: Reader, row: int) -> Sheet:
        """The sheet of a row."""
        return reader.read(self.kept.file(self.claim, row))[0]


def _change(kept: Kept, rows: list[int], claim: Claim, reader: Reader) -> _Change | None:
    """Extract the files of rows anew; None if one of them is no single sheet without layers any more."""
    files, buildings, profile = [kept.file(claim, row) for row in rows], Buildings(), claim.profile
    left = [*buildings.extract(files, reader)]
    building = buildings.of(profile)
    for place in left:
        building.add_sheets(0, files[place], reader)
    now = building.extractor.columns()
    if now.size != len(rows) or "layers" in now.facets:
        return None
    rows = [row for place, row in enumerate(rows) if place not in left] + [rows[place] for place in left]
    components = Components(np.frombuffer(kept.labels, dtype=np.int64), kept.groups)
    components, label = components.revised(rows, now)
    new, old = PackedRows(building.extractor.packed()), PackedRows(kept.packed)
    whole = old.replaced(rows, new)
    before = Extractor(profile)
    before.add_packed([kept.place(row) for row in rows], old.packed(np.array(rows, dtype=np.int64)))
    past = before.columns()
    figures = int(now.figures_read.sum()) - int(past.figures_read.sum())
    names = _names(old.differences(rows, new), profile)
    if left:
        # a sheet shows more than facts, such as what could not be read
        names |= {IRREGULAR}
    is_in_figures = names <= QUANTITIES.keys() and _categories(past) == _categories(now)
    is_left = [*kept.is_left]
    for number, row in enumerate(rows):
        is_left[row] = number >= len(rows) - len(left)
    after = replace(
        kept,
        is_left=is_left,
        labels=components.labels.tobytes(),
        groups=dict(components.groups),
        packed=whole.packed(np.arange(whole.size)),
    )
    affected = after.in_order(np.flatnonzero(components.labels == label).tolist())
    return _Change(after, claim, whole, affected, rows, figures, names, is_in_figures)


def _categories(columns: Columns) -> list[str | None]:
    """The category of the vehicle in each row."""
    found = categories(columns)
    return [*map((*found.values, None).__getitem__, found.codes.tolist())]


def _read(change: _Change, reader: Reader, rows: Sequence[int], number: int) -> Sheet:
    return change.read(reader, rows[number])


def _names(differences: Iterable[tuple[str, str | int]], profile: Profile) -> frozenset[str]:
    """The names of what is stated otherwise, as rules declare what they read."""
    found = [(kind, str(name)) for kind, name in differences if kind in {FIGURE, IDENTITY, FACET}]
    names = {name for _, name in found} | {kind for kind, _ in found if kind == IDENTITY}
    # what is read from no sheet is found in the values themselves
    return frozenset(names | ({"value"} if profile.name.endswith(".toml") else set()))


def _is_catalog_clean(change: _Change, request: Request, reader: Reader) -> bool:
    """Whether the whole catalog is without faults after a change, as it was before."""
    rules = [
        rule
        for rule in enabled_rules(request)
        if rule.group == CATALOG and (IRREGULAR in change.names or any(map(rule.depends_on, change.names)))
    ]
    if not rules:
        return True
    rows = change.kept.in_order(range(change.rows.size))
    columns = change.columns(rows, without=OF_SINGLE_SHEETS)
    collected = CatalogEvaluation(rules)
    edit = Edit(frozenset(map(rows.index, change.edited)), change.names)
    is_narrow = change.is_in_figures
    read = partial(_read, change, reader, rows)
    collected.add_columns(Rows(columns, np.arange(len(rows)), read, edit if is_narrow else None))
    return not any(True for _ in collected.violations())

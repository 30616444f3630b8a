"""What only a whole catalog shows, of a catalog whose documents are edited while it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from speclint.checking.evaluating import evaluate_sheets
from speclint.checking.explaining import explained
from speclint.checking.selection import enabled_rules
from speclint.project.load import Project, load_project, project_of
from speclint.rules.registry import CATALOG
from speclint.sheets.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from speclint.project.reader import Reader
    from speclint.results import Finding
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet

Work = TypeVar("Work")


class StaleError(Exception):
    """What was asked for is not of interest any more."""


class CurrentProgress:
    """Ends work that nobody waits for: raises StaleError."""

    def __init__(self, is_stale: Callable[[], bool]) -> None:
        self._is_stale = is_stale

    def __call__(self, work: Collection[Work], label: str, /) -> Iterable[Work]:  # noqa: ARG002 - a progress
        """The work itself, item by item."""
        return self._each(work)

    def _each(self, work: Collection[Work]) -> Iterator[Work]:
        for item in work:
            if self._is_stale():
                raise StaleError
            yield item


class WholeCatalog(msgspec.Struct, frozen=True):
    """A catalog at one moment, to be judged by what only the whole shows."""

    project: Project
    """The catalog as it is on disk."""
    reader: Reader
    changed: dict[SheetLocation, Sheet]
    """The sheets that are not as they are on disk."""
    is_plain: bool
    """Whether each file is one sheet."""

    def findings(self, is_stale: Callable[[], bool]) -> tuple[Finding, ...]:
        """What only the whole catalog shows.

        Args:
            is_stale: whether nobody waits for the answer any more.

        Raises:
            StaleError: nobody does.
            SpeclintError: as a run does.
        """
        request, progress = self.reader.request, CurrentProgress(is_stale)
        rules = [rule for rule in enabled_rules(request) if rule.group == CATALOG]
        project = self._present(progress)
        found: list[Finding] = []
        for rule in progress(rules, "checking"):
            evaluated = evaluate_sheets(project, [rule], whole=True)
            if evaluated.of_catalog:
                found += explained(request, project, replace(evaluated, violations=[])).findings
        names = {name for rule in rules for name in rule.names}
        return tuple(finding for finding in found if finding.rule in names)

    def _present(self, progress: CurrentProgress) -> Project:
        project, reader = self.project, self.reader
        if not self.is_plain:
            request = replace(reader.request, overlays=reader.overlays)
            return load_project(request, progress, by_column=True)
        if project.batches is None:
            read = tuple(self.changed.get(sheet.place, sheet) for sheet in project.read)
            return replace(project, catalog=Catalog(read, content=reader.content), read=read)
        from speclint.project.revised_batches import revised_batches

        batches = revised_batches(project.batches, self.changed)
        return project_of(batches, reader, project.claimed, project.wanted)

"""The rules on whole catalogs, evaluated by another process while this one screens those on sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.checking.screened import rows_of
from speclint.project import processes
from speclint.rules.evaluate import CatalogEvaluation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.project.batch import Batches
    from speclint.project.load import Project
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rows import Rows
    from speclint.rules.rule import RuleViolation


class CatalogBeside(CatalogEvaluation):
    """A process that looks for violations in the columns of all sheets.

    There rarely are any; these are then found again here, with the sheets that they are in.
    """

    def __init__(self, rules: list[RuleEntry], batches: Batches) -> None:
        """Start the process."""
        super().__init__(rules)
        self._batches = batches
        self._task = processes.Task(self.are_any)

    def add_columns(self, rows: Rows) -> None:
        """Nothing: the other process looks at the columns."""

    def are_any(self) -> bool:
        """Whether the rules find anything; the other process asks."""
        return any(True for _ in self._violations())

    def _violations(self) -> Iterator[RuleViolation]:
        for batch in self._batches.batches:
            for rows in batch.blocks():
                super().add_columns(rows_of(batch, rows, batch.some(rows), batch.is_reported))
        yield from super().violations()

    def violations(self) -> Iterator[RuleViolation]:
        """What the rules find.

        Raises:
            RuleError: a rule failed.
        """
        try:
            are_any = self._task.result()
        except ChildProcessError:
            are_any = True
        if are_any:
            yield from self._violations()

    def end(self) -> None:
        """End the process."""
        self._task.end()


def collecting(project: Project, rules: list[RuleEntry]) -> CatalogEvaluation:
    """What evaluates the rules on whole catalogs of a project: another process if there are many files."""
    batches, request = project.batches, project.reader.request
    if batches is None or not rules or processes.START != "fork":
        return CatalogEvaluation(rules)
    sizes = [batch.columns.size for batch in batches.batches]
    # what is open for a stream is not for two processes
    if processes.jobs_for(request, sum(sizes)) == 1 or any(batch.has_streams for batch in batches.batches):
        return CatalogEvaluation(rules)
    return CatalogBeside(rules, batches)

"""The stage of rules: what they yield in each sheet of a project, and in the whole catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.checking.selection import own_rules_of, without_ignored
from speclint.project.request import silent
from speclint.rules.evaluate import CatalogEvaluation, RuleSet, evaluate
from speclint.rules.registry import CATALOG, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from speclint.checking.known import SheetViolations
    from speclint.checking.screened import Screened
    from speclint.checking.since import Since
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


class Evaluated(msgspec.Struct, frozen=True):
    """What the rules yield in the sheets of one project, and how many sheets there are."""

    violations: list[SheetViolations]
    """By sheet, those left out that have neither violations nor suppressions."""
    of_catalog: list[SheetViolations]
    """By the first sheet at fault, those that only the whole catalog shows."""
    sheets: int
    figures: int
    """How many figures were read in them."""
    is_whole: bool = True
    """Whether every sheet could be read."""
    of_all_rules: dict[SheetLocation, list[RuleViolation]] = {}
    """What all rules yield in sheets with violations; empty if some rules are disabled."""


def evaluate_sheets(  # noqa: PLR0913 - all that is evaluated
    project: Project,
    rules: Sequence[RuleEntry],
    since: Since | None = None,
    progress: Progress = silent,
    *,
    whole: bool = False,
    known: Screened | None = None,
) -> Evaluated:
    """What the rules yield in each sheet that is reported on, in its change, and in a whole catalog.

    Args:
        project: the sheets.
        rules: the rules.
        since: what was known before the change that is checked, if one is.
        progress: shows how far the run is.
        whole: whether it is a whole catalog.
        known: the sheets that may violate a rule, where they are known; of columns alone.

    Raises:
        RuleError: a rule failed.
    """
    of_catalog = [rule for rule in rules if rule.group == CATALOG] if whole else []
    collected = CatalogEvaluation(of_catalog)
    if project.batches is not None and known is None:
        from speclint.checking.beside import collecting

        collected = collecting(project, of_catalog)
    try:
        return _evaluated(project, rules, since, progress, collected, known)
    finally:
        collected.end()


def _evaluated(  # noqa: PLR0913, PLR0917 - all that is evaluated
    project: Project,
    rules: Sequence[RuleEntry],
    since: Since | None,
    progress: Progress,
    collected: CatalogEvaluation,
    known: Screened | None,
) -> Evaluated:
    violations: list[SheetViolations] = []
    sheets, figures, is_whole = 0, 0, True
    groups: set[tuple[str, str]] = set()
    of_all_rules: dict[SheetLocation, list[RuleViolation]] = {}
    passes: tuple[Collection[Sheet], ...] = (project.read, *project.streams)
    on_sheets = RuleSet(rules)
    request = project.reader.request
    is_every_rule = len(rules) == len(REGISTRY) + len(own_rules_of(request.config))
    if project.batches is not None:
        from speclint.checking.screened import screened

        found_by_column = known or screened(project.batches, rules, collected)
        passes, on_sheets = (found_by_column.struck,), RuleSet(rules, found_by_column.rules)
        sheets, figures = found_by_column.passed, found_by_column.figures
    for group in passes:
        for sheet in progress(group, "checking"):
            sheets += 1
            if project.batches is None:
                figures += sheet.figures_read
                collected.add(sheet)
            is_whole = is_whole and sheet.value is not None
            yielded = list(evaluate(sheet, project.catalog, on_sheets))
            found = _new(without_ignored(yielded, sheet.path, request), groups)
            if found and is_every_rule:
                of_all_rules[sheet.place] = [each for each in yielded if each[0].is_evidence]
            changed = since.violations.get((sheet.path, sheet.id), ()) if since else ()
            found += without_ignored(changed, sheet.path, request)
            if found or sheet.suppressions:
                violations.append((sheet, found))
    of_catalog = [(sheet, [found]) for sheet, found in catalog_violations(collected, request)]
    return Evaluated(violations, of_catalog, sheets, figures, is_whole, of_all_rules)


def catalog_violations(
    collected: CatalogEvaluation, request: Request
) -> Iterator[tuple[Sheet, RuleViolation]]:
    """The first sheet at fault of each violation that only the whole catalog shows, and the violation.

    Raises:
        RuleError: a rule failed.
    """
    for rule, violation in collected.violations():
        sheet = violation.sheet
        if sheet is not None and without_ignored([(rule, violation)], sheet.path, request):
            yield sheet, (rule, violation)


def _new(found: Iterable[RuleViolation], groups: set[tuple[str, str]]) -> list[RuleViolation]:
    """The violations without those of a group that another sheet reported; new groups are added."""
    kept = []
    for rule, violation in found:
        group = rule.first_id, violation.group
        if not violation.group or group not in groups:
            kept.append((rule, violation))
            groups.add(group)
    return kept

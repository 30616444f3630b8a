"""The diffing engine: from a comparison to a report.

    sides → pairs → evaluated changes → suppressed → folded → gathered → reported changes

Each stage is a function from the list that the one before it gave; nothing is kept between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.changes.change import Revised
from speclint.changes.detect import diff_sheets
from speclint.changes.match import paired
from speclint.diffing.load import Comparison, below, read_sides
from speclint.diffing.pipeline import EvaluatedChange, attribute, fold, gather, report, suppress
from speclint.project.request import silent
from speclint.results import ChangeReport
from speclint.rules.evaluate import evaluate_changes
from speclint.rules.registry import CHANGES, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.changes.change import Pair
    from speclint.project.load import Project
    from speclint.project.request import Progress, Request
    from speclint.results import ReportedChange
    from speclint.rules.rule import Rule
    from speclint.sheets.sheet import Sheet


class Part(msgspec.Struct, frozen=True, eq=False):
    """What one configuration holds for of a comparison."""

    groups: list[list[EvaluatedChange]]
    """Changes that several sheets inherit, or one alone."""
    suppressed: int
    """How many violations are accepted."""
    unread: tuple[str, ...]
    """Why sheets could not be compared."""
    sheets: int
    """How many were compared."""


def parts_of(comparison: Comparison, progress: Progress = silent) -> Iterator[Part]:
    """What changed between the two sides, for each configuration by itself.

    Raises:
        SpeclintError: the work cannot be done.
        RuleError: a rule failed.
    """
    # the comparison, and a part of it for each configuration that lies deeper
    waiting = [comparison]
    while waiting:
        part = waiting.pop(0)
        sides = read_sides(part, progress)
        waiting += [below(part, config) for config in sides[1].nearer]
        base, revision = (list(side.reported) for side in sides)
        pairs = sorted(
            paired(base, revision, named=part.named), key=lambda pair: (pair.sheet.path, pair.sheet.id)
        )
        rules = _rules(part.revision)
        evaluated = [change for pair in pairs for change in _evaluated(pair, sides, rules)]
        kept, accepted = suppress(evaluated, part.revision.config.accept)
        unread = tuple(_unread(sheet) for sheet in (*base, *revision) if sheet.value is None)
        yield Part(gather(fold(kept)), accepted, unread, len(pairs))


def compare(comparison: Comparison, progress: Progress = silent) -> ChangeReport:
    """Report what changed between the two sides.

    Raises:
        SpeclintError: the work cannot be done.
        RuleError: a rule failed.
    """
    parts = list(parts_of(comparison, progress))
    changes: list[ReportedChange] = []
    for part in parts:
        changes += report(part.groups, comparison.units, located=comparison.located)
    return ChangeReport(
        comparison.base_name,
        comparison.revision_name,
        tuple(sorted(changes, key=lambda change: (change.path, change.sheet))),
        sum(part.suppressed for part in parts),
        tuple(reason for part in parts for reason in part.unread),
        sum(part.sheets for part in parts),
    )


def _rules(request: Request) -> Sequence[Rule]:
    """The rules on changes that are enabled."""
    config = request.config
    chosen = request.select or request.ignore or config.select or config.ignore
    if not (chosen or config.accept or config.levels or config.file_ignores):
        return [entry.rule for entry in REGISTRY if entry.group == CHANGES]
    from speclint.checking.selection import enabled_rules, levels_of

    levels = levels_of(config)
    rules = [entry.rule for entry in enabled_rules(request) if entry.group == CHANGES]
    return [replace(rule, level=levels.get(rule.id, rule.level)) for rule in rules]


def _evaluated(pair: Pair, sides: tuple[Project, Project], rules: Sequence[Rule]) -> list[EvaluatedChange]:
    """The changes of a sheet, and what the rules find in them."""
    changes = diff_sheets(pair)
    if not changes or pair.base is None or pair.revision is None:
        return [EvaluatedChange(change) for change in changes]
    catalogs = (side.catalog for side in sides)
    revised = Revised(pair.base, pair.revision, tuple(changes), *catalogs)
    found = list(evaluate_changes(revised, rules))
    request = sides[1].reader.request
    if request.config.file_ignores:
        from speclint.checking.selection import without_ignored

        found = without_ignored(found, pair.revision.path, request)
    return attribute(revised, found)


def _unread(sheet: Sheet) -> str:
    """Why a sheet could not be compared."""
    reasons = [f"{layer.path}: {error.message}" for layer, error in sheet.parse_errors]
    reasons += [f"{sheet.path}: {layer.path} is missing" for layer in sheet.missing_layers]
    reasons += [f"{sheet.path}: {sheet.missing_records.message}"] if sheet.missing_records else []
    return next(iter(reasons), f"{sheet.path}: cannot be read")

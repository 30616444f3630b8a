"""From two revisions to a report: read, pair, tell what changed, and ask the rules on changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Revised
from speclint.changes.detect import changes_of, folded
from speclint.changes.match import paired
from speclint.diffing.load import Comparison, Sides, below, read_sides
from speclint.diffing.pipeline import Teller
from speclint.project.request import silent
from speclint.results import ChangeReport
from speclint.rules.evaluate import evaluate_changes
from speclint.rules.registry import CHANGES, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.changes.change import Change, Pair
    from speclint.project.request import Progress, Request
    from speclint.results import ReportedChange
    from speclint.rules.rule import Rule
    from speclint.sheets.sheet import Sheet


def compare(comparison: Comparison, progress: Progress = silent) -> ChangeReport:
    """Tell what changed between the two sides.

    Raises:
        SpeclintError: the work cannot be done.
        RuleError: a rule failed.
    """
    reported: list[ReportedChange] = []
    unread: list[str] = []
    sheets = suppressed = 0
    waiting = [comparison]
    while waiting:
        one = waiting.pop(0)
        rules, teller = _rules(one.revision), Teller(one)
        sides = read_sides(one, progress)
        waiting += [below(one, config) for config in sides.revision.nearer]
        base, revision = list(sides.base.reported), list(sides.revision.reported)
        pairs = paired(base, revision, named=one.named)
        changes = [change for pair in pairs for change in _judged(pair, sides, rules, teller)]
        reported += [teller.told(group) for group in folded(changes)]
        unread += [_why(sheet) for sheet in (*base, *revision) if sheet.value is None]
        sheets += len(pairs)
        suppressed += teller.suppressed
    return ChangeReport(
        comparison.base_name,
        comparison.revision_name,
        tuple(sorted(reported, key=lambda change: (change.path, change.sheet))),
        suppressed,
        tuple(unread),
        sheets,
    )


def _rules(request: Request) -> Iterable[Rule]:
    """The rules on changes that are to speak."""
    config = request.config
    if not (request.select or request.ignore or config.select or config.ignore or config.accept):
        return [entry.rule for entry in REGISTRY if entry.group == CHANGES]
    from speclint.checking.run import chosen

    return [one.rule for one in chosen(request) if one.group == CHANGES]


def _judged(pair: Pair, sides: Sides, rules: Iterable[Rule], teller: Teller) -> list[Change]:
    """What became of a sheet; what the rules say of it goes to the teller."""
    changes = changes_of(pair)
    if changes and pair.base is not None and pair.revision is not None:
        revised = Revised(
            pair.base, pair.revision, tuple(changes), sides.base.catalog, sides.revision.catalog
        )
        teller.note(revised, list(evaluate_changes(revised, rules)))
    return changes


def _why(sheet: Sheet) -> str:
    reasons = [f"{layer.path}: {fault.message}" for layer, fault in sheet.parse_errors]
    reasons += [f"{sheet.path}: {unmet.path} is missing" for unmet in sheet.missing_layers]
    return next(iter(reasons), f"{sheet.path}: cannot be read")

"""Asking a rule: what it finds, or an error that names it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speclint.errors import RuleError, SpeclintError
from speclint.rules.registry import CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.changes.change import Revised
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Rule, RuleViolation, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


def ask(rule: Rule, path: str, check: Callable[[], Iterable[Violation]]) -> list[RuleViolation]:
    """What a rule finds in the sheet at a path.

    Raises:
        RuleError: the rule failed.
    """
    try:
        return [(rule, violation) for violation in check()]
    except SpeclintError:
        # a sibling that cannot be read is no fault of the rule that asked for it
        raise
    except Exception as error:
        message = f"rule {rule.id} failed on {path}: {type(error).__name__}: {error}"
        raise RuleError(message) from error


def evaluate(sheet: Sheet, catalog: Catalog, rules: Iterable[RuleEntry]) -> Iterator[RuleViolation]:
    """What the rules yield in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for entry in rules:
        if entry.group == CHANGES or not all(map(sheet.states, entry.needs)):
            continue
        rule = entry.rule
        if rule.on_sheet is not None:
            yield from ask(rule, sheet.path, partial(rule.on_sheet, sheet))
        elif rule.on_family is not None:
            yield from ask(rule, sheet.path, partial(rule.on_family, sheet, catalog))


def evaluate_changes(revised: Revised, rules: Iterable[Rule]) -> Iterator[RuleViolation]:
    """What the rules on changes find in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for rule in rules:
        check = rule.on_change
        if check is not None:
            yield from ask(rule, revised.revision.path, partial(check, revised))

"""Asking a rule: what it finds, or an error that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.errors import RuleError, SpeclintError
from speclint.rules.registry import CATALOG, CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.changes.change import Revised
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Collector, Rule, RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


class _Named:
    """Names the rule, and the path of the sheet, in an error: raises RuleError where the rule failed."""

    # a class, not a generator: it is entered for every rule and sheet
    __slots__ = ("path", "rule")

    def __init__(self, rule: Rule, path: str) -> None:
        self.rule = rule
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # a sibling that cannot be read is no fault of the rule that asked for it
        if isinstance(error, Exception) and not isinstance(error, SpeclintError):
            message = f"rule {self.rule.id} failed on {self.path}: {type(error).__name__}: {error}"
            raise RuleError(message) from error


def evaluate(sheet: Sheet, catalog: Catalog, rules: Iterable[RuleEntry]) -> Iterator[RuleViolation]:
    """What the rules yield in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for entry in rules:
        if entry.group in {CHANGES, CATALOG} or not all(map(sheet.states, entry.needs)):
            continue
        rule = entry.rule
        found: list[RuleViolation] = []
        with _Named(rule, sheet.path):
            if rule.on_sheet is not None:
                found = [(rule, violation) for violation in rule.on_sheet(sheet)]
            elif rule.on_family is not None:
                found = [(rule, violation) for violation in rule.on_family(sheet, catalog)]
        yield from found


def evaluate_changes(revised: Revised, rules: Iterable[Rule]) -> Iterator[RuleViolation]:
    """What the rules on changes find in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for rule in rules:
        check = rule.on_change
        if check is not None:
            with _Named(rule, revised.revision.path):
                found = [(rule, violation) for violation in check(revised)]
            yield from found


class CatalogEvaluation:
    """What the rules on catalogs collect, apart for the sheets of each profile."""

    def __init__(self, rules: Iterable[RuleEntry]) -> None:
        """Collect for those of the rules that look at catalogs."""
        self._rules = [entry for entry in rules if entry.group == CATALOG]
        self._collectors: dict[str, list[tuple[Rule, Collector]]] = {}

    def add(self, sheet: Sheet) -> None:
        """Look at a sheet, unless it cannot be read.

        Raises:
            RuleError: a rule failed.
        """
        if not self._rules or sheet.profile is None or sheet.value is None:
            return
        name = sheet.profile.name
        if name not in self._collectors:
            rules = [entry.rule for entry in self._rules]
            self._collectors[name] = [(rule, rule.on_catalog()) for rule in rules if rule.on_catalog]
        for rule, collector in self._collectors[name]:
            if all(map(sheet.states, rule.needs)):
                with _Named(rule, sheet.path):
                    collector.add(sheet)

    def violations(self) -> Iterator[RuleViolation]:
        """What the rules find.

        Raises:
            RuleError: a rule failed.
        """
        for profile, collectors in self._collectors.items():
            for rule, collector in collectors:
                with _Named(rule, profile):
                    found = [(rule, violation) for violation in collector.violations()]
                yield from found

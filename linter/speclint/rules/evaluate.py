"""Asking a rule: what it finds, or an error that names it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.errors import RuleError, SpeclintError
from speclint.rules.registry import CATALOG, CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.changes.change import Revised
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Collector, Rule, RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


MAX_KINDS = 4096
"""Kinds of sheet, by what they state, of which the rules that run are kept."""


MAX_SHEETS = 512
"""Sheets that examples are of and that are kept."""


class _Named:
    """Names the rule, and the path of the sheet, in an error: raises RuleError where the rule failed."""

    # a class, not a generator: it is entered for every collector and sheet
    __slots__ = ("path", "rule")

    def __init__(self, rule: Rule, path: str) -> None:
        self.rule = rule
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # a sibling that cannot be read is no fault of the rule that asked for it
        if isinstance(error, Exception) and not isinstance(error, SpeclintError):
            raise _failure(self.rule, self.path, error) from error


class RuleSet:
    """Rules on sheets; which of them run on a sheet is determined once for all that state the same."""

    def __init__(
        self, rules: Iterable[RuleEntry], known: Mapping[SheetLocation, tuple[RuleEntry, ...]] | None = None
    ) -> None:
        """The rules, in their order; those on changes and on whole catalogs are left out.

        Args:
            rules: the rules.
            known: those that run on some sheets, where that is known.
        """
        self._known = known or {}
        self._rules = tuple(entry for entry in rules if entry.group not in {CHANGES, CATALOG})
        self._names = frozenset(name for entry in self._rules for name in entry.names_needed)
        self._needed: dict[frozenset[str], tuple[RuleEntry, ...]] = {}

    def needed_by(self, sheet: Sheet) -> tuple[RuleEntry, ...]:
        """The rules that are known to run on a sheet, or else those all of whose needs it states."""
        if sheet.place in self._known:
            return self._known[sheet.place]
        stated = self._names & sheet.stated_names
        found = self._needed.get(stated)
        if found is None:
            if len(self._needed) >= MAX_KINDS:
                self._needed.clear()
            found = tuple(entry for entry in self._rules if entry.is_met_by(stated))
            self._needed[stated] = found
        return found


def evaluate(sheet: Sheet, catalog: Catalog, rules: RuleSet) -> Iterator[RuleViolation]:
    """What the rules yield in a sheet, in their order.

    Raises:
        RuleError: a rule failed.
    """
    for entry in rules.needed_by(sheet):
        yield from evaluate_rule(sheet, catalog, entry.rule)


def evaluate_rule(sheet: Sheet, catalog: Catalog, rule: Rule) -> list[RuleViolation]:
    """What one rule yields in a sheet that states what it needs.

    Raises:
        RuleError: the rule failed.
    """
    try:
        if rule.on_sheet is not None:
            return [(rule, violation) for violation in rule.on_sheet(sheet)]
        if rule.on_family is not None:
            return [(rule, violation) for violation in rule.on_family(sheet, catalog)]
    except SpeclintError:
        # a sibling that cannot be read is no fault of the rule that asked for it
        raise
    except Exception as error:
        raise _failure(rule, sheet.path, error) from error
    return []


def _failure(rule: Rule, path: str, error: Exception) -> RuleError:
    return RuleError(f"rule {rule.id} failed on {path}: {type(error).__name__}: {error}", rule.id)


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
        for rule, collector in self.collectors_of(sheet.profile.name):
            if sheet.stated_names.issuperset(rule.needs):
                with _Named(rule, sheet.path):
                    collector.add(sheet)

    def add_columns(self, rows: Rows) -> None:
        """Look at rows of columns, but for those that cannot be read, as if each sheet was added.

        Raises:
            RuleError: a rule failed.
        """
        from speclint.rules.screening import states_all

        columns, name = rows.columns, rows.columns.profile.name
        # several rules show the first sheets
        sheet = lru_cache(MAX_SHEETS)(rows.sheet)
        rows = replace(rows, sheet=sheet)
        is_readable = ~columns.none()
        for row in rows.among(columns.irregular & (columns.figures_read == 0)):
            is_readable[row] = rows.sheet(row).value is not None
        for rule, collector in self.collectors_of(name) if self._rules else ():
            meant = is_readable & states_all(columns, rule.needs)
            with _Named(rule, name):
                collector.add_columns(replace(rows, numbers=rows.numbers[meant[rows.numbers]]))
        # examples may be of many blocks of rows, and are few in each
        sheet.cache_clear()

    def collectors_of(self, profile: str) -> list[tuple[Rule, Collector]]:
        """What collects in the sheets of a profile, each with its rule."""
        if profile not in self._collectors:
            rules = [entry.rule for entry in self._rules]
            self._collectors[profile] = [(rule, rule.on_catalog()) for rule in rules if rule.on_catalog]
        return self._collectors[profile]

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

    def end(self) -> None:
        """Release what another process works on, if there is any."""

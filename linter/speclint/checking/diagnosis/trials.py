"""Trials: what rules yield once a value is put into a sheet; only those run that may yield something else."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speclint.documents.pointer import is_within
from speclint.rules.evaluate import RuleSet, evaluate, evaluate_rule
from speclint.rules.registry import REGISTRY
from speclint.rules.rule import Level
from speclint.sheets.exchange import is_figure_alone, with_value
from speclint.sheets.revised_catalog import RevisedCatalog
from speclint.sheets.sheet import with_stand_ins

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from speclint.quantities.figure_name import FigureName
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

ViolationId: TypeAlias = tuple[str, str, tuple[str, ...]]
"""First id of the rule, name of the figure and arguments: what distinguishes a violation in a sheet."""

Replacement: TypeAlias = "tuple[FigureName, str]"
"""The name of a figure or other value, and the JSON text of another."""


def violation_id(found: RuleViolation) -> ViolationId:
    """What distinguishes a violation of a sheet from all others in it, whatever values the figures have."""
    rule, violation = found
    return rule.first_id, str(violation.name), violation.arguments


class _Affected(NamedTuple):
    """The rules whose violations a change may change, and their first ids."""

    rules: RuleSet
    ids: frozenset[str]


class _Plan(NamedTuple):
    """How the affected rules are evaluated in versions that differ in the same quantities."""

    silent: frozenset[str]
    """First ids of those that do not run, since the version does not state what they need."""
    evaluated: tuple[RuleEntry, ...]
    """Those that are evaluated on all that the version states."""
    alone: tuple[RuleEntry, ...]
    """Those that look at each quantity by itself: evaluated on the quantities that differ."""
    sharpest: tuple[RuleEntry, ...]
    """Those that are evaluated only if the sharpest figure of some measurand is another than before."""


def _planned(affected: _Affected, sheet: Sheet) -> _Plan:
    """How rules are evaluated in a version of a sheet, and in others that state and differ in the same."""
    rules = affected.rules.needed_by(sheet)
    silent = affected.ids - {entry.first_id for entry in rules}
    if sheet.changed_from is None:
        return _Plan(silent, rules, (), ())
    names = sheet.changed_from[1]
    alone = [entry for entry in rules if entry.scope == "quantity" and names.isdisjoint(entry.names_read)]
    evaluated = [entry for entry in rules if entry not in alone and entry.scope not in {"places", "sharpest"}]
    sharpest = [entry for entry in rules if entry.scope == "sharpest"]
    return _Plan(silent, tuple(evaluated), tuple(alone), tuple(sharpest))


class _Before:
    """What the rules yield in a sheet as it stands, by rule."""

    def __init__(self, sheet: Sheet, catalog: Catalog, found: dict[ViolationId, Level]) -> None:
        self._sheet = sheet
        self._catalog = catalog
        self._by_rule: dict[str, dict[ViolationId, Level]] = {}
        for name, level in found.items():
            self._by_rule.setdefault(name[0], {})[name] = level
        self._apart: dict[tuple[str, frozenset[str]], dict[ViolationId, Level]] = {}

    def of(self, first_id: str) -> dict[ViolationId, Level]:
        """What one rule yields."""
        return self._by_rule.get(first_id, {})

    def besides(self, first_ids: frozenset[str]) -> dict[ViolationId, Level]:
        """What all other rules than these yield."""
        left = self._by_rule.keys() - first_ids
        return {name: level for first_id in left for name, level in self._by_rule[first_id].items()}

    def apart_from(self, entry: RuleEntry, names: frozenset[str]) -> dict[ViolationId, Level]:
        """What one rule that looks at each quantity by itself yields in all others than these."""
        found = self.of(entry.first_id)
        if not found:
            return found
        key = entry.first_id, names
        if all(self._is_only_of(name[1], names) for name in found):
            return {}
        if key not in self._apart:
            of_names = _yielded(entry, self._sheet.with_quantities(names | entry.names_read), self._catalog)
            self._apart[key] = {name: level for name, level in found.items() if name not in of_names}
        return self._apart[key]

    def _is_only_of(self, place: str, names: frozenset[str]) -> bool:
        """Whether a violation there is certainly about these quantities."""
        quantities = self._sheet.quantities_at(place)
        return bool(quantities) and quantities <= names


def _yielded(entry: RuleEntry, sheet: Sheet, catalog: Catalog) -> dict[ViolationId, Level]:
    found = evaluate_rule(sheet, catalog, entry.rule)
    return {violation_id(violation): violation[0].level for violation in found}


class _Trial:
    """A version of a sheet: a rule runs when it is asked for, and once."""

    def __init__(self, sheet: Sheet, around: RevisedCatalog, plan: _Plan, before: _Before) -> None:
        self._sheet = sheet
        self._catalog = around.with_sheet(sheet)
        self._before = before
        self._found: dict[str, dict[ViolationId, Level]] = {}
        self._alone: dict[frozenset[str], Sheet] = {}
        """The sheet with some quantities alone: many rules read the same."""
        self._plan = plan

    @cached_property
    def _evaluated(self) -> tuple[RuleEntry, ...]:
        """The rules that may yield something else than before."""
        others = self._plan.sharpest if self._is_sharpest_other else ()
        return *self._plan.evaluated, *self._plan.alone, *others

    def of_rule(self, first_id: str) -> dict[ViolationId, Level]:
        """What one rule yields."""
        for entry in self._evaluated:
            if entry.first_id == first_id:
                return self._of(entry)
        return {} if first_id in self._plan.silent else self._before.of(first_id)

    def refuting(self, known: Container[ViolationId], likeliest: str) -> str | None:
        """The first id of a rule that finds an error which is not known; None if there is none."""
        errors = [entry for entry in self._evaluated if entry.level == Level.ERROR]
        errors.sort(key=lambda entry: entry.first_id != likeliest)
        found = (entry.first_id for entry in errors if any(name not in known for name in self._of(entry)))
        return next(found, None)

    def all_found(self) -> dict[ViolationId, Level]:
        """What the rules yield."""
        found = {name: level for entry in self._evaluated for name, level in self._of(entry).items()}
        others = self._plan.silent.union([entry.first_id for entry in self._evaluated])
        return self._before.besides(others) | found

    def _of(self, entry: RuleEntry) -> dict[ViolationId, Level]:
        found = self._found.get(entry.first_id)
        if found is None:
            found = self._found[entry.first_id] = self._yielded(entry)
        return found

    def _yielded(self, entry: RuleEntry) -> dict[ViolationId, Level]:
        """What a rule yields, evaluated on no more than what may differ from before."""
        if entry.scope == "likelihood":
            # the weight of a correction counts how unlikely its value is, so that nothing is new
            before = self._before.of(entry.first_id)
            found = _yielded(entry, self._sheet, self._catalog) if before else {}
            return {name: level for name, level in found.items() if name in before}
        changed = self._sheet.changed_from
        if changed is not None and entry in self._plan.alone:
            names = changed[1]
            alone = self._with_quantities(names | entry.names_read)
            return {**self._before.apart_from(entry, names), **_yielded(entry, alone, self._catalog)}
        return _yielded(entry, self._sheet, self._catalog)

    def _with_quantities(self, names: frozenset[str]) -> Sheet:
        stated = names.intersection(self._sheet.measurands)
        if stated not in self._alone:
            self._alone[stated] = self._sheet.with_quantities(stated)
        return self._alone[stated]

    @property
    def _is_sharpest_other(self) -> bool:
        """Whether the sharpest figure of some measurand is another than before."""
        original, names = self._sheet.changed_from or (self._sheet, ())
        return any(
            measurand.sharpest is not before.sharpest
            for name in names
            for measurand, before in zip(self._sheet.stated(name), original.stated(name), strict=True)
        )


class Trials:
    """Runs rules on versions of one sheet, disabled ones included: a correction must violate none."""

    def __init__(
        self,
        sheet: Sheet,
        catalog: Catalog,
        yielded: Iterable[RuleViolation] | None,
        own: tuple[RuleEntry, ...] = (),
    ) -> None:
        self._sheet = sheet
        self._catalog = catalog
        self._own = own
        """The rules of a user's own that count as ours do."""
        self._around = RevisedCatalog(catalog, sheet)
        """What its siblings state, which is the same for all trials."""
        self._yielded = yielded
        self._names: dict[str, frozenset[str]] = {}
        self._refuting = ""
        """The rule by whose error the last trial failed: the next may fail by it too."""
        self._trials: dict[tuple[Replacement, ...], _Trial] = {}
        self._resolvable: dict[tuple[str, ViolationId], bool] = {}
        self._plans: dict[tuple[frozenset[str], frozenset[str]], _Plan] = {}

    @cached_property
    def stated(self) -> dict[ViolationId, Level]:
        """What the rules yield in the sheet as it stands."""
        violations = self._yielded
        if violations is None:
            violations = evaluate(self._sheet, self._catalog, _affected(frozenset(), self._own).rules)
        return {violation_id(violation): violation[0].level for violation in violations}

    @cached_property
    def _before(self) -> _Before:
        return _Before(self._sheet, self._catalog, self.stated)

    def resolving(self, found: RuleViolation, *values: Replacement) -> dict[ViolationId, Level] | None:
        """What the rules yield once values are put in; None if the violation remains or an error is new.

        It remains as well where its rule finds the fault in another figure instead, as in one of two units.

        Args:
            found: the violation that the values are to resolve.
            values: JSON texts with the names of the figures that they replace.
        """
        trial = self._trials.get(values) or self._trials.setdefault(values, self._trial(values))
        own, rule = violation_id(found), found[0].first_id
        of_rule = trial.of_rule(rule)
        # most trials end here, before the other rules run
        if own in of_rule or not of_rule.keys() <= self.stated.keys():
            return None
        refuting = trial.refuting(self.stated, self._refuting)
        if refuting is not None:
            self._refuting = refuting
            return None
        return trial.all_found()

    def may_resolve(self, name: FigureName, stated: ViolationId) -> bool:
        """Whether another value of that name may resolve a violation, by what its rule reads."""
        key = name.pointer, stated
        if key not in self._resolvable:
            self._resolvable[key] = self._may_resolve(name.pointer, stated)
        return self._resolvable[key]

    def _may_resolve(self, pointer: str, stated: ViolationId) -> bool:
        names = self._names_at(pointer)
        first_id, place, _ = stated
        if names and first_id not in _affected(names, self._own).ids:
            return False
        about, entry = self._sheet.quantities_at(place), self.entry(first_id)
        if not about or entry.scope != "quantity" or not is_figure_alone(self._sheet, pointer):
            return True
        # a rule that looks at each quantity by itself yields the same of all others
        names = with_stand_ins(names)
        return not (names.isdisjoint(about) and names.isdisjoint(entry.names_read))

    def _trial(self, values: tuple[Replacement, ...]) -> _Trial:
        changed = self._sheet
        # the last in a text first, so that the spans of the others stay
        for name, literal in sorted(values, key=lambda value: value[0].span or (0, 0), reverse=True):
            changed = with_value(changed, name, literal)
        names = [self._names_at(name.pointer) for name, _ in values]
        affected = _affected(frozenset().union(*names) if all(names) else frozenset(), self._own)
        return _Trial(changed, self._around, self._plan(affected, changed), self._before)

    def entry(self, first_id: str) -> RuleEntry:
        """The rule of that first id."""
        return _entry(first_id, self._own)

    def _plan(self, affected: _Affected, changed: Sheet) -> _Plan:
        if changed.changed_from is None or changed.stated_names is not self._sheet.stated_names:
            return _planned(affected, changed)
        key = affected.ids, changed.changed_from[1]
        if key not in self._plans:
            self._plans[key] = _planned(affected, changed)
        return self._plans[key]

    def _names_at(self, pointer: str) -> frozenset[str]:
        found = self._names.get(pointer)
        if found is None:
            found = self._names[pointer] = _names_at(self._sheet, pointer)
        return found


def _names_at(sheet: Sheet, pointer: str) -> frozenset[str]:
    """The quantities and identity fields that are read at a pointer; none if that is unknown."""
    fields = {
        field
        for field, identity in sheet.identity.items()
        if is_within(identity.pointer, pointer) or is_within(pointer, identity.pointer)
    }
    return sheet.quantities_at(pointer) | fields


@lru_cache(maxsize=1024)
def _entry(first_id: str, own: tuple[RuleEntry, ...]) -> RuleEntry:
    return next(entry for entry in (*REGISTRY, *own) if entry.first_id == first_id)


@lru_cache(maxsize=256)
def _affected(names: frozenset[str], own: tuple[RuleEntry, ...]) -> _Affected:
    """The rules whose violations may change with these quantities or fields; all rules for none."""
    entries = [
        entry
        for entry in (*REGISTRY, *own)
        if entry.is_evidence and (not names or any(map(entry.depends_on, names)))
    ]
    return _Affected(RuleSet(entries), frozenset(entry.first_id for entry in entries))

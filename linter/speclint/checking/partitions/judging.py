"""Facts of one partition to findings: what the rules find in its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.checking.evaluating import evaluate_sheets
from speclint.checking.explaining import explained
from speclint.checking.findings import fingerprint_of
from speclint.checking.folding import fold
from speclint.checking.known import Part, part_known
from speclint.checking.manifest import held_of
from speclint.checking.partitions.across import PartitionCatalog
from speclint.checking.partitions.mapping import LACKS_RESERVE, MAKE, REPEATS, STRUCK
from speclint.checking.partitions.plan import add_rows
from speclint.checking.screened import Screened
from speclint.project.batch import Batch, Batches
from speclint.project.building import Building
from speclint.project.load import Project
from speclint.rules.rule import Violation
from speclint.rules.screening import struck
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polars import DataFrame

    from speclint.checking.evaluating import Evaluated
    from speclint.checking.explaining import Outcome
    from speclint.checking.partitions.across import Across
    from speclint.checking.partitions.plan import Plan
    from speclint.results import DescribedRule, Finding, SuppressedFinding
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Explains, Level, Rule

ON_MAKES = ("usable-equals-gross", "figure-repeated")
"""Rules that compare the models of a make."""
ACROSS = ON_MAKES[1]
"""The rule of which a violation may be found in several partitions: it compares the models of a make."""


class Cause(msgspec.Struct, frozen=True):
    """A fault of the whole catalog, as it is told to partitions."""

    rule: str
    """Its first id."""
    arguments: tuple[str, ...]
    explains: Explains | None
    """Whether it explains what another rule finds in a sheet."""

    @classmethod
    def of(cls, rule: Rule, violation: Violation) -> Cause:
        """What is told of a violation."""
        return cls(rule.first_id, violation.arguments, violation.explains)


class Instead(msgspec.Struct, frozen=True):
    """What is found in a row if its finding of `ACROSS` is left out for that of another partition."""

    fingerprint: str
    path: str
    line: int
    findings: tuple[Finding, ...]


class Judged(msgspec.Struct, frozen=True):
    """What is found in the rows of a partition."""

    findings: tuple[Finding, ...]
    folded: tuple[str, ...]
    """Fingerprints of violations of `ACROSS` that another finding explains."""
    instead: tuple[Instead, ...]
    levels: tuple[Level, ...]
    """By cause its own level, or the highest of what it explains here if that is higher."""
    sheets: int
    """How many rows were reported on."""
    figures: int
    """How many figures were read in them."""
    held: tuple[int, ...] = ()
    """How many of them each requirement of the configuration asks for."""
    suppressed: tuple[SuppressedFinding, ...] = ()
    own_rules: tuple[DescribedRule, ...] = ()
    """The rules of a user's own that have findings, suppressed ones included."""


def judged(
    plan: Plan, own: Sequence[DataFrame], others: Sequence[DataFrame], across: Across, causes: Sequence[Cause]
) -> Judged:
    """What the rules find in rows.

    Args:
        plan: what is checked.
        own: by file the rows that are reported on, in order, with their facts.
        others: by file further rows that rules look at, none of which is among the own ones.
        across: rows of makes that are split.
        causes: the faults of the whole catalog.

    Raises:
        RuleError: a rule failed.
    """
    building = Building(plan.profile)
    for position, frame in enumerate(own):
        add_rows(building, plan, frame, position)
    for frame in others:
        add_rows(building, plan, frame, -1)
    batch = Batch(building.extractor, building.parts)
    catalog = PartitionCatalog(plan, batch, own, across)
    project = Project(catalog, (), (), plan.reader, {}, {}, batches=Batches((batch,), ()))
    known = _screened(plan, batch, own, across)
    evaluated = evaluate_sheets(project, plan.rules, known=known)
    found = part_known(evaluated.violations, None, frozenset(), plan.request.working)
    folded = fold([*(_as_part(plan, cause) for cause in causes), *found.parts])
    left = {id(part.sheet): part.violations for part in folded.rest}
    owners = {id(sheet): sheet for sheet, _ in evaluated.violations}
    owners |= {id(part.sheet): part.sheet for part in folded.rest}
    violations = [(sheet, left.get(name, [])) for name, sheet in owners.items()]
    left_over = msgspec.structs.replace(evaluated, violations=violations)
    outcome = explained(plan.request, project, left_over)
    instead = tuple(_instead(plan, project, left_over, outcome)) if across else ()
    return Judged(
        outcome.findings,
        tuple(_explained_elsewhere(outcome)),
        instead,
        tuple(cause.diagnosis.rule.level for cause in folded.causes),
        evaluated.sheets,
        evaluated.figures,
        _held(plan, batch),
        outcome.suppressed,
        outcome.own_rules,
    )


def _held(plan: Plan, batch: Batch) -> tuple[int, ...]:
    """How many of the reported rows each requirement of the configuration asks for."""
    requirements = plan.request.config.must_hold
    rows = np.flatnonzero(batch.is_reported) if requirements else np.zeros(0, dtype=np.int64)
    return tuple(held_of(requirements, [name for _, name in batch.columns.places.names(rows)]))


def _screened(plan: Plan, batch: Batch, own: Sequence[DataFrame], across: Across) -> Screened:
    """The rows that may violate a rule, those on single sheets as they were found before."""
    facts = [row for frame in own for row in frame.select(STRUCK, MAKE, REPEATS, LACKS_RESERVE).iter_rows()]
    local, order = plan.local, {rule.first_id: number for number, rule in enumerate(plan.rules)}
    names = {rule.first_id for rule in local}
    columns, is_reported = batch.columns, batch.is_reported
    found = struck(columns, [rule for rule in plan.rules if rule.first_id not in names], is_reported)
    on_makes = {rule.first_id: rule for rule in plan.rules if rule.first_id in ON_MAKES}
    for row, (numbers, make, keys, lacks_reserve) in enumerate(facts):
        striking = [local[number] for number in numbers]
        if make in across:
            # a screen does not see the other partitions
            are_met = (lacks_reserve, any(key in across for key in keys))
            striking += [
                on_makes[name]
                for name, is_met in zip(ON_MAKES, are_met, strict=True)
                if is_met and name in on_makes
            ]
        if striking:
            found[row] = [*dict.fromkeys((*found.get(row, ()), *striking))]
    sheets: list[Sheet] = []
    by_place: dict[SheetLocation, tuple[RuleEntry, ...]] = {}
    for row in sorted(found):
        sheet = batch.sheet(row)
        sheets.append(sheet)
        if not columns.irregular[row]:
            by_place[sheet.place] = tuple(sorted(found[row], key=lambda rule: order[rule.first_id]))
    figures = int(np.sum(columns.figures_read[is_reported]))
    return Screened(tuple(sheets), by_place, len(facts) - len(sheets), figures)


def _as_part(plan: Plan, cause: Cause) -> Part:
    """A fault of the whole catalog, in a sheet that states nothing."""
    rule = next(entry.rule for entry in plan.catalog_rules if entry.first_id == cause.rule)
    violation = Violation("", "", arguments=cause.arguments, explains=cause.explains)
    return Part(Sheet(SheetLocation("", ""), (), {}, plan.profile), [(rule, violation)], None)


def _instead(plan: Plan, project: Project, evaluated: Evaluated, outcome: Outcome) -> Iterator[Instead]:
    """What is found if findings of `ACROSS` are left out: their consequences, diagnosed by themselves."""
    found = {(finding.fingerprint, finding.sheet): finding for finding in outcome.findings}
    for diagnosed in outcome.kept:
        diagnosis, sheet = diagnosed.diagnosis, diagnosed.sheet
        if diagnosis.rule.first_id == ACROSS and diagnosis.consequences:
            name = fingerprint_of(ACROSS, sheet, diagnosis.violation)
            place = found[name, sheet.id].location
            left = msgspec.structs.replace(evaluated, violations=[(sheet, [*diagnosis.consequences])])
            yield Instead(
                name, place.path, place.region.line, explained(plan.request, project, left).findings
            )


def _explained_elsewhere(outcome: Outcome) -> Iterator[str]:
    """Fingerprints of the violations of `ACROSS` that findings explain."""
    for diagnosed in outcome.kept:
        for rule, violation in diagnosed.diagnosis.consequences:
            if rule.first_id == ACROSS:
                yield fingerprint_of(rule.first_id, diagnosed.sheet, violation)

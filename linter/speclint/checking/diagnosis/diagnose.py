"""One diagnosis for each cause, with its consequences folded: the figure at fault and its correct value."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.search import Search, is_between_two
from speclint.checking.diagnosis.trials import violation_id
from speclint.checking.diagnosis.tries import APART
from speclint.limits import exceeded, limit
from speclint.quantities.figure_name import FigureName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speclint.checking.diagnosis.posterior import Confidence
    from speclint.checking.diagnosis.search import Blame
    from speclint.quantities.figure import Figure
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Correction, Rule, RuleViolation, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sheet import Sheet


DATES = ("production_start", "production_end")
"""Identity fields with entry errors as of figures: violations about one of them have one cause."""


LIKELIHOOD = "likelihood"
"""Scope of the rule on entry errors, which knows less than a law that a figure breaks."""
Diagnose: TypeAlias = "Callable[[Sheet, list[RuleViolation]], list[Diagnosis]]"
"""Diagnoses violations of a sheet: one diagnosis for each cause."""
NOT_EVALUATED: Mapping[SheetLocation, list[RuleViolation]] = {}


class Diagnosis(msgspec.Struct, frozen=True):
    """A violation with its suspect, if there is one, and the violations that are its consequences."""

    rule: Rule
    violation: Violation
    correction: Correction | None
    """What resolves it."""
    consequences: tuple[RuleViolation, ...]
    blame: Blame | None = None
    """The figure at fault, where the correct value is unknown."""
    confidence: Confidence | None = None
    """How certain the suspect is; None where the rule itself knows, or no figure is at fault."""

    @property
    def suspect(self) -> FigureName | None:
        """The figure at fault, or None."""
        found = self.correction or self.blame
        return found.name if found else None


def diagnose(
    sheet: Sheet,
    found: list[RuleViolation],
    catalog: Catalog,
    yielded: Mapping[SheetLocation, list[RuleViolation]] = NOT_EVALUATED,
    own: tuple[RuleEntry, ...] = (),
) -> list[Diagnosis]:
    """One diagnosis for each cause among the violations of a sheet.

    Args:
        sheet: the sheet at fault.
        found: the violations in it.
        catalog: its siblings.
        yielded: what all rules yield in sheets, where that is known.
        own: the rules of a user's own that count as ours do.
    """
    # by level, so that no error is folded under a warning, and what is only likely last
    judged = [each for each in found if each[0].is_evidence]
    apart = [each for each in found if not each[0].is_evidence]
    ordered = sorted(judged, key=lambda each: (-each[0].level.weight, each[0].scope == LIKELIHOOD))
    stated = _stated_at(sheet) if ordered else {}
    about = [_about(sheet, violation, stated) for _, violation in ordered]
    search = Search(sheet, catalog, yielded.get(sheet.place), own)
    diagnoses = []
    sharing: dict[str, list[int]] = defaultdict(list)
    for index, topics in enumerate(about):
        for topic in topics:
            sharing[topic].append(index)
    waiting = dict(enumerate(ordered))
    while waiting:
        first = next(iter(waiting))
        rule, violation = waiting.pop(first)
        verdict = search.verdict((rule, violation))
        if verdict.remaining is None:
            near = sorted({index for topic in about[first] for index in sharing[topic] if index in waiting})
            folded = [index for index in near if _may_share_cause(rule, waiting[index][0])]
        else:
            folded = [
                index for index, other in waiting.items() if violation_id(other) not in verdict.remaining
            ]
        consequences = [waiting.pop(index) for index in folded]
        if verdict.correction:
            resolved = [each for each in apart if search.resolves(verdict.correction, each)]
            apart = [each for each in apart if each not in resolved]
            consequences += resolved
        # the help of the rule holds, unless it is that either of two may be wrong
        if (verdict.help and violation.help is None) or (
            verdict.correction and is_between_two(rule, violation)
        ):
            violation = replace(violation, help=verdict.help)
        diagnoses.append(
            Diagnosis(
                rule, violation, verdict.correction, tuple(consequences), verdict.blame, verdict.confidence
            )
        )
    return diagnoses + [
        Diagnosis(rule, violation, next(iter(violation.corrections), None), ()) for rule, violation in apart
    ]


def bounded(of: Diagnose) -> Diagnose:
    """The same of as many violations as the limit allows; those after them are reported without a value."""
    most = limit("diagnoses")
    left, is_noted = most, False

    def diagnosed(sheet: Sheet, found: list[RuleViolation]) -> list[Diagnosis]:
        nonlocal left, is_noted
        left -= len(found)
        if left >= 0:
            return of(sheet, found)
        diagnoses = [Diagnosis(rule, violation, None, ()) for rule, violation in found]
        if diagnoses and not is_noted:
            is_noted = True
            diagnoses[0] = replace(
                diagnoses[0], violation=replace(diagnoses[0].violation, help=undiagnosed())
            )
        return diagnoses

    return diagnosed


def undiagnosed() -> str:
    """The note on the first violation that is not diagnosed."""
    return f"from here on no values are proposed: {exceeded('this run', 'diagnoses')}"


def _may_share_cause(rule: Rule, other: Rule) -> bool:
    """Whether violations of two rules may have one cause."""
    return rule.group == other.group or not {rule.group, other.group} & set(APART)


def _stated_at(sheet: Sheet) -> Mapping[str, list[tuple[str, Figure]]]:
    """The figures at each pointer of a sheet, each with the name of its measurand."""
    found: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for measurands in sheet.measurands.values():
        for measurand in measurands:
            name = f"{measurand.quantity.name} {measurand.pointer}"
            for figure in measurand.figures:
                found[figure.pointer].append((name, figure))
    return found


def _about(sheet: Sheet, violation: Violation, stated: Mapping[str, list[tuple[str, Figure]]]) -> set[str]:
    """The measurands and dates that a violation is about, and the identity field where it stands."""
    names = violation.names
    measurands = {
        measurand
        for pointer in {name.pointer for name in names}
        for measurand, figure in stated.get(pointer, ())
        if figure.name in names
    }
    return measurands | {
        field
        for field, found in sheet.identity.items()
        if found.pointer == violation.name.pointer or (field in DATES and FigureName(found.pointer) in names)
    }

"""Which figure is wrong, and what it should be: one diagnosis for each cause, its echoes folded under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.search import APART, Search, is_between_two
from speclint.checking.diagnosis.trials import violation_id
from speclint.quantities.figure_name import FigureName

if TYPE_CHECKING:
    from speclint.checking.diagnosis.search import Blame
    from speclint.rules.rule import Correction, Rule, RuleViolation, Violation
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


DATES = ("production_start", "production_end")
"""Identity fields that are mistyped as figures are: whatever contradicts one of them has one cause."""


class Diagnosis(msgspec.Struct, frozen=True):
    """A violation with the figure at fault, if one is singled out, and the violations that follow from it."""

    rule: Rule
    violation: Violation
    correction: Correction | None
    """What settles it."""
    echoes: tuple[RuleViolation, ...]
    blame: Blame | None = None
    """Who is at fault, where nothing is proposed."""

    @property
    def suspect(self) -> FigureName | None:
        """The figure that is singled out, or None."""
        found = self.correction or self.blame
        return found.name if found else None


def diagnose(sheet: Sheet, found: list[RuleViolation], catalog: Catalog) -> list[Diagnosis]:
    """One diagnosis for each cause among the violations of a sheet.

    Args:
        sheet: the sheet at fault.
        found: the violations in it.
        catalog: its siblings.
    """
    # the gravest first, so that nothing grave is folded under something mild
    waiting = sorted(found, key=lambda one: -one[0].level.weight)
    search = Search(sheet, catalog)
    diagnoses = []
    while waiting:
        rule, violation = waiting.pop(0)
        settled = search.settled((rule, violation))
        if settled.correction is None:
            about = _about(sheet, violation)
            echoes = [one for one in waiting if about & _about(sheet, one[1]) and _is_akin(rule, one[0])]
        else:
            echoes = [one for one in waiting if violation_id(one) not in settled.left]
        waiting = [one for one in waiting if one not in echoes]
        # what the rule has to say holds, unless it is that nothing tells which of two is wrong
        if (settled.also and violation.help is None) or (
            settled.correction and is_between_two(rule, violation)
        ):
            violation = replace(violation, help=settled.also)
        diagnoses.append(Diagnosis(rule, violation, settled.correction, tuple(echoes), settled.blame))
    return diagnoses


def _is_akin(one: Rule, other: Rule) -> bool:
    """Whether a violation of one rule may be an echo of one of the other."""
    return one.group == other.group or not {one.group, other.group} & set(APART)


def _about(sheet: Sheet, violation: Violation) -> set[str]:
    """The measurands and dates that a violation is about, and the identity field where it stands."""
    measurands = {
        f"{measurand.quantity.name} {measurand.pointer}"
        for each in sheet.measurands.values()
        for measurand in each
        if any(figure.name in violation.names for figure in measurand.figures)
    }
    return measurands | {
        field
        for field, found in sheet.identity.items()
        if found.pointer == violation.name.pointer
        or (field in DATES and FigureName(found.pointer) in violation.names)
    }

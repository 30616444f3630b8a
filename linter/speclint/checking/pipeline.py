"""The stages on diagnoses: diagnosed → deduplicated → suppressed, each a function from list to list."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.checking.baseline import Entry, entry_of
from speclint.checking.known import Part, SheetViolations
from speclint.project.suppressions import Accepted, Match, matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.checking.diagnosis.diagnose import Diagnose, Diagnosis
    from speclint.project.config import ConfigSuppression
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.rule import RuleViolation
    from speclint.sheets.sheet import Sheet

Cause: TypeAlias = frozenset[tuple[str, ...]]
"""Rule, sheet and name of each figure that a violation is about."""


class DiagnosedViolation(msgspec.Struct, frozen=True, eq=False):
    """A diagnosis of a sheet, and whether it was known."""

    sheet: Sheet
    diagnosis: Diagnosis
    known: str | None
    """Why it is known; None if it is new."""

    @property
    def name(self) -> FigureName:
        """The suspect, or else the figure of the violation."""
        return self.diagnosis.suspect or self.diagnosis.violation.name

    @property
    def cause(self) -> Cause:
        """What the violation is about."""
        return _cause(self.sheet, (self.diagnosis.rule, self.diagnosis.violation))

    @property
    def consequences(self) -> set[Cause]:
        """What its consequences are about."""
        return {_cause(self.sheet, violation) for violation in self.diagnosis.consequences}


class Suppression(msgspec.Struct, frozen=True):
    """Diagnoses that are kept, those that are suppressed and by what, and the suppressions that match."""

    kept: tuple[DiagnosedViolation, ...]
    suppressed: tuple[tuple[DiagnosedViolation, Match], ...]
    used: frozenset[Match]


def diagnose_all(parts: Iterable[Part], diagnose: Diagnose) -> list[DiagnosedViolation]:
    """One diagnosis for each cause in each part."""
    return [
        DiagnosedViolation(part.sheet, diagnosis, part.known)
        for part in parts
        for diagnosis in diagnose(part.sheet, part.violations)
    ]


def deduplicate(diagnosed: Iterable[DiagnosedViolation], diagnose: Diagnose) -> list[DiagnosedViolation]:
    """One diagnosis for each cause in all sheets: of those of two siblings the one with a suspect.

    Its place in the order is that of the first. The consequences of a diagnosis that is left out are
    diagnosed again.
    """
    kept: dict[Cause, DiagnosedViolation] = {}
    waiting = deque(diagnosed)
    while waiting:
        current = waiting.popleft()
        cause = current.cause
        first = kept.setdefault(cause, current)
        if first is current:
            continue
        if current.diagnosis.suspect is not None and first.diagnosis.suspect is None:
            kept[cause], current = current, first
        waiting.extendleft(reversed(_consequences(current, diagnose)))
    return list(_unexplained(kept))


def suppress(
    diagnosed: Iterable[DiagnosedViolation], configured: Sequence[ConfigSuppression], diagnose: Diagnose
) -> Suppression:
    """Suppress what a sheet or the configuration accepts.

    The consequences are not accepted with it and are diagnosed again.
    """
    kept: list[DiagnosedViolation] = []
    suppressed: list[tuple[DiagnosedViolation, Match]] = []
    used: set[Match] = set()
    accepted = Accepted(configured)
    waiting = deque(diagnosed)
    while waiting:
        current = waiting.popleft()
        violation = current.diagnosis.violation
        # a suppression may stand at any figure of the violation: another suspect does not end it
        pointers = dict.fromkeys(name.pointer for name in (current.name, *violation.names))
        others = [related.sheet for related in violation.related if related.sheet is not None]
        matches = matching(current.diagnosis.rule.names, pointers, (current.sheet, *others), accepted)
        used.update(matches)
        if matches:
            suppressed.append((current, matches[0]))
            waiting.extendleft(reversed(_consequences(current, diagnose)))
        else:
            kept.append(current)
    return Suppression(tuple(kept), tuple(suppressed), frozenset(used))


def used_by(found: Iterable[SheetViolations], configured: Sequence[ConfigSuppression]) -> frozenset[Match]:
    """The suppressions that match a violation, even one that is reported as a consequence only."""
    accepted = Accepted(configured)
    return frozenset(
        match
        for sheet, violations in found
        for rule, violation in violations
        for match in matching(rule.names, violation.pointers, (sheet,), accepted)
    )


def entries_of(diagnosed: Iterable[DiagnosedViolation], working: Path) -> Iterator[tuple[Entry, str]]:
    """What a baseline would hold, each with its message: diagnosed violations and their consequences."""
    for current in diagnosed:
        diagnosis, sheet = current.diagnosis, current.sheet
        violation = diagnosis.violation
        yield entry_of(sheet, diagnosis.rule, violation, working, current.name), violation.message
        for rule, violation in diagnosis.consequences:
            yield entry_of(sheet, rule, violation, working), violation.message


def _consequences(diagnosed: DiagnosedViolation, diagnose: Diagnose) -> list[DiagnosedViolation]:
    """The consequences of a diagnosis, diagnosed by themselves."""
    part = Part(diagnosed.sheet, list(diagnosed.diagnosis.consequences), diagnosed.known)
    return diagnose_all([part], diagnose)


def _unexplained(kept: dict[Cause, DiagnosedViolation]) -> Iterator[DiagnosedViolation]:
    """The diagnoses without conflicts between siblings that a fault of higher level in one of them explains.

    Only a diagnosis that is itself reported explains another.
    """
    folded = {cause for diagnosed in kept.values() for cause in diagnosed.consequences}
    explained: set[Cause] = set()
    # first what nothing explains, then what is explained only by what is not reported
    for is_consequence in (False, True):
        for cause, diagnosed in kept.items():
            is_folded = cause in folded and len(cause) > 1
            if is_folded is is_consequence and not (is_consequence and cause in explained):
                explained |= diagnosed.consequences
                yield diagnosed


def _cause(sheet: Sheet, found: RuleViolation) -> Cause:
    """What a violation is about, the same from each of the sheets concerned."""
    rule, violation = found
    name = rule.first_id
    if rule.on_catalog is not None:
        return frozenset({(name, sheet.profile.name if sheet.profile else "", *violation.arguments)})
    others = {
        (name, _name(related.sheet), str(related.name)) for related in violation.related if related.sheet
    }
    # a contradiction between two sheets is one cause, found in either
    own = (name, _name(sheet), str(violation.name), *(() if others else violation.distinction))
    return frozenset({own, *others})


def _name(sheet: Sheet) -> str:
    # many records share a path, and two catalogs may share ids
    return f"{sheet.path} {sheet.id}"

"""Faults that only the whole catalog shows, and what they explain in single sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.diagnose import Diagnosis
from speclint.checking.known import Part
from speclint.checking.pipeline import DiagnosedViolation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.rules.rule import Explains, Level, RuleViolation
    from speclint.sheets.sheet import Sheet


class Folded(msgspec.Struct, frozen=True):
    """Faults of the whole catalog, what they explain, and the rest."""

    causes: tuple[DiagnosedViolation, ...]
    explained: tuple[DiagnosedViolation, ...]
    rest: tuple[Part, ...]


def fold(parts: Iterable[Part]) -> Folded:
    """Take what a fault of the whole catalog explains out of the violations of single sheets.

    That fault may be suppressed or known: what it explains stays explained. It is as severe as
    what it explains.
    """
    causes: list[DiagnosedViolation] = []
    singles: list[Part] = []
    for part in parts:
        if any(rule.on_catalog for rule, _ in part.violations):
            causes += (_corrected(part, found) for found in part.violations)
        else:
            singles.append(part)
    explainers = _explainers(causes)
    explained: list[DiagnosedViolation] = []
    rest: list[Part] = []
    for part in singles if explainers else ():
        own = explainers.get(_profile(part.sheet), [])
        left = []
        for found in part.violations:
            cause = next((index for index, explains in own if explains(part.sheet, *found)), None)
            if cause is None:
                left.append(found)
                continue
            explained.append(_undiagnosed(part, found))
            if part.known is None:
                causes[cause] = _at_least(causes[cause], found[0].level)
        if left:
            rest.append(Part(part.sheet, left, part.known))
    return Folded(tuple(causes), tuple(explained), tuple(rest if explainers else singles))


def _explainers(causes: Iterable[DiagnosedViolation]) -> dict[str, list[tuple[int, Explains]]]:
    """What explains findings in the sheets of a profile, each with the index of its cause."""
    explainers: dict[str, list[tuple[int, Explains]]] = {}
    for index, cause in enumerate(causes):
        explains = cause.diagnosis.violation.explains
        if explains is not None:
            explainers.setdefault(_profile(cause.sheet), []).append((index, explains))
    return explainers


def _at_least(cause: DiagnosedViolation, level: Level) -> DiagnosedViolation:
    """A cause of that level if its own is lower: a catalog is not to pass where one of its files fails."""
    rule = cause.diagnosis.rule
    if rule.level.weight >= level.weight:
        return cause
    return replace(cause, diagnosis=replace(cause.diagnosis, rule=replace(rule, level=level)))


def _corrected(part: Part, found: RuleViolation) -> DiagnosedViolation:
    """A fault of the whole catalog, with what its first figure should be if the rule knows."""
    correction = next(iter(found[1].corrections), None)
    return DiagnosedViolation(part.sheet, Diagnosis(*found, correction, ()), part.known)


def _undiagnosed(part: Part, found: RuleViolation) -> DiagnosedViolation:
    return DiagnosedViolation(part.sheet, Diagnosis(*found, None, ()), part.known)


def _profile(sheet: Sheet) -> str:
    return sheet.profile.name if sheet.profile else ""

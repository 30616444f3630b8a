"""Faults that only the whole catalog shows, and what they explain in single sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.checking.diagnosis.diagnose import Diagnosis
from speclint.checking.known import Part
from speclint.checking.pipeline import DiagnosedViolation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.rules.rule import Explains, RuleViolation
    from speclint.sheets.sheet import Sheet


class Folded(msgspec.Struct, frozen=True):
    """Faults of the whole catalog, what they explain, and the rest."""

    causes: tuple[DiagnosedViolation, ...]
    explained: tuple[DiagnosedViolation, ...]
    rest: tuple[Part, ...]


def fold(parts: Iterable[Part]) -> Folded:
    """Take what a fault of the whole catalog explains out of the violations of single sheets.

    That fault may be suppressed or known: what it explains stays explained.
    """
    causes: list[DiagnosedViolation] = []
    singles: list[Part] = []
    for part in parts:
        if any(rule.on_catalog for rule, _ in part.violations):
            causes += (_undiagnosed(part, found) for found in part.violations)
        else:
            singles.append(part)
    explainers: dict[str, list[Explains]] = {}
    for cause in causes:
        explains = cause.diagnosis.violation.explains
        if explains is not None:
            explainers.setdefault(_profile(cause.sheet), []).append(explains)
    if not explainers:
        return Folded(tuple(causes), (), tuple(singles))
    explained: list[DiagnosedViolation] = []
    rest: list[Part] = []
    for part in singles:
        own = explainers.get(_profile(part.sheet), [])
        left = []
        for found in part.violations:
            if any(explains(part.sheet, *found) for explains in own):
                explained.append(_undiagnosed(part, found))
            else:
                left.append(found)
        if left:
            rest.append(Part(part.sheet, left, part.known))
    return Folded(tuple(causes), tuple(explained), tuple(rest))


def _undiagnosed(part: Part, found: RuleViolation) -> DiagnosedViolation:
    return DiagnosedViolation(part.sheet, Diagnosis(*found, None, ()), part.known)


def _profile(sheet: Sheet) -> str:
    return sheet.profile.name if sheet.profile else ""

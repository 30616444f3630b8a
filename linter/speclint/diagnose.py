"""Which figure is wrong, and what it should be: corrections are put in and the rules asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.pointer import resolve
from speclint.quantities.figure import as_literal, read_stated
from speclint.sheets.parse import parse
from speclint.sheets.sheet import with_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.rules.rule import Correction, Hit, Rule
    from speclint.sheets.sheet import Sheet

Found: TypeAlias = "tuple[Rule, Hit]"
Key: TypeAlias = tuple[str, str]
"""Rule and pointer of a hit."""


class Diagnosis(msgspec.Struct, frozen=True):
    """A hit with the one correction that settles it, if there is one, and the hits that are its echoes."""

    rule: Rule
    hit: Hit
    correction: Correction | None
    echoes: tuple[Found, ...]


def diagnose(sheet: Sheet, found: list[Found], ask: Callable[[Sheet], list[Found]]) -> list[Diagnosis]:
    """One diagnosis for each cause among the hits of a sheet; `ask` asks every rule of a version of it."""
    # the gravest first, so that nothing grave is folded under something mild
    waiting = sorted(found, key=lambda one: -one[0].level.weight)
    diagnoses = []
    while waiting:
        rule, hit = waiting.pop(0)
        correction, left = _settled(sheet, (rule, hit), ask) if hit.corrections else (None, set())
        if correction is None:
            about = _about(sheet, hit)
            echoes = [one for one in waiting if about & _about(sheet, one[1])]
        else:
            echoes = [one for one in waiting if _key(one) not in left]
        waiting = [one for one in waiting if one not in echoes]
        diagnoses.append(Diagnosis(rule, hit, correction, tuple(echoes)))
    return diagnoses


def _settled(
    sheet: Sheet, one: Found, ask: Callable[[Sheet], list[Found]]
) -> tuple[Correction | None, set[Key]]:
    """The correction that settles a hit and clears most others, and what is left once it is put in."""
    before = {_key(other) for other in ask(sheet)}
    trials = []
    for correction in one[1].corrections:
        # where the nearest number does not settle everything, another that agrees as well may
        each = [(other, _left(sheet, other, ask)) for other in (correction, *correction.others)]
        settling = [(other, left) for other, left in each if left < before and _key(one) not in left]
        settling.sort(key=lambda trial: (len(trial[1]), not _is_slip(sheet, trial[0])))
        trials += settling[:1]
    if not trials:
        return None, before
    fewest = min(len(left) for _, left in trials)
    best = [trial for trial in trials if len(trial[1]) == fewest]
    if len(best) > 1:
        # two figures that merely contradict each other: the likelier slip of the hand decides
        best = [trial for trial in best if _is_slip(sheet, trial[0])]
    return best[0] if len(best) == 1 else (None, before)


def _left(sheet: Sheet, correction: Correction, ask: Callable[[Sheet], list[Found]]) -> set[Key]:
    """What the rules find once the correction is put in."""
    value = parse(correction.suggestion.encode()).value
    return {_key(other) for other in ask(with_value(sheet, correction.pointer, value))}


def _key(one: Found) -> Key:
    rule, hit = one
    return rule.id, hit.at


def _about(sheet: Sheet, hit: Hit) -> set[str]:
    """The measurands of the sheet that a hit speaks of, and the identity field at which it stands."""
    places = {hit.at} | {related.pointer for related in hit.related if related.sheet is None}
    measurands = {
        f"{measurand.quantity.name} {measurand.pointer}"
        for each in sheet.measurands.values()
        for measurand in each
        if any(figure.pointer in places for figure in measurand.figures)
    }
    return measurands | {field for field, found in sheet.identity.items() if found.pointer == hit.at}


def _is_slip(sheet: Sheet, correction: Correction) -> bool:
    """Whether a slip of the hand leads from the correction to what is stated."""
    stated = read_stated(resolve(sheet.value, correction.pointer))
    return stated is not None and slip(as_literal(stated), correction.suggestion) is not None


def slip(stated: str, suggestion: str) -> str | None:
    """The slip of the hand that turns the suggestion into what is stated, or None.

    Known are two neighbouring digits transposed, a digit dropped or added, and a shifted decimal point.
    """
    one, other = stated.replace(".", ""), suggestion.replace(".", "")
    if one == other:
        return "decimal point shifted"
    if len(one) == len(other):
        apart = [index for index in range(len(one)) if one[index] != other[index]]
        neighbours = len(apart) == 2 and apart[1] == apart[0] + 1  # noqa: PLR2004 - a pair
        if neighbours and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]:
            return "digits transposed"
    if len(one) == len(other) - 1 and _lacks_one(one, other):
        return "digit dropped"
    if len(one) == len(other) + 1 and _lacks_one(other, one):
        return "digit added"
    return None


def _lacks_one(shorter: str, longer: str) -> bool:
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))

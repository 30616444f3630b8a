"""What may be wrong where a rule has spoken: values that may be meant, and doubts, each with its weight."""

from __future__ import annotations

from itertools import combinations
from math import log
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.diagnosis.candidates import OTHER_UNIT, meanings, reason_of, taken_for
from speclint.documents.parser import parse
from speclint.quantities.entry_errors import EntryError
from speclint.quantities.figure import Bound, as_literal, read_stated, write
from speclint.quantities.number import decimals, round_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.quantities.figure import Figure, Stated
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Correction, Violation
    from speclint.sheets.sheet import Sheet

UNEXPLAINED = 3.0
"""How often a figure is wrong for no reason that is looked for here, each time it is for one that is."""
TWICE = 50.0
"""How much likelier a figure is wrong for having just the number of another figure that it contradicts."""
UNROUNDED = 0.05
"""How often the figures of a measurand are no rounded conversions of each other, either way."""
UNUSUAL_FORM = 0.02
"""How often a figure has other decimal places than its fellows have."""
OWN_FORM = 0.3
"""The same where it is the form that is stated."""
NEAREST = 0.1
"""Of equals, what speaks for the nearest number."""
COUNTS = ("1", "2", "3", "4", "5", "6", "8", "12")
"""What a counted quantity, such as cylinders, may come to."""
PROPOSED = 0.5
"""What speaks for a value that the rule itself proposes."""
MAX_PROPOSED = 12
"""Values of those that the rule proposes that are put in."""
MAX_OF_A_KIND = 3
"""The same of those that one cause in one figure explains."""
MAX_TRIED = 28
"""The same in all; each costs asking every rule."""


class Hypothesis(msgspec.Struct, frozen=True):
    """A value that may have been meant."""

    name: FigureName
    """Of the figure."""
    unit: str
    suggestion: str
    """The JSON text to write."""
    cause: str
    """Why something else was written; empty if nobody knows."""
    weight: float
    """The logarithm of its likelihood; of one finding they are compared with each other."""
    correction: Correction | None = None
    """The rule's own proposal for this value."""
    about: bool = False
    """Whether the value is only about what was meant, so that nobody should write it."""


class Doubt(msgspec.Struct, frozen=True):
    """A figure that may be wrong though nobody knows how."""

    name: FigureName
    weight: float
    """As a hypothesis has it, for all values together that it may have."""
    probes: tuple[str, ...]
    """Such values, as JSON texts: the share of them that settles a violation is the share of the doubt."""


def hypotheses(sheet: Sheet, violation: Violation, evidence: Evidence, *, search: bool) -> list[Hypothesis]:
    """What may have been meant at the places of a violation, the likeliest first.

    Args:
        sheet: the sheet at fault.
        violation: what was found in it.
        evidence: what speaks for values of the sheet.
        search: whether to look beyond what the rule proposes, for slips in each figure that it speaks of.
    """
    found: dict[tuple[FigureName, str], Hypothesis] = {}
    for one in (
        *_proposed(sheet, violation, evidence),
        *(_searched(sheet, violation, evidence) if search else ()),
    ):
        before = found.get((one.name, one.suggestion), one)
        likelier = max(before, one, key=lambda each: each.weight)
        own = before.correction or one.correction
        found[one.name, one.suggestion] = msgspec.structs.replace(likelier, correction=own)
    weighed = [
        msgspec.structs.replace(one, weight=one.weight + PROPOSED) if one.correction else one
        for one in found.values()
    ]
    return _foremost(sorted(weighed, key=lambda one: (-one.weight, str(one.name), one.suggestion)))


def _foremost(ranked: list[Hypothesis]) -> list[Hypothesis]:
    """The likeliest of what the rule proposes, and of each cause in each figure: none crowds out others."""
    taken: dict[tuple[str, str, bool], int] = {}
    chosen = []
    for one in ranked:
        kind = ("", "", True) if one.correction else (str(one.name), one.cause, False)
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] <= (MAX_PROPOSED if one.correction else MAX_OF_A_KIND):
            chosen.append(one)
    return chosen[:MAX_TRIED]


def _proposed(sheet: Sheet, violation: Violation, evidence: Evidence) -> Iterator[Hypothesis]:
    """What the rule itself proposes."""
    for correction in violation.corrections:
        for one in (correction, *correction.others):
            stated = read_stated(parse(one.suggestion.encode()).value)
            found = sheet.measured_at(one.name)
            if found is None or stated is None:
                yield Hypothesis(one.name, one.unit, one.suggestion, one.cause, log(0.1), one)
                continue
            measurand, figure = found
            reason = reason_of(figure, stated, measurand, evidence)
            if one.cause and reason.probability < OTHER_UNIT:
                reason = EntryError(one.cause, OTHER_UNIT)
            weighed = _weighed(measurand, figure, stated, reason, evidence)
            yield msgspec.structs.replace(weighed, correction=one)


def _searched(sheet: Sheet, violation: Violation, evidence: Evidence) -> Iterator[Hypothesis]:
    """What slips in each figure that the violation speaks of may have hidden."""
    for name in violation.names:
        found = sheet.measured_at(name)
        if found is None:
            continue
        measurand, figure = found
        others = measurand.besides(figure)
        if any(not one.agrees_but_for_rounding(other) for one, other in combinations(others, 2)):
            # the others are at odds without this one
            continue
        if others and any(isinstance(one.stated, Bound) for one in (figure, *others)):
            # where one side cannot be corrected, the other must not be blamed for it
            continue
        for stated, reason in meanings(figure, others, evidence):
            meant = figure.with_stated(stated)
            if all(meant.agrees_with(other) for other in others):
                yield _weighed(measurand, figure, stated, reason, evidence)
        taken = None if others else taken_for(sheet, figure, evidence, _shared(violation))
        if taken is not None:
            weighed = _weighed(measurand, figure, taken.meant, taken.entry_error, evidence)
            yield msgspec.structs.replace(weighed, about=not taken.exact)


def _shared(violation: Violation) -> Figure | None:
    """What the one sibling states that a violation speaks of, or None."""
    theirs = [
        location.sheet.measured_at(location.name)
        for location in violation.related
        if location.sheet is not None
    ]
    return theirs[0][1] if len(theirs) == 1 and theirs[0] else None


def doubts(sheet: Sheet, violation: Violation, evidence: Evidence) -> list[Doubt]:
    """What may be wrong without anybody knowing how: figures stated once, and what is no figure at all.

    A figure that another one bears out is left aside, and so is one that another contradicts: what that other
    one converts to is a hypothesis already.
    """
    found = []
    for name in violation.names:
        at = sheet.measured_at(name)
        if at is None:
            found += [Doubt(name, log(UNEXPLAINED), ())] if name == violation.name else []
            continue
        measurand, figure = at
        if not measurand.besides(figure):
            weight, values = evidence.doubt(measurand, figure)
            doubled = _is_doubled(figure, violation, sheet) and taken_for(sheet, figure, evidence) is None
            often = UNEXPLAINED * (TWICE if doubled else 1.0)
            probes = tuple(_as_stated(figure, values, evidence))
            found.append(Doubt(name, weight + log(often), probes))
    return found


def _is_doubled(figure: Figure, violation: Violation, sheet: Sheet) -> bool:
    """Whether another figure of the violation has the same number: one was copied for the other."""
    names = set(violation.names) - {figure.name}
    others = [found[1] for name in names if (found := sheet.measured_at(name))]
    return any(other.stated == figure.stated and other.unit is figure.unit for other in others)


def _as_stated(figure: Figure, values: list[float], evidence: Evidence) -> Iterator[str]:
    """Values in the reference unit as the figure would state them; of a range both ends are moved."""
    if isinstance(figure.stated, Bound):
        return
    if figure.quantity.is_counted:
        yield from COUNTS
        return
    digits = evidence.usual_decimals(figure)
    for value in values:
        ratio = value / figure.value if figure.value > 0 else 0.0
        if figure.unit.reciprocal:
            ratio = 1 / ratio if ratio else 0.0
        numbers = [round_to(float(number) * ratio, digits) for number in figure.numbers]
        yield as_literal(numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1]))


def _weighed(
    measurand: Measurand, figure: Figure, stated: Stated, reason: EntryError, evidence: Evidence
) -> Hypothesis:
    meant = figure.with_stated(stated)
    weight = log(reason.probability) + evidence.of(measurand, meant)
    weight += _by_fellows(measurand, figure, meant, evidence)
    if not measurand.besides(figure) and figure.unit.name not in ("%", "1"):
        # the larger a number, the more there are of its size, and the less likely is just this one
        before, after = abs(float(figure.numbers[0])), abs(float(meant.numbers[0]))
        weight += log(before / after) if before and after else 0.0
    return Hypothesis(figure.name, figure.unit.name, as_literal(stated), reason.cause, weight)


def _by_fellows(measurand: Measurand, figure: Figure, meant: Figure, evidence: Evidence) -> float:
    """How well the figures of a measurand go with each other once one of them is changed."""
    others = measurand.besides(figure)
    weight = sum(log(UNUSUAL_FORM) for one in others if not evidence.is_usual_form(one))
    if not evidence.is_usual_form(meant):
        weight += log(OWN_FORM if decimals(meant.numbers[0]) == decimals(figure.numbers[0]) else UNUSUAL_FORM)
    for other in others:
        right, back = meant.rewritten(other), other.rewritten(meant)
        if right is not None and as_literal(right) == as_literal(meant.stated):
            weight += NEAREST
        elif back is None or as_literal(back) != as_literal(other.stated):
            weight += log(UNROUNDED)
    return weight


def told(hypothesis: Hypothesis) -> str:
    """A hypothesis as the reader is told it: `364 lb-ft (digits transposed)`, `about 3.2 s`."""
    stated = read_stated(parse(hypothesis.suggestion.encode()).value)
    value = hypothesis.suggestion if stated is None else write(stated)
    unit = "" if hypothesis.unit in ("", "1") else f" {hypothesis.unit}"
    cause = f" ({hypothesis.cause})" if hypothesis.cause else ""
    return f"{'about ' * hypothesis.about}{value}{unit}{cause}"

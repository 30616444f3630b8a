"""Figures restated in a second unit: one was computed from the other, so they are one witness."""

from __future__ import annotations

from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.diagnosis.candidates import candidates, numbers_alone
from speclint.checking.diagnosis.likelihood import Value
from speclint.documents.parser import parse
from speclint.quantities.figure import Bound, as_literal, read_stated
from speclint.quantities.number import decimals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.trials import Replacement
    from speclint.checking.diagnosis.weights import Weighted, Weights
    from speclint.quantities.entry_errors import EntryError
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

BOTH_WRONG = 0.2
"""Probability that figures which agree are wrong together if one of them is; a judgement."""
MAX_IN_OTHER_UNITS = 8
"""Hypotheses on an entry error in each of the other figures; bounds the work."""


class Slip(msgspec.Struct, frozen=True):
    """An entry error in one figure of a measurand, from which the others were computed."""

    text: str
    """The JSON text of the figure that a violation is about, had the error not been made."""
    cause: str
    weight: float
    """As of a hypothesis."""


def restated(measurand: Measurand, figure: Figure, names: tuple[FigureName, ...] = ()) -> list[Figure]:
    """The other figures of a measurand, if all of them restate the figure; else none.

    None either if a violation is about several of them, as its `names` show: it compares the units.
    """
    if sum(each.name in names for each in measurand.figures) > 1:
        return []
    others = measurand.besides(figure)
    if any(isinstance(each.stated, Bound) for each in (figure, *others)):
        return []
    return others if all(figure.agrees_but_for_rounding(other) for other in others) else []


def restated_beside(violation: Violation, measurand: Measurand, figure: Figure) -> list[Figure]:
    """The same for a violation; none if it compares sheets, where any other value resolves it."""
    is_of_sheet = all(related.sheet is None for related in violation.related)
    return restated(measurand, figure, violation.names) if is_of_sheet else []


def replacements(sheet: Sheet, name: FigureName, text: str) -> tuple[Replacement, ...]:
    """What to write for a figure to have a value: that JSON text, and conversions where others restate it."""
    own = (name, text)
    measured, stated = sheet.measured_at(name), read_stated(parse(text.encode()).value)
    if measured is None or stated is None:
        return (own,)
    meant = measured[1].with_stated(stated)
    others = [other for other in restated(*measured) if not meant.agrees_with(other)]
    converted = [(other.name, other.rewritten(meant)) for other in others]
    return own, *((other, as_literal(value)) for other, value in converted if value is not None)


def slips(of_figure: Weighted, weights: Weights, violation: Violation) -> Iterator[Slip]:
    """The entry errors in a measurand whose figures agree: in the figure itself, or in another."""
    figure = of_figure.figure
    others = restated_beside(violation, of_figure.measurand, figure)
    if not others:
        return
    for weight, value, reason in _slips(of_figure, weights):
        yield Slip(value.text, reason.cause, weight)
    digits = max(0, *map(decimals, figure.numbers))
    for of_other in filter(None, (weights.of(other.name) for other in others)):
        found = (slip for slip in _slips(of_other, weights) if not slip[2].keeps_digits and slip[2].cause)
        for weight, value, reason in nlargest(MAX_IN_OTHER_UNITS, found, key=lambda slip: slip[0]):
            meant = read_stated(parse(value.text.encode()).value)
            own = None if meant is None else figure.rewritten(of_other.figure.with_stated(meant), digits)
            if own is not None:
                yield Slip(as_literal(own), f"{reason.cause} in {of_other.figure.unit.name}", weight)


def _slips(of_figure: Weighted, weights: Weights) -> Iterator[tuple[float, Value, EntryError]]:
    figure, evidence = of_figure.figure, weights.evidence
    for value, reason in numbers_alone(figure, evidence):
        yield of_figure.weight_alone(value, reason) + log(BOTH_WRONG), value, reason
    for stated, reason in candidates(figure, [], evidence):
        value = Value.of(figure.with_stated(stated))
        yield of_figure.weight_alone(value, reason) + log(BOTH_WRONG), value, reason

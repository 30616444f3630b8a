"""Unexplained errors: figures that may be wrong by an error which is not among the candidates."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import msgspec

from speclint.checking.diagnosis.candidates import confused_with
from speclint.checking.diagnosis.copied_number import CopiedNumber, copied_number
from speclint.checking.diagnosis.priors import log_prior
from speclint.checking.diagnosis.restated import BOTH_WRONG, restated_beside
from speclint.checking.diagnosis.tallies import decimals_of
from speclint.quantities.figure import Bound, as_literal
from speclint.quantities.number import round_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

UNEXPLAINED = 3.0
"""Prior odds that a figure is wrong by an error that is not among the candidates; a judgement."""
DUPLICATE = 50.0
"""Likelihood ratio of a figure being wrong that equals another figure which it contradicts; a judgement."""
OTHER_FORM = 0.2
"""Probability that such an error leaves another number of decimals than is usual; a judgement."""
COUNTS = ("1", "2", "3", "4", "5", "6", "8", "12")
"""Values of a counted quantity, such as cylinders, that are tried; a judgement."""


class UnexplainedError(msgspec.Struct, frozen=True):
    """The hypothesis that a figure is wrong by an error that is not among the candidates."""

    name: FigureName
    weight: float
    """As of a hypothesis, for all values together that may have been meant."""
    probes: tuple[str, ...]
    """A sample of those values, as JSON texts: only the share of them that resolves the violation counts."""
    copied: CopiedNumber | None = None
    """That it is the number of another quantity."""
    is_implied: bool = False
    """Whether other figures imply what it should be."""


def unexplained_errors(sheet: Sheet, violation: Violation, evidence: Evidence) -> list[UnexplainedError]:
    """The figures of a violation, and its place if that holds no figure.

    A figure in two units that contradict each other is left out: what the other converts to is a hypothesis
    already. If they agree, one was computed from the other.
    """
    found = []
    for name in violation.names:
        at = sheet.measured_at(name)
        if at is None:
            found += [UnexplainedError(name, log(UNEXPLAINED), ())] if name == violation.name else []
            continue
        measurand, figure = at
        others = measurand.besides(figure)
        if not others or restated_beside(violation, measurand, figure):
            weight, values = evidence.log_marginal_likelihood(measurand, figure)
            is_confused = confused_with(sheet, figure, evidence) is not None
            is_duplicate = not is_confused and _is_duplicate(figure, violation, sheet)
            copied = None if is_confused else copied_number(sheet, figure)
            ratio = max(DUPLICATE if is_duplicate else 1.0, copied.ratio if copied else 1.0)
            probes = tuple(_as_stated(figure, values, evidence))
            weight += log_prior(sheet, name)
            if not evidence.is_usual_form(figure, decimals_of(figure)):
                weight += log(OTHER_FORM)
            weight += log(UNEXPLAINED * ratio * (BOTH_WRONG if others else 1.0))
            is_implied = evidence.is_implied(measurand, figure)
            found.append(UnexplainedError(name, weight, probes, copied, is_implied))
    return found


def _is_duplicate(figure: Figure, violation: Violation, sheet: Sheet) -> bool:
    """Whether another figure of the violation has the same number: one was copied for the other."""
    names = set(violation.names) - {figure.name}
    others = [found[1] for name in names if (found := sheet.measured_at(name))]
    return any(other.stated == figure.stated and other.unit is figure.unit for other in others)


def _as_stated(figure: Figure, values: list[float], evidence: Evidence) -> Iterator[str]:
    """Values in the reference unit as the figure would state them; a range keeps the ratio of its ends."""
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

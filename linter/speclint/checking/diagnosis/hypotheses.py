"""Hypotheses on a violation: values that may have been meant, with weights."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import log
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.candidates import (
    OTHER_UNIT,
    candidates,
    confused_with,
    numbers_alone,
    reason_of,
    unit_error_named,
)
from speclint.checking.diagnosis.priors import log_prior
from speclint.checking.diagnosis.restated import slips
from speclint.checking.diagnosis.weights import Weights
from speclint.documents.parser import parse
from speclint.quantities.entry_errors import EntryError
from speclint.quantities.figure import Bound, as_literal, read_stated, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.checking.diagnosis.weights import Weighted
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.rule import Correction, Violation
    from speclint.sheets.sheet import Sheet

PROPOSED = 0.5
"""Log weight of a value that the rule itself proposes; a judgement."""
NO_FIGURE = 0.1
"""Prior of a proposal for a value that is no figure, such as a name; a judgement."""
MAX_PROPOSED = 12
"""Trials of values that the rule proposes; bounds the work."""
MAX_PER_CAUSE = 3
"""Trials of values that one cause in one figure explains; bounds the work."""
MAX_TRIALS = 28
"""Trials of a violation; bounds the work, since each evaluates all rules that read the figure."""


class Hypothesis(msgspec.Struct, frozen=True):
    """A value that may have been meant."""

    name: FigureName
    """Of the figure."""
    unit: str
    suggestion: str
    """The JSON text to write."""
    cause: str
    """Why something else was written; empty if that is unknown."""
    weight: float
    """Log posterior, up to a constant that is the same for all hypotheses on a violation."""
    correction: Correction | None = None
    """The rule's own proposal for this value."""
    is_approximate: bool = False
    """Whether the value is only an estimate, which is shown but never proposed."""


def hypotheses(sheet: Sheet, violation: Violation, evidence: Evidence, *, search: bool) -> list[Hypothesis]:
    """The hypotheses on the values of a violation, the likeliest first.

    Args:
        sheet: the sheet at fault.
        violation: what was found in it.
        evidence: what is known of the sheet.
        search: whether to add candidates for each figure to what the rule itself proposes.
    """
    found: dict[tuple[FigureName, str], Hypothesis] = {}
    weights = Weights(sheet, evidence)
    for hypothesis in (
        *_proposed(violation, weights),
        *(_searched(sheet, violation, weights) if search else ()),
    ):
        key = hypothesis.name, hypothesis.suggestion
        before = found.setdefault(key, hypothesis)
        if before is not hypothesis:
            likelier = max(before, hypothesis, key=lambda either: either.weight)
            found[key] = replace(likelier, correction=before.correction or hypothesis.correction)
    names = {name: str(name) for name, _ in found}
    priors = {name: log_prior(sheet, name) for name in names}
    weighted = [
        replace(hypothesis, weight=hypothesis.weight + priors[name] + PROPOSED * bool(hypothesis.correction))
        if hypothesis.correction or priors[name]
        else hypothesis
        for (name, _), hypothesis in found.items()
    ]
    weighted.sort(key=lambda hypothesis: (-hypothesis.weight, names[hypothesis.name], hypothesis.suggestion))
    return _likeliest(weighted)


def _likeliest(ranked: list[Hypothesis]) -> list[Hypothesis]:
    """The likeliest of what the rule proposes, and of each cause in each figure: none crowds out others."""
    counts: Counter[tuple[FigureName | None, str, bool]] = Counter()
    chosen = []
    for hypothesis in ranked:
        proposed = hypothesis.correction is not None
        kind = (None, "", True) if proposed else (hypothesis.name, hypothesis.cause, False)
        counts[kind] += 1
        if counts[kind] <= (MAX_PROPOSED if proposed else MAX_PER_CAUSE):
            chosen.append(hypothesis)
    return chosen[:MAX_TRIALS]


def _proposed(violation: Violation, weights: Weights) -> Iterator[Hypothesis]:
    """What the rule itself proposes."""
    for first in violation.corrections:
        for correction in (first, *first.others):
            stated = read_stated(parse(correction.suggestion.encode()).value)
            of_figure = weights.of(correction.name)
            if of_figure is None or stated is None:
                yield Hypothesis(
                    correction.name,
                    correction.unit,
                    correction.suggestion,
                    correction.cause,
                    log(NO_FIGURE),
                    correction,
                )
                continue
            figure = of_figure.figure
            reason = reason_of(figure, stated, of_figure.measurand, weights.evidence)
            named = unit_error_named(figure, correction.cause) or EntryError(correction.cause, OTHER_UNIT)
            if correction.cause and reason.probability < named.probability:
                reason = named
            yield _hypothesis(of_figure, figure.with_stated(stated), reason, correction=correction)


def _searched(sheet: Sheet, violation: Violation, weights: Weights) -> Iterator[Hypothesis]:
    """The candidates for each figure that the violation is about."""
    for name in violation.names:
        of_figure = weights.of(name)
        if of_figure is None:
            continue
        figure, others, evidence = of_figure.figure, of_figure.others, weights.evidence
        if any(not left.agrees_but_for_rounding(right) for left, right in combinations(others, 2)):
            # the others contradict each other without this one
            continue
        if others and any(isinstance(either.stated, Bound) for either in (figure, *others)):
            # a bound has no candidates, so the other figure would always be the suspect
            continue
        for slip in slips(of_figure, weights, violation):
            yield Hypothesis(of_figure.name, figure.unit.name, slip.text, slip.cause, slip.weight)
        for value, reason in () if others else numbers_alone(figure, evidence):
            weight = of_figure.weight_alone(value, reason)
            yield Hypothesis(of_figure.name, figure.unit.name, value.text, reason.cause, weight)
        for stated, reason in candidates(figure, others, evidence):
            meant = figure.with_stated(stated)
            if all(meant.agrees_with(other) for other in others):
                yield _hypothesis(of_figure, meant, reason)
        confused = None if others else confused_with(sheet, figure, evidence, _shared(violation))
        if confused is not None:
            meant = figure.with_stated(confused.meant)
            yield _hypothesis(of_figure, meant, confused.entry_error, is_approximate=not confused.exact)


def _hypothesis(
    of_figure: Weighted, meant: Figure, reason: EntryError, *,
    correction: Correction | None = None, is_approximate: bool = False,
) -> Hypothesis:  # fmt: skip
    figure = of_figure.figure
    weight = of_figure.weight(meant, reason)
    suggestion = as_literal(meant.stated)
    return Hypothesis(
        of_figure.name, figure.unit.name, suggestion, reason.cause, weight, correction, is_approximate
    )


def _shared(violation: Violation) -> Figure | None:
    """What the one sibling states that a violation is about, or None."""
    figures = [
        location.sheet.measured_at(location.name)
        for location in violation.related
        if location.sheet is not None
    ]
    return figures[0][1] if len(figures) == 1 and figures[0] else None


def in_words(hypothesis: Hypothesis) -> str:
    """A hypothesis as messages state it: `364 lb-ft (digits transposed)`, `about 3.2 s`."""
    stated = read_stated(parse(hypothesis.suggestion.encode()).value)
    value = hypothesis.suggestion if stated is None else write(stated)
    unit = "" if hypothesis.unit in ("", "1") else f" {hypothesis.unit}"
    cause = f" ({hypothesis.cause})" if hypothesis.cause else ""
    return f"{'about ' * hypothesis.is_approximate}{value}{unit}{cause}"

"""Weights of what may have been meant by a figure: of the entry error, the value, and how it is written."""

from __future__ import annotations

from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from speclint.checking.diagnosis.likelihood import Value
from speclint.checking.diagnosis.tallies import decimals_of
from speclint.quantities.figure import as_literal
from speclint.quantities.number import decimals, plain
from speclint.quantities.usual_form import decimals_share, digit_ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.quantities.entry_errors import EntryError
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

UNROUNDED = 0.05
"""Probability that a figure of a measurand is no rounded conversion of the one that was measured; a
judgement."""
MEASURED = 0.7
"""Probability that the figure in the metric unit was measured and the others are converted from it; a
judgement: type approval is in metric units."""
UNUSUAL_DECIMALS = 0.02
"""Probability that a figure has another number of decimals than is usual at its place; a judgement."""


class Weights:
    """The weights for the figures of one sheet."""

    def __init__(self, sheet: Sheet, evidence: Evidence) -> None:
        self.evidence = evidence
        self._sheet = sheet
        self._found: dict[FigureName, Weighted | None] = {}

    def of(self, name: FigureName) -> Weighted | None:
        """The weights for the figure of a name; None if there is none."""
        if name not in self._found:
            measured = self._sheet.measured_at(name)
            self._found[name] = Weighted(*measured, self.evidence) if measured else None
        return self._found[name]


class Weighted:
    """A figure, and the weights of what may have been meant by it."""

    def __init__(self, measurand: Measurand, figure: Figure, evidence: Evidence) -> None:
        self.measurand = measurand
        self.figure = figure
        self.name = figure.name
        self.others = measurand.besides(figure)
        """The other figures of the measurand."""
        self._evidence = evidence
        self._likelihood = evidence.likelihood(measurand, figure)
        self._form_of_others = sum(
            log(UNUSUAL_DECIMALS)
            for other in self.others
            if not evidence.is_usual_form(other, decimals_of(other))
        )
        self._number = abs(float(figure.numbers[0])) * 10.0 ** max(0, decimals(figure.numbers[0]))
        self._is_share_or_count = figure.unit.name in {"%", "1"}
        self._usual: dict[tuple[int, ...], float] = {}
        self._conversions: dict[tuple[int, int], str | None] = {}
        # a value is weighed again for each error that explains it
        self._ratios: dict[str, float] = {}
        self._forms: dict[str, float] = {}

    def weight(self, meant: Figure, reason: EntryError) -> float:
        """The log posterior of a value and an entry error, up to a constant."""
        if not self.others:
            return self.weight_alone(Value.of(meant), reason)
        text = as_literal(meant.stated)
        ratio = self._ratios.get(text)
        if ratio is None:
            ratio = self._ratios[text] = self._likelihood.log_ratio(Value.of(meant))
        form = self._forms.get(text)
        return log(reason.probability) + ratio + (self._form(meant, text) if form is None else form)

    def weight_alone(self, meant: Value, reason: EntryError) -> float:
        """The same for a figure that is the only one of its measurand."""
        weight = log(reason.probability) + self._likelihood.log_ratio(meant)
        if not reason.keeps_digits:
            weight += self._decimals(meant.decimals) + log(digit_ratio(self.figure.unit.name, meant.text))
            if not self._is_share_or_count:
                # the more numbers of its size with as many decimals there are, the less likely each is
                after = abs(meant.number) * 10.0 ** max(0, meant.decimals[0])
                weight += log(self._number / after) if self._number and after else 0.0
        return weight

    def _form(self, meant: Figure, text: str) -> float:
        """The log likelihood of digits: of the decimals of figures, and of conversions into each other."""
        weight = self._form_of_others + self._decimals(tuple(map(decimals, meant.numbers)))
        weight += _log_roundness((meant, *self.others))
        weight += log(sum(self._sources(meant, text)))
        self._forms[text] = weight
        return weight

    def _sources(self, meant: Figure, text: str) -> Iterator[float]:
        """For each figure the likelihood of the digits of the others if it was measured."""
        misses = sum(not other.is_rewritten(meant) for other in self.others)
        yield self._priors[0] * UNROUNDED**misses
        for index, (prior, missing) in enumerate(zip(self._priors[1:], self._misses, strict=True)):
            yield prior * UNROUNDED ** (missing + (self._conversion(meant, index) != text))

    @cached_property
    def _priors(self) -> list[float]:
        """The probability of each that it was measured: of the figure, then of the others."""
        units = [figure.unit.name for figure in (self.figure, *self.others)]
        metric = self.figure.quantity.metric
        if metric not in units:
            return [1 / len(units)] * len(units)
        return [MEASURED if unit == metric else (1 - MEASURED) / (len(units) - 1) for unit in units]

    @cached_property
    def _misses(self) -> list[int]:
        """Of each of the others, how many of the rest are no conversion of it."""
        return [
            sum(not (rest is other or rest.is_rewritten(other)) for rest in self.others)
            for other in self.others
        ]

    def _decimals(self, counts: tuple[int, ...]) -> float:
        """The log likelihood of so many decimals."""
        found = self._usual.get(counts)
        if found is None:
            found = 0.0
            if not self._evidence.is_usual_form(self.figure, [max(0, count) for count in counts]):
                # beside another unit only an error that keeps the point leaves as many digits behind it
                is_as_stated = not self.others and counts[0] == decimals(self.figure.numbers[0])
                share = decimals_share(self.figure, max(0, counts[0])) if is_as_stated else UNUSUAL_DECIMALS
                found = log(share)
            self._usual[counts] = found
        return found

    def _conversion(self, meant: Figure, index: int) -> str | None:
        """What one of the other figures is in the unit and the digits of a value."""
        digits = max(decimals_of(meant))
        key = index, digits
        if key not in self._conversions:
            converted = meant.rewritten(self.others[index], digits)
            self._conversions[key] = None if converted is None else as_literal(converted)
        return self._conversions[key]


def _log_roundness(figures: Iterable[Figure]) -> float:
    """The log likelihood ratio of the numbers of figures by how they end, to that of any."""
    return sum(
        log(digit_ratio(figure.unit.name, plain(number))) for figure in figures for number in figure.numbers
    )

"""Evidence: the likelihood of a value given the other figures of its sheet, and given its siblings."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from math import exp, log, pi, sqrt
from typing import TYPE_CHECKING

from speclint.bands.student import log_density_loss
from speclint.checking.diagnosis.likelihood import SHARED, Feature, Gain, Likelihood, Shared, Value
from speclint.checking.diagnosis.tallies import StatedThere, figures_at, tallies
from speclint.documents.parser import parse
from speclint.quantities.figure import as_literal, read_stated
from speclint.quantities.interval import EVERY, INFINITY, Interval
from speclint.quantities.usual_form import usual_decimals
from speclint.rules.entry_errors.alike import LIKENESSES, StatedFields, alike
from speclint.rules.entry_errors.ratios import implied
from speclint.rules.siblings.outliers import siblings_of
from speclint.sheets.families import MODEL, Members, family_by
from speclint.vehicle.category import limits_of
from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.bands.model import ConditionalFit
    from speclint.quantities.figure import Figure, Stated
    from speclint.quantities.limits import Limits
    from speclint.quantities.measurand import Measurand
    from speclint.rules.entry_errors.alike import Alike
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

DECADE = log(10)
"""Width of the uniform density, over the natural logarithm, that a figure has if nothing else is known: the
figures of a quantity spread over a factor of ten."""
MAX_OF_SIBLINGS = 3
"""Values of siblings that become candidates; bounds the work."""
HAIR = 1e-9
"""Relative slack of what is possible: conversions round in the last bits."""


class Evidence:
    """The evidence for the values of one sheet."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._features = features_of(sheet)
        self._feature_names: dict[Figure, str] = {}
        for name, figure in self._features.figures.items():
            self._feature_names.setdefault(figure, name)
        self._places: dict[tuple[str, str], StatedThere] = {}
        self._limits: dict[str, Limits | None] = {}
        self._catalog = catalog
        self._family = family_by(sheet.profile, MODEL, ("make", "model"))
        self._members, self._declared = _family(sheet, catalog)
        self._own = self._members.index_of(sheet)
        self._fits = list(self._conditional_fits(catalog))

    def _at(self, figure: Figure) -> StatedThere:
        """What siblings state at the place of a figure."""
        place = figure.pointer, figure.unit.name if figure.span else ""
        found = self._places.get(place)
        if found is None:
            found = self._places[place] = self._stated_at(figure)
        return found

    def _stated_at(self, figure: Figure) -> StatedThere:
        place = figure.quantity.name, figure.pointer, str(figure.name)
        if self._declared or self._own < 0:
            # no two sheets have the same siblings
            return StatedThere(tallies(self._siblings, place), -1, ())
        own = figures_at(self._sheet, place)
        return StatedThere(self._members.once(tallies, place), self._own, list(own))

    @cached_property
    def _siblings(self) -> list[Sheet]:
        """The other variants of its model, and the siblings that it declares."""
        others = (member for member in self._members if member.place != self._sheet.place)
        return list({(other.path, other.id): other for other in (*others, *self._declared)}.values())

    def _conditional_fits(self, catalog: Catalog) -> Iterator[ConditionalFit]:
        """The reference model given the figures of the sheet, and given those of its siblings too."""
        if not self._features.kinds:
            return
        model = self._sheet.bands.models[self._features.kinds[0]]
        alone = model.conditional_fit(self._features.vector, 2)
        if alone is not None:
            yield alone
        siblings = siblings_of(self._sheet, self._features, catalog)
        beside = model.conditional_fit_beside(self._features.vector, siblings) if siblings else None
        if beside is not None:
            yield beside

    def log_likelihood_ratio(self, measurand: Measurand, value: Figure) -> float:
        """The log likelihood that a measurand has a value, less that of the value it seems to have."""
        return self.likelihood(measurand, value).log_ratio(Value.of(value))

    def likelihood(self, measurand: Measurand, figure: Figure) -> Likelihood:
        """The likelihood of all values that a figure of a measurand may have."""
        feature = self._feature(measurand, figure)
        limits = self._limits_of(figure.quantity.name)
        return Likelihood(feature, limits, self._shared(figure), is_share=figure.unit.name == "%")

    def _feature(self, measurand: Measurand, figure: Figure) -> Feature | None:
        """What the other figures of the sheet, and its siblings, imply for one; None if that is nothing."""
        name, features = self._feature_name(measurand), self._features
        fits = [(fit, fit.stated.index(name)) for fit in self._fits if name in fit.stated]
        gains = [Gain(fit.precision[at][at], fit.weighted_residuals[at]) for fit, at in fits]
        gains += self._by_ratios(figure)
        if not gains:
            return None
        if name is None:
            return Feature(1.0, 0.0, log(figure.value), gains)
        return Feature(features.factors[name], features.offsets[name], features.vector[name], gains)

    def is_implied(self, measurand: Measurand, figure: Figure) -> bool:
        """Whether other figures imply what a figure should be."""
        return self._feature(measurand, figure) is not None

    def _by_ratios(self, figure: Figure) -> Iterator[Gain]:
        """The gains beside what other figures of the same test imply."""
        for quantity, logarithm, deviation in self._ratios:
            if quantity == figure.quantity.name and figure.value > 0:
                precision = deviation**-2
                yield Gain(precision, precision * (log(figure.value) - logarithm))

    @cached_property
    def _ratios(self) -> list[tuple[str, float, float]]:
        return list(implied(self._sheet))

    def _shared(self, figure: Figure) -> Shared | None:
        """What siblings state in its place; those that are most alike, where it is known how these agree.

        Or models with the same engine.
        """
        quantity = figure.quantity.name
        others = self._alike(quantity)
        if others is not None:
            unit = figure.unit.name
            counts = Counter(
                {as_literal(stated): count for (stated, name), count in others.counts.items() if name == unit}
            )
            if counts:
                return Shared(others.share, counts.__getitem__, others.total)
        there = self._at(figure).texts
        return Shared(others.share if others else SHARED, there.count, there.total) if there.total else None

    def is_shared(self, figure: Figure, text: str) -> bool:
        """Whether a sibling, or a model with its engine, states a value that is given as JSON text."""
        shared = self._shared(figure)
        return shared is not None and shared.count(text) > 0

    def _alike(self, quantity: str) -> Alike | None:
        if quantity not in LIKENESSES:
            return None
        siblings = self._catalog.siblings(self._sheet, self._family) if self._family else None
        return alike(self._stated_fields, quantity, siblings)

    @cached_property
    def _stated_fields(self) -> StatedFields:
        return StatedFields(self._sheet)

    def log_marginal_likelihood(self, measurand: Measurand, figure: Figure) -> tuple[float, list[float]]:
        """The likelihood that a figure has any other value, and a sample of such values.

        The likelihood is a logarithm that compares with `log_likelihood_ratio`; the values are in the
        reference unit of the figure's kind.
        """
        feature = self._feature(measurand, figure)
        if feature is None:
            return self._marginal_by_limits(figure)
        precision = sum(gain.precision for gain in feature.gains)
        residual = sum(gain.residual for gain in feature.gains)
        deviation = 1 / sqrt(precision)
        expected = feature.logarithm - residual / precision
        weight = log_density_loss(residual * residual / precision) + log(
            min(1.0, deviation * sqrt(2 * pi) / DECADE)
        )
        logs = [expected + deviation * quantile for quantile in (-1.4, -0.7, 0.0, 0.7, 1.4)]
        return weight, [(exp(value) - feature.offset) * feature.factor for value in logs]

    def _marginal_by_limits(self, figure: Figure) -> tuple[float, list[float]]:
        """The same by the usual limits of the quantity, for a figure that is in no reference model."""
        limits = self._limits_of(figure.quantity.name)
        least, most = (
            (limits.usual_least, limits.usual_most) if limits else (figure.value / 3, figure.value * 3)
        )
        if not 0 < most < INFINITY:
            return 0.0, []
        low, high = log(max(least, most / 100)), log(most)
        values = [exp(low + (high - low) * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
        return log(min(1.0, (high - low) / DECADE)), values

    def _feature_name(self, measurand: Measurand) -> str | None:
        """The feature that one of the figures of a measurand states; None if none does."""
        names = map(self._feature_names.get, measurand.figures)
        return next((name for name in names if name is not None), None)

    def _limits_of(self, quantity: str) -> Limits | None:
        if quantity not in self._limits:
            self._limits[quantity] = limits_of(self._sheet, quantity)
        return self._limits[quantity]

    def possible(self, figure: Figure, others: list[Figure]) -> Interval:
        """Where numbers of a figure lie that agree with others of its measurand and exceed no limit."""
        limits = self._limits_of(figure.quantity.name)
        within = [Interval(limits.least, limits.most)] if limits else []
        within += [other.interval for other in others]
        own = [EVERY, *map(figure.unit.from_reference, within)]
        low, high = max(each.low for each in own), min(each.high for each in own)
        return Interval(low - abs(low) * HAIR, high + abs(high) * HAIR)

    def stated_by_siblings(self, figure: Figure) -> Iterator[Stated]:
        """The values of siblings at the place of a figure, other than its own, the most frequent first."""
        own = as_literal(figure.stated)
        for text in self._at(figure).texts.most_common(MAX_OF_SIBLINGS + 1):
            stated = read_stated(parse(text.encode()).value)
            if text != own and stated is not None:
                yield stated

    def copied_from(self, figure: Figure) -> tuple[str | None, int]:
        """The id of a sibling that states the same, or None; and how many values siblings state there."""
        there = self._at(figure).texts
        text = as_literal(figure.stated)
        source = self._sheet_of(there.first(text)).id if there.count(text) else None
        return source, max(1, there.distinct)

    def _sheet_of(self, index: int) -> Sheet:
        return self._siblings[index] if self._declared or self._own < 0 else self._members[index]

    def ratio(self, quantity: str, other: str, value: float) -> tuple[float | None, bool]:
        """The ratio of a quantity to another in siblings, or None; and whether it is exact.

        It is exact if a sibling has just this value of the other quantity; else it is the median.
        """
        pairs = [
            (own.value, divisor.value)
            for sibling in self._siblings
            if (own := sibling.figure(quantity))
            and (divisor := sibling.figure(other))
            # equal figures may be the same confusion
            and own.value != divisor.value
            and min(own.value, divisor.value) > 0
        ]
        same = sorted(own / divisor for own, divisor in pairs if divisor == value)
        ratios = same or sorted(own / divisor for own, divisor in pairs)
        return (ratios[len(ratios) // 2] if ratios else None), bool(same)

    def usual_decimals(self, figure: Figure) -> int:
        """The number of decimals that siblings write there, or else what is usual for the unit."""
        seen = self._at(figure).decimals.most_common(1)
        return seen[0] if seen else usual_decimals(figure)

    def is_usual_form(self, figure: Figure, counts: Iterable[int]) -> bool:
        """Whether so many decimals are as many as its siblings have, or else as is usual for the unit."""
        seen = self._at(figure).decimals
        if not seen.total:
            return all(count == usual_decimals(figure) for count in counts)
        return all(map(seen.count, counts))


def _family(sheet: Sheet, catalog: Catalog) -> tuple[Members, list[Sheet]]:
    """The variants of its model with the sheet itself, and the siblings that it declares besides."""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    members = catalog.family(sheet, family) if family else Members()
    declared = [other for sibling in sheet.siblings if (other := catalog.find(sibling.sheet, sheet))]
    return members, [
        other for other in declared if members.index_of(other) < 0 and other.place != sheet.place
    ]

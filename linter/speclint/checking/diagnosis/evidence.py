"""How well a value goes with what else is known: with the other figures of a sheet, and with its siblings."""

from __future__ import annotations

from collections import Counter
from math import exp, log, log1p, pi, sqrt
from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.quantities.figure import as_literal, read_stated
from speclint.quantities.interval import INFINITY
from speclint.quantities.number import decimals
from speclint.rules.outliers import siblings_of
from speclint.sheets.families import MODEL, family_by
from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.bands.model import ConditionalFit
    from speclint.quantities.figure import Figure, Stated
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

SHARED = 0.3
"""Share of a variant's figures that some sibling states too; by quantity a fifth to more than half."""
UNUSUAL = -4.0
"""What the logarithm of the likelihood loses where a figure is not a usual one of road cars."""
WITH_A_PLACE = (
    "in", "s", "kWh", "l/100 km", "kWh/100 km", "kWh/100 mi", "mpg US", "mpg UK", "mi/kWh", "km/l", "cu ft",
)  # fmt: skip
"""Units whose figures mostly have one decimal place; those of others have none."""
DECADE = log(10)
"""Natural logarithm of the range over which figures of a quantity are taken to be spread."""
MAX_OF_SIBLINGS = 3
"""Values of siblings that are looked at."""
FREEDOM = 4.0
"""Degrees of freedom of the t distribution by which figures stray, as the models are fitted."""
INFINITE = 1e6
"""Deviations squared of what cannot be."""


class Evidence:
    """What speaks for the values of one sheet."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._features = features_of(sheet)
        self._stated: dict[str, dict[str, int]] = {}
        self._sources: dict[tuple[str, str], str] = {}
        self._decimals: dict[str, Counter[int]] = {}
        self._siblings = _siblings(sheet, catalog)
        for sibling in self._siblings:
            self._take(sibling)
        self._fits = list(self._read(catalog))

    def _take(self, sibling: Sheet) -> None:
        for measurands in sibling.measurands.values():
            for figure in (figure for measurand in measurands for figure in measurand.figures):
                text = as_literal(figure.stated)
                name = str(figure.name)
                stated = self._stated.setdefault(name, {})
                stated[text] = stated.get(text, 0) + 1
                self._sources.setdefault((name, text), sibling.id)
                written = self._decimals.setdefault(name, Counter())
                written.update(max(0, decimals(number)) for number in figure.numbers)

    def _read(self, catalog: Catalog) -> Iterator[ConditionalFit]:
        """What the sheet's figures make of each other, alone and beside siblings."""
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

    def of(self, measurand: Measurand, value: Figure) -> float:
        """The log likelihood that a measurand has a value, less that of the value it seems to have."""
        return self._by_others(measurand, value) + self._by_limits(value) + log(self._by_siblings(value))

    def doubt(self, measurand: Measurand, figure: Figure) -> tuple[float, list[float]]:
        """What speaks for a figure being wrong though nobody knows how, and values that it may then have.

        The first is a logarithm that compares with `of`, for all those values together. The values are in the
        reference unit of the figure's kind.
        """
        name = next((name for name, one in self._features.figures.items() if one in measurand.figures), None)
        fits = [fit for fit in self._fits if name in fit.stated]
        if name is None or not fits:
            return self._doubt_by_limits(figure)
        precision = sum(fit.precision[fit.stated.index(name)][fit.stated.index(name)] for fit in fits)
        pull = sum(fit.weighted_residuals[fit.stated.index(name)] for fit in fits)
        deviation = 1 / sqrt(precision)
        due = self._features.vector[name] - pull / precision
        weight = _misfit(pull * pull / precision) + log(min(1.0, deviation * sqrt(2 * pi) / DECADE))
        logs = [due + deviation * step for step in (-1.4, -0.7, 0.0, 0.7, 1.4)]
        offset, factor = self._features.offsets[name], self._features.factors[name]
        return weight, [(exp(one) - offset) * factor for one in logs]

    def _doubt_by_limits(self, figure: Figure) -> tuple[float, list[float]]:
        limits = figure.quantity.limits_for(self._sheet.field("powertrain"))
        least, most = (
            (limits.usual_least, limits.usual_most) if limits else (figure.value / 3, figure.value * 3)
        )
        if not 0 < most < INFINITY:
            return 0.0, []
        low, high = log(max(least, most / 100)), log(most)
        values = [exp(low + (high - low) * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
        return log(min(1.0, (high - low) / DECADE)), values

    def _by_others(self, measurand: Measurand, value: Figure) -> float:
        """What the other figures of the sheet, and the siblings, make of it."""
        for name, figure in self._features.figures.items():
            if figure not in measurand.figures:
                continue
            meant = value.value / self._features.factors[name] + self._features.offsets[name]
            if meant <= 0:
                return -_misfit(INFINITE)
            moved = log(meant) - self._features.vector[name]
            gains = [_gain(fit, name, moved) for fit in self._fits if name in fit.stated]
            return sum(gains)
        return 0.0

    def _by_limits(self, value: Figure) -> float:
        limits = value.quantity.limits_for(self._sheet.field("powertrain"))
        return 0.0 if limits is None or limits.are_usual(value.ends) else UNUSUAL

    def _by_siblings(self, value: Figure) -> float:
        """How much likelier a value is for being stated by siblings too."""
        stated = self._stated.get(str(value.name), {})
        same = stated.get(as_literal(value.stated), 0)
        broad = (1 - SHARED) * step(value)
        return (broad + SHARED * same / max(1, sum(stated.values()))) / step(value) if stated else 1.0

    def stated_by_siblings(self, figure: Figure) -> Iterator[Stated]:
        """What siblings state where a figure stands, other than it, the most frequent first."""
        own, stated_there = as_literal(figure.stated), self._stated.get(str(figure.name), {})
        for text in sorted(stated_there, key=lambda text: -stated_there[text])[: MAX_OF_SIBLINGS + 1]:
            stated = read_stated(parse(text.encode()).value)
            if text != own and stated is not None:
                yield stated

    def copied_from(self, figure: Figure) -> tuple[str | None, int]:
        """The id of a sibling that states just this figure, or None; and how many figures siblings state."""
        others = len(self._stated.get(str(figure.name), {}))
        return self._sources.get((str(figure.name), as_literal(figure.stated))), max(1, others)

    def share(self, quantity: str, other: str, value: float) -> tuple[float | None, bool]:
        """What siblings state of a quantity as a share of another, or None; and whether that is exact.

        It is if one of them has just this value of the other quantity; else the share is the median.
        """
        pairs = [
            (one.value, two.value)
            for sibling in self._siblings
            if (one := sibling.figure(quantity))
            and (two := sibling.figure(other))
            # no share can be told of a figure that is none
            and one.value != two.value
            and min(one.value, two.value) > 0
        ]
        same = sorted(one / two for one, two in pairs if two == value)
        shares = same or sorted(one / two for one, two in pairs)
        return (shares[len(shares) // 2] if shares else None), bool(same)

    def usual_decimals(self, figure: Figure) -> int:
        """The decimal places that siblings write there, or else readers of that unit do."""
        seen = self._decimals.get(str(figure.name))
        return seen.most_common(1)[0][0] if seen else _usual_decimals(figure)

    def is_usual_form(self, figure: Figure) -> bool:
        """Whether a figure has as many decimal places as its siblings have, or as readers write."""
        seen = self._decimals.get(str(figure.name)) or {_usual_decimals(figure): 1}
        return all(max(0, decimals(number)) in seen for number in figure.numbers)


def _usual_decimals(figure: Figure) -> int:
    """Decimal places that makers and press mostly write."""
    is_engine = figure.unit.name == "l" and figure.quantity.name == "displacement"
    return int(is_engine or figure.unit.name in WITH_A_PLACE)


def _gain(fit: ConditionalFit, name: str, moved: float) -> float:
    """By how much the logarithm of the likelihood grows once a figure is moved, in its own logarithm."""
    index = fit.stated.index(name)
    precision, pull = fit.precision[index][index], fit.weighted_residuals[index]
    before = pull * pull / precision
    after = (pull + precision * moved) ** 2 / precision
    return _misfit(before) - _misfit(after)


def _misfit(squared: float) -> float:
    """What so many deviations squared take off the logarithm of the likelihood."""
    return (FREEDOM + 1) / 2 * log1p(squared / FREEDOM)


def step(value: Figure) -> float:
    """One unit in the last place of a figure, as a share of it: how many figures there are around it."""
    low, high = value.ends
    if value.unit.name == "%":
        # shares of a whole are spread evenly
        return (low.high - low.low) / 100
    return max(1e-5, min(1.0, (low.high - low.low) / max(abs(high.high), 1e-9)))


def _siblings(sheet: Sheet, catalog: Catalog) -> list[Sheet]:
    """The other variants of its model, and the siblings that it declares."""
    family = family_by(sheet.profile, MODEL, ("make", "model"))
    members = catalog.family(sheet, family) if family else []
    declared = (catalog.find(sibling.sheet, sheet) for sibling in sheet.siblings)
    found = {(one.path, one.id): one for one in (*members, *declared) if one and one.place != sheet.place}
    return list(found.values())

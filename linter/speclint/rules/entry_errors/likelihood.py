"""How much likelier another number, one entry error away, is than the one that is stated.

The likelihood ratio is that of a noisy channel (Kernighan, Church and Gale, A spelling correction program based on a
noisy channel model, COLING 1990): the sum over all numbers that may have been meant of the probability that an entry
error turns them into the one stated, times the probability of a car with them; over the probability of a car with the
one stated. A car has a figure of its siblings as often as such cars have, else one around what its other figures
imply.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from math import ceil, floor, log
from typing import TYPE_CHECKING, NamedTuple

from speclint.bands.student import density
from speclint.quantities.entry_errors import candidates
from speclint.quantities.figure import Bound
from speclint.quantities.number import decimals, plain, written_as
from speclint.quantities.unit import UNITS
from speclint.quantities.usual_form import MOST_USUAL, decimals_share, digit_ratio, usual_decimals
from speclint.rules.entry_errors.alike import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.quantities.figure import Figure
    from speclint.quantities.unit import Unit
    from speclint.rules.entry_errors.alike import Alike

KINDS = 6
"""Kinds of entry error, each taken to be as frequent as the others: five of digits, and another unit."""
CONFUSED_UNITS = {
    "kW": ("PS", "hp"), "PS": ("kW", "hp"), "hp": ("kW", "PS"), "Nm": ("lb-ft",), "lb-ft": ("Nm",),
    "km/h": ("mph",), "mph": ("km/h",), "kg": ("lb",), "lb": ("kg",), "mm": ("in", "cm"), "in": ("mm", "cm"),
}  # fmt: skip
"""By unit those that readers use beside it."""
MAX_CONVERTED = 5
"""Numbers that a conversion may have come from; bounds the work."""
FAR = density(2.0)
"""Density at the deviation from which on figures of siblings count less, since theirs may be wrong; a judgement."""
SPREAD = 0.2
"""Width of the uniform density, over the natural logarithm, of a figure that differs from those of siblings where
nothing else is known of it; a judgement."""
NEAR = 0.006
"""Scale of the logarithm of the ratio of a dimension to that of a sibling of equal others, where the two differ: of the
published cars half then differ by less than 0.5 %, a tenth by more than 1 % (benchmarks/fit_shares.py)."""
NEAR_SHARE = 0.5
"""Share of dimensions that are so near to that of a sibling, of those that differ; a judgement."""
MOST_LIKELY = 1.01 / KINDS
"""The most that the probabilities of entry errors that lead from one number to another may add up to."""
NEVER = 1e-12
"""Probability that is added to each, so that none is zero."""


class Expected(NamedTuple):
    """What the other figures of a car, and those of its siblings, imply for one."""

    middle: float
    """Logarithm of the model's value."""
    deviation: float
    """Standard deviation of that logarithm."""
    factor: float
    """Ratio of the value of a figure in its reference unit to the model's, before the offset."""
    offset: float
    """What the model's value is above the figure's."""
    is_suspect: bool = True
    """Whether no other figure of the car deviates more from what is implied."""


def narrowed(expected: Expected | None, logarithm: float, deviation: float) -> Expected:
    """What is expected by two independent predictions, the second of the figure itself: by their precisions."""
    if expected is None:
        return Expected(logarithm, deviation, 1.0, 0.0)
    own, other = expected.deviation**-2, deviation**-2
    middle = (own * expected.middle + other * (logarithm - log(expected.factor))) / (own + other)
    return expected._replace(middle=middle, deviation=(own + other) ** -0.5, is_suspect=True)


class Meant(NamedTuple):
    """A number that may have been meant instead of the one stated."""

    text: str
    cause: str
    log_ratio: float
    """Log likelihood of all numbers that may have been meant, less that of the one stated."""


class Likelihoods:
    """The likelihoods of the numbers of one figure that states a single number."""

    def __init__(
        self, figure: Figure, alike: Alike | None, expected: Expected | None, own: Sequence[str] = ()
    ) -> None:
        self.figure = figure
        self.text = plain(figure.numbers[0])
        self.number = float(self.text)
        self.share = alike.share if alike else 0.0
        self.shared = _shares(alike, figure.unit.name) if alike else {}
        self._expected = expected
        dimensions = self.shared if figure.quantity.name in DIMENSIONS else {}
        self.near = [(log(float(text)), share) for text, share in dimensions.items() if float(text) > 0]
        """What siblings state of a dimension, as logarithms, with the share of each."""
        self.own = own
        """The numbers that the same car states of other quantities in the same unit."""
        self.beside = len(own) + (_total(alike, figure.unit.name) if alike else 0)
        """How many numbers of the same unit it and the siblings that are alike state."""
        self.decimals = {_decimals_of(self.text): self._share_of_decimals(), usual_decimals(figure): 1.0}
        """By number of decimals that count how often figures have so many."""

    def _share_of_decimals(self) -> float:
        """How often figures have as many decimals as the one stated."""
        places = _decimals_of(self.text)
        if any(_decimals_of(text) == places for text in (*self.shared, *self.own)):
            return 1.0
        return decimals_share(self.figure, places, self.beside)

    def of(self, text: str, number: float) -> float:
        """The likelihood that a car states a number."""
        places = _decimals_of(text)
        around, fit = self._around(number, 10.0**-places)
        if self.near:
            sizes = [share * density((log(number) - other) / NEAR) for other, share in self.near]
            around = (1 - NEAR_SHARE) * around + NEAR_SHARE * sum(sizes) / NEAR * 10.0**-places / number
        around *= self.form(text)
        return self.share * self.shared.get(text, 0.0) * fit + (1 - self.share) * around + NEVER

    def form(self, text: str) -> float:
        """How often a number has its digits and decimals, beside how often any would by chance."""
        return digit_ratio(self.figure.unit.name, text) * self.decimals.get(_decimals_of(text), 1.0)

    def _around(self, number: float, step: float) -> tuple[float, float]:
        """The likelihood of a number, among those a step apart, by what the other figures imply.

        And the share of cars that are alike which state it if their siblings do.
        """
        expected = self._expected
        if expected is None:
            return step / number / SPREAD, 1.0
        ratio = self.number / number if self.figure.unit.reciprocal else number / self.number
        at = self.figure.value * ratio / expected.factor
        meant = at + expected.offset
        if meant <= 0:
            return 0.0, 0.0
        by_deviation = density((log(meant) - expected.middle) / expected.deviation)
        return by_deviation / expected.deviation * step / number * at / meant, min(1.0, by_deviation / FAR)

    def bound(self) -> float:
        """The most that the log likelihood ratio of `best` can be."""
        width = SPREAD if self._expected is None else self._expected.deviation / density(0.0)
        most_around = most_around_of(self.figure)
        around = most_around * 10.0 ** -_decimals_of(self.text) / self.number / width
        if self.near:
            around = (1 - NEAR_SHARE) * around + NEAR_SHARE * around * width * density(0.0) / NEAR
        is_near = any(
            self.figure.unit.name in CONFUSED_UNITS or may_be_error(self.text, other) for other in self.shared
        )
        shared = self.share * (1 - self.shared.get(self.text, 0.0)) * MOST_LIKELY * is_near
        return log(
            (shared + (1 - self.share) * around + most_around * NEVER) / self.of(self.text, self.number)
        )

    def best(self) -> Meant | None:
        """The likeliest number, one entry error away; None if there is none."""
        total, most, best = 0.0, 0.0, None
        for error in errors(self.text, self.figure.unit.name):
            is_usual = self._expected is not None and error.decimals in self.decimals
            if not is_usual and error.text not in self.shared:
                continue
            weight = error.probability * self.of(error.text, error.number)
            total += weight
            if weight > most:
                most, best = weight, error
        ratio = log(total / self.of(self.text, self.number)) if total else 0.0
        return Meant(best.text, best.cause, ratio) if best else None


def most_around_of(figure: Figure) -> float:
    """The most that the probabilities of all errors add up to, each times the density of what was meant by that stated.

    There are ten times as many numbers of a step around a tenth of a number, and a thousand times around a thousandth.
    """
    number, most = figure.numbers[0], MOST_USUAL.get(figure.unit.name, 1.0)
    if max(0, decimals(number)) > usual_decimals(figure):
        return 25.0 * most
    return (6.0 if number % 1000 == 0 else 4.0) * most


def form_ratio(figure: Figure, others: int = 0) -> float:
    """How often a number has the digits and the decimals of the one stated, beside how often any would by chance.

    With how many others have not as many decimals.
    """
    text = plain(figure.numbers[0])
    return digit_ratio(figure.unit.name, text) * decimals_share(figure, _decimals_of(text), others)


def may_be_error(stated: str, meant: str) -> bool:
    """Whether an error in digits may lead from one number to another; sometimes where none does, never the reverse."""
    one, other = (text.replace(".", "").lstrip("0") for text in (stated, meant))
    if one == other or one.rstrip("0") == other.rstrip("0"):
        return stated != meant
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        differing = sum(left != right for left, right in zip(short, long, strict=True))
        return differing <= 2  # noqa: PLR2004 - two digits that changed places
    head = next(
        (index for index, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short)
    )
    return short[head:] == long[head + len(long) - len(short) :]


class Error(NamedTuple):
    """A number that may have been meant, and the error that leads from it to the one stated."""

    text: str
    number: float
    decimals: int
    cause: str
    probability: float
    """That an error turns just this number into the one stated."""


@lru_cache(maxsize=8192)
def errors(stated: str, unit: str) -> tuple[Error, ...]:
    """The numbers that may have been meant by one in a unit."""
    found = [
        Error(text, float(text), _decimals_of(text), error.cause, error.probability / KINDS)
        for text, error in candidates(stated).items()
        if float(text)
    ]
    others = CONFUSED_UNITS.get(unit, ())
    for other in others:
        meant = [text for text in _converted(stated, UNITS[unit], UNITS[other]) if text != stated]
        cause = f"{other} in a {unit} place"
        found += (Error(text, float(text), 0, cause, 1 / KINDS / len(others) / len(meant)) for text in meant)
    return tuple(found)


def _decimals_of(text: str) -> int:
    return len(text.partition(".")[2])


def _converted(stated: str, unit: Unit, other: Unit) -> Iterator[str]:
    """The whole numbers of a unit that are the one stated in another."""
    low, high = unit.from_reference(other.to_reference(written_as(Decimal(stated))))
    yield from map(str, range(ceil(low), min(floor(high), ceil(low) + MAX_CONVERTED) + 1))


def _total(alike: Alike, unit: str) -> int:
    """How many siblings state a number of a unit."""
    return sum(count for (_, name), count in alike.counts.items() if name == unit)


def _shares(alike: Alike, unit: str) -> dict[str, float]:
    """The share of siblings that state each single number of a unit."""
    return {
        plain(stated): count / alike.total
        for (stated, name), count in alike.counts.items()
        if count and name == unit and not isinstance(stated, tuple | Bound)
    }

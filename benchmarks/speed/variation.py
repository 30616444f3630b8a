"""Cars that differ from the project's own as cars of other makers do, with figures that agree in all units.

Each copy of the project's sheets has makes, models, texts, sources, omissions and figures of its own, so that
neither values nor shapes repeat more than in real catalogs.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from accuracy.units import RECIPROCAL, UNITS, kind_of, places, printed, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from accuracy.units import Number

    Member = dict[str, Any]

SPREAD = 15
"""How far figures go up and down, in thousandths."""
GROUPS = {
    "power": "power", "torque": "torque", "top_speed": "speed", "length": "length", "wheelbase": "length",
    "width": "width", "width_mirrors": "width", "height": "height", "cargo": "cargo", "cargo_max": "cargo",
    "gross": "energy", "usable": "energy", "charge": "energy", "wltp": "energy", "wltc": "energy",
    "epa": "energy", "nedc": "energy", "cltc": "energy", "track_front": "width", "track_rear": "width",
}  # fmt: skip
"""Quantities that grow together: nothing that ties them to each other may break."""
FIXED = ("motors", "charging", "consumption", "co2", "mass", "price")
"""Parts of a sheet whose figures are tied to too many others, or come in steps."""
OMITTED = (
    "generation", "plants", "performance/drag_coefficient", "performance/acceleration_0_60_mph",
    "dimensions/width_mirrors", "dimensions/ground_clearance", "dimensions/track_front",
    "dimensions/track_rear", "capacity/cargo", "capacity/cargo_max", "capacity/tank", "capacity/roof_load",
    "range/epa", "range/nedc", "disagreements",
)  # fmt: skip
"""What a maker may not publish."""
OMISSION = 0.2
ORDER = list(UNITS)
"""The unit that stands first here is that from which the others are converted."""
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SPARE_DAYS = 300


def word(random: Random, syllables: int) -> str:
    """A word that can be spoken and means nothing."""
    return "".join(random.choice(CONSONANTS) + random.choice(VOWELS) for _ in range(syllables))


class Variation:
    """How one copy of the sheets differs from them; equal figures of siblings stay equal."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._factors: dict[str, Fraction] = {}
        self._words: dict[str, str] = {}
        self.omitted = tuple(name for name in OMITTED if random.random() < OMISSION)
        self.day = timedelta(days=random.randrange(SPARE_DAYS))

    def name(self, original: str, syllables: int) -> str:
        """The name that stands for a make or a model in this copy."""
        if original not in self._words:
            self._words[original] = word(self._random, syllables).capitalize()
        return self._words[original]

    def factor(self, quantity: str) -> Fraction:
        """By how much a quantity is more than in the original."""
        group = GROUPS.get(quantity)
        if group is None:
            return Fraction(1)
        if group not in self._factors:
            # a system has no more power than its motors, which stay as they are
            most = 0 if group == "power" else SPREAD
            self._factors[group] = 1 + Fraction(self._random.randint(-SPREAD, most), 1000)
        return self._factors[group]

    def figures(self, value: Member, name: str) -> Member:
        """An object keyed by unit, each figure in proportion, the second unit converted from the first."""
        factor, first = self.factor(name), min(value, key=ORDER.index)
        if factor == 1:
            return value
        grown = {unit: _each(figure, partial(_scaled, unit, factor)) for unit, figure in value.items()}
        for unit, figure in value.items():
            if unit != first and kind_of(unit) == kind_of(first):
                grown[unit] = _converted(grown[first], first, figure, unit)
        return grown

    def part(self, value: object, name: str) -> object:
        """A part of a sheet with other figures."""
        if isinstance(value, list):
            return [self.part(item, name) for item in value]
        if not isinstance(value, dict) or name in FIXED:
            return value
        if value and value.keys() <= UNITS.keys():
            return self.figures(value, name)
        return {key: self.part(member, key) for key, member in value.items()}

    def source(self, source: Member, covered: Sequence[str]) -> Member:
        """A source of the same figures on another page, of another day."""
        draw = self._random
        title = " ".join(word(draw, draw.randint(1, 4)) for _ in range(draw.randint(3, 8))).capitalize()
        place = "/".join(f"{word(draw, 3)}-{word(draw, 2)}" for _ in range(draw.randint(1, 3)))
        changed = source | {"title": title, "url": f"https://{word(draw, 4)}.example/{place}"}
        if "published" not in source and len(source["accessed"]) == len("2026-11-22"):
            changed["accessed"] = f"{date.fromisoformat(source['accessed']) - self.day}"
        if "note" in source:
            changed["note"] = " ".join(word(draw, 2) for _ in range(5))
        return changed | {"covers": list(covered)}


def _each(figure: Any, change: Any) -> Any:  # noqa: ANN401 - a number, a range, or a bound
    """A figure in which every number is changed."""
    if isinstance(figure, list):
        return [change(number) for number in figure]
    if isinstance(figure, dict):
        return {bound: change(number) for bound, number in figure.items()}
    return change(figure)


def _scaled(unit: str, factor: Fraction, number: Number) -> Number:
    """A number in proportion, with as many decimals."""
    return printed(
        Fraction(number) / factor if unit in RECIPROCAL else Fraction(number) * factor, places(number)
    )


def _converted(origin: Any, first: str, figure: Any, unit: str) -> Any:  # noqa: ANN401 - as above
    """What a figure in a second unit becomes where the first, as it is printed, is another."""
    if isinstance(figure, list) and isinstance(origin, list):
        return [_converted(*numbers, unit) for numbers in zip(origin, (first, first), figure, strict=True)]
    if isinstance(figure, dict) and isinstance(origin, dict):
        return {bound: _converted(origin[bound], first, number, unit) for bound, number in figure.items()}
    exact, factor = reference(first, Fraction(origin)), UNITS[unit][1]
    return printed(factor / exact if unit in RECIPROCAL else exact / factor, places(figure))


def without(document: Member, names: Sequence[str]) -> None:
    """Leave members out, and what would be empty then."""
    for name in names:
        *way, last = name.split("/")
        places_ = [document]
        for step in way:
            places_.append(places_[-1].get(step, {}))
        places_[-1].pop(last, None)
        if way and not places_[-1]:
            document.pop(way[0], None)


def present(document: Member, pointers: Sequence[str]) -> Iterator[str]:
    """The pointers to what a document has."""
    for pointer in pointers:
        place: Any = document
        for step in pointer.split("/")[1:]:
            plain = step.replace("~1", "/").replace("~0", "~")
            if isinstance(place, list):
                place = place[int(plain)] if int(plain) < len(place) else None
            else:
                place = place.get(plain) if isinstance(place, dict) else None
        if place is not None:
            yield pointer

"""Faults as people make them, one figure at a time.

Nothing here knows how speclint finds or explains a fault: it imports neither rules nor diagnosis.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from accuracy.sheets import literal
from accuracy.units import agree, converted, places, printed, would_be_written_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from accuracy.sheets import Figure, Sheet
    from accuracy.units import Number, Value

JSON_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
FACTORS = {"factor 1.25": Fraction(5, 4), "factor 1.5": Fraction(3, 2), "factor 2": Fraction(2)}
MIXED_UP = {
    "kW": ("PS", "hp"), "PS": ("kW", "hp"), "hp": ("kW", "PS"), "bhp": ("kW", "PS"),
    "Nm": ("lb-ft", "kgf·m"), "lb-ft": ("Nm",), "km/h": ("mph",), "mph": ("km/h",),
    "mm": ("in", "cm"), "in": ("mm", "cm"), "kg": ("lb",), "lb": ("kg",), "km": ("mi",), "mi": ("km",),
    "cm³": ("l",), "cu ft": ("l",),
    "l/100 km": ("mpg UK", "mpg US"), "mpg UK": ("l/100 km", "mpg US"), "mpg US": ("l/100 km", "mpg UK"),
}  # fmt: skip
"""Units whose numbers are confused with each unit, besides those of the same quantity in the sheet."""
INSTEAD = {
    "/performance/acceleration_0_100_kmh/s": ("0-60 for 0-100", "/performance/acceleration_0_60_mph/s"),
    "/battery/usable/kWh": ("gross for net", "/battery/gross/kWh"),
    "/mass/unspecified/kg": ("gross for net", "/mass/gross/kg"),
    "/mass/eu/kg": ("gross for net", "/mass/gross/kg"),
    "/mass/din/kg": ("gross for net", "/mass/gross/kg"),
}
"""Which figure of the same sheet is taken for another."""


@dataclass(frozen=True)
class Fault:
    """One figure of one sheet that was written wrong."""

    sheet: str
    kind: str
    quantity: str
    pointer: str
    unit: str
    right: str
    """The original JSON text."""
    wrong: str
    twins: int
    """In how many other units the sheet states the quantity."""
    siblings: int
    """How many other sheets its family has."""

    @property
    def quantity_pointer(self) -> str:
        """The place that holds the figure and its twins."""
        return self.pointer.rpartition("/")[0]


def _texts(texts: Iterator[str]) -> Iterator[Number]:
    for text in texts:
        clean = text.removesuffix(".")
        if JSON_NUMBER.fullmatch(clean):
            yield Decimal(clean) if "." in clean else int(clean)


def transposed(text: str) -> Iterator[str]:
    """Two neighbouring digits change places."""
    at = [index for index, character in enumerate(text) if character.isdigit()]
    for first, second in itertools.pairwise(at):
        changed = list(text)
        changed[first], changed[second] = text[second], text[first]
        yield "".join(changed)


def dropped(text: str) -> Iterator[str]:
    """One digit is missing."""
    for index, character in enumerate(text):
        if character.isdigit():
            yield text[:index] + text[index + 1 :]


def added(text: str) -> Iterator[str]:
    """One digit too many."""
    for index in range(len(text) + 1):
        for digit in "0123456789":
            yield text[:index] + digit + text[index:]


def replaced(text: str) -> Iterator[str]:
    """One digit is another."""
    for index, character in enumerate(text):
        for digit in "0123456789" if character.isdigit() else "":
            yield text[:index] + digit + text[index + 1 :]


def shifted(text: str) -> Iterator[str]:
    """The decimal point is one place off."""
    yield format(Decimal(text).scaleb(1), "f")
    yield format(Decimal(text).scaleb(-1), "f")


ENTRY_ERRORS = {
    "transposed": transposed, "dropped digit": dropped, "added digit": added, "replaced digit": replaced,
    "decimal shift": shifted,
}  # fmt: skip
OF_ANY = (
    "unit swap", *ENTRY_ERRORS, "sibling's value", "stale value", "0-60 for 0-100", "gross for net",
)  # fmt: skip
"""Classes of faults that are looked for in all sheets."""
KINDS = (*OF_ANY, *FACTORS)
"""All classes; pure factors are for figures stated once."""


def _numbers(kind: str, figure: Figure, number: Number) -> Iterator[Number]:
    """Wrong numbers that need no more than the figure itself."""
    if kind in ENTRY_ERRORS:
        yield from _texts(ENTRY_ERRORS[kind](literal(number)))
    elif kind in FACTORS and not figure.twins:
        for factor in (FACTORS[kind], 1 / FACTORS[kind]):
            yield printed(Fraction(number) * factor, places(number))


def _swapped(figure: Figure) -> Iterator[Value]:
    """The value in another unit: as stated beside the figure, or as makers would print it."""
    for unit in dict.fromkeys((*figure.twins, *MIXED_UP.get(figure.unit, ()))):
        if unit in figure.twins:
            yield figure.twins[unit]
        elif isinstance(figure.value, list):
            yield sorted(converted(number, figure.unit, unit) for number in figure.value)
        else:
            yield converted(figure.value, figure.unit, unit)


def _values(kind: str, figure: Figure, sheet: Sheet, siblings: Sequence[Sheet]) -> Iterator[Value]:
    """Wrong values that a figure may take."""
    if kind == "unit swap":
        yield from _swapped(figure)
    elif kind == INSTEAD.get(figure.pointer, ("",))[0]:
        yield from (
            candidate.value
            for candidate in sheet.figures()
            if candidate.pointer == INSTEAD[figure.pointer][1]
        )
    elif kind == "sibling's value":
        yield from (
            candidate.value
            for sibling in siblings
            for candidate in sibling.figures()
            if candidate.pointer == figure.pointer
        )
    elif kind == "stale value":
        older = [sibling for sibling in siblings if sibling.kind == sheet.kind and sibling.year < sheet.year]
        newest = max(older, key=lambda sibling: sibling.year, default=None)
        yield from (
            (candidate.value for candidate in newest.figures() if candidate.pointer == figure.pointer)
            if newest
            else ()
        )
    elif isinstance(figure.value, list):
        for end, number in enumerate(figure.value):
            for wrong in _numbers(kind, figure, number):
                yield [wrong if index == end else original for index, original in enumerate(figure.value)]
    else:
        yield from _numbers(kind, figure, figure.value)


def is_beyond_rounding(figure: Figure, wrong: Value) -> bool:
    """Whether the value contradicts a twin, or, where there is none, is no rounding of the original value."""
    if not figure.twins:
        return not would_be_written_as(figure.value, wrong)
    return any(not agree(figure.unit, wrong, unit, twin) for unit, twin in figure.twins.items())


def candidates(kind: str, figure: Figure, sheet: Sheet, siblings: Sequence[Sheet]) -> list[Value]:
    """The wrong values of that kind, each positive, different from the original, and beyond rounding."""
    found = {literal(value): value for value in _values(kind, figure, sheet, siblings)}
    found.pop(literal(figure.value), None)
    return [
        value for value in found.values()
        if all(number > 0 for number in (value if isinstance(value, list) else [value]))
        and is_beyond_rounding(figure, value)
    ]  # fmt: skip


def seed(
    sheet: Sheet, siblings: Sequence[Sheet], rng: Random, kinds: Sequence[str] = KINDS
) -> tuple[Fault, bytes] | None:
    """One fault in one figure of the sheet, its kind drawn first, and the sheet's text with it."""
    figures = sheet.figures()
    for kind in rng.sample(kinds, len(kinds)):
        for figure in rng.sample(figures, len(figures)):
            found = candidates(kind, figure, sheet, siblings)
            if found:
                wrong = rng.choice(found)
                fault = Fault(
                    sheet.id, kind, figure.quantity, figure.pointer, figure.unit, literal(figure.value),
                    literal(wrong), len(figure.twins), len(siblings),
                )  # fmt: skip
                return fault, sheet.with_value(figure.pointer, wrong)
    return None

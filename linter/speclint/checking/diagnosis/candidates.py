"""Candidates: the values that may have been meant by a figure, each with the entry error that explains it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.checking.diagnosis.evidence import DECADE
from speclint.checking.diagnosis.likelihood import Value, resolution
from speclint.quantities.entry_errors import EntryError, entry_error
from speclint.quantities.entry_errors import candidates as numbers_meant
from speclint.quantities.figure import Bound, Figure, as_literal
from speclint.quantities.interval import EVERY, INFINITY
from speclint.quantities.number import decimals, plain, round_to
from speclint.quantities.table import QUANTITIES, SAME_TEST
from speclint.quantities.unit import UNITS, differ_by_decimal_point, is_of_kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.quantities.figure import Stated
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.interval import Interval
    from speclint.quantities.measurand import Measurand
    from speclint.quantities.number import Number
    from speclint.quantities.quantity import Confusion
    from speclint.quantities.unit import Unit
    from speclint.sheets.sheet import Sheet

COPIED = 0.5
"""Probability that a figure was copied from a sibling, if siblings state it and no other; a judgement."""
OTHER_UNIT = 0.4
"""Probability that a number was written under a unit which readers use beside its own; a judgement."""
DECIMAL_UNIT = 0.5
"""The same for a unit that differs by a power of ten, such as Wh/km beside kWh/100 km; a judgement."""
CONVERSE_UNIT = 0.1
"""The same for mpge, which is more where an electric consumption is less; a judgement."""
FAR_UNIT = 0.02
"""The same for any other unit of the kind; a judgement."""
CONFUSED = 25.0
"""Likelihood ratio of a figure being wrong that equals a figure of an easily confused quantity; a judgement.

It is divided by how rarely the two are equal in correct data (`Confusion.rarity`)."""
UNRELATED = 0.1
"""Probability that what was written has nothing in common with what was meant; a judgement."""
MAX_NEAR = 40
"""Numbers tried around a conversion, each way; bounds the work."""

SIDE_BY_SIDE = ("kW", "PS", "hp", "mpg US", "mpg UK")
"""Units that readers use beside the metric and the imperial one of a quantity."""


class ConfusedFigure(NamedTuple):
    """The hypothesis that a figure states another quantity, which is easily confused with its own."""

    entry_error: EntryError
    meant: Stated
    """What was meant, as far as the other figure determines it."""
    exact: bool
    """Whether the sheet states it under another name of the test, or a sibling beside the same figure."""


def is_confused(sheet: Sheet, name: FigureName) -> bool:
    """Whether the figure of that name equals one of an easily confused quantity."""
    found = sheet.measured_at(name)
    return found is not None and next(_confusions(sheet, found[1]), None) is not None


def confused_with(
    sheet: Sheet, figure: Figure, evidence: Evidence, shared: Figure | None = None
) -> ConfusedFigure | None:
    """What was meant, if the figure equals one of an easily confused quantity; else None.

    Args:
        sheet: the sheet of the figure.
        figure: the figure that may be wrong.
        evidence: what is known of the sheet.
        shared: what a sibling states that shares the figure.
    """
    for confusion in _confusions(sheet, figure):
        shared = _of_same_test(sheet, figure) or shared
        if shared is not None and shared.unit is figure.unit:
            return ConfusedFigure(
                EntryError(confusion.cause, CONFUSED / confusion.rarity), shared.stated, exact=True
            )
        ratio, exact = evidence.ratio(figure.quantity.name, confusion.written, figure.value)
        number = figure.numbers[0]
        meant = round_to(float(number) * (ratio or confusion.ratio), max(0, decimals(number)))
        return ConfusedFigure(EntryError(confusion.cause, CONFUSED / confusion.rarity), meant, exact)
    return None


def _of_same_test(sheet: Sheet, figure: Figure) -> Figure | None:
    """The figure under another name of the same test, where it states something else."""
    for names in SAME_TEST.items():
        if figure.quantity.name in names:
            stated = [
                measurand.sharpest
                for name in names
                if name != figure.quantity.name
                for measurand in sheet.stated(name)
            ]
            return stated[0] if stated and stated[0].stated != figure.stated else None
    return None


def _confusions(sheet: Sheet, figure: Figure) -> Iterator[Confusion]:
    """The quantities that a figure may be confused with, as it equals one of their figures."""
    if isinstance(figure.stated, tuple | Bound):
        return
    for confusion in figure.quantity.confusions:
        others = (other for measurand in sheet.stated(confusion.written) for other in measurand.figures)
        if any(other.unit is figure.unit and other.stated == figure.stated for other in others):
            yield confusion


def candidates(
    figure: Figure, others: list[Figure], evidence: Evidence
) -> Iterator[tuple[Stated, EntryError]]:
    """Values that may have been meant: by errors in digits, other units, and conversions of other figures.

    The numbers by errors in digits of one that stands alone are left to `numbers_alone`.
    """
    if others or isinstance(figure.stated, tuple | Bound):
        yield from _digit_errors(figure.stated, evidence.possible(figure, others))
    if isinstance(figure.stated, Bound):
        return
    for other in others:
        reason = _unit_error(figure, other) or _copied(figure, evidence) or _unknown(figure)
        for digits in {max(0, *map(decimals, figure.numbers)), evidence.usual_decimals(figure)}:
            right = figure.rewritten(other, digits)
            for stated in () if right is None else (right, *_near(figure, other, right)):
                yield stated, reason
    for stated in () if others else evidence.stated_by_siblings(figure):
        yield stated, _unknown(figure)
    if not others and not isinstance(figure.stated, tuple):
        yield from _in_other_units(figure, figure.stated, evidence.usual_decimals(figure))


def numbers_alone(figure: Figure, evidence: Evidence) -> Iterator[tuple[Value, EntryError]]:
    """The numbers that may have been meant by errors in the digits of a figure that is stated in one unit."""
    if isinstance(figure.stated, tuple | Bound):
        return
    in_reference, is_reciprocal = figure.unit.value_in_reference, figure.unit.reciprocal
    for meant in _possible(figure.stated, evidence.possible(figure, [])):
        number, half = meant.number, meant.half
        ends = in_reference(number - half), in_reference(number + half)
        ends = ends[::-1] if is_reciprocal else ends
        yield Value(meant.text, in_reference(number), (ends, ends), number, (meant.decimals,)), meant.reason


class _Meant(msgspec.Struct, frozen=True, gc=False):
    """A number that may have been meant, and the entry error that explains the one stated."""

    text: str
    number: float
    decimals: int
    half: float
    """Half a unit in its last place."""
    reason: EntryError

    @property
    def stated(self) -> Number:
        """The number with its digits."""
        return Decimal(self.text) if self.decimals else int(self.text)


def _digit_errors(stated: Stated, possible: Interval = EVERY) -> Iterator[tuple[Stated, EntryError]]:
    """What may have been meant with an error in the digits of a number; of one, what is possible."""
    if isinstance(stated, Bound):
        for meant in _numbers(plain(stated.number)):
            yield Bound(meant.stated, at_least=stated.at_least), meant.reason
    elif isinstance(stated, tuple):
        low, high = stated
        for meant in _numbers(plain(low)):
            if meant.stated <= high:
                yield (meant.stated, high), meant.reason
        for meant in _numbers(plain(high)):
            if low <= meant.stated:
                yield (low, meant.stated), meant.reason
    else:
        for meant in _possible(stated, possible):
            yield meant.stated, meant.reason


def _possible(stated: Number, possible: Interval) -> list[_Meant]:
    least, most = possible
    return [
        meant
        for meant in _numbers(plain(stated))
        if least <= meant.number + meant.half and meant.number - meant.half <= most
    ]


@lru_cache(maxsize=4096)
def _numbers(stated: str) -> tuple[_Meant, ...]:
    """The numbers that may have been meant by the one in these digits."""
    found, before = [], float(stated)
    for text, reason in numbers_meant(stated).items():
        number = float(text)
        # floats are equal if the digits are, but not the other way round
        if number and (number != before or Decimal(text) != Decimal(stated)):
            places = len(text) - text.index(".") - 1 if "." in text else 0
            found.append(_Meant(text, number, places, 10.0**-places / 2, reason))
    return tuple(found)


def _near(figure: Figure, other: Figure, right: Stated) -> Iterator[Stated]:
    """The other numbers with as many decimals that agree with another figure: 179.3 in is 4553 mm to 4555."""
    if isinstance(right, tuple | Bound) or isinstance(figure.stated, tuple | Bound):
        return
    interval = figure.unit.from_reference(other.interval)
    step = Decimal(1).scaleb(-decimals(right))
    if not interval.width < INFINITY:
        return
    count = min(MAX_NEAR, int(interval.width / float(step)) + 1)
    for steps in (sign * distance for distance in range(1, count + 1) for sign in (-1, 1)):
        number = right + steps * step
        if number > 0:
            yield int(number) if isinstance(right, int) else number


def _in_other_units(figure: Figure, stated: Number, digits: int) -> Iterator[tuple[Stated, EntryError]]:
    """The stated number read in each other unit of the kind, converted and rounded to so many decimals."""
    for unit in of_kind(figure.unit.kind):
        value = figure.unit.from_reference(Figure(figure.quantity, unit, stated, "").centres()[0]).low
        if unit is not figure.unit and 1e-3 < value < 1e6:  # noqa: PLR2004 - no figure of a car lies beyond
            number = round_to(value, digits)
            if number and as_literal(number) != as_literal(stated):
                yield number, _other_unit(figure, unit)


def _other_unit(figure: Figure, unit: Unit) -> EntryError:
    """That the number of a figure is one of another unit."""
    # by name: units are slow to hash
    return _named_other_unit(figure.quantity.name, figure.unit.name, unit.name)


@cache
def _named_other_unit(name: str, stated: str, meant: str) -> EntryError:
    quantity, place, unit = QUANTITIES[name], UNITS[stated], UNITS[meant]
    usual = quantity.metric, quantity.imperial, *SIDE_BY_SIDE
    if differ_by_decimal_point(unit, place):
        probability = DECIMAL_UNIT
    elif unit.kind == "electric consumption" and unit.reciprocal is not place.reciprocal:
        probability = CONVERSE_UNIT if unit.name in usual else FAR_UNIT
    elif quantity.metric != quantity.imperial and unit.name in usual:
        probability = OTHER_UNIT
    else:
        probability = FAR_UNIT
    return EntryError(f"{meant} in a {stated} place", probability, keeps_digits=True)


def _of_both_ends(stated: Stated, meant: Stated) -> EntryError | None:
    """The one entry error that explains both ends of a range, such as a decimal point that both lost."""
    if not (isinstance(stated, tuple) and isinstance(meant, tuple)):
        return None
    low, high = (entry_error(str(end), str(other)) for end, other in zip(stated, meant, strict=True))
    return low if low and high and low.cause == high.cause else None


@lru_cache(maxsize=256)
def _unit_error(figure: Figure, other: Figure) -> EntryError | None:
    """The unit error that explains a figure beside another of its measurand, or None."""
    if as_literal(figure.stated) == as_literal(other.stated):
        return _other_unit(figure, other.unit)
    units = (unit for unit in of_kind(figure.unit.kind) if unit not in (figure.unit, other.unit))
    found = [_other_unit(figure, unit) for unit in units if figure.with_unit(unit).agrees_with(other)]
    return max(found, key=lambda error: error.probability, default=None)


def _unknown(figure: Figure) -> EntryError:
    """That any other figure was written: each of the numbers of such a size is equally likely."""
    return EntryError("", UNRELATED * resolution(figure) / DECADE)


def _copied(figure: Figure, evidence: Evidence) -> EntryError | None:
    """That the figure was copied from a sibling that states the same, if one does."""
    source, count = evidence.copied_from(figure)
    return EntryError(f"copied from {source}", COPIED / count) if source else None


def _digit_error(stated: Stated, meant: Stated) -> EntryError | None:
    """The error in the digits of one number that explains what is stated, or None."""
    text = as_literal(meant)
    if isinstance(stated, tuple | Bound):
        return next((reason for other, reason in _digit_errors(stated) if as_literal(other) == text), None)
    return entry_error(plain(stated), text) if meant not in {0, stated} else None


def reason_of(figure: Figure, meant: Stated, measurand: Measurand, evidence: Evidence) -> EntryError:
    """The entry error by which a figure is written as it is where something else was meant."""
    found = _digit_error(figure.stated, meant) or _of_both_ends(figure.stated, meant)
    if found is not None:
        return found
    unit_errors = (_unit_error(figure, other) for other in measurand.figures if other is not figure)
    return next(filter(None, unit_errors), None) or _copied(figure, evidence) or _unknown(figure)


def unit_error_named(figure: Figure, cause: str) -> EntryError | None:
    """The unit error with that cause, or None."""
    unit = UNITS.get(cause.removesuffix(f" in a {figure.unit.name} place"))
    if unit is None or unit is figure.unit or not is_of_kind(unit, figure.unit.kind):
        return None
    return _other_unit(figure, unit)

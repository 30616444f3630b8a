"""What may have been meant by one figure, and which slip would have written it otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from speclint.checking.diagnosis.evidence import DECADE, step
from speclint.quantities.entry_errors import EntryError, entry_error
from speclint.quantities.entry_errors import candidates as entry_errors
from speclint.quantities.figure import Bound, Figure, as_literal
from speclint.quantities.interval import INFINITY
from speclint.quantities.number import decimals, round_to
from speclint.quantities.table import SAME_TEST
from speclint.quantities.unit import of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.checking.diagnosis.evidence import Evidence
    from speclint.quantities.figure import Stated
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.quantities.number import Number
    from speclint.quantities.quantity import Confusion
    from speclint.quantities.unit import Unit
    from speclint.sheets.sheet import Sheet

COPIED = 0.5
"""That a figure was copied from a sibling, if it is the only one and states the same."""
OTHER_UNIT = 0.4
"""That a number was written under a unit which readers use beside its own."""
FAR_UNIT = 0.02
"""The same for any other unit of the kind."""
TAKEN = 25.0
"""How much likelier a figure is wrong for having just the number of one which easily takes its place."""
MAX_NEAR = 40
"""Numbers around a conversion that are looked at."""

SIDE_BY_SIDE = ("kW", "PS", "hp", "mpg US", "mpg UK")
"""Units that readers use beside the two of a quantity."""


class Taken(NamedTuple):
    """That a figure of another quantity stands in the place of a figure."""

    entry_error: EntryError
    meant: Stated
    """What was meant, as far as the other figure tells."""
    exact: bool
    """Whether the sheet says it by another name of the test, or a sibling beside the same other figure."""


def is_taken(sheet: Sheet, name: FigureName) -> bool:
    """Whether a quantity that easily takes the place of the one of that name has just its number."""
    found = sheet.measured_at(name)
    return found is not None and next(_confused(sheet, found[1]), None) is not None


def taken_for(sheet: Sheet, figure: Figure, evidence: Evidence, shared: Figure | None = None) -> Taken | None:
    """What was meant, if a quantity that easily takes the place of this one has just its number.

    That is what another name of the same test states, or a sibling which shares the figure, if there is one.
    """
    for one in _confused(sheet, figure):
        shared = _twin(sheet, figure) or shared
        if shared is not None and shared.unit is figure.unit:
            return Taken(EntryError(one.cause, TAKEN / one.rarity), shared.stated, exact=True)
        share, exact = evidence.share(figure.quantity.name, one.written, figure.value)
        number = figure.numbers[0]
        meant = round_to(float(number) * (share or one.ratio), max(0, decimals(number)))
        return Taken(EntryError(one.cause, TAKEN / one.rarity), meant, exact)
    return None


def _twin(sheet: Sheet, figure: Figure) -> Figure | None:
    """What another name of the same test states, where it is something else; None without one."""
    for names in SAME_TEST.items():
        if figure.quantity.name in names:
            stated = [
                twin.sharpest for name in names if name != figure.quantity.name for twin in sheet.stated(name)
            ]
            return stated[0] if stated and stated[0].stated != figure.stated else None
    return None


def _confused(sheet: Sheet, figure: Figure) -> Iterator[Confusion]:
    """The confusions that explain a figure."""
    if isinstance(figure.stated, tuple | Bound):
        return
    for confusion in figure.quantity.confusions:
        others = (other for measurand in sheet.stated(confusion.written) for other in measurand.figures)
        if any(other.unit is figure.unit and other.stated == figure.stated for other in others):
            yield confusion


def meanings(figure: Figure, others: list[Figure], evidence: Evidence) -> Iterator[tuple[Stated, EntryError]]:
    """Values that may be meant: by slips of the hand, other units, and what other figures convert to."""
    for stated, reason in _slips(figure.stated):
        yield stated, reason
    if isinstance(figure.stated, Bound):
        return
    for other in others:
        reason = _mixed_up(figure, other) or _copied(figure, evidence) or _unknown(figure)
        for digits in {max(0, *map(decimals, figure.numbers)), evidence.usual_decimals(figure)}:
            right = figure.rewritten(other, digits)
            for stated in () if right is None else (right, *_near(figure, other, right)):
                yield stated, reason
    for stated in () if others else evidence.stated_by_siblings(figure):
        yield stated, _unknown(figure)
    if not others and not isinstance(figure.stated, tuple):
        yield from _in_other_units(figure, figure.stated, evidence.usual_decimals(figure))


def _slips(stated: Stated) -> Iterator[tuple[Stated, EntryError]]:
    """What a slip in one of its numbers may have hidden."""
    if isinstance(stated, Bound):
        for number, reason in _numbers(stated.number):
            yield Bound(number, at_least=stated.at_least), reason
    elif isinstance(stated, tuple):
        low, high = stated
        for number, reason in _numbers(low):
            if number <= high:
                yield (number, high), reason
        for number, reason in _numbers(high):
            if low <= number:
                yield (low, number), reason
    else:
        yield from _numbers(stated)


def _numbers(stated: Number) -> Iterator[tuple[Number, EntryError]]:
    for text, reason in entry_errors(str(stated)).items():
        number = Decimal(text)
        if number and number != stated:
            yield number if "." in text else int(text), reason


def _near(figure: Figure, other: Figure, right: Stated) -> Iterator[Stated]:
    """The other numbers of as many digits that agree with another figure: 179.3 in may be 4553 mm to 4555."""
    if isinstance(right, tuple | Bound) or isinstance(figure.stated, tuple | Bound):
        return
    span = figure.unit.from_reference(other.interval)
    step = Decimal(1).scaleb(-decimals(right))
    if not span.width < INFINITY:
        return
    most = min(MAX_NEAR, int(span.width / float(step)) + 1)
    for steps in (sign * count for count in range(1, most + 1) for sign in (-1, 1)):
        number = right + steps * step
        if number > 0:
            yield int(number) if isinstance(right, int) else number


def _in_other_units(figure: Figure, stated: Number, digits: int) -> Iterator[tuple[Stated, EntryError]]:
    """The same digits as figures of another unit of the kind, written in so many decimal places."""
    for unit in of_kind(figure.unit.kind):
        value = figure.unit.from_reference(Figure(figure.quantity, unit, stated, "").centres()[0]).low
        if unit is not figure.unit and 1e-3 < value < 1e6:  # noqa: PLR2004 - no figure of a car lies beyond
            number = round_to(value, digits)
            if number and as_literal(number) != as_literal(stated):
                yield number, _other_unit(figure, unit)


def _other_unit(figure: Figure, unit: Unit) -> EntryError:
    """That the number of a figure is one of another unit."""
    usual = unit.name in (figure.quantity.metric, figure.quantity.imperial, *SIDE_BY_SIDE)
    return EntryError(f"{unit.name} in a {figure.unit.name} place", OTHER_UNIT if usual else FAR_UNIT)


def _of_both_ends(stated: Stated, meant: Stated) -> EntryError | None:
    """One slip in both numbers of a range, such as a decimal point that both lost."""
    if not (isinstance(stated, tuple) and isinstance(meant, tuple)):
        return None
    low, high = (entry_error(str(one), str(other)) for one, other in zip(stated, meant, strict=True))
    return low if low and high and low.cause == high.cause else None


def _mixed_up(figure: Figure, other: Figure) -> EntryError | None:
    """Whether a figure has the number of the one beside it, or one of another unit that says the same."""
    if as_literal(figure.stated) == as_literal(other.stated):
        return _other_unit(figure, other.unit)
    units = (unit for unit in of_kind(figure.unit.kind) if unit not in (figure.unit, other.unit))
    found = [
        _other_unit(figure, unit)
        for unit in units
        if Figure(figure.quantity, unit, figure.stated, "").agrees_with(other)
    ]
    return max(found, key=lambda one: one.probability, default=None)


def _unknown(figure: Figure) -> EntryError:
    """That any other figure was written: one of as many as there are numbers of such a size."""
    return EntryError("", step(figure) / DECADE)


def _copied(figure: Figure, evidence: Evidence) -> EntryError | None:
    source, others = evidence.copied_from(figure)
    return EntryError(f"copied from {source}", COPIED / others) if source else None


def reason_of(figure: Figure, meant: Stated, measurand: Measurand, evidence: Evidence) -> EntryError:
    """Why a figure may be written as it is where something else was meant."""
    text = as_literal(meant)
    found = next((reason for stated, reason in _slips(figure.stated) if as_literal(stated) == text), None)
    found = found or _of_both_ends(figure.stated, meant)
    if found is not None:
        return found
    mixed = [_mixed_up(figure, other) for other in measurand.figures if other is not figure]
    return next((one for one in mixed if one), None) or _copied(figure, evidence) or _unknown(figure)

"""A figure with the number of another quantity, such as a charging power of the battery's capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.checking.diagnosis.evidence import DECADE
from speclint.checking.diagnosis.likelihood import resolution
from speclint.quantities.figure import Bound
from speclint.rules.catalog.pairs import SAME_KIND

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.quantity import Quantity
    from speclint.sheets.sheet import Sheet

COPIED = 0.5
"""Prior odds that a wrong figure is the number of some other quantity of the sheet; a judgement."""


class CopiedNumber(msgspec.Struct, frozen=True):
    """The hypothesis that a figure is the number of another quantity."""

    source: str
    """Label of the other quantity."""
    ratio: float
    """Likelihood ratio of a copy to a number that is equal by chance."""


def copied_number(sheet: Sheet, figure: Figure) -> CopiedNumber | None:
    """That a figure is the number of another quantity, if that is likelier than chance; else None.

    By chance each of the other figures has the number with the probability of one unit in its last place.
    """
    if isinstance(figure.stated, tuple | Bound) or figure.quantity.is_counted:
        return None
    others = [
        measurand.sharpest
        for measurands in sheet.measurands.values()
        for measurand in measurands
        if _may_not_be_equal(figure.quantity, measurand.quantity)
    ]
    source = next((other for other in others if other.stated == figure.stated), None)
    if source is None:
        return None
    ratio = COPIED * DECADE / (len(others) * resolution(figure))
    return CopiedNumber(source.quantity.label, ratio) if ratio > 1 else None


def _may_not_be_equal(one: Quantity, other: Quantity) -> bool:
    """Whether numbers of two quantities are equal by chance only."""
    is_alike = one.kind == other.kind and tuple(sorted((one.name, other.name))) not in SAME_KIND
    return not (is_alike or other.is_counted)

"""Changes that correct an entry error: no car had the figure before, and the error leads to it from the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.entry_errors import ADDED, DROPPED, SHIFTED, TRANSPOSED, entry_error
from speclint.quantities.figure import Bound, Figure, write
from speclint.quantities.unit import is_far, of_kind
from speclint.rules.outliers import implausible
from speclint.vehicle.category import limits_of
from speclint.vehicle.features import features_of

if TYPE_CHECKING:
    from speclint.changes.change import Change
    from speclint.quantities.unit import Unit
    from speclint.sheets.sheet import Sheet

READS = ("figures", "category", "powertrain", "fuel", "drive", "gearbox", "year", "status")
"""What proves that an entry error was corrected."""
MAX_WIDTH = 0.02
"""Of a figure, relative to its value, for a factor to show in it: two digits and a half."""
WORDS = {
    SHIFTED: "a shifted decimal point", TRANSPOSED: "transposed digits",
    DROPPED: "a digit too few", ADDED: "a digit too many",
}  # fmt: skip
"""The entry errors that explain a figure which no car has; a replaced digit explains any."""


def corrects(change: Change) -> bool:
    """Whether an entry error was corrected: another unit that stayed proves it, or what cars have."""
    return _agrees_at_last(change) or correction_of(change) is not None


def _agrees_at_last(change: Change) -> bool:
    """Whether a figure in another unit, which stayed, agreed only with the new one."""
    if change.figures is None or change.was is None or change.now is None:
        return False
    before, after = change.figures
    stayed = {(figure.unit.name, str(figure)) for figure in change.was.figures}
    return any(
        figure.agrees_with(after) and not figure.agrees_with(before)
        for figure in change.now.figures
        if (figure.unit.name, str(figure)) in stayed and figure is not after
    )


def correction_of(change: Change) -> str | None:
    """The entry error that was corrected: `197.0 was in Wh/km`; None if none was, or nothing proves it.

    No car had the figure before, by the limits of its quantity or the bands of the other figures; now cars do.
    """
    base, revision = change.pair.base, change.pair.revision
    if not change.is_changed_figure or change.figures is None or base is None or revision is None:
        return None
    before, after = change.figures
    cause = (
        f"{write(before.stated)} was in {after.unit.name}" if change.is_relabelled else _cause(before, after)
    )
    if cause is None or not _is_impossible(base, before) or _is_impossible(revision, after):
        return None
    return cause


def _cause(before: Figure, after: Figure) -> str | None:
    """The entry error that leads from the new figure to the one before."""
    if before.unit is not after.unit or len(before.numbers) != len(after.numbers):
        return None
    written = write(before.stated)
    unit = unit_agreeing(before, after)
    if unit is not None:
        return f"{written} was in {unit.name}"
    errors = map(entry_error, map(str, before.numbers), map(str, after.numbers))
    causes = {error.cause if error else "" for error in errors}
    cause = causes.pop()
    return None if causes or cause not in WORDS else f"{written} had {WORDS[cause]}"


def unit_agreeing(figure: Figure, other: Figure) -> Unit | None:
    """The unit in which the number of a figure would agree with another figure; None if it is none."""
    if not (is_sharp(figure) and is_sharp(other)):
        return None
    for unit in of_kind(figure.quantity.kind):
        if is_far(unit, figure.unit) and figure.with_unit(unit).agrees_with(other):
            return unit
    return None


def is_sharp(figure: Figure) -> bool:
    """Whether a figure has enough digits for a factor to show in it."""
    if isinstance(figure.stated, Bound):
        return False
    return 0 < figure.ends[0].width <= MAX_WIDTH * abs(figure.value)


def _is_impossible(sheet: Sheet, figure: Figure) -> bool:
    """Whether no car has a figure, or none with the other figures of its sheet."""
    limits = limits_of(sheet, figure.quantity.name)
    if limits is not None and limits.exceeded_by(figure.ends) is not None:
        return True
    outliers = implausible(sheet, *features_of(sheet).figures)
    return any(violation.name == figure.name for violation in outliers)

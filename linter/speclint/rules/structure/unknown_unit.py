"""A figure stands under a unit that is not known, or not one of its quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.unit import UNITS, of_kind, proposals
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.profiles.profile import InvalidFigure
    from speclint.sheets.sheet import Sheet

FEW = 8
"""So many units are listed; more would not be read."""


@sheet_rule(
    level=Level.ERROR,
    summary="a unit is not known, or does not measure this quantity",
    needs=("invalid_figures",),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "torque": {"ft-lb": 364}}}',
            at="/powertrain/torque/ft-lb",
            message='unknown unit "ft-lb" for torque; did you mean "lb-ft"?',
            why="another spelling",
        ),
        bad(
            '{"consumption": {"fuel": {"wltp": {"combined": {"mpg": 30.1}}}}}',
            at="/consumption/fuel/wltp/combined/mpg",
            message='ambiguous unit "mpg" for combined consumption: it may be "mpg US" or "mpg UK"',
            why="an imperial gallon is a fifth larger than one of the United States",
        ),
        bad(
            '{"powertrain": {"type": "bev", "torque": {"kW": 364}}}',
            at="/powertrain/torque/kW",
            message='"kW" measures power, not torque; torque is stated in "Nm", "lb-ft" or "kgf·m"',
            why="a unit of another quantity",
        ),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}}'),
        good(
            '{"model": "X1", "variant": "sDrive18i", "powertrain": {"type": "ice"}, '
            '"consumption": {"fuel": {"wltp": {"combined": {"mpg UK": 30.1}}}}}'
        ),
    ),
)
def unknown_unit(sheet: Sheet) -> Iterator[Violation]:
    """A figure without a known unit cannot be compared, and a guessed one is worse than none.

    The table of units is closed. Each has an exact factor from its definition: the SI Brochure (BIPM),
    NIST SP 811, the international yard and pound agreement of 1959.
    """
    for invalid in sheet.invalid_figures:
        if not invalid.stated and invalid.text is None:
            yield Violation(_message(invalid), invalid.pointer, key=True)


def _message(invalid: InvalidFigure) -> str:
    quantity, name = invalid.quantity, invalid.unit
    known = [f'"{unit.name}"' for unit in of_kind(quantity.kind)[:FEW]]
    stated_in = f"{quantity.label} is stated in {', '.join(known[:-1])} or {known[-1]}"
    if name in UNITS:
        return f'"{name}" measures {UNITS[name].kind}, not {quantity.kind}; {stated_in}'
    from speclint.documents.scanner import printable

    said = printable(name)
    meant = proposals(name, quantity.kind)
    if len(meant) > 1:
        listed = " or ".join(f'"{unit}"' for unit in meant)
        return f'ambiguous unit "{said}" for {quantity.label}: it may be {listed}'
    if meant:
        return f'unknown unit "{said}" for {quantity.label}; did you mean "{meant[0]}"?'
    return f'unknown unit "{said}" for {quantity.label}; {stated_in}'

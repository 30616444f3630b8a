"""Figures in violations: where they are stated, and what they should state instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import as_literal
from speclint.rules.rule import Correction, Related

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure, Stated
    from speclint.sheets.sheet import Sheet


def stated(*figures: Figure, sheet: Sheet | None = None) -> tuple[Related, ...]:
    """Where figures are stated, of another sheet if it is given: `torque 494 Nm is stated here`."""
    return tuple(Related(f"{figure.labelled} is stated here", figure.name, sheet) for figure in figures)


def corrected(figure: Figure, right: Stated, because: str, message: str, cause: str = "") -> Correction:
    """The correction of a figure to what it should state, in its own unit."""
    return Correction(figure.name, figure.unit.name, as_literal(right), because, message, cause)

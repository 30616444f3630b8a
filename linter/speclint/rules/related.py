"""Related locations of a violation that several rules word alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Related

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet


def stated(*figures: Figure, sheet: Sheet | None = None) -> tuple[Related, ...]:
    """Where figures are stated, in another sheet if it is given."""
    return tuple(Related(f"{figure.labelled} is stated here", figure.name, sheet) for figure in figures)


def field(sheet: Sheet, name: str, message: str) -> tuple[Related]:
    """Where a sheet states an identity field."""
    return (Related(message, sheet.field_pointer(name)),)

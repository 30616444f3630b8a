"""What is computed of a sheet, kept with it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.sheets.sheet import Sheet

Value = TypeVar("Value")


def once_per_sheet(of: Callable[[Sheet], Value]) -> Callable[[Sheet], Value]:
    """A function of a sheet that is computed once, and kept as long as the sheet is."""

    @wraps(of)
    def remembered(sheet: Sheet) -> Value:
        known = sheet.known
        if of not in known:
            known[of] = of(sheet)
        return cast("Value", known[of])

    return remembered

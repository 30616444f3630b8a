"""Values of tables in binary, as JSON values with the digits that they have."""

from __future__ import annotations

import struct
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    Single: TypeAlias = "bool | Mapping[str, Single]"
    """Whether numbers are in single precision: all of a cell, or by member of an object, also in lists."""


def exact(cell: object, *, single: Single) -> object:
    """A cell as a JSON value, a float with the digits that distinguish it from its neighbours.

    A binary float has no written digits, so that an integral one is read as an integer.

    Args:
        cell: the value; None, or a number that is not finite, where there is none.
        single: whether its numbers are in single precision.
    """
    if isinstance(cell, float):
        if not isfinite(cell):
            return None
        return int(cell) if cell.is_integer() else Decimal(_shortest(cell) if single is True else repr(cell))
    if isinstance(cell, dict):
        return {
            str(name): exact(member, single=single if isinstance(single, bool) else single[name])
            for name, member in cell.items()
            if member is not None
        }
    if isinstance(cell, list):
        return [exact(item, single=single) for item in cell]
    return cell if cell is None or isinstance(cell, bool | int | Decimal | str) else str(cell)


def _shortest(value: float) -> str:
    """The fewest digits that distinguish a number in single precision (binary32) from its neighbours."""
    packed = struct.pack("f", value)
    texts = (f"{value:.{digits}g}" for digits in range(6, 10))
    return next((text for text in texts if struct.pack("f", float(text)) == packed), repr(value))

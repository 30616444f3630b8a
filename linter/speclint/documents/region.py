"""A place in a text, in lines and columns."""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """Lines and columns from 1; a column is one Unicode character, and the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

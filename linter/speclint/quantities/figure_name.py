"""Names of figures: where each is stated, also where a text states several."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Span: TypeAlias = tuple[int, int]
"""The offset of the first character, and one past that of the last."""


class FigureName(msgspec.Struct, frozen=True):
    """The name of a figure in a sheet: its pointer, and of several in one text also the unit and the span.

    Any other value is named by its pointer alone.
    """

    pointer: str
    unit: str = ""
    """Empty where the pointer alone names the figure."""
    span: Span | None = None
    """The characters of the text that state the numbers."""

    def __str__(self) -> str:
        """The name without the span, which moves when the text before it changes: `/power~(PS)`.

        No pointer ends so: in a pointer `~` is followed by 0 or 1.
        """
        return f"{self.pointer}~({self.unit})" if self.unit else self.pointer

    def part(self, value: object) -> object:
        """Of the value at the pointer the part that is named: the text in the span, or the whole value."""
        return value[slice(*self.span)] if self.span and isinstance(value, str) else value

    def with_part(self, value: object, part: str) -> str:
        """The text at the pointer with another part in the span."""
        text = str(value)
        start, end = self.span or (0, len(text))
        return text[:start] + part + text[end:]

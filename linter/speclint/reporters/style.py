"""Text with the colours of a terminal, or without."""

from __future__ import annotations

_CODES = {
    "error": "1;31", "warning": "1;33", "note": "1;36",
    "bold": "1", "gutter": "34", "place": "34", "related": "34", "help": "1;32",
}  # fmt: skip


class Style:
    """Styles text for a terminal that shows colours; else leaves it as it is."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, name: str) -> str:
        """The text in the style of that name."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self._colour and text else text

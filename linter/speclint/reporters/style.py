"""Text in colour, or plainly."""

from __future__ import annotations

_STYLES = {
    "error": "1;31", "warning": "1;33", "note": "1;36",
    "bold": "1", "gutter": "34", "place": "34", "related": "34", "help": "1;32",
}  # fmt: skip


class Pen:
    """Writes in colour, or plainly."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, style: str) -> str:
        """The text in a style."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colour and text else text

"""Values to JSON text: numbers with their digits, and for comparison in one order of members."""

from __future__ import annotations

import msgspec

_encode = msgspec.json.Encoder(decimal_format="number").encode

canonical = msgspec.json.Encoder(decimal_format="number", order="deterministic").encode
"""JSON bytes with the members of each object in order: two values are equal if these are."""


def unicode_text(text: str) -> str:
    r"""The name of a file as Unicode: bytes that are none become escapes such as `\udcff`."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def json_text(value: object) -> str:
    """A value as JSON text on one line, members in the order that they have."""
    return _encode(value).decode()

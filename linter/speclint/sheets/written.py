"""How values stand in the bytes of JSON documents."""

from __future__ import annotations

import re

_ESCAPED = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")


def unescaped(text: bytes) -> bytes:
    """A document in which slashes and characters by their number stand for themselves."""
    if b"\\" not in text:
        return text
    return _ESCAPED.sub(_characters, text.replace(b"\\/", b"/"))


def _characters(match: re.Match[bytes]) -> bytes:
    # characters beyond 16 bits are two numbers
    halves = match[0].decode("unicode_escape").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace").encode()


def written(value: str | None) -> bytes:
    """A value as it stands in a document; empty for one that is escaped there."""
    is_plain = value and value.isprintable() and '"' not in value and "\\" not in value
    return value.encode() if value and is_plain else b""

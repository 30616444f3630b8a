"""How the bytes of a table are read as text: UTF-8, UTF-16 with a byte order mark, or else Windows-1252."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO
from typing import TYPE_CHECKING

from speclint.errors import UnreadableFileError
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO


UTF_16 = {BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
"""UTF-16 by its byte order mark."""


def in_utf8(path: str, open_file: Callable[[], IO[bytes]]) -> IO[bytes]:
    """A file opened, in UTF-8 instead of UTF-16 if it starts with the byte order mark of that.

    Raises:
        UnreadableFileError: it cannot be read, is no UTF-16 after all, or is UTF-16 of too many bytes.
    """
    stream = open_file()
    mark = stream.read(2)
    stream.seek(0)
    if mark not in UTF_16:
        return stream
    with stream:
        content = stream.read(limit("file-bytes") + 1)
    if len(content) > limit("file-bytes"):
        message = f"{exceeded(path, 'file-bytes')}, and UTF-8, which is read piece by piece, needs none"
        raise UnreadableFileError(message)
    try:
        return BytesIO(content.decode("utf-16").encode())
    except UnicodeError as error:
        message = f"{path}: starts as UTF-16 but is not; save the table as UTF-8"
        raise UnreadableFileError(message) from error


def decoded(line: bytes) -> str:
    """A line in UTF-8, or in Windows-1252 if it is no UTF-8, as tables saved by older programs are."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")

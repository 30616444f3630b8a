"""Files of a catalog that are not read yet, and a search in their bytes for what may be stated in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from speclint.errors import OutsideError, UnreadableFileError
from speclint.sheets.inheritance import layer_files
from speclint.sheets.layers import EXTENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from speclint.sheets.place import SheetFile

CatalogKey: TypeAlias = tuple[Path | None, str]
"""The root of a sheet and its id."""
Query: TypeAlias = tuple[str | None, ...]
"""Values of which a file states all; None for each that does not matter."""

MAX_KEPT_BYTES = 64 * 1024 * 1024
"""Bytes of files that are kept, because several rules search those of one make."""


class Unread:
    """The unread files of a catalog by root and id.

    A search in the bytes of a file is far cheaper than parsing it. Each word is searched in all files at most
    once, and none in a file that lacks a word which was searched before.
    """

    def __init__(self, files: Iterable[SheetFile], content: Callable[[Path | str], bytes]) -> None:
        """The files, and what gives the bytes of one.

        Args:
            files: the files.
            content: the bytes of the file at a path.
        """
        self.files = {(file.place.root, file.place.id): file for file in files}
        self._content = content
        self._holders: dict[bytes, dict[CatalogKey, None]] = {}
        """The files that hold a word."""
        self._opaque: dict[CatalogKey, None] = {}
        """The files that may state anything."""
        self._texts: dict[CatalogKey, bytes] = {}
        self._layers: dict[Path, bytes] = {}
        self._kept_bytes = 0

    def stating(self, values: Iterable[str | None], digits: str = "") -> list[CatalogKey]:
        """The files that may state all these values, and a number of these digits.

        Raises:
            UnreadableFileError: a file cannot be read.
        """
        if not self.files:
            return []
        words = [word for word in map(_word, values) if word]
        # separators of thousands and decimals may stand between digits, some of three bytes in UTF-8
        number = re.compile(b"[^0-9]{0,3}".join(digit.encode() for digit in digits)) if digits else None
        found = [
            key
            for key in self._candidates(words)
            if key in self._opaque or number is None or number.search(self._text(key))
        ]
        return [key for key in found if key in self.files]

    def search(self, queries: Iterable[Query]) -> None:
        """Search the values of several queries in one pass.

        Raises:
            UnreadableFileError: a file cannot be read.
        """
        words = dict.fromkeys(word for values in queries for word in map(_word, values) if word)
        self._search([word for word in words if word not in self._holders])

    def part(self, files: Iterable[SheetFile]) -> Unread:
        """Some of the files, or others of the same bytes, with what is known of them."""
        part = Unread(files, self._content)
        part._opaque = _known(self._opaque, part.files)
        part._holders = {word: _known(holders, part.files) for word, holders in self._holders.items()}
        return part

    def _candidates(self, words: list[bytes]) -> Iterator[CatalogKey]:
        """The files that hold all these words, and those that may state anything."""
        if not words:
            yield from self.files
            return
        if not any(word in self._holders for word in words):
            # the others only in the few files that hold the first, which is mostly the make
            self._search(words[:1])
        yield from self._opaque
        known = sorted((self._holders[word] for word in words if word in self._holders), key=len)
        others = [word for word in words if word not in self._holders]
        for key in known[0]:
            if key in self.files and all(key in holders for holders in known[1:]):
                text = self._text(key) if others else b""
                if all(word in text for word in others):
                    yield key

    def _search(self, words: list[bytes]) -> None:
        """Search words in all files."""
        holders: list[tuple[bytes, dict[CatalogKey, None]]] = [(word, {}) for word in words]
        is_first = not self._holders
        for key, file in self.files.items():
            if key in self._opaque:
                continue
            if is_first and (file.claim is None or file.claim.profile.records is not None):
                # the values may be in one of many records
                self._opaque[key] = None
                continue
            text = self._text(key, keep=words[0] if words else b"")
            if b"$" in text and _EXTENDS in text:
                # the values may be in another document
                self._opaque[key] = None
                continue
            for word, held in holders:
                if word in text:
                    held[key] = None
        self._holders.update(holders)

    def _text(self, key: CatalogKey, keep: bytes = b"") -> bytes:
        """The bytes of a file and of the layers that its path names; kept if they hold a word."""
        text = self._texts.get(key)
        if text is None:
            file = self.files[key]
            text = self._content(file.path)
            if file.claim is not None and file.claim.profile.layers:
                text = b"\n".join((text, *map(self._layer, layer_files(file, file.claim.profile))))
            text = _unescaped(text)
            if self._kept_bytes < MAX_KEPT_BYTES and keep in text:
                self._kept_bytes += len(text)
                self._texts[key] = text
        return text

    def _layer(self, file: Path) -> bytes:
        if file not in self._layers:
            try:
                self._layers[file] = self._content(file)
            except OutsideError:
                raise
            except UnreadableFileError:
                # the sheet is reported as one that lacks a layer
                self._layers[file] = b""
        return self._layers[file]


def _known(keys: dict[CatalogKey, None], files: Mapping[CatalogKey, SheetFile]) -> dict[CatalogKey, None]:
    return dict.fromkeys(key for key in keys if key in files)


_EXTENDS = EXTENDS.encode()
_ESCAPED = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")


def _unescaped(text: bytes) -> bytes:
    """A document in which slashes and characters by their number stand for themselves."""
    if b"\\" not in text:
        return text
    return _ESCAPED.sub(_characters, text.replace(b"\\/", b"/"))


def _characters(match: re.Match[bytes]) -> bytes:
    # characters beyond 16 bits are two numbers
    halves = match[0].decode("unicode_escape").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace").encode()


def _word(value: str | None) -> bytes:
    """A value as it stands in a document; empty for one that is escaped there."""
    is_plain = value and value.isprintable() and '"' not in value and "\\" not in value
    return value.encode() if value and is_plain else b""

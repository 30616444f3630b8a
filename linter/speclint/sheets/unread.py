"""Files of a catalog that are not read yet, and a search in their bytes for what may be stated in them."""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from speclint.errors import OutsideError, UnreadableFileError
from speclint.sheets.inheritance import layer_files
from speclint.sheets.layers import EXTENDS
from speclint.sheets.written import unescaped, written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from speclint.sheets.place import SheetFile, SheetFiles
    from speclint.sheets.word_index import IndexMaker, IndexStore, WordIndex

CatalogKey: TypeAlias = tuple[Path | None, str]
"""The root of a sheet and its id."""
Query: TypeAlias = tuple[str | None, ...]
"""Values of which a file states all; None for each that does not matter."""

MIN_INDEXED = 200
"""Files from which on an index is faster than a search in their bytes."""
MAX_KEPT_BYTES = 64 * 1024 * 1024
"""Bytes of files that are kept, because several rules search those of one make."""


class Unread:
    """The unread files of a catalog by path.

    A search in the bytes of a file is far cheaper than parsing it. Each word is searched in all files at most
    once, and none in a file that lacks a word which was searched before. Where an index is kept, the bytes
    are read of those files alone that changed since.
    """

    def __init__(
        self,
        files: SheetFiles,
        content: Callable[[Path | str], bytes],
        store: Callable[[], IndexStore | None] = lambda: None,
    ) -> None:
        """The files, and what gives the bytes of one.

        Args:
            files: the files by path; those that are read are removed from them.
            content: the bytes of the file at a path.
            store: gives where an index is kept of the files as they are on disk, if it is.
        """
        self.files = files
        self._content = content
        self._store = store() if len(self.files) >= MIN_INDEXED else None
        self._index: WordIndex | None = None
        self._maker: IndexMaker | None = None
        self._unindexed: list[str] = []
        """The files that are not in the index."""
        self._layered: dict[str, int] = {}
        """The files whose layers are not in the index, with their numbers there."""
        self._holders: dict[bytes, dict[str, None]] = {}
        """The files that hold a word."""
        self._opaque: dict[str, None] = {}
        """The files that may state anything."""
        self._texts: dict[str, bytes] = {}
        self._layers: dict[Path, bytes] = {}
        self._kept_bytes = 0

    @cached_property
    def _paths(self) -> dict[CatalogKey, str]:
        return {(file.place.root, file.place.id): path for path, file in self.files.items()}

    def path_of(self, key: CatalogKey) -> str | None:
        """The path of the file of a sheet; None if there is none."""
        root, name = key
        path = f"{root}{os.sep}{name}.json"
        file = self.files.get(path)
        # as most files are named; a list of all takes long
        return path if file and (file.place.root, file.place.id) == key else self._paths.get(key)

    def stating(self, values: Iterable[str | None], digits: str = "") -> list[str]:
        """The files that may state all these values, and a number of these digits.

        Raises:
            UnreadableFileError: a file cannot be read.
        """
        if not self.files:
            return []
        words = [word for word in map(written, values) if word]
        # separators of thousands and decimals may stand between digits, some of three bytes in UTF-8
        number = re.compile(b"[^0-9]{0,3}".join(digit.encode() for digit in digits)) if digits else None
        found = [
            path
            for path in self._candidates(words)
            if path in self._opaque or number is None or number.search(self._text(path))
        ]
        return [path for path in found if path in self.files]

    def search(self, queries: Iterable[Query]) -> None:
        """Search the values of several queries in one pass.

        Raises:
            UnreadableFileError: a file cannot be read.
        """
        words = dict.fromkeys(word for values in queries for word in map(written, values) if word)
        self._search([word for word in words if word not in self._holders])

    def part(self, files: SheetFiles) -> Unread:
        """Some of the files, or others of the same bytes, with what is known of them."""
        part = Unread(files, self._content)
        part._opaque = _known(self._opaque, part.files)
        part._holders = {word: _known(holders, part.files) for word, holders in self._holders.items()}
        return part

    def _candidates(self, words: list[bytes]) -> Iterator[str]:
        """The files that hold all these words, and those that may state anything."""
        if not words:
            yield from self.files
            return
        if not any(word in self._holders for word in words):
            if self._store is not None and self._index is None and not self._holders:
                self._open_index(self._store)
            indexed = self._indexed(words)
            if indexed is not None:
                yield from self._opaque
                yield from (path for path in indexed if path in self.files and self._holds(path, words))
                return
            # the first is mostly the make
            self._search(words[:1])
        yield from self._opaque
        known = sorted((self._holders[word] for word in words if word in self._holders), key=len)
        others = [word for word in words if word not in self._holders]
        for path in known[0]:
            is_held = path in self.files and all(path in holders for holders in known[1:])
            if is_held and (not others or self._holds(path, others)):
                yield path

    def _holds(self, path: str, words: list[bytes]) -> bool:
        text = self._text(path)
        return all(word in text for word in words)

    def _open_index(self, store: IndexStore) -> None:
        of_each_claim = {id(file.claim): file for file in self.files.values()}.values()
        paths: Collection[str] = self.files.keys()
        if any(map(_may_state_anything, of_each_claim)):
            paths = {path for path, file in self.files.items() if not _may_state_anything(file)}
        index = store.load(paths)
        if index is None or not index.is_current:
            self._maker = store.maker(len(paths))
            return
        self._index = index
        indexed = set(index.paths.values())
        left = [path for path in self.files if path not in indexed]
        extending = [path for path in left if path not in paths or _extends(self._text(path))]
        self._opaque.update(dict.fromkeys((*index.extending, *extending)))
        self._unindexed = [path for path in left if path not in self._opaque]
        if any(map(_has_layers, of_each_claim)):
            self._open_layers(index)

    def _open_layers(self, index: WordIndex) -> None:
        """Look into the layers of files that are indexed without them."""
        for number, path in index.paths.items():
            file = self.files[path]
            if _has_layers(file) and path not in self._opaque:
                if _extends(self._layers_of(file)):
                    self._opaque[path] = None
                else:
                    self._layered[path] = number

    def _indexed(self, words: list[bytes]) -> Iterable[str] | None:
        """The files that may hold all these words, by the index; None if it does not know."""
        index = self._index
        found = None if index is None else index.holding(words)
        if index is None or found is None:
            return None
        held = [path for path in found if path not in self._layered and path not in self._opaque]
        for path, number in self._layered.items() if self._layered else ():
            layers = self._layers_of(self.files[path]) if path in self.files else b""
            if all(word in layers or index.may_hold(number, word) for word in words):
                held.append(path)
        return held + self._unindexed

    def _search(self, words: list[bytes]) -> None:
        """Search words in all files."""
        holders: dict[bytes, dict[str, None]] = {word: {} for word in words}
        is_first = not self._holders
        for path, file in self.files.items():
            if path in self._opaque:
                continue
            if is_first and _may_state_anything(file):
                self._opaque[path] = None
                continue
            text = self._text(path, keep=words[0] if words else b"")
            if _extends(text):
                # the values may be in another document
                self._opaque[path] = None
                continue
            for word, held in holders.items():
                if word in text:
                    held[path] = None
        self._holders.update(holders)
        if self._store is not None and self._maker is not None:
            self._store.save(self._maker)
            self._maker = None

    def _text(self, path: str, keep: bytes = b"") -> bytes:
        """The bytes of a file and of the layers that its path names; kept if they hold a word."""
        text = self._texts.get(path)
        if text is None:
            file = self.files[path]
            text = self._own_text(file)
            if _has_layers(file):
                text = b"\n".join((text, self._layers_of(file)))
            if self._kept_bytes < MAX_KEPT_BYTES and keep in text:
                self._kept_bytes += len(text)
                self._texts[path] = text
        return text

    def _own_text(self, file: SheetFile) -> bytes:
        """The bytes of a file alone."""
        if self._maker is None:
            return unescaped(self._content(file.path))
        # before its bytes, which may change meanwhile
        signature = self._maker.signature(file.path)
        text = unescaped(self._content(file.path))
        self._maker.add(file.path, signature, text, extends=_extends(text))
        return text

    def _layers_of(self, file: SheetFile) -> bytes:
        """The bytes of the layers that the path of a file names."""
        return b"\n".join(map(self._layer, layer_files(file, file.claim.profile))) if file.claim else b""

    def _layer(self, file: Path) -> bytes:
        if file not in self._layers:
            try:
                self._layers[file] = unescaped(self._content(file))
            except OutsideError:
                raise
            except UnreadableFileError:
                # the sheet is reported as one that lacks a layer
                self._layers[file] = b""
        return self._layers[file]


def _may_state_anything(file: SheetFile) -> bool:
    """Whether the values of a file may be in one of many records."""
    return file.claim is None or file.claim.profile.records is not None


def _has_layers(file: SheetFile) -> bool:
    return file.claim is not None and bool(file.claim.profile.layers)


def _extends(text: bytes) -> bool:
    return b"$" in text and _EXTENDS in text


def _known(paths: dict[str, None], files: Mapping[str, SheetFile]) -> dict[str, None]:
    return dict.fromkeys(path for path in paths if path in files)


_EXTENDS = EXTENDS.encode()

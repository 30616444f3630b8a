"""An index of the strings in the files of a catalog: which files may hold a word, without reading them."""

from __future__ import annotations

import sys
import time
from array import array
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import msgspec

from speclint import __version__
from speclint.files.trace import Signature, digest_of, is_young, signature_at, unchanged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from speclint.files.cache import Cache

MAX_CHANGED = 0.02
"""Share of files that are not as they were indexed from which on all are indexed again."""
_MAX_SHARE = 0.1
"""Share of files that hold a string from which on it distinguishes none."""
_MAX_HITS = 10_000
"""Strings with a word in them from which on it distinguishes too little."""
_FEW = 50
"""Files that are read sooner than one more word is found in the strings of thousands."""
_OUTSIDE = b" \t\r\n{}[]:,0123456789+-.eEtruefalsn"
"""Every character of JSON outside of strings."""


class Strings(msgspec.Struct, array_like=True):
    """What is kept: each string once, with the files that hold it."""

    files: dict[str, Signature]
    """By path; the number of a file is its place here."""
    extending: list[int]
    """Files that inherit from others."""
    common: bytes
    """Strings of a large share of the files, with a quote between them."""
    text: bytes
    """The other strings, with a quote between them."""
    starts: bytes
    """Where each of them starts."""
    ends: bytes
    """For each of them, where its files end in the list of all."""
    holders: bytes
    """The files of each."""
    left_out: int
    """Files that cannot be indexed, such as links."""


class WordIndex:
    """The files that are as they were when they were indexed, and what may be found in them."""

    def __init__(self, strings: Strings, paths: Collection[str]) -> None:
        """Look which of the files at these paths did not change."""
        self.paths = dict(unchanged(strings.files, paths))
        """The paths of the files that did not change, by number."""
        self.is_current = len(paths) - len(self.paths) <= strings.left_out + MAX_CHANGED * len(paths)
        """Whether hardly any file changed."""
        self._strings = strings
        self._starts, self._ends = _numbers(strings.starts), _numbers(strings.ends)
        self._holders = _numbers(strings.holders)
        self._found: dict[bytes, list[str] | None] = {}

    @property
    def extending(self) -> list[str]:
        """Those of the files that inherit from others."""
        return self._of(self._strings.extending)

    def holding(self, word: bytes) -> list[str] | None:
        """Those of the files that may hold a word without a quote; None if it may be in any."""
        if word not in self._found:
            self._found[word] = self._find(word)
        return self._found[word]

    def distinctive(self, words: Iterable[bytes]) -> list[bytes]:
        """Those of the words by which files are found, until few files hold them all."""
        found = []
        for word in words:
            paths = self.holding(word)
            if paths is not None:
                found.append(word)
                if len(paths) <= _FEW:
                    break
        return found

    def _find(self, word: bytes) -> list[str] | None:
        if not word.translate(None, _OUTSIDE) or word in self._strings.common:
            return None
        found: dict[int, None] = {}
        place, text = 0, self._strings.text
        for _ in range(_MAX_HITS):
            place = text.find(word, place)
            if place < 0:
                return self._of(found)
            string = bisect_right(self._starts, place) - 1
            first = self._ends[string - 1] if string else 0
            found.update(dict.fromkeys(self._holders[first : self._ends[string]]))
            place = self._starts[string + 1] if string + 1 < len(self._starts) else len(text)
        return None

    def _of(self, numbers: Iterable[int]) -> list[str]:
        return [self.paths[number] for number in numbers if number in self.paths]


class IndexMaker:
    """Makes an index while all files of a catalog are searched."""

    def __init__(self, files: int) -> None:
        self._started = time.time_ns()
        self._max_holders = files * _MAX_SHARE
        self._files: dict[str, Signature] = {}
        self._extending: list[int] = []
        self._holders: defaultdict[bytes, list[int]] = defaultdict(list)
        self._common: set[bytes] = set()
        self._left_out = 0

    def __len__(self) -> int:
        return len(self._files)

    def signature(self, path: str) -> Signature | None:
        """The signature of a file that is about to be read; None if it may change without another one."""
        signature = signature_at(path)
        self._left_out += signature is None
        return None if signature is None or is_young(signature, self._started) else signature

    def add(self, path: str, signature: Signature | None, text: bytes, *, extends: bool) -> None:
        """Add a file in which each character stands for itself."""
        if signature is None:
            return
        if b"\\" in text:
            text = text.replace(b"\\\\", b"\0").replace(b'\\"', b"\0")
        parts = text.split(b'"')
        if b"".join(parts[::2]).translate(None, _OUTSIDE):
            # no JSON, or not in UTF-8
            self._left_out += 1
            return
        number = len(self._files)
        self._files[path] = signature
        if extends:
            self._extending.append(number)
        for string in set(parts[1::2]).difference(self._common):
            holders = self._holders[string]
            holders.append(number)
            if len(holders) > self._max_holders:
                self._common.add(string)
                del self._holders[string]

    def strings(self) -> Strings:
        """What is kept."""
        lengths = (len(string) + 1 for string in self._holders)
        starts = list(accumulate(lengths, initial=0))[:-1]
        return Strings(
            self._files,
            self._extending,
            b'"'.join(self._common),
            b'"'.join(self._holders),
            array("I", starts).tobytes(),
            array("I", accumulate(map(len, self._holders.values()))).tobytes(),
            array("I", chain.from_iterable(self._holders.values())).tobytes(),
            self._left_out,
        )


class IndexStore:
    """Where the index of one catalog is kept."""

    def __init__(self, cache: Cache, catalog: str) -> None:
        """The place of the index.

        Args:
            cache: the user's.
            catalog: what is the same for all runs on one catalog.
        """
        self._cache = cache
        texts = ("strings", __version__, sys.version, sys.byteorder, catalog)
        self._key = digest_of("\0".join(texts).encode("utf-8", "surrogateescape")).hex()

    def load(self, paths: Collection[str]) -> WordIndex | None:
        """The index of the files at these paths; None if there is none, or a damaged one."""
        content = self._cache.get(self._key)
        try:
            strings = msgspec.msgpack.decode(content, type=Strings) if content else None
        except msgspec.DecodeError:
            return None
        return None if strings is None else WordIndex(strings, paths)

    @staticmethod
    def maker(files: int) -> IndexMaker:
        """What makes an index of so many files."""
        return IndexMaker(files)

    def save(self, maker: IndexMaker) -> None:
        """Keep what was made."""
        self._cache.put(self._key, msgspec.msgpack.encode(maker.strings()))


def _numbers(content: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(content)
    return numbers

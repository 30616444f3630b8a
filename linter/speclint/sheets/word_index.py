"""An index of the strings in the files of a catalog: which files may hold a word, without reading them."""

from __future__ import annotations

import sys
import time
from array import array
from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from speclint import __version__
from speclint.files.cache import packed, unpacked
from speclint.files.trace import Signature, digest_of, is_young, signature_at, unchanged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from speclint.files.cache import Cache

MAX_CHANGED = 0.02
"""Share of files that are not as they were indexed from which on all are indexed again."""
_BLOCK = 32
"""Files, mostly of one make, of which is kept what they hold together: they are searched soon enough."""
_FEW = 2
"""Blocks that are searched sooner than one more word is looked up."""
_MAX_SHARE = 0.25
"""Share of blocks that hold a string from which on it distinguishes none."""
_MIN_COUNTED = 40
"""Blocks of which is counted how many hold each string."""
_OUTSIDE = b" \t\r\n{}[]:,0123456789+-.eEtruefalsn"
"""Every character of JSON outside of strings."""


class Strings(msgspec.Struct, array_like=True):
    """What is kept: the strings of each block of files, each once."""

    files: dict[str, Signature]
    """By path; the number of a file is its place here."""
    extending: list[int]
    """Files that inherit from others."""
    common: bytes
    """Strings of a large share of the blocks, with a quote between them."""
    text: bytes
    """The other strings, block by block, with a quote between them."""
    starts: bytes
    """Where each block starts."""
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
        self._starts = array("I")
        self._starts.frombytes(strings.starts)
        self._found: dict[bytes, frozenset[int] | None] = {}

    @property
    def extending(self) -> list[str]:
        """Those of the files that inherit from others."""
        return self._of(self._strings.extending)

    def holding(self, words: Iterable[bytes]) -> list[str] | None:
        """Those of the files that may hold all of some words without a quote; None if it may be any."""
        held: frozenset[int] | None = None
        for word in words:
            blocks = self._blocks(word)
            if blocks is not None:
                held = blocks if held is None else held & blocks
                if len(held) <= _FEW:
                    break
        if held is None:
            return None
        return self._of(number for block in sorted(held) for number in _numbers_in(block))

    def may_hold(self, number: int, word: bytes) -> bool:
        """Whether the file of a number may hold a word without a quote."""
        blocks = self._blocks(word)
        return blocks is None or number // _BLOCK in blocks

    def _blocks(self, word: bytes) -> frozenset[int] | None:
        """The blocks of files that may hold a word; None if it may be any."""
        if word not in self._found:
            is_common = not word.translate(None, _OUTSIDE) or word in self._strings.common
            self._found[word] = None if is_common else frozenset(self._find(word))
        return self._found[word]

    def _find(self, word: bytes) -> Iterator[int]:
        text = self._strings.text
        place = text.find(word)
        while place >= 0:
            block = bisect_right(self._starts, place)
            yield block - 1
            place = text.find(word, self._starts[block]) if block < len(self._starts) else -1

    def _of(self, numbers: Iterable[int]) -> list[str]:
        return [self.paths[number] for number in numbers if number in self.paths]


def _numbers_in(block: int) -> range:
    return range(block * _BLOCK, (block + 1) * _BLOCK)


class IndexMaker:
    """Makes an index while all files of a catalog are searched."""

    def __init__(self, files: int) -> None:
        self._started = time.time_ns()
        self._files: dict[str, Signature] = {}
        self._extending: list[int] = []
        self._block: set[bytes] = set()
        """The strings of the last files."""
        self._texts: list[bytes] = []
        """The strings of each block before."""
        self._step = max(1, files // (_BLOCK * _MIN_COUNTED))
        """Every so many blocks their strings are counted."""
        self._max_blocks = _MAX_SHARE * files / (_BLOCK * self._step)
        self._counts: Counter[bytes] = Counter()
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
        if extends:
            self._extending.append(len(self._files))
        self._files[path] = signature
        self._block.update(parts[1::2])
        if len(self._files) % _BLOCK == 0:
            self._end_block()

    def _end_block(self) -> None:
        strings = self._block - self._common
        if len(self._texts) % self._step == 0:
            self._counts.update(strings)
            self._common.update([text for text in strings if self._counts[text] > self._max_blocks])
        self._texts.append(b'"'.join(strings))
        self._block.clear()

    def strings(self) -> Strings:
        """What is kept."""
        self._end_block()
        starts = accumulate((len(text) + 1 for text in self._texts[:-1]), initial=0)
        return Strings(
            self._files,
            self._extending,
            b'"'.join(self._common),
            b'"'.join(self._texts),
            array("I", starts).tobytes(),
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
        self._key = digest_of("\0".join(texts).encode("utf-8", "surrogatepass")).hex()

    def load(self, paths: Collection[str]) -> WordIndex | None:
        """The index of the files at these paths; None if there is none, or a damaged one."""
        strings = unpacked(self._cache.get(self._key), Strings)
        return None if strings is None else WordIndex(strings, paths)

    @staticmethod
    def maker(files: int) -> IndexMaker:
        """What makes an index of so many files."""
        return IndexMaker(files)

    def save(self, maker: IndexMaker) -> None:
        """Keep what was made."""
        self._cache.put(self._key, packed(maker.strings()))

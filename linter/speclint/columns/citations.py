"""The sources that many sheets name, as arrays."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from speclint.columns.coded import Coded
from speclint.documents.jsonpath import find
from speclint.documents.pointer import resolves_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.columns.figures import Booleans, Integers
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile


class Cited(msgspec.Struct, frozen=True, eq=False):
    """A text in the sources of all rows, such as their addresses."""

    rows: Integers
    texts: Coded[str]
    """Those of each source that has one, in the order of the rows."""
    size: int
    """How many rows there are."""

    def beside(self, column: Coded[str]) -> Coded[str]:
        """What a column has in the row of each source."""
        return Coded(column.codes[self.rows], column.values)

    def any(self, meant: Booleans) -> Booleans:
        """The rows with some source that is meant."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.rows[meant]] = True
        return found


class Sources(msgspec.Struct, frozen=True, eq=False):
    """What the sources of all rows state."""

    url: Cited
    published: Cited
    accessed: Cited
    covered: Coded[frozenset[str]]
    """By row the pointers that its sources cover, if there are any."""
    dangling: Booleans
    """The rows in which a source or a disagreement points at nothing."""


class SourceList:
    """Collects the sources of sheets of one profile, row by row."""

    def __init__(self, profile: Profile) -> None:
        self._sources, self._disagreements = profile.sources, profile.disagreements
        self._texts = tuple(_Texts() for _ in range(3))
        self._covered: dict[frozenset[str], int] = {}
        self._covered_of, self._dangling = array("q"), array("q")

    def add(self, row: int, document: object) -> None:
        """Add the sources that a document names in the next row; none of its places is invalid."""
        covered = frozenset(self._add_sources(row, document))
        self._covered_of.append(self._covered.setdefault(covered, len(self._covered)) if covered else -1)
        cited = covered.union(self._contradicted(document))
        if cited and not resolves_all(document, cited):
            self._dangling.append(row)

    def _add_sources(self, row: int, document: object) -> list[str]:
        """Add the texts of the sources of a row; the pointers that they cover."""
        paths, covered = self._sources, list[str]()
        if paths is None:
            return covered
        keys = (paths.url, paths.published, paths.accessed)
        for entry in _objects(document, paths.entries):
            for texts, key in zip(self._texts, keys, strict=True):
                text = entry.get(key)
                if isinstance(text, str):
                    texts.add(row, text)
            listed = entry.get(paths.covers)
            if isinstance(listed, list):
                covered += [text for text in listed if isinstance(text, str)]
        return covered

    def _contradicted(self, document: object) -> list[str]:
        paths = self._disagreements
        if paths is None:
            return []
        cited = [entry.get(paths.at) for entry in _objects(document, paths.entries)]
        return [at for at in cited if isinstance(at, str)]

    def finished(self, size: int) -> Sources:
        """The sources, of so many rows."""
        dangling = np.zeros(size, dtype=np.bool_)
        dangling[np.array(self._dangling, dtype=np.int64)] = True
        covered = Coded(np.array(self._covered_of, dtype=np.int64), tuple(self._covered))
        url, published, accessed = (texts.finished(size) for texts in self._texts)
        return Sources(url, published, accessed, covered, dangling)


class _Texts:
    """Collects a text of sources."""

    __slots__ = ("_codes", "_known", "_rows")

    def __init__(self) -> None:
        self._rows, self._codes = array("q"), array("q")
        self._known: dict[str, int] = {}

    def add(self, row: int, text: str) -> None:
        self._rows.append(row)
        self._codes.append(self._known.setdefault(text, len(self._known)))

    def finished(self, size: int) -> Cited:
        rows, codes = (np.array(each, dtype=np.int64) for each in (self._rows, self._codes))
        return Cited(rows, Coded(codes, tuple(self._known)), size)


def _objects(document: object, path: JSONPath) -> Iterator[dict[str | None, object]]:
    return (entry for _, entry in find(document, path) if isinstance(entry, dict))

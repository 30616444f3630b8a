"""The sources that many sheets name, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec
import numpy as np

from speclint.columns.coded import Coded
from speclint.columns.facts import StatedValues
from speclint.documents.jsonpath import objects
from speclint.documents.pointer import resolves_all

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from speclint.columns.facts import Subject
    from speclint.columns.figures import Booleans, Integers
    from speclint.profiles.profile import Profile

    ValuesOf: TypeAlias = Callable[[Subject], tuple[Any, ...]]


URL, PUBLISHED, ACCESSED = (("cited", key) for key in ("url", "published", "accessed"))
COVERED, DANGLING = ("covered", ""), ("dangling", "")
"""What facts are of."""


class Cites(NamedTuple):
    """What the sources of a document state."""

    facts: list[int]
    has_sources: bool
    has_disagreements: bool


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


class Citations:
    """Finds what the sources of sheets of one profile state."""

    def __init__(self, profile: Profile, fact: Callable[[Subject, Hashable], int]) -> None:
        """The citations of a profile; `fact` gives the fact that a subject has a value."""
        self._sources, self._disagreements = profile.sources, profile.disagreements
        self._fact = fact

    def of(self, document: object) -> Cites:
        """What the sources of a document state; none of its places is invalid."""
        facts, covered, has_sources = self._in_sources(document)
        contradicted = self._contradicted(document)
        if covered:
            facts.append(self._fact(COVERED, covered))
        cited = covered.union(contradicted)
        if cited and not resolves_all(document, cited):
            facts.append(self._fact(DANGLING, ""))
        return Cites(facts, has_sources, bool(contradicted))

    def _in_sources(self, document: object) -> tuple[list[int], frozenset[str], bool]:
        """The facts in the texts of sources, the pointers that they cover, and whether there is one."""
        paths, facts, covered = self._sources, list[int](), list[str]()
        if paths is None:
            return facts, frozenset(), False
        found = objects(document, paths.entries)
        for entry in found:
            for subject, key in ((URL, paths.url), (PUBLISHED, paths.published), (ACCESSED, paths.accessed)):
                text = None if key is None else entry.get(key)
                if isinstance(text, str):
                    facts.append(self._fact(subject, text))
            listed = None if paths.covers is None else entry.get(paths.covers)
            if isinstance(listed, list):
                covered += [text for text in listed if isinstance(text, str)]
        return facts, frozenset(covered), bool(found)

    def _contradicted(self, document: object) -> list[str]:
        paths = self._disagreements
        if paths is None:
            return []
        cited = [entry.get(paths.at) for entry in objects(document, paths.entries)]
        return [at for at in cited if isinstance(at, str)]


def sources_of(stated: Mapping[Subject, StatedValues], values: ValuesOf, size: int) -> Sources:
    """The sources of so many rows.

    Args:
        stated: what the rows state by subject.
        values: gives the values of a subject by their codes.
        size: how many rows there are.
    """

    def cited(subject: Subject) -> Cited:
        found = stated.get(subject) or StatedValues.none()
        return Cited(found.rows, Coded(found.codes, values(subject)), size)

    covered, codes = stated.get(COVERED) or StatedValues.none(), np.full(size, -1, dtype=np.int64)
    codes[covered.rows] = covered.codes
    dangling = np.zeros(size, dtype=np.bool_)
    dangling[(stated.get(DANGLING) or StatedValues.none()).rows] = True
    return Sources(cited(URL), cited(PUBLISHED), cited(ACCESSED), Coded(codes, values(COVERED)), dangling)

"""The sources that many sheets name, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import msgspec
import numpy as np

from speclint.columns.coded import Coded
from speclint.documents.jsonpath import objects
from speclint.documents.pointer import resolves_all

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from speclint.columns.facts import Stated, Subject
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
        paths = profile.sources
        keys = (paths.url, paths.published, paths.accessed, paths.covers) if paths else (None,) * 4
        # no member of a document has the key None
        self._keys = cast("tuple[str, str, str, str]", keys)
        self._known: dict[tuple[object, ...], tuple[int, ...]] = {}

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
        paths, facts, covered = self._sources, list[int](), list[object]()
        if paths is None:
            return facts, frozenset(), False
        known, (url, published, accessed, covers) = self._known, self._keys
        found = objects(document, paths.entries)
        for entry in found:
            get = entry.get
            texts = get(url), get(published), get(accessed)
            try:
                facts += known[texts]
            except (KeyError, TypeError):
                facts += self._learnt(texts)
            listed = get(covers)
            if type(listed) is list:
                covered += listed
        return facts, frozenset([text for text in covered if type(text) is str]), bool(found)

    def _learnt(self, texts: tuple[object, ...]) -> tuple[int, ...]:
        """The facts in the description of a source."""
        if not all(text is None or isinstance(text, str) for text in texts):
            # what is no text may have no hash
            return tuple(self._facts_of(texts))
        facts = self._known[texts] = tuple(self._facts_of(texts))
        return facts

    def _facts_of(self, texts: tuple[object, ...]) -> list[int]:
        stated = zip((URL, PUBLISHED, ACCESSED), texts, strict=True)
        return [self._fact(subject, text) for subject, text in stated if isinstance(text, str)]

    def _contradicted(self, document: object) -> list[str]:
        paths = self._disagreements
        if paths is None:
            return []
        cited = [entry.get(paths.at) for entry in objects(document, paths.entries)]
        return [at for at in cited if isinstance(at, str)]


def sources_of(stated: Stated, values: ValuesOf, size: int) -> Sources:
    """The sources of so many rows.

    Args:
        stated: what the rows state.
        values: gives the values of a subject by their codes.
        size: how many rows there are.
    """

    def cited(subject: Subject) -> Cited:
        found = stated.of(subject)
        return Cited(found.rows, Coded(found.codes, values(subject)), size)

    covered, codes = stated.of(COVERED), np.full(size, -1, dtype=np.int64)
    codes[covered.rows] = covered.codes
    dangling = np.zeros(size, dtype=np.bool_)
    dangling[stated.of(DANGLING).rows] = True
    return Sources(cited(URL), cited(PUBLISHED), cited(ACCESSED), Coded(codes, values(COVERED)), dangling)

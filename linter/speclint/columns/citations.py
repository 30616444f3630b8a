"""The sources that many sheets name, as arrays."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import msgspec
import numpy as np

from speclint.columns.coded import Coded
from speclint.documents.jsonpath import objects
from speclint.documents.pointer import resolves_all
from speclint.sheets.sources import is_home_page

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from speclint.columns.facts import Stated, Subject
    from speclint.columns.figures import Booleans, Integers
    from speclint.profiles.profile import Profile

    ValuesOf: TypeAlias = Callable[[Subject], tuple[Any, ...]]


PUBLISHED, ACCESSED = ("cited", "published"), ("cited", "accessed")
HOME, COVERED, DANGLING = ("home", ""), ("covered", ""), ("dangling", "")
"""What facts are of."""


class Cites(NamedTuple):
    """What the sources of a document state."""

    facts: list[int]
    has_sources: bool
    has_disagreements: bool


class Cited(msgspec.Struct, frozen=True, eq=False):
    """A text in the sources of all rows, such as the days on which they were published."""

    rows: Integers
    texts: Coded[str]
    """The different ones of each row, in the order of the rows."""
    size: int
    """How many rows there are."""

    def beside(self, column: Coded[str]) -> Coded[str]:
        """What a column has in the row of each text."""
        return Coded(column.codes[self.rows], column.values)

    def any(self, meant: Booleans) -> Booleans:
        """The rows with some text that is meant."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.rows[meant]] = True
        return found


class Sources(msgspec.Struct, frozen=True, eq=False):
    """What the sources of all rows state."""

    are_home: Booleans
    """The rows with sources that have addresses, all of home pages."""
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
        self._known: dict[tuple[object, object], tuple[int, ...]] = {}
        """The facts of two days."""

    def of(self, document: object) -> Cites:
        """What the sources of a document state; none of its places is invalid."""
        entries = objects(document, self._sources.entries) if self._sources else []
        url, published, accessed, covers = self._keys
        facts = self._days([(entry.get(published), entry.get(accessed)) for entry in entries])
        if entries and _are_home([entry.get(url) for entry in entries]):
            facts.append(self._fact(HOME, ""))
        cited = covered = _texts_in([entry.get(covers) for entry in entries])
        if covered:
            facts.append(self._fact(COVERED, covered))
        contradicted = self._contradicted(document)
        if contradicted:
            cited = covered.union(contradicted)
        if cited and not resolves_all(document, cited):
            facts.append(self._fact(DANGLING, ""))
        return Cites(facts, bool(entries), bool(contradicted))

    def _days(self, pairs: list[tuple[object, object]]) -> list[int]:
        """The facts that sources were published and accessed on days."""
        try:
            pairs = [*dict.fromkeys(pairs)]
            facts = [fact for pair in pairs for fact in self._known[pair]]
        except (KeyError, TypeError):
            facts = [fact for pair in pairs for fact in self._learnt(pair)]
        return [*dict.fromkeys(facts)]

    def _learnt(self, pair: tuple[object, object]) -> tuple[int, ...]:
        stated = zip((PUBLISHED, ACCESSED), pair, strict=True)
        facts = tuple([self._fact(subject, text) for subject, text in stated if isinstance(text, str)])
        if all(text is None or isinstance(text, str) for text in pair):
            # what is no text may have no hash
            self._known[pair] = facts
        return facts

    def _contradicted(self, document: object) -> list[str]:
        paths = self._disagreements
        if paths is None:
            return []
        cited = [entry.get(paths.at) for entry in objects(document, paths.entries)]
        return [at for at in cited if isinstance(at, str)]


def _are_home(addresses: list[object]) -> bool:
    """Whether there are addresses, all of home pages."""
    is_any = False
    for address in addresses:
        if isinstance(address, str):
            if not is_home_page(address):
                return False
            is_any = True
    return is_any


def _texts_in(values: list[object]) -> frozenset[str]:
    """The texts in those values that are lists."""
    lists = [value for value in values if type(value) is list]
    try:
        found = frozenset[Any]().union(*lists)
        if {*map(type, found)} <= {str}:
            return found
    except TypeError:
        # what is no text may have no hash
        pass
    return frozenset([text for text in chain.from_iterable(lists) if type(text) is str])


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

    def marked(subject: Subject) -> Booleans:
        found = np.zeros(size, dtype=np.bool_)
        found[stated.of(subject).rows] = True
        return found

    covered, codes = stated.of(COVERED), np.full(size, -1, dtype=np.int64)
    codes[covered.rows] = covered.codes
    return Sources(
        marked(HOME), cited(PUBLISHED), cited(ACCESSED), Coded(codes, values(COVERED)), marked(DANGLING)
    )

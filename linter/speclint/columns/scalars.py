"""The texts of documents at the paths of identity fields and families, as facts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from speclint.documents.jsonpath import find
from speclint.profiles.family import is_scalar
from speclint.profiles.profile import is_written

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from speclint.columns.collect import Collection
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile


class Written(NamedTuple):
    """What a value at a path states: facts, and the texts of identity fields by field."""

    facts: tuple[int, ...]
    identity: tuple[tuple[str, str], ...]


_NOTHING = Written((), ())


class PathTexts:
    """What documents have at one path of identity fields or families."""

    __slots__ = ("_collection", "_is_simple", "_known", "_path", "_profile", "fields")

    def __init__(self, profile: Profile, path: JSONPath, collection: Collection) -> None:
        self._profile = profile
        self._path = path
        self._collection = collection
        self.fields = [field for field, own in profile.identity.items() if own == path]
        self._is_simple = all(isinstance(step, str) for step in path)
        self._known: dict[Hashable, Written] = {}

    @property
    def name(self) -> str:
        """The member of documents that holds it; empty if any may."""
        return self._path[0] if isinstance(self._path[0], str) else ""

    def of_member(self, value: object) -> Written:
        """What a document states there whose member of that name is a value, or None; nothing is kept."""
        if len(self._path) == 1:
            return self._written([value])
        return self._written(_values(value, self._path[1:]))

    def of(self, document: object) -> Written:
        """What a document states there."""
        if not self._is_simple:
            return self._written(_values(document, self._path))
        value = document
        for step in self._path:
            if type(value) is not dict:
                return _NOTHING
            value = value.get(step)
        kind = type(value)
        if kind is str or kind is int:
            key: Hashable = value
        elif kind is Decimal:
            key = (str(value),)
        else:
            return _NOTHING
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._written([value])
        return found

    def _written(self, values: Sequence[object]) -> Written:
        """What the values there state, of which the first that may state a field does."""
        identity, facts = [], []
        for field in self.fields:
            text = next(
                (self._profile.written(field, value) for value in values if is_written(field, value)), None
            )
            if text is not None:
                identity.append((field, text))
                facts.append(self._collection.identity(field, text))
        scalar = next((str(value) for value in values if is_scalar(value)), None)
        if scalar is not None:
            facts.append(self._collection.scalar(self._path, scalar))
        return Written(tuple(facts), tuple(identity))


def _values(document: object, path: JSONPath) -> list[object]:
    return [value for _, value in find(document, path)]

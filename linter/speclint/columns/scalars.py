"""The texts of documents at the paths of identity fields and families, as facts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from speclint.documents.jsonpath import find
from speclint.profiles.family import scalar_at
from speclint.profiles.profile import is_written

if TYPE_CHECKING:
    from collections.abc import Hashable

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

    __slots__ = ("_collection", "_fields", "_is_simple", "_known", "_path", "_profile")

    def __init__(self, profile: Profile, path: JSONPath, collection: Collection) -> None:
        self._profile = profile
        self._path = path
        self._collection = collection
        self._fields = [field for field, own in profile.identity.items() if own == path]
        self._is_simple = all(isinstance(step, str) for step in path)
        self._known: dict[Hashable, Written] = {}

    @property
    def name(self) -> str:
        """The member of documents that holds it; empty if any may."""
        return self._path[0] if isinstance(self._path[0], str) else ""

    def of_member(self, value: object) -> Written:
        """What a document states there in whose member of that name a value is, or None."""
        return _NOTHING if value is None else self.of({self._path[0]: value})

    def of(self, document: object) -> Written:
        """What a document states there."""
        if not self._is_simple:
            return self._written(document)
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
            found = self._known[key] = self._written(document)
        return found

    def _written(self, document: object) -> Written:
        scalar = scalar_at(document, self._path)
        identity = []
        for field in self._fields:
            values = (value for _, value in find(document, self._path) if is_written(field, value))
            for value in values:
                text = self._profile.written(field, value)
                if text is not None:
                    identity.append((field, text))
                break
        facts = [self._collection.identity(field, text) for field, text in identity]
        if scalar is not None:
            facts.append(self._collection.scalar(self._path, scalar))
        return Written(tuple(facts), tuple(identity))

"""The known keys and values that unknown ones of a document most resemble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.known_names import KnownNames
from speclint.limits import limit
from speclint.schema.format import MAX_NAME, as_object, closest_match, folded
from speclint.schema.messages import UNKNOWN
from speclint.schema.results import Branch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from speclint.schema.results import KeywordError

FEW = 500
"""So many names are all compared; of more those that share most trigrams with the unknown one."""
_LETTERS = 500
"""Pairs of letters of two names that count as one comparison: long names take as much time as many."""


class Resemblance:
    """What unknown names resemble among those that a schema knows.

    Names are compared in the order of the errors of a document until the limit is reached: that a document
    with thousands of unknown names holds misspelt ones is of no use to anybody.
    """

    def __init__(self) -> None:
        """The resemblance in the documents of one schema."""
        self._remaining = 0
        self._found: dict[tuple[str, int], str] = {}
        """What a text of the document resembles among the values of a list in the schema."""
        self._indexes: dict[int, tuple[Collection[object], _Index]] = {}
        """By the id of the names in the schema, which are kept so that it stays theirs."""

    def start(self) -> None:
        """Begin another document."""
        self._remaining = limit("comparisons")
        self._found.clear()

    def of_keys(self, errors: Iterable[KeywordError]) -> list[KeywordError]:
        """The errors of one document, each unknown key with the known one that it most resembles."""
        return [self._of_key(error) for error in errors]

    def of_value(self, error: KeywordError) -> KeywordError:
        """The error, with the allowed value that the one found most resembles."""
        value, allowed = error.instance, error.value
        if error.keyword != "enum" or not isinstance(value, str) or not isinstance(allowed, list):
            return error
        if error.schema.get("enum") is not allowed:  # a copy, which is not met again
            return error._replace(closest=self.closest_value(value, allowed))
        same = value, id(allowed)
        if same not in self._found and len(allowed) > FEW and self._remaining >= 0:
            self._found[same] = self._closest(value, self._index(allowed).near(value))
        elif same not in self._found:
            self._found[same] = self.closest_value(value, allowed)
        return error._replace(closest=self._found[same])

    def closest_value(self, value: object, allowed: Sequence[object]) -> str:
        """The allowed text that a text most resembles; empty if none is like it."""
        if not isinstance(value, str) or self._remaining < 0:
            return ""
        return self._closest(value, [text for text in allowed if isinstance(text, str)])

    def _of_key(self, error: KeywordError) -> KeywordError:
        if error.branches:
            branches = [
                Branch(branch.schema, tuple(self.of_keys(branch.errors))) for branch in error.branches
            ]
            return error._replace(branches=tuple(branches))
        return error._replace(closest=self._closest_key(error)) if error.keyword in UNKNOWN else error

    def _closest_key(self, error: KeywordError) -> str:
        known, present = as_object(error.schema.get("properties")), as_object(error.instance)
        if self._remaining < 0:
            return ""
        name = str(error.steps[-1])
        near = known if len(known) <= FEW else self._index(known).near(name)
        return self._closest(name, [each for each in near if each not in present])

    def _closest(self, name: str, names: Sequence[str]) -> str:
        length = min(len(name), MAX_NAME)
        self._remaining -= sum(max(1, length * len(each) // _LETTERS) for each in names)
        return closest_match(name, names) if self._remaining >= 0 else ""

    def _index(self, names: Collection[object]) -> _Index:
        if id(names) not in self._indexes:
            self._indexes[id(names)] = names, _Index(name for name in names if isinstance(name, str))
        return self._indexes[id(names)][1]


class _Index:
    """Many names, by how they are spelt but for case, blanks and dashes."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for name in names:
            self._names.setdefault(folded(name), []).append(name)
        self._forms = KnownNames(sorted(self._names))

    def near(self, name: str) -> list[str]:
        """The names of which one may be meant by an unknown one."""
        sought = folded(name[:MAX_NAME])
        forms = dict.fromkeys([sought, *self._forms.similar(sought)])
        return [each for form in forms for each in self._names.get(form, ())]

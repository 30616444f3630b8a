"""What many sheets of one profile state, by quantity and by identity field: one row a sheet."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import msgspec
import numpy as np

from speclint.columns.figures import FigureList, Figures, Wide
from speclint.profiles.profile import Identity
from speclint.quantities.table import SAME_TEST
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from speclint.columns.figures import Booleans, Integers
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile

Value = TypeVar("Value")
NOWHERE = SheetLocation("", "")


class Coded(msgspec.Struct, Generic[Value], frozen=True, eq=False):
    """A value a row: its code, and the distinct values by code."""

    codes: Integers
    """-1 where there is none."""
    values: tuple[Value, ...]

    def where(self, is_meant: Callable[[Value], bool]) -> Booleans:
        """The rows whose value is meant, each distinct value looked at once."""
        meant = np.array([*map(is_meant, self.values), False], dtype=np.bool_)
        return cast("Booleans", meant[self.codes])


class Columns:
    """The columns of a batch of sheets, which all are of one profile.

    What a figure or a word states is computed once for all rows that state the same.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a batch holds
        self, profile: Profile, places: Sequence[SheetLocation], figures: Mapping[str, Figures],
        identity: Mapping[str, Coded[str]], scalars: Mapping[JSONPath, Coded[str]],
        facets: Mapping[str, Booleans], irregular: Booleans,
    ) -> None:  # fmt: skip
        self.profile = profile
        self.places = places
        self.facets = facets
        """Rows by facet; a facet that no row has is left out."""
        self.irregular = irregular
        """Rows that every rule has to look at itself, as those with parse errors."""
        self._figures = figures
        self._identity = identity
        self._scalars = scalars
        self._known: dict[Hashable, object] = {}

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.places)

    def none(self) -> Booleans:
        """No row."""
        return np.zeros(self.size, dtype=np.bool_)

    def once(self, of: Callable[..., Value], *arguments: Hashable) -> Value:
        """What a function gives of the columns and some arguments, computed once."""
        key = of, arguments
        if key not in self._known:
            self._known[key] = of(self, *arguments)
        return cast("Value", self._known[key])

    @property
    def quantities(self) -> Iterable[str]:
        """Names of the quantities that some row states."""
        return self._figures.keys()

    def figures(self, quantity: str) -> Figures:
        """All figures of a quantity."""
        return self._figures.get(quantity) or FigureList().finished(self.size)

    def figure(self, *quantities: str) -> Wide:
        """What `Sheet.figure` gives of each row."""
        return self.once(_figure, *quantities)

    def states(self, name: str) -> Booleans:
        """The rows with a name among their `Sheet.stated_names`: a quantity, an identity field or a facet."""
        return self.once(_states, name)

    def text(self, field: str) -> Coded[str]:
        """What `Sheet.text` gives of each row."""
        return self.once(_text, field)

    def word(self, field: str) -> Coded[str]:
        """What `Sheet.field` gives of each row."""
        return self.once(_word, field)

    def is_word(self, field: str, *words: str) -> Booleans:
        """The rows in which `Sheet.field` gives one of these words."""
        return self.word(field).where(lambda word: word in words)

    def written(self, field: str) -> Coded[str]:
        """The text in the place of an identity field itself."""
        return self._identity.get(field) or Coded(np.full(self.size, -1), ())

    def scalar(self, path: JSONPath) -> Coded[str]:
        """The first text or whole number at a path of an identity field or of a family."""
        return self._scalars.get(path) or Coded(np.full(self.size, -1), ())

    def groups(self, by: Sequence[JSONPath]) -> Integers:
        """A number for each row that all rows of its family have; -1 where it states none of these values.

        The families of several catalogs are apart, and a sheet in none is in no family.
        """
        return self.once(_groups, *by)

    def by_identity(self, fields: Iterable[str], of: Callable[[Sheet], Value]) -> Coded[Value]:
        """What a function gives of sheets that depends on these identity fields alone.

        It is called once for each combination of their texts, with a sheet that states nothing else.
        """
        written = {field: self.written(field) for field in dict.fromkeys(fields)}
        stack = np.stack([np.zeros(self.size, np.int64), *(text.codes for text in written.values())])
        combinations, codes = np.unique(stack, axis=1, return_inverse=True)
        sheets = (
            _stating(self.profile, {
                field: text.values[code]
                for (field, text), code in zip(written.items(), combination, strict=True)
                if code >= 0
            })
            for _, *combination in combinations.T
        )  # fmt: skip
        return Coded(codes.reshape(-1), tuple(of(sheet) for sheet in sheets))


def _stating(profile: Profile, texts: Mapping[str, str]) -> Sheet:
    sheet = Sheet(NOWHERE, (), {}, profile)
    sheet.identity = {field: Identity(text, "") for field, text in texts.items()}
    sheet.measurands = {}
    return sheet


def _figure(columns: Columns, *quantities: str) -> Wide:
    names = chain.from_iterable((name, SAME_TEST.get(name, "")) for name in quantities)
    found = [columns.figures(name).first for name in names if name]
    wide = found[0]
    for other in found[1:]:
        wide = wide.or_else(other)
    return wide


def _states(columns: Columns, name: str) -> Booleans:
    if name in columns.facets:
        return columns.facets[name]
    found = columns.figures(name).count > 0
    if name in SAME_TEST:
        found |= columns.figures(SAME_TEST[name]).count > 0
    return found | (columns.text(name).codes >= 0)


def _groups(columns: Columns, *by: JSONPath) -> Integers:
    shared = np.stack([columns.scalar(path).codes for path in by])
    roots = {root: code for code, root in enumerate(dict.fromkeys(place.root for place in columns.places))}
    root = np.array([roots[place.root] for place in columns.places], dtype=np.int64)
    groups = np.unique(np.concatenate((root[None], shared)), axis=1, return_inverse=True)[1].reshape(-1)
    is_alone = (shared < 0).all(axis=0) | (root == roots.get(None, -1))
    return np.where(is_alone, -1, groups)


def _fields(columns: Columns, field: str) -> tuple[str, ...]:
    return columns.profile.vocabulary.fields_for(field)


def _word(columns: Columns, field: str) -> Coded[str]:
    return _without_none(columns.by_identity(_fields(columns, field), lambda sheet: sheet.field(field)))


def _text(columns: Columns, field: str) -> Coded[str]:
    return _without_none(columns.by_identity(_fields(columns, field), lambda sheet: sheet.text(field)))


def _without_none(found: Coded[str | None]) -> Coded[str]:
    """The same with the code -1 for None, and one code for each distinct value."""
    distinct = {value: code for code, value in enumerate(dict.fromkeys(filter(None, found.values)))}
    codes = np.array([distinct.get(value or "", -1) for value in found.values], dtype=np.int64)
    return Coded(codes[found.codes] if len(codes) else found.codes, tuple(distinct))

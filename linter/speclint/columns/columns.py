"""What many sheets of one profile state, by quantity and by identity field: one row a sheet."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from speclint.columns.coded import Coded
from speclint.columns.figures import Figures, Wide, none
from speclint.columns.groups import Grouping
from speclint.columns.numbering import first_of, numbered
from speclint.profiles.profile import Identity
from speclint.profiles.vocabulary import known_words
from speclint.quantities.table import SAME_TEST
from speclint.sheets.families import place_in_order
from speclint.sheets.identity import name_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from speclint.columns.citations import Sources
    from speclint.columns.figures import Booleans, Integers
    from speclint.columns.links import Links
    from speclint.columns.places import Places, SomePlaces
    from speclint.documents.jsonpath import JSONPath
    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure

Value = TypeVar("Value")
NOWHERE = SheetLocation("", "")
CONVERSIONS = "conversions"
"""The facet of a sheet with a measurand in several units, which the figures themselves show."""


class Columns:
    """The columns of a batch of sheets, which all are of one profile.

    What a figure or a word states is computed once for all rows that state the same.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a batch holds
        self, profile: Profile, places: Places | SomePlaces, figures: Mapping[str, Figures],
        identity: Mapping[str, Coded[str]], scalars: Mapping[JSONPath, Coded[str]],
        facets: Mapping[str, Booleans], links: Links, irregular: Booleans, sources: Sources,
    ) -> None:  # fmt: skip
        self.profile = profile
        self.places = places
        self.facets = facets
        """Rows by facet, but for conversions; a facet that no row has is left out."""
        self.links = links
        """The siblings that the rows declare."""
        self.irregular = irregular
        """Rows that every rule has to look at itself, as those with parse errors."""
        self.sources = sources
        self.elsewhere: AbstractSet[Hashable] = frozenset()
        """The identities of sheets of other profiles in the catalogs of the rows."""
        self.stated_elsewhere: AbstractSet[str] = frozenset()
        """The quantities that any rows state of which these are a part."""
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

    def at(self, rows: Integers) -> Booleans:
        """These rows."""
        found = self.none()
        found[rows] = True
        return found

    def once(self, of: Callable[..., Value], *arguments: Hashable) -> Value:
        """What a function gives of the columns and some arguments, computed once."""
        key = of, arguments
        if key not in self._known:
            self._known[key] = of(self, *arguments)
        return cast("Value", self._known[key])

    def forget(self) -> None:
        """Drop what was computed of them; it refers to them, so that memory would hold them for long."""
        self._known.clear()

    @property
    def quantities(self) -> Iterable[str]:
        """Names of the quantities that some row states."""
        return self._figures.keys()

    def figures(self, quantity: str) -> Figures:
        """All figures of a quantity."""
        return self._figures.get(quantity) or none(self.size)

    def figure(self, *quantities: str) -> Wide:
        """What `Sheet.figure` gives of each row."""
        return self.once(_figure, *quantities)

    def chosen(self, *quantities: str) -> Coded[Figure]:
        """The same as the distinct figures and their codes."""
        return self.once(_chosen, *quantities)

    def states(self, name: str) -> Booleans:
        """The rows with a name among their `Sheet.stated_names`: a quantity, an identity field or a facet."""
        return self.once(_states, name)

    def text(self, field: str) -> Coded[str]:
        """What `Sheet.text` gives of each row."""
        return self.once(_text, field)

    def word(self, field: str) -> Coded[str]:
        """What `Sheet.field` gives of each row."""
        return self.once(_word, field)

    def name(self, field: str) -> Coded[str]:
        """What `name_of` gives of each row."""
        return self.once(_name, field)

    def number(self, quantity: str) -> Integers:
        """A code for number and unit of what `Sheet.figure` gives of each row; -1 where that is None."""
        return self.once(_number, quantity)

    def is_word(self, field: str, *words: str) -> Booleans:
        """The rows in which `Sheet.field` gives one of these words."""
        return self.word(field).where(lambda word: word in words)

    def written(self, field: str) -> Coded[str]:
        """The text in the place of an identity field itself."""
        return self._identity.get(field) or Coded(np.full(self.size, -1), ())

    def scalar(self, path: JSONPath) -> Coded[str]:
        """The first text or whole number at a path of an identity field or of a family."""
        return self._scalars.get(path) or Coded(np.full(self.size, -1), ())

    @property
    def roots(self) -> Coded[Path | None]:
        """The root of the catalog of each row; the value None where it is in none."""
        return self.once(_roots)

    @property
    def files(self) -> Coded[str]:
        """The path of the file of each row."""
        return self.once(_files)

    def order_of(self, rows: Integers) -> Integers:
        """The places of some rows in the order of a family; rows are in order."""
        has_records = self.profile.records is not None
        places = [place_in_order(*name, has_records=has_records) for name in self.places.names(rows)]
        found = np.empty(len(rows), dtype=np.int64)
        found[sorted(range(len(rows)), key=places.__getitem__)] = np.arange(len(rows))
        return found

    def groups(self, by: Sequence[JSONPath]) -> Integers:
        """A number for each row that all rows of its family have; -1 where it states none of these values.

        The families of several catalogs are apart, and a sheet in none is in no family.
        """
        return self.once(_groups, *by)

    def family(self, by: Sequence[JSONPath]) -> Grouping:
        """The rows grouped by root and by what they state at these paths."""
        return self.once(_family, *by)

    def named(self, fields: Sequence[str]) -> Grouping:
        """The rows grouped by root and by the texts of identity fields."""
        return self.once(_named, *fields)

    @property
    def figures_read(self) -> Integers:
        """How many figures each row states."""
        return self.once(_figures_read)

    def by_identity(
        self, fields: Iterable[str], of: Callable[[Sheet], Value], among: Booleans | None = None
    ) -> Coded[Value]:
        """What a function gives of sheets that depends on these identity fields alone.

        It is called once for each combination of their texts, with a sheet that states nothing else; if some
        rows are given, for those alone.
        """
        names = tuple(dict.fromkeys(fields))
        written = [*map(self.written, names)]
        if among is not None:
            written = [text.among(among) for text in written]
        together = self.combined(*written)
        sheets = (_stating(self.profile, dict(zip(names, texts, strict=True))) for texts in together.values)
        codes = together.codes if among is None else np.where(among, together.codes, -1)
        return Coded(codes, tuple(of(sheet) for sheet in sheets))

    def combined(self, *columns: Coded[Any]) -> Coded[tuple[Any, ...]]:
        """The values of several columns in each row, None where there is none."""
        codes = np.zeros(self.size, dtype=np.int64)
        for column in columns:
            if not column.values:
                continue
            codes = numbered(codes * (len(column.values) + 1) + column.codes + 1)
        first = first_of(codes)
        parts = (map((*column.values, None).__getitem__, column.codes[first].tolist()) for column in columns)
        return Coded(codes, tuple(zip(*parts, strict=True)) if columns else ((),))


def _stating(profile: Profile, texts: Mapping[str, str | None]) -> Sheet:
    sheet = Sheet(NOWHERE, (), {}, profile)
    sheet.identity = {field: Identity(text, "") for field, text in texts.items() if text is not None}
    sheet.measurands = {}
    return sheet


def _figures_read(columns: Columns) -> Integers:
    found = np.zeros(columns.size, dtype=np.int64)
    for quantity in columns.quantities:
        found += np.bincount(columns.figures(quantity).rows, minlength=columns.size)
    return found


def _figure(columns: Columns, *quantities: str) -> Wide:
    names = chain.from_iterable((name, SAME_TEST.get(name, "")) for name in quantities)
    found = [columns.figures(name).first for name in names if name]
    wide = found[0]
    for other in found[1:]:
        wide = wide.or_else(other)
    return wide


def _chosen(columns: Columns, *quantities: str) -> Coded[Figure]:
    found: Coded[Figure] = Coded(np.full(columns.size, -1), ())
    for name in chain.from_iterable((name, SAME_TEST.get(name, "")) for name in quantities):
        if name:
            figures = columns.figures(name)
            found = found.or_else(Coded(figures.first.codes, figures.distinct))
    return found


def _number(columns: Columns, quantity: str) -> Integers:
    names = [quantity, SAME_TEST[quantity]] if quantity in SAME_TEST else [quantity]
    known: dict[Hashable, int] = {}
    found = np.full(columns.size, -1, dtype=np.int64)
    for figures in map(columns.figures, reversed(names)):
        of = [known.setdefault((figure.stated, figure.unit.name), len(known)) for figure in figures.distinct]
        codes = figures.first.codes
        found = np.where(codes >= 0, np.array([*of, -1], dtype=np.int64)[codes], found)
    return found


def _states(columns: Columns, name: str) -> Booleans:
    if name == CONVERSIONS:
        repeated = (columns.figures(quantity).repeated for quantity in columns.quantities)
        return columns.at(np.concatenate([np.zeros(0, dtype=np.int64), *repeated]))
    if name in columns.facets:
        return columns.facets[name]
    found = columns.figures(name).count > 0
    if name in SAME_TEST:
        found |= columns.figures(SAME_TEST[name]).count > 0
    return found | (columns.text(name).codes >= 0)


def _roots(columns: Columns) -> Coded[Path | None]:
    return columns.places.roots


def _files(columns: Columns) -> Coded[str]:
    return columns.places.files


def _family(columns: Columns, *by: JSONPath) -> Grouping:
    return _grouped(columns, [columns.scalar(path) for path in by])


def _named(columns: Columns, *fields: str) -> Grouping:
    return _grouped(columns, [columns.text(field) for field in fields])


def _grouped(columns: Columns, texts: Sequence[Coded[str]]) -> Grouping:
    roots = columns.once(_roots)
    return Grouping([(roots.codes, roots.values), *((text.codes, text.values) for text in texts)])


def _groups(columns: Columns, *by: JSONPath) -> Integers:
    is_alone = ~columns.once(_roots).where(lambda root: root is not None)
    is_alone |= np.all([columns.scalar(path).codes < 0 for path in by], axis=0)
    return np.where(is_alone, -1, columns.family(by).of_rows)


def _fields(columns: Columns, field: str) -> tuple[str, ...]:
    return columns.profile.vocabulary.fields_for(field)


def _word(columns: Columns, field: str) -> Coded[str]:
    if not known_words(field):
        return columns.written(field)
    return columns.by_identity(_fields(columns, field), lambda sheet: sheet.field(field)).mapped(_itself)


def _name(columns: Columns, field: str) -> Coded[str]:
    if not known_words(field):
        return columns.written(field)
    return columns.by_identity(_fields(columns, field), lambda sheet: name_of(sheet, field)).mapped(_itself)


def _text(columns: Columns, field: str) -> Coded[str]:
    if not known_words(field):
        return columns.written(field)
    return columns.by_identity(_fields(columns, field), lambda sheet: sheet.text(field)).mapped(_itself)


def _itself(text: str | None) -> str | None:
    return text

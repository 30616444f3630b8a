"""Profiles: how a repository writes its sheets, and the extraction of identity and figures from them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import JSONPath, find
from speclint.documents.pointer import to_pointer
from speclint.limits import exceeded, limit
from speclint.profiles.marks import Marks
from speclint.profiles.normal_form import year_of
from speclint.profiles.walk import InvalidFigure, Node, Walk
from speclint.quantities.measurand import Measurand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from speclint.bands.store import Bands
    from speclint.profiles.family import Family
    from speclint.profiles.name_parts import Part
    from speclint.profiles.vocabulary import Vocabulary
    from speclint.quantities.numeral import Mark


_MPG = ("consumption_combined", "consumption_city", "consumption_highway")
"""Quantities that are stated in miles per gallon."""
SHOWN = 40
"""Characters that an error shows of a text which is longer than the limit."""
Measurands: TypeAlias = dict[str, tuple[Measurand, ...]]


class Identity(msgspec.Struct, frozen=True):
    """The value of an identity field, such as the make, and its pointer."""

    value: str
    pointer: str


class SiblingPaths(msgspec.Struct, frozen=True):
    """The path to the siblings that a sheet declares, and their keys for the id and the shared quantities."""

    entries: JSONPath
    sheet: str
    shares: str


class SourcePaths(msgspec.Struct, frozen=True):
    """The path to the sources that a sheet names, and the keys that describe them; None for an unused key."""

    entries: JSONPath
    url: str | None = None
    published: str | None = None
    accessed: str | None = None
    covers: str | None = None


class DisagreementPaths(msgspec.Struct, frozen=True):
    """The path to values of other sources in a sheet, and the key with the pointer that they contradict."""

    entries: JSONPath
    at: str


class Profile(msgspec.Struct, frozen=True):
    """How one kind of sheet is written."""

    name: str
    files: tuple[str, ...]
    schema: str | None
    layers: tuple[str, ...]
    """Patterns of layers, farthest first; names in braces mean the same parts as in the sheet's path."""
    records: JSONPath | None
    """Path to the records of a document that holds many sheets."""
    place: str | None
    """Expected path of a sheet below the catalog's root, without suffix, as a template of its identity."""
    identity: Mapping[str, JSONPath]
    vocabulary: Vocabulary
    """What the words in its identity fields state."""
    siblings: SiblingPaths | None
    quantities: Node
    names: frozenset[str]
    """The quantities for which it has a path."""
    lists: Mapping[str, JSONPath]
    """Paths to the elements of lists, such as one of motors, by the quantities in them."""
    families: tuple[Family, ...] = ()
    sources: SourcePaths | None = None
    disagreements: DisagreementPaths | None = None
    name_parts: Mapping[str, Part] = {}
    """Identity fields that are a part of the text at their path."""
    bands: Bands | None = None
    """The bands for figures, if a configuration names a file of bands."""
    missing: frozenset[str] = frozenset()
    """Texts that stand for nothing, besides the usual ones."""
    worded: frozenset[str] = frozenset()
    """The quantities whose unit a text beside them, or the car, decides."""
    decimal: Mark | None = None
    """The decimal mark of figures that are texts; None where the texts of each file decide."""
    marks: Marks | None = None
    """The decimal marks in one file of many records; None where a file is one sheet."""

    def in_file(self, records: Callable[[], Iterable[object]]) -> Profile:
        """The profile of the records of one file."""
        return msgspec.structs.replace(self, marks=Marks(self.quantities, records))

    def identify(self, document: object) -> dict[str, Identity]:
        """The identity fields that the document states."""
        found = {}
        for field, path in self.identity.items():
            for steps, value in find(document, path):
                if is_written(field, value):
                    text = self.written(field, value)
                    if text is not None:
                        found[field] = Identity(text, to_pointer(steps))
                    break
        return found

    def written(self, field: str, value: object) -> str | None:
        """What a value at the path of an identity field states; None if it lacks the part that is meant.

        Raises:
            LimitError: it is longer than the limit.
        """
        part, whole = self.name_parts.get(field), str(value)
        # to look up the limit would take longer than all else
        if len(whole) > SHOWN and len(whole) > limit("word"):
            place = f'the {field} "{whole[:SHOWN]}…"'
            raise exceeded(place, "word", len(whole))
        text = _part_of(whole, part) if part else whole
        return year_of(text) if field == "year" and text is not None else text

    def measure(
        self, document: object, invalid_pointers: AbstractSet[str]
    ) -> tuple[Measurands, tuple[InvalidFigure, ...]]:
        """The measurands of a document by quantity, and the figures that cannot be read.

        Invalid places, and figures that contain one, are left out.
        """
        walk = Walk(invalid_pointers, self.missing)
        walk.follow(self.quantities, document, "", "")
        if walk.texts:
            self._read_texts(document, walk)
        if walk.states("consumption_electric", "mpge"):
            from speclint.profiles.mpg import reread_mpge

            reread_mpge(walk, lambda field: self._word(field, document), self.identify(document).keys())
        if any(walk.states(name, "mpg US") for name in _MPG):
            from speclint.profiles.mpg import reread_mpg

            reread_mpg(walk, lambda field: self._word(field, document))
        grouped: dict[str, list[Measurand]] = {}
        for (name, where), figures in walk.figures.items():
            unit_pointer = walk.unit_pointers.get((name, where), "")
            measurand = Measurand(figures[0].quantity, where, tuple(figures), unit_pointer)
            grouped.setdefault(name, []).append(measurand)
        return {name: tuple(found) for name, found in grouped.items()}, tuple(walk.invalid_figures)

    def _read_texts(self, document: object, walk: Walk) -> None:
        from speclint.profiles.texts import Context, read_texts

        marks = self.marks or Marks(self.quantities, lambda: [document])

        def word(field: str) -> str | None:
            return self._word(field, document)

        read_texts(walk, Context(marks, self.decimal, self.missing, self.names, word))

    def _word(self, field: str, document: object) -> str | None:
        identity = self.identify(document)
        return self.word(field, {place: stated.value for place, stated in identity.items()})

    def word(self, field: str, written: Mapping[str, str]) -> str | None:
        """The word by which rules know what the texts in identity fields state of a field."""
        words = (
            self.vocabulary.stated(place, written[place]).get(field)
            for place in self.vocabulary.fields_for(field)
            if place in written
        )
        return next((word for word in words if word is not None), None)


def is_written(field: str, value: object) -> bool:
    """Whether a value may state an identity field: a text or a whole number."""
    # exports write whole numbers of a column with gaps as 2014.0
    is_year = field == "year" and isinstance(value, Decimal)
    return (isinstance(value, (str, int)) and not isinstance(value, bool)) or is_year


def _part_of(text: str, part: Part) -> str | None:
    # few profiles split a name
    from speclint.profiles.name_parts import part_of

    return part_of(text, part)

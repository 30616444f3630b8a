"""Sheets: the technical data of one model variant, with identity, figures and siblings."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from speclint.documents.jsonpath import find
from speclint.documents.pointer import is_within, resolve
from speclint.profiles.vocabulary import FIELDS_FOR, known_words
from speclint.quantities.figure import read_stated
from speclint.quantities.table import SAME_TEST
from speclint.sheets.declarations import siblings, suppressions
from speclint.sheets.identity_words import read_word, unknown_words
from speclint.sheets.layers import merged
from speclint.sheets.sources import disagreements, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from speclint.bands.store import Bands
    from speclint.documents.parser import ParseError
    from speclint.profiles.profile import Identity, Measurands, Profile
    from speclint.profiles.walk import InvalidFigure
    from speclint.quantities.figure import Figure, Stated
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.schema.results import SchemaViolation
    from speclint.schema.schema import Schema
    from speclint.sheets.declarations import InlineSuppression, Sibling
    from speclint.sheets.identity_words import UnknownWord, Word
    from speclint.sheets.layers import Layer, MissingLayer, MissingRecords
    from speclint.sheets.place import SheetLocation
    from speclint.sheets.sources import CitedText, Source


class Sheet:
    """One sheet: its merged value, the layers it is merged from, and the figures in it.

    Figures are not read at places with a parse error or a schema violation.
    """

    changed_from: tuple[Sheet, frozenset[str]] | None = None
    """Of a version with other figures: the sheet itself, and the quantities in which it differs."""

    @cached_property
    def known(self) -> dict[object, object]:
        """What was computed of it, by function; see `once_per_sheet`."""
        return {}

    def __init__(  # noqa: PLR0913, PLR0917 - the whole content of a sheet
        self,
        place: SheetLocation,
        layers: tuple[Layer, ...],
        value: object,
        profile: Profile | None,
        schema_violations: tuple[SchemaViolation, ...] = (),
        missing_layers: tuple[MissingLayer, ...] = (),
        missing_records: MissingRecords | None = None,
    ) -> None:
        self.place = place
        self.layers = layers
        self.value = value
        self.profile = profile
        self.schema_violations = schema_violations
        self.missing_layers = missing_layers
        self.missing_records = missing_records
        """What a document lacks that holds records for its profile, of which none is found."""

    @property
    def parse_errors(self) -> tuple[tuple[Layer, ParseError], ...]:
        """The parse errors of its layers, each with the layer."""
        return tuple([(layer, error) for layer in self.layers for error in layer.parse_errors])

    @property
    def id(self) -> str:
        """Its path below the catalog's root, without suffix."""
        return self.place.id

    @property
    def path(self) -> str:
        """Its path for display."""
        return self.place.path

    @cached_property
    def invalid_pointers(self) -> frozenset[str]:
        """Pointers to places with a parse error or schema violation, which no other rule reads."""
        blocked = {violation.blocks for violation in self.schema_violations if violation.blocks is not None}
        return frozenset(
            blocked | {error.pointer.removeprefix(layer.prefix) for layer, error in self.parse_errors}
        )

    @cached_property
    def _measured(self) -> tuple[Measurands, tuple[InvalidFigure, ...]]:
        if self.profile is None:
            return {}, ()
        return self.profile.measure(self.value, self.invalid_pointers)

    @cached_property
    def measurands(self) -> Measurands:
        """The measurands that the sheet states, by name of the quantity."""
        return self._measured[0]

    @property
    def figures_read(self) -> int:
        """How many figures were read."""
        return sum(
            len(measurand.figures) for measurands in self.measurands.values() for measurand in measurands
        )

    @property
    def invalid_figures(self) -> tuple[InvalidFigure, ...]:
        """Members at the path of a quantity that are not figures of it."""
        return self._measured[1]

    @cached_property
    def identity(self) -> dict[str, Identity]:
        """The identity fields that the sheet states: make, model, variant, drive, ..."""
        if self.profile is None:
            return {}
        found = self.profile.identify(self.value)
        if not self.invalid_pointers:
            return found
        return {field: stated for field, stated in found.items() if not self._is_invalid(stated.pointer)}

    def _is_invalid(self, pointer: str) -> bool:
        return bool(self.invalid_pointers) and any(
            is_within(pointer, place) for place in self.invalid_pointers
        )

    @cached_property
    def siblings(self) -> tuple[Sibling, ...]:
        """The siblings that the sheet declares."""
        if self.changed_from is not None:
            return self.changed_from[0].siblings
        paths = self.profile.siblings if self.profile else None
        return () if paths is None else tuple(siblings(self.value, paths, self.invalid_pointers))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that the sheet names."""
        return tuple(self._cited()) if self.changed_from is None else self.changed_from[0].sources

    def _cited(self) -> Iterator[Source]:
        paths = self.profile.sources if self.profile else None
        return iter(()) if paths is None else sources(self.value, paths, self._is_invalid)

    @cached_property
    def disagreements(self) -> tuple[CitedText, ...]:
        """Pointers to the places in the sheet that other sources contradict."""
        return (
            tuple(self._contradicted()) if self.changed_from is None else self.changed_from[0].disagreements
        )

    def _contradicted(self) -> Iterator[CitedText]:
        paths = self.profile.disagreements if self.profile else None
        return iter(()) if paths is None else disagreements(self.value, paths, self._is_invalid)

    @cached_property
    def suppressions(self) -> tuple[InlineSuppression, ...]:
        """The findings that the sheet suppresses in its member `$speclint`."""
        return tuple(suppressions(self.value, self._is_invalid))

    @property
    def bands(self) -> Bands:
        """The bands for its figures: those of its profile or the shipped ones."""
        own = self.profile.bands if self.profile else None
        if own is not None:
            return own
        from speclint.bands.store import shipped_bands

        return shipped_bands()

    def with_figure(self, value: object, pointer: str, stated: Stated) -> Sheet:
        """The sheet with another value, which differs in the figure at a pointer alone; the rest is kept."""
        names = self.quantities_at(pointer)
        measurands = dict(self.measurands)
        for name in names:
            measurands[name] = tuple([one.with_stated(pointer, stated) for one in measurands[name]])
        sheet = self._with_measurands(value, measurands, names)
        sheet.quantities_by_pointer = self.quantities_by_pointer
        return sheet

    def with_quantities(self, names: AbstractSet[str]) -> Sheet:
        """The sheet without the figures of all other quantities; the rest is kept."""
        measurands = {name: measurands for name, measurands in self.measurands.items() if name in names}
        return self._with_measurands(self.value, measurands, self.measurands.keys() - names)

    def _with_measurands(self, value: object, measurands: Measurands, changed: AbstractSet[str]) -> Sheet:
        """The sheet with other measurands of some quantities."""
        sheet = Sheet(self.place, self.layers, value, self.profile, self.schema_violations)
        sheet.measurands, sheet._measured = measurands, (measurands, self.invalid_figures)
        sheet._words, sheet.identity, sheet.facets = self._words, self.identity, self.facets
        sheet.stated_names = self.stated_names
        sheet.invalid_pointers = self.invalid_pointers
        original, before = self.changed_from or (self, frozenset())
        sheet.changed_from = original, before | with_stand_ins(frozenset(changed))
        return sheet

    def quantities_at(self, pointer: str) -> frozenset[str]:
        """The quantities that state a figure at a pointer."""
        return self.quantities_by_pointer.get(pointer, frozenset())

    @cached_property
    def quantities_by_pointer(self) -> dict[str, frozenset[str]]:
        """By pointer the quantities that state a figure there."""
        return {
            pointer: frozenset([measurand.quantity.name for measurand, _ in stated])
            for pointer, stated in self._by_pointer.items()
        }

    @cached_property
    def _by_pointer(self) -> dict[str, list[tuple[Measurand, Figure]]]:
        found: dict[str, list[tuple[Measurand, Figure]]] = {}
        for measurands in self.measurands.values():
            for measurand in measurands:
                for figure in measurand.figures:
                    found.setdefault(figure.pointer, []).append((measurand, figure))
        return found

    def alike_but_for(self, names: Iterable[str]) -> Sheet | None:
        """The sheet of which it is a version, if it differs in none of these quantities; else None."""
        if self.changed_from is None or not self.changed_from[1].isdisjoint(names):
            return None
        return self.changed_from[0]

    @cached_property
    def stated_names(self) -> frozenset[str]:
        """Names of the quantities and identity fields that it states, and its `facets`."""
        measurands, fields = self.measurands, self.identity.keys() | FIELDS_FOR.keys()
        equivalents = [name for name, other in SAME_TEST.items() if other in measurands]
        if self.profile is not None:
            fields |= self.profile.vocabulary.fields
        stated = [name for name in fields if self.text(name) is not None]
        return self.facets.union(measurands, equivalents, stated)

    @cached_property
    def facets(self) -> frozenset[str]:
        """What a sheet has apart from figures and identity, such as `siblings` or `parse_errors`."""
        facets = {
            "parse_errors": self.parse_errors,
            "schema_violations": self.schema_violations,
            "invalid_figures": self.invalid_figures,
            "missing_layers": self.missing_layers,
            "missing_records": self.missing_records,
            "layers": self.layers[1:],
            "conversions": self.has_conversions,
            "siblings": self.siblings,
            "families": self.profile and self.profile.families,
            "sources": next(self._cited(), None),
            "disagreements": next(self._contradicted(), None),
        }
        return frozenset([name for name, values in facets.items() if values])

    @property
    def has_conversions(self) -> bool:
        """Whether some measurand is stated in several units."""
        return any(
            len(measurand.figures) > 1 for measurands in self.measurands.values() for measurand in measurands
        )

    def field(self, name: str) -> str | None:
        """The value of an identity field; if it has a vocabulary, the word by which rules know it.

        None if it is not stated, or in an unknown word. `Electric` under fuel also states the
        powertrain `bev`.
        """
        return self._word(name)[0]

    def text(self, name: str) -> str | None:
        """An identity field as it is written, in its own place or in that of a field which states it too."""
        found = self._word(name)[1]
        return found.value if found else None

    def field_pointer(self, name: str) -> str:
        """Pointer to the place that states an identity field; the whole document if there is none."""
        found = self._word(name)[1]
        return found.pointer if found else ""

    def _word(self, name: str) -> Word:
        found = self._words.get(name)
        if found is None:
            found = self._words[name] = self._read_word(name)
        return found

    def _read_word(self, name: str) -> Word:
        if self.profile is None or not known_words(name):
            own = self.identity.get(name)
            return (own.value if own else None), own
        return read_word(name, self.identity, self.profile.vocabulary)

    @cached_property
    def _words(self) -> dict[str, Word]:
        return {}

    @property
    def unknown_words(self) -> tuple[UnknownWord, ...]:
        """Words in identity fields that are in no vocabulary: no rule knows what they state."""
        return tuple(unknown_words(self.identity, self.profile.vocabulary)) if self.profile else ()

    def stated(self, quantity: str) -> tuple[Measurand, ...]:
        """The measurands of a quantity."""
        return self.measurands.get(quantity, ())

    def count(self, quantity: str) -> int:
        """The number of elements in the list that holds the quantity, whether they state it or not."""
        path = self.profile.lists.get(quantity) if self.profile else None
        return sum(1 for _ in find(self.value, path)) if path else 0

    def figure(self, *quantities: str) -> Figure | None:
        """The most precise figure of the first of these quantities that the sheet states, or None.

        An equivalent quantity, of the same test, replaces one that is not stated.
        """
        measurands = self.measurands
        for quantity in quantities:
            found = measurands.get(quantity) or measurands.get(SAME_TEST.get(quantity, ""))
            if found:
                return found[0].sharpest
        return None

    def rewritten(self, name: FigureName, value: object) -> str:
        """The part of a text that states a figure, with another JSON value in the style of that text."""
        from speclint.quantities.rewrite import mark_in, rewrite

        stated = read_stated(value)
        if stated is None:
            return str(value)
        part = str(name.part(resolve(self.value, name.pointer)))
        found = self.measured_at(name)
        usual = (self.profile.decimal if self.profile else None) or "."
        return rewrite(part, stated, mark_in(part, found[1].stated if found else None) or usual)

    def measured_at(self, name: FigureName) -> tuple[Measurand, Figure] | None:
        """The figure of that name with its measurand, or None; of several at a bare pointer the first."""
        for measurand, figure in self._by_pointer.get(name.pointer, ()):
            # not by the span, which moves when the text before it changes
            if name.unit in {"", figure.unit.name}:
                return measurand, figure
        return None


@lru_cache(maxsize=1024)
def with_stand_ins(names: frozenset[str]) -> frozenset[str]:
    """Names of quantities, and those in whose place they may be read."""
    return names.union([name for name, other in SAME_TEST.items() if other in names])


def read_sheet(
    place: SheetLocation,
    layers: tuple[Layer, ...],
    profile: Profile | None,
    schema: Schema | None,
    missing_layers: tuple[MissingLayer, ...] = (),
) -> Sheet:
    """The sheet merged from these layers, with the violations of the schema."""
    if missing_layers or any(layer.is_broken for layer in layers):
        # an incomplete value cannot be validated
        return Sheet(place, layers, None, None, (), missing_layers)
    value = merged(layers)
    violations: tuple[SchemaViolation, ...] = ()
    if schema is not None and not schema.accepts(value):
        violations = tuple(schema.explain(value))
    return Sheet(place, layers, value, profile, violations)

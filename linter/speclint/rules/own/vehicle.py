"""What a rule with code is given of a vehicle, and what it yields: public, so that each name here is a promise."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.message_text import likely
from speclint.documents.pointer import resolve
from speclint.quantities.figure import Bound
from speclint.quantities.interval import INFINITY
from speclint.quantities.number import decimals
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind, of_kind
from speclint.rules.laws.fields import FIELDS, UNRULED
from speclint.sheets.families import MAX_COMPARED, MODEL, family_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.quantities.figure import Figure as Stated
    from speclint.quantities.unit import Unit
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MAX_SHOWN = 8
"""Units that a message lists; there are as many of prices as there are currencies."""


class Figure:
    """One stated figure of a vehicle; as text it is what a reader would write, `494 Nm`."""

    def __init__(self, sheet: Sheet, stated: Stated, unit: Unit) -> None:
        self.sheet = sheet
        """For speclint itself, and no part of what is promised; so is `stated`."""
        self.stated = stated
        # to its own unit nothing is converted, so that 364 stays 364
        numbers = stated.numbers if unit.name == stated.unit.name else stated.values_in(unit)
        low, high = float(numbers[0]), float(numbers[-1])
        if isinstance(stated.stated, Bound):
            is_lower = stated.stated.at_least == (unit.reciprocal == stated.unit.reciprocal)
            low, high = (low, INFINITY) if is_lower else (-INFINITY, high)
        self.low: float = low
        """The lower end of a range, in the unit; the value itself if it is no range; minus infinity for `at most`."""
        self.high: float = high
        """The upper end of a range, in the unit; the value itself if it is no range; infinity for `at least`."""
        self.unit: str = unit.name
        """Name of the unit that the numbers are in."""

    @property
    def quantity(self) -> str:
        """Name of the quantity: `torque`."""
        return self.stated.quantity.name

    @property
    def label(self) -> str:
        """What messages call it, with the figure: `torque 494 Nm`."""
        return self.stated.labelled

    @property
    def value(self) -> float:
        """The number, in the unit: of a range the middle, of a bound the number that is stated."""
        if self.low == -INFINITY:
            return self.high
        return self.low if self.high == INFINITY else (self.low + self.high) / 2

    @property
    def decimals(self) -> int:
        """Digits after the decimal point as stated: 2 for `1.50`, 0 for `494`."""
        return max(map(decimals, self.stated.numbers))

    @property
    def pointer(self) -> str:
        """JSON pointer (RFC 6901) to the place that states it."""
        return self.stated.pointer

    def __str__(self) -> str:
        """The figure as it is stated, whatever unit it was asked for in."""
        return str(self.stated)

    def __repr__(self) -> str:
        return f"<Figure {self.quantity} {self} at {self.pointer}>"


class Fault(msgspec.Struct, frozen=True):
    """What a rule with code yields for one fault of a vehicle."""

    message: str
    """Lower case, without a full stop, with the figures that it is about."""
    at: Figure | str
    """The figure at fault, or a JSON pointer to a value of the vehicle's document; the empty text is all of it."""
    suggestion: object = None
    """What should stand there instead, of a figure in its own unit; any value of JSON but null."""
    help: str | None = None
    """What to do next, where the message alone does not say it."""
    related: tuple[Figure, ...] = ()
    """Other figures that the fault is about, also of siblings."""


class Vehicle:
    """One vehicle of a catalog: what its sheet, row or record states."""

    def __init__(self, sheet: Sheet, catalog: Catalog) -> None:
        self._sheet = sheet
        self._catalog = catalog

    @property
    def id(self) -> str:
        """Its path below the folder of the sheets, without suffix: `bmw/ix2-xdrive30`."""
        return self._sheet.id

    @property
    def path(self) -> str:
        """The path of its file, as reports show it."""
        return self._sheet.path

    @property
    def value(self) -> object:
        """Its document, with what it inherits. Numbers are int or Decimal, with the digits as written."""
        return self._sheet.value

    def at(self, pointer: str) -> object:
        """The value at a JSON pointer of its document; None if there is none.

        Raises:
            ValueError: the text is no JSON pointer.
        """
        try:
            return resolve(self._sheet.value, pointer)
        except LookupError:
            return None

    def field(self, name: str) -> str | None:
        """The word of an identity field, such as `powertrain` or `market`, in the vocabulary of laws.

        None if it is not stated, or in an unknown word.

        Raises:
            LookupError: there is no such field.
        """
        return self._sheet.field(self._field(name))

    def place(self, name: str) -> str:
        """JSON pointer to the place that states an identity field; empty if none does.

        Raises:
            LookupError: there is no such field.
        """
        return self._sheet.field_pointer(self._field(name))

    def _field(self, name: str) -> str:
        return _known("identity field", name, self._fields)

    @property
    def _fields(self) -> Mapping[str, object]:
        profile = self._sheet.profile
        return dict.fromkeys((*FIELDS, *UNRULED, *(profile.identity if profile else ())))

    def figures(self, quantity: str, unit: str | None = None) -> tuple[Figure, ...]:
        """The figures that are stated of a quantity, in the order in which they are read.

        Args:
            quantity: its name, as `speclint show` has it.
            unit: name of a unit of that quantity. Each thing that is measured then has one figure: the one in
                this unit, or else the most precise of the others, converted. What does not convert is left out.

        Raises:
            LookupError: there is no such quantity, or no such unit of it.
        """
        _known("quantity", quantity, QUANTITIES)
        wanted = None if unit is None else _unit(quantity, unit)
        return tuple(self._figures(quantity, wanted))

    def figure(self, quantity: str, unit: str | None = None) -> Figure | None:
        """The most precise figure of the first thing that is measured; None if the quantity is not stated.

        Args:
            quantity: its name.
            unit: the unit to convert it to.

        Raises:
            LookupError: there is no such quantity, or no such unit of it.
        """
        if unit is not None:
            return next(iter(self.figures(quantity, unit)), None)
        _known("quantity", quantity, QUANTITIES)
        found = self._sheet.stated(quantity)
        return Figure(self._sheet, found[0].sharpest, found[0].sharpest.unit) if found else None

    def _figures(self, quantity: str, unit: Unit | None) -> Iterator[Figure]:
        for measurand in self._sheet.stated(quantity):
            if unit is None:
                yield from (Figure(self._sheet, stated, stated.unit) for stated in measurand.figures)
                continue
            alike = [stated for stated in measurand.figures if stated.unit.kind == unit.kind]
            own = [stated for stated in alike if stated.unit.name == unit.name]
            if alike:
                nearest = own or sorted(alike, key=lambda stated: stated.interval.width)
                yield Figure(self._sheet, nearest[0], unit)

    @cached_property
    def siblings(self) -> tuple[Vehicle, ...]:
        """The other vehicles of its catalog that state the same make, model and generation.

        At most 40, in order of their paths, records of their ids, as the shipped rules compare them; none if the profile
        maps no make or no model.
        """
        family = family_by(self._sheet.profile, MODEL, ("make", "model"))
        if family is None:
            return ()
        others = self._catalog.siblings(self._sheet, family).first(MAX_COMPARED)
        return tuple(Vehicle(sheet, self._catalog) for sheet in others)

    def __repr__(self) -> str:
        return f"<Vehicle {self.id}>"


def _known(what: str, name: str, names: Mapping[str, object]) -> str:
    """A name that must be known.

    Raises:
        LookupError: it is not, with the nearest that is.
    """
    if name in names:
        return name
    meant = likely(name, names)
    message = f'there is no {what} "{name}"{f"; did you mean {meant}?" if meant else ""}'
    raise LookupError(message)


def _unit(quantity: str, name: str) -> Unit:
    kind = QUANTITIES[quantity].kind
    unit = UNITS.get(name)
    if unit is not None and is_of_kind(unit, kind):
        return unit
    units = ", ".join(unit.name for unit in of_kind(kind)[:MAX_SHOWN])
    message = f'"{name}" is no unit of {quantity}; it is stated in {units}'
    raise LookupError(message)

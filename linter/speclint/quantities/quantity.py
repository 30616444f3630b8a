"""What is known of a quantity: one entry of the table in `quantities/table.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from speclint.quantities.limits import Limits


class Key(msgspec.Struct, frozen=True):
    """Words by which the keys of a document name a quantity, in the singular, separated by blanks."""

    needed: str
    """All of them must be there; the first names what is measured."""
    optional: str = ""
    """These may be there too; with any other word another quantity may be meant."""


class Confusion(msgspec.Struct, frozen=True):
    """A quantity whose figure is easily written in the place of another one."""

    written: str
    cause: str
    ratio: float
    """What the right figure is of the one written: the median of the sheets in `specs/`, but for masses also
    of OpenEV Data."""
    rarity: float = 1.0
    """How many times as rare it is as confusions usually are."""


class Quantity(msgspec.Struct, frozen=True):
    """One entry of the table of quantities."""

    name: str
    label: str
    """What messages call it."""
    kind: str
    """Kind of unit, as in the table of units."""
    metric: str
    """Unit that a metric reader expects."""
    imperial: str
    """Unit that a reader in the United States expects."""
    basis: str = ""
    """What it includes, or how it is measured, where the label leaves that open."""
    limits: Limits | None = None
    """None where none are known, or cars, currencies and markets differ too much for any."""
    limits_by_powertrain: tuple[tuple[str, Limits], ...] = ()
    """Narrower limits of cars of one powertrain."""
    required_of: frozenset[str] | None = None
    """Powertrains whose cars all have it, so that 0 cannot mean that there is none; None if all cars have
    it."""
    more: str = "more"
    less: str = "less"
    """How a change for more, and for less, is worded: `slower`, `quicker`."""
    keys: tuple[Key, ...] = ()
    """By which words it is recognised where a profile is inferred."""
    assumed: tuple[float, float] | None = None
    """Between which values, in the metric unit, the median of a catalog lies if its key names no unit."""
    same_test: str | None = None
    """The quantity that stands in for it where it is not stated: another name of the same test."""
    confusions: tuple[Confusion, ...] = ()
    """Quantities whose figures are easily written in its place."""
    is_counted: bool = False
    """Whether its figures are small whole numbers."""

    def limits_for(self, powertrain: str | None) -> Limits | None:
        """The limits in cars of this powertrain; None if there are none."""
        return next((limits for name, limits in self.limits_by_powertrain if name == powertrain), self.limits)

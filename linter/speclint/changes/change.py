"""Changes: of one figure, one other value or one sheet between two revisions."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from speclint.quantities.unit import is_far

if TYPE_CHECKING:
    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.quantities.measurand import Measurand
    from speclint.quantities.quantity import Quantity
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


class Kind(StrEnum):
    """Kinds of changes of a figure, another value or a sheet, in the order in which they are counted."""

    CHANGED = "changed"
    """No true value would be written as both."""
    RESTATED = "restated"
    """The same fact in another unit or writing."""
    SHARPENED = "sharpened"
    """The same fact with more digits."""
    BLURRED = "blurred"
    """The same fact with fewer digits."""
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"

    @classmethod
    def of(cls, base: object, revision: object) -> Kind:
        """Added or removed where a side is None, else changed."""
        return cls.ADDED if base is None else cls.REMOVED if revision is None else cls.CHANGED


class Stated(msgspec.Struct, frozen=True, eq=False):
    """A value as one side states it, and where."""

    pointer: str
    value: object
    """The JSON value; for a whole sheet its name."""
    figure: Figure | None = None

    @property
    def name(self) -> FigureName | str:
        """Name of the figure, or pointer to another value."""
        return self.pointer if self.figure is None else self.figure.name


class Pair(msgspec.Struct, frozen=True, eq=False):
    """One sheet in both revisions; a side is None where the sheet is not in it."""

    base: Sheet | None
    revision: Sheet | None
    named: bool = False
    """Whether the user named both files, so that different paths are no change."""

    @property
    def sheet(self) -> Sheet:
        """The sheet of the revision, or of the base if it was removed."""
        sheet = self.revision or self.base
        if sheet is None:
            message = "a pair holds a sheet"
            raise ValueError(message)
        return sheet


class CurvePoint(msgspec.Struct, frozen=True, eq=False):
    """The point of a charging curve that a change is of."""

    charge: Figure
    """Its state of charge, in the base if the point was removed."""
    size: int
    """How many points there are on either side, those that are paired counted once."""
    charge_before: Figure | None = None
    """The state of charge in the base, where it was exchanged with the power."""


class Change(msgspec.Struct, frozen=True, eq=False):
    """One change of a pair of sheets."""

    kind: Kind
    pair: Pair
    names: tuple[str, ...]
    """The path for the reader: members, and elements of lists by their key; empty for the whole sheet."""
    base: Stated | None
    revision: Stated | None
    quantity: Quantity | None = None
    field: str | None = None
    """Name of the identity field that changed."""
    was: Measurand | None = None
    """The measurand that the figure states, in the base."""
    now: Measurand | None = None
    lost: tuple[object, ...] = ()
    """Of a list without order: the elements that only the base holds."""
    gained: tuple[object, ...] = ()
    curve: CurvePoint | None = None
    """Of the power in a charging curve: the point."""

    @property
    def pointer(self) -> str:
        """Pointer to the value in the revision; in the base if it was removed."""
        stated = self.revision or self.base
        return stated.pointer if stated else ""

    @property
    def figures(self) -> tuple[Figure, Figure] | None:
        """The figures of both sides, where there are two."""
        before = self.base.figure if self.base else None
        after = self.revision.figure if self.revision else None
        return (before, after) if before is not None and after is not None else None

    @property
    def is_changed_figure(self) -> bool:
        """Whether a figure states another fact than before; a point of a curve is none of its own."""
        return self.kind is Kind.CHANGED and self.quantity is not None and self.curve is None

    @property
    def is_relabelled(self) -> bool:
        """Whether the unit of a figure changed to one of another size, and its number did not."""
        if self.figures is None or self.curve is not None:
            return False
        before, after = self.figures
        return before.stated == after.stated and is_far(before.unit, after.unit)

    @property
    def is_of_sheet(self) -> bool:
        """Whether a whole sheet was added, removed or renamed."""
        return not self.names and self.quantity is None


class Revised(msgspec.Struct, frozen=True, eq=False):
    """What a rule on changes reads: a sheet in both revisions, all its changes, and both catalogs."""

    base: Sheet
    revision: Sheet
    changes: tuple[Change, ...]
    base_catalog: Catalog
    catalog: Catalog

    def relabelled(self) -> tuple[Change, ...]:
        """The figures whose unit changed to one of another size, and whose number did not."""
        return tuple(change for change in self.changes if change.is_changed_figure and change.is_relabelled)

    def changed(self, *quantities: str) -> tuple[Change, ...]:
        """The figures that changed, without those relabelled; of any quantity if none is named."""
        return tuple(
            change
            for change in self.changes
            if change.is_changed_figure
            and not change.is_relabelled
            and (not quantities or (change.quantity is not None and change.quantity.name in quantities))
        )

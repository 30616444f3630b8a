"""Families of sheets that state the same values, and comparisons of their figures."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from speclint.profiles.family import Family
from speclint.quantities.interval import INFINITY
from speclint.sheets.place import is_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from speclint.profiles.profile import Profile
    from speclint.quantities.figure import Figure
    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

Argument = TypeVar("Argument", bound="Hashable")
Value = TypeVar("Value")

MODEL = ("make", "model", "generation")
"""Identity fields that the variants of one model share."""
VARIANT = ("make", "model", "generation", "year", "market")
"""Those that variants of one model and year share."""
YEARS = ("make", "model", "variant", "generation", "market", "powertrain", "drive")
"""Those that one car shares with itself in other model years."""
MAX_COMPARED = 40
"""Members of a family that are compared, the first in its order: more add little and cost time."""


def in_order(sheet: Sheet) -> tuple[str, str, str]:
    """The place of a sheet in the order of a family; see `place_in_order`."""
    has_records = sheet.profile is not None and sheet.profile.records is not None
    return place_in_order(sheet.path, sheet.id, has_records=has_records)


def place_in_order(path: str, name: str, *, has_records: bool) -> tuple[str, str, str]:
    """The place of a sheet in the order of a family: that of a document by its path, of a record by its name.

    So the members that are compared are the same however records are divided into files.

    Args:
        path: the path of the file.
        name: the id of the sheet.
        has_records: whether documents hold several records by their profile.
    """
    return (name.partition("#")[0], path, name) if has_records or is_stream(path) else (path, name, "")


class Members(list["Sheet"]):
    """The members of a family, in its order, and what was computed of them for all."""

    def __init__(self, sheets: Iterable[Sheet] = ()) -> None:
        super().__init__(sheets)
        self._known: dict[Hashable, object] = {}

    def once(self, of: Callable[[Members, Argument], Value], argument: Argument) -> Value:
        """What a function gives of them, computed once for each of its arguments."""
        key = of, argument
        if key not in self._known:
            self._known[key] = of(self, argument)
        return cast("Value", self._known[key])

    def index_of(self, sheet: Sheet) -> int:
        """The index of the member in the place of a sheet; -1 if there is none."""
        index = bisect_left(self, in_order(sheet), key=in_order)
        return index if index < len(self) and self[index].place == sheet.place else -1


class Siblings:
    """The other members of a sheet's family, in its order, and what was computed of them."""

    def __init__(self, members: Members, sheet: Sheet) -> None:
        self.members = members
        self.own = members.index_of(sheet)
        """The index of the sheet itself among the members; -1 if it is none."""
        self._known: dict[Hashable, object] = {}

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.members) - (self.own >= 0)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """All of them."""
        return self.first(len(self.members))

    def first(self, count: int) -> list[Sheet]:
        """The first so many of them."""
        if not 0 <= self.own < count:
            return self.members[:count]
        return self.members[: self.own] + self.members[self.own + 1 : count + 1]

    def once(self, of: Callable[[Siblings, Argument], Value], argument: Argument) -> Value:
        """What a function gives of them, computed once for each of its arguments."""
        key = of, argument
        if key not in self._known:
            self._known[key] = of(self, argument)
        return cast("Value", self._known[key])


def family_by(profile: Profile | None, fields: Sequence[str], required: Sequence[str]) -> Family | None:
    """The family of sheets that agree on those of the identity fields for which the profile has a path.

    None if it has no path for a required field.
    """
    if profile is None or any(field not in profile.identity for field in required):
        return None
    return Family("", tuple(profile.identity[field] for field in fields if field in profile.identity))


def families_of(profile: Profile) -> Iterator[Family]:
    """The kinds of family that rules look for in sheets of a profile, declared ones and others."""
    yield from profile.families
    for fields in (MODEL, VARIANT, YEARS):
        family = family_by(profile, fields, ("make", "model"))
        if family is not None:
            yield family


def single_measurand(sheet: Sheet, quantity: str) -> Measurand | None:
    """The measurand of a quantity that the sheet states once; None if it states none or several."""
    found = sheet.stated(quantity)
    return found[0] if len(found) == 1 else None


def ratio(first: Figure, second: Figure) -> float:
    """The ratio of the larger of two figures to the smaller; 1 if their units or values allow none."""
    low, high = sorted((first.value, second.value))
    return high / low if first.unit.kind == second.unit.kind and low > 0 and high < INFINITY else 1.0

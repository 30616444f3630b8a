"""What siblings that are alike state: how often a car states the same, by what else is equal.

The shares are those of 7,800 published cars whose families no accuracy is measured on: of the cars with a sibling
that is alike in these fields, and none that is alike in those before, the share that state the figure of one of them
(benchmarks/fit_shares.py).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from speclint.quantities.figure import Bound
from speclint.quantities.number import plain
from speclint.rules.entry_errors.engines import NOT_BURNT, OTHERS, counts_of, share_of
from speclint.sheets.families import MAX_COMPARED
from speclint.vehicle.powertrain import powertrain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speclint.quantities.figure import Stated
    from speclint.sheets.families import Members, Siblings
    from speclint.sheets.sheet import Sheet

Number: TypeAlias = "tuple[Stated, str]"
"""What a figure states, and the name of its unit."""
Key: TypeAlias = "tuple[object, ...]"


MANY = 3
"""Siblings that are alike from which on `Likeness.of_many` holds."""


class Likeness(NamedTuple):
    """What siblings have to have in common, and how often they then state the same."""

    fields: tuple[str, ...]
    """Quantities and identity fields."""
    share: float
    of_many: float | None = None
    """The same beside as many siblings as `MANY`, where it was measured."""

    def among(self, siblings: int, quantity: str) -> float:
        """How often a car states what one of so many siblings states."""
        if siblings >= MANY and self.of_many is not None:
            return self.of_many
        return self.share * (of_one(quantity) if siblings == 1 else 1.0)


WORDS = frozenset({"fuel", "gearbox", "drive"})
"""The identity fields among them; two cars that both do not state one are alike in it."""
DIMENSIONS = frozenset({"length", "width", "height", "wheelbase"})
"""Those of a body: the variants of one model have the same, or nearly so."""
OF_ONE, OF_ONE_BODY = 0.93, 0.99
"""By how much the share is less with one sibling alone. Either of the two may be wrong, and figures that are measured
are more often those of another version; a judgement. Of bodies 0.988 to 0.996 of the share was measured."""
_ENGINE = ("fuel", "power", "torque", "displacement")
_DRIVETRAIN = ("gearbox", "drive")
_KERB_MASS = (
    Likeness((*_ENGINE, *_DRIVETRAIN), 0.44), Likeness(("fuel", "displacement", *_DRIVETRAIN), 0.35),
    Likeness(("fuel", "drive"), 0.2), Likeness((), 0.11),
)  # fmt: skip
# of heights 0.993 were measured, 0.996 beside many, where sports suspensions and rails of the roof are rarely rows of
# their own
LIKENESSES: dict[str, tuple[Likeness, ...]] = {
    "length": (
        Likeness(("width", "height", "wheelbase"), 0.998, 0.9986), Likeness(("height", "wheelbase"), 0.83),
        Likeness(("width", "wheelbase"), 0.76), Likeness(("wheelbase",), 0.41),
    ),
    "width": (
        Likeness(("length", "height", "wheelbase"), 0.996, 0.997), Likeness(("length", "wheelbase"), 0.87),
        Likeness(("height", "wheelbase"), 0.75), Likeness(("wheelbase",), 0.58),
    ),
    "height": (
        Likeness(("length", "width", "wheelbase"), 0.95, 0.985), Likeness(("length", "width"), 0.91),
        Likeness(("length", "wheelbase"), 0.77), Likeness(("width", "wheelbase"), 0.52),
    ),
    "wheelbase": (
        Likeness(("length", "width", "height"), 0.997, 0.9986), Likeness(("length", "width"), 0.96),
        Likeness(("length", "height"), 0.83), Likeness(("width",), 0.78), Likeness((), 0.62),
    ),
    "displacement": (
        Likeness(("fuel", "power", "torque"), 0.99, 0.995), Likeness(("fuel", "torque"), 0.81),
        Likeness(("fuel",), 0.47), Likeness((), 0.11),
    ),
    "torque": (
        Likeness(("fuel", "power", "displacement"), 0.97, 0.99), Likeness(("fuel", "displacement"), 0.17),
        Likeness((), 0.06),
    ),
    "power": (
        Likeness(("fuel", "torque", "displacement"), 0.88, 0.98), Likeness(("fuel", "torque"), 0.21),
        Likeness((), 0.13),
    ),
    "acceleration_0_100_kmh": (
        Likeness((*_ENGINE, *_DRIVETRAIN), 0.73), Likeness(("fuel", "power", "torque"), 0.23),
        Likeness((), 0.12),
    ),
    "top_speed": (
        Likeness((*_ENGINE, *_DRIVETRAIN), 0.72), Likeness(("fuel", "power", "torque"), 0.37),
        Likeness((), 0.23),
    ),
    "consumption_combined": (
        Likeness(("fuel", "displacement", *_DRIVETRAIN), 0.32), Likeness(("fuel",), 0.16), Likeness((), 0.03),
    ),
    "consumption_city": (
        Likeness(("fuel", "displacement", *_DRIVETRAIN), 0.32), Likeness(("fuel",), 0.14),
    ),
    "consumption_highway": (
        Likeness(("fuel", "displacement", *_DRIVETRAIN), 0.38), Likeness(("fuel",), 0.23),
    ),
    "co2": (
        Likeness(("fuel", "consumption_combined"), 0.68), Likeness((), 0.08),
    ),
    "mass_kerb": _KERB_MASS, "mass_kerb_din": _KERB_MASS, "mass_kerb_eu": _KERB_MASS,
}  # fmt: skip


class Alike(NamedTuple):
    """What the siblings that are most alike state of a quantity, or other models with its engine."""

    fields: tuple[str, ...]
    """What they have in common with the car."""
    share: float
    """How often a car states what one of them states."""
    counts: Mapping[Number, int]
    total: int
    are_models: bool = False
    """Whether they are published models, and no siblings."""


class StatedFields(dict[str, object]):
    """What a sheet states of the quantities and fields, each read once; None for what it does not state."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def __missing__(self, name: str) -> object:
        found = (
            powertrain_of(self._sheet)
            if name == "powertrain"
            else self._sheet.field(name)
            if name in WORDS
            else number_of(self._sheet, name)
        )
        self[name] = found
        return found

    def beside(self, quantity: str, unit: str) -> list[str]:
        """The single numbers that it states of other quantities in a unit."""
        return numbers_in(unit, (self[name] for name in LIKENESSES if name != quantity))

    def key(self, fields: tuple[str, ...]) -> Key | None:
        """What it states of these; None if a quantity among them is not stated."""
        found = [self[name] for name in fields]
        if None in found and any(
            value is None and name not in WORDS for name, value in zip(fields, found, strict=True)
        ):
            return None
        return tuple(found)


def numbers_in(unit: str, stated: Iterable[object]) -> list[str]:
    """Those of what is stated that are single numbers of a unit."""
    found = (each for each in stated if isinstance(each, tuple) and each[1] == unit)
    return [plain(number) for number, _ in found if not isinstance(number, tuple | Bound)]


def number_of(sheet: Sheet, quantity: str) -> Number | None:
    """What a sheet states of a quantity first."""
    figure = sheet.figure(quantity)
    return None if figure is None else (figure.stated, figure.unit.name)


def alike(own: StatedFields, quantity: str, siblings: Siblings | None) -> Alike | None:
    """What the siblings that are most alike state; None if none of those that are compared states it.

    Models with the same engine are more alike than siblings that do not have it.
    """
    for level in range(len(LIKENESSES[quantity])):
        found = (of_models(own, quantity) if level == 1 else None) or (
            _at(level, own, quantity, siblings) if siblings else None
        )
        if found:
            return found
    return None


def of_models(own: StatedFields, quantity: str) -> Alike | None:
    """What models with the engine of a car state of a quantity; None if none is known by what else it states."""
    if quantity not in OTHERS or own[quantity] is None or own["powertrain"] in NOT_BURNT:
        return None
    others = [cast("Number | None", own[name]) for name in OTHERS[quantity]]
    return by_models(quantity, own["fuel"], others, cast("Number", own[quantity]))


def by_models(quantity: str, fuel: object, others: Sequence[Number | None], own: Number) -> Alike | None:
    """The same by the fuel of the car, what it states of the other two figures, and of the quantity itself."""
    counts = counts_of(quantity, fuel, others, own)
    total = sum(counts.values())
    if not total:
        return None
    return Alike(("fuel", *OTHERS[quantity]), share_of(quantity, total), counts, total, are_models=True)


def _at(level: int, own: StatedFields, quantity: str, siblings: Siblings) -> Alike | None:
    """What the siblings state that are as alike as one likeness has it."""
    likeness = LIKENESSES[quantity][level]
    key = own.key(likeness.fields)
    counts = siblings.members.once(_counts, quantity)[level].get(key) if key is not None else None
    if counts is None:
        return None
    if 0 <= siblings.own < MAX_COMPARED:
        counts = _without(
            counts, siblings.members.once(_stated, siblings.own), quantity, likeness.fields, cast("Key", key)
        )
    total = sum(counts.values())
    return Alike(likeness.fields, likeness.among(total, quantity), counts, total) if total else None


def of_one(quantity: str) -> float:
    """By how much the share is less with one sibling alone."""
    return OF_ONE_BODY if quantity in DIMENSIONS or quantity == "displacement" else OF_ONE


def _without(
    counts: Counter[Number], member: StatedFields, quantity: str, fields: tuple[str, ...], key: Key | None
) -> Counter[Number]:
    """The counts without what one member states."""
    mine = member[quantity]
    if mine is None or member.key(fields) != key:
        return counts
    others = counts.copy()
    others[cast("Number", mine)] -= 1
    return others


def _stated(members: Members, index: int) -> StatedFields:
    return StatedFields(members[index])


def _counts(members: Members, quantity: str) -> list[dict[Key, Counter[Number]]]:
    """By likeness and by what members have in common: how often they state a number."""
    found: list[dict[Key, Counter[Number]]] = [{} for _ in LIKENESSES[quantity]]
    for index in range(min(len(members), MAX_COMPARED)):
        member = members.once(_stated, index)
        if member[quantity] is None:
            continue
        for likeness, by_key in zip(LIKENESSES[quantity], found, strict=True):
            key = member.key(likeness.fields)
            if key is not None:
                by_key.setdefault(key, Counter())[cast("Number", member[quantity])] += 1
    return found

"""Two neighbours in a file whose figures of one quantity are exchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from speclint.documents.message_text import printable
from speclint.rules.catalog.examples import profile, table
from speclint.rules.rule import Level, Related, Violation, bad_table, catalog_rule, good_table
from speclint.vehicle.features import BATTERIES, READS, features_of, states_enough

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.bands.model import ReferenceModel, Vector
    from speclint.quantities.figure import Figure
    from speclint.rules.rows import Rows
    from speclint.rules.rule import Explains, Rule
    from speclint.sheets.sheet import Sheet

MIN_OUTSIDE, MAX_INSIDE = 2.5, 2.0
"""Standard deviations from what the other figures of a car predict: as stated at least, and exchanged at most."""
MIN_OF_NAMED, MAX_OF_NAMED = 0.8, 1.05
"""Ratio of a stated battery capacity, usable or gross, to the one in the name of its car."""
CAPACITY = re.compile(r"(\d+(?:[.,]\d+)?)\s*kwh", re.IGNORECASE)
NAMES = ("model", "variant", "trim")
"""Identity fields that may name a battery capacity."""


class Pair(NamedTuple):
    """The figures of two neighbours that are exchanged, and why that is known."""

    figure: Figure
    other: Figure
    because: str


_PROFILE = profile(
    power="kW", torque="Nm", displacement="cm³", mass_kerb_din="kg", acceleration_0_100_kmh="s", top_speed="km/h"
)  # fmt: skip
_SMALL, _LARGE = "66 kW,fwd,diesel,{},230,1598,1200,11.9,182", "110 kW,fwd,diesel,{},320,1968,1279,8.6,216"
_BATTERIES = profile(battery_usable="kWh")


def _golfs(*cars: str) -> str:
    columns = "make,model,drive,fuel,power,torque,displacement,mass_kerb_din,acceleration_0_100_kmh,top_speed"
    return table(columns, *(("Volkswagen", f"Golf {car}") for car in cars))


def _konas(*batteries: float) -> str:
    rows = (("Hyundai", f"Kona {name} kWh", size) for name, size in zip((39, 64), batteries, strict=True))
    return table("make,model,battery_usable", *rows)


@catalog_rule(
    level=Level.WARNING,
    summary="two neighbours have each other's figures",
    needs=("make",),
    reads=(*READS, "model", "variant", "trim"),
    bad=(
        bad_table(
            _golfs(_SMALL.format(110), _LARGE.format(66)), profile=_PROFILE, at="/power",
            message="power 110 kW and 66 kW of two neighbours are exchanged: each fits the figures of the other",
        ),
        bad_table(
            _konas(64, 39.2), profile=_BATTERIES, at="/battery_usable",
            message="usable battery capacity 64 kWh and 39.2 kWh of two neighbours are exchanged: each fits the "
            'name of the other, "39 kWh" and "64 kWh"',
        ),
    ),
    good=(
        good_table(_golfs(_SMALL.format(66), _LARGE.format(110)), profile=_PROFILE),
        good_table(_konas(39.2, 64), profile=_BATTERIES),
    ),
)  # fmt: skip
class figures_exchanged:  # noqa: N801 - named as the rule
    """In a table it is easy to write a figure into the next row, and that of the next row into this one.

    Neighbours are records of one make that follow each other in a file. Of the figures that a car states, the same
    one deviates most from what the others predict in both, to opposite sides, and exchanged both fit: of 4,302 pairs
    of neighbours of one fuel and model in published data this holds for one, and there the weaker engine states the
    better time. Or the names state battery capacities that are those of the other.
    """

    def __init__(self) -> None:
        self.before: Sheet | None = None
        self.found: list[Violation] = []

    def add(self, sheet: Sheet) -> None:
        """Compare a sheet with the one before it."""
        before, self.before = self.before, sheet
        if before is None or before.path != sheet.path or before.field("make") != sheet.field("make"):
            return
        pair = _by_figures(before, sheet) or _by_names(before, sheet)
        if pair is not None:
            self.found.append(_violation(before, sheet, pair))
            # a figure is exchanged with that of one neighbour
            self.before = None

    def add_columns(self, rows: Rows) -> None:
        """Compare the rows of one file and make that may be exchanged with the one before them."""
        if not len(rows.numbers):
            return
        first, last = rows.numbers[[0, -1]].tolist()
        self.add(rows.sheet(first))
        exchanged = first if self.before is None else None
        files = rows.columns.files.codes[rows.numbers]
        follows = files[1:] == files[:-1]
        if follows.any():
            from speclint.rules.catalog.by_column import may_be_exchanged

            follows &= may_be_exchanged(rows, MIN_OUTSIDE, _names_capacity)[rows.numbers[1:]]
        pairs = rows.numbers[:-1][follows].tolist(), rows.numbers[1:][follows].tolist()
        for before, row in zip(*pairs, strict=True):
            if before != exchanged:
                self.before = rows.sheet(before)
                self.add(rows.sheet(row))
                exchanged = row if self.before is None else None
        self.before = None if exchanged == last else rows.sheet(last)

    def violations(self) -> Iterable[Violation]:
        """A fault for each pair of neighbours."""
        return self.found


def _names_capacity(text: str) -> bool:
    return CAPACITY.search(text) is not None


def _violation(sheet: Sheet, other: Sheet, pair: Pair) -> Violation:
    label, name = pair.figure.quantity.label, pair.figure.quantity.name
    return Violation(
        f"{label} {pair.figure} and {pair.other} of two neighbours are exchanged: each fits {pair.because}",
        pair.figure.name, (Related(f"{pair.other.labelled} is stated here", pair.other.name, other),),
        help="exchange them", sheet=sheet, arguments=(name, sheet.id, other.id),
        explains=_in_either(sheet, other, pair),
    )  # fmt: skip


def _in_either(sheet: Sheet, other: Sheet, pair: Pair) -> Explains:
    """Explains what is found in the exchanged figures of both."""
    names = {sheet.place: pair.figure.name, other.place: pair.other.name}

    def explains(sheet: Sheet, _rule: Rule, violation: Violation) -> bool:
        return names.get(sheet.place) in violation.names

    return explains


def _by_figures(sheet: Sheet, other: Sheet) -> Pair | None:
    """The figures of both that deviate most from their cars, if they fit when exchanged, by each kind of car."""
    if not (states_enough(sheet) and states_enough(other)):
        return None
    one, two = features_of(sheet), features_of(other)
    if one.kinds != two.kinds:
        return None
    found = {_exchanged(sheet.bands.models[kind], one.vector, two.vector) for kind in one.kinds}
    name = found.pop() if len(found) == 1 else None
    if name is None or one.figures[name].quantity is not two.figures[name].quantity:
        return None
    return Pair(one.figures[name], two.figures[name], "the figures of the other")


def _exchanged(model: ReferenceModel, car: Vector, other: Vector) -> str | None:
    """The name of the figure that is exchanged between two cars, or None."""
    (name, stated), (its, others) = _farthest(model, car), _farthest(model, other)
    if name != its or not name or stated * others >= 0 or min(abs(stated), abs(others)) < MIN_OUTSIDE:
        return None
    exchanged = {**car, name: other[name]}, {**other, name: car[name]}
    fits = filter(None, map(model.conditional_fit, exchanged))
    return name if all(abs(fit.deviations(name)) <= MAX_INSIDE for fit in fits) else None


def _farthest(model: ReferenceModel, car: Vector) -> tuple[str, float]:
    """The figure that deviates most from what the others predict, in standard deviations; no name if none may."""
    fit = model.conditional_fit(car)
    sizes = {name: fit.deviations(name) for name in fit.stated if name in model.bands} if fit else {}
    return max(sizes.items(), key=lambda size: abs(size[1]), default=("", 0.0))


def _by_names(sheet: Sheet, other: Sheet) -> Pair | None:
    """The batteries of both, if each is that of the other by the names."""
    figure, its = sheet.figure(*BATTERIES), other.figure(*BATTERIES)
    if figure is None or its is None or figure.quantity is not its.quantity:
        return None
    named, others = _named(sheet), _named(other)
    if len(named) != 1 or len(others) != 1:
        return None
    (name,), (its_name,) = named, others
    stated, exchanged = ((figure, name), (its, its_name)), ((figure, its_name), (its, name))
    if any(_fits(*pair) for pair in stated) or not all(_fits(*pair) for pair in exchanged):
        return None
    return Pair(figure, its, f'the name of the other, "{printable(name)}" and "{printable(its_name)}"')


def _named(sheet: Sheet) -> set[str]:
    """The battery capacities in the name of a car."""
    return {match[0] for name in NAMES for match in CAPACITY.finditer(sheet.text(name) or "")}


def _fits(figure: Figure, name: str) -> bool:
    capacity = float(CAPACITY.findall(name)[0].replace(",", "."))
    return capacity > 0 and MIN_OF_NAMED <= figure.value / capacity <= MAX_OF_NAMED

"""What an overview holds; data only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from speclint.bands.shape import SHAPES
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS
from speclint.rules.rule import Level
from speclint.vehicle.features import stating

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.diffing.rows import Row
    from speclint.results import Finding, SuppressedFinding


class Shown(NamedTuple):
    """A figure of the reference models as people read it."""

    name: str
    label: str
    unit: str
    scale: float
    """Reference units of its kind per unit."""


def _shown(name: str) -> Shown:
    quantity = QUANTITIES[name if name in QUANTITIES else stating(name)[0]]
    label = quantity.label if name in QUANTITIES else _LABELS[name]
    return Shown(name, label, quantity.metric, UNITS[quantity.metric].scale)


_LABELS = {"mass": "kerb mass", "battery": "battery capacity"}
FIGURES = tuple(
    _shown(name) for name in dict.fromkeys(name for shape in SHAPES.values() for name in shape.figures)
)
"""The figures that reference models know, in the order in which they are shown."""


class Placed(NamedTuple):
    """A figure as a sheet states it, with the band that the other figures imply, both in metric units."""

    value: float
    low: float | None = None
    """None where the sheet states too little for a band."""
    high: float | None = None


class Burnt(NamedTuple):
    """Consumption and CO2 of one test cycle."""

    litres: float
    """l/100 km."""
    grams: float
    """g/km."""
    fuel: str
    is_wrong: bool = False
    """Whether a finding is on one of the two."""
    is_known: bool = False
    """Whether only a suppressed one is."""


class Changed(NamedTuple):
    """What changed in a sheet."""

    kind: str
    """Whether the sheet was added, removed, renamed or changed, or others inherit from it; else empty."""
    event: str
    """What happened to the sheet as a whole; else empty."""
    rows: tuple[Row, ...]
    before: dict[str, float]
    """The figures before, by name in `FIGURES`."""
    stated: dict[str, str]
    """What the base states where findings are, as JSON text by pointer."""


class Origin(NamedTuple):
    """Where an overview is from."""

    data: str
    """The folder, and what of it was asked for."""
    commit: str
    """Which commit it is of; empty where git knows none."""
    time: str
    """When it was read."""


class Revisions(NamedTuple):
    """What was compared, as the reader called it."""

    base: str
    revision: str


class Vehicle(msgspec.Struct, frozen=True):
    """One sheet of a catalog."""

    sheet: str
    path: str
    title: str
    make: str = ""
    model: str = ""
    """Make, model and generation, which it shares with its siblings; empty if it states none."""
    figures: dict[str, Placed] = {}
    """By name in `FIGURES`."""
    burnt: Burnt | None = None
    wrong: tuple[str, ...] = ()
    """Names of figures that findings are on, notes aside."""
    known: tuple[str, ...] = ()
    """Names of other figures, which only suppressed findings are on."""
    findings: tuple[Finding, ...] = ()
    """The worst first."""
    suppressed: tuple[SuppressedFinding, ...] = ()
    """Those in the baseline, and those that somebody accepted; the worst first."""
    is_vehicle: bool = True
    """Whether it is a sheet; else what findings are on that are on none."""
    change: Changed | None = None
    """What changed in it, where two revisions are compared."""

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings, and those that are suppressed."""
        return *self.findings, *(each.finding for each in self.suppressed)

    @property
    def is_odd(self) -> bool:
        """Whether anything worse than a note was found in it."""
        return any(finding.level is not Level.NOTE for finding in self.findings)


class Overview(msgspec.Struct, frozen=True):
    """The vehicles of a catalog: each with findings, and others for comparison."""

    vehicles: tuple[Vehicle, ...]
    """Those with findings first, the worst first."""
    sheets: int
    """How many there are, those included that are left out here."""
    figures: int
    """How many figures were read in them."""
    counts: dict[str, int]
    """How many findings there are by level, those included that are left out."""
    origin: Origin
    known: int = 0
    """How many others are in the baseline."""
    accepted: int = 0
    """How many others somebody accepted."""
    notices: tuple[str, ...] = ()
    """What else the report does not cover, a line each."""
    revisions: Revisions | None = None
    """Of a comparison its two sides; the vehicles are then those that differ."""


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, the highest level first, and of equal ones the likeliest."""
    return sorted(findings, key=order_of)


def order_of(finding: Finding) -> tuple[int, float]:
    """What puts a finding of a higher level, or a likelier one, before another."""
    return -finding.level.weight, -_certainty(finding)


def _certainty(finding: Finding) -> float:
    """How certain the right value is: 1 where the rule itself knows, 0 where it is unknown."""
    if finding.suspect is None or finding.suspect.suggestion is None:
        return 0.0
    return 1.0 if finding.suspect.probability is None else finding.suspect.probability

"""Figures that were removed, lost digits, leapt, or were converted without their unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.changes.change import Kind
from speclint.quantities.figure import write
from speclint.rules.changes.entry_errors import READS, correction_of, corrects, unit_agreeing
from speclint.rules.changes.sourced import READS as READS_OF_SOURCES
from speclint.rules.changes.sourced import has_new_source
from speclint.rules.rule import Level, Violation, bad, change_rule, good
from speclint.rules.siblings.year_jump import BOUNDS, RANGES, same_battery
from speclint.sheets.families import ratio
from speclint.vehicle.powertrain import UNKNOWN, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised
    from speclint.quantities.figure import Figure
    from speclint.quantities.unit import Unit


@change_rule(
    level=Level.WARNING,
    summary="a figure was removed",
    mirror="a figure that is added makes a sheet more complete",
    reads=("changes",),
    bad=(
        bad('{"battery": {"usable": {"kWh": 64.8}}}',
            base='{"battery": {"usable": {"kWh": 64.8}, "voltage": {"V": 286}}}', at="/battery/voltage/V",
            message="battery voltage 286 V was removed"),
    ),
    good=(
        good('{"battery": {"usable": {"kWh": 64.8}}}', base='{"battery": {"gross": {"kWh": 64.8}}}',
            why="the capacity was called gross by mistake: the figure is still there"),
    ),
)  # fmt: skip
def figure_removed(revised: Revised) -> Iterator[Violation]:
    """What a sheet once stated had a source; a figure removed without another in its place is easily lost.

    Silent where the same figure is now stated as another quantity of its kind, for then it was only renamed.
    """
    added = [
        figure
        for change in revised.changes
        if change.kind is Kind.ADDED and change.now is not None
        for figure in change.now.figures
    ]
    for change in revised.changes:
        if change.kind is not Kind.REMOVED or change.was is None or change.now is not None or change.curve:
            continue
        if not any(agree(figure, other) for figure in change.was.figures for other in added):
            stated = " and ".join(map(str, change.was.figures))
            yield Violation(f"{change.was.quantity.label} {stated} was removed", change.was.figures[0].name)


def agree(figure: Figure, other: Figure) -> bool:
    """Whether two figures are of one kind of unit and agree."""
    return figure.unit.kind == other.unit.kind and figure.agrees_with(other)


_BATTERY = '{{"battery": {{"usable": {{"kWh": {0}}}}}}}'


@change_rule(
    level=Level.NOTE,
    summary="a figure has fewer digits than before",
    mirror="a figure with more digits is more exact",
    reads=("changes",),
    bad=(
        bad(_BATTERY.format(65), base=_BATTERY.format(64.8), at="/battery/usable/kWh",
            message="usable battery capacity 65 kWh has fewer digits than 64.8 kWh before"),
    ),
    good=(
        good(_BATTERY.format(64.8), base=_BATTERY.format(65)),
        good(_BATTERY.format(66), base=_BATTERY.format(64.8),
            why="another capacity, not the same one rounded"),
        good('{"range": {"wltp": {"km": [417, 449]}}}', base='{"range": {"wltp": {"km": 430}}}',
            why="a range over the trims holds more than one of its numbers"),
    ),
)  # fmt: skip
def precision_lost(revised: Revised) -> Iterator[Violation]:
    """Digits are evidence (JCGM 100:2008, F.2.2.1): 65 kWh includes all from 64.5 to 65.5, so 64.8 kWh is more exact.

    A rounded figure agrees with more values, so contradictions are missed.
    """
    for change in revised.changes:
        if change.kind is Kind.BLURRED and change.figures is not None and change.curve is None:
            before, after = change.figures
            if len(before.numbers) == len(after.numbers) and type(before.stated) is not tuple:
                message = f"{after.labelled} has fewer digits than {before} before"
                yield Violation(message, after.name)


NOT_BUILT = ("expected", "concept", "announced", UNKNOWN)
"""Statuses before a car is built, when its figures are not known yet."""

_SAME_SOURCE = '"sources": [{{"title": "Data", "url": "https://www.bmw.com/a", "accessed": "2024-03-01"}}]'
_POWER = '{{"powertrain": {{"type": "bev", "power": {{{0}}}}}, ' + _SAME_SOURCE + "}}"
_RANGE = '{{"battery": {{"usable": {{"kWh": {0}}}}}, "range": {{"wltp": {{"km": {1}}}}}}}'
_CONSUMPTION = '{{"consumption": {{"electric": {{"wltp": {{"kWh/100 km": {0}}}}}}}}}'
_CITED = (
    '{{"powertrain": {{"type": "bev", "power": {{"kW": {0}}}}}, "sources": [{{"title": "Data", '
    '"url": "https://www.bmw.com/{1}", "accessed": "2024-03-01", "covers": ["/powertrain/power"]}}]}}'
)
_EXPECTED = '{{"status": "{0}", "powertrain": {{"type": "bev", "power": {{"kW": {1}}}}}}}'


@change_rule(
    level=Level.WARNING,
    summary="a figure changed by more than one car's figures do",
    mirror="large-jump",
    reads=(*READS, *READS_OF_SOURCES),
    consequence_of=("ripple-missed",),
    bad=(
        bad(_POWER.format('"kW": 320'), base=_POWER.format('"kW": 230'), at="/powertrain/power/kW",
            message="power 320 kW is 1.39 times 230 kW before: expected no more than 1.3 times",
            why="digits transposed"),
    ),
    good=(
        good(_POWER.format('"kW": 250'), base=_POWER.format('"kW": 230'), why="a new model year"),
        good(_EXPECTED.format("production", 230), base=_EXPECTED.format("expected", 150),
            why="nothing was known of a car that was only expected"),
        good(_RANGE.format(45.0, 400), base=_RANGE.format(30.0, 270), why="a larger battery has more range"),
        good(_POWER.format('"kW": 230, "PS": 313'), base=_POWER.format('"kW": 23, "PS": 313'),
            why="an entry error was corrected"),
        good(_CONSUMPTION.format(19.7), base=_CONSUMPTION.format("197.0"),
            why="no car consumes 197 kWh/100 km: the number was in Wh/km"),
        good(_CITED.format(320, "b"), base=_CITED.format(230, "a"), why="a new source states it"),
    ),
)  # fmt: skip
def large_jump(revised: Revised) -> Iterator[Violation]:
    """One car's figures change little from one model year to the next, and less from one edit to the next.

    The bounds are those of `year-jump`, which 99.7 % of 3597 pairs of figures of one variant in two model years obey;
    ranges are compared where the battery stayed. Silent for cars that were not built yet, where a source of the figure is
    new, where an entry error was corrected (another unit, or what no car has, proves it), and where `unit-flipped` knows
    the cause.
    """
    if word_of(revised.base, "status") in NOT_BUILT:
        return
    ranges = RANGES if same_battery(revised.base, revised.revision) else ()
    for change in revised.changed(*BOUNDS, *ranges):
        if change.figures is None or change.quantity is None or corrects(change) or flipped_to(change):
            continue
        if has_new_source(change):
            continue
        before, after = change.figures
        times, bound = ratio(before, after), (BOUNDS | RANGES)[change.quantity.name]
        if times > bound:
            compared = "times" if after.value > before.value else "times smaller than"
            message = f"{after.labelled} is {times:.2f} {compared} {before} before: expected no more than {bound} times"
            yield Violation(message, after.name)


_CITED_TORQUE = _CITED.replace("power", "torque").replace('"kW": {0}', "{0}")
_TORQUE = '{{"powertrain": {{"type": "bev", "torque": {{{0}}}}}, ' + _SAME_SOURCE + "}}"
_EPA = '{{"range": {{"epa": {{{0}}}}}}}'


@change_rule(
    other_ids=("unit-not-updated",),
    level=Level.WARNING,
    summary="the number was converted without its unit, or the unit changed without its number",
    mirror="unit-flipped",
    reads=(*READS, *READS_OF_SOURCES),
    bad=(
        bad(_EPA.format('"mi": 700'), base=_EPA.format('"mi": 435'), at="/range/epa/mi",
            message="700 is 435 mi in km: the number was converted, the unit was not"),
        bad(_TORQUE.format('"Nm": 295'), base=_TORQUE.format('"lb-ft": 295'), at="/powertrain/torque/Nm",
            message="295 was in lb-ft and is in Nm: the unit changed, the number did not"),
    ),
    good=(
        good(_EPA.format('"km": 700'), base=_EPA.format('"mi": 435'), why="the unit changed with it"),
        good(_EPA.format('"mi": 360'), base=_EPA.format('"mi": 435'), why="no two units differ by this factor"),
        good(_POWER.format('"kW": 136, "PS": 185'), base=_POWER.format('"kW": 110, "PS": 150'),
            why="another motor"),
        good(_POWER.format('"PS": 136'), base=_POWER.format('"PS": 134'),
            why="PS and hp are too close to distinguish a mistaken unit from a small change"),
        good(_TORQUE.format('"Nm": 400'), base=_TORQUE.format('"lb-ft": 295')),
        good(_CITED_TORQUE.format('"Nm": 295', "b"), base=_CITED_TORQUE.format('"lb-ft": 295', "a"),
            why="a new source states it so"),
    ),
)  # fmt: skip
def unit_flipped(revised: Revised) -> Iterator[Violation]:
    """A figure that changed by just the factor between two units of its kind was converted without its unit, or the reverse.

    Factors are those of NIST SP 811, appendix B.8. Reported where the new number, in another unit, agrees with the
    old figure; both must have enough digits to exclude chance, and no figure in another unit may have changed alike.
    Reported too where the unit changed and the number stayed, unless a new source states it so, or no car had the
    figure before; then no other rule on changes reports that figure.
    """
    for change in revised.relabelled():
        if change.figures is not None and correction_of(change) is None and not has_new_source(change):
            before, after = change.figures
            message = f"{write(before.stated)} was in {before.unit.name} and is in {after.unit.name}: the unit changed, the number did not"
            yield Violation(message, after.name)
    for change in revised.changed():
        unit = flipped_to(change)
        if unit is not None and change.figures is not None:
            before, after = change.figures
            number = str(after).removesuffix(f" {after.unit.name}")
            message = f"{number} is {before} in {unit.name}: the number was converted, the unit was not"
            yield Violation(message, after.name)


def flipped_to(change: Change) -> Unit | None:
    """The unit in which the figure of the revision agrees with that of the base; None if it is none."""
    if change.figures is None or change.now is None:
        return None
    before, after = change.figures
    if before.unit is not after.unit or correction_of(change) is not None:
        return None
    if any(figure is not after and figure.agrees_with(after) for figure in change.now.figures):
        return None
    return unit_agreeing(after, before)

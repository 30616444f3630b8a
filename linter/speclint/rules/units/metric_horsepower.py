"""Metric horsepower under the name of mechanical horsepower."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.quantities.figure import Figure, write
from speclint.quantities.unit import UNITS, is_of_kind
from speclint.rules.corrections import corrected
from speclint.rules.related import stated
from speclint.rules.rule import Correction, Level, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from speclint.quantities.measurand import Measurand
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

MECHANICAL = ("hp", "bhp")
HORSEPOWER = (*MECHANICAL, "PS")

if TYPE_CHECKING:
    Beside: TypeAlias = "tuple[Figure, Sheet | None]"
    """A figure of the same power, and its sheet if that is another one."""


@family_rule(
    level=Level.WARNING,
    summary="a figure under hp is the PS of the kW beside it, or one under PS the hp",
    reads=("figures", "siblings"),
    of_siblings=("figures",),
    scope="quantity",
    bad=(
        bad('{"powertrain": {"type": "bev", "power": {"kW": 230, "hp": 313}}}', at="/powertrain/power/hp",
            message="power 313 hp is the PS of 230 kW, which is 308 hp",
            why="European press writes hp for PS"),
        bad('{"powertrain": {"type": "bev", "power": {"PS": 313, "bhp": 313}}}', at="/powertrain/power/bhp",
            message="power 313 bhp is the PS of 313 PS, which is 309 bhp", why="one number under both names"),
        bad({
                "bmw/ix2-xdrive30": '{"powertrain": {"type": "bev", "power": {"hp": 313}}, "siblings": '
                '[{"sheet": "bmw/ix1-xdrive30", "shares": ["power"]}]}',
                "bmw/ix1-xdrive30": '{"model": "iX1", "powertrain": {"type": "bev", "power": {"kW": 230}}, '
                '"siblings": [{"sheet": "bmw/ix2-xdrive30", "shares": ["power"]}]}',
            },
            at="/powertrain/power/hp", message="power 313 hp is the PS of 230 kW, which is 308 hp",
            why="the kW are stated in the sibling that shares the power"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 150, "PS": 201}}}', at="/powertrain/power/PS",
            message="power 201 PS is the hp of 150 kW, which is 204 PS",
            why="a source from the United States under the European name"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 230, "PS": 308, "hp": 308}}}',
            at="/powertrain/power/PS", message="power 308 PS is the hp of 230 kW, which is 313 PS",
            why="the kW decide which of the two names is wrong"),
        bad('{"powertrain": {"type": "bev", "power": {"kW": 66, "PS": 90, "hp": 90}}}', at="/powertrain/power/hp",
            message="power 90 hp is the PS of 66 kW, which is 89 hp",
            why="one number under both names, though 90 hp may be 66.4 kW rounded up"),
    ),
    good=(
        good('{"powertrain": {"type": "bev", "power": {"kW": 230, "PS": 313, "hp": 308}}}'),
        good('{"make": "Fiat", "powertrain": {"type": "ice", "power": {"kW": 50, "hp": 68}}}',
            why="68 PS are 67 hp: so few digits fit both"),
    ),
)  # fmt: skip
def metric_horsepower(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Metric horsepower (PS, ch, cv: 75 kgf·m/s, 0.7355 kW) is 1.4 % less than mechanical (hp, bhp: 0.7457 kW).

    The rule applies where the figure in its stated unit contradicts the figure beside it, even cut off, or has the
    number of the PS beside it, and in the other unit agrees with it. With kW in whole numbers the two always differ
    above some 126 kW; what may be cut off or rounded up is left to `conversion-rounding`. Definitions: DIN 66036 for
    PS, NIST SP 811 (appendix B.8) for hp (550 ft·lbf/s).
    """
    for quantity, measurands in sheet.measurands.items():
        if not is_of_kind(UNITS["hp"], measurands[0].quantity.kind):
            continue
        for measurand in measurands:
            units = {figure.unit.name for figure in measurand.figures}
            for figure, (other, owner) in _misnamed(measurand, _beside(measurand, quantity, sheet, catalog)):
                yield _hit(figure, other, owner, units=units)


def _beside(measurand: Measurand, quantity: str, sheet: Sheet, catalog: Catalog) -> list[Beside]:
    """The figures that state the same power: in the sheet, and in siblings that share it."""
    found: list[Beside] = [(figure, None) for figure in measurand.figures]
    for sibling in sheet.siblings:
        other = catalog.find(sibling.sheet, sheet) if quantity in sibling.shares else None
        for shared in other.stated(quantity) if other else ():
            if shared.pointer == measurand.pointer:
                found += [(figure, other) for figure in shared.figures]
    return found


def misnamed(measurand: Measurand) -> list[Figure]:
    """The figures of a measurand that are in another horsepower than they state, by the others of it."""
    return [figure for figure, _ in _misnamed(measurand, [(figure, None) for figure in measurand.figures])]


def _misnamed(measurand: Measurand, beside: list[Beside]) -> Iterator[tuple[Figure, Beside]]:
    """The figures in another horsepower than they state, each with the first of the others that shows it."""
    for figure in measurand.figures:
        if any(_has_right_name(figure, other, beside) for other, _ in beside):
            continue
        showing = [found for found in beside if is_misnamed(figure, found[0])]
        if any(is_surely_misnamed(figure, other) for other, _ in showing):
            yield figure, showing[0]


def _has_right_name(figure: Figure, kilowatts: Figure, beside: list[Beside]) -> bool:
    """Whether a figure fits the kW, and no PS of the same number fits them better."""
    if kilowatts.unit.name in HORSEPOWER or not figure.agrees_with(kilowatts):
        return False
    twins = (other for other, _ in beside if _is_of_ps(figure, other) and is_misnamed(figure, other))
    return figure.is_rewritten(kilowatts) or not any(twin.is_rewritten(kilowatts) for twin in twins)


def is_surely_misnamed(figure: Figure, other: Figure) -> bool:
    """Whether a figure is misnamed beside another one, and not merely cut off or rounded up."""
    is_sure = _is_of_ps(figure, other) or not figure.agrees_but_for_rounding(other)
    return is_sure and is_misnamed(figure, other)


def _is_of_ps(figure: Figure, other: Figure) -> bool:
    """Whether a figure has the number of a figure in PS."""
    return other.unit.name == "PS" and figure.stated == other.stated


def is_misnamed(figure: Figure, other: Figure) -> bool:
    """Whether a figure in one kind of horsepower fits another one only if it is read as the other kind."""
    if figure.unit.name in MECHANICAL:
        read = "PS" if other.unit.name not in MECHANICAL else None
    else:
        # of hp and PS alike, hp is the one that is written for the other
        read = "hp" if figure.unit.name == "PS" and other.unit.name not in HORSEPOWER else None
    if read is None:
        return False
    meant = figure.with_unit(UNITS[read])
    return not figure.agrees_with(other) and meant.agrees_with(other)


def _hit(figure: Figure, other: Figure, sheet: Sheet | None, *, units: set[str]) -> Violation:
    unit = figure.unit.name
    right = figure.rewritten(other)
    meant = "PS" if unit in MECHANICAL else "hp"
    message = f"{figure.labelled} is the {meant} of {other}"
    corrections: tuple[Correction, ...] = ()
    if right is not None:
        message += f", which is {write(right)} {unit}"
        cause = f"{meant} in a {unit} place"
        corrections = (corrected(figure, right, f"{meant} written as {unit}", message, cause),)
    remedy = None if meant in units else f'write the number under "{meant}", or the {unit} under "{unit}"'
    return Violation(message, figure.name, stated(other, sheet=sheet), corrections, help=remedy)

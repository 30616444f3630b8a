"""What laws find in a sheet."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from speclint.rules.corrections import shifted_where
from speclint.rules.laws import tree
from speclint.rules.laws.case import Case, cases
from speclint.rules.laws.message import Computed, Named
from speclint.rules.laws.scalar import certainty, failing, value
from speclint.rules.related import stated
from speclint.rules.rule import Related, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.quantities.figure import Figure
    from speclint.quantities.figure_name import FigureName
    from speclint.rules.laws.case import End
    from speclint.rules.laws.row import Clause, Row
    from speclint.rules.rule import Correction, SheetCheck
    from speclint.sheets.sheet import Sheet

Used = dict[tree.Pick, "Figure"]


def check_of(row: Row) -> SheetCheck:
    """The check of a rule: a figure outside its band, or else one violation for each law that fails."""
    laws = [(clause, certainty(clause.law).fails, _applies(clause)) for clause in row.clauses]

    def check(sheet: Sheet) -> Iterator[Violation]:
        states, plain = sheet.measurands.__contains__, (Case(sheet, {}),)
        for clause, fails, applies in laws:
            if all(map(states, clause.needs)):
                for case in cases(sheet, clause.each) if clause.each else plain:
                    if fails(case) and applies(case):
                        yield _violation(clause, case)

    if not row.band:
        return check
    # the reference model is not loaded for laws
    from speclint.rules.outliers import implausible

    return lambda sheet: iter([*implausible(sheet, *row.band)] or check(sheet))


def _applies(clause: Clause) -> Callable[[Case], bool]:
    """Whether the conditions of a clause let its law apply."""
    when = certainty(clause.when).holds if clause.when else lambda _: True
    unless = certainty(clause.unless).holds if clause.unless else lambda _: False
    return lambda case: when(case) and not unless(case)


def _violation(clause: Clause, case: Case) -> Violation:
    leaf = failing(clause.law, case)
    used = _used(leaf, case)
    names = _Names(clause, case, leaf, used)
    subject = names.figure("subject")
    others = [figure for figure in used.values() if figure is not subject]
    related = [
        *stated(*others),
        *(Related(f"{name} {names[name]} is stated here", names.place(name)) for name in clause.related),
    ]
    return Violation(
        clause.message.format_map(names),
        names.place(clause.at),
        tuple(related),
        tuple(_shifts(clause.shifted, case, [subject, *others])) if subject and clause.shifted else (),
        help=clause.help,
    )


def _used(leaf: tree.Leaf, case: Case) -> Used:
    """The figures by which a comparison fails, those of the side that it judges first."""
    if not isinstance(leaf, tree.Comparison):
        return {}
    sides: list[tuple[tree.Expression, End]] = [(leaf.left, "low"), (leaf.right, "high")]
    if leaf.sign in {">=", ">"}:
        sides = [(leaf.left, "high"), (leaf.right, "low")]
    if leaf.subject == "right":
        sides.reverse()
    return {pick: figure for side, end in sides for pick, figure in _figures(side, case, end)}


def _figures(node: tree.Node, case: Case, end: End) -> Iterator[tuple[tree.Pick, Figure]]:
    """The figures that an expression takes its low or its high end from."""
    match node:
        case tree.Pick():
            figure = case.figure(node, end)
            if figure is not None:
                yield node, figure
        case tree.Value(of=pick):
            yield from _figures(pick, case, "low" if pick.how == "min" else "high")
        case tree.Operation(sign, left, right):
            yield from _figures(left, case, end)
            other: End = "low" if end == "high" else "high"
            yield from _figures(right, case, other if sign in {"-", "/"} else end)


class _Names:
    """What stands for the names in a template."""

    def __init__(self, clause: Clause, case: Case, leaf: tree.Leaf, used: Used) -> None:
        self._clause = clause
        self._case = case
        self._leaf = leaf
        self._used = used

    def __getitem__(self, name: str) -> Named | Computed | str:
        if name in {"least", "most"}:
            return self._bound(name)
        figure = self.figure(name)
        if figure is not None:
            return Named(figure)
        if name in self._clause.names:
            return Computed(value(self._clause.names[name])(self._case))
        return self._case.sheet.field(name) or "unknown"

    def figure(self, name: str) -> Figure | None:
        """The figure that a name stands for, if it is one."""
        if name in {"", "subject"}:
            return self.figure(self._clause.at) if self._clause.at else next(iter(self._used.values()), None)
        pick = self._clause.names.get(name, tree.Pick("first", (name,)))
        if not isinstance(pick, tree.Pick):
            return None
        return self._used.get(pick) or self._case.figure(pick)

    def place(self, name: str) -> FigureName | str:
        """Where what a name stands for is stated; the whole document for none."""
        figure = self.figure(name)
        return self._case.sheet.field_pointer(name) if figure is None else figure.name

    def _bound(self, name: str) -> Computed:
        """The bound of the judged side: the least or the most that it may be."""
        subject = _sides(self._leaf)[0] if isinstance(self._leaf, tree.Comparison) else None
        for comparison in self._clause.law.walk():
            if isinstance(comparison, tree.Comparison):
                judged, bound, kind = _sides(comparison)
                if judged == subject and kind == name:
                    like = self._used.get(judged) if isinstance(judged, tree.Pick) else None
                    return Computed(value(bound)(self._case), like)
        return Computed(nan)


def _sides(comparison: tree.Comparison) -> tuple[tree.Expression, tree.Expression, str]:
    """What a comparison judges, what by, and whether that is the least or the most."""
    is_least = comparison.sign in {">=", ">"}
    if comparison.subject == "left":
        return comparison.left, comparison.right, "least" if is_least else "most"
    return comparison.right, comparison.left, "most" if is_least else "least"


def _shifts(law: tree.Condition, case: Case, figures: list[Figure]) -> Iterator[Correction]:
    """The figures with their decimal point one place off, where that fits the row's condition."""
    for figure in figures:
        others = [f"{other.quantity.label} is {other}" for other in figures if other is not figure]
        yield from shifted_where(figure, _obeys(law, case, figure), " and ".join(others))


def _obeys(law: tree.Condition, case: Case, figure: Figure) -> Callable[[Figure], bool]:
    """Whether a law may hold with another figure in the place of one."""
    return lambda instead: not certainty(law).fails(case.with_figure(figure, instead))

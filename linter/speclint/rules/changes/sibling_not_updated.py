"""A figure that changed in one sheet, but not in the sibling that shares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Change, Revised
    from speclint.quantities.figure import Figure
    from speclint.sheets.sheet import Sheet

_IX2 = '{{"powertrain": {{"type": "bev", "torque": {{"Nm": {0}}}}}, "siblings": [{{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}}]}}'
_IX1 = _IX2.replace('"powertrain"', '"model": "iX1", "powertrain"', 1).replace("ix1", "ix2")


@change_rule(
    first_id="sibling-left-behind",
    level=Level.WARNING,
    summary="a shared figure changed in one sheet, but not in its sibling",
    reads=("figures", "siblings"),
    of_siblings=("figures",),
    mirror="taken back, the siblings agree again",
    consequence_of=("large-jump",),
    bad=(
        bad({"bmw/ix2-xdrive30": _IX2.format(500), "bmw/ix1-xdrive30": _IX1.format(494)},
            base={"bmw/ix2-xdrive30": _IX2.format(494)}, at="/powertrain/torque/Nm",
            message="bmw/ix1-xdrive30, which shares the torque, still states 494 Nm"),
    ),
    good=(
        good({"bmw/ix2-xdrive30": _IX2.format(500), "bmw/ix1-xdrive30": _IX1.format(500)},
            base={"bmw/ix2-xdrive30": _IX2.format(494), "bmw/ix1-xdrive30": _IX1.format(494)},
            why="both changed"),
        good({"bmw/ix2-xdrive30": _IX2.format(494), "bmw/ix1-xdrive30": _IX1.format(494)},
            base={"bmw/ix2-xdrive30": _IX2.format(500)}, why="the two differed before, and agree now"),
    ),
)  # fmt: skip
def sibling_not_updated(revised: Revised) -> Iterator[Violation]:
    """Siblings share a part, so a change of the part changes the figure in every sheet that shares it.

    The rule speaks where two sheets that declare a shared quantity agreed before the change, the figure of the other one
    is what it was, and they do not agree any more. `check` finds the contradiction as `sibling-differs`; here it is known
    which of the two moved.
    """
    for change in revised.changed():
        for sibling in revised.revision.siblings:
            if change.quantity is None or change.quantity.name not in sibling.shares:
                continue
            before = revised.base_catalog.find(sibling.sheet, revised.base)
            after = revised.catalog.find(sibling.sheet, revised.revision)
            if before is not None and after is not None:
                yield from _left_behind(change, before, after)


def _left_behind(change: Change, before: Sheet, after: Sheet) -> Iterator[Violation]:
    if change.figures is None or change.quantity is None:
        return
    old, new = (one.figure(change.quantity.name) for one in (before, after))
    if old is None or new is None or str(old) != str(new):
        return
    was, now = change.figures
    if _agree(was, old) and not _agree(now, new):
        message = f"{after.id}, which shares the {change.quantity.label}, still states {new}"
        yield Violation(message, now.pointer, (Related(f"{new} is stated here", new.pointer, after),))


def _agree(one: Figure, other: Figure) -> bool:
    return one.unit.kind == other.unit.kind and one.agrees_with(other)

"""A link to a sibling that the other side does not return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


@family_rule(
    first_id="sibling-one-sided",
    level=Level.WARNING,
    summary="a sibling does not return the link",
    needs=("siblings",),
    reads=("schema_violations", "value"),
    of_siblings=("schema_violations", "siblings", "value"),
    bad=(
        bad({
            "bmw/ix2-xdrive30": '{"siblings": [{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}]}',
            "bmw/ix1-xdrive30": '{"model": "iX1"}',
        }, at="/siblings/0", message="bmw/ix1-xdrive30 does not name bmw/ix2-xdrive30 as its sibling"),
        bad({
            "bmw/ix2-xdrive30": '{"siblings": [{"sheet": "bmw/ix1-xdrive30", "shares": ["torque", "power"]}]}',
            "bmw/ix1-xdrive30": '{"model": "iX1", "siblings": [{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}]}',
        }, at="/siblings/0",
            message="bmw/ix1-xdrive30 does not say that it shares power with bmw/ix2-xdrive30",
            why="a link back for less than what is shared"),
    ),
    good=(
        good({
            "bmw/ix2-xdrive30": '{"siblings": [{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}]}',
            "bmw/ix1-xdrive30": '{"model": "iX1", "siblings": [{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}]}',
        }),
    ),
)  # fmt: skip
def sibling_not_reciprocal(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Who edits the other sheet does not see that this one depends on it.

    What is shared is a property of both cars, so both sheets say so.
    """
    for sibling in sheet.siblings:
        other = catalog.find(sibling.sheet, sheet)
        if other is None or other.value is None or other.schema_violations:
            # a link back may hide in what its schema refuses
            continue
        returned = {back for link in other.siblings if link.sheet == sheet.id for back in link.shares}
        lacking = [share for share in sibling.shares if share not in returned]
        if not any(link.sheet == sheet.id for link in other.siblings):
            message = f"{other.id} does not name {sheet.id} as its sibling"
        elif lacking:
            message = f"{other.id} does not say that it shares {', '.join(lacking)} with {sheet.id}"
        else:
            continue
        place = next((link.pointer for link in other.siblings if link.sheet == sheet.id), "")
        yield Violation(message, sibling.pointer, (Related("the other sheet", place, other),))

"""A declared sibling that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


@family_rule(
    level=Level.ERROR,
    summary="a declared sibling does not exist",
    needs=("siblings",),
    bad=(
        bad({
            "bmw/ix2-xdrive30": '{"siblings": [{"sheet": "bmw/ix1-xdrive3", "shares": ["torque"]}]}',
            "bmw/ix1-xdrive30": '{"model": "iX1"}',
        }, at="/siblings/0/sheet",
            message='there is no sheet "bmw/ix1-xdrive3"; did you mean "bmw/ix1-xdrive30"?'),
        bad('{"siblings": [{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}]}', at="/siblings/0/sheet",
            message='"bmw/ix2-xdrive30" is this sheet itself, not a sibling'),
    ),
    good=(
        good({
            "bmw/ix2-xdrive30": '{"siblings": [{"sheet": "bmw/ix1-xdrive30", "shares": ["torque"]}]}',
            "bmw/ix1-xdrive30": '{"model": "iX1", "siblings": [{"sheet": "bmw/ix2-xdrive30", "shares": ["torque"]}]}',
        }),
    ),
)  # fmt: skip
def sibling_missing(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """A link to a sheet that was renamed, removed or never written compares nothing, without a word.

    The rule is silent for a sheet that lies outside any catalog, such as one read from elsewhere.
    """
    if sheet.place.root is None:
        return
    for sibling in sheet.siblings:
        if sibling.sheet == sheet.id:
            yield Violation(f'"{sheet.id}" is this sheet itself, not a sibling', f"{sibling.pointer}/sheet")
        elif catalog.find(sibling.sheet, sheet) is None:
            others = [name for name in catalog.ids(sheet) if name != sheet.id]
            yield Violation(_message(sibling.sheet, others), f"{sibling.pointer}/sheet")


def _message(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    from speclint.documents.message_text import printable

    nearest = get_close_matches(name, known, n=1)
    proposal = f'; did you mean "{nearest[0]}"?' if nearest else ""
    return f'there is no sheet "{printable(name)}"{proposal}'

"""Links to siblings that do not exist, or do not link back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import printable
from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.declarations import Sibling
    from speclint.sheets.sheet import Sheet


def _links(to: str, *shares: str) -> str:
    listed = ", ".join(f'"{share}"' for share in shares)
    return f'"siblings": [{{"sheet": "bmw/{to}", "shares": [{listed}]}}]'


_LINKED = {
    "bmw/ix2-xdrive30": f"{{{_links('ix1-xdrive30', 'torque')}}}",
    "bmw/ix1-xdrive30": f'{{"model": "iX1", {_links("ix2-xdrive30", "torque")}}}',
}


@family_rule(
    level=Level.ERROR,
    summary="a declared sibling does not exist",
    needs=("siblings",),
    bad=(
        bad({"bmw/ix2-xdrive30": f"{{{_links('ix1-xdrive3', 'torque')}}}", "bmw/ix1-xdrive30": '{"model": "iX1"}'},
            at="/siblings/0/sheet",
            message='there is no sheet "bmw/ix1-xdrive3"; did you mean "bmw/ix1-xdrive30"?'),
        bad(f"{{{_links('ix2-xdrive30', 'torque')}}}", at="/siblings/0/sheet",
            message='"bmw/ix2-xdrive30" is this sheet itself, not a sibling'),
    ),
    good=(good(_LINKED),),
)  # fmt: skip
def sibling_missing(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """With a sheet that was renamed, removed or never written nothing is compared.

    Silent for a sheet outside any catalog, such as one read from the standard input.
    """
    for sibling in sheet.siblings if sheet.place.root is not None else ():
        if sibling.sheet == sheet.id:
            yield Violation(f'"{sheet.id}" is this sheet itself, not a sibling', f"{sibling.pointer}/sheet")
        elif catalog.find(sibling.sheet, sheet) is None:
            meant = catalog.ids(sheet).likely(sibling.sheet, without=sheet.id)
            proposal = f"; did you mean {meant}?" if meant else ""
            message = f'there is no sheet "{printable(sibling.sheet)}"{proposal}'
            yield Violation(message, f"{sibling.pointer}/sheet")


@family_rule(
    first_id="sibling-one-sided",
    level=Level.WARNING,
    summary="a sibling does not return the link",
    needs=("siblings",),
    reads=("schema_violations", "value"),
    of_siblings=("schema_violations", "siblings", "value"),
    scope="places",
    bad=(
        bad({**_LINKED, "bmw/ix1-xdrive30": '{"model": "iX1"}'}, at="/siblings/0",
            message="bmw/ix1-xdrive30 does not name bmw/ix2-xdrive30 as its sibling"),
        bad({**_LINKED, "bmw/ix2-xdrive30": f"{{{_links('ix1-xdrive30', 'torque', 'power')}}}"}, at="/siblings/0",
            message="bmw/ix1-xdrive30 does not state that it shares power with bmw/ix2-xdrive30",
            why="a link back for less than what is shared"),
    ),
    good=(good(_LINKED),),
)  # fmt: skip
def sibling_not_reciprocal(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """What is shared is a property of both cars, so both sheets must state it.

    Otherwise whoever edits the other sheet does not see that this one depends on it.
    """
    links: dict[str, list[Sibling]] = {}
    for sibling in sheet.siblings:
        other = catalog.find(sibling.sheet, sheet)
        if other is None or other.value is None or other.schema_violations:
            # a link back may be in what its schema rejects
            continue
        if other.id not in links:
            links[other.id] = [link for link in other.siblings if link.sheet == sheet.id]
        back = links[other.id]
        returned = {share for link in back for share in link.shares}
        lacking = ", ".join(share for share in sibling.shares if share not in returned)
        if not back:
            message = f"{other.id} does not name {sheet.id} as its sibling"
        elif lacking:
            message = f"{other.id} does not state that it shares {lacking} with {sheet.id}"
        else:
            continue
        related = Related("the other sheet", back[0].pointer if back else "", other)
        yield Violation(message, sibling.pointer, (related,))

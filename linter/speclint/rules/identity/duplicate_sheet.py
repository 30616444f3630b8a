"""Two sheets with one identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, family_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


@family_rule(
    level=Level.ERROR,
    summary="two sheets with one identity",
    reads=("generation", "make", "market", "model", "trim", "variant", "year"),
    of_siblings=("generation", "make", "market", "model", "trim", "variant", "year"),
    consequence_of=("path-mismatch", "status-contradicts-production"),
    bad=(
        bad({"bmw/ix2-xdrive30-de": '{"market": "de"}', "bmw/ix2-xdrive30": '{"market": "de"}'},
            at="/variant", message="bmw/ix2-xdrive30 is the same car: make, model, variant and market agree"),
    ),
    good=(
        good({"bmw/ix2-xdrive30": '{"market": "de"}', "bmw/ix2-xdrive30-gb": '{"market": "gb"}'},
            why="one car in two markets"),
    ),
)  # fmt: skip
def duplicate_sheet(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Two sheets of one car will come to differ, and each reader believes the one that he found.

    The identity is make, model, variant, generation, model year and market, as far as they are stated.
    """
    if not (sheet.field("make") and sheet.field("model")):
        return
    fields = [
        field for field in ("make", "model", "variant", "generation", "year", "market") if sheet.field(field)
    ]
    for twin in catalog.duplicates(sheet):
        message = f"{twin.id} is the same car: {', '.join(fields[:-1])} and {fields[-1]} agree"
        yield Violation(
            message,
            sheet.field_pointer("variant"),
            (Related("the other sheet", twin.field_pointer("variant"), twin),),
        )

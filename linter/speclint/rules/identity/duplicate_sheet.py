"""Two sheets with one identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import join
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
    """Two sheets of one car come to differ in time, and readers take the one that they found first.

    The identity is make, model, variant, generation, model year and market, as far as they are stated.
    """
    if not (sheet.field("make") and sheet.field("model")):
        return
    equal = join(filter(sheet.field, ("make", "model", "variant", "generation", "year", "market")), " and ")
    for other in catalog.duplicates(sheet):
        related = Related("the other sheet", other.field_pointer("variant"), other)
        message = f"{other.id} is the same car: {equal} agree"
        yield Violation(message, sheet.field_pointer("variant"), (related,))

"""Sheets with one identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import join, printable
from speclint.documents.pointer import to_steps
from speclint.limits import limit
from speclint.rules.collector import MAX_EXAMPLES
from speclint.rules.rule import Level, Related, Violation, bad, bad_table, family_rule, good, good_table
from speclint.sheets.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.duplicates import SameIdentity
    from speclint.sheets.sheet import Sheet

FIELDS = ("make", "model", "variant", "generation", "year", "market")
_IDENTITY = ("generation", "make", "market", "model", "trim", "variant", "year")
MAX_NAMED = 2
"""Members in which sheets differ that a message names."""
_PROFILE = """
[sheets]
files = ["cars.csv"]

[identity]
make = "make"
model = "model"

[quantities]
power = { kW = "power" }
"""


@family_rule(
    level=Level.ERROR,
    summary="sheets with one identity",
    needs=("make", "model"),
    reads=("figures", "value", "identity", *_IDENTITY),
    of_siblings=("figures", "value", "identity", *_IDENTITY),
    consequence_of=("path-mismatch", "status-contradicts-production"),
    is_evidence=False,
    bad=(
        bad({"bmw/ix2-xdrive30-de": '{"market": "de"}', "bmw/ix2-xdrive30": '{"market": "de"}'},
            at="/variant", message="bmw/ix2-xdrive30 is the same car: make, model, variant and market agree"),
        bad_table(
            "make,model,power\nBMW,118i,100\nBMW,118i,100\nBMW,118i,100\n", profile=_PROFILE, at="",
            message="3 sheets are of the same car: make and model agree",
        ),
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
    same = _same(sheet, catalog)
    if same is not None and _is_one_car(same):
        others = _others(sheet, same)
        subject = f"{_counted(same)} are of" if len(others) > 1 else f"{others[0].id} is"
        yield _violation(sheet, others, f"{subject} the same car: {_equal(sheet)} agree")


@family_rule(
    id="duplicate-sheet",
    level=Level.WARNING,
    summary="sheets with one identity that are not alike",
    needs=("make", "model"),
    reads=("figures", "value", "identity", *_IDENTITY),
    of_siblings=("figures", "value", "identity", *_IDENTITY),
    consequence_of=("path-mismatch", "status-contradicts-production"),
    is_evidence=False,
    bad=(
        bad_table(
            "make,model,version,power\nBMW,1,118i,100\nBMW,1,120i,125\nBMW,1,M135i,225\n", profile=_PROFILE,
            at="", message='3 sheets are all "BMW 1", but state other figures; "version" distinguishes them',
        ),
        bad_table(
            "make,model,version,power\nBMW,1,118i,100\nBMW,1,118i Sport,100\n", profile=_PROFILE,
            at="", message='2 sheets are all "BMW 1"; "version" distinguishes them',
        ),
        bad_table(
            "make,model,mileage,power\nBMW,118i,45000,100\nBMW,118i,72500,100\n", profile=_PROFILE,
            at="", message='2 sheets are all "BMW 118i"; they differ in "mileage"', why="offers of used cars",
        ),
    ),
    good=(
        good_table("make,model,version,power\nBMW,118i,,100\nBMW,120i,,125\n", profile=_PROFILE),
    ),
)  # fmt: skip
def identity_incomplete(sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
    """Sheets of different cars under one name are no siblings of each other, and a diff may compare one with the other.

    The identity of the profile lacks a field, such as the variant, or one of the sheets states a wrong figure; or the
    records are not of cars but of offers and tests of them.
    """
    same = _same(sheet, catalog)
    if same is None or _is_one_car(same):
        return
    others, pointer = _others(sheet, same), same.distinguishing
    message = f'{_counted(same)} are all "{_title(sheet)}"'
    if not same.figures_agree:
        message += ", but state other figures"
    elif pointer is None:
        message += f"; they differ in {join(map(_name, same.differing[:MAX_NAMED]), ' and ')}"
    remedy = "add a field of the identity to the profile, or correct the figures"
    if pointer is not None:
        message += f"; {_name(pointer)} distinguishes them"
        remedy = f"add it to the identity in the profile, such as `variant = {_name(pointer)}`"
    yield _violation(sheet, others, message, remedy)


def _same(sheet: Sheet, catalog: Catalog) -> SameIdentity | None:
    return catalog.same_identity(sheet) if sheet.field("make") and sheet.field("model") else None


def _is_one_car(same: SameIdentity) -> bool:
    """Whether the sheets differ in nothing, neither in a figure nor in what the profile does not map."""
    return same.figures_agree and not same.differing


def _title(sheet: Sheet) -> str:
    return printable(
        " ".join(value for field in ("make", "model", "variant") if (value := sheet.text(field)))
    )


def _name(pointer: str) -> str:
    return f'"{".".join(to_steps(pointer))}"'


def _counted(same: SameIdentity) -> str:
    count = len(same.sheets)
    most = limit("siblings")
    return f"{'more than ' if count > most else ''}{min(count, most):,} sheets"


def _others(sheet: Sheet, same: SameIdentity) -> list[Sheet]:
    """The first of the other sheets."""
    return [other for other in same.sheets[: MAX_EXAMPLES + 1] if other.place != sheet.place][:MAX_EXAMPLES]


def _equal(sheet: Sheet) -> str:
    return join(filter(sheet.field, FIELDS), " and ")


def _violation(sheet: Sheet, others: list[Sheet], message: str, remedy: str | None = None) -> Violation:
    related = tuple(Related("the other sheet", other.field_pointer("variant"), other) for other in others)
    group = "\0".join((str(sheet.place.root), *map(str, identity_of(sheet))))
    return Violation(message, sheet.field_pointer("variant"), related, help=remedy, group=group)

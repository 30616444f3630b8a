"""A file whose place contradicts its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet

QUALIFIERS = ("generation", "year", "market")
"""Fields whose values may follow in a name, to tell sheets of one variant apart."""


@sheet_rule(
    level=Level.ERROR,
    summary="the file's place contradicts its content",
    reads=("identity", "market", "model"),
    bad=(
        bad({"bmw/ix1-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}, at="/model",
            message='the file is called bmw/ix1-xdrive30, but "iX2" belongs into bmw/ix2-xdrive30',
            why="a sibling's file copied, and one of the two forgotten"),
        bad({"bmw/x2-m35i-us": '{"make": "BMW", "model": "X2", "variant": "M35i", "market": "gb", ' '"powertrain": {"type": "ice"}}'},
            at="/market", message='the file is called bmw/x2-m35i-us, but "gb" belongs into bmw/x2-m35i-gb',
            why="a copy for another market"),
    ),
    good=(
        good({"citroen/e-c3-44-kwh": '{"make": "Citroën", "model": "ë-C3", "variant": "44 kWh"}'}),
        good({"citroën/ë-c3-44-kwh": '{"make": "Citroën", "model": "ë-C3", "variant": "44 kWh"}'}),
        good({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}),
        good({"bmw/x2-m35i-us": '{"make": "BMW", "model": "X2", "variant": "M35i", "market": "us", ' '"powertrain": {"type": "ice"}}'},
            why="the market tells two sheets of one variant apart"),
    ),
)  # fmt: skip
def path_mismatch(sheet: Sheet) -> Iterator[Violation]:
    """Readers and links find a sheet by its path, so path and content must name the same car.

    The path is the make, then model and variant, in lower case, all but letters and digits turned to hyphens;
    accents may be left out. Market, model year or generation may follow. Asked only of files that a configuration
    claims.
    """
    place = sheet.profile.place if sheet.profile else None
    if place is None or not sheet.place.claimed:
        return
    slugs = {field: slug(value.value) for field, value in sheet.identity.items()}
    fields = ("make", "model", "variant")
    if not all(slugs.get(field) for field in fields):
        return
    due, stands = place.format(**slugs), without_accents(sheet.id)
    qualifiers = {slugs[field] for field in QUALIFIERS if field in slugs}
    if stands == due or _only_qualified(stands.removeprefix(due), qualifiers):
        return
    wrong = next((field for field in fields if not _names(stands, field, slugs)), "variant")
    if stands.startswith(f"{due}-"):
        # make, model and variant are right, what follows them is not
        wrong = next((field for field in reversed(QUALIFIERS) if field in slugs), "variant")
        due += f"-{slugs[wrong]}" if wrong in QUALIFIERS else ""
    message = f'the file is called {sheet.id}, but "{sheet.field(wrong)}" belongs into {due}'
    yield Violation(
        message, sheet.field_pointer(wrong), help=f"rename the file to {due}.json, or mend the {wrong}"
    )


def _only_qualified(rest: str, qualifiers: set[str]) -> bool:
    """Whether what follows the due name is made of qualifiers alone."""
    if not rest.startswith("-"):
        return False
    return any(
        rest == f"-{qualifier}" or _only_qualified(rest.removeprefix(f"-{qualifier}"), qualifiers)
        for qualifier in qualifiers
        if rest.startswith(f"-{qualifier}")
    )


def _names(path: str, field: str, slugs: dict[str, str]) -> bool:
    folder, _, name = path.rpartition("/")
    if field == "make":
        return folder == slugs["make"]
    model = slugs["model"]
    return name == model or name.startswith(f"{model}-")

"""A file whose path contradicts its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.profiles.normal_form import without_accents
from speclint.rules.rule import Level, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from speclint.sheets.sheet import Sheet

FIELDS = ("make", "model", "variant")
"""Fields that a path names."""
QUALIFIERS = ("generation", "year", "market")
"""Fields whose values may follow in a name, to distinguish sheets of one variant."""
_M35I = (
    '{{"make": "BMW", "model": "X2", "variant": "M35i", "market": "{0}", "powertrain": {{"type": "ice"}}}}'
)


@sheet_rule(
    level=Level.ERROR,
    summary="the file's path contradicts its content",
    needs=FIELDS,
    reads=("identity", "market"),
    bad=(
        bad({"bmw/ix1-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}, at="/model",
            message='model "iX2" requires the path bmw/ix2-xdrive30, not bmw/ix1-xdrive30',
            why="a sibling's file copied, and one of the two forgotten"),
        bad({"bmw/x2-m35i-us": _M35I.format("gb")}, at="/market",
            message='market "gb" requires the path bmw/x2-m35i-gb, not bmw/x2-m35i-us',
            why="a copy for another market"),
    ),
    good=(
        good({"citroen/e-c3-44-kwh": '{"make": "Citroën", "model": "ë-C3", "variant": "44 kWh"}'}),
        good({"citroën/ë-c3-44-kwh": '{"make": "Citroën", "model": "ë-C3", "variant": "44 kWh"}'}),
        good({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}),
        good({"bmw/x2-m35i-us": _M35I.format("us")}, why="the market distinguishes sheets of one variant"),
    ),
)  # fmt: skip
def path_mismatch(sheet: Sheet) -> Iterator[Violation]:
    """Readers and links find a sheet by its path, so path and content must name the same car.

    The path is the make, then model and variant, in lower case, with hyphens for all but letters and digits; accents
    may be left out. Market, model year or generation may follow. Checked only for files that a configuration lists.
    """
    place = sheet.profile.place if sheet.profile else None
    if place is None or not sheet.place.claimed:
        return
    slugs = {field: slug(value.value) for field, value in sheet.identity.items()}
    if not all(slugs.get(field) for field in FIELDS):
        return
    expected, path = place.format(**slugs), without_accents(sheet.id)
    qualifiers = {slugs[field] for field in QUALIFIERS if field in slugs}
    if is_at(path, expected, qualifiers):
        return
    wrong = next((field for field in FIELDS if not _names(path, field, slugs)), "variant")
    if path.startswith(f"{expected}-"):
        # make, model and variant are right, what follows them is not
        wrong = next((field for field in reversed(QUALIFIERS) if field in slugs), "variant")
        expected += f"-{slugs[wrong]}" if wrong in QUALIFIERS else ""
    message = f'{wrong} "{sheet.field(wrong)}" requires the path {expected}, not {sheet.id}'
    remedy = f"rename the file to {expected}.json, or correct the {wrong}"
    yield Violation(message, sheet.field_pointer(wrong), help=remedy)


def is_at(path: str, expected: str, qualifiers: AbstractSet[str]) -> bool:
    """Whether a path without accents is the expected one, or that with qualifiers after it."""
    return path == expected or _is_qualified(path.removeprefix(expected), qualifiers)


def _is_qualified(rest: str, qualifiers: AbstractSet[str]) -> bool:
    """Whether what follows the expected path consists of qualifiers alone."""
    return any(
        rest == f"-{qualifier}" or _is_qualified(rest.removeprefix(f"-{qualifier}"), qualifiers)
        for qualifier in qualifiers
        if rest.startswith(f"-{qualifier}")
    )


def _names(path: str, field: str, slugs: dict[str, str]) -> bool:
    folder, _, name = path.rpartition("/")
    if field == "make":
        return folder == slugs["make"]
    model = slugs["model"]
    return name == model or name.startswith(f"{model}-")

"""Makes that are spelt in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.message_text import printable
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally, counted
from speclint.rules.rule import Level, bad_table, catalog_rule, good_table
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

MAX_MAKES = 2000
"""Spellings that are counted."""
MIN_LETTERS = 5
"""Letters below which two makes may differ in one, as Kia and Kio do."""
RARER = 5
"""How many times as often the right spelling stands there, unless each stands there once."""

_PROFILE = profile(power="kW")


def _table(*makes: str) -> str:
    rows = ((make, f"M{number}", 80 + number) for number, make in enumerate(makes))
    return table("make,model,power", *rows)


@catalog_rule(
    level=Level.WARNING,
    summary="a make is spelt in two ways",
    needs=("make",),
    bad=(
        bad_table(
            _table(*["Chevrolet"] * 6, "Chevroelt"), profile=_PROFILE, at="/make",
            message='make is spelt "Chevroelt" in 1 sheet, but "Chevrolet" in 6 others',
        ),
        bad_table(
            _table(*["Citroën"] * 6, "CITROEN"), profile=_PROFILE, at="/make",
            message='make is spelt "CITROEN" in 1 sheet, but "Citroën" in 6 others', why="accents and case",
        ),
    ),
    good=(
        good_table(_table(*["Dodge"] * 6, "Donkervoort"), profile=_PROFILE),
        good_table(_table(*["Mazda"] * 3, "Maxda", "Maxda"), profile=_PROFILE, why="neither is rare"),
    ),
)  # fmt: skip
class word_misspelt:  # noqa: N801 - named as the rule
    """Sheets under another spelling of the make are no siblings, and no search finds them.

    A rare spelling that differs from a frequent one in case, accents, one letter or two exchanged ones is taken for a
    mistake (Damerau, A technique for computer detection and correction of spelling errors, 1964: four of five
    misspellings are of these kinds).
    """

    def __init__(self) -> None:
        self.makes: dict[str, Tally] = {}

    def add(self, sheet: Sheet) -> None:
        """Count the make of a sheet."""
        make = sheet.text("make") or ""
        if make in self.makes or len(self.makes) < MAX_MAKES:
            self.makes.setdefault(make, Tally()).add(sheet, sheet.field_pointer("make"), printable(make))

    def violations(self) -> Iterator[Violation]:
        """A fault for each rare spelling."""
        frequent = sorted(self.makes, key=lambda make: -self.makes[make].count)
        by_slug: dict[str, list[str]] = {}
        for make in frequent:
            for form in _forms(slug(make)):
                by_slug.setdefault(form, []).append(make)
        for make in frequent:
            near = dict.fromkeys(other for form in _forms(slug(make)) for other in by_slug[form])
            right = next(
                (other for other in near if self._is_rarer(make, other) and _is_near(make, other)), None
            )
            if right is not None:
                rare, others = self.makes[make], self.makes[right].count
                spelt = f'make is spelt "{printable(make)}" in {counted(rare.count, "sheet")}'
                remedy = f'write "{printable(right)}"' if rare.count < others else "correct the wrong one"
                yield rare.violation(
                    f'{spelt}, but "{printable(right)}" in {counted(others, "other")}', "", name=make,
                    help_=remedy,
                )  # fmt: skip

    def _is_rarer(self, make: str, other: str) -> bool:
        count, others = self.makes[make].count, self.makes[other].count
        return count * RARER <= others or (count == others == 1 and make < other)


def _forms(name: str) -> Iterator[str]:
    """The name, and the name without each of its letters: near names have one in common."""
    yield name
    if len(name) >= MIN_LETTERS:
        yield from (name[:index] + name[index + 1 :] for index in range(len(name)))


def _is_near(make: str, other: str) -> bool:
    """Whether two spellings are equal but for case and accents, or differ by one entry error."""
    one, two = slug(make), slug(other)
    if one == two:
        return make != other
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < MIN_LETTERS:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    rest, others = one[start:], two[start:]
    is_exchanged = len(rest) > 1 and rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return is_exchanged or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]

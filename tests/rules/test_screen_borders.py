"""A screen strikes what its rule finds on each border and one float beside it, and in sheets with errors."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from math import inf, nextafter
from random import Random
from typing import TYPE_CHECKING, cast

import pytest
from test_examples import laid_out

from conftest import ROOT
from speclint.columns.collect import Collection
from speclint.documents.parser import parse
from speclint.profiles.compile import load_profile
from speclint.rules.registry import REGISTRY
from speclint.rules.screening import struck_by
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Rule

    Path = tuple[str | int, ...]

ON_SHEET = [entry for entry in REGISTRY if entry.rule.on_sheet]
PROFILE = load_profile("spec-sheet")
FACTORS = (0.01, 0.5, 0.8, 0.9, 1.1, 1.25, 2, 100)
"""By one of which a figure is multiplied until a rule is silent."""
NEAR = 1.04
"""Ratio of a figure to another one that is to be much the same."""
DIGITS = (1, 2, 3, 4, 6)
GROUPS = {"bounds", "units", "energy", "fuel", "charging", "body", "powertrain", "performance"}
"""Groups of rules that compare figures."""
MAX_FIGURES = 6
"""Figures of an example that are moved to a border."""
RANDOM_SHEETS = 1500


def sheet_of(document: object) -> Sheet:
    return Sheet(SheetLocation("", ""), (), document, PROFILE)


def finds(entry: RuleEntry, sheet: Sheet) -> bool:
    check = entry.rule.on_sheet
    return check is not None and entry.is_met_by(sheet.stated_names) and any(True for _ in check(sheet))


def missed(sheets: list[Sheet], rules: Iterable[RuleEntry]) -> list[str]:
    """Each rule with a sheet in which it finds something and which its screen does not strike."""
    collection = Collection(PROFILE)
    for sheet in sheets:
        collection.add(sheet)
    columns = collection.columns()
    return [
        f"{entry.first_id}: {sheet.value}"
        for entry in rules
        for sheet, is_struck in zip(sheets, struck_by(columns, entry) | columns.irregular, strict=True)
        if not is_struck and finds(entry, sheet)
    ]


def numbers_in(value: object, path: Path = ()) -> Iterator[tuple[Path, float]]:
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers_in(member, (*path, key))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield path, float(value)


def with_value(document: object, path: Path, value: object) -> object:
    if not path:
        return value
    copy = cast("dict[str | int, object]", document).copy()
    copy[path[0]] = with_value(copy[path[0]], path[1:], value)
    return copy


def border(is_found: Callable[[float], bool], found: float, silent: float) -> Iterator[float]:
    """The two floats between which a rule falls silent, and those beside them."""
    while (middle := (found + silent) / 2) not in {found, silent}:
        if is_found(middle):
            found = middle
        else:
            silent = middle
    for number in (found, silent):
        yield from (number, nextafter(number, inf), nextafter(number, -inf))


def at_borders(entry: RuleEntry, document: object) -> Iterator[Sheet]:
    """Sheets with a figure of an example on each border of its rule, in many digits and in few."""
    numbers = [*islice(numbers_in(document), MAX_FIGURES)]
    for path, number in numbers:

        def changed(value: float, path: Path = path) -> Sheet:
            return sheet_of(with_value(document, path, Decimal(repr(value))))

        tried = [number * factor for factor in FACTORS]
        tried += [other * factor for _, other in numbers for factor in (1.0, NEAR)]
        silent = [other for other in tried if not finds(entry, changed(other))]
        below, above = ([other for other in silent if (other < number) is side] for side in (True, False))
        for other in (*sorted(below)[-1:], *sorted(above)[:1]):
            for value in border(lambda tried, changed=changed: finds(entry, changed(tried)), number, other):
                yield changed(value)
                for digits in DIGITS:
                    yield sheet_of(with_value(document, path, Decimal(f"{value:.{digits}g}")))


def documents_of(rule: Rule, *, only_bad: bool = False) -> list[object]:
    examples = (example for example in (*rule.bad, *(() if only_bad else rule.good)) if not example.is_table)
    return [parse(text.encode()).value for example in examples for text in laid_out(example).values()]


@pytest.mark.parametrize(
    "entry", [entry for entry in ON_SHEET if entry.group in GROUPS], ids=lambda entry: entry.first_id
)
def test_a_screen_strikes_what_its_rule_finds_on_each_border(entry: RuleEntry) -> None:
    documents = documents_of(entry.rule, only_bad=True)
    sheets = [sheet for document in documents for sheet in at_borders(entry, document)]
    assert not missed(sheets, [entry])


def with_error(document: object, random: Random) -> object:
    """A document with an error in one of its figures, or with it in another form."""
    numbers = [*numbers_in(document)]
    if not numbers:
        return document
    path, number = random.choice(numbers)
    other = random.choice(numbers)[1]
    changed = random.choice((number * 10, number / 10, number * 1.3, number * 0.7, number * 1.05, other, 0.0))
    written = Decimal(f"{changed:.{random.choice(DIGITS)}g}")
    forms = (written, written, written, [written, written * 2], {"at_least": written}, {"at_most": written})
    return with_value(document, path, random.choice(forms))


def test_screens_strike_what_rules_find_in_sheets_with_random_errors() -> None:
    random = Random(12)  # noqa: S311 - no secret
    documents = [document for entry in ON_SHEET for document in documents_of(entry.rule)]
    documents += [parse(path.read_bytes()).value for path in sorted((ROOT / "specs").rglob("*.json"))]
    sheets = []
    for _ in range(RANDOM_SHEETS):
        document = random.choice(documents)
        for _ in range(random.choice((1, 2, 3))):
            document = with_error(document, random)
        sheets.append(sheet_of(document))
    assert not missed(sheets, ON_SHEET)

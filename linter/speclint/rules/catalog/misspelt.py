"""Makes, and words in the names of models, that are spelt in two ways."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from speclint.documents.message_text import printable
from speclint.profiles.name_parts import known_make
from speclint.rules.catalog.examples import profile, table
from speclint.rules.collector import Tally, counted, merge_lowest
from speclint.rules.lowest import Lowest
from speclint.rules.rule import Level, Related, bad_table, catalog_rule, good_table
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from speclint.rules.rows import Rows
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet

IsMisspelt: TypeAlias = "Callable[[str, int, str, int], bool]"
"""Whether a word that stands in so many sheets is a misspelling of another, in so many."""
MIN_LETTERS = 5
"""Letters below which two makes may differ in one, as Kia and Kio do; one fewer where only one of them is known."""
MAX_LETTERS = 60
"""Letters above which a text is no name, and is compared as a whole alone: there are as many forms of it."""
RARER = 5
"""How many times as often the right spelling stands there, unless two makes stand there once each."""
NAMES = ("model", "variant", "trim")
"""Identity fields with words of the maker's."""
WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{MIN_LETTERS},}}(?!\w)")
"""A word of letters alone: those with digits, as A4 and A6, differ by design."""

_PROFILE = profile(power="kW")
_IN_NAME = _PROFILE.replace('"make"', '{ at = "name", part = "make" }').replace(
    '"model"', '{ at = "name", part = "model" }'
)


def _table(*names: str) -> str:
    rows = ((*name.split(";"), 80 + number) for number, name in enumerate(names))
    return table("make,model,power", *rows)


def _makes(*makes: str) -> str:
    return _table(*(f"{make};M{number}" for number, make in enumerate(makes)))


def _names(*names: str) -> str:
    return table("name,power", *((name, 80 + number) for number, name in enumerate(names)))


def _models(*models: str) -> str:
    return _table(*(f"Hyundai;i20 1.{number} {model}" for number, model in enumerate(models)))


@catalog_rule(
    level=Level.WARNING,
    summary="a make, or a word in the names of its models, is spelt in two ways",
    reads=("make", *NAMES),
    bad=(
        bad_table(
            _makes(*["Chevrolet"] * 6, "Chevroelt"), profile=_PROFILE, at="/make",
            message='make is spelt "Chevroelt" in 1 sheet, but "Chevrolet" in 6 others',
        ),
        bad_table(
            _makes(*["Citroën"] * 6, "CITROEN"), profile=_PROFILE, at="/make",
            message='make is spelt "CITROEN" in 1 sheet, but "Citroën" in 6 others', why="accents and case",
        ),
        bad_table(
            _names(*(f"Mazda {number}" for number in range(6)), "Maxda 6"), profile=_IN_NAME, at="/name",
            message='make is spelt "Maxda" in 1 sheet, but "Mazda" in 6 others',
            why="the first word of a name that begins with no make that is known",
        ),
        bad_table(
            _makes("Peugeot", "Peugot"), profile=_PROFILE, at="/make",
            message='make is spelt "Peugot" in 1 sheet, but "Peugeot" in 1 other', why="which of them is a make is known",
        ),
        bad_table(
            _makes(*["Ford"] * 3, "Frod", "Frod"), profile=_PROFILE, at="/make",
            message='make is spelt "Frod" in 2 sheets, but "Ford" in 3 others',
        ),
        bad_table(
            _models(*["Sportz"] * 6, "Spotz"), profile=_PROFILE, at="/model",
            message='a word of Hyundai models is spelt "Spotz" in 1 sheet, but "Sportz" in 6 others',
        ),
    ),
    good=(
        good_table(_makes(*["Dodge"] * 6, "Donkervoort"), profile=_PROFILE),
        good_table(_makes(*["Norda"] * 3, "Nordo", "Nordo"), profile=_PROFILE, why="neither is rare"),
        good_table(_makes(*["Alpine"] * 6, "Alpina"), profile=_PROFILE, why="both are makes"),
        good_table(_makes(*["Maker 17"] * 6, "Maker 18"), profile=_PROFILE, why="numbers differ by design"),
        good_table(_models(*["Sport"] * 6, "Sports"), profile=_PROFILE, why="a plural"),
        good_table(_models(*["Elantra"] * 6, "Lantra"), profile=_PROFILE, why="its first letter is seldom mistyped"),
        good_table(_models(*["VTVT"] * 6, "VTVI"), profile=_PROFILE, why="too short a word"),
    ),
)  # fmt: skip
class word_misspelt:  # noqa: N801 - named as the rule
    """Sheets under another spelling of the make or model are no siblings, and no search finds them.

    A rare spelling, or one that is no make beside one that is, that differs from a frequent one in case, accents, one letter or two exchanged ones is taken for a
    mistake (Damerau, A technique for computer detection and correction of spelling errors, 1964: four of five
    misspellings are of these kinds). Of the names of models, words of one make are compared that are all letters and
    begin with the same one, since names may differ in a letter by design; case and accents count in makes alone.
    """

    def __init__(self) -> None:
        self.makes: Lowest[str, Tally] = Lowest("spellings")
        self.words: Lowest[tuple[str, str], Tally] = Lowest("spellings")
        """Words in the names of models, each with the make."""

    def add(self, sheet: Sheet) -> None:
        """Count the make of a sheet, and the words of its model."""
        make, names = sheet.text("make") or "", [(name, sheet.text(name) or "") for name in NAMES]
        is_part = sheet.profile is not None and "make" in sheet.profile.name_parts
        field, text = _make_in(make, *([names[0][1]] if is_part else []))
        if text and (tally := self.makes.kept(text, Tally)):
            tally.add(sheet, sheet.field_pointer(field), printable(text))
        words = {word: (name, spelt) for name, stated in names for word, spelt in _words(stated).items()}
        for word, (name, spelt) in words.items() if make else ():
            if counted_word := self.words.kept((make, word), Tally):
                counted_word.add(sheet, sheet.field_pointer(name), printable(spelt))

    def add_columns(self, rows: Rows) -> None:
        """Count the makes of rows, and the words of their models."""
        from speclint.rules.catalog.by_column import Examples, texts
        from speclint.rules.catalog.word_columns import words_beside

        examples, columns = Examples(partial(_spelt, rows.sheet)), rows.columns
        names = ["model"] if "make" in columns.profile.name_parts else []
        for (make, *stated), count, first in texts(rows, "make", *names):
            field, text = _make_in(make or "", *stated)
            if text and (tally := self.makes.kept(text, Tally)):
                examples.add(tally, count, dict.fromkeys(first, (field, text)))
        makes = columns.text("make")
        own = rows.numbers[makes.where(bool)[rows.numbers]]
        for make, word, count, spelt in words_beside(columns, own, makes, NAMES, _words):
            if tally := self.words.kept((make, word), Tally):
                examples.add(tally, count, spelt)
        examples.settle()

    def merge(self, later: word_misspelt) -> None:
        """Take what another has counted."""
        merge_lowest(self.makes, later.makes)
        merge_lowest(self.words, later.words)

    def violations(self) -> Iterator[Violation]:
        """A fault for each rare spelling."""
        for make, right in _misspelt(self.makes, _is_make):
            yield _violation("make", make, right, self.makes, name=make)
        self.makes.note()
        self.words.note()
        by_make: dict[str, dict[str, Tally]] = {}
        for (make, word), tally in self.words.items():
            by_make.setdefault(make, {})[word] = tally
        for make, words in by_make.items():
            for word, right in _misspelt(words, _is_word):
                spelt = f"a word of {printable(make)} models"
                yield _violation(spelt, word, right, words, name=f"{make} {word}")


def _spelt(read: Callable[[int], Sheet], row: int, field: str, text: str) -> Related:
    """A row as an example of a text in a field."""
    sheet = read(row)
    return Related(printable(text), sheet.field_pointer(field), sheet)


def _make_in(make: str, model: str | None = "") -> tuple[str, str]:
    """A make, or else the first word of a name that begins with no make that is known, and where it stands."""
    return ("make", make) if make else ("model", (model or "").partition(" ")[0])


@lru_cache(256)  # names of models that follow each other
def _words(text: str) -> dict[str, str]:
    """The words of letters in the name of a model, without case and accents, and how they are written."""
    return {slug(word): word for word in WORD.findall(text)}


def _violation(what: str, word: str, right: str, words: Mapping[str, Tally], *, name: str) -> Violation:
    rare, others = words[word], words[right]
    spelt, meant = rare.examples[0].message, others.examples[0].message
    return rare.violation(
        f'{what} is spelt "{spelt}" in {counted(rare.count, "sheet")}, but "{meant}" in '
        f"{counted(others.count, 'other')}",
        "", name=name, help_=f'write "{meant}"' if rare.count < others.count else "correct the wrong one",
    )  # fmt: skip


def _misspelt(words: Mapping[str, Tally], is_misspelt: IsMisspelt) -> Iterator[tuple[str, str]]:
    """The rare spellings of words, each with the most frequent one that it is a misspelling of."""
    by_form: dict[tuple[str, str], list[str]] = {}
    frequent = sorted(words, key=lambda word: -words[word].count)
    forms = {word: _forms(slug(word)) for word in frequent}
    for word in frequent:
        for form in forms[word]:
            by_form.setdefault(form, []).append(word)
    for word in frequent:
        near = dict.fromkeys(other for form in forms[word] for other in by_form[form])
        for other in near:
            if other != word and is_misspelt(word, words[word].count, other, words[other].count):
                yield word, other
                break


def _is_make(make: str, count: int, other: str, others: int) -> bool:
    known, others_known = known_make(make), known_make(other)
    if slug(make) != slug(other) and (known or others_known):
        # Alpina is not Alpine, but Peugot is no make at all
        return not known and count <= others and _is_near(make, other, MIN_LETTERS - 1)
    is_other_right = make < other if known is None else make != known
    is_rarer = count * RARER <= others or (count == others == 1 and is_other_right)
    return is_rarer and _is_near(make, other)


def _is_word(word: str, count: int, other: str, others: int) -> bool:
    is_plural = word.removesuffix("s") == other.removesuffix("s")
    return count * RARER <= others and word[0] == other[0] and not is_plural and _is_near(word, other)


def _forms(name: str) -> list[tuple[str, str]]:
    """The name, and the name without each of its letters, with its digits: near names have one in common."""
    digits = _digits(name)
    shorter = range(len(name)) if MIN_LETTERS - 1 <= len(name) <= MAX_LETTERS else ()
    return [(name, digits), *((name[:index] + name[index + 1 :], digits) for index in shorter)]


def _is_near(make: str, other: str, letters: int = MIN_LETTERS) -> bool:
    """Whether two spellings are equal but for case and accents, or differ by one entry error in letters."""
    one, two = slug(make), slug(other)
    if one == two:
        return make != other
    if abs(len(one) - len(two)) > 1 or min(len(one), len(two)) < letters or _digits(one) != _digits(two):
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    rest, others = one[start:], two[start:]
    is_exchanged = len(rest) > 1 and rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return is_exchanged or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))

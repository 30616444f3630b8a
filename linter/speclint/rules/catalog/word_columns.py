"""Words in the texts of columns, counted without a look at every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speclint.columns.grouping import within
from speclint.columns.numbering import numbered, starts
from speclint.rules.collector import MAX_EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from speclint.columns.coded import Coded
    from speclint.columns.columns import Columns
    from speclint.columns.figures import Integers


class Counted(NamedTuple):
    """A word in rows that have the same text in another field."""

    beside: str
    word: str
    rows: int
    """How many have it."""
    first: dict[int, tuple[str, str]]
    """The first of these rows, each with the field and how the word is written in it."""


class _Entries(NamedTuple):
    """Words of rows: the row, word, spelling and field of each, by number."""

    rows: Integers
    words: Integers
    spellings: Integers
    fields: Integers


def words_beside(
    columns: Columns, rows: Integers, beside: Coded[str], fields: Sequence[str],
    words_of: Callable[[str], Mapping[str, str]],
) -> Iterator[Counted]:  # fmt: skip
    """The words in some fields of rows, in the order in which they are found first; each counts once a row.

    Args:
        columns: what all rows state.
        rows: those that are looked at.
        beside: the text beside the words, which these rows have.
        fields: identity fields; of a word in several of them the spelling in the last counts.
        words_of: gives the words of a text, and how each is written.
    """
    words, spellings = dict[str, int](), dict[str, int]()
    parts = [
        _entries(columns.text(field).at(rows).used, rows, number, words_of, words, spellings)
        for number, field in enumerate(fields)
    ]
    entries = _Entries(*map(np.concatenate, zip(*parts, strict=True)))
    order = np.argsort(entries.rows, kind="stable")
    entries = _Entries(*(column[order] for column in entries))
    same = numbered(entries.rows * (len(words) + 1) + entries.words)
    first, last = np.empty((2, same.max(initial=-1) + 1), dtype=np.int64)
    # of several the last that is written stays
    first[same[::-1]], last[same] = np.arange(len(same))[::-1], np.arange(len(same))
    order = np.argsort(first)
    first, last = first[order], last[order]
    beside_word = beside.codes[entries.rows[first]] * (len(words) + 1) + entries.words[first]
    order = np.argsort(beside_word, kind="stable")
    first, last = first[order], last[order]
    begin = starts(beside_word[order])
    groups = np.argsort(order[begin])
    ends = np.append(begin[1:], len(order))
    texts, of_words = beside.codes[entries.rows[first[begin]]][groups], entries.words[first[begin]][groups]
    every_word, every_spelling = tuple(words), tuple(spellings)
    of_rows, of_fields, spelt = (
        column[last].tolist() for column in (entries.rows, entries.fields, entries.spellings)
    )
    for text, word, start, end in zip(
        *(column.tolist() for column in (texts, of_words, begin[groups], ends[groups])), strict=True
    ):
        yield Counted(
            beside.values[text],
            every_word[word],
            end - start,
            {
                of_rows[place]: (fields[of_fields[place]], every_spelling[spelt[place]])
                for place in range(start, min(end, start + MAX_EXAMPLES))
            },
        )


def _entries(  # noqa: PLR0913, PLR0917 - what is numbered grows from field to field
    texts: Coded[str], rows: Integers, field: int, words_of: Callable[[str], Mapping[str, str]],
    words: dict[str, int], spellings: dict[str, int],
) -> _Entries:  # fmt: skip
    """The words in a field of rows; new words and spellings are numbered."""
    listed = [
        [
            (words.setdefault(word, len(words)), spellings.setdefault(spelt, len(spellings)))
            for word, spelt in words_of(text).items()
        ]
        for text in texts.values
    ]
    counts = np.array([*map(len, listed), 0], dtype=np.int64)
    flat = np.array([pair for pairs in listed for pair in pairs], dtype=np.int64).reshape(-1, 2)
    own = counts[texts.codes]
    where = np.repeat((np.cumsum(counts) - counts)[texts.codes], own) + within(own)
    of_words, of_spellings = flat[where].T
    return _Entries(np.repeat(rows, own), of_words, of_spellings, np.full(len(where), field))

"""Entry errors: the ways in which a number that was meant comes to be written as another.

The errors are those that people make when they copy numbers: digits transposed, dropped, added or replaced,
and decimal points shifted (Wiseman, Cairns and Cox, A taxonomy of number entry error, Proc. BCS HCI 2011, p.
187). Each kind is taken to be as frequent as the others, and equally likely at each place where it can
happen.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TRANSPOSED = "digits transposed"
DROPPED = "digit dropped"
ADDED = "digit added"
REPLACED = "digit replaced"
SHIFTED = "decimal point shifted"

SHIFTS = {-3: 0.02, -2: 0.03, -1: 0.45, 1: 0.45, 2: 0.03, 3: 0.02}
"""Probability by the number of places by which a decimal point is shifted."""

_DIGITS = "0123456789"
_is_number = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?").fullmatch


class EntryError(msgspec.Struct, frozen=True):
    """An error that leads from the number meant to the one stated."""

    cause: str
    probability: float
    """That an error of this kind, made in the number meant, gives just what is stated."""
    keeps_digits: bool = False
    """Whether the digits are those that were meant, in another unit."""


@lru_cache(maxsize=512)
def candidates(stated: str) -> dict[str, EntryError]:
    """The numbers that may have been meant, as JSON texts, each with the likeliest error that explains it."""
    likeliest: dict[str, EntryError] = {}
    for meant, error in _errors(stated):
        if meant != stated and (meant not in likeliest or error.probability > likeliest[meant].probability):
            likeliest[meant] = error
    return likeliest


def entry_error(stated: str, meant: str) -> EntryError | None:
    """The likeliest error that turns the number meant into the one stated, or None."""
    return candidates(stated).get(meant)


def _errors(stated: str) -> Iterator[tuple[str, EntryError]]:
    if not _is_number(stated):
        return
    digits = sum(character.isdigit() for character in stated)
    transposed = EntryError(TRANSPOSED, 1 / max(1, digits - 1))
    for meant in _numbers(_transposed(stated)):
        yield meant, transposed
    # a text is given as often as there are places at which a digit leads from one number to the other
    yield from _counted(DROPPED, _numbers(_with_one_more(stated)), digits + 1)
    yield from _counted(ADDED, _numbers(_with_one_less(stated)), 10 * digits)
    replaced = EntryError(REPLACED, 1 / (9 * digits))
    for meant in _numbers(_with_another(stated)):
        yield meant, replaced
    for places, probability in SHIFTS.items():
        for meant in _shifted(stated, places):
            yield meant, EntryError(SHIFTED, probability)


def _counted(cause: str, texts: Iterable[str], ways: int) -> Iterator[tuple[str, EntryError]]:
    """The texts, each with an error that gives what is stated in as many ways as the text is given."""
    errors: dict[int, EntryError] = {}
    for text, count in Counter(texts).items():
        if count not in errors:
            errors[count] = EntryError(cause, count / ways)
        yield text, errors[count]


def _numbers(texts: Iterable[str]) -> Iterable[str]:
    """Those that are numbers as JSON writes them; a point with no digit behind it is left off."""
    return filter(_is_number, [text.removesuffix(".") for text in texts])


def _transposed(text: str) -> Iterator[str]:
    digits = [index for index, character in enumerate(text) if character != "."]
    for left, right in pairwise(digits):
        yield f"{text[:left]}{text[right]}{text[left + 1 : right]}{text[left]}{text[right + 1 :]}"


def _with_one_more(text: str) -> list[str]:
    ends = [(text[:index], text[index:]) for index in range(len(text) + 1)]
    if "." not in text:
        # whoever drops the only digit behind the point drops the point too
        ends.append((f"{text}.", ""))
    return [head + digit + tail for head, tail in ends for digit in _DIGITS]


def _with_one_less(text: str) -> Iterator[str]:
    for index, character in enumerate(text):
        if character != ".":
            yield text[:index] + text[index + 1 :]


def _with_another(text: str) -> list[str]:
    ends = [(text[:index], text[index + 1 :]) for index, character in enumerate(text) if character != "."]
    return [head + digit + tail for head, tail in ends for digit in _DIGITS]


def _shifted(text: str, places: int) -> Iterator[str]:
    """The number with its point so many places to the right, with trailing zeros and without."""
    moved = Decimal(text).scaleb(places)
    yield format(moved, "f")
    whole = moved.to_integral_value()
    yield str(int(whole)) if moved == whole else format(moved.normalize(), "f")

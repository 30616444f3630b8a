"""Slips of the hand: how a number that was meant comes to be written as another.

Known are the errors that people make when they copy numbers: digits transposed, dropped, added or replaced,
and decimal points lost (Wiseman, Cairns and Cox, A taxonomy of number entry error, Proc. BCS HCI 2011,
p. 187). Each kind is taken to be as frequent as the other, and shared among the ways in which it can happen.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

TRANSPOSED = "digits transposed"
DROPPED = "digit dropped"
ADDED = "digit added"
REPLACED = "digit replaced"
SHIFTED = "decimal point shifted"

SHIFTS = {-3: 0.02, -2: 0.03, -1: 0.45, 1: 0.45, 2: 0.03, 3: 0.02}
"""Places by which a decimal point is lost, and how often it is by so many."""

_NUMBER = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")


class EntryError(msgspec.Struct, frozen=True):
    """A slip that leads from one number to another."""

    cause: str
    chance: float
    """That a slip of this kind, made in the number that was meant, gives just what is stated."""


@lru_cache(maxsize=512)
def meanings(stated: str) -> dict[str, EntryError]:
    """The numbers that may have been meant by what is stated, as JSON texts, each with its likeliest slip."""
    found: dict[str, EntryError] = {}
    for meant, entry_error in _meanings(stated):
        if meant != stated and (meant not in found or entry_error.chance > found[meant].chance):
            found[meant] = entry_error
    return found


def entry_error(stated: str, meant: str) -> EntryError | None:
    """The slip of the hand that turns the number meant into the one stated, or None."""
    return meanings(stated).get(meant)


def _meanings(stated: str) -> Iterator[tuple[str, EntryError]]:
    if not _NUMBER.fullmatch(stated):
        return
    digits = sum(character.isdigit() for character in stated)
    for meant in _texts(_transposed(stated)):
        yield meant, EntryError(TRANSPOSED, 1 / max(1, digits - 1))
    for meant in _texts(_with_one_more(stated)):
        yield meant, EntryError(DROPPED, _ways(meant, stated) / (digits + 1))
    for meant in _texts(_with_one_less(stated)):
        yield meant, EntryError(ADDED, _ways(stated, meant) / (10 * digits))
    for meant in _texts(_with_another(stated)):
        yield meant, EntryError(REPLACED, 1 / (9 * digits))
    for places, chance in SHIFTS.items():
        for meant in _shifted(stated, places):
            yield meant, EntryError(SHIFTED, chance)


def _texts(texts: Iterator[str]) -> Iterator[str]:
    """Those that are numbers as JSON writes them; of a point without a digit behind it the number before."""
    for text in texts:
        clean = text.removesuffix(".")
        if _NUMBER.fullmatch(clean):
            yield clean


def _ways(longer: str, shorter: str) -> int:
    """In how many places a digit may be taken out of the longer text to give the shorter one."""
    return max(1, sum(text.removesuffix(".") == shorter for text in _with_one_less(longer)))


def _transposed(text: str) -> Iterator[str]:
    at = [index for index, character in enumerate(text) if character != "."]
    for one, other in pairwise(at):
        yield f"{text[:one]}{text[other]}{text[one + 1 : other]}{text[one]}{text[other + 1 :]}"


def _with_one_more(text: str) -> Iterator[str]:
    for index in range(len(text) + 1):
        for digit in "0123456789":
            yield f"{text[:index]}{digit}{text[index:]}"
    if "." not in text:
        # the last digit behind a point takes the point with it
        for digit in "0123456789":
            yield f"{text}.{digit}"


def _with_one_less(text: str) -> Iterator[str]:
    for index, character in enumerate(text):
        if character != ".":
            yield text[:index] + text[index + 1 :]


def _with_another(text: str) -> Iterator[str]:
    for index, character in enumerate(text):
        for digit in "0123456789" if character != "." else "":
            yield text[:index] + digit + text[index + 1 :]


def _shifted(text: str, places: int) -> Iterator[str]:
    """The number with its point so many places on, with all its zeros and without those it can spare."""
    moved = Decimal(text).scaleb(places)
    yield format(moved, "f")
    whole = moved.to_integral_value()
    yield str(int(whole)) if moved == whole else format(moved.normalize(), "f")

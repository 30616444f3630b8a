"""Places inside a JSON document, as JSON Pointers (RFC 6901).

A pointer is empty for the whole document; else each step follows a `/`, with `~0` for `~` and `~1` for `/`
in a step.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | Decimal | bool | None"
"""Any value of a JSON document."""

Steps: TypeAlias = tuple[str | int, ...]
"""The path to a place: keys of objects and indexes of arrays, outermost first."""

MAX_CACHED = 8192
"""Pointers that are cached: the sheets of a catalog have mostly the same."""
_MAX_DIGITS = 18  # of an index; no array in memory has more items


@lru_cache(MAX_CACHED)
def to_pointer(steps: Steps) -> str:
    """The pointer with these steps."""
    # interned, since the sheets of a catalog share most pointers
    return intern("".join(["/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps]))


@lru_cache(MAX_CACHED)
def to_steps(pointer: str) -> tuple[str, ...]:
    """The steps of a pointer, each as text: only the document distinguishes keys from indexes.

    Raises:
        ValueError: the text is not a JSON Pointer.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        message = f"a JSON pointer is empty or starts with '/', unlike {pointer!r}"
        raise ValueError(message)
    if "~" not in pointer:
        return tuple(pointer[1:].split("/"))
    if pointer.count("~") != pointer.count("~0") + pointer.count("~1"):
        message = f"in a JSON pointer '~' is followed by 0 or 1, unlike in {pointer!r}"
        raise ValueError(message)
    return tuple([step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")])


def parent(pointer: str) -> str:
    """The pointer to the object or array that contains the place.

    Raises:
        ValueError: the pointer is that of the whole document.
    """
    if not pointer:
        message = "the whole document has no parent"
        raise ValueError(message)
    return pointer[: pointer.rindex("/")]


@lru_cache(MAX_CACHED)
def lineage(pointer: str) -> tuple[str, ...]:
    """A place and all that contain it, innermost first."""
    steps = pointer.split("/")
    return tuple(["/".join(steps[:length]) for length in range(len(steps), 0, -1)])


def is_within(pointer: str, ancestor: str) -> bool:
    """Whether the place is the ancestor or inside it."""
    return pointer == ancestor or pointer.startswith(ancestor + "/")


def resolve(document: object, pointer: str) -> object:
    """The value at the pointer.

    Raises:
        LookupError: there is no value.
        ValueError: the text is not a JSON Pointer.
    """
    value = document
    for step in to_steps(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and _is_index(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            message = f"there is no value at {pointer!r}"
            raise LookupError(message)
    return value


def resolves_all(document: object, pointers: frozenset[str]) -> bool:
    """Whether there is a value at each of these pointers; there is none at a text that is no pointer."""
    values: list[Any] = [document]
    try:
        for container, step in _way(pointers):
            try:
                values.append(values[container][step])
            except TypeError:
                # an element of an array, or nothing
                values.append(resolve(values[container], to_pointer((step,))))
    except (LookupError, ValueError):
        return False
    return True


def resolves(document: object, pointer: str) -> bool:
    """Whether there is a value at the pointer; there is none at a text that is no pointer."""
    try:
        resolve(document, pointer)
    except (LookupError, ValueError):
        return False
    return True


@lru_cache(1024)
def _way(pointers: frozenset[str]) -> list[tuple[int, str]]:
    """The steps to all places, common ones once, each with the number of the value that it leads from."""
    known: dict[tuple[int, str], int] = {}
    for pointer in pointers:
        container = 0
        for step in to_steps(pointer):
            container = known.setdefault((container, step), len(known) + 1)
    return [*known]


def _is_index(step: str) -> bool:
    """Whether a step is an array index (RFC 6901, section 4): without sign and leading zeros."""
    return (
        step.isascii()
        and step.isdecimal()
        and len(step) <= _MAX_DIGITS
        and (step == "0" or not step.startswith("0"))
    )

"""Lists of objects side by side: their elements are paired by their key, so that order is no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer, to_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = (
    "url", "id", "uuid", "cycle", "position", "name", "title", "sheet", "at", "market", "rule", "type",
)  # fmt: skip
"""Members that name an element of a list, the surest first."""


def key_of(one: Sequence[object], other: Sequence[object]) -> str | None:
    """The member that tells the elements of both lists apart; None if none does.

    A member that is no usual key names elements only if some of them stand in both lists.
    """
    elements = [*one, *other]
    if not elements or not all(isinstance(element, dict) for element in elements):
        return None
    objects = [element for element in elements if isinstance(element, dict)]
    common = set(objects[0]).intersection(*objects)
    for name in KEYS:
        if name in common and _is_key(one, name) and _is_key(other, name):
            return name
    for name in sorted(str(name) for name in common.difference(KEYS)):
        if _is_key(one, name) and _is_key(other, name) and {*_values(one, name)} & {*_values(other, name)}:
            return name
    return None


def _values(elements: Sequence[object], name: str) -> list[object]:
    return [element[name] for element in elements if isinstance(element, dict)]


def _is_key(elements: Sequence[object], name: str) -> bool:
    values = _values(elements, name)
    return all(isinstance(value, str) for value in values) and len({*map(str, values)}) == len(values)


def aligned(one: Sequence[object], other: Sequence[object], key: str | None) -> dict[int, int]:
    """The index in the other list of each element that has its like there.

    Without a key equal elements are paired first, and the rest in order.
    """
    if key is not None:
        places = {value: index for index, value in enumerate(_values(other, key))}
        named = enumerate(_values(one, key))
        return {index: places[value] for index, value in named if value in places}
    free = list(range(len(other)))
    found = {}
    for index, element in enumerate(one):
        like = next((place for place in free if other[place] == element), None)
        if like is not None:
            found[index] = like
            free.remove(like)
    rest = [index for index in range(len(one)) if index not in found]
    return found | dict(zip(rest, free, strict=False))


class Alignment:
    """Two documents side by side: where a place of one stands in the other."""

    def __init__(self, base: object, revision: object) -> None:
        self._base = base
        self._revision = revision
        self._lists: dict[str, dict[int, int]] = {}

    def twin(self, pointer: str) -> str:
        """The place in the revision of what stands at a pointer in the base, were it there."""
        here, there = self._base, self._revision
        way: list[str] = []
        for number, step in enumerate(steps := to_steps(pointer)):
            own = step
            if isinstance(here, list) and isinstance(there, list):
                place = to_pointer(steps[:number])
                if place not in self._lists:
                    self._lists[place] = aligned(here, there, key_of(here, there))
                index = self._lists[place].get(int(step))
                # an element without its like stands nowhere
                own = "-" if index is None else str(index)
                here, there = here[int(step)], None if index is None else there[index]
            else:
                here, there = _member(here, step), _member(there, step)
            way.append(own)
        return to_pointer(tuple(way))


def _member(value: object, step: str) -> object:
    if isinstance(value, list):
        return value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def names_of(document: object, pointer: str) -> tuple[str, ...]:
    """The way to a place as a reader names it: elements of lists by their key, or counted from 1."""
    names: list[str] = []
    for step in to_steps(pointer):
        if isinstance(document, list):
            element = _member(document, step)
            key = next((name for name in KEYS if isinstance(_member(element, name), str)), None)
            number = str(int(step) + 1) if step.isdecimal() else step
            names.append(f"[{_member(element, key) if key and _is_key(document, key) else number}]")
        else:
            names.append(step)
        document = _member(document, step)
    return tuple(names)

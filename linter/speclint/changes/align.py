"""Lists of objects aligned: their elements are paired by a key, so that their order is no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer, to_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = (
    "url", "id", "uuid", "cycle", "position", "name", "title", "sheet", "at", "market", "rule", "type",
)  # fmt: skip
"""Members that identify an element of a list, the most reliable first."""


def key_of(base: Sequence[object], revision: Sequence[object]) -> str | None:
    """The member that identifies the elements of both lists; None if none does.

    A member that is not among `KEYS` is a key only if some of its values are in both lists.
    """
    elements = [*base, *revision]
    objects = [element for element in elements if isinstance(element, dict)]
    if not objects or len(objects) < len(elements):
        return None
    common = set(objects[0]).intersection(*objects)
    for name in (*KEYS, *sorted(map(str, common.difference(KEYS)))):
        is_key = name in common and _is_key(base, name) and _is_key(revision, name)
        if is_key and (name in KEYS or {*_values(base, name)} & {*_values(revision, name)}):
            return name
    return None


def _values(elements: Sequence[object], name: str) -> list[object]:
    return [element[name] for element in elements if isinstance(element, dict)]


def _is_key(elements: Sequence[object], name: str) -> bool:
    """Whether every element has a text of its own under a name."""
    texts = {element[name] for element in elements if isinstance(element, dict) and _has_text(element, name)}
    return len(texts) == len(elements)


def _has_text(element: dict[str, object], name: str) -> bool:
    return isinstance(element.get(name), str)


def aligned(base: Sequence[object], revision: Sequence[object], key: str | None) -> dict[int, int]:
    """The index in the revision of each element of the base that has a counterpart there.

    Without a key equal elements are paired first, and the rest in order.
    """
    if key is not None:
        indices = {value: index for index, value in enumerate(_values(revision, key))}
        values = enumerate(_values(base, key))
        return {index: indices[value] for index, value in values if value in indices}
    free = list(range(len(revision)))
    pairs = {}
    for index, element in enumerate(base):
        equal = next((candidate for candidate in free if revision[candidate] == element), None)
        if equal is not None:
            pairs[index] = equal
            free.remove(equal)
    rest = [index for index in range(len(base)) if index not in pairs]
    return pairs | dict(zip(rest, free, strict=False))


class Alignment:
    """Two documents aligned: pointers of one to pointers of the other."""

    def __init__(self, base: object, revision: object) -> None:
        self._base = base
        self._revision = revision
        self._lists: dict[str, dict[int, int]] = {}

    def counterpart(self, pointer: str) -> str:
        """The pointer in the revision to what is at a pointer in the base, whether it is there or not."""
        here, there = self._base, self._revision
        steps_there: list[str] = []
        for number, step in enumerate(steps := to_steps(pointer)):
            own = step
            if isinstance(here, list) and isinstance(there, list):
                place = to_pointer(steps[:number])
                if place not in self._lists:
                    self._lists[place] = aligned(here, there, key_of(here, there))
                index = self._lists[place].get(int(step))
                # an element without a counterpart is nowhere
                own = "-" if index is None else str(index)
            here, there = _member(here, step), _member(there, own)
            steps_there.append(own)
        return to_pointer(tuple(steps_there))


def _member(value: object, step: str) -> object:
    if isinstance(value, list):
        return value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return value.get(step) if isinstance(value, dict) else None


def names_of(document: object, pointer: str) -> tuple[str, ...]:
    """The path to a place for the reader: members, and elements of lists by their key or counted from 1."""
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

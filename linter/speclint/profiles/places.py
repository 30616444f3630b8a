"""The places at which a profile looks, and what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import Selector
from speclint.quantities.unit import of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.jsonpath import JSONPath
    from speclint.documents.pointer import Steps
    from speclint.profiles.profile import Profile
    from speclint.profiles.walk import Leaf, Node


class Place(msgspec.Struct, frozen=True):
    """A place at which a profile looks."""

    path: JSONPath
    label: str
    """What stands there, in a few words."""
    words: tuple[str, ...] = ()
    """What may be written there; empty if that is not listed."""
    is_unit: bool = False
    """Whether its name is that of a unit."""


def below(path: JSONPath, steps: Steps) -> JSONPath | None:
    """The rest of a path from a place on; None if it does not lead there."""
    fits = len(path) >= len(steps) and all(
        isinstance(step, Selector) or step == taken for step, taken in zip(path, steps, strict=False)
    )
    return path[len(steps) :] if fits else None


def places(profile: Profile) -> Iterator[Place]:
    """All places at which a profile looks in a sheet."""
    for found in _stated(profile):
        yield found
        for index, step in enumerate(found.path):
            if isinstance(step, Selector) and step.key is not None and step.text is not None:
                path = (*found.path[:index], Selector(), step.key)
                yield Place(path, "which element it is", (step.text,))


def _stated(profile: Profile) -> Iterator[Place]:
    for field, path in profile.identity.items():
        words = () if field in profile.name_parts else profile.vocabulary.words(field)
        yield Place(path, field.replace("_", " "), words)
    for path, leaf in _leaves(profile.quantities, ()):
        yield from _of_quantity(path, leaf)
    if profile.siblings:
        entries, shares = profile.siblings.entries, profile.siblings.shares
        yield Place((*entries, profile.siblings.sheet), "id of the sibling")
        yield Place((*entries, shares), "quantities on which the siblings agree")
        yield Place((*entries, shares, Selector()), "a shared quantity", tuple(sorted(profile.names)))
    if profile.sources:
        entries, *keys = msgspec.structs.astuple(profile.sources)
        yield from _members(entries, keys)
    if profile.disagreements:
        yield Place((*profile.disagreements.entries, profile.disagreements.at), "what is contradicted")


def _members(entries: JSONPath, keys: Iterable[str | None]) -> Iterator[Place]:
    """The places in the sources, by their keys in the order of `SourcePaths`."""
    labels = "address", "day of publication", "day of access", "pointers that it covers"
    for label, key in zip(labels, keys, strict=True):
        if key is not None:
            yield Place((*entries, key), f"source: {label}")


def _leaves(node: Node, path: JSONPath) -> Iterator[tuple[JSONPath, Leaf]]:
    for leaf in node.leaves:
        yield path, leaf
    for name, _, child in node.names:
        yield from _leaves(child, (*path, name))
    for selector, child in node.selectors:
        yield from _leaves(child, (*path, selector))


def _of_quantity(path: JSONPath, leaf: Leaf) -> Iterator[Place]:
    label, units = leaf.quantity.label, of_kind(leaf.quantity.kind)
    if leaf.value_at or leaf.unit_at:
        yield Place((*path, *leaf.value_at), label)
        yield Place((*path, *leaf.unit_at), f"unit of {label}", tuple(unit.name for unit in units))
        return
    written = leaf.unit.name if leaf.unit else leaf.spelling
    yield Place(path, f"{label} in {written}" if written not in {"", "1"} else label)
    if not written:
        for unit in units:
            yield Place((*path, unit.name), unit.definition, is_unit=True)

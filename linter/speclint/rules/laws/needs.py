"""What a law cannot do without: what must be stated for it to fail."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from speclint.rules.laws import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Names: TypeAlias = tuple[str, ...]

MAX_CHOICES = 1024
"""The same before those that contain others are left out."""
MAX_ALTERNATIVES = 256
"""More than these are not worth a look; the rule then runs on every sheet."""


def requirements(law: tree.Condition) -> list[Names]:
    """Quantities and fields of each of which one must be stated for a law to fail."""
    match law:
        case tree.Every(parts) | tree.Some(parts):
            return common([requirements(part) for part in parts])
        case tree.Not(inner):
            return requirements(inner)
        case tree.IsStated():
            return []
    return list(dict.fromkeys(names for node in law.walk() if (names := named(node))))


def needs(law: tree.Condition) -> Names:
    """The quantities and fields without which a law never fails."""
    return tuple(names[0] for names in requirements(law) if len(names) == 1)


def alternatives(laws: Iterable[tree.Condition], band: Iterable[Names], stated: Names) -> tuple[Names, ...]:
    """What must be stated besides for one of several laws to fail, or for a band to judge; none if that may be nothing.

    Args:
        laws: the laws of a rule.
        band: by feature that its band judges, the quantities that state it.
        stated: what the rule needs in any case.
    """
    found: dict[frozenset[str], None] = dict.fromkeys(frozenset({name}) for names in band for name in names)
    for law in laws:
        choices = [names for names in requirements(law) if not set(names) & set(stated)]
        if prod(map(len, choices)) > MAX_CHOICES:
            return ()
        found |= dict.fromkeys(map(frozenset, product(*choices)))
    least = [names for names in found if not any(other < names for other in found)]
    if frozenset() in found or len(least) > MAX_ALTERNATIVES:
        return ()
    return tuple(tuple(sorted(names)) for names in least)


def common(parts: Sequence[Sequence[Names]]) -> list[Names]:
    """What is in all of several lists."""
    return [names for names in parts[0] if all(names in other for other in parts)] if parts else []


def named(node: tree.Node) -> Names:
    """The quantities and fields that a node names itself."""
    match node:
        case tree.Pick():
            return node.names
        case tree.Year():
            return ("year",)
        case tree.Is(field=field) | tree.IsStated(field=field):
            return (field,) if field else ()
    return ()

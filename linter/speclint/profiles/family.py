"""Kinds of family as profiles declare them: what members share, and how far their figures may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speclint.documents.jsonpath import JSONPath


Shared: TypeAlias = tuple[str | None, ...]
"""The values that the members of a family share, None for each that they do not state."""


class Family(msgspec.Struct, frozen=True):
    """A kind of family, as a profile declares it."""

    name: str
    """Its name in messages, such as `same car in another model year`."""
    by: tuple[JSONPath, ...]
    """Paths to the values that its members share."""
    equal: tuple[str, ...] = ()
    """Quantities that all members must agree on."""
    close: Mapping[str, float] = {}
    """The permitted difference between members by quantity, as a fraction of the smaller figure."""
    same_keys: bool = False
    """Whether its members have the same keys."""

    def shared_by(self, document: object) -> Shared | None:
        """The values that a document shares with its family; None if it states none of them."""
        shared = tuple([scalar_at(document, path) for path in self.by])
        return None if all(value is None for value in shared) else shared


def scalar_at(document: object, path: JSONPath) -> str | None:
    """The first text or whole number that a path selects, as text."""
    value = document
    for step in path:
        if not isinstance(step, str):
            return next((str(found) for _, found in find(document, path) if is_scalar(found)), None)
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return str(value) if is_scalar(value) else None


def is_scalar(value: object) -> bool:
    """Whether a value is a text or a whole number."""
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def tolerance(text: str) -> float:
    """The fraction for a text such as `20 %`: 0.2."""
    return float(text.removesuffix("%")) / 100

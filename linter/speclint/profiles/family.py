"""Families as a profile declares them: which sheets belong together, and what their figures then share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.jsonpath import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.documents.jsonpath import JSONPath


Shared: TypeAlias = tuple[str | None, ...]
"""What the members of one family have in common, None where they state nothing."""


class Family(msgspec.Struct, frozen=True):
    """One kind of family, as a profile declares it."""

    name: str
    """What messages call it: `same car in another model year`."""
    by: tuple[JSONPath, ...]
    """Paths to what its members have in common."""
    equal: tuple[str, ...] = ()
    """Quantities that all members must agree on."""
    close: Mapping[str, float] = {}
    """By quantity how far members may lie apart, as a fraction of the smaller figure."""
    same_keys: bool = False
    """Whether its members state the same things."""

    def shared_by(self, document: object) -> Shared | None:
        """What a document has in common with its family; None if it states nothing of that."""
        shared = tuple(next(_scalars(document, path), None) for path in self.by)
        return None if all(value is None for value in shared) else shared


def _scalars(document: object, path: JSONPath) -> Iterator[str]:
    for _, value in find(document, path):
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)


def tolerance(text: str) -> float:
    """The fraction that a text such as `20 %` stands for."""
    return float(text.removesuffix("%")) / 100

"""Columns that are made where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class OnDemand(Mapping[Key, Value]):
    """What a function gives of keys, kept once it was asked for."""

    def __init__(self, keys: Iterable[Key], of: Callable[[Key], Value]) -> None:
        self._of, self._known = of, dict[Key, "Value | None"].fromkeys(keys)

    def __getitem__(self, key: Key) -> Value:
        """What the function gives of a key."""
        found = self._known[key]
        if found is None:
            found = self._known[key] = self._of(key)
        return found

    def __iter__(self) -> Iterator[Key]:
        """The keys."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._known)

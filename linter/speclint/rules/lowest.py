"""Values by key of which a limit bounds the number, the same in whichever order the keys come."""

from __future__ import annotations

import heapq
from collections.abc import Hashable
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from speclint.limits import limit, reach

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lowest(dict[Key, Value]):
    """Values by key; of more keys than a limit allows those of the lowest hashes."""

    def __init__(self, name: str, text_of: Callable[[Key], str] = repr) -> None:
        """Values of no key yet.

        Args:
            name: the limit.
            text_of: gives what is hashed of a key.
        """
        super().__init__()
        self._name, self._text_of = name, text_of
        self._highest: list[tuple[int, Key]] = []
        """A heap of the negative hashes of all keys once there are as many as the limit allows."""
        self.is_cut = False
        """Whether keys were left out."""

    def kept(self, key: Key, new: Callable[[], Value]) -> Value | None:
        """The value of a key, a new one if there is none; None if the key is left out."""
        if key not in self:
            if len(self) < limit(self._name):
                self[key] = new()
            else:
                self._replace_highest(key, new)
        return self.get(key)

    def _replace_highest(self, key: Key, new: Callable[[], Value]) -> None:
        """Keep a key instead of that of the highest hash, or leave it out."""
        self.is_cut = True
        if len(self._highest) < len(self):
            self._highest = [(-self._hash(known), known) for known in self]
            heapq.heapify(self._highest)
        own = -self._hash(key)
        if own > self._highest[0][0]:
            del self[heapq.heapreplace(self._highest, (own, key))[1]]
            self[key] = new()

    def _hash(self, key: Key) -> int:
        digest = blake2b(self._text_of(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "little")

    def note(self) -> None:
        """Say that keys were left out, if some were."""
        if self.is_cut:
            reach(self._name)

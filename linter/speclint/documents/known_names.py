"""Known names, among which those that an unknown one may mean are found without a look at each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from speclint.documents.message_text import likely

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 200
"""So many names are all compared."""
MAX_COMPARED = 40
"""Of more names, those that are compared: they share most trigrams with the unknown one."""
MAX_COUNTED = 2000
"""Names whose trigrams are counted to find these, beginning with the rarest trigram."""


class KnownNames(list[str]):
    """Names in order."""

    def holds(self, name: str) -> bool:
        """Whether a name is among them."""
        index = bisect_left(self, name)
        return index < len(self) and self[index] == name

    def likely(self, name: str, without: str = "") -> str:
        """The names that may be meant by an unknown one, but for one of them; see `message_text.likely`."""
        if len(self) <= FEW:
            return likely(name, (known for known in self if known != without))
        begun = [known for known in self._begun(name) if known != without]
        return likely(name, begun or [known for known in self.similar(name) if known != without])

    def _begun(self, name: str) -> list[str]:
        """The names that continue a name, as a whole or after their folder."""
        begun = []
        for names in (self._whole, self._in_folders) if name else ():
            following = (names[index] for index in range(bisect_left(names, (name, "")), len(names)))
            begun += [known for _, known in takewhile(lambda pair: pair[0].startswith(name), following)]
        return begun

    @cached_property
    def _whole(self) -> list[tuple[str, str]]:
        return [(known, known) for known in self]

    def similar(self, name: str) -> list[str]:
        """The names that share most trigrams with a name, those that few names have counted first."""
        shared: Counter[int] = Counter()
        left = MAX_COUNTED
        for indexes in sorted((self._by_trigram.get(each, []) for each in _trigrams(name)), key=len):
            shared.update(indexes[:left])
            left -= min(left, len(indexes))
        return sorted(self[index] for index, _ in shared.most_common(MAX_COMPARED + 1))

    @cached_property
    def _in_folders(self) -> list[tuple[str, str]]:
        """The names by what follows their folder."""
        return sorted((known.rpartition("/")[2], known) for known in self)

    @cached_property
    def _by_trigram(self) -> dict[str, list[int]]:
        """By three characters the indexes of the names that hold them."""
        found = defaultdict(list)
        for index, known in enumerate(self):
            for trigram in _trigrams(known):
                found[trigram].append(index)
        return found


def _trigrams(name: str) -> Iterator[str]:
    """The distinct sequences of three characters in a name, in order."""
    yield from dict.fromkeys(name[start : start + 3] for start in range(max(len(name) - 2, 1)))

"""Catalogs: all sheets that are checked together, and who is whose sibling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from speclint.sheets.files import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from speclint.sheets.files import Input
    from speclint.sheets.sheet import Sheet

IDENTITY = ("make", "model", "variant", "generation", "year", "market")
"""Fields that together name one sheet of a catalog."""

Key: TypeAlias = "tuple[Path | None, str]"


class Catalog:
    """Sheets that are checked together.

    Those to report on are read; the others wait as files until a rule asks for one of them.
    """

    def __init__(
        self, sheets: Iterable[Sheet], waiting: Iterable[Input] = (),
        read: Callable[[Input], Sheet] | None = None,
        look_up: Callable[[Sheet, str], Sheet | None] | None = None,
    ) -> None:  # fmt: skip
        self._sheets: dict[Key, Sheet] = {}
        self._by_identity: dict[tuple[Path | None, tuple[str | None, ...]], list[Sheet]] = {}
        for sheet in sheets:
            self._add(sheet)
        self._waiting: dict[Key, Input] = {(one.place.root, one.place.id): one for one in waiting}
        self._read = read
        self._look_up = look_up

    def _add(self, sheet: Sheet) -> Sheet:
        self._sheets[(sheet.place.root, sheet.id)] = sheet
        self._by_identity.setdefault((sheet.place.root, identity_of(sheet)), []).append(sheet)
        return sheet

    def _fetch(self, key: Key) -> Sheet | None:
        """A sheet that waits, read."""
        one = self._waiting.pop(key, None)
        return self._add(self._read(one)) if one is not None and self._read is not None else None

    def find(self, name: str, beside: Sheet) -> Sheet | None:
        """The sheet of that id in the same catalog as another one, or None.

        Where no configuration says what the catalog holds, its folder is looked into.
        """
        key = (beside.place.root, name)
        found = self._sheets.get(key) or self._fetch(key)
        if found is None and self._look_up is not None:
            found = self._look_up(beside, name)
            if found is not None:
                self._add(found)
        return found

    def ids(self, beside: Sheet) -> list[str]:
        """The ids of all sheets in the same catalog as another one, in order."""
        return sorted(name for root, name in {**self._sheets, **self._waiting} if root == beside.place.root)

    def twins(self, sheet: Sheet) -> list[Sheet]:
        """The other sheets of its catalog that state the same identity, in order of their paths."""
        identity = identity_of(sheet)
        words = [value.encode() for value in identity if value and value.isascii() and '"' not in value]
        for key in [key for key, one in self._waiting.items() if _may_hold(one, words)]:
            self._fetch(key)
        same = self._by_identity.get((sheet.place.root, identity), ())
        return sorted((other for other in same if other.place != sheet.place), key=lambda other: other.path)


def _may_hold(one: Input, words: list[bytes]) -> bool:
    """Whether a file may state all these values: a glance at its bytes is far cheaper than reading it."""
    content = read_file(one.file)
    return b"\\" in content or all(word in content for word in words)


def identity_of(sheet: Sheet) -> tuple[str | None, ...]:
    """The values of the fields that name a sheet, None where one is not stated."""
    return tuple(sheet.says(field) for field in IDENTITY)


def slug(text: str) -> str:
    """A name as paths write it: lower case, everything but letters and digits turned to one hyphen."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")

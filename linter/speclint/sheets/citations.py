"""Citations: the sources that a sheet names, what each covers, and where others contradict the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.pointer import to_pointer
from speclint.sheets.path import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.sheets.path import Path as Route
    from speclint.sheets.profile import DisagreementPaths, SourcePaths


class Cited(msgspec.Struct, frozen=True):
    """A text in what a sheet says of its sources, and where it stands."""

    text: str
    pointer: str


class Source(msgspec.Struct, frozen=True):
    """A page that a sheet has figures from, with what the sheet says of it."""

    pointer: str
    url: Cited | None
    published: Cited | None
    accessed: Cited | None
    covers: tuple[Cited, ...]
    """Pointers to the places that it vouches for."""


def sources(document: object, paths: SourcePaths, is_hidden: Callable[[str], bool]) -> Iterator[Source]:
    """The sources that a document names, without what stands at hidden places."""
    for pointer, entry in _entries(document, paths.each, is_hidden):
        url, published, accessed = (
            _cited(entry, key, pointer, is_hidden) for key in (paths.url, paths.published, paths.accessed)
        )
        yield Source(
            pointer, url, published, accessed, tuple(_listed(entry, paths.covers, pointer, is_hidden))
        )


def disagreements(
    document: object, paths: DisagreementPaths, is_hidden: Callable[[str], bool]
) -> Iterator[Cited]:
    """The pointers to what other sources contradict, without those at hidden places."""
    for pointer, entry in _entries(document, paths.each, is_hidden):
        cited = _cited(entry, paths.at, pointer, is_hidden)
        if cited is not None:
            yield cited


def _entries(
    document: object, each: Route, is_hidden: Callable[[str], bool]
) -> Iterator[tuple[str, dict[str, object]]]:
    for steps, entry in find(document, each):
        pointer = to_pointer(steps)
        if isinstance(entry, dict) and not is_hidden(pointer):
            yield pointer, entry


def _cited(
    entry: dict[str, object], key: str | None, pointer: str, is_hidden: Callable[[str], bool]
) -> Cited | None:
    text = None if key is None else entry.get(key)
    if key is None or not isinstance(text, str):
        return None
    place = pointer + to_pointer((key,))
    return None if is_hidden(place) else Cited(text, place)


def _listed(
    entry: dict[str, object], key: str | None, pointer: str, is_hidden: Callable[[str], bool]
) -> Iterator[Cited]:
    texts = None if key is None else entry.get(key)
    for index, text in enumerate(texts) if isinstance(texts, list) else ():
        place = pointer + to_pointer((str(key), index))
        if isinstance(text, str) and not is_hidden(place):
            yield Cited(text, place)

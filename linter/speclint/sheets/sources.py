"""Citations: the sources that a sheet names, what each covers, and where other sources contradict it."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

import msgspec

from speclint.documents.jsonpath import objects_at
from speclint.documents.pointer import to_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.profiles.profile import DisagreementPaths, SourcePaths

INDEX = frozenset({"index", "home", "default"})
"""Names under which servers keep the home page itself."""


class CitedText(msgspec.Struct, frozen=True):
    """A text in the description of a source, with its pointer."""

    text: str
    pointer: str


class Source(msgspec.Struct, frozen=True):
    """A page that a sheet cites for its figures, as the sheet describes it."""

    pointer: str
    url: CitedText | None
    published: CitedText | None
    accessed: CitedText | None
    covers: tuple[str | None, ...]
    """Pointers to the places that it covers; None for an entry that is not text."""
    covers_pointer: str
    """Pointer to the list of these pointers."""


def sources(document: object, paths: SourcePaths, is_invalid: Callable[[str], bool]) -> Iterator[Source]:
    """The sources that a document names, without values at invalid places."""
    url, published, accessed, covers = (
        _Member(key, is_invalid) for key in (paths.url, paths.published, paths.accessed, paths.covers)
    )
    for pointer, entry in objects_at(document, paths.entries, is_invalid):
        yield Source(
            pointer,
            url.cited(entry, pointer),
            published.cited(entry, pointer),
            accessed.cited(entry, pointer),
            covers.texts(entry, pointer),
            pointer + covers.token,
        )


def disagreements(
    document: object, paths: DisagreementPaths, is_invalid: Callable[[str], bool]
) -> Iterator[CitedText]:
    """The pointers to places that other sources contradict, without those at invalid places."""
    at = _Member(paths.at, is_invalid)
    for pointer, entry in objects_at(document, paths.entries, is_invalid):
        cited = at.cited(entry, pointer)
        if cited is not None:
            yield cited


class _Member:
    """An optional member of entries; with no key, none has it."""

    __slots__ = ("is_invalid", "key", "token")

    def __init__(self, key: str | None, is_invalid: Callable[[str], bool]) -> None:
        self.key = key
        self.token = "" if key is None else to_pointer((key,))
        self.is_invalid = is_invalid

    def cited(self, entry: dict[str, object], pointer: str) -> CitedText | None:
        """The text of the member in an entry, or None."""
        text = None if self.key is None else entry.get(self.key)
        place = intern(pointer + self.token)
        return CitedText(text, place) if isinstance(text, str) and not self.is_invalid(place) else None

    def texts(self, entry: dict[str, object], pointer: str) -> tuple[str | None, ...]:
        """The texts that the member of an entry lists, None for each item that is not text."""
        texts = None if self.key is None else entry.get(self.key)
        if not isinstance(texts, list) or self.is_invalid(pointer + self.token):
            return ()
        return tuple([text if isinstance(text, str) else None for text in texts])


def is_home_page(url: str, model: str = "") -> bool:
    """Whether an address names a site and no page of it; a site named after the model is about it alone."""
    host, _, path = url.partition("://")[2].casefold().partition("/")
    if (model and model in host) or "?" in url or "#" in url:
        return False
    steps = [step for step in path.split("/") if step]
    if steps and steps[-1].partition(".")[0] in INDEX:
        steps.pop()
    return all(map(_is_locale, steps))


def _is_locale(step: str) -> bool:
    """Whether a part of a path is the code of a language or country: `en`, `de-at`."""
    return all(len(part) == 2 and part.isalpha() for part in step.replace("_", "-").split("-"))  # noqa: PLR2004

"""What the words in the identity fields of a sheet state."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.profiles.vocabulary import known_words
from speclint.quantities.placeholder import is_placeholder_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speclint.profiles.profile import Identity
    from speclint.profiles.vocabulary import Vocabulary

    Word: TypeAlias = tuple[str | None, Identity | None]
    """The word by which rules know what a field states, and where that is written."""


class UnknownWord(msgspec.Struct, frozen=True):
    """A word in an identity field that is in no vocabulary."""

    field: str
    text: str
    pointer: str


def read_word(name: str, identity: Mapping[str, Identity], vocabulary: Vocabulary) -> Word:
    """What is stated of a field in its own place, or else in that of another field.

    No word of an unknown text, and neither word nor place where a mark such as `n/a` stands for nothing.
    """
    for place in vocabulary.fields_for(name):
        written = identity.get(place)
        word = vocabulary.stated(place, written.value).get(name) if written else None
        if word is not None:
            return word, written
    own = identity.get(name)
    return None, None if own is None or is_placeholder_text(own.value) else own


def unknown_words(identity: Mapping[str, Identity], vocabulary: Vocabulary) -> Iterator[UnknownWord]:
    """The texts in fields with a vocabulary that state nothing that rules know, but for marks for nothing."""
    for field, written in identity.items():
        is_stated = written.value.strip() and not is_placeholder_text(written.value)
        if not known_words(field) or not is_stated:
            continue
        if not vocabulary.stated(field, written.value):
            yield UnknownWord(field, written.value, written.pointer)

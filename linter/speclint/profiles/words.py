"""The words that a profile adds to the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from speclint.documents.jsonpath import InvalidWordError
from speclint.profiles.vocabulary import Vocabulary, known_words, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED_WORDS = Vocabulary()


def vocabulary_of(identity: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """The shipped words, and those that a profile adds in the tables of its identity fields.

    Raises:
        InvalidWordError: what a word is to mean is unknown.
    """
    words = {
        field: {text: _words_of(field, word) for text, word in table["words"].items()}
        for field, table in identity.items()
        if "words" in table
    }
    return Vocabulary(words) if words else SHIPPED_WORDS


def _words_of(field: str, stated: str | Mapping[str, str]) -> dict[str, str]:
    """By field the word that rules know for what a text states by the profile; synonyms stand for their word.

    Raises:
        InvalidWordError: a word is unknown.
    """
    found = {}
    for name, text in ({field: stated} if isinstance(stated, str) else stated).items():
        word = shipped(name, text).get(name)
        if word is None:
            from difflib import get_close_matches

            known = sorted(known_words(name))
            nearest = get_close_matches(text, known, n=1)
            meant = f'did you mean "{nearest[0]}"?' if nearest else f"there is {', '.join(known)}"
            message = f'{name} has no word "{text}"; {meant}'
            raise InvalidWordError(message, text)
        found[name] = word
    return found

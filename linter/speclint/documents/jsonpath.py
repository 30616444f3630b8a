"""Paths in a profile: RFC 9535 JSONPath restricted to names, `[*]` and one equality filter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.pointer import to_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.documents.pointer import Steps

ALLOWED = "names such as power or ['lb-ft'], [*] and one filter such as [?@.cycle=='wltp']"
_NAME = r"[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*"
"""A name that may stand without quotes (RFC 9535, section 2.5.1.1): letters, digits, _ and all beyond ASCII.

Written as what it may not hold, for a class up to U+10FFFF takes milliseconds to compile.
"""
_TEXT = r"""'[^'\\\x00-\x1F]*'|"[^"\\\x00-\x1F]*\""""
_STEP = re.compile(
    rf"\.(?P<name>{_NAME})"
    rf"|\[(?P<quoted>{_TEXT})\]"
    r"|(?P<each>\[\*\])"
    rf"|\[\?@\.(?P<key>{_NAME}) *== *(?P<text>{_TEXT})\]"
)


class InvalidWordError(ValueError):
    """A word of a profile that means nothing, ready to be looked up in its file."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.word = word


class JSONPathError(InvalidWordError):
    """A path that is no JSONPath of the kind profiles may hold."""


class Selector(msgspec.Struct, frozen=True):
    """Every element of an array or member of an object; with a key, those whose member equals the text."""

    key: str | None = None
    text: str | None = None

    def of(self, value: object) -> Iterator[tuple[str | int, object]]:
        """The elements or members of a value, each with its index or name; of anything else none."""
        inside: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, dict):
            inside = value.items()
        elif isinstance(value, list):
            inside = enumerate(value)
        for name, child in inside:
            if self.key is None or (isinstance(child, dict) and child.get(self.key) == self.text):
                yield name, child


Step: TypeAlias = "str | Selector"
Path: TypeAlias = tuple[Step, ...]


def parse_path(text: str) -> Path:
    """The steps of a path; the leading `$.` may be left out.

    Raises:
        PathError: where the text leaves what profiles may hold, naming the place.
    """
    full = text[1:] if text.startswith("$") else text if text.startswith("[") else f".{text}"
    if not text or not full:
        message = f'path "{text}" names nothing; allowed are {ALLOWED}'
        raise JSONPathError(message, text)
    steps: list[Step] = []
    position = 0
    while position < len(full):
        match = _STEP.match(full, position)
        if match is None:
            rest = text[max(0, len(text) - len(full) + position) :]
            message = f'path "{text}" is not understood from "{rest}" on; allowed are {ALLOWED}'
            raise JSONPathError(message, text)
        steps.append(_step(match))
        position = match.end()
    if sum(isinstance(step, Selector) and step.key is not None for step in steps) > 1:
        message = f'path "{text}" has more than one filter; allowed are {ALLOWED}'
        raise JSONPathError(message, text)
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    if match["each"]:
        return Selector()
    if match["key"]:
        return Selector(match["key"], match["text"][1:-1])
    return match["name"] or match["quoted"][1:-1]


def find(value: object, path: Path, at: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """Each place in a document that the path names, with the value there."""
    if not path:
        yield at, value
        return
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield from find(value[step], rest, (*at, step))
        return
    for name, child in step.of(value):
        yield from find(child, rest, (*at, name))


def objects_at(
    value: object, path: Path, is_hidden: Callable[[str], bool]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each object in a document that the path names, by its pointer, without those at hidden places."""
    for steps, entry in find(value, path):
        pointer = to_pointer(steps)
        if isinstance(entry, dict) and not is_hidden(pointer):
            yield pointer, entry


def path_text(path: Path) -> str:
    """The path as a profile holds it.

    Raises:
        ValueError: for a name that no path can hold.
    """
    text = "".join(_step_text(step, first=index == 0) for index, step in enumerate(path))
    return text or "$"


_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _step_text(step: str | Selector, *, first: bool) -> str:
    if isinstance(step, Selector):
        return "[*]" if step.key is None else f"[?@.{_bare(step.key)}=='{step.text}']"
    if _BARE.fullmatch(step):
        return step if first else f".{step}"
    if "\\" in step or not step.isprintable() or ("'" in step and '"' in step):
        message = f"no path can hold {step!r}"
        raise ValueError(message)
    quote = '"' if "'" in step else "'"
    return f"[{quote}{step}{quote}]"


def _bare(name: str) -> str:
    if not _BARE.fullmatch(name):
        message = f"no filter can hold {name!r}"
        raise ValueError(message)
    return name

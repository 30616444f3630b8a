"""Paths of profiles: RFC 9535 JSONPath restricted to names, `[*]` and one equality filter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec

from speclint.documents.message_text import in_quotes
from speclint.documents.pointer import to_pointer
from speclint.limits import exceeded, limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from speclint.documents.pointer import Steps

SHOWN = 40
"""Characters that an error shows of a path with too many parts."""
ALLOWED = "names such as power or ['lb-ft'], [*] and one filter such as [?@.cycle=='wltp']"
_NAME = r"[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*"
"""A name that needs no quotes (RFC 9535, section 2.5.1.1): letters, digits, _ and all beyond ASCII.

Written as the excluded characters, since a class up to U+10FFFF takes milliseconds to compile.
"""
_TEXT = r"""'[^'\\\x00-\x1F]*'|"[^"\\\x00-\x1F]*\""""
_STEP = re.compile(
    rf"\.(?P<name>{_NAME})"
    rf"|\[(?P<quoted>{_TEXT})\]"
    r"|(?P<all>\[\*\])"
    rf"|\[\?@\.(?P<key>{_NAME}) *== *(?P<text>{_TEXT})\]"
)


class InvalidWordError(ValueError):
    """A profile holds a word with no meaning; `word` is used to find its line."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.word = word


class JSONPathError(InvalidWordError):
    """A path is not a JSONPath of the kind that profiles allow."""


class Selector(msgspec.Struct, frozen=True):
    """Elements of an array or members of an object; with a key, only those whose member equals the text."""

    key: str | None = None
    text: str | None = None

    def select(self, value: object) -> Iterator[tuple[str | int, object]]:
        """The selected elements or members, each with its index or name; none of a scalar."""
        children: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, dict):
            children = value.items()
        elif isinstance(value, list):
            children = enumerate(value)
        for name, child in children:
            if self.key is None or (isinstance(child, dict) and child.get(self.key) == self.text):
                yield name, child


Step: TypeAlias = "str | Selector"
JSONPath: TypeAlias = tuple[Step, ...]


def parse_path(text: str) -> JSONPath:
    """The steps of a path, whose leading `$.` may be omitted.

    Raises:
        JSONPathError: the text is not a path that profiles allow; the message names the place.
    """
    full = text[1:] if text.startswith("$") else text if text.startswith("[") else f".{text}"
    if not text or not full:
        message = f"path {in_quotes(text)} names nothing; allowed are {ALLOWED}"
        raise JSONPathError(message, text)
    steps: list[Step] = []
    position = 0
    while position < len(full):
        match = _STEP.match(full, position)
        if match is None:
            rest = text[max(0, len(text) - len(full) + position) :]
            message = (
                f"path {in_quotes(text)} is not understood from {in_quotes(rest)} on; allowed are {ALLOWED}"
            )
            raise JSONPathError(message, text)
        steps.append(_step(match))
        position = match.end()
    if len(steps) > limit("name-parts"):
        raise JSONPathError(str(exceeded(f'path "{text[:SHOWN]}…"', "name-parts", len(steps))), text)
    if sum(isinstance(step, Selector) and step.key is not None for step in steps) > 1:
        message = f"path {in_quotes(text)} has more than one filter; allowed are {ALLOWED}"
        raise JSONPathError(message, text)
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    if match["all"]:
        return Selector()
    if match["key"]:
        return Selector(match["key"], match["text"][1:-1])
    return match["name"] or match["quoted"][1:-1]


def find(value: object, path: JSONPath, at: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """The places that a path selects in a document, each with its value."""
    for index, step in enumerate(path):
        if isinstance(step, Selector):
            for name, child in step.select(value):
                yield from find(child, path[index + 1 :], (*at, *cast("Steps", path[:index]), name))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value = value[step]
    yield (*at, *cast("Steps", path)), value


def objects_at(
    value: object, path: JSONPath, is_invalid: Callable[[str], bool]
) -> Iterator[tuple[str, dict[str, object]]]:
    """The objects that a path selects, each with its pointer, without those at invalid places."""
    for steps, entry in find(value, path):
        pointer = to_pointer(steps)
        if isinstance(entry, dict) and not is_invalid(pointer):
            yield pointer, entry


def objects(value: object, path: JSONPath) -> list[dict[str, object]]:
    """The objects that a path selects."""
    for index, step in enumerate(path):
        if isinstance(step, Selector):
            children: list[object] = value if step.key is None and isinstance(value, list) else []
            children = children or [child for _, child in step.select(value)]
            if index == len(path) - 1:
                return [child for child in children if isinstance(child, dict)]
            return [found for child in children for found in objects(child, path[index + 1 :])]
        if not isinstance(value, dict) or step not in value:
            return []
        value = value[step]
    return [value] if isinstance(value, dict) else []


def path_text(path: JSONPath) -> str:
    """The text of a path as profiles write it.

    Raises:
        ValueError: no path can express a name in it.
    """
    text = "".join(_step_text(step, first=index == 0) for index, step in enumerate(path))
    return text or "$"


_BARE = r"[A-Za-z_][A-Za-z0-9_]*"


def _step_text(step: str | Selector, *, first: bool) -> str:
    if isinstance(step, Selector):
        return "[*]" if step.key is None else f"[?@.{_bare(step.key)}=='{step.text}']"
    if re.fullmatch(_BARE, step):
        return step if first else f".{step}"
    if "\\" in step or not step.isprintable() or ("'" in step and '"' in step):
        message = f"no path can hold {step!r}"
        raise ValueError(message)
    quote = '"' if "'" in step else "'"
    return f"[{quote}{step}{quote}]"


def _bare(name: str) -> str:
    if not re.fullmatch(_BARE, name):
        message = f"no filter can hold {name!r}"
        raise ValueError(message)
    return name

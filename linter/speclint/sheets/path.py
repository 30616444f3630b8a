"""Paths in a profile: RFC 9535 JSONPath restricted to names, `[*]` and one equality filter.

All paths of a profile are compiled once into one tree, so that a document is walked once for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.pointer import Steps

ALLOWED = "names, [*] and one filter such as [?@.cycle=='wltp']"
_TOKEN = re.compile(
    r"""
      \.? (?P<name> [^\W\d] [\w-]* )                                      # member name
    | \[ (?P<quote> ['"] ) (?P<quoted> [^'"\\]+ ) (?P=quote) \]           # ['member name']
    | (?P<each> \[\*\] )
    | \[\? @ \. (?P<key> [\w-]+ ) \s* == \s*
        (?: '(?P<text> [^'\\]* )' | "(?P<text2> [^"\\]* )" ) \]           # one equality filter
    """,
    re.VERBOSE,
)


class PathError(ValueError):
    """A path that is no JSONPath of the kind profiles may hold."""


class Each(NamedTuple):
    """Every element of an array or member of an object; with a key, those whose member equals the text."""

    key: str | None = None
    text: str | None = None


Step: TypeAlias = "str | Each"
Path: TypeAlias = tuple[Step, ...]


def parse_path(text: str) -> Path:
    """The steps of a path; the leading `$.` may be left out.

    Raises:
        PathError: where the text leaves what profiles may hold, naming the place.
    """
    position = 1 if text.startswith("$") else 0
    steps: list[Step] = []
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (match["name"] and (text[position] == ".") != bool(position)):
            message = f'path "{text}" is not understood from "{text[position:]}" on; allowed are {ALLOWED}'
            raise PathError(message)
        position = match.end()
        if match["each"]:
            steps.append(Each())
        elif match["key"]:
            value = match["text"] if match["text"] is not None else match["text2"]
            steps.append(Each(match["key"], value))
        else:
            steps.append(match["name"] or match["quoted"])
    if not steps:
        message = f'path "{text}" names nothing; allowed are {ALLOWED}'
        raise PathError(message)
    if sum(isinstance(step, Each) and step.key is not None for step in steps) > 1:
        message = f'path "{text}" has more than one filter; allowed are {ALLOWED}'
        raise PathError(message)
    return tuple(steps)


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
    for name, child in children(value):
        if step.key is None or (isinstance(child, dict) and child.get(step.key) == step.text):
            yield from find(child, rest, (*at, name))


def children(value: object) -> Iterator[tuple[str | int, object]]:
    """The members of an object or the elements of an array, each with its name."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)

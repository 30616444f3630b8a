"""Patterns of names and paths, matched in time linear in each: no part of a name is tried again for ever."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    NameMatch = Callable[[str], object]
    """Whether a name matches a part of a pattern."""

DEEP = "**"
"""The part of a pattern that matches any number of folders."""

_IN_SET = r"\\.|\[:[^\]]*:\]"
_PIECE = re.compile(
    r"(?P<many>\*+)|(?P<one>\?)|\\(?P<quoted>.)|(?P<plain>[^*?\[\\])"
    # what stands first is a member, even a bracket
    rf"|\[(?P<not>[!^]?)(?P<set>(?>{_IN_SET}|[^\\])(?>{_IN_SET}|[^\]\\])*+)\]",
    re.DOTALL,
)
_MEMBER = re.compile(r"\[:(?P<kind>[^\]]*):\]|(?P<low>\\.|.)(?:-(?P<high>\\.|.))?", re.DOTALL)
_KINDS = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~", "space": r" \t\n\r\f\v",
    "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
"""Classes of POSIX, as git has them: of ASCII alone."""


def is_wild(part: str) -> bool:
    """Whether a part of a pattern may match more than one name."""
    return "*" in part or "?" in part or "[" in part


def split_at_slashes(pattern: str) -> list[str]:
    """The parts of a pattern as git has them: a slash between brackets is a member of a set."""
    if "[" not in pattern and "\\" not in pattern:
        return pattern.split("/")
    parts, place = [""], 0
    while place < len(pattern):
        found = _PIECE.match(pattern, place)
        # what git cannot follow stays together
        piece = pattern[place:] if found is None else found[0]
        place += len(piece)
        if piece in {"/", "\\/"}:
            # a quoted slash is no part of "**/", which may be of no folder at all
            is_deep = parts[-1].startswith(DEEP) and not parts[-1].strip("*")
            parts[-1:] = ["*", DEEP, ""] if piece != "/" and is_deep else [parts[-1], ""]
        else:
            parts[-1] += piece
    return parts


def name_match(pattern: str) -> NameMatch | None:
    """The match of a name with a part of a pattern, as git has them; None for what matches nothing.

    Each `*` takes as little as what follows it allows, and is never tried again: what follows may match
    later whenever it may match earlier.
    """
    if pattern.startswith("*") and not is_wild(end := pattern[1:]) and "\\" not in end:
        # as most patterns are; far faster
        return lambda name: name.endswith(end)
    chunks: list[list[str]] = [[]]
    for piece in _pieces(pattern):
        if piece is None:
            return None
        if piece:
            chunks[-1].append(piece)
        else:
            chunks.append([])
    first, *others = ["".join(chunk) for chunk in chunks]
    middle = "".join(f"(?>.*?{chunk})" for chunk in others[:-1] if chunk)
    end = f".*{others[-1]}" if others else ""
    return re.compile(f"(?s:{first}{middle}{end})\\Z").match


def _pieces(pattern: str) -> Iterator[str | None]:
    """A regular expression of one character for each, `""` for `*`; None where git cannot follow it."""
    place = 0
    while place < len(pattern):
        found = _PIECE.match(pattern, place)
        if found is None:
            yield None
            return
        place = found.end()
        if found["many"]:
            yield ""
        elif found["one"]:
            yield "."
        elif found["set"] is not None:
            yield _set(found["set"], is_negated=bool(found["not"]))
        else:
            yield re.escape(found["quoted"] or found["plain"])


def _set(members: str, *, is_negated: bool) -> str | None:
    """The regular expression of a set of characters; a range that ends before it starts is its start."""
    parts = []
    for member in _MEMBER.finditer(members):
        if member["kind"] is not None:
            if member["kind"] not in _KINDS:
                return None
            parts.append(_KINDS[member["kind"]])
            continue
        low, high = (end[-1] for end in (member["low"], member["high"] or member["low"]))
        parts.append(f"{re.escape(low)}-{re.escape(max(low, high))}")
    return f"[{'^' * is_negated}{''.join(parts)}]"


def path_match(parts: Sequence[NameMatch | None], names: Sequence[str]) -> list[int] | None:
    """The places of the names of a path that the parts of a pattern match; None if they do not match.

    A part that is None matches any number of names, as few as it can; its place is that of the first of them.
    """
    part = name = 0
    places = [0] * len(parts)
    after, resumed = -1, 0
    while name < len(names):
        if part < len(parts):
            places[part] = name
        if part < len(parts) and (match := parts[part]) is None:
            part += 1
            after, resumed = part, name
        elif part < len(parts) and match is not None and match(names[name]):
            part += 1
            name += 1
        elif after >= 0:
            # only the last one is tried again: an earlier one that took more would leave less to it
            resumed += 1
            part, name = after, resumed
        else:
            return None
    return places if all(match is None for match in parts[part:]) else None

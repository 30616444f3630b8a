"""The decorator that declares a rule with code, and every rule that this process has declared.

A rule takes part once its module was imported. Which modules are imported is decided elsewhere
(`checking/rule_modules.py`): those that the command line names, and those of installed distributions.
"""

from __future__ import annotations

import re
from inspect import cleandoc, isfunction
from typing import TYPE_CHECKING, Literal, TypedDict, TypeVar

import msgspec

from speclint.errors import ConfigError
from speclint.rules.laws.row import Sample
from speclint.rules.own.code import READS, CodeEntry, base_name
from speclint.rules.own.entry import refusal_of
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FunctionType

    from speclint.rules.own.code import Check

Function = TypeVar("Function", bound="Check")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")
"""What an id is: the same as in `schemas/rules.schema.json`."""


class Case(TypedDict, total=False):
    """An example of a rule with code; the keys mean what they do in `[[rule.bad]]`."""

    sheet: str
    """JSON text of a sheet, or of the part that matters."""
    at: str
    """Of a bad example: JSON pointer of the fault."""
    message: str
    """Of a bad example: the message."""
    why: str
    """What the example shows."""
    profile: str
    """The profile by which the text is read, if it is not in the format of speclint."""
    siblings: Sequence[str]
    """JSON texts of the other sheets in its catalog."""


class _Sample(Sample, frozen=True, forbid_unknown_fields=True):
    """An example, of which no key is unknown."""


DECLARED: dict[str, CodeEntry] = {}
"""The rules of this process, by id, in the order in which they were declared."""


def rule(  # noqa: PLR0913 - what a rule declares
    name: str,
    /,
    *,
    level: Literal["error", "warning", "note"],
    summary: str = "",
    bad: Sequence[Case] = (),
    good: Sequence[Case] = (),
    group: str = "",
    url: str = "",
    veto: bool = False,
) -> Callable[[Function], Function]:
    """Declare a rule: a function that is given a vehicle and yields its faults; its docstring is the reason.

    Args:
        name: its id, a prefix of your own, a slash and a name: `team/round-torque`.
        level: how much a fault matters.
        summary: what is at fault, in one line; the first line of the docstring if left out.
        bad: examples in which it finds one fault.
        good: examples in which it finds none.
        group: the area by which it is selected or ignored; the prefix of the id if left out.
        url: address of a page on the rule; the file that declares it if left out.
        veto: whether no correction may violate it, and what it finds is explained by entry errors.

    Returns:
        A decorator, which gives the function as it was.

    Raises:
        SpeclintError: the declaration is wrong, or there is another rule of that id.
    """

    def declare(check: Function) -> Function:
        if not isfunction(check):
            message = f'rule "{name}": a rule is a function, not {type(check).__name__}'
            raise ConfigError(message)
        why = cleandoc(check.__doc__ or "")
        place = _place(check)
        _declare(
            CodeEntry(
                id=name, first_id=name, group=group or name.partition("/")[0], level=level, declared="",
                reads=READS, of_siblings=READS, file=place[0], line=place[1], url=url or base_name(place[0]),
                is_evidence=veto, bad=_samples(name, place, bad), good=_samples(name, place, good), check=check,
                summary=summary or why.partition("\n")[0].rstrip("."), why=why,
            ),
            check.__module__,
        )  # fmt: skip
        return check

    return declare


def _declare(entry: CodeEntry, module: str) -> None:
    """Keep a rule, once its declaration was looked at.

    Raises:
        ConfigError: it is wrong, or there is another rule of that id.
    """
    if not ID.fullmatch(entry.id):
        raise _error(entry, "its id is not a prefix of your own, a slash and a name, in small letters")
    if refusal_of(entry.id):
        raise _error(entry, refusal_of(entry.id))
    if entry.level not in set(Level):
        raise _error(entry, f"{entry.level!r} is no level; levels are error, warning and note")
    if not entry.why:
        raise _error(entry, "it has no docstring, which gives the reason")
    first = DECLARED.setdefault(entry.id, entry)
    # a module may be loaded again, and a cell of a notebook run again
    if first.place != entry.place and module != "__main__":
        message = f'{entry.place}: there are two rules "{entry.id}"; the other is at {first.place}'
        raise ConfigError(message)
    DECLARED[entry.id] = entry


def _error(entry: CodeEntry, message: str) -> ConfigError:
    return ConfigError(f'{entry.place}: rule "{entry.id}": {message}')


def _samples(name: str, place: tuple[str, int], cases: Sequence[Case]) -> tuple[Sample, ...]:
    try:
        return msgspec.convert(list(cases), tuple[_Sample, ...])
    except (msgspec.ValidationError, TypeError) as error:
        message = f'{place[0]}:{place[1]}: rule "{name}": an example is wrong: {error}'
        raise ConfigError(message) from error


def _place(check: FunctionType) -> tuple[str, int]:
    """The file and the line of a function, its decorators included."""
    return check.__code__.co_filename, check.__code__.co_firstlineno

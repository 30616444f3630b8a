"""Rules with code: the decorator that declares one, and every rule that this process has declared.

A rule takes part once its module was imported. Which modules are imported is decided elsewhere
(`checking/rule_modules.py`): those that the command line names, and those of installed distributions.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import redirect_stdout
from functools import cached_property
from inspect import cleandoc, isfunction
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, TypeVar

import msgspec

from speclint.documents.pointer import resolves
from speclint.documents.writer import json_text
from speclint.errors import ConfigError, RuleError, SpeclintError
from speclint.rules.laws.row import Sample
from speclint.rules.own.entry import OwnEntry, refusal_of
from speclint.rules.own.vehicle import Fault, Figure, Vehicle
from speclint.rules.related import stated
from speclint.rules.rule import Correction, Example, Level, Rule, Violation, bad, good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import FunctionType, TracebackType

    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

    Check: TypeAlias = Callable[[Vehicle], Iterable[Fault]]

Function = TypeVar("Function", bound="Check")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")
"""What an id is: the same as in `schemas/rules.schema.json`."""
READS = ("figures", "families", "value")
"""What a rule with code may read: whatever a sheet and its siblings state."""


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


class _Sample(Sample, frozen=True, forbid_unknown_fields=True):
    """An example, of which no key is unknown."""


class CodeEntry(OwnEntry, frozen=True, dict=True, eq=False, kw_only=True):
    """A rule that code declares."""

    check: Check
    """The function."""
    summary: str
    why: str

    @property
    def screen(self) -> None:
        """None: it may look at anything, so that every sheet is shown to it."""

    @property
    def place(self) -> str:
        """File and line where it is declared."""
        return f"{self.file}:{self.line}"

    @cached_property
    def rule(self) -> Rule:
        """The rule itself."""
        return Rule(
            id=self.id,
            why=f"{self.why}\n\nDeclared in {_short(self.file)}, line {self.line}.",
            group=self.group,
            level=Level(self.level),
            summary=self.summary,
            needs=(),
            reads=READS,
            of_siblings=READS,
            bad=tuple(_example(sample, is_bad=True) for sample in self.bad),
            good=tuple(_example(sample, is_bad=False) for sample in self.good),
            on_family=self._violations,
            page=self.url,
            is_evidence=self.vetoes,
        )

    def _violations(self, sheet: Sheet, catalog: Catalog) -> Iterator[Violation]:
        """What the function finds in a sheet that could be read.

        Raises:
            RuleError: it fails, or yields what is no fault of this sheet.
        """
        if sheet.value is None or sheet.profile is None:
            return
        before: Counter[str] = Counter()
        for fault in self._faults(Vehicle(sheet, catalog), sheet.path):
            violation = self._violation(fault, sheet)
            place = str(violation.name)
            # several at one place differ by their order, since messages may be worded anew
            number = (str(before[place]),) if before[place] else ()
            before[place] += 1
            yield msgspec.structs.replace(violation, arguments=number)

    def _faults(self, vehicle: Vehicle, path: str) -> list[Fault]:
        try:
            # the standard output is for reports
            with redirect_stdout(sys.stderr):
                found = self.check(vehicle)
                faults = None if found is None else list(found)
        except SpeclintError:
            # a sibling that cannot be read is no fault of the rule
            raise
        except (Exception, SystemExit) as error:
            line = _line_in(self.file, error.__traceback__) or self.line
            text = " ".join(f"{type(error).__name__}: {error}".split())
            message = f"rule {self.id} failed on {path}: {text}; see {self.file}:{line}"
            raise RuleError(message) from error
        if faults is None:
            raise self._wrong(path, "it returns None; yield a speclint.Fault for each fault")
        return faults

    def _violation(self, fault: object, sheet: Sheet) -> Violation:
        if not isinstance(fault, Fault):
            raise self._wrong(sheet.path, f"it yields {type(fault).__name__}, not speclint.Fault")
        at: object = fault.at
        if isinstance(at, Figure):
            if at.sheet is not sheet:
                raise self._wrong(sheet.path, f"{at.label} is stated by another vehicle; name it as related")
        elif not isinstance(at, str) or not resolves(sheet.value, at):
            raise self._wrong(sheet.path, f"there is no value at {at!r} in the sheet")
        return _violation(fault, sheet)

    def _wrong(self, path: str, message: str) -> RuleError:
        return RuleError(f"rule {self.id} on {path}: {message}; see {self.place}")


def _violation(fault: Fault, sheet: Sheet) -> Violation:
    message = " ".join(str(fault.message).split())
    at = fault.at.stated.name if isinstance(fault.at, Figure) else fault.at
    related = tuple(
        place
        for figure in fault.related
        for place in stated(figure.stated, sheet=None if figure.sheet is sheet else figure.sheet)
    )
    corrections: tuple[Correction, ...] = ()
    if fault.suggestion is not None:
        unit = fault.at.stated.unit.name if isinstance(fault.at, Figure) else ""
        corrections = (Correction(at, unit, json_text(fault.suggestion), "the rule proposes it", message),)
    return Violation(message, at, related, corrections, fault.help)


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
                reads=READS, of_siblings=READS, file=place[0], line=place[1], url=url or _short(place[0]),
                vetoes=veto, bad=_samples(name, place, bad), good=_samples(name, place, good), check=check,
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


def _example(sample: Sample, *, is_bad: bool) -> Example:
    if is_bad:
        return bad(sample.sheet, at=sample.at, message=sample.message, why=sample.why)
    return good(sample.sheet, why=sample.why)


def _place(check: FunctionType) -> tuple[str, int]:
    """The file and the line of a function, its decorators included."""
    return check.__code__.co_filename, check.__code__.co_firstlineno


def _short(file: str) -> str:
    """The name of a file: reports name no folder of this machine."""
    return file.replace("\\", "/").rpartition("/")[2]


def _line_in(file: str, trace: TracebackType | None) -> int | None:
    """The innermost line of a file where an error passed."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line

"""A rule with code, as the registry has those of speclint: its function is given a vehicle and yields faults."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import redirect_stdout
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.pointer import resolves
from speclint.documents.writer import json_text
from speclint.errors import RuleError, SpeclintError
from speclint.rules.own.entry import OwnEntry
from speclint.rules.own.vehicle import Fault, Figure, Vehicle
from speclint.rules.related import stated
from speclint.rules.rule import Correction, Example, Level, Rule, Violation, bad, good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from speclint.rules.laws.row import Sample
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet

    Check: TypeAlias = Callable[[Vehicle], Iterable[Fault]]

READS = ("figures", "families", "value")
"""What a rule with code may read: whatever a sheet and its siblings state."""


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
            why=f"{self.why}\n\nDeclared in {base_name(self.file)}, line {self.line}.",
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
            is_evidence=self.is_evidence,
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
            raise RuleError(message, self.id) from error
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
        return RuleError(f"rule {self.id} on {path}: {message}; see {self.place}", self.id)


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


def _example(sample: Sample, *, is_bad: bool) -> Example:
    texts: str | dict[str, str] = sample.sheet
    if sample.siblings:
        others = {f"sibling-{number}": text for number, text in enumerate(sample.siblings, 1)}
        texts = {"vehicle": sample.sheet, **others}
    if is_bad:
        return bad(texts, at=sample.at, message=sample.message, why=sample.why)
    return good(texts, why=sample.why)


def base_name(file: str) -> str:
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

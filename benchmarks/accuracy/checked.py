"""The findings of speclint in a catalog with seeded faults, and which of them detect a fault.

A fault is *detected* by an error or a warning that the unfaulted catalog does not have, and whose place,
suspect or related place is the faulted figure or its twin in another unit. The *suspect* is right if the
finding names the faulted figure itself, the *suggestion* is exact if it is the original JSON text.
A finding that names another figure as suspect *blames* it falsely.
"""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import speclint
from accuracy.faults import seed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from accuracy.faults import Fault
    from accuracy.sheets import Sheet
    from speclint.results import Finding

CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
PROCESSES = 2
Key = tuple[str, str, str]
Seeded = tuple["Fault", bytes]


@dataclass(frozen=True)
class Verdict:
    """The result for one fault."""

    fault: Fault
    detected: bool
    suspect: bool
    exact: bool
    blamed: tuple[str, ...]
    """Findings that name another figure as suspect."""
    findings: tuple[str, ...]
    """All new findings in the family."""
    suspects: tuple[tuple[float, bool], ...] = ()
    """The probability of each suspect that has one, and whether it is right."""


@dataclass(frozen=True)
class Alarm:
    """A finding in an unfaulted sheet."""

    sheet: str
    level: str
    rule: str
    message: str


def batches(sheets: Sequence[Sheet], count: int, rng: Random, kinds: Sequence[str]) -> list[list[Seeded]]:
    """So many faults, in batches of at most one for each group."""
    groups: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.group, []).append(sheet)
    found: list[list[Seeded]] = []
    left = count
    while left > 0:
        batch = []
        for family in rng.sample(list(groups.values()), len(groups))[:left]:
            sheet = rng.choice(family)
            seeded = seed(sheet, [sibling for sibling in family if sibling is not sheet], rng, kinds)
            batch += [seeded] if seeded else []
        found.append(batch)
        left -= max(1, len(batch))
    return found


class Catalog:
    """Good sheets in a folder of their own, into which faults are put and taken out again."""

    def __init__(self, root: Path, sheets: Sequence[Sheet]) -> None:
        self.root = root
        (self.root / "speclint.toml").write_text(CONFIG, encoding="utf-8")
        self.groups = {sheet.id: sheet.group for sheet in sheets}
        self.texts = {sheet.id: sheet.text() for sheet in sheets}
        for name, text in self.texts.items():
            self._write(name, text)
        self.unfaulted = self.findings()
        self._known = {_key(finding) for finding in self.unfaulted}

    def _write(self, name: str, text: bytes) -> None:
        file = self.root / "specs" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)

    def findings(self) -> list[Finding]:
        """All errors and warnings of the catalog in its current state."""
        os.chdir(self.root)
        return [finding for finding in speclint.check().findings if finding.level != "note"]

    def judged(self, batch: list[Seeded]) -> list[Verdict]:
        """The verdict on each fault of a batch, all put in at once, each in a family of its own."""
        for fault, text in batch:
            self._write(fault.sheet, text)
        try:
            new = [finding for finding in self.findings() if _key(finding) not in self._known]
        finally:
            for fault, _ in batch:
                self._write(fault.sheet, self.texts[fault.sheet])
        by_group: dict[str, list[Finding]] = {}
        for finding in new:
            by_group.setdefault(self.groups[finding.sheet], []).append(finding)
        return [verdict(fault, by_group.get(self.groups[fault.sheet], [])) for fault, _ in batch]


def _key(finding: Finding) -> Key:
    return finding.rule, finding.location.path, finding.at


def verdict(fault: Fault, findings: list[Finding]) -> Verdict:
    """The verdict on a fault, from the new findings in its family."""
    path = f"specs/{fault.sheet}.json"
    detected = suspect = exact = False
    blamed, suspects = [], []
    for finding in findings:
        places = [finding.location, *(related.location for related in finding.related)]
        if any(place.path == path and _is_at(place.pointer, fault) for place in places):
            detected = True
        named = finding.suspect
        if named is None:
            continue
        is_right = (named.location.path, named.location.pointer) == (path, fault.pointer)
        if named.probability is not None:
            suspects.append((named.probability, is_right))
        if is_right:
            suspect = True
            exact = exact or "".join((named.suggestion or "").split()) == fault.right
        else:
            blamed.append(_line(finding))
    lines = tuple(_line(finding) for finding in findings)
    return Verdict(fault, detected, suspect, exact, tuple(blamed), lines, tuple(suspects))


def _is_at(pointer: str, fault: Fault) -> bool:
    return pointer == fault.quantity_pointer or pointer.rpartition("/")[0] == fault.quantity_pointer


def _line(finding: Finding) -> str:
    return f"{finding.level}[{finding.rule}] {finding.location.path}{finding.at}: {finding.message}"


_CATALOG: list[Catalog] = []


def _open(folder: str, sheets: Sequence[Sheet]) -> None:
    _CATALOG[:] = [Catalog(Path(tempfile.mkdtemp(dir=folder)), sheets)]


def _judged(batch: list[Seeded]) -> list[Verdict]:
    return _CATALOG[0].judged(batch)


def _alarms() -> list[Alarm]:
    found = _CATALOG[0].unfaulted
    return [Alarm(finding.sheet, str(finding.level), finding.rule, finding.message) for finding in found]


def checked(
    sheets: Sequence[Sheet], work: list[list[Seeded]], step: Callable[[], None]
) -> tuple[list[Verdict], list[Alarm]]:
    """The verdict on every fault, and the alarms of the unfaulted sheets; calls `step` after each batch."""
    verdicts = []
    with (
        tempfile.TemporaryDirectory(prefix="speclint-accuracy-") as folder,
        ProcessPoolExecutor(PROCESSES, initializer=_open, initargs=(folder, sheets)) as pool,
    ):
        alarms = pool.submit(_alarms)
        for found in pool.map(_judged, work):
            verdicts += found
            step()
        return verdicts, alarms.result()

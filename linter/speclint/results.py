"""What a run reports: findings, changes and histories, located and counted; data only."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, overload

import msgspec

from speclint.documents.region import Region  # noqa: TC001 - reports are decoded by their types
from speclint.rules.rule import Level  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from speclint.records.frames import Frame, PandasFrame, PolarsFrame


class Location(msgspec.Struct, frozen=True):
    """A place in a file, with its first line of text."""

    path: str
    pointer: str
    region: Region
    line_text: str = ""
    """The first line of the region."""
    row: Any = None
    """In a data frame, what that calls the row; None in a file."""


class RelatedLocation(msgspec.Struct, frozen=True):
    """Another place that a finding is about."""

    message: str
    location: Location


class Suspect(msgspec.Struct, frozen=True):
    """The figure that is at fault, and the correct value if it is known."""

    location: Location
    stated: str
    """Its JSON text."""
    unit: str
    suggestion: str | None
    """The JSON text to write there; None where it is unknown."""
    because: str
    """Why: what the suggestion agrees with; empty without one."""
    cause: str = ""
    """Why something else was written there, such as `digits transposed`; empty if that is unknown."""
    probability: float | None = None
    """Posterior probability that it is at fault, to two decimals; None where the rule itself knows."""

    @property
    def correction(self) -> str:
        """What it should be, and why it is not; empty where that is unknown."""
        if self.suggestion is None:
            return ""
        cause = "" if self.cause in ("", self.because) else f": {self.cause}"
        return f"should be {self.suggestion}{cause}"


class Edit(msgspec.Struct, frozen=True):
    """A replacement of a part of a document."""

    path: str
    span: tuple[int, int]
    """The bytes to replace: the offset of the first, and one past the last; of UTF-16 in its text as
    UTF-8."""
    region: Region
    """The same in lines and columns."""
    text: str
    """What to write; empty to remove the part."""
    encoding: str = "utf-8"


class Fix(msgspec.Struct, frozen=True):
    """The edits that resolve a finding."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether the correction is certain; else it is only the most likely one."""


class Finding(msgspec.Struct, frozen=True):
    """One fault, with its rule, its place and a fix if there is one."""

    rule: str
    level: Level
    message: str
    sheet: str
    """Id of the sheet."""
    at: str
    """Pointer inside the sheet, whichever document supplies the value."""
    location: Location
    suspect: Suspect | None
    related: tuple[RelatedLocation, ...]
    fingerprint: str
    """Stable name of the finding: from rule, sheet, pointer and stated values, never from lines."""
    url: str
    help: str | None = None
    fix: Fix | None = None
    unit: str = ""
    """Unit of the figure, where the value at the pointer is a text that states several."""

    @property
    def suggestion(self) -> str | None:
        """The value that should be at its place; None where that is unknown."""
        # a fault of a whole column stands in the profile, and its suspect in a sheet
        here = self.suspect is not None and self.suspect.location == self.location
        return self.suspect.suggestion if self.suspect is not None and here else None

    @property
    def correction(self) -> str:
        """That value, and why it is not the one stated; empty where it is unknown."""
        return "" if self.suspect is None or self.suggestion is None else self.suspect.correction

    @property
    def lines(self) -> tuple[str, ...]:
        """What is reported of it where there is no room for its related places: message, correction, help."""
        return tuple(line for line in (self.message, self.correction, self.help) if line)


class SuppressedFinding(msgspec.Struct, frozen=True):
    """A finding that is accepted, with the reason."""

    finding: Finding
    reason: str
    in_source: bool = False
    """Whether the sheet itself accepts it, not the configuration or a baseline."""


class DescribedRule(msgspec.Struct, frozen=True):
    """A rule of a user's own, for reports that describe the rules of their findings."""

    id: str
    level: Level
    summary: str
    reason: str
    """Why it matters, its source and its law."""
    url: str
    """URI reference to its documentation."""


class Report(msgspec.Struct, frozen=True):
    """All findings of a run, in order of path and place, with what was counted."""

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    sheets: int
    """How many sheets were reported on."""
    seconds: float
    """Wall time of the run."""
    fails: bool = False
    """Whether a finding is at or above the level that fails, as the configuration of its sheet sets it."""
    figures: int = 0
    """How many figures were read in those sheets."""
    fixed: int | None = None
    """How many findings were fixed and are not reported; None where nothing was to be fixed."""
    own_rules: tuple[DescribedRule, ...] = ()
    """The rules of a user's own that have findings, suppressed ones included."""
    notices: tuple[str, ...] = ()
    """What no finding says, a line each: limits that left something out, and rules that are not loaded."""

    def at_or_above(self, level: Level) -> tuple[Finding, ...]:
        """The findings of this level and of higher ones."""
        return tuple(finding for finding in self.findings if finding.level.weight >= level.weight)

    def worst_first(self, level: Level) -> list[Finding]:
        """Those findings, the highest level first."""
        return sorted(self.at_or_above(level), key=lambda finding: -finding.level.weight)

    def count(self, level: str) -> int:
        """How many findings have this level."""
        return sum(finding.level == level for finding in self.findings)

    def fixable(self, *, safe: bool) -> int:
        """How many findings have a fix that is certain, or one that is not."""
        return sum(finding.fix is not None and finding.fix.safe is safe for finding in self.findings)

    def worst(self) -> Level | None:
        """The highest level among the findings, or None."""
        return max((finding.level for finding in self.findings), key=lambda level: level.weight, default=None)

    @overload
    def to_frame(self, library: Literal["pandas"]) -> PandasFrame: ...
    @overload
    def to_frame(self, library: Literal["polars"]) -> PolarsFrame: ...
    @overload
    def to_frame(self, library: None = None) -> Frame: ...
    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> Frame:
        """The findings as a data frame, one a row, of the same columns and types however many there are.

        Args:
            library: `pandas` or `polars`; the first of them that is installed if None.

        Raises:
            ImportError: it is not installed.
        """
        from speclint.records.frames import frame_of

        rows = [*map(_members, self.findings)]
        columns = {
            name: (kind, [row[place] for row in rows]) for place, (name, kind) in enumerate(COLUMNS.items())
        }
        return frame_of(columns, library)

    def _repr_html_(self) -> str:
        """The findings as a notebook shows them, the worst first."""
        # of the room after this one, which nothing but a notebook asks for
        html: str = import_module("speclint.reporters.html").render(self)
        return html


COLUMNS = {
    "level": str, "rule": str, "message": str, "sheet": str, "path": str, "row": object, "pointer": str,
    "line": int, "column": int, "stated": str, "unit": str, "suggestion": str, "probability": float,
    "help": str, "fingerprint": str, "url": str,
}  # fmt: skip
"""The columns of findings in a data frame, with their types."""


def _members(finding: Finding) -> tuple[object, ...]:
    """A finding as a row of these columns."""
    place, suspect = finding.location, finding.suspect
    stated = (
        (suspect.stated, suspect.unit, suspect.suggestion, suspect.probability) if suspect else [None] * 4
    )
    return (
        finding.level.value, finding.rule, finding.message, finding.sheet, place.path, place.row,
        place.pointer, place.region.line, place.region.column, *stated, finding.help, finding.fingerprint,
        finding.url,
    )  # fmt: skip


class Side(msgspec.Struct, frozen=True):
    """What one revision states at the place of a change."""

    stated: str
    """The JSON text of the value; of a sheet its name."""
    unit: str | None
    """Unit of a figure; None for anything else."""
    path: str
    line: int
    column: int


class ChangeFinding(msgspec.Struct, frozen=True):
    """What one rule found in a change."""

    rule: str
    level: Level
    message: str
    location: Location | None = None
    """Where it is in the revision; None where places are not looked up."""


class ReportedChange(msgspec.Struct, frozen=True):
    """One change between two revisions, located, in words, and with what the rules found in it."""

    kind: str
    sheet: str
    """Id of the sheet in the revision, or in the base if it was removed."""
    title: str
    """What the sheet is called: make, model, variant."""
    path: str
    """Path of the sheet as shown to the reader."""
    quantity: str | None
    pointer: str
    """JSON pointer of the value in the sheet of the revision; of the base if it was removed."""
    base: Side | None
    revision: Side | None
    delta: Decimal | int | None
    """Revision less base, in the unit of both, or else in the metric unit of the quantity."""
    relative: float | None
    """The delta as a fraction of the base."""
    inherited_by: tuple[str, ...]
    """Ids of all sheets that inherit the change, where it was made in a layer of several."""
    text: str
    """The change in one line."""
    findings: tuple[ChangeFinding, ...]
    """What the rules found in it, the highest level first."""
    fingerprint: str
    """Stable name of the change: from kind, sheet, pointer and what both sides state, never from lines."""
    together: str = ""
    """Of a point of a long curve: the line that stands for all changes of the curve where people read it."""
    old: str = ""
    """The value of the base as the text has it, for people; empty without one."""
    new: str = ""

    @property
    def rule(self) -> str | None:
        """The rule of the highest level that found something in the change."""
        return self.findings[0].rule if self.findings else None

    @property
    def level(self) -> Level | None:
        """The level of that rule."""
        return self.findings[0].level if self.findings else None

    @property
    def message(self) -> str:
        """The change in one line, and what the rules found in it; the first is the one of `rule`."""
        messages = (
            f"{finding.rule}: {finding.message}" if number else finding.message
            for number, finding in enumerate(self.findings)
        )
        return "; ".join((self.text, *messages))


class ChangeReport(msgspec.Struct, frozen=True):
    """All changes between two revisions, in order of path and place."""

    base: str
    """What the reader called the base."""
    revision: str
    changes: tuple[ReportedChange, ...]
    suppressed: int
    """How many violations a sheet or the configuration accepts."""
    unread: tuple[str, ...]
    """One line for each sheet that could not be compared, with the reason."""
    sheets: int
    """Sheets that were compared, those of equal bytes left out."""

    @property
    def summary(self) -> dict[str, int]:
        """How many changes there are of each kind that occurs."""
        return dict(Counter(change.kind for change in self.changes))

    @property
    def differs(self) -> bool:
        """Whether anything changed that is not only restated."""
        return any(change.kind != "restated" for change in self.changes)

    def worst(self) -> Level | None:
        """The highest level among the changes, or None."""
        levels = (change.level for change in self.changes if change.level is not None)
        return max(levels, key=lambda level: level.weight, default=None)


def named(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """The findings with a name each: the fingerprint, and its number among those that share it."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.fingerprint] += 1
        yield f"{finding.fingerprint}:{counts[finding.fingerprint]}", finding


NOWHERE = -1
"""The line of a place that the revision does not have."""


class ReviewedFinding(msgspec.Struct):
    """A finding as a reviewer reads it, once for all sheets that show it alike."""

    rule: str
    level: Level
    message: str
    sheets: list[str]
    """Ids of the sheets."""
    path: str
    line: int
    help: str = ""


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings by path, place and rule: the order never depends on how they were found."""
    return tuple(sorted(findings, key=lambda finding: (
        finding.location.path, finding.location.region, finding.rule, finding.message,
    )))  # fmt: skip


class Event(msgspec.Struct, frozen=True):
    """What a commit changed in one figure, or in the sheet itself."""

    revision: str
    """Id of the commit."""
    date: str
    kind: str
    message: str
    source: str | None
    """Address of the page that the sheet names for it."""


class FigureHistory(msgspec.Struct, frozen=True):
    """The history of one figure, oldest first."""

    quantity: str | None
    """None for the status and the name of the sheet."""
    label: str
    events: tuple[Event, ...]


class History(msgspec.Struct, frozen=True):
    """The history of a sheet, figure by figure."""

    sheet: str
    title: str
    commits: int
    figures: tuple[FigureHistory, ...]
    is_cut_off: bool
    """Whether the clone is shallow, so that older commits may be missing."""

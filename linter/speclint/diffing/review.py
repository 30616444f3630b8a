"""The review of a change: what changed by vehicle, and what `check --since` finds, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from speclint.changes.exchanges import exchanged_with
from speclint.changes.wording import message
from speclint.checking.findings import Locator
from speclint.diffing.corrected import Corrections
from speclint.diffing.news import News, news_of
from speclint.diffing.pipeline import findings_in, lines_of_curves
from speclint.diffing.rows import Row, key_figures, row_of
from speclint.diffing.run import parts_of
from speclint.project.request import silent
from speclint.results import NOWHERE, ReviewedFinding
from speclint.sheets.identity import title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speclint.changes.change import Change
    from speclint.diffing.load import Comparison
    from speclint.diffing.pipeline import EvaluatedChange
    from speclint.diffing.run import Part
    from speclint.project.request import Progress
    from speclint.rules.rule import Level
    from speclint.sheets.sheet import Sheet

    Group = list[EvaluatedChange]

CHANGED, INHERITED = "changed", "inherited"
WHOLE = ("added", "removed", "renamed")
"""What may happen to a sheet as a whole."""
MAX_SOURCES = 3
"""Sources of a new sheet that are named."""


class Vehicle(msgspec.Struct):
    """What a reviewer reads of one sheet, or of a layer that several sheets inherit."""

    title: str
    name: str
    """Id of the sheet; of a layer its path."""
    path: str
    kind: str = ""
    """Whether the sheet was added, removed, renamed or changed, or is a layer; else empty."""
    event: str = ""
    """What happened to the sheet as a whole: `removed (14 figures)`."""
    heirs: tuple[str, ...] = ()
    """Titles of the sheets that inherit the changes."""
    figures: tuple[tuple[str, str], ...] = ()
    """Label and value of key figures of a new sheet."""
    sources: tuple[str, ...] = ()
    """Addresses of the first pages that a new sheet cites."""
    rows: list[Row] = []
    findings: list[ReviewedFinding] = []


class Review(msgspec.Struct, frozen=True):
    """All that a reviewer reads of a change."""

    base: str
    """What the reader called the base."""
    revision: str
    vehicles: tuple[Vehicle, ...]
    unread: tuple[str, ...]
    """Why sheets could not be compared."""
    is_checked: bool
    """Whether the findings are those of `check --since`; else of the rules on changes alone."""

    @property
    def differs(self) -> bool:
        """Whether anything changed that is not only restated."""
        kinds = {row.kind for vehicle in self.vehicles for row in vehicle.rows}
        return bool(kinds - {"restated"}) or any(vehicle.kind in WHOLE for vehicle in self.vehicles)

    def worst(self) -> Level | None:
        """The highest level among the findings, or None."""
        levels = (finding.level for vehicle in self.vehicles for finding in vehicle.findings)
        return max(levels, key=lambda level: level.weight, default=None)


def review(comparison: Comparison, progress: Progress = silent, kinds: Iterable[str] = ()) -> Review:
    """The review of what changed between two sides.

    Args:
        comparison: what to compare.
        progress: shows how far the work is.
        kinds: the kinds of changes to report; all if empty.

    Raises:
        SpeclintError: the work cannot be done.
        RuleError: a rule failed.
    """
    return review_of(comparison, list(parts_of(comparison, progress)), news_of(comparison, progress), kinds)


def review_of(
    comparison: Comparison, parts: Sequence[Part], news: News | None, kinds: Iterable[str] = ()
) -> Review:
    """The same of what was compared, and of what is new, if that was found out."""
    wanted = frozenset(kinds)
    groups = [
        group for part in parts for group in part.groups if not wanted or group[0].change.kind in wanted
    ]
    vehicles = _Vehicles(comparison, groups, news)
    return Review(
        comparison.base_name,
        comparison.revision_name,
        tuple(vehicles.found.values()),
        tuple(reason for part in parts for reason in part.unread),
        news is not None,
    )


class _Vehicles:
    """The vehicles of a review, by path and name."""

    def __init__(self, comparison: Comparison, groups: Sequence[Group], news: News | None) -> None:
        self.found: dict[tuple[str, str], Vehicle] = {}
        self._locator = Locator()
        changes = [group[0].change for group in groups]
        self._others = exchanged_with(changes)
        self._curves = lines_of_curves(changes, comparison.units)
        self._titles = {change.pair.sheet.id: title(change.pair.sheet) for change in changes}
        corrections = Corrections(news, comparison.revision.working)
        for group in groups:
            self._add(group, corrections)
        if news is not None:
            self._add_news(news)
        else:
            for group in groups:
                self._add_findings(group)

    def _vehicle_of(self, group: Group) -> Vehicle:
        sheet = group[0].change.pair.sheet
        if len(group) == 1:
            return self._of_sheet(sheet)
        path, _ = self._place(group[0].change)
        heirs = tuple(title(evaluated.change.pair.sheet) for evaluated in group)
        vehicle = self.found.setdefault((path, ""), Vehicle(path, path, path, INHERITED))
        vehicle.heirs = tuple(dict.fromkeys((*vehicle.heirs, *heirs)))
        return vehicle

    def _of_sheet(self, sheet: Sheet) -> Vehicle:
        new = Vehicle(title(sheet), sheet.id, sheet.path)
        return self.found.setdefault((sheet.path, sheet.id), new)

    def _place(self, change: Change) -> tuple[str, int]:
        """Path and line of a change in the revision; of what was removed the path before, and no line."""
        pair = change.pair
        if change.revision is not None and pair.revision is not None:
            path, region = self._locator.region(pair.revision, change.revision.pointer)
            return path, region.line
        if change.base is not None and pair.base is not None:
            return self._locator.region(pair.base, change.base.pointer)[0], NOWHERE
        return pair.sheet.path, NOWHERE

    def _add(self, group: Group, corrections: Corrections) -> None:
        change = group[0].change
        vehicle = self._vehicle_of(group)
        if change.is_of_sheet:
            _introduce(vehicle, change)
            return
        vehicle.kind = vehicle.kind or CHANGED
        curve = self._curves.get(id(change.pair)) if change.curve is not None else None
        name, _, text = (curve or "").partition(": ")
        if curve is None:
            other = self._others.get(id(change))
            corrected = ", ".join(corrections.by(change))
            remarks = (
                f"corrects {corrected}" if corrected else "",
                f"exchanged with {other}" if other else "",
            )
            vehicle.rows.append(row_of(change, self._place(change), tuple(filter(None, remarks))))
        elif all(row.difference != text for row in vehicle.rows):
            row = Row(change.kind.value, name, "", "", text, (), *self._place(change), None)
            vehicle.rows.append(row)

    def _add_news(self, news: News) -> None:
        """Add what is found, one that several sheets show alike once."""
        first: dict[object, ReviewedFinding] = {}
        for finding, sheet in news.findings:
            place = finding.location
            known = first.get(key := (finding.rule, place.path, place.region, finding.message))
            if known is not None:
                known.sheets.append(finding.sheet)
                continue
            first[key] = ReviewedFinding(
                finding.rule, finding.level, finding.message, [finding.sheet], place.path, place.region.line,
                finding.help or "",
            )  # fmt: skip
            layer = self.found.get((place.path, ""))
            if layer is None:
                layer = self._of_sheet(sheet) if sheet else self._unnamed(finding.sheet, place.path)
            layer.findings.append(first[key])

    def _unnamed(self, name: str, path: str) -> Vehicle:
        return self.found.setdefault((path, name), Vehicle(self._titles.get(name, name), name, path))

    def _add_findings(self, group: Group) -> None:
        """Add what the rules on changes found in one change."""
        vehicle = self._vehicle_of(group)
        path, line = self._place(group[0].change)
        name = group[0].change.pair.sheet.id
        vehicle.findings += [
            ReviewedFinding(finding.rule, finding.level, finding.message, [name], path, line)
            for finding in findings_in(group)
        ]


def _introduce(vehicle: Vehicle, change: Change) -> None:
    """Note that the sheet of a vehicle was added, removed or renamed."""
    vehicle.kind = change.kind.value
    vehicle.event = message(change).removeprefix(f"{vehicle.title} ")
    revision = change.pair.revision
    if revision is not None and change.base is None:
        vehicle.figures = key_figures(revision)
        vehicle.sources = tuple(dict.fromkeys(_addresses(revision)))[:MAX_SOURCES]


def _addresses(sheet: Sheet) -> Iterator[str]:
    return (source.url.text for source in sheet.sources if source.url is not None)

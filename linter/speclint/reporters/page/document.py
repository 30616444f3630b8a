"""The data of the page, as JSON: short where it is repeated for thousands of vehicles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from speclint import __version__
from speclint.checking.baseline import REASON
from speclint.overview.data import FIGURES
from speclint.reporters.escape import MAX_TEXT
from speclint.reporters.sanitize import sanitized
from speclint.rules.fuel.co2_contradicts_consumption import PER_LITRE
from speclint.rules.registry import CATALOG, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.overview.data import Changed, Overview, Vehicle
    from speclint.results import Finding, Location

NUMBERS = {name: number for number, (name, *_) in enumerate(FIGURES)}
DIGITS = 4
"""Significant digits of figures in charts, more than a picture shows."""
MAX_LINE = 160
"""Characters of a source line that are shown, around the place that is at fault."""
BEFORE = 60
"""Of these at most so many stand before it."""
MAX_RELATED = 5
"""Related places of a finding that are listed; the rest is counted."""
READING = ("structure.read_errors", "catalog.reading")
"""The modules of rules on what could not be read."""


def heading(overview: Overview) -> str:
    """The first line of the page: how many vehicles have an error or a warning."""
    odd = sum(vehicle.is_vehicle and vehicle.is_odd for vehicle in overview.vehicles)
    total, which = overview.sheets, ""
    if overview.revisions is not None:
        total, which = sum(vehicle.is_vehicle for vehicle in overview.vehicles), " that changed"
    if not total:
        return "No vehicle changed"
    if overview.known:
        return f"{odd:,} of {total:,} vehicles {'has' if odd == 1 else 'have'} new findings"
    if not odd:
        return f"No odd vehicle among {total:,}{which}"
    return f"{odd:,} of {total:,} vehicles{which} {'is' if odd == 1 else 'are'} odd"


def document(overview: Overview) -> dict[str, Any]:
    """All that the page shows."""
    paths = _Numbers()
    vehicles = [_vehicle(vehicle, paths) for vehicle in overview.vehicles]
    shown = {finding.rule for vehicle in overview.vehicles for finding in vehicle.all_findings}
    entries = [entry for entry in REGISTRY if entry.id in shown]
    return {
        "version": __version__,
        "heading": heading(overview),
        "sheets": overview.sheets,
        "figuresRead": overview.figures,
        "counts": overview.counts,
        "origin": [*filter(None, map(_shown, overview.origin))],
        "known": overview.known,
        "accepted": overview.accepted,
        "notices": [*map(_shown, overview.notices)],
        "figures": [{"name": name, "label": label, "unit": unit} for name, label, unit, _ in FIGURES],
        "fuels": {fuel: [band.low, band.high] for fuel, (band, _) in PER_LITRE.items()},
        "rules": {entry.id: entry.rule.summary for entry in entries},
        "reading": [entry.id for entry in entries if entry.declared.partition(":")[0] in READING],
        "ofCatalog": [entry.id for entry in entries if entry.group == CATALOG],
        "paths": [*map(_shown, paths)],
        "vehicles": vehicles,
        "revisions": [*map(_shown, overview.revisions)] if overview.revisions else None,
    }


class _Numbers(dict[str, int]):
    """A number for each text, in the order in which they are asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def _shown(text: str) -> str:
    """A text as the page shows it, shortened, and without what is invisible or changes the order of texts."""
    return sanitized(text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…")


def _vehicle(vehicle: Vehicle, paths: _Numbers) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": _shown(vehicle.title),
        "sheet": _shown(vehicle.sheet),
        "path": paths[vehicle.path],
        "make": _shown(vehicle.make),
        "family": _shown(vehicle.model),
        "figures": [[NUMBERS[name], *_rounded(placed)] for name, placed in vehicle.figures.items()],
    }
    if vehicle.burnt is not None:
        litres, grams, *others = vehicle.burnt
        found["burnt"] = [*_rounded((litres, grams)), *others]
    names = {"wrong": vehicle.wrong, "known": vehicle.known}
    found |= {key: [NUMBERS[name] for name in own] for key, own in names.items() if own}
    if vehicle.findings:
        before = vehicle.change.stated if vehicle.change else {}
        found["findings"] = [
            _finding(finding, vehicle.path, paths)
            | ({"before": _shown(before[finding.at])} if finding.at in before else {})
            for finding in vehicle.findings
        ]
    if vehicle.suppressed:
        found["suppressed"] = [
            _finding(each.finding, vehicle.path, paths)
            | ({"known": True} if each.reason == REASON else {"accepted": _shown(each.reason)})
            for each in vehicle.suppressed
        ]
    if not vehicle.is_vehicle:
        found["isOther"] = True
    if vehicle.change is not None:
        found["change"] = _change(vehicle.change)
    return found


def _change(change: Changed) -> dict[str, Any]:
    rows = [[row.label, row.old, row.new, row.difference, ", ".join(row.remarks)] for row in change.rows]
    return {
        "kind": change.kind,
        "event": _shown(change.event),
        "rows": [[*map(_shown, row)] for row in rows],
        "before": [[NUMBERS[name], *_rounded([value])] for name, value in change.before.items()],
    }


def _rounded(numbers: Iterable[float | None]) -> list[float]:
    return [float(f"{number:.{DIGITS}g}") for number in numbers if number is not None]


def _finding(finding: Finding, path: str, paths: _Numbers) -> dict[str, Any]:
    suspect = finding.suspect
    found: dict[str, Any] = {
        "rule": _shown(finding.rule),
        "level": finding.level.value,
        "message": _shown(finding.message),
        **_place(finding.location, path, paths),
    }
    if suspect is not None:
        found |= {"stated": _shown(suspect.stated), "unit": _shown(suspect.unit)}
        if suspect.suggestion is not None:
            found["right"] = _shown(suspect.suggestion)
        if suspect.probability is not None:
            found["probability"] = suspect.probability
    if finding.correction:
        found["correction"] = _shown(finding.correction)
    if finding.help:
        found["help"] = _shown(finding.help)
    if finding.url.startswith("https://"):
        found["url"] = finding.url
    if finding.related:
        found["related"] = [
            {"message": _shown(related.message), **_place(related.location, path, paths)}
            for related in finding.related[:MAX_RELATED]
        ]
        found["moreRelated"] = max(0, len(finding.related) - MAX_RELATED)
    return found


def _place(location: Location, path: str, paths: _Numbers) -> dict[str, Any]:
    """Path, unless it is that of the vehicle, line, column, and the line with what is at fault in it."""
    region, text = location.region, location.line_text
    start, end = region.column - 1, region.end_column - 1
    if region.end_line != region.line:
        end = len(text)
    first = max(0, start - BEFORE) if len(text) > MAX_LINE else 0
    parts = text[first:start], text[start:end], text[end : first + MAX_LINE]
    return {
        **({} if location.path == path else {"path": paths[location.path]}),
        "line": region.line,
        "column": region.column,
        "source": [
            ("…" if first else "") + _shown(parts[0]),
            _shown(parts[1][:MAX_LINE]),
            _shown(parts[2]) + ("…" if len(text) > max(end, first + MAX_LINE) else ""),
        ],
    }

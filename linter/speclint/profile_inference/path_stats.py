"""Where the figures of many sheets are: each path with how many sheets have it, and what they state."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from speclint.documents.jsonpath import Selector
from speclint.limits import limit
from speclint.profile_inference.words import folded
from speclint.quantities.figure import Bound, read_stated
from speclint.quantities.text import Ambiguous, Unread, read_text
from speclint.vehicle.test_cycles import CYCLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.jsonpath import JSONPath, Step
    from speclint.quantities.figure import Stated
    from speclint.quantities.numeral import Mark

SAMPLE = 200
"""Values that are kept of each path: enough for their median."""

_CYCLE_KEYS = ("cycle", "testcycle", "drivecycle", "drivingcycle")
_UNIT_KEYS = ("unit", "unitCode", "unitText")
_VALUE_KEYS = ("value", "amount")
_EITHER = re.compile(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])")
"""A numeral that may have thousands or decimals."""
_MIN_LISTED = 3
"""Members named by numbers from which an object is read as a list."""
MISSING = frozenset({"", "-", "--", "–", "—", "?", "n/a", "na", "nan", "null", "none", "k.a.", "n.a."})
"""Texts, in lower case, that stand for nothing."""


class PathStats:
    """The values at one path of all sheets."""

    __slots__ = ("either", "example", "in_text", "present", "sheets", "unit_key", "units", "values")

    def __init__(self) -> None:
        self.sheets = 0
        """How many have a figure there."""
        self.present = 0
        """How many have any value there."""
        self.values: list[float] = []
        self.units: set[str] = set()
        """Units that are named beside the figures, in a member of their own."""
        self.unit_key = ""
        """The key of that member."""
        self.either: list[tuple[float, float]] = []
        """What texts mean with a decimal point and with a comma that do not show which they have."""
        self.in_text: Counter[str] = Counter()
        """Units that are named in the texts with the figures."""
        self.example: object = None
        """The first value that is a figure."""

    @property
    def named_units(self) -> tuple[str, ...]:
        """The units that the values name; of those in texts the most frequent, for each names its own."""
        return tuple(self.units) or tuple(unit for unit, _ in self.in_text.most_common(1))


class _Value:
    """A value at a path: its figure, if it is one, and the unit that is named with it."""

    __slots__ = ("comma", "number", "raw", "text_unit", "unit", "unit_key")

    def __init__(
        self, raw: object, number: float | None, text_unit: str = "", comma: float | None = None
    ) -> None:
        self.raw, self.number, self.text_unit, self.comma = raw, number, text_unit, comma
        self.unit = self.unit_key = ""


def path_stats(documents: Iterable[object], decimal: Mark | None = None) -> dict[JSONPath, PathStats]:
    """Every path at which a figure is, in order of appearance."""
    by_path: dict[JSONPath, PathStats] = {}
    for document in documents:
        counted: set[JSONPath] = set()
        present: set[JSONPath] = set()
        for path, value in _values(document, (), decimal):
            stats = by_path.setdefault(path, PathStats())
            stats.present += path not in present
            present.add(path)
            if value.number is None:
                continue
            stats.sheets += path not in counted
            counted.add(path)
            _add(stats, value, value.number)
    return {path: stats for path, stats in by_path.items() if stats.sheets}


def _add(stats: PathStats, value: _Value, number: float) -> None:
    if stats.example is None:
        stats.example = value.raw
    if len(stats.values) < SAMPLE:
        stats.values.append(number)
    if value.comma is not None and len(stats.either) < SAMPLE:
        stats.either.append((number, value.comma))
    if value.unit:
        stats.units.add(value.unit)
        stats.unit_key = value.unit_key
    if value.text_unit:
        stats.in_text[value.text_unit] += 1


def _number(stated: Stated) -> float:
    return float(
        stated[0] if isinstance(stated, tuple) else stated.number if isinstance(stated, Bound) else stated
    )


def _values(value: object, path: JSONPath, decimal: Mark | None) -> Iterator[tuple[JSONPath, _Value]]:
    if len(path) > limit("name-parts"):
        # no profile may name it
        return
    stated = read_stated(value)
    if stated is not None:
        yield path, _Value(value, _number(stated))
    elif isinstance(value, dict):
        yield from _members(value, path, decimal)
    elif isinstance(value, list):
        for element in value:
            yield from _values(element, (*path, _element(element, path)), decimal)
    elif isinstance(value, str) and value.strip().casefold() not in MISSING:
        yield path, _text(value, decimal)


def _text(text: str, decimal: Mark | None) -> _Value:
    """The figure that a text is, if it is nothing else: `230 kW`, `7,9`, but no `Model 3`."""
    if not any(map(str.isdigit, text)):
        return _Value(text, None)
    found = read_text(text, decimal)
    figures = found.point if isinstance(found, Ambiguous) else found
    comma = _number(found.comma[0].stated) if isinstance(found, Ambiguous) else None
    if isinstance(figures, Unread) or (figures[0].unit and not figures[0].units):
        return _Value(text, None)
    if not figures[0].unit and not text.lstrip()[:1].isdigit():
        return _Value(text, None)
    if decimal and _EITHER.search(text):
        comma = _number(figures[0].stated)
    return _Value(text, _number(figures[0].stated), figures[0].unit, comma)


def _members(
    value: dict[str, object], path: JSONPath, decimal: Mark | None
) -> Iterator[tuple[JSONPath, _Value]]:
    unit_key = next((key for key in _UNIT_KEYS if isinstance(value.get(key), str)), "")
    listed = len(value) >= _MIN_LISTED and all(_is_number(name) for name in value)
    for name, child in value.items():
        for place, found in _values(child, (*path, Selector() if listed else name), decimal):
            if unit_key and not found.unit and name in _VALUE_KEYS and len(place) == len(path) + 1:
                found.unit, found.unit_key = str(value[unit_key]), unit_key
            yield place, found


def _is_number(name: str) -> bool:
    return name.replace(".", "", 1).isdecimal()


def _element(element: object, path: JSONPath) -> Step:
    """The step to an element: by its driving cycle, if it names one, or as one of all."""
    filtered = any(isinstance(step, Selector) and step.key is not None for step in path)
    if isinstance(element, dict) and not filtered:
        for key, text in element.items():
            if (
                not isinstance(text, str)
                or not text.replace(" ", "").replace("-", "").replace("_", "").isalnum()
            ):
                continue
            if folded(key) in _CYCLE_KEYS or text.casefold() in CYCLES:
                return Selector(key, text)
    return Selector()

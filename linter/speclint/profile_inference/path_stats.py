"""Where the figures of many sheets stand: each path with how many sheets hold it, and what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.jsonpath import Selector
from speclint.profile_inference.words import folded
from speclint.quantities.figure import Bound, read_stated
from speclint.vehicle.test_cycles import CYCLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.documents.jsonpath import JSONPath, Step

SAMPLE = 200
"""Values that are kept of each path: enough for their median."""

_CYCLE_KEYS = ("cycle", "testcycle", "drivecycle", "drivingcycle")
_UNIT_KEYS = ("unit", "unitCode", "unitText")
_VALUE_KEYS = ("value", "amount")
_MIN_LISTED = 3
"""Members named by numbers from which an object is read as a list."""


class PathStats:
    """The figures at one path of all sheets."""

    __slots__ = ("sheets", "units", "values")

    def __init__(self) -> None:
        self.sheets = 0
        self.values: list[float] = []
        self.units: set[str] = set()
        """Units that are named beside the figures, in a member of their own."""


def path_stats(documents: Iterable[object]) -> dict[JSONPath, PathStats]:
    """Every path at which a figure stands, in order of appearance."""
    by_path: dict[JSONPath, PathStats] = {}
    for document in documents:
        counted: set[JSONPath] = set()
        for path, value, unit in _figures(document, ()):
            stats = by_path.setdefault(path, PathStats())
            stats.sheets += path not in counted
            counted.add(path)
            if len(stats.values) < SAMPLE:
                stats.values.append(value)
            if unit:
                stats.units.add(unit)
    return by_path


def _figures(value: object, path: JSONPath) -> Iterator[tuple[JSONPath, float, str]]:
    stated = read_stated(value)
    if stated is not None:
        number = (
            stated[0] if isinstance(stated, tuple) else stated.number if isinstance(stated, Bound) else stated
        )
        yield path, float(number), ""
    elif isinstance(value, dict):
        yield from _members(value, path)
    elif isinstance(value, list):
        for element in value:
            yield from _figures(element, (*path, _element(element, path)))


def _members(value: dict[str, object], path: JSONPath) -> Iterator[tuple[JSONPath, float, str]]:
    unit = next((str(value[key]) for key in _UNIT_KEYS if isinstance(value.get(key), str)), "")
    listed = len(value) >= _MIN_LISTED and all(_is_number(name) for name in value)
    for name, child in value.items():
        for place, number, stated in _figures(child, (*path, Selector() if listed else name)):
            yield (
                place,
                number,
                stated or (unit if name in _VALUE_KEYS and len(place) == len(path) + 1 else ""),
            )


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

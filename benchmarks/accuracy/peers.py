"""The same sheets through what people use today: a JSON Schema with bounds, and a profile of ranges.

The schema is `schemas/spec-sheet.schema.json` with a minimum and a maximum for every measured quantity, as
wide as cars have been, so that it never turns a real one away. The profile is what pandera infers from
the good published rows that are not held out: type, least and greatest of each column.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from accuracy.units import RECIPROCAL, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accuracy.faults import Fault
    from accuracy.sheets import Sheet

SCHEMA = Path(__file__).parent.parent.parent / "schemas/spec-sheet.schema.json"
LIMITS: dict[str, tuple[float, float]] = {
    "power": (5, 1500), "power_continuous": (5, 1000), "torque": (30, 2500),
    "acceleration_0_100_kmh": (1.5, 40), "acceleration_0_60_mph": (1.4, 38),
    "acceleration_0_200_kmh": (4, 120), "quarter_mile": (7, 30), "top_speed": (60, 500),
    "displacement": (0.2, 9), "length": (2200, 6500), "width": (1200, 2400), "width_mirrors": (1400, 2600),
    "height": (950, 3000), "wheelbase": (1400, 4500), "din": (350, 4000), "eu": (400, 4100),
    "unspecified": (350, 4100), "gross": (600, 5500), "combined": (0.5, 35), "city": (0.5, 45),
    "highway": (0.5, 35), "usable": (3, 220), "tank": (15, 150),
    "cargo": (30, 4000), "cargo_max": (100, 6000),
}  # fmt: skip
"""Least and greatest by the name of the quantity, in the first unit of its kind."""
BY_PLACE = {
    "/battery/gross": (3.0, 230.0), "/co2/nedc": (0.0, 600.0), "/co2/wltp": (0.0, 600.0),
    "/charging/ac/power": (1.0, 44.0), "/charging/dc/power": (10.0, 500.0), "/charging/dc/time": (5.0, 120.0),
    "/range/wltp": (20.0, 1000.0), "/range/epa": (20.0, 900.0), "/range/nedc": (20.0, 1100.0),
    "/range/wltc": (20.0, 1000.0), "/range/cltc": (20.0, 1200.0),
}  # fmt: skip
"""The same where the name alone is not enough."""


def bounded_schema(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """The project's schema, and bounds for each figure that any of the sheets states."""
    bounds: dict[str, Any] = {}
    for unit, pointer in sorted(
        {(figure.unit, figure.pointer) for sheet in sheets for figure in sheet.figures()}
    ):
        *way, _ = pointer.split("/")[1:]
        limits = BY_PLACE.get("/" + "/".join(way)) or LIMITS.get(way[-1])
        if limits is None or "motors" in way:
            continue
        place = bounds
        for step in way:
            place = place.setdefault("properties", {}).setdefault(step, {})
        place.setdefault("properties", {})[unit] = _within(unit, limits)
    return {"allOf": [json.loads(SCHEMA.read_text("utf-8")), bounds]}


def _within(unit: str, limits: tuple[float, float]) -> dict[str, Any]:
    ends = [_in_unit(unit, Fraction(limit)) for limit in limits]
    within = {"minimum": min(ends), "maximum": max(ends)}
    return within | {"items": within}


def _in_unit(unit: str, value: Fraction) -> float:
    factor = UNITS[unit][1]
    return float(factor / value) if unit in RECIPROCAL and value else float(value / factor)


class BoundedSchema:
    """JSON Schema with bounds."""

    name = "schema with bounds"

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._validator = jsonschema_rs.validator_for(bounded_schema(sheets))

    def detects(self, seeded: Sequence[tuple[Fault, bytes]]) -> list[bool]:
        """Whether each faulted sheet is turned away for the figure or its twin."""
        return [self._names(text, fault.quantity_pointer) for fault, text in seeded]

    def alarms(self, sheets: Sequence[Sheet]) -> int:
        """How many good sheets are turned away."""
        return sum(not self._validator.is_valid(json.loads(sheet.text())) for sheet in sheets)

    def _names(self, text: bytes, pointer: str) -> bool:
        for error in self._validator.iter_errors(json.loads(text)):
            if ("/" + "/".join(map(str, error.instance_path)) + "/").startswith(pointer + "/"):
                return True
        return False


class RangeProfile:
    """A range profile, inferred by pandera from sheets that are taken for good."""

    name = "range profile"

    def __init__(self, learnt: Sequence[Sheet]) -> None:
        import pandera.pandas as pandera

        self._errors = pandera.errors.SchemaErrors
        frame = _frame([_columns(sheet.text()) for sheet in learnt])
        self._schema = pandera.infer_schema(frame)
        for column in self._schema.columns.values():
            column.required, column.nullable = False, True

    def detects(self, seeded: Sequence[tuple[Fault, bytes]]) -> list[bool]:
        """Whether each faulted sheet fails in the column of the figure or of its twin."""
        failed = self._failures([text for _, text in seeded])
        return [
            any(column.rpartition("/")[0] == fault.quantity_pointer for column in failed.get(index, ()))
            for index, (fault, _) in enumerate(seeded)
        ]

    def alarms(self, sheets: Sequence[Sheet]) -> int:
        """How many good sheets fail."""
        return len(self._failures([sheet.text() for sheet in sheets]))

    def _failures(self, texts: Sequence[bytes]) -> dict[int, list[str]]:
        failed: dict[int, list[str]] = {}
        try:
            self._schema.validate(_frame([_columns(text) for text in texts]), lazy=True)
        except self._errors as error:
            for column, index in zip(
                error.failure_cases["column"], error.failure_cases["index"], strict=True
            ):
                failed.setdefault(int(index), []).append(str(column))
        return failed


def _columns(text: bytes) -> dict[str, float]:
    found: dict[str, float] = {}

    def walk(value: object, pointer: str) -> None:
        for name, member in value.items() if isinstance(value, dict) else ():
            at = f"{pointer}/{name.replace('/', '~1')}"
            if name in UNITS and isinstance(member, int | float):
                found[at] = float(member)
            else:
                walk(member, at)

    walk(json.loads(text), "")
    return found


def _frame(rows: list[dict[str, float]]) -> Any:  # noqa: ANN401 - pandas has no types here
    import pandas as pd

    return pd.DataFrame(rows, dtype=float)

"""Good sheets to seed faults into: made from the published figures, or the project's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from accuracy.units import UNITS, Number, Value, converted, kind_of, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
FUELS = {"petrol": "petrol", "diesel": "diesel"}
PLUG_G_KM = 75
"""A hybrid that states less CO2 has a plug."""
PLACES = {
    "power_kW": ("/powertrain/power", "kW", ("PS", "hp")),
    "torque_Nm": ("/powertrain/torque", "Nm", ("lb-ft",)),
    "displacement_cm3": ("/powertrain/engine/displacement", "cm³", ("l",)),
    "top_speed_kmh": ("/performance/top_speed", "km/h", ("mph",)),
    "acceleration_0_100_kmh_s": ("/performance/acceleration_0_100_kmh", "s", ()),
    "fuel_combined_l_100km": ("/consumption/fuel/nedc/combined", "l/100 km", ("mpg UK",)),
    "fuel_city_l_100km": ("/consumption/fuel/nedc/city", "l/100 km", ("mpg UK",)),
    "fuel_highway_l_100km": ("/consumption/fuel/nedc/highway", "l/100 km", ("mpg UK",)),
    "co2_g_km": ("/co2/nedc", "g/km", ()),
    "length_mm": ("/dimensions/length", "mm", ("in",)),
    "width_mm": ("/dimensions/width", "mm", ("in",)),
    "height_mm": ("/dimensions/height", "mm", ("in",)),
    "wheelbase_mm": ("/dimensions/wheelbase", "mm", ("in",)),
    "mass_kg": ("/mass/unspecified", "kg", ("lb",)),
}
"""Where the columns of the CSV go, in which unit, and which other units a maker prints beside it."""
TENTHS = frozenset(column for column in PLACES if column.endswith(("_s", "_l_100km")))
"""Columns that are published in tenths: 12 there is 12.0, not 12."""
OF_NO_EXHAUST = frozenset({
    "displacement_cm3", "co2_g_km", "fuel_combined_l_100km", "fuel_city_l_100km", "fuel_highway_l_100km",
})  # fmt: skip
PARTS = (
    "powertrain", "performance", "battery", "charging", "range", "consumption", "co2", "dimensions", "mass",
    "capacity",
)  # fmt: skip
"""Parts of a sheet that hold figures; prices are no measurement."""


@dataclass(frozen=True)
class Figure:
    """One number or range in a sheet, with the figures of the same quantity beside it."""

    pointer: str
    quantity: str
    unit: str
    value: Value
    twins: dict[str, Value]


@dataclass(frozen=True)
class Sheet:
    """A sheet, whom it is kept with, and the year for which it holds."""

    id: str
    group: str
    year: int
    kind: str
    """What else must be alike for an older sheet to be the same car in an earlier year."""
    document: dict[str, Any] = field(repr=False)

    def figures(self) -> list[Figure]:
        """All figures but bounds, each in one unit."""
        return [figure for part in PARTS for figure in _figures(self.document.get(part), f"/{part}")]

    def text(self) -> bytes:
        """The sheet as JSON text, digits as written."""
        return _ENCODER.encode(self.document)

    def with_value(self, pointer: str, value: Value) -> bytes:
        """The JSON text with another value at a pointer."""
        changed = _DECODER.decode(self.text())
        *way, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
        place = changed
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[last] = value
        return _ENCODER.encode(changed)


def literal(value: Value) -> str:
    """A value as JSON text."""
    return _ENCODER.encode(value).decode()


def _figures(value: object, pointer: str) -> Iterator[Figure]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _figures(item, f"{pointer}/{index}")
    if not isinstance(value, dict):
        return
    stated = {name: member for name, member in value.items() if name in UNITS and is_value(member)}
    for name, member in stated.items():
        twins = {k: v for k, v in stated.items() if k != name and kind_of(k) == kind_of(name)}
        yield Figure(f"{pointer}/{name.replace('/', '~1')}", quantity_at(pointer), name, member, twins)
    for name, member in value.items():
        if name not in UNITS:
            yield from _figures(member, f"{pointer}/{name}")


def is_value(value: object) -> bool:
    """Whether it is a number or a range of two."""
    if isinstance(value, list):
        return len(value) == 2 and all(map(_is_number, value))  # noqa: PLR2004 - low and high
    return _is_number(value)


def _is_number(value: object) -> bool:
    return type(value) is int or isinstance(value, Decimal)


def quantity_at(pointer: str) -> str:
    """What the table calls the quantity at a place."""
    steps = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    last = {"unspecified": "mass", "din": "mass", "eu": "mass"}.get(steps[-1], steps[-1])
    if steps[0] in ("consumption", "co2"):
        return f"consumption {last}" if steps[0] == "consumption" else "co2"
    owner = {"battery": "battery ", "charging": f"{steps[-2]} charging ", "range": "range "}.get(steps[0], "")
    owner = {"motors": "motor ", "engine": "engine "}.get(steps[-2], owner) if len(steps) > 2 else owner  # noqa: PLR2004 - part, owner, quantity
    return (owner + last).replace("_", " ").replace("engine displacement", "displacement")


def from_row(row: dict[str, str], index: int, *, dual: bool) -> Sheet:
    """A row of the CSV as a sheet, in metric units alone or with the others that makers print."""
    family, variant = row["family"], f"Row {index}"
    engine = row["fuel"] != "electric" or bool(row["displacement_cm3"])
    hybrid = row["fuel"] == "hybrid" or (row["fuel"] == "electric" and engine)
    plug = hybrid and bool(row["co2_g_km"]) and float(row["co2_g_km"]) < PLUG_G_KM
    powertrain: dict[str, Any] = {
        "type": "phev" if plug else "hev" if hybrid else "ice" if engine else "bev",
        "drive": row["drive"].lower(),
    }
    if row["gearbox"] != "unknown":
        powertrain["gearbox"] = row["gearbox"]
    if engine and row["fuel"] in FUELS:
        powertrain["engine"] = {"fuel": FUELS[row["fuel"]]}
    make, year = f"Maker {int(family) % 50}", int(row["year"])
    document: dict[str, Any] = {
        "make": make, "model": family, "variant": variant, "model_year": year, "market": "eu",
        "status": "production", "revised": f"{max(2020, year)}-12-31", "powertrain": powertrain,
    }  # fmt: skip
    for column, (pointer, unit, others) in PLACES.items():
        if row[column] and (engine or column not in OF_NO_EXHAUST):
            number = _number(row[column], tenths=column in TENTHS)
            beside = others if dual and number else ()
            _put(
                document,
                pointer,
                {unit: number} | {other: converted(number, unit, other) for other in beside},
            )
    document["sources"] = [{
        "title": "Published technical data", "url": "https://example.org/published/technical-data",
        "accessed": "2020-12-31", "covers": [f"/{part}" for part in PARTS if part in document],
    }]  # fmt: skip
    kind = f"{row['fuel']} {row['drive']} {row['gearbox']}"
    name = f"{make}/{family}-{variant}".lower().replace(" ", "-")
    return Sheet(name, family, int(row["year"]), kind, document)


def _number(text: str, *, tenths: bool) -> Number:
    number = Decimal(text)
    if number == number.to_integral_value() and not tenths:
        return int(number)
    short = number.normalize()
    return short if places(short) > 1 else number.quantize(Decimal("0.1"))


def _put(document: dict[str, Any], pointer: str, value: object) -> None:
    *way, last = pointer.split("/")[1:]
    for step in way:
        document = document.setdefault(step, {})
    document[last] = value


def own(root: Path) -> list[Sheet]:
    """The sheets of `specs/`; those that name each other, or share make and model, are kept together."""
    documents = {
        path.relative_to(root).with_suffix("").as_posix(): _DECODER.decode(path.read_bytes())
        for path in sorted(root.glob("*/*.json"))
    }
    group = {name: name for name in documents}
    first: dict[tuple[str, str], str] = {}
    for name, document in documents.items():
        linked = [sibling["sheet"] for sibling in document.get("siblings", ())]
        linked.append(first.setdefault((document["make"], document["model"]), name))
        for other in linked:
            old, new = group[name], group[other]
            group = {member: new if key == old else key for member, key in group.items()}
    return [
        Sheet(name, group[name], _year(document), f"{document['make']} {document['model']}", document)
        for name, document in documents.items()
    ]


def _year(document: dict[str, Any]) -> int:
    """The model year, or the year of the earliest page about the car."""
    years = [int(source["published"][:4]) for source in document["sources"] if "published" in source]
    return int(document.get("model_year") or min(years, default=0))

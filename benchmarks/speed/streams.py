"""Files of many flat records, and pairs of revisions of them, from the project's own sheets and a seed."""

from __future__ import annotations

import json
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from accuracy.sheets import own
from speed.catalogs import ROOT, SEED
from speed.variation import GROUPS, OMISSION, SPREAD, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from accuracy.sheets import Sheet

    Record = dict[str, Any]

COLUMNS = {
    "power_kw": ("power", "powertrain.power", "kW"),
    "torque_nm": ("torque", "powertrain.torque", "Nm"),
    "top_speed": ("top_speed", "performance.top_speed", "km/h"),
    "sprint_s": ("acceleration_0_100_kmh", "performance.acceleration_0_100_kmh", "s"),
    "battery_kwh": ("battery_usable", "battery.usable", "kWh"),
    "gross_kwh": ("battery_gross", "battery.gross", "kWh"),
    "range_km": ("range_wltp", "range.wltp", "km"),
    "length_mm": ("length", "dimensions.length", "mm"),
    "width_mm": ("width", "dimensions.width", "mm"),
    "height_mm": ("height", "dimensions.height", "mm"),
    "wheelbase_mm": ("wheelbase", "dimensions.wheelbase", "mm"),
    "mass_kg": ("mass_kerb", "mass.eu", "kg"),
    "gross_kg": ("mass_gross", "mass.gross", "kg"),
    "cargo_l": ("cargo", "capacity.cargo", "l"),
    "ac_kw": ("ac_charge_power", "charging.ac.power", "kW"),
    "dc_kw": ("dc_charge_power", "charging.dc.power", "kW"),
}
"""Quantity, place in our sheets, and unit of each column."""
TWINS = {"power_kw": ("power_ps", 1 / 0.73549875), "torque_nm": ("torque_lb_ft", 1 / 1.3558179483314004)}
"""Columns with the same quantity in another unit; units as `accuracy/units.py` has them."""
IDENTITY = {
    "make": "make", "model": "model", "variant": "variant", "powertrain": "powertrain.type",
    "drive": "powertrain.drive", "market": "market",
}  # fmt: skip
FAULTS = (10, 0.1, 1.6)
"""By what a wrong figure is too large: a decimal shift, or miles for kilometres."""
NDJSON, PARQUET, CSV = KINDS = ("NDJSON", "Parquet", "CSV")
"""Kinds of files."""
FILES = 'files = ["cars.ndjson", "cars.parquet", "cars.csv"]'
PROFILE = """\
[sheets]
{files}

[identity]
{identity}

[quantities]
{quantities}

[[family]]
name = "one model"
by = ["make", "model"]
close = {{ length = "20 %" }}
"""
EDITED = 100
"""One in so many records is changed by a commit; of half as many each goes, and another comes."""
MIN_MEMBERS = 10
"""Members of a record that is worth a line."""


def profile() -> str:
    """How the records are written."""
    twins = {"power_kw": ', PS = "power_ps"', "torque_nm": ', "lb-ft" = "torque_lb_ft"'}
    quantities = [
        f'{quantity} = {{ "{unit}" = "{column}"{twins.get(column, "")} }}'
        for column, (quantity, _, unit) in COLUMNS.items()
    ]
    identity = [f'{name} = "{name}"' for name in IDENTITY]
    return PROFILE.format(files=FILES, identity="\n".join(identity), quantities="\n".join(quantities))


def records(*, faulty: float = 0) -> Iterator[Record]:
    """Records without end, a share of them with a figure that is far off."""
    random = Random(SEED)  # noqa: S311 - repeatable
    cars = [record for record in map(_flat, own(ROOT / "specs")) if len(record) > MIN_MEMBERS]
    while True:
        make, names = word(random, 5).capitalize(), dict[str, str]()
        factors = {group: 1 + random.randint(-SPREAD, 0) / 1000 for group in sorted(set(GROUPS.values()))}
        omitted = {column for column in COLUMNS if column != "length_mm" and random.random() < OMISSION}
        for car in cars:
            record = {"make": make} | _varied(car, factors, omitted)
            record["model"] = names.setdefault(car["model"], word(random, 4).capitalize())
            if random.random() < faulty:
                _spoil(record, random)
            yield record


def _varied(car: Record, factors: dict[str, float], omitted: set[str]) -> Record:
    record = {name: car[name] for name in IDENTITY if name != "make" and name in car}
    for column, (quantity, _, _) in COLUMNS.items():
        value = car.get(column)
        if value is None or column in omitted:
            continue
        factor = factors.get(GROUPS.get(quantity.split("_")[-1], ""), 1)
        record[column] = round(value * factor, 0 if isinstance(value, int) else 1)
        if isinstance(value, int):
            record[column] = int(record[column])
        if column in TWINS:
            other, rate = TWINS[column]
            record[other] = round(record[column] * rate)
    return record


def _spoil(record: Record, random: Random) -> None:
    """Make one figure wrong."""
    columns = [name for name in record if name in COLUMNS]
    if not columns:
        return
    column = random.choice(columns)
    value = record[column] * random.choice(FAULTS)
    record[column] = round(value) if isinstance(record[column], int) else round(value, 1)


def _flat(sheet: Sheet) -> Record:
    """The figures of a sheet that stand in the metric unit, as one record."""
    places = IDENTITY | {column: path for column, (_, path, _) in COLUMNS.items()}
    record: Record = {}
    for name, path in places.items():
        value: Any = sheet.document
        for step in path.split("."):
            value = value.get(step, {}) if isinstance(value, dict) else {}
        if name in COLUMNS:
            value = value.get(COLUMNS[name][2]) if isinstance(value, dict) else None
            if isinstance(value, list | dict) or value is None:
                continue
            value = value if isinstance(value, int) else float(value)
        if value != {}:
            record[name] = value
    return record


def write_ndjson(folder: Path, rows: Iterable[Record], count: int) -> Path:
    """A folder with a configuration and so many records, one a line."""
    file = folder / "cars.ndjson"
    if configured(folder):
        return file
    encode = msgspec.json.Encoder().encode
    with file.open("wb") as stream:
        for row in islice(rows, count):
            stream.write(encode(row) + b"\n")
    return file


def write_table(folder: Path, rows: Path, kind: str) -> Path:
    """A folder with a configuration and the records of an NDJSON file as a table: Parquet or CSV."""
    import polars as pl

    file = folder / f"cars.{kind.casefold()}"
    if not configured(folder):
        records = pl.scan_ndjson(rows, infer_schema_length=None)
        (records.sink_parquet if kind == PARQUET else records.sink_csv)(file)
    return file


def configured(folder: Path) -> bool:
    """Whether a folder has a configuration already; it has one then."""
    if (folder / "speclint.toml").exists():
        return True
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cars.toml").write_text(profile(), encoding="utf-8")
    (folder / "speclint.toml").write_text('[[sheets]]\nprofile = "cars.toml"\n', encoding="utf-8")
    return False


def equal_identities(count: int) -> Iterator[Record]:
    """Records of one car, with figures that are all but equal."""
    first = next(records())
    for number in range(count):
        yield first | {"length_mm": 4500 + number % 2}


def siblings(count: int) -> Iterator[Record]:
    """Variants of one model of one maker."""
    first = next(records())
    for number, record in zip(range(count), records(), strict=False):
        yield record | {"make": first["make"], "model": first["model"], "variant": f"Trim {number}"}


def with_columns(count: int, rows: int) -> Iterator[Record]:
    """Records with so many columns that no profile names."""
    random = Random(SEED)  # noqa: S311 - repeatable
    for record in islice(records(), rows):
        yield record | {f"extra_{number}": random.randint(0, 999) for number in range(count)}


def write_pair(folder: Path, count: int) -> tuple[str, str]:
    """Two revisions of a file of records, as a commit changes, removes and adds some, and its profile."""
    if not configured(folder):
        config = folder / "cars.toml"
        text = config.read_text(encoding="utf-8")
        config.write_text(
            text.replace(FILES, 'files = ["old.json", "new.json"]\nrecords = "data[*]"'), encoding="utf-8"
        )
        rows = [{"id": f"car-{number}"} | row for number, row in zip(range(count), records(), strict=False)]
        old, new = rows[: -count // EDITED], list(rows)
        for index in range(EDITED // 2, count, EDITED):
            new[index] = rows[index] | {"torque_nm": 301, "torque_lb_ft": 222}
        for index in range(EDITED // 3, count, 2 * EDITED):
            new[index] = rows[-1 - index // EDITED]
        new = list({row["id"]: row for row in new[: -count // EDITED]}.values())
        for name, side in (("old", old), ("new", new)):
            (folder / f"{name}.json").write_text(json.dumps({"data": side}, indent=2), encoding="utf-8")
    return str(folder / "old.json"), str(folder / "new.json")

"""Inputs: bytes, texts, and real sheets and settings with damage done to them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

ROOT = Path(__file__).parent.parent.parent
SPECS = {
    file.relative_to(ROOT).as_posix(): json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "specs").rglob("*.json"))
}
OWN = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'

ODD_TEXTS = [
    "", " ", "\0", "\u202e", "\u2028", "\ud7ff", "\ud800", "😀", "1e5", "313 hp", "4.6–4.9", "1,865", "NaN",
    "$", "/", "~", "~1", "../x", "/etc/passwd", "a" * 300, "::error::x", "##[error]x", "\x1b[31m",
    "2024-13-45", "2024-02-30", "9999-12-31", "[*]", "a.b", "=1+1", "|", "`", "<b>", "\r\n", "n/a", "0x10",
    "١٢", "－5", # noqa: RUF001
]  # fmt: skip
ODD_NUMBERS = [
    0, -1, 1, 10**22, 10**300, -(10**300), 10**400, 1.5e308, -1e308, 1e-307, 5e-324, 0.1, 1.5, 1e22, 1e-5,
    3.0, -0.0, 2024.5, 99999999999, 2**53 + 1, 2**63, 2**64,
]  # fmt: skip
ODD_VALUES: list[Any] = [
    *ODD_TEXTS, *ODD_NUMBERS, None, True, False, [], {}, [[]], [[[[{}]]]], {"": ""}, {"a": {"b": {}}}, [1, 2],
    [2, 1], [0, 0], [1], [1, 2, 3], [None, None], ["a", "b"], {"kW": 1, "hp": 2, "PS": 3},
    {"min": 1, "max": 0},
]  # fmt: skip
KEYS = [
    "kW", "hp", "PS", "Nm", "lb-ft", "mm", "in", "km/h", "mph", "s", "kWh", "km", "mi", "l", "kg", "lb",
    "$extends", "$schema", "$speclint", "siblings", "sources", "disagreements", "make", "model", "variant",
    "year", "power", "range_wltp", "", "/", "~", "\0", "\u202e", "\ud800", "a.b", "[*]", "accept", "min",
    "max", "%", "W", "cm3", "g/km", "l/100 km", "mpg", "kWh/100 km", "files", "profile", "words", "at",
    "part", "by", "close",
]  # fmt: skip
BYTES = [
    b"//x\n", b"'", b"NaN", b"\xef\xbb\xbf", b"\0", b"{", b"}", b"[", b"]", b",", b":", b"\\", b'"',
    b"<<<<<<<", b"1,5", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\r", b"\n", b"\r\n", b"\xe2\x80\xa8",
    b"-", b"0", b"1e999", b"\\ud800", b"\t", b";", b"|", b"#", b"=", b".",
]  # fmt: skip

values = st.one_of(
    st.sampled_from(ODD_VALUES), st.text(max_size=12), st.integers(-(10**6), 10**6),
    st.decimals(-(10**5), 10**5, places=2).map(float),
)  # fmt: skip
names = st.one_of(st.sampled_from(KEYS), st.text(max_size=8))


@st.composite
def with_bytes_changed(draw: DrawFn, content: bytes, changes: int = 4) -> bytes:
    """Bytes of which a few are replaced, removed, repeated or cut."""
    for _ in range(draw(st.integers(1, changes))):
        at = draw(st.integers(0, len(content)))
        size = draw(st.integers(0, 30))
        kind = draw(st.sampled_from(("insert", "replace", "remove", "repeat", "cut", "random")))
        if kind == "insert":
            content = content[:at] + draw(st.sampled_from(BYTES)) + content[at:]
        elif kind == "replace":
            content = content[:at] + draw(st.sampled_from(BYTES)) + content[at + 1 :]
        elif kind == "remove":
            content = content[:at] + content[at + size :]
        elif kind == "repeat":
            content = content[: at + size] + content[at:]
        elif kind == "cut":
            content = content[:at]
        else:
            content = content[:at] + draw(st.binary(max_size=4)) + content[at + 1 :]
    return content


def places(value: object, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of all values below a value."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield (*steps, step)
        yield from places(child, (*steps, step))


@st.composite
def with_values_changed(draw: DrawFn, document: Any, changes: int = 5) -> Any:  # noqa: ANN401 - any JSON
    """A document with some of its values, keys and lists changed."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(0, changes))):
        found = list(places(document))
        if not found:
            break
        *steps, last = draw(st.sampled_from(found))
        holder = document
        for step in steps:
            holder = holder[step]
        _change(draw, holder, last, document)
    return document


def _change(draw: DrawFn, holder: Any, last: str | int, document: object) -> None:  # noqa: ANN401 - any JSON
    value = holder[last]
    kind = draw(st.sampled_from(("number", "number", "value", "remove", "add", "rename", "copy", "wrap")))
    if kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        holder[last] = draw(st.sampled_from(_near(value)))
    elif kind == "remove":
        del holder[last]
    elif kind == "add" and isinstance(value, dict):
        value[draw(names)] = draw(values)
    elif kind == "add" and isinstance(value, list):
        value.append(copy.deepcopy(draw(st.sampled_from(value))) if value else draw(values))
    elif kind == "rename" and isinstance(holder, dict):
        holder[draw(names)] = holder.pop(last)
    elif kind == "copy":
        *steps, end = draw(st.sampled_from(list(places(document))))
        source: Any = document
        for step in (*steps, end):
            source = source[step]
        holder[last] = copy.deepcopy(source)
    elif kind == "wrap":
        holder[last] = [value]
    else:
        holder[last] = copy.deepcopy(draw(values))


def _near(number: float) -> list[Any]:
    """What entry errors and conversions make of a number, and a range or a text of it."""
    swapped = int(str(abs(int(number)))[::-1]) if abs(number) < 10**15 else 0
    grown = [number * 10, number * 2, number * 1.25] if abs(number) < 1e300 else [1]
    return [
        *grown, number / 10, -number, number + 1, round(number * 0.7457, 1), round(number / 1.6093, 1),
        swapped, [number, number], [number, number + 1], str(number), f"{number} kW",
        {"min": number, "max": number + 2},
    ]  # fmt: skip


@st.composite
def written(draw: DrawFn, document: object) -> bytes:
    """A document as JSON, laid out in one of the ways in which people write it, and sometimes damaged."""
    indent = draw(st.sampled_from((2, 2, None, 4, "\t")))
    text = json.dumps(document, indent=indent, ensure_ascii=draw(st.booleans()))
    if draw(st.integers(0, 9)) == 0:
        text = text.replace("\n", "\r\n")
    content = text.encode("utf-8", "surrogatepass") + draw(st.sampled_from((b"\n", b"", b"\r\n")))
    if draw(st.integers(0, 9)) == 0:
        content = draw(with_bytes_changed(content))
    elif draw(st.integers(0, 19)) == 0:
        content = content.replace(b'{"', b'{"make": "x", "', 1)
    return content


@st.composite
def own_sheets(draw: DrawFn, most: int = 3) -> dict[str, bytes]:
    """Some of the project's own sheets, changed, with a configuration or without."""
    chosen = draw(st.lists(st.sampled_from(sorted(SPECS)), min_size=1, max_size=most, unique=True))
    files = {name: draw(written(draw(with_values_changed(SPECS[name])))) for name in chosen}
    return {"speclint.toml": OWN.encode(), **files} if draw(st.booleans()) else files


OEV_SHEET = {
    "make": {"slug": "acme", "name": "Acme"}, "model": {"slug": "m3", "name": "M 3"}, "year": 2021,
    "trim": {"slug": "lr", "name": "LR"}, "variant": {"slug": "x", "name": "Long"},
    "vehicle_type": "passenger_car", "availability": {"status": "production"},
    "powertrain": {
        "drivetrain": "awd", "system_power_kw": 366, "system_torque_nm": 493,
        "motors": [{"power_kw": 137, "torque_nm": 219}, {"power_kw": 219, "torque_nm": 340}],
    },
    "performance": {"acceleration_0_100_kmh_s": 4.4, "acceleration_0_60_mph_s": 4.2, "top_speed_kmh": 233},
    "battery": {"pack_capacity_kwh_gross": 82.1, "pack_capacity_kwh_net": 78.1},
    "range": {"rated": [{"cycle": "wltp", "range_km": 614}, {"cycle": "epa", "range_km": 568}]},
    "weights": {"curb_weight_kg": 1844, "max_payload_kg": 388},
}  # fmt: skip
"""The shape of OpenEV Data, with figures that only have to be plausible."""
OEV_LAYERS = {
    "src/acme/m3/base.json": {
        "make": {"name": "Acme"},
        "dimensions": {"wheelbase_mm": 2875, "length_mm": 4694},
    },
    "src/acme/m3/2021/m3.json": {"body": {"drag_coefficient_cd": 0.23}, "capacity": {"cargo_l": 425}},
}
KILOWATT = {"data": [
    {"id": name, "brand": "Acme", "vehicle_type": "car", "type": "bev", "model": "i", "release_year": 2019,
     "variant": name, "usable_battery_size": 37.9, "ac_charger": {"usable_phases": 3, "max_power": 11.0},
     "dc_charger": {"max_power": 49, "charging_curve": [
         {"percentage": 0, "power": 46.0}, {"percentage": 80, "power": 49.0},
         {"percentage": 100, "power": 5.0}]},
     "energy_consumption": {"average_consumption": 16.1}, "charging_voltage": 400}
    for name in ("a", "b", "c")
]}  # fmt: skip
"""The shape of the records of KilowattApp, with figures that only have to be plausible."""


@st.composite
def layered_sheets(draw: DrawFn) -> dict[str, bytes]:
    """Sheets with layers, as OpenEV Data keeps them."""
    documents = {
        **OEV_LAYERS, "src/acme/m3/2021/lr.json": OEV_SHEET,
        "src/acme/m3/2022/lr.json": {**OEV_SHEET, "year": 2022},
    }  # fmt: skip
    files = {name: draw(written(draw(with_values_changed(sheet, 3)))) for name, sheet in documents.items()}
    return {"speclint.toml": b'[[sheets]]\nprofile = "open-ev-data"\n', **files}


@st.composite
def recorded_sheets(draw: DrawFn) -> dict[str, bytes]:
    """Records in one file, as KilowattApp keeps them."""
    content = draw(written(draw(with_values_changed(KILOWATT))))
    return {"speclint.toml": b'[[sheets]]\nprofile = "kilowatt"\n', "data/ev-data.json": content}


HEADER = ["make", "model", "variant", "power_kw", "power, PS", "torque_nm", "range_km", "note"]
CELLS = [
    "BMW", "i4", "Acme", "xDrive", "100", "136", "230", "313 PS", "1.234,5", "1,865", "417–449", "", "N/A",
    "250+", '{"min": 1}', "[1, 2]", '"', '""', "a\nb", "=1", "1e400", "-0", "nan", "inf", "\0", "ä",
    "150 kW (204 PS)", "4.6-4.9", "0", "9" * 400,
]  # fmt: skip
TABLE_PROFILE = b"""\
[sheets]
files = ["*.csv", "*.ndjson", "*.parquet"]
[identity]
make = "make"
model = "model"
variant = "variant"
[quantities]
power = { kW = "power_kw", PS = "['power, PS']" }
torque = { Nm = "torque_nm" }
range_wltp = { km = "range_km" }
[[family]]
name = "one model"
by = ["make", "model"]
close = { power = "50 %" }
"""
TABLE_SETTINGS = {"speclint.toml": b'[[sheets]]\nprofile = "cars.toml"\n', "cars.toml": TABLE_PROFILE}
cells = st.one_of(st.sampled_from(CELLS), st.text(max_size=6), st.integers(0, 999).map(str))


@st.composite
def csv_files(draw: DrawFn) -> bytes:
    """A table as CSV, in one of the encodings and with one of the delimiters that are read."""
    mark = draw(st.sampled_from((",", ",", ";", "\t", "|")))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    rows = [draw(st.permutations(HEADER)) if draw(st.booleans()) else HEADER]
    rows += draw(st.lists(st.lists(cells, min_size=5, max_size=9), max_size=6))
    lines = [mark.join(_quoted(cell, mark) for cell in row) for row in rows]
    if draw(st.integers(0, 5)) == 0:
        lines.insert(0, f"sep={mark}")
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")))
    content = (end.join(lines) + end).encode(encoding, "replace")
    return draw(with_bytes_changed(content)) if draw(st.integers(0, 3)) == 0 else content


def _quoted(cell: str, mark: str) -> str:
    is_special = any(character in cell for character in (mark, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if is_special else cell


@st.composite
def ndjson_files(draw: DrawFn) -> bytes:
    """Records, one to a line, with damaged lines among them."""
    record = {"make": "Acme", "model": "i4", "power_kw": 100, "power, PS": 136, "torque_nm": 250}
    documents = [draw(with_values_changed(record, 3)) for _ in range(draw(st.integers(0, 5)))]
    lines = [json.dumps(line, ensure_ascii=draw(st.booleans())) for line in documents]
    content = draw(st.sampled_from(("\n", "\r\n", "\n\n"))).join(lines).encode("utf-8", "surrogatepass")
    return draw(with_bytes_changed(content)) if draw(st.integers(0, 3)) == 0 else content


@st.composite
def parquet_files(draw: DrawFn) -> bytes:
    """A table as Parquet with columns of several types, sometimes damaged."""
    from io import BytesIO

    import polars as pl

    count = draw(st.integers(0, 4))

    def column(kind: SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(st.none() | kind, min_size=count, max_size=count))

    table = pl.DataFrame({
        "make": column(st.sampled_from(("Acme", "BMW", "\0", "😀"))), "model": column(st.text(max_size=4)),
        "power_kw": column(st.floats()), "power, PS": column(st.integers(-(2**63), 2**63 - 1)),
        "torque_nm": column(st.sampled_from(("250 Nm", "1,865", "", "n/a"))),
        "range_km": column(st.lists(st.integers(0, 999), max_size=3)),
        "variant": column(st.booleans() | st.dates() if draw(st.booleans()) else st.booleans()),
    }, strict=False)  # fmt: skip
    file = BytesIO()
    table.write_parquet(file, compression=draw(st.sampled_from(("uncompressed", "zstd", "snappy"))))
    content = file.getvalue()
    return draw(with_bytes_changed(content)) if draw(st.integers(0, 1)) else content


def repositories() -> SearchStrategy[dict[str, bytes]]:
    """Repositories in each of the shapes that are read."""
    tables = st.one_of(
        csv_files().map(lambda content: {**TABLE_SETTINGS, "cars.csv": content}),
        ndjson_files().map(lambda content: {**TABLE_SETTINGS, "cars.ndjson": content}),
    )
    return st.one_of(own_sheets(), own_sheets(), layered_sheets(), recorded_sheets(), tables)

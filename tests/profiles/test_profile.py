from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.jsonpath import JSONPathError, Selector, parse_path
from speclint.documents.pointer import Json, resolve
from speclint.profiles.compile import SHIPPED, compile_profile, load_profile
from speclint.profiles.profile import Identity, Profile, SiblingPaths
from speclint.profiles.walk import InvalidFigure
from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import UNITS, is_of_kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run
    from speclint.documents.jsonpath import JSONPath
    from speclint.quantities.measurand import Measurand

FOREIGN = """
[sheets]
files = "data/*.json"

[identity]
make = "make.slug"
year = "years[*]"

[quantities]
power = { kW = "power_kw", hp = "power_hp" }
torque = "torque"
range_wltp = { km = "rated[?@.cycle=='wltp'].km", mi = "rated[?@.cycle=='wltp'].mi" }
motor_power = { kW = "axles[*].motors[*].kw", PS = "axles[*].motors[*].ps" }
consumption_electric = "consumption[*]"
"""


def profile(text: str = FOREIGN) -> Profile:
    return compile_profile("foreign", tomllib.loads(text))


def read(text: str) -> Json:
    value: Json = json.loads(text, parse_float=Decimal)
    return value


def measured(text: str, *invalid: str, by: str = FOREIGN) -> dict[str, list[tuple[str, list[str]]]]:
    """The measurands by quantity: the pointer of each and its figures with their pointers."""
    measurands, _ = profile(by).measure(read(text), frozenset(invalid))
    return {name: [_described(measurand) for measurand in found] for name, found in measurands.items()}


def _described(measurand: Measurand) -> tuple[str, list[str]]:
    return measurand.pointer, [f"{figure} at {figure.pointer}" for figure in measurand.figures]


def misread(text: str, *invalid: str, by: str = FOREIGN) -> tuple[InvalidFigure, ...]:
    return profile(by).measure(read(text), frozenset(invalid))[1]


# Measuring.


def test_an_object_keyed_by_unit_is_one_measurand() -> None:
    assert measured('{"torque": {"Nm": 494, "lb-ft": 364}}') == {
        "torque": [("/torque", ["494 Nm at /torque/Nm", "364 lb-ft at /torque/lb-ft"])]
    }


def test_paths_with_a_unit_are_one_measurand() -> None:
    assert measured('{"power_kw": 230, "power_hp": 308.4}') == {
        "power": [("", ["230 kW at /power_kw", "308.4 hp at /power_hp"])]
    }


def test_each_element_of_a_list_is_a_measurand_of_its_own() -> None:
    document = '{"axles": [{"motors": [{"kw": 140, "ps": 190}, {"ps": 95}]}, {"motors": [{"kw": 180}]}]}'
    assert measured(document) == {
        "motor_power": [
            ("/axles/0/motors/0", ["140 kW at /axles/0/motors/0/kw", "190 PS at /axles/0/motors/0/ps"]),
            ("/axles/0/motors/1", ["95 PS at /axles/0/motors/1/ps"]),
            ("/axles/1/motors/0", ["180 kW at /axles/1/motors/0/kw"]),
        ]
    }


def test_a_wildcard_also_takes_the_members_of_an_object() -> None:
    assert measured('{"consumption": {"wltp": {"Wh/km": 163}, "a/b": {"Wh/mi": 239}}}') == {
        "consumption_electric": [
            ("/consumption/wltp", ["163 Wh/km at /consumption/wltp/Wh~1km"]),
            ("/consumption/a~1b", ["239 Wh/mi at /consumption/a~1b/Wh~1mi"]),
        ]
    }


def test_a_filter_takes_the_elements_whose_member_equals_its_text() -> None:
    document = """{"rated": [
        {"cycle": "epa", "km": 400},
        {"cycle": "wltp", "km": [417, 449], "mi": {"at_least": 259}},
        {"km": 1},
        "wltp"
    ]}"""
    assert measured(document) == {
        "range_wltp": [("/rated/1", ["417-449 km at /rated/1/km", "at least 259 mi at /rated/1/mi"])]
    }


@pytest.mark.parametrize(
    "document",
    [
        "null",
        "[]",
        '"power_kw"',
        "{}",
        '{"power_kw": null, "power_hp": {}}',
        '{"torque": []}',
        '{"torque": {}}',
        '{"torque": {"Nm": null}}',
        '{"axles": 5, "rated": "wltp", "consumption": null}',
        '{"axles": {"motors": [{"kw": 1}]}}',
    ],
)
def test_where_nothing_is_stated_nothing_is_misread(document: str) -> None:
    assert profile().measure(read(document), frozenset()) == ({}, ())


@pytest.mark.parametrize("value", ["true", "[1]", "[1,null]", '{"about":5}', "[500,494,1]"])
def test_a_value_that_is_no_figure_is_misread_with_its_json_text(value: str) -> None:
    assert misread(f'{{"power_kw": {value}}}') == (
        InvalidFigure(QUANTITIES["power"], "kW", "/power_kw", text=value),
    )


def test_a_text_in_the_place_of_a_figure_is_misread() -> None:
    assert misread('{"power_kw": 230, "power_hp": "strong"}') == (
        InvalidFigure(
            QUANTITIES["power"], "hp", "/power_hp", text="strong", reason="there is no number in it"
        ),
    )


def test_a_key_that_is_no_unit_of_the_quantity_is_misread() -> None:
    assert misread('{"torque": {"ft/lb": 364, "kW": 2, "Nm": 494}}') == (
        InvalidFigure(QUANTITIES["torque"], "ft/lb", "/torque/ft~1lb"),
        InvalidFigure(QUANTITIES["torque"], "kW", "/torque/kW"),
    )


def test_a_misread_key_does_not_keep_the_others_from_being_read() -> None:
    assert measured('{"torque": {"ft/lb": 364, "Nm": 494}}') == {
        "torque": [("/torque", ["494 Nm at /torque/Nm"])]
    }


def test_a_range_from_high_to_low_is_misread_as_reversed() -> None:
    document = '{"torque": {"Nm": [500, 494]}, "power_kw": [2, 1]}'
    assert measured(document) == {}
    assert set(misread(document)) == {
        InvalidFigure(QUANTITIES["torque"], "Nm", "/torque/Nm", "[500, 494]"),
        InvalidFigure(QUANTITIES["power"], "kW", "/power_kw", "[2, 1]"),
    }


@pytest.mark.parametrize("value", ["[500]", "[500, null]", "[500, 494, 1]", '{"at_least": -1, "x": 2}'])
def test_what_is_no_range_is_not_reversed(value: str) -> None:
    assert [invalid.stated for invalid in misread(f'{{"torque": {{"Nm": {value}}}}}')] == [""]


# Hidden places.


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ("", {}),
        ("/torque", {"power": [("", ["230 kW at /power_kw"])]}),
        ("/power_kw", {"torque": [("/torque", ["494-500 Nm at /torque/Nm", "364 lb-ft at /torque/lb-ft"])]}),
        (
            "/torque/Nm",
            {
                "power": [("", ["230 kW at /power_kw"])],
                "torque": [("/torque", ["364 lb-ft at /torque/lb-ft"])],
            },
        ),
    ],
)
def test_hidden_places_hold_no_figures(hidden: str, left: dict[str, list[tuple[str, list[str]]]]) -> None:
    assert measured('{"power_kw": 230, "torque": {"Nm": [494, 500], "lb-ft": 364}}', hidden) == left


def test_a_figure_with_a_hidden_place_inside_is_hidden() -> None:
    assert measured('{"torque": {"Nm": [-494, 500], "lb-ft": 364}}', "/torque/Nm/0") == {
        "torque": [("/torque", ["364 lb-ft at /torque/lb-ft"])]
    }
    assert measured('{"power_kw": {"at_least": 230}}', "/power_kw/at_least") == {}
    assert misread('{"torque": {"Nm": [500, -494]}}', "/torque/Nm/1") == ()


def test_a_place_with_a_like_name_is_not_hidden() -> None:
    assert measured('{"torque": {"Nm": [494, 500]}}', "/torque/N", "/torque/Nm2") == {
        "torque": [("/torque", ["494-500 Nm at /torque/Nm"])]
    }


def test_a_hidden_element_hides_what_is_below() -> None:
    document = '{"axles": [{"motors": [{"kw": 140}]}, {"motors": [{"kw": 180}]}]}'
    assert measured(document, "/axles/0") == {
        "motor_power": [("/axles/1/motors/0", ["180 kW at /axles/1/motors/0/kw"])]
    }


def test_an_unknown_unit_is_reported_even_if_the_schema_rejects_it() -> None:
    assert misread('{"torque": {"ft-lb": 364}}', "/torque/ft-lb") == (
        InvalidFigure(QUANTITIES["torque"], "ft-lb", "/torque/ft-lb"),
    )


# Identity, siblings, lists.


def test_identity_is_text_or_a_whole_number_and_has_its_place() -> None:
    assert profile().identify(read('{"make": {"slug": "bmw"}, "years": [null, 2024, 2025]}')) == {
        "make": Identity("bmw", "/make/slug"),
        "year": Identity("2024", "/years/1"),
    }


@pytest.mark.parametrize("value", ["null", "true", "2024.5", "[]", '{"name": "bmw"}'])
def test_nothing_else_is_an_identity(value: str) -> None:
    assert profile().identify(read(f'{{"make": {{"slug": {value}}}}}')) == {}


def test_a_profile_without_siblings_schema_and_place_has_none() -> None:
    foreign = profile()
    assert (foreign.siblings, foreign.schema, foreign.place) == (None, None, None)
    assert foreign.files == ("data/*.json",)
    assert foreign.name == "foreign"


def test_lists_are_those_that_wildcards_and_filters_go_through() -> None:
    assert profile().lists == {
        "range_wltp": ("rated", Selector("cycle", "wltp")),
        "motor_power": ("axles", Selector(), "motors", Selector()),
        "consumption_electric": ("consumption", Selector()),
    }


def test_a_path_that_profiles_do_not_allow_is_refused() -> None:
    with pytest.raises(JSONPathError, match=r'path "power\[0\]" is not understood from "\[0\]" on'):
        profile(FOREIGN.replace('"power_kw"', '"power[0]"'))


def test_a_profile_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    with pytest.raises(LookupError) as error:
        load_profile("../config")
    assert str(error.value) == (
        'no profile "../config" is shipped; there is kilowatt, open-ev-data, spec-sheet, or name a .toml file'
    )


# Profiles of a repository, by their path.

OWN = """\
[sheets]
files = ["cars/*.json"]

[identity]
make = "make"

[quantities]
power = { kW = "power_kw" }
"""


def own(folder: Path, old: str = "", new: str = "") -> Path:
    """A profile in a file, with a text that it holds exactly once replaced."""
    assert not old or OWN.count(old) == 1
    file = folder / "own.toml"
    file.write_text(OWN.replace(old, new) if old else OWN, encoding="utf-8")
    return file


def test_a_profile_of_one_s_own_is_named_by_its_path_below_the_root(tmp_path: Path) -> None:
    own(tmp_path)
    found = load_profile("own.toml", tmp_path)
    assert (found.name, found.files, found.names) == ("own.toml", ("cars/*.json",), frozenset({"power"}))
    with pytest.raises(LookupError, match=r'^no profile "own\.toml" is shipped; there is '):
        load_profile("own.toml")


MISTAKES = [
    ("make =", "maker =", ':5: unknown key "maker"; did you mean "make"?'),
    ("files", "fils", ':2: unknown key "fils"; did you mean "files"?'),
    ("power =", "powr =", ':8: there is no quantity "powr"; did you mean "power"?'),
    ("power =", "zzz =", ':8: there is no quantity "zzz"'),
    ("kW =", "kWh =", ':8: power is not stated in "kWh", but in '),
    ("kW =", "kw =", ':8: power is not stated in "kw", but in kW'),
    ('"power_kw"', '"a..b"', ':8: path "a..b" is not understood from "..b" on; allowed are names such as '),
    ('"power_kw"', '"a[0]"', ':8: path "a[0]" is not understood from "[0]" on; allowed are names such as '),
    ('make = "make"', 'make = "$"', ':5: path "$" names nothing; allowed are names such as '),
    ("[sheets]", "[sheets", ": not TOML: "),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_an_error_in_a_profile_of_a_repository_is_reported_in_one_line(
    run: Run, tmp_path: Path, old: str, new: str, message: str
) -> None:
    line = OWN[: OWN.index(old)].count("\n") + 1
    message = re.sub(r"^:\d+:", f":{line}:", message)
    file = own(tmp_path, old, new)
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    status, out, err = run("check")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"speclint: {file}{message}")


def test_a_profile_is_one_object_until_its_text_changes(tmp_path: Path) -> None:
    own(tmp_path)
    found = load_profile("own.toml", tmp_path)
    # records of equal bytes under one profile are compared unparsed
    assert load_profile("own.toml", tmp_path) is found
    with (tmp_path / "own.toml").open("a", encoding="utf-8") as file:
        file.write("# the same\n")
    assert load_profile("own.toml", tmp_path) is found
    own(tmp_path, "kW =", "PS =")
    assert load_profile("own.toml", tmp_path) is not found


def test_a_missing_profile_is_reported_by_its_path(run: Run, tmp_path: Path) -> None:
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    assert run("check") == (2, "", f"speclint: {tmp_path / 'own.toml'}: No such file or directory\n")


@pytest.mark.parametrize("part", [".a", "[*]", "['a']"])
@pytest.mark.parametrize(
    "line",
    [
        '[sheets]\nfiles = ["cars.json"]\nrecords = "PATH"',
        '[identity]\nmake = "PATH"',
        '[identity]\nmodel = { at = "PATH" }',
        '[quantities]\npower = "PATH"',
        '[quantities]\npower = { kW = "PATH" }',
        '[quantities]\npower = { value = "PATH", unit = "unit" }',
        '[quantities]\npower = { value = "value", unit = "PATH" }',
        '[siblings]\nsheet = "sheet"\nshares = "shares"\neach = "PATH"',
        '[sources]\nurl = "url"\neach = "PATH"',
        '[disagreements]\nat = "at"\neach = "PATH"',
        '[[family]]\nname = "make"\nby = ["PATH"]\nequal = ["power"]',
    ],
)
def test_a_path_of_more_parts_than_a_name_may_have_is_one_line_with_its_place(
    run: Run, tmp_path: Path, line: str, part: str
) -> None:
    others = ('[sheets]\nfiles = ["cars.json"]', '[identity]\nmake = "make"', '[quantities]\npower = "power"')
    header = line.partition("\n")[0]
    before = "\n".join(other for other in others if not other.startswith(header))
    text = f"{before}\n{line.replace('PATH', f'a{part * 600}')}\n"
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    (tmp_path / "speclint.toml").write_text('[[sheets]]\nprofile = "own.toml"\n', encoding="utf-8")
    (tmp_path / "cars.json").write_text("{}", encoding="utf-8")
    number = next(index for index, each in enumerate(text.split("\n"), 1) if part * 600 in each)
    shown = f"a{part * 600}"[:40]
    problem = f'path "{shown}…": 601 parts are more than 50; write fewer'
    assert run("check", "--no-cache") == (2, "", f"speclint: {tmp_path / 'own.toml'}:{number}: {problem}\n")


def test_a_path_has_as_many_parts_as_a_name_may_have() -> None:
    assert len(parse_path("a" + ".a" * 49)) == 50


# The shipped profile and its schema.

SCHEMA: Json = json.loads(
    (Path(__file__).parents[2] / "schemas" / "spec-sheet.schema.json").read_text(encoding="utf-8")
)
TABLE = tomllib.loads((SHIPPED / "spec-sheet.toml").read_text(encoding="utf-8"))["quantities"]
KEYED = [(name, parse_path(path)) for name, path in TABLE.items() if isinstance(path, str)]
PLAIN = [
    (name, parse_path(path))
    for name, by_unit in TABLE.items()
    if not isinstance(by_unit, str)
    for path in by_unit.values()
]
PLACED = KEYED + PLAIN
FIELDS = {
    "make", "model", "variant", "trim", "generation", "year", "market", "status", "category",
    "powertrain", "drive", "fuel", "gearbox", "revised", "production_start", "production_end", "not_sold_in",
    "successor",
}  # fmt: skip
"""Of the identity of a sheet."""
NO_QUANTITIES = {
    ("model_year",),
    ("performance", "drag_coefficient"),
    ("capacity", "seats"),
}
"""Numbers in the schema that are no quantities: identity, and pure numbers that no rule compares."""
ALWAYS_RANGES = {("charging", "dc", "window")}
"""Quantities that the schema describes as arrays of two numbers."""


def followed(schema: Json) -> dict[str, Json]:
    assert isinstance(schema, dict)
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    aim = resolve(SCHEMA, reference.removeprefix("#"))
    assert isinstance(aim, dict)
    return followed(aim)


def inside(schema: Json) -> Iterator[tuple[str | Selector, Json]]:
    """The members and elements that a schema describes."""
    described = followed(schema)
    properties = described.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
    for below in (described.get("items"), described.get("additionalProperties")):
        if isinstance(below, dict):
            yield Selector(), below


def is_figure(schema: Json) -> bool:
    return isinstance(schema, dict) and str(schema.get("$ref")).startswith("#/$defs/figure")


def is_quantity(schema: Json) -> bool:
    below = list(inside(schema))
    return bool(below) and all(is_figure(member) for _, member in below)


def quantities_in(
    schema: Json, path: tuple[str | Selector, ...] = ()
) -> Iterator[tuple[str | Selector, ...]]:
    """The paths to all objects keyed by unit that a schema describes."""
    if is_quantity(schema):
        yield path
    elif not is_figure(schema):
        for step, below in inside(schema):
            yield from quantities_in(below, (*path, step))


def numbers_in(schema: Json, path: tuple[str | Selector, ...] = ()) -> Iterator[tuple[str | Selector, ...]]:
    """The paths to all numbers that a schema describes, figures aside."""
    if followed(schema).get("type") in ("integer", "number"):
        yield path
    elif not is_figure(schema):
        for step, below in inside(schema):
            yield from numbers_in(below, (*path, step))


def at(path: JSONPath) -> list[Json]:
    """The schemas at a path; a wildcard selects every member."""
    schemas = [SCHEMA]
    for step in path:
        schemas = [
            below
            for schema in schemas
            for name, below in inside(schema)
            if isinstance(step, Selector) or name == step
        ]
    return schemas


@pytest.mark.parametrize(("name", "path"), KEYED, ids=[name for name, _ in KEYED])
def test_each_quantity_of_the_shipped_profile_is_in_the_schema_in_all_its_units(
    name: str, path: JSONPath
) -> None:
    schemas = at(path)
    assert schemas
    for schema in schemas:
        assert {unit for unit, _ in inside(schema)} == {unit.name for unit in of_kind(QUANTITIES[name].kind)}


def test_each_number_of_the_schema_is_a_quantity_or_known_to_be_none() -> None:
    plain = {(*path, Selector()) if path in ALWAYS_RANGES else path for _, path in PLAIN}
    assert set(numbers_in(SCHEMA)) == plain | NO_QUANTITIES


def _names(selectors: JSONPath, path: JSONPath) -> bool:
    """Whether a path of the profile leads to one of the schema."""
    return len(selectors) == len(path) and all(
        isinstance(selector, Selector) or selector == step
        for selector, step in zip(selectors, path, strict=True)
    )


def test_each_quantity_of_the_schema_is_in_the_shipped_profile() -> None:
    mapped = [path for _, path in PLACED]
    unmapped = [
        path for path in quantities_in(SCHEMA) if not any(_names(selector, path) for selector in mapped)
    ]
    assert unmapped == []


def test_each_quantity_of_the_shipped_profile_has_a_place_of_its_own() -> None:
    paths = [path for _, path in PLACED]
    assert len(set(paths)) == len(paths)
    assert len({name for name, _ in PLACED}) == len(PLACED)


def test_the_quantities_that_siblings_may_share_are_those_of_the_dictionary() -> None:
    (shares,) = at(("siblings", Selector(), "shares", Selector()))
    names = followed(shares)["enum"]
    assert isinstance(names, list)
    assert set(map(str, names)) <= {name for name, _ in PLACED}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_a_shipped_profile_names_known_quantities_units_and_fields(file: Path) -> None:
    text = tomllib.loads(file.read_text(encoding="utf-8"))
    loaded = load_profile(file.stem)
    assert loaded.name == file.stem
    assert set(text["identity"]) <= FIELDS
    for name, places in text["quantities"].items():
        for unit in places if isinstance(places, dict) else ():
            assert is_of_kind(UNITS[unit], QUANTITIES[name].kind)


def test_the_shipped_profile_reads_our_own_sheets() -> None:
    ours = load_profile("spec-sheet")
    assert ours.schema == "spec-sheet.schema.json"
    assert ours.place == "{make}/{model}-{variant}"
    assert ours.files == ("{make}/*.json",)
    assert ours.siblings == SiblingPaths(("siblings", Selector()), "sheet", "shares")
    document = read(
        '{"make": "BMW", "model_year": 2024, "powertrain": {"type": "bev", "engine": {"cylinders": 4}, '
        '"motors": [{"power": {"kW": 140}}, {"power": {"kW": 90, "PS": 122}}]}, '
        '"price": {"fr": {"EUR": 59150}}}'
    )
    assert {field: found.value for field, found in ours.identify(document).items()} == {
        "make": "BMW",
        "year": "2024",
        "powertrain": "bev",
    }
    measurands, unread = ours.measure(document, frozenset())
    assert unread == ()
    assert {name: [_described(measurand) for measurand in found] for name, found in measurands.items()} == {
        "motor_power": [
            ("/powertrain/motors/0/power", ["140 kW at /powertrain/motors/0/power/kW"]),
            (
                "/powertrain/motors/1/power",
                ["90 kW at /powertrain/motors/1/power/kW", "122 PS at /powertrain/motors/1/power/PS"],
            ),
        ],
        "cylinders": [("", ["4 at /powertrain/engine/cylinders"])],
        "price": [("/price/fr", ["59150 EUR at /price/fr/EUR"])],
    }


# Laws.

words = st.sampled_from(
    [
        "power_kw",
        "torque",
        "Nm",
        "lb-ft",
        "ft-lb",
        "rated",
        "cycle",
        "km",
        "axles",
        "motors",
        "kw",
        "ps",
        "at_least",
    ]
)
documents: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.decimals(-5, 500, places=1) | st.just("wltp"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(documents)
def test_every_figure_is_at_its_pointer(document: Json) -> None:
    measurands, unread = profile().measure(document, frozenset())
    for found in measurands.values():
        assert len({measurand.pointer for measurand in found}) == len(found)
        for measurand in found:
            for figure in measurand.figures:
                assert resolve(document, figure.pointer) is not None
                assert figure.pointer.startswith(measurand.pointer)
    for invalid in unread:
        resolve(document, invalid.pointer)


@given(documents, st.data())
def test_hiding_a_figure_takes_that_figure_away_and_no_other(document: Json, data: st.DataObject) -> None:
    before = pointers(profile(), document, frozenset())
    if before:
        hidden = data.draw(st.sampled_from(sorted(before)))
        assert pointers(profile(), document, frozenset({hidden})) == before - {hidden}


def pointers(by: Profile, document: Json, hidden: frozenset[str]) -> set[str]:
    measurands, _ = by.measure(document, hidden)
    return {
        figure.pointer for found in measurands.values() for measurand in found for figure in measurand.figures
    }

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.documents.jsonpath import ALLOWED, JSONPath, JSONPathError, Selector, find, parse_path
from speclint.documents.message_text import in_quotes
from speclint.documents.pointer import Json, Steps, resolve, to_pointer

DOCUMENT: Json = {
    "make": "BMW",
    "motors": [{"axle": "front", "kW": 140}, {"axle": "rear", "kW": 190}, "?"],
    "rated": {
        "a": {"cycle": "wltp", "km": 449},
        "b": {"cycle": "epa", "km": 400},
        "c": {"cycle": None, "km": 1},
    },
    "lb-ft": {"a.b": 1, "": 2},
}

names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\"), max_size=6)
bare_names = st.from_regex(r"[A-Za-z_\x80-\uD7FF][A-Za-z_0-9\x80-\uD7FF]{0,5}", fullmatch=True)
documents: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("power", ("power",)),
        ("powertrain.power", ("powertrain", "power")),
        ("$.powertrain.power", ("powertrain", "power")),
        ("$['powertrain']['power']", ("powertrain", "power")),
        ('powertrain["lb-ft"].max', ("powertrain", "lb-ft", "max")),
        ("['0-100 km/h']", ("0-100 km/h",)),
        ("['a.b[*]']", ("a.b[*]",)),
        ("""["it's"]""", ("it's",)),
        ("""['19"']""", ('19"',)),
        ("['']", ("",)),
        ("_0.größe.kgf·m.長さ", ("_0", "größe", "kgf·m", "長さ")),
        ("[*]", (Selector(),)),
        ("$[*].power", (Selector(), "power")),
        ("motors[*].kw", ("motors", Selector(), "kw")),
        ("trims[*][*]", ("trims", Selector(), Selector())),
        ("rated[?@.cycle=='wltp'].km", ("rated", Selector("cycle", "wltp"), "km")),
        ('rated[?@.cycle == "WLTP (2nd]"].km', ("rated", Selector("cycle", "WLTP (2nd]"), "km")),
        ("[?@.cycle=='']", (Selector("cycle", ""),)),
        ("trims[*].rated[?@.cycle=='wltp']", ("trims", Selector(), "rated", Selector("cycle", "wltp"))),
    ],
)
def test_names_wildcards_and_one_filter_are_understood(text: str, steps: JSONPath) -> None:
    assert parse_path(text) == steps


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("powertrain..power", "..power"),
        ("..power", "..power"),
        ("$..power", "..power"),
        (".power", ".power"),
        ("$power", "power"),
        ("power.", "."),
        ("$.", "."),
        ("$.power.", "."),
        ("$$", "$"),
        ("a.$", ".$"),
        ("motors[0]", "[0]"),
        ("motors[-1].kw", "[-1].kw"),
        ("motors[0:2]", "[0:2]"),
        ("motors[:]", "[:]"),
        ("motors[::2]", "[::2]"),
        ("['a','b']", "['a','b']"),
        ("motors[0,1]", "[0,1]"),
        ("motors[*,0]", "[*,0]"),
        ("motors.*", ".*"),
        ("*", "*"),
        ("motors[]", "[]"),
        ("motors[kw]", "[kw]"),
        ("motors[*]kw", "kw"),
        ("motors.[*]", ".[*]"),
        ("motors [*]", " [*]"),
        ("0to100", "0to100"),
        ("a.0to100", ".0to100"),
        ("lb-ft", "-ft"),
        ("['it's']", "['it's']"),
        (r"['a\u0020b']", r"['a\u0020b']"),
        ("['a\nb']", "['a\nb']"),
        ("['a", "['a"),
        ("['a\"]", "['a\"]"),
        ("rated[?@.cycle]", "[?@.cycle]"),
        ("rated[?@.cycle!='wltp']", "[?@.cycle!='wltp']"),
        ("rated[?@.year<'2020']", "[?@.year<'2020']"),
        ("rated[?@.year==2020]", "[?@.year==2020]"),
        ("rated[?@.new==true]", "[?@.new==true]"),
        ("rated[?@.cycle=='a' && @.x=='b']", "[?@.cycle=='a' && @.x=='b']"),
        ("rated[?!(@.cycle=='a')]", "[?!(@.cycle=='a')]"),
        ("rated[?(@.cycle=='a')]", "[?(@.cycle=='a')]"),
        ("rated[?'a'==@.cycle]", "[?'a'==@.cycle]"),
        ("rated[?@.a.b=='c']", "[?@.a.b=='c']"),
        ("rated[?@['a']=='c']", "[?@['a']=='c']"),
        ("rated[?@=='a']", "[?@=='a']"),
        ("rated[?$.cycle=='a']", "[?$.cycle=='a']"),
        ("rated[?length(@.cycle)=='a']", "[?length(@.cycle)=='a']"),
        ("rated[?@.cycle=='a\\'b']", "[?@.cycle=='a\\'b']"),
        ("rated[?@.cycle=='wltp'", "[?@.cycle=='wltp'"),
        ("power\n", "\n"),
        ("power\x00", "\x00"),
    ],
)
def test_anything_else_is_refused_with_its_place_and_what_is_allowed(text: str, rest: str) -> None:
    with pytest.raises(JSONPathError) as refused:
        parse_path(text)
    said = f"path {in_quotes(text)} is not understood from {in_quotes(rest)} on; allowed are {ALLOWED}"
    assert str(refused.value) == said


@pytest.mark.parametrize("text", ["", "$"])
def test_a_path_to_the_whole_document_is_refused(text: str) -> None:
    with pytest.raises(JSONPathError) as refused:
        parse_path(text)
    assert str(refused.value) == f'path "{text}" names nothing; allowed are {ALLOWED}'


def test_two_filters_are_refused() -> None:
    text = "trims[?@.slug=='a'].rated[?@.cycle=='wltp']"
    with pytest.raises(JSONPathError) as refused:
        parse_path(text)
    assert str(refused.value) == f'path "{text}" has more than one filter; allowed are {ALLOWED}'


@given(st.text(max_size=12) | st.text("$.[]*?@'\"=ab0- ", max_size=12))
def test_a_path_is_understood_or_refused(text: str) -> None:
    try:
        steps = parse_path(text)
    except JSONPathError as refused:
        assert ALLOWED in str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert steps


def found(text: str) -> list[tuple[str, object]]:
    return [(to_pointer(steps), value) for steps, value in find(DOCUMENT, parse_path(text))]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("make", [("/make", "BMW")]),
        ("motors[*].kW", [("/motors/0/kW", 140), ("/motors/1/kW", 190)]),
        ("motors[?@.axle=='rear'].kW", [("/motors/1/kW", 190)]),
        ("motors[?@.kW=='140'].axle", []),
        ("rated[*].km", [("/rated/a/km", 449), ("/rated/b/km", 400), ("/rated/c/km", 1)]),
        ("rated[?@.cycle=='epa'].km", [("/rated/b/km", 400)]),
        ("rated[?@.cycle=='nedc'].km", []),
        ("rated[?@.none=='epa'].km", []),
        ("['lb-ft']['a.b']", [("/lb-ft/a.b", 1)]),
        ("['lb-ft']['']", [("/lb-ft/", 2)]),
        ("make[*]", []),
        ("make.slug", []),
        ("motors.kW", []),
        ("model", []),
    ],
)
def test_a_path_finds_the_places_it_names(text: str, places: list[tuple[str, object]]) -> None:
    assert found(text) == places


def places_in(value: Json, at: Steps = ()) -> list[Steps]:
    inside: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [at, *(place for name, child in inside for place in places_in(child, (*at, name)))]


def quoted(name: str) -> str:
    return f'"{name}"' if "'" in name else f"'{name}'"


def written(steps: Steps) -> str:
    """The path of a place, each index as `[*]`."""
    return "$" + "".join("[*]" if isinstance(step, int) else f"[{quoted(step)}]" for step in steps)


@given(documents, st.data())
def test_every_place_of_a_document_is_found_by_its_path(document: Json, data: st.DataObject) -> None:
    places = [
        place
        for place in places_in(document)[1:]
        if not any(isinstance(step, str) and "'" in step and '"' in step for step in place)
    ]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    violations = dict(find(document, parse_path(written(place))))
    assert place in violations
    assert all(resolve(document, to_pointer(steps)) is value for steps, value in violations.items())
    assert all(
        len(steps) == len(place)
        and all(step == key or isinstance(key, int) for step, key in zip(steps, place, strict=True))
        for steps in violations
    )


@given(st.lists(bare_names, min_size=1, max_size=4))
def test_names_with_and_without_quotes_are_one_path(steps: list[str]) -> None:
    assert parse_path(".".join(steps)) == parse_path(written(tuple(steps))) == tuple(steps)


@given(documents, st.text(max_size=3))
def test_a_filter_takes_a_part_of_what_the_wildcard_takes(document: Json, text: str) -> None:
    everything = dict(find(document, (Selector(),)))
    chosen = dict(find(document, (Selector("a", text),)))
    assert chosen == {
        steps: value
        for steps, value in everything.items()
        if isinstance(value, dict) and value.get("a") == text
    }

"""Facts between two sheets: swapping the sides negates them, and no sheet differs from itself."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclint.changes.change import Change, Kind, Pair
from speclint.changes.delta import amount
from speclint.changes.detect import diff_sheets
from speclint.changes.wording import message
from speclint.profiles.compile import load_profile
from speclint.sheets.layers import layer_of
from speclint.sheets.place import SheetLocation
from speclint.sheets.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.profiles.profile import Profile
    from speclint.sheets.sheet import Sheet

PROFILE = load_profile("spec-sheet")
MIRRORED = {
    Kind.SHARPENED: Kind.BLURRED, Kind.BLURRED: Kind.SHARPENED,
    Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED,
}  # fmt: skip
"""The kind with the sides swapped, where it is another."""
IX2 = Path(__file__).parent.parent.parent / "specs/bmw/ix2-xdrive30.json"


def sheet(text: str, name: str = "bmw/ix2-xdrive30", profile: Profile = PROFILE) -> Sheet:
    place = SheetLocation(f"specs/{name}.json", name, Path("/specs"))
    return read_sheet(place, (layer_of(place.path, text.encode()),), profile, None)


def between(before: str, after: str) -> list[Change]:
    return diff_sheets(Pair(sheet(before), sheet(after)))


def facts_between(before: str, after: str, units: str = "both") -> list[tuple[str, str]]:
    return [(change.kind.value, message(change, units)) for change in between(before, after)]


def power(figures: str) -> str:
    return f'{{"powertrain": {{"power": {{{figures}}}}}}}'


def wltp(figures: str) -> str:
    return f'{{"range": {{"wltp": {{{figures}}}}}}}'


@pytest.mark.parametrize(
    ("before", "after", "facts"),
    [
        (
            wltp('"mi": 435'),
            wltp('"mi": 360'),
            [("changed", "WLTP range 435 mi → 360 mi: 75 mi less (−17 %), 700 → 579 km")],
        ),
        (
            wltp('"km": [417, 449]'),
            wltp('"km": [427, 470]'),
            [
                (
                    "changed",
                    "WLTP range 417-449 km → 427-470 km: 10-21 km farther (+4 %), 259-279 → 265-292 mi",
                )
            ],
        ),
        (
            wltp('"km": [417, 449]'),
            wltp('"km": [417, 440]'),
            [("changed", "WLTP range 417-449 km → 417-440 km: up to 9 km less (−1 %), 259-279 → 259-273 mi")],
        ),
        (
            wltp('"km": [417, 449]'),
            wltp('"km": [407, 470]'),
            [("changed", "WLTP range 417-449 km → 407-470 km: −10 and +21 km, 259-279 → 253-292 mi")],
        ),
        (
            wltp('"km": 700, "mi": 435'),
            wltp('"km": 579, "mi": 360'),
            [("changed", "WLTP range 700 km → 579 km: 121 km less (−17 %), 435 → 360 mi")],
        ),
        (wltp('"mi": 300'), wltp('"km": 483'), [("restated", "WLTP range 300 mi → 483 km, restated")]),
        (
            wltp('"km": {"at_least": 300}'),
            wltp('"km": {"at_least": 320}'),
            [("changed", "WLTP range at least 300 km → at least 320 km: 20 km farther (+7 %)")],
        ),
        (power('"kW": 230'), power('"kW": 230.0'), [("sharpened", "power 230 kW → 230.0 kW, sharpened")]),
        (power('"kW": 230.4'), power('"kW": 230'), [("blurred", "power 230.4 kW → 230 kW, blurred")]),
        (power('"kW": 230'), power('"kW": 230, "PS": 313'), [("added", "power 313 PS added beside 230 kW")]),
        (
            power('"kW": 230, "PS": 313'),
            power('"kW": 230'),
            [("removed", "power 313 PS removed, 230 kW stays")],
        ),
        ("{}", power('"kW": 230'), [("added", "power 230 kW (308 hp) added")]),
        (power('"kW": 230, "PS": 313'), "{}", [("removed", "power 230 kW (313 PS) removed")]),
        (
            power('"hp": 313'),
            power('"PS": 313'),
            [
                (
                    "changed",
                    "power 313 hp → 313 PS: 4 hp less (−1 %), the same number in another unit, 233 → 230 kW",
                )
            ],
        ),
        (
            '{"mass": {"eu": {"kg": 2095}}}',
            '{"mass": {"eu": {"kg": 2100}}}',
            [("changed", "kerb mass (EU) 2095 kg → 2100 kg: 5 kg heavier (+0.2 %), 4619 → 4630 lb")],
        ),
        (
            '{"price": {"de": {"EUR": 50000}}}',
            '{"price": {"de": {"EUR": 45000}}}',
            [("changed", "price 50000 EUR → 45000 EUR: 5000 EUR cheaper (−10 %)")],
        ),
        (
            '{"price": {"de": {"EUR": 50000}}}',
            '{"price": {"de": {"USD": 45000}}}',
            [
                ("removed", "price 50000 EUR removed, 45000 USD stays"),
                ("added", "price 45000 USD added beside 50000 EUR"),
            ],
        ),
        (
            '{"status": "announced"}',
            '{"status": "production"}',
            [("changed", "status: announced → production")],
        ),
        ('{"model": "iX3"}', '{"model": "iX2", "variant": "M"}', [
            ("renamed", "iX3 renamed to iX2 M"), ("added", "variant: M added"),
        ]),
        ('{"plants": ["a", "b"]}', '{"plants": ["b", "a"]}', []),
        ('{"plants": ["a", "b"]}', '{"plants": ["b", "c"]}', [("changed", "plants: c added, a removed")]),
        ('{"x": [1, 2]}', '{"x": [2, 1]}', [("changed", "x: [1,2] → [2,1]")]),
        ('{"x": true}', '{"x": 1}', [("changed", "x: true → 1")]),
        ('{"x": 1.0}', '{"x": 1}', []),
        (
            '{"sources": [{"url": "u", "title": "a"}, {"url": "v", "title": "b"}]}',
            '{"sources": [{"url": "v", "title": "c"}, {"url": "w", "title": "d"}]}',
            [
                ("changed", "sources[v].title: b → c"),
                ("removed", "sources[u]: a removed"),
                ("added", "sources[w]: d added"),
            ],
        ),
        (
            '{"x": [{"a": "p", "b": ["q"]}, {"a": "p", "b": ["r"]}]}',
            '{"x": [{"a": "p", "b": ["r"]}, {"a": "p", "b": ["s"]}]}',
            [("changed", "x[2].b[1]: q → s")],
        ),
        (
            '{"curve": [{"at": 0, "kW": 50}, {"at": 100, "kW": 0}]}',
            '{"curve": [{"at": 0, "kW": 50}, {"at": 100, "kW": 7}]}',
            [("changed", 'curve: {"at":100,"kW":0} → {"at":100,"kW":7}')],
        ),
    ],
)  # fmt: skip
def test_changes_are_reported_with_labels_and_units(
    before: str, after: str, facts: list[tuple[str, str]]
) -> None:
    assert sorted(facts_between(before, after)) == sorted(facts)


def test_readers_get_the_units_they_ask_for() -> None:
    both = wltp('"mi": 435'), wltp('"mi": 360')
    assert facts_between(*both, "metric") == [("changed", "WLTP range 700 km → 579 km: 121 km less (−17 %)")]
    assert facts_between(*both, "imperial") == [("changed", "WLTP range 435 mi → 360 mi: 75 mi less (−17 %)")]


def test_motors_are_paired_by_their_position() -> None:
    front, rear = ('{{"position": "{}", "power": {{"kW": {}}}}}',) * 2
    before = f"[{front.format('front', 140)}, {rear.format('rear', 230)}]"
    after = f"[{rear.format('rear', 230)}, {front.format('front', 150)}]"
    texts = (f'{{"powertrain": {{"motors": {motors}}}}}' for motors in (before, after))
    assert facts_between(*texts) == [
        ("changed", "motor power (front) 140 kW → 150 kW: 10 kW more (+7 %), 188 → 201 hp")
    ]


def test_the_real_sheet_does_not_differ_from_itself_however_it_is_laid_out() -> None:
    text = IX2.read_text(encoding="utf-8")
    value = json.loads(text, parse_float=str)
    assert between(text, text) == []
    again = json.dumps(value, sort_keys=True)
    for number in set(strings_that_are_numbers(value)):
        again = again.replace(f'"{number}"', number)
    assert facts_between(text, again) == []


def strings_that_are_numbers(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return [text for held in value.values() for text in strings_that_are_numbers(held)]
    if isinstance(value, list):
        return [text for held in value for text in strings_that_are_numbers(held)]
    return (
        [value] if isinstance(value, str) and value.replace(".", "", 1).isdecimal() and "." in value else []
    )


NUMBERS = st.one_of(st.integers(1, 2000), st.decimals(1, 2000, places=1), st.decimals(1, 2000, places=2))
FIGURES = st.one_of(
    NUMBERS.map(str),
    st.tuples(NUMBERS, NUMBERS).map(lambda two: f"[{min(two)}, {max(two)}]"),
    NUMBERS.map(lambda number: f'{{"at_least": {number}}}'),
)


def keyed(*units: str) -> st.SearchStrategy[str]:
    return st.dictionaries(st.sampled_from(units), FIGURES, min_size=1).map(
        lambda figures: "{" + ", ".join(f'"{unit}": {figure}' for unit, figure in figures.items()) + "}"
    )


def members(**values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries({}, optional=values).map(
        lambda held: "{" + ", ".join(f'"{name}": {value}' for name, value in held.items()) + "}"
    )


TEXTS = st.sampled_from(['"a"', '"b"', '"c"'])
POINTS = st.tuples(st.sampled_from([0, 10, 40, 80, 100]), keyed("kW", "hp")).map(
    lambda point: f'{{"charge": {point[0]}, "power": {point[1]}}}'
)
SHEETS = members(
    model=TEXTS,
    status=TEXTS,
    powertrain=members(power=keyed("kW", "PS", "hp"), torque=keyed("Nm", "lb-ft"), drive=TEXTS),
    range=members(wltp=keyed("km", "mi"), epa=keyed("km", "mi")),
    price=members(de=keyed("EUR"), us=keyed("USD", "EUR")),
    charging=members(
        dc=members(curve=st.lists(POINTS, max_size=5).map(lambda items: f"[{', '.join(items)}]"))
    ),
    plants=st.lists(TEXTS, max_size=3, unique=True).map(lambda items: f"[{', '.join(items)}]"),
    notes=st.lists(members(text=TEXTS, other=TEXTS), max_size=3).map(lambda items: f"[{', '.join(items)}]"),
)


WRITTEN = """\
[sheets]
files = ["*.json"]
[identity]
make = "make"
drive = "drive"
fuel = "fuel"
[quantities]
power = { value = "power.value", unit = "power.unit" }
torque = "torque"
mass_kerb = { kg = "mass" }
curve_charge = { "%" = "curve[*].soc" }
curve_power = { kW = "curve[*].power" }
"""
MARKS = st.sampled_from(['"N/A"', '"-"', "null", '""', '"oops"'])
TORQUES = st.tuples(
    st.integers(100, 900), st.sampled_from(["{0} Nm", "{0}Nm", "{0} Nm ({1} lb-ft)", "{1} lb-ft"])
)
AXIS = st.sampled_from([5, 10, 40, 80])
WORDS = st.sampled_from(['"AWD"', '"4x4"', '"awd"', '"quantum"', '"CVT"', '"Diesel"', '"diesel"', '"E10"'])
TEXT_SHEETS = members(
    drive=WORDS | MARKS,
    fuel=WORDS | MARKS,
    power=members(value=NUMBERS.map(str) | MARKS, unit=st.sampled_from(['"kW"', '"PS"', '"kilowatts"'])),
    torque=TORQUES.map(lambda torque: f'"{torque[1].format(torque[0], round(torque[0] / 1.3558))}"') | MARKS,
    mass=NUMBERS.map(str) | NUMBERS.map('"{} kg"'.format) | MARKS,
    curve=st.lists(
        members(soc=AXIS.map(str), power=AXIS.map(str) | MARKS), max_size=5,
    ).map(lambda items: f"[{', '.join(items)}]"),
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], list[Change]]:
    """Gives the changes between two documents of texts."""
    file = tmp_path_factory.mktemp("profile") / "written.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    profile = load_profile(file.name, file.parent)
    return lambda before, after: diff_sheets(
        Pair(sheet(before, profile=profile), sheet(after, profile=profile))
    )


@given(before=TEXT_SHEETS, after=TEXT_SHEETS)
def test_swapping_the_sides_of_texts_mirrors_their_changes(
    written: Callable[[str, str], list[Change]], before: str, after: str
) -> None:
    forth, back = (facts(written(*sides)) for sides in ((before, after), (after, before)))
    assert sorted((kind.value, str(delta)) for kind, _, _, delta in forth) == sorted(
        (MIRRORED.get(kind, kind).value, str(None if delta is None else -delta)) for kind, _, _, delta in back
    )


@given(document=TEXT_SHEETS)
def test_no_document_of_texts_differs_from_itself(
    written: Callable[[str, str], list[Change]], document: str
) -> None:
    assert written(document, document) == []


def facts(changes: list[Change]) -> list[tuple[Kind, str, str, Decimal | None]]:
    facts_found = []
    for change in changes:
        by = amount(*change.figures) if change.figures else None
        names = [side.pointer if side else "" for side in (change.base, change.revision)]
        facts_found.append((change.kind, names[0], names[1], Decimal(by.delta) if by else None))
    return sorted(facts_found, key=str)


@given(SHEETS, SHEETS)
def test_swapping_the_sides_swaps_added_and_removed_and_negates_deltas(before: str, after: str) -> None:
    forth, back = facts(between(before, after)), facts(between(after, before))
    mirrored = [
        (MIRRORED.get(kind, kind), there, here, None if delta is None else -delta)
        for kind, here, there, delta in back
    ]
    assert forth == sorted(mirrored, key=str) or sorted(
        (kind.value, str(delta)) for kind, _, _, delta in forth
    ) == sorted((kind.value, str(delta)) for kind, _, _, delta in mirrored)


@given(SHEETS)
def test_nothing_differs_from_itself(before: str) -> None:
    assert between(before, before) == []


@given(SHEETS, SHEETS)
def test_the_message_of_every_change_is_one_line(before: str, after: str) -> None:
    for change in between(before, after):
        for units in ("both", "metric", "imperial"):
            words = message(change, units)
            assert words
            assert "\n" not in words

"""What an editor offers while a sheet is typed: mostly in a text that is not JSON at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editor import Editor, Session, edited, in_editor
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Sheets

CONFIG = """\
[[sheets]]
files = ["specs/{make}/*.json"]
profile = "spec-sheet"

[[sheets]]
profile = "cars.toml"

[[sheets]]
profile = "list.toml"
"""
CARS = """\
[sheets]
files = ["cars/*.json", "cars/*.ndjson", "cars/*.csv"]
layers = ["base.json"]

[identity]
make = "Hersteller"
drive = { at = "Antrieb", words = { Allrad = "awd" } }
powertrain = "Motor"

[quantities]
torque = { Nm = "Drehmoment" }
power = { value = "Leistung.Wert", unit = "Leistung.Einheit" }
range_wltp = { km = "Reichweite[?@.Zyklus=='wltp'].km" }
"""
LIST = """\
[sheets]
files = ["list.json"]
records = "cars[*]"

[identity]
make = "make"
market = "market"

[quantities]
torque = "torque"
"""
FILES = {
    "speclint.toml": CONFIG, "cars.toml": CARS, "list.toml": LIST, "base.json": "{}\n", "list.json": "{}\n",
    "cars/a.json": "{}\n", "cars/b.ndjson": "{}\n", "cars/c.csv": "Hersteller\nFiat\n",
    "specs/bmw/a.json": "{}\n", "other.json": "{}\n",
}  # fmt: skip
IS_UNIT = types.CompletionItemKind.Unit


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("catalog")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    session = Session(root)
    yield session
    session.end()


async def offered(
    editor: Editor, sheets: Sheets, name: str, text: str
) -> tuple[Path, dict[str, types.CompletionItem]]:
    file = sheets.root / name
    await editor.open(file)
    return file, await editor.completions(file, text)


def accepted(editor: Editor, file: Path, item: types.CompletionItem) -> str:
    assert isinstance(item.text_edit, types.TextEdit)
    return edited(editor.texts[file], item.text_edit)


@in_editor
async def test_a_key_is_offered_with_what_it_states_before_the_text_is_json_again(
    editor: Editor, sheets: Sheets
) -> None:
    file, found = await offered(editor, sheets, "specs/bmw/a.json", '{"powertrain": {"tor|\n')
    torque = found["torque"]
    assert torque.detail == "torque"
    assert torque.documentation == "Highest torque of the whole drive (system torque)."
    assert accepted(editor, file, torque) == '{"powertrain": {"torque": \n'


@in_editor
async def test_members_that_are_there_are_left_out_wherever_they_stand(
    editor: Editor, sheets: Sheets
) -> None:
    text = '{"make": "BMW", "powertrain": {"type": "bev", "|", "drive": "awd"}, "model": "iX"}'
    _, found = await offered(editor, sheets, "specs/bmw/a.json", text)
    assert {"torque", "power", "motors"} <= found.keys()
    assert not {"type", "drive", "make", "model", "market"} & found.keys()


@in_editor
async def test_a_key_that_is_edited_keeps_its_colon(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "specs/bmw/a.json", '{"mod|le": "iX"}')
    assert accepted(editor, file, found["model"]) == '{"model": "iX"}'


@in_editor
async def test_units_are_offered_under_a_quantity(editor: Editor, sheets: Sheets) -> None:
    text = '{"powertrain": {"torque": {"Nm": 494, "|'
    file, found = await offered(editor, sheets, "specs/bmw/a.json", text)
    assert found.keys() == {"lb-ft", "kgf·m"}
    assert found["lb-ft"].kind == IS_UNIT
    assert accepted(editor, file, found["lb-ft"]) == '{"powertrain": {"torque": {"Nm": 494, "lb-ft": '


@in_editor
async def test_words_that_the_schema_lists_are_offered_as_values(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "specs/bmw/a.json", '{"powertrain": {"type": |}}')
    assert list(found) == ["bev", "phev", "hev", "ice", "fcev"]
    assert accepted(editor, file, found["phev"]) == '{"powertrain": {"type": "phev"}}'


@in_editor
async def test_quantities_are_offered_that_siblings_may_share(editor: Editor, sheets: Sheets) -> None:
    _, found = await offered(editor, sheets, "specs/bmw/a.json", '{"siblings": [{"shares": ["power", "|"]}]}')
    assert "battery_usable" in found


@in_editor
async def test_without_a_schema_the_profile_leads(editor: Editor, sheets: Sheets) -> None:
    _, found = await offered(editor, sheets, "cars/a.json", '{"Hersteller": "Fiat", "|"}')
    assert found.keys() == {"Antrieb", "Motor", "Drehmoment", "Leistung", "Reichweite"}
    assert found["Drehmoment"].detail == "torque in Nm"


@in_editor
async def test_words_of_the_profile_come_before_those_of_the_rules(editor: Editor, sheets: Sheets) -> None:
    _, found = await offered(editor, sheets, "cars/a.json", '{"Antrieb": "|"}')
    first = min(found.values(), key=lambda item: item.sort_text or "")
    assert first.label == "Allrad"
    assert {"awd", "fwd", "rwd"} <= found.keys()


@in_editor
async def test_a_unit_beside_its_value_is_offered(editor: Editor, sheets: Sheets) -> None:
    _, found = await offered(editor, sheets, "cars/a.json", '{"Leistung": {"Wert": 94, "Einheit": "|"}}')
    assert {"kW", "PS", "hp"} <= found.keys()


@in_editor
async def test_what_tells_elements_of_a_list_apart_is_offered(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "cars/a.json", '{"Reichweite": [{}, {"|')
    assert found.keys() == {"Zyklus", "km"}
    assert (await editor.completions(file, '{"Reichweite": [{"Zyklus": "|"}]}')).keys() == {"wltp"}


@in_editor
async def test_places_are_counted_in_utf_16(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "cars/a.json", '{"Hersteller": "Škoda 🚗🚗", "Dreh|"}')
    assert accepted(editor, file, found["Drehmoment"]) == '{"Hersteller": "Škoda 🚗🚗", "Drehmoment": }'


@in_editor
async def test_a_layer_is_typed_as_the_sheets_that_inherit_from_it(editor: Editor, sheets: Sheets) -> None:
    await editor.open(sheets.root / "cars/a.json")
    _, found = await offered(editor, sheets, "base.json", '{"|"}')
    assert "Drehmoment" in found


@in_editor
async def test_a_record_in_a_list_is_a_sheet(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "list.json", '{"cars": [{"make": "Fiat"}, {"|"')
    assert found.keys() == {"make", "market", "torque"}
    assert (await editor.completions(file, '{"|"}')) == {}
    assert "Nm" in await editor.completions(file, '{"cars": [{"torque": {"|"')


@in_editor
async def test_a_line_of_ndjson_is_a_sheet_though_others_are_broken(editor: Editor, sheets: Sheets) -> None:
    text = '{"Hersteller": [[\n{"Hersteller": "Fiat", "|\n{"Drehmoment": 92}\n'
    file, found = await offered(editor, sheets, "cars/b.ndjson", text)
    assert "Drehmoment" in found
    assert "Hersteller" not in found
    expected = text.replace("|", 'Antrieb": ')
    assert accepted(editor, file, found["Antrieb"]) == expected


@in_editor
async def test_columns_of_a_table_are_offered_in_its_first_row(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "cars/c.csv", "Hersteller;Dre|;Motor\nFiat;92;bev\n")
    assert found.keys() == {"Antrieb", "Drehmoment", "Leistung", "Reichweite"}
    assert accepted(editor, file, found["Drehmoment"]) == "Hersteller;Drehmoment;Motor\nFiat;92;bev\n"


@in_editor
async def test_words_are_offered_in_the_cells_of_a_column(editor: Editor, sheets: Sheets) -> None:
    file, found = await offered(editor, sheets, "cars/c.csv", "Hersteller,Antrieb\nŠkoda 🚗,a|\n")
    assert accepted(editor, file, found["awd"]) == "Hersteller,Antrieb\nŠkoda 🚗,awd\n"
    assert (await editor.completions(file, "Hersteller,Antrieb\nF|,awd\n")) == {}


@in_editor
async def test_nothing_is_offered_in_a_document_that_is_no_sheet(editor: Editor, sheets: Sheets) -> None:
    _, found = await offered(editor, sheets, "other.json", '{"|')
    assert found == {}


@pytest.mark.parametrize("text", ['{"make": "BMW"|}', "|", '{"make": "BMW"} |', '[{"a": 1}, |'])
def test_nothing_is_offered_where_no_member_can_stand(session: Session, text: str) -> None:
    @in_editor
    async def run(editor: Editor, sheets: Sheets) -> None:
        _, found = await offered(editor, sheets, "specs/bmw/a.json", text)
        assert found == {}

    run(session)

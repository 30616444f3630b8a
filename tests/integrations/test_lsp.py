"""What an editor shows while sheets are typed, from a real client to a real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from editor import PATIENCE, Editor, Session, editing, in_editor

import speclint
from conftest import IX1, IX2, ROOT, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled
from pygls.uris import to_fs_path

CONFIG = """\
[[sheets]]
files = ["specs/{make}/*.json"]
profile = "spec-sheet"

[[sheets]]
profile = "cars.toml"

[[sheets]]
profile = "lines.toml"

[[sheets]]
profile = "list.toml"

[[rule]]
id = "team/gearbox-overloaded"
level = "note"
summary = "a torque above what our gearboxes take"
law = "torque <= 900 Nm"
message = "{torque} is more than 900 Nm"
reason = "No gearbox of ours takes more."
"""
LIST = """\
[sheets]
files = ["list/*.json"]
records = "cars[*]"

[identity]
make = "make"
model = "model"

[quantities]
torque = "torque"
"""
LISTED = """\
{"cars": [
  {"make": "Fiat", "model": "Uno", "torque": {"Nm": 92, "lb-ft": 68}},
  {"make": "Fiat", "model": "Tipo",
   "torque": {"Nm": 130}}
]}
"""
LAYERED = """\
[sheets]
files = ["lines/{line}/*.json"]
layers = ["lines/{line}.json"]

[identity]
make = "make"
model = "model"

[quantities]
torque = { Nm = "nm", "lb-ft" = "lbft" }
"""
PROFILE = """\
[sheets]
files = ["cars/*.csv", "cars/*.ndjson"]

[identity]
make = "make"
model = "model"

[quantities]
torque = { Nm = "nm", "lb-ft" = "lbft" }
"""
TORQUE, OTHER_TORQUE = '"Nm": 494, "lb-ft": 364', '"Nm": 505, "lb-ft": 372'
CSV = "make,model,nm,lbft\nŠkoda 🚗,Octavia,320,236\nFiat,Panda,92,68\n"
LINES = (
    '{"make": "Fiat", "model": "Uno", "nm": 92, "lbft": 68}\n{"make": "Fiat", "model": "Tipo", "nm": 130}\n'
)


EDITS, CHECKED = 1000, 100
"""Random edits, and after how many of them the diagnostics are compared with a cold check."""


def lay_out(root: Path) -> Path:
    shutil.copytree(ROOT / "specs", root / "specs")
    (root / "cars").mkdir()
    (root / "list").mkdir()
    (root / "lines/a").mkdir(parents=True)
    for name, text in {
        "speclint.toml": CONFIG, "cars.toml": PROFILE, "cars/a.csv": CSV, "cars/b.ndjson": LINES,
        "lines.toml": LAYERED, "lines/a.json": '{"make": "Ford", "nm": 320, "lbft": 236}\n',
        "list.toml": LIST, "list/a.json": LISTED, "lines/a/x.json": '{"model": "Ka"}\n',
    }.items():  # fmt: skip
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(lay_out(tmp_path_factory.mktemp("catalog")))
    yield session
    session.end()


def rules(found: list[types.Diagnostic]) -> list[int | str | None]:
    return [diagnostic.code for diagnostic in found]


@in_editor
async def test_a_sheet_as_published_has_no_diagnostics(editor: Editor, sheets: Sheets) -> None:
    assert await editor.open(sheets.file(IX2)) == []


@in_editor
async def test_a_wrong_figure_is_marked_where_it_stands(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    (found,) = await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
    assert found.code == "conversion-mismatch"
    assert found.range == editor.range(file, "346")
    assert "should be 364" in found.message
    assert await editor.edit(file, '"lb-ft": 346', '"lb-ft": 364') == []


@in_editor
async def test_a_broken_document_shows_that_and_siblings_keep_what_it_stated(
    editor: Editor, sheets: Sheets
) -> None:
    ix1, ix2 = sheets.file(IX1), sheets.file(IX2)
    await editor.open(ix2)
    await editor.edit(ix2, TORQUE, OTHER_TORQUE)
    assert rules(await editor.open(ix1)) == ["sibling-differs"]
    editor.published.clear()
    assert rules(await editor.edit(ix2, '"make"', "make")) == ["invalid-json"]
    assert rules(await editor.diagnostics(ix1)) == ["sibling-differs"]
    editor.published.clear()
    await editor.edit(ix2, OTHER_TORQUE, TORQUE)
    assert rules(await editor.diagnostics(ix1)) == ["sibling-differs"]
    assert await editor.edit(ix2, "  make", '  "make"') == []
    # the whole catalog may be shown once more before that, with what was found until then
    await asyncio.wait_for(cleared(editor, ix1), PATIENCE)


@in_editor
async def test_what_a_closed_document_would_have_stated_is_forgotten(editor: Editor, sheets: Sheets) -> None:
    ix1, ix2 = sheets.file(IX1), sheets.file(IX2)
    await editor.open(ix2)
    await editor.edit(ix2, TORQUE, OTHER_TORQUE)
    editor.close()
    assert await editor.open(ix1) == []


@in_editor
async def test_columns_are_counted_in_utf_16(editor: Editor, sheets: Sheets) -> None:
    file = sheets.root / "cars/a.csv"
    assert await editor.open(file) == []
    (found,) = await editor.edit(file, "320,236", "320,263")
    assert found.code == "conversion-mismatch"
    assert found.range == editor.range(file, "263")
    (found,) = await editor.edit(file, "🚗", "🚗🚗 𐤔")
    assert found.range == editor.range(file, "263")


@in_editor
async def test_a_line_that_is_no_json_leaves_the_others(editor: Editor, sheets: Sheets) -> None:
    file = sheets.root / "cars/b.ndjson"
    assert await editor.open(file) == []
    found = await editor.edit(file, '"nm": 130}', '"nm": 130')
    assert rules(found) == ["invalid-json"]
    found = await editor.edit(file, '"lbft": 68', '"lbft": 86')
    assert sorted(map(str, rules(found))) == ["conversion-mismatch", "invalid-json"]


@in_editor
async def test_a_layer_shows_what_is_wrong_in_the_sheets_that_inherit_from_it(
    editor: Editor, sheets: Sheets
) -> None:
    layer, sheet = sheets.root / "lines/a.json", sheets.root / "lines/a/x.json"
    assert await editor.open(sheet) == []
    assert await editor.open(layer) == []
    await editor.edit(layer, "236", "263")
    found = await asyncio.wait_for(published_with("conversion-mismatch", editor, layer), PATIENCE)
    assert found.range == editor.range(layer, "263")
    found = await asyncio.wait_for(published_with("conversion-mismatch", editor, sheet), PATIENCE)
    assert found.related_information
    assert found.related_information[0].location.uri == editor.uri(layer)


@in_editor
async def test_a_file_that_is_no_sheet_has_no_diagnostics(editor: Editor, sheets: Sheets) -> None:
    file = sheets.root / "package.json"
    file.write_text("{", encoding="utf-8")
    assert await editor.open(file) == []


@in_editor
async def test_a_sheet_that_was_made_after_the_catalog_was_read_is_judged_when_it_is_opened(
    editor: Editor, sheets: Sheets
) -> None:
    await editor.open(sheets.file(IX2))
    file = sheets.root / "cars/new.ndjson"
    file.write_text('{"make": "Seat", "model": "Ibiza", "nm": 320, "lbft": 263}\n', encoding="utf-8")
    assert rules(await editor.open(file)) == ["conversion-mismatch"]


@in_editor
async def test_what_the_whole_catalog_shows_comes_when_typing_pauses(editor: Editor, sheets: Sheets) -> None:
    file = sheets.root / "cars/z.ndjson"
    lines = "".join(f'{{"make": "Babitukelu", "model": "M{number}", "nm": 92}}\n' for number in range(36))
    file.write_text(lines, encoding="utf-8")
    await editor.open(file)
    await editor.write(file, lines + '{"make": "XBabitukelu", "model": "N", "nm": 92}\n')
    found = await asyncio.wait_for(published_with("word-misspelt", editor, file), PATIENCE)
    assert found.range == editor.range(file, '"XBabitukelu"')


async def published_with(code: str, editor: Editor, file: Path) -> types.Diagnostic:
    """The first diagnostic of a rule that is published of a document."""
    while True:
        for found in editor.client.diagnostics[editor.uri(file)]:
            if found.code == code:
                return found
        editor.news.clear()
        await editor.news.wait()


async def cleared(editor: Editor, file: Path) -> None:
    """Wait until nothing is found in a document."""
    while editor.client.diagnostics[editor.uri(file)]:
        editor.news.clear()
        await editor.news.wait()


async def proposed(editor: Editor, file: Path, at: types.Range) -> dict[str, types.CodeAction]:
    """Code actions for a part of a document, by title."""
    document = types.TextDocumentIdentifier(editor.uri(file))
    params = types.CodeActionParams(document, at, types.CodeActionContext([]))
    found = await editor.client.text_document_code_action_async(params)
    return {action.title: action for action in found or () if isinstance(action, types.CodeAction)}


@in_editor
async def test_a_code_action_writes_364_for_346(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    published = editor.texts[file]
    await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
    action = (await proposed(editor, file, editor.range(file, "346")))["Write 364"]
    assert action.edit is not None
    text = editor.applied(action.edit)[file]
    assert text == published
    assert await editor.write(file, text) == []


@in_editor
async def test_the_code_of_a_diagnostic_leads_to_the_rule_s_page(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    (found,) = await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
    assert found.code_description is not None
    assert "# conversion-mismatch" in page_at(found.code_description.href)


@in_editor
async def test_the_code_of_a_rule_of_one_s_own_leads_to_its_page(editor: Editor, sheets: Sheets) -> None:
    file = sheets.root / "cars/b.ndjson"
    await editor.open(file)
    (found,) = await editor.edit(file, '"nm": 130', '"nm": 931')
    assert found.code == "team/gearbox-overloaded"
    assert found.code_description is not None
    page = found.code_description.href
    assert "No gearbox of ours takes more." in page_at(page)
    params = types.ExecuteCommandParams("speclint.explain", [found.code, editor.uri(file)])
    assert await editor.client.workspace_execute_command_async(params) == page


def page_at(uri: str) -> str:
    return Path(to_fs_path(uri) or "").read_text(encoding="utf-8")


@in_editor
async def test_a_finding_is_accepted_once_a_reason_is_given(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
    found = await proposed(editor, file, editor.range(file, "346"))
    action = found["Accept conversion-mismatch here, with a reason"]
    assert action.edit is not None
    text = editor.applied(action.edit)[file]
    assert "conversion-mismatch" in rules(await editor.write(file, text))
    assert await editor.edit(file, '"reason": ""', '"reason": "as printed"') == []


@in_editor
async def test_a_figure_is_added_in_its_other_unit(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    await editor.edit(file, TORQUE, '"Nm": 494')
    action = (await proposed(editor, file, editor.range(file, "494")))["Add 364 lb-ft"]
    assert action.edit is not None
    text = editor.applied(action.edit)[file]
    assert TORQUE in text
    assert await editor.write(file, text) == []


@in_editor
async def test_hovering_over_a_figure_shows_its_units_band_and_sources(
    editor: Editor, sheets: Sheets
) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    document, at = types.TextDocumentIdentifier(editor.uri(file)), editor.range(file, "5.6").start
    shown = await editor.client.text_document_hover_async(types.HoverParams(document, at))
    assert shown is not None
    assert isinstance(shown.contents, types.MarkupContent)
    assert "5.6 s" in shown.contents.value
    assert "Published cars with its other figures" in shown.contents.value
    assert "- <https://" in shown.contents.value


@in_editor
async def test_hints_show_the_units_that_are_not_stated(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    await editor.edit(file, TORQUE, '"Nm": 494')
    document, all_of_it = (
        types.TextDocumentIdentifier(editor.uri(file)),
        types.Range(types.Position(0, 0), types.Position(500, 0)),
    )
    hints = await editor.client.text_document_inlay_hint_async(types.InlayHintParams(document, all_of_it))
    place = editor.range(file, "494").end
    assert [hint.label for hint in hints or () if hint.position == place] == ["≈ 364 lb-ft"]


async def hovered(editor: Editor, file: Path, text: str) -> str:
    document, at = types.TextDocumentIdentifier(editor.uri(file)), editor.range(file, text).start
    shown = await editor.client.text_document_hover_async(types.HoverParams(document, at))
    assert shown is None or shown.range == editor.range(file, text)
    return shown.contents.value if shown and isinstance(shown.contents, types.MarkupContent) else ""


async def hinted(editor: Editor, file: Path) -> dict[tuple[int, int], object]:
    document = types.TextDocumentIdentifier(editor.uri(file))
    everything = types.Range(types.Position(0, 0), types.Position(500, 0))
    hints = await editor.client.text_document_inlay_hint_async(types.InlayHintParams(document, everything))
    return {(hint.position.line, hint.position.character): hint.label for hint in hints or ()}


@in_editor
async def test_a_figure_in_the_row_of_a_table_is_shown_in_its_other_units(
    editor: Editor, sheets: Sheets
) -> None:
    file = sheets.root / "cars/a.csv"
    await editor.open(file)
    assert "**torque** 320 Nm, 236 lb-ft" in await hovered(editor, file, "320")
    await editor.edit(file, "320,236", "320,")
    assert "≈ 236 lb-ft" in await hovered(editor, file, "320")
    end = editor.range(file, "320").end
    assert await hinted(editor, file) == {(end.line, end.character): "≈ 236 lb-ft"}


async def shows_pound_feet(editor: Editor, file: Path) -> None:
    """A torque of 130 Nm in a document is shown in the other unit, on hover and beside it."""
    await editor.open(file)
    assert "≈ 96 lb-ft" in await hovered(editor, file, "130")
    end = editor.range(file, "130").end
    assert await hinted(editor, file) == {(end.line, end.character): "≈ 96 lb-ft"}


@in_editor
async def test_a_figure_in_a_line_of_ndjson_is_shown_in_its_other_units(
    editor: Editor, sheets: Sheets
) -> None:
    await shows_pound_feet(editor, sheets.root / "cars/b.ndjson")


@in_editor
async def test_a_figure_of_a_record_in_a_list_is_shown_in_its_other_units(
    editor: Editor, sheets: Sheets
) -> None:
    await shows_pound_feet(editor, sheets.root / "list/a.json")


@in_editor
async def test_the_name_of_a_sibling_leads_to_its_sheet(editor: Editor, sheets: Sheets) -> None:
    file = sheets.file(IX2)
    await editor.open(file)
    document, at = types.TextDocumentIdentifier(editor.uri(file)), editor.range(file, f'"{IX1}"').start
    found = await editor.client.text_document_definition_async(types.DefinitionParams(document, at))
    assert [location.uri for location in found or ()] == [editor.uri(sheets.file(IX1))]


@in_editor
async def test_a_request_can_be_cancelled(editor: Editor, sheets: Sheets) -> None:
    table, file = sheets.root / "cars/a.csv", sheets.file(IX2)
    await editor.open(table)
    await editor.open(file)
    rows = "".join(f"Fiat,Panda {number},{number},{number}\n" for number in range(100, 3000))
    text = CSV + rows
    editor.send(table, text, types.TextDocumentContentChangeWholeDocument(text))
    await asyncio.sleep(0.1)
    document, at = types.TextDocumentIdentifier(editor.uri(file)), editor.range(file, "5.6").start
    answer = editor.client.protocol.send_request(
        types.TEXT_DOCUMENT_HOVER, types.HoverParams(document, at), msg_id="late"
    )
    editor.client.cancel_request(types.CancelParams("late"))
    with pytest.raises(JsonRpcRequestCancelled):
        await asyncio.wrap_future(answer)
    await editor.write(table, CSV)


async def edit_at_random(editor: Editor, sheets: Sheets) -> None:
    random = Random(17)  # noqa: S311 - repeatable
    files = [sheets.file(IX1), sheets.file(IX2), sheets.root / "cars/a.csv"]
    for file in files:
        await editor.open(file)
    published = dict(editor.texts)
    for number in range(1, EDITS + 1):
        file = random.choice(files)
        editor.replace(file, *random_edit(editor.texts[file], random, only_digits=file.suffix == ".csv"))
        if number % CHECKED == 0:
            for edited in files:
                if is_broken(edited, editor.texts[edited]) or random.random() < 0.2:
                    await editor.write(edited, published[edited])
            compare = {file: await editor.settled(file) for file in files}
            assert compare == cold_check(editor, sheets)


def test_a_thousand_edits_leave_what_a_cold_check_finds(tmp_path: Path) -> None:
    async def edited() -> None:
        # a server of its own, as the coverage of that of all other tests is measured
        async with editing(lay_out(tmp_path)) as editor:
            await edit_at_random(editor, Sheets(tmp_path))

    asyncio.run(edited())


def random_edit(text: str, random: Random, *, only_digits: bool) -> tuple[int, int, str]:
    """Where a text is replaced, and by what: mostly one digit by another."""
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    if digits and (only_digits or random.random() < 0.9):
        place = random.choice(digits)
        return place, place + 1, random.choice("0123456789")
    place = random.randrange(len(text))
    return place, place + random.randrange(3), random.choice(["", "é", "🚗", '"', ",", "{", "\n", "0"])


def is_broken(file: Path, text: str) -> bool:
    if file.suffix != ".json":
        return False
    try:
        json.loads(text)
    except ValueError:
        return True
    return False


def found_in(file: Path, config: Path) -> list[tuple[object, ...]]:
    try:
        with contextlib.chdir(config.parent):
            report = speclint.check([file], config=config)
    except speclint.SpeclintError as error:
        return [(None, str(error))]
    return sorted((finding.rule, "\n".join(finding.lines)) for finding in report.findings)


def cold_check(editor: Editor, sheets: Sheets) -> dict[Path, list[tuple[object, ...]]]:
    """By file what a check of it finds in a catalog with the present texts on disk."""
    before = {file: file.read_bytes() for file in editor.texts}
    try:
        for file, text in editor.texts.items():
            file.write_bytes(text.encode())
        return {file: found_in(file, sheets.root / "speclint.toml") for file in editor.texts}
    finally:
        for file, content in before.items():
            file.write_bytes(content)


def test_without_pygls_a_line_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(name='pygls')", encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(speclint.__file__).parent.parent}",
    }
    command = [sys.executable, "-m", "speclint", "lsp"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == (
        "speclint: the language server needs pygls; install it with: pip install 'speclint[lsp]', "
        "or in a clone of speclint with: pip install '.[lsp]'\n"
    )


def test_rules_with_code_find_in_the_editor_what_they_find_in_a_check(tmp_path: Path) -> None:
    (tmp_path / "team.py").write_text(
        "import speclint\n\n"
        '@speclint.rule("team/round", level="warning")\n'
        "def round_torque(vehicle):\n"
        '    "We round torque to 5 Nm."\n'
        '    print("looked")\n'
        '    for torque in vehicle.figures("torque", "Nm"):\n'
        "        if torque.value % 5:\n"
        '            yield speclint.Fault("not rounded", torque, suggestion=5 * round(torque.value / 5))\n',
        encoding="utf-8",
    )
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    file = tmp_path / "specs" / f"{IX1}.json"

    async def edited() -> None:
        async with editing(tmp_path, "--rules", "team.py") as editor:
            (found,) = [each for each in await editor.open(file) if each.code == "team/round"]
            assert (found.message, found.range.start.line) == ("not rounded\nshould be 495", 15)
            changed = await editor.edit(file, '"Nm": 494', '"Nm": 495')
            assert "team/round" not in [each.code for each in changed]

    asyncio.run(edited())


def test_an_editor_that_cannot_open_a_page_is_shown_where_it_is(sheets: Sheets) -> None:
    async def edited() -> None:
        async with editing(sheets.root, name="neovim@v0.7") as editor:
            file = sheets.file(IX2)
            await editor.open(file)
            await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
            params = types.ExecuteCommandParams("speclint.explain", ["conversion-mismatch", editor.uri(file)])
            page = await editor.client.workspace_execute_command_async(params)
            (shown,) = editor.client.messages
            assert shown.message == f"conversion-mismatch is explained in {to_fs_path(page)}"

    asyncio.run(edited())


async def wrong_in(editor: Editor, file: Path) -> None:
    await editor.open(file)
    assert "conversion-mismatch" in rules(await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346'))


def environment_in(folder: Path) -> dict[str, str]:
    folder.mkdir()
    return {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder)}


def pages_in(environment: dict[str, str]) -> list[Path]:
    """The pages in a folder for temporary files, and the folders that they are in."""
    return [*Path(environment["TMPDIR"]).rglob("*")]


def test_no_page_is_left_when_the_editor_ends(sheets: Sheets, tmp_path: Path) -> None:
    environment = environment_in(tmp_path / "temporary")

    async def edited() -> None:
        async with editing(sheets.root, environment=environment) as editor:
            await wrong_in(editor, sheets.file(IX2))
            assert pages_in(environment)

    asyncio.run(edited())
    assert pages_in(environment) == []


@pytest.mark.parametrize(
    "end",
    [
        "the end of the input",
        pytest.param(
            "SIGTERM", marks=pytest.mark.skipif(os.name == "nt", reason="there it ends a process at once")
        ),
    ],
)
def test_no_page_is_left_when_the_server_is_ended(end: str, sheets: Sheets, tmp_path: Path) -> None:
    environment = environment_in(tmp_path / "temporary")
    file = sheets.file(IX2)
    text = file.read_text("utf-8").replace('"lb-ft": 364', '"lb-ft": 346')
    document = {"uri": file.as_uri(), "languageId": "json", "version": 1, "text": text}
    with subprocess.Popen(
        [sys.executable, "-m", "speclint", "lsp"], cwd=sheets.root, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        for message in (
            {
                "id": 1,
                "method": "initialize",
                "params": {"capabilities": {}, "rootUri": sheets.root.as_uri()},
            },
            {"method": "initialized", "params": {}},
            {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        ):
            body = json.dumps({"jsonrpc": "2.0", **message}).encode()
            server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()
        while b"conversion-mismatch" not in server.stdout.read1():
            assert server.poll() is None
        assert pages_in(environment)
        if end == "SIGTERM":
            server.terminate()
        else:
            server.stdin.close()
        server.stdout.read()
        assert server.wait(PATIENCE) == (-signal.SIGTERM if end == "SIGTERM" else 0)
    assert pages_in(environment) == []


def test_rules_that_cannot_be_loaded_are_shown_and_the_others_find_what_they_find(sheets: Sheets) -> None:
    async def edited() -> None:
        async with editing(sheets.root, "--rules", "nope.py") as editor:
            await wrong_in(editor, sheets.file(IX2))
            (shown,) = editor.client.messages
            assert shown.message == f"speclint: {sheets.root / 'nope.py'}: No such file or directory"

    asyncio.run(edited())


def test_a_rule_that_fails_is_shown_beside_what_the_others_find(sheets: Sheets) -> None:
    (sheets.root / "team.py").write_text(
        "import speclint\n\n"
        '@speclint.rule("team/broken", level="warning")\n'
        "def broken(vehicle):\n"
        '    "It divides by zero."\n'
        "    1 / 0\n",
        encoding="utf-8",
    )

    async def edited() -> None:
        async with editing(sheets.root, "--rules", "team.py") as editor:
            file = sheets.file(IX2)
            (failure,) = await editor.open(file)
            assert "rule team/broken failed on " in failure.message
            assert "ZeroDivisionError: division by zero; see team.py:6" in failure.message
            found = await editor.edit(file, '"lb-ft": 364', '"lb-ft": 346')
            assert rules(found) == ["conversion-mismatch", None]

    asyncio.run(edited())

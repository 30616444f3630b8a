"""An editor at the other end of `speclint lsp`: a real client and a real server over standard streams."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("pytest_lsp", reason="the extra dev installs the client of the language server")

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from conftest import Sheets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

PATIENCE = 60
"""Seconds after which an answer does not come any more."""

QUIET = 0.4
"""Seconds without news after which no document waits to be judged."""


class Editor:
    """Documents that are opened and edited by way of the protocol."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.texts: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.published: dict[str, int | None] = {}
        """By URI the version of which diagnostics were published last."""
        self.news = asyncio.Event()
        """Set whenever some are published."""
        features = client.protocol.fm.features
        keep = features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

        def noted(params: types.PublishDiagnosticsParams) -> None:
            keep(params)
            self.published[params.uri] = params.version
            self.news.set()

        features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = noted

    def close(self) -> None:
        """Close all documents."""
        for file in self.texts:
            document = types.TextDocumentIdentifier(self.uri(file))
            self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
        self.texts.clear()
        self.published.clear()

    def uri(self, file: Path) -> str:
        return str(from_fs_path(str(file)))

    async def open(self, file: Path) -> list[types.Diagnostic]:
        self.texts[file] = _read(file)
        self.versions[file] = self.versions.get(file, -1) + 1
        language = file.suffix.removeprefix(".")
        item = types.TextDocumentItem(self.uri(file), language, self.versions[file], self.texts[file])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.diagnostics(file)

    async def write(self, file: Path, text: str) -> list[types.Diagnostic]:
        """Replace the whole text."""
        return await self._change(file, text, types.TextDocumentContentChangeWholeDocument(text))

    async def edit(self, file: Path, old: str, new: str) -> list[types.Diagnostic]:
        """Replace a part that the text holds exactly once."""
        text = self.texts[file]
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        change = types.TextDocumentContentChangePartial(self.range(file, old), new)
        return await self._change(file, text.replace(old, new), change)

    def replace(self, file: Path, start: int, end: int, new: str) -> None:
        """Replace some characters, without waiting for what is found then."""
        text = self.texts[file]
        change = types.TextDocumentContentChangePartial(
            types.Range(_end(text[:start]), _end(text[:end])), new
        )
        self.send(file, text[:start] + new + text[end:], change)

    async def settled(self, file: Path) -> list[tuple[object, ...]]:
        """What is found in a document once all others are judged too: rule and message of each."""
        while self.news.is_set():
            self.news.clear()
            await asyncio.sleep(QUIET)
        found = await self.diagnostics(file)
        return sorted((each.code, each.message) for each in found)

    async def _change(
        self, file: Path, text: str, change: types.TextDocumentContentChangeEvent
    ) -> list[types.Diagnostic]:
        self.send(file, text, change)
        return await self.diagnostics(file)

    def send(self, file: Path, text: str, change: types.TextDocumentContentChangeEvent) -> None:
        self.versions[file] += 1
        self.texts[file] = text
        document = types.VersionedTextDocumentIdentifier(self.versions[file], self.uri(file))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(self, file: Path) -> list[types.Diagnostic]:
        """What is found in the present version of a document, once that is judged."""

        async def published() -> None:
            while self.published.get(self.uri(file)) != self.versions[file]:
                self.news.clear()
                await self.news.wait()

        await asyncio.wait_for(published(), PATIENCE)
        return list(self.client.diagnostics[self.uri(file)])

    def range(self, file: Path, text: str) -> types.Range:
        """Where a document holds a text, in UTF-16 as most clients count."""
        before, _, _ = self.texts[file].partition(text)
        return types.Range(_end(before), _end(before + text))

    async def completions(self, file: Path, text: str) -> dict[str, types.CompletionItem]:
        """What may be written at the mark `|` in a text that replaces the document's, by label."""
        before, _, after = text.partition("|")
        await self.write(file, before + after)
        document = types.TextDocumentIdentifier(self.uri(file))
        params = types.CompletionParams(document, _end(before))
        found = await self.client.text_document_completion_async(params)
        assert isinstance(found, list)
        return {item.label: item for item in found}

    def applied(self, edit: types.WorkspaceEdit) -> dict[Path, str]:
        """The texts of documents after an edit."""
        found: dict[Path, str] = {}
        for document in edit.document_changes or ():
            assert isinstance(document, types.TextDocumentEdit)
            file = Path(to_fs_path(document.text_document.uri) or "")
            text = self.texts.get(file) or _read(file)
            assert document.text_document.version in {None, self.versions.get(file)}
            for change in sorted(
                document.edits,
                key=lambda each: (each.range.start.line, each.range.start.character),  # type: ignore[union-attr]
                reverse=True,
            ):
                assert isinstance(change, types.TextEdit)
                text = edited(text, change)
            found[file] = text
        return found


def edited(text: str, change: types.TextEdit) -> str:
    """A text after an edit."""
    start, end = (_offset(text, place) for place in (change.range.start, change.range.end))
    return text[:start] + change.new_text + text[end:]


@asynccontextmanager
async def editing(
    root: Path, *options: str, name: str = "visual-studio-code", environment: dict[str, str] | None = None
) -> AsyncIterator[Editor]:
    """An editor of a name in a folder, with a server of its own, started with these options."""
    client = make_test_lsp_client()
    editor = Editor(client)
    await client.start_io(sys.executable, "-m", "speclint", "lsp", *options, cwd=root, env=environment)
    await client.initialize_session(
        types.InitializeParams(
            client_capabilities(name),
            workspace_folders=[types.WorkspaceFolder(root.as_uri(), "sheets")],
            root_uri=root.as_uri(),
        )
    )
    try:
        yield editor
    finally:
        await client.shutdown_session()
        await client.stop()


class Session:
    """One server for all tests: it takes long to start."""

    def __init__(self, root: Path) -> None:
        self.sheets = Sheets(root)
        self.runner = asyncio.Runner()
        self._editing = editing(root)
        self.editor: Editor = self.runner.run(self._editing.__aenter__())

    def end(self) -> None:
        self.runner.run(self._editing.__aexit__(None, None, None))
        self.runner.close()


def in_editor(test: Callable[[Editor, Sheets], Awaitable[None]]) -> Callable[[Session], None]:
    """A test in an editor that has nothing open."""

    @wraps(test)
    def run(session: Session) -> None:
        async def edited() -> None:
            await test(session.editor, session.sheets)

        try:
            session.runner.run(edited())
        finally:
            session.editor.close()

    del run.__wrapped__  # type: ignore[attr-defined] # pytest asks it for its fixtures
    return run


def _read(file: Path) -> str:
    return file.read_bytes().decode()


def _end(text: str) -> types.Position:
    """The position after a text."""
    lines = text.split("\n")
    return types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


def _offset(text: str, position: types.Position) -> int:
    lines = text.split("\n")
    line = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
    return sum(len(before) + 1 for before in lines[: position.line]) + len(line)

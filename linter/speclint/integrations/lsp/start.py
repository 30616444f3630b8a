"""What the server hears, by message of the protocol."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from speclint.checking.rule_modules import load_rules
from speclint.errors import SpeclintError
from speclint.files.paths import working_folder
from speclint.integrations.lsp.answers import ANSWERED, COMMANDS
from speclint.integrations.lsp.server import Server
from speclint.integrations.lsp.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WATCHED = "**/*.{json,ndjson,jsonl,csv,tsv,toml}"
"""Files of which the client reports when they change on disk."""


def serve(rules: Iterable[str] = ()) -> None:
    """Serve one client over the standard streams until it is done.

    Args:
        rules: modules of rules with code; why one cannot be loaded is shown to the client.
    """
    server = Server()
    for name in rules:
        try:
            load_rules(name, working_folder())
        except SpeclintError as error:
            server.faults.append(error)
    for number in (signal.SIGTERM, signal.SIGINT):
        _delete_pages_at(number, server)
    for message, heard in HEARD.items():
        server.feature(message)(heard)
    for message, (answer, options) in ANSWERED.items():
        server.feature(message, options)(answer)
    for name, command in COMMANDS.items():
        server.command(name)(command)
    try:
        server.start_io()
    finally:
        server.end()


def _delete_pages_at(number: signal.Signals, server: Server) -> None:
    """Delete what the server wrote when a signal ends it, and end then as before."""
    before = signal.getsignal(number)
    if before in (signal.SIG_IGN, None):
        return

    def end(*_: object) -> None:
        server.pages.delete()
        signal.signal(number, before)
        os.kill(os.getpid(), number)

    signal.signal(number, end)


def _file(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")


def _initialized(ls: Server, _: types.InitializedParams) -> None:
    root = ls.workspace.root_path
    ls.catalogs = Workspace(Path(root) if root else working_folder())
    for fault in ls.faults:
        ls.complain(fault)
    able = ls.client_capabilities.workspace
    if able and able.did_change_watched_files and able.did_change_watched_files.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        watched = types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([watched]))


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    ls.opened(document.uri, document.text, document.version)


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.document(params.text_document.uri)
    if document is not None:
        for change in params.content_changes:
            document.text = document.text.changed(change)
        document.version = params.text_document.version
        ls.edited(document)


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    ls.close(params.text_document.uri)


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    document = ls.document(params.text_document.uri)
    content = None if document is None else document.text.content
    ls.changed_on_disk(_file(params.text_document.uri), content)


def _watched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    for change in params.changes:
        file = _file(change.uri)
        if file not in ls.documents:
            ls.changed_on_disk(file)


def _shut_down(ls: Server, _: None) -> None:
    # a client may end the process before it hears of the end
    ls.pages.delete()


HEARD: dict[str, Callable[..., None]] = {
    types.INITIALIZED: _initialized,
    types.SHUTDOWN: _shut_down,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
}

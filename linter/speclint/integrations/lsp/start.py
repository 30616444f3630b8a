"""What the server hears, by message of the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from speclint.files.paths import working_folder
from speclint.integrations.lsp.answers import ANSWERED, COMMANDS
from speclint.integrations.lsp.server import Server
from speclint.integrations.lsp.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

WATCHED = "**/*.{json,ndjson,jsonl,csv,tsv,toml}"
"""Files of which the client reports when they change on disk."""


def serve() -> None:
    """Serve one client over the standard streams until it is done."""
    server = Server()
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


def _file(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")


def _initialized(ls: Server, _: types.InitializedParams) -> None:
    root = ls.workspace.root_path
    ls.catalogs = Workspace(Path(root) if root else working_folder())
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


HEARD: dict[str, Callable[..., None]] = {
    types.INITIALIZED: _initialized,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
}

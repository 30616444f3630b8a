"""What is found in documents, as the server publishes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from speclint import __version__
from speclint.integrations.lsp.diagnostics import SOURCE, diagnostic_of, range_of
from speclint.integrations.lsp.pages import Pages
from speclint.integrations.lsp.workspace import Workspace

if TYPE_CHECKING:
    from speclint.errors import SpeclintError
    from speclint.integrations.lsp.text import Text
    from speclint.results import Finding, Location

START = types.Position(0, 0)
"""Where a document shows a fault of another one that it inherits from."""


class Document:
    """A document that is open, with what was found in it last."""

    def __init__(self, uri: str, text: Text, version: int) -> None:
        self.uri = uri
        self.file = Path(to_fs_path(uri) or "")
        self.text = text
        self.version = version
        self.findings: tuple[Finding, ...] = ()
        self.error = ""
        """Why it could not be judged, or not by every rule; empty if it was."""
        self.judged = -1
        """The version in which they were found."""
        self.is_closed = False


class Publisher(LanguageServer):
    """The documents that are open, with the diagnostics of all."""

    def __init__(self) -> None:
        super().__init__("speclint", __version__, types.TextDocumentSyncKind.Incremental)
        self.documents: dict[Path, Document] = {}
        self.catalogs = Workspace(Path())
        self.pages = Pages()
        self.faults: list[SpeclintError] = []
        """Why rules that were named could not be loaded."""
        self.of_catalog: dict[str, list[Finding]] = {}
        """By shown path what only whole catalogs show."""

    @property
    def encoding(self) -> types.PositionEncodingKind:
        """How positions are counted."""
        return types.PositionEncodingKind(self.server_capabilities.position_encoding or "utf-16")

    def document(self, uri: str) -> Document | None:
        """The open document of a URI."""
        return self.documents.get(Path(to_fs_path(uri) or ""))

    def show_path(self, path: str) -> None:
        """Publish what is found in a document, open or not."""
        file = self.catalogs.folder / path
        document = self.documents.get(file)
        if document is not None:
            self.show(document)
            return
        found = [self.diagnostic(finding, file) for finding in self.of_catalog.get(path, ())]
        self.publish(from_fs_path(str(file)) or "", found, None)

    def findings_in(self, document: Document) -> list[Finding]:
        """What was found in a document last."""
        found = [*document.findings]
        for path, findings in self.of_catalog.items():
            if self.catalogs.folder / path == document.file:
                found += findings
        return found

    def show(self, document: Document) -> None:
        """Publish what was found in a document last."""
        found = [self.diagnostic(finding, document.file) for finding in self.findings_in(document)]
        if document.error:
            found.append(types.Diagnostic(types.Range(START, START), document.error, source=SOURCE))
        self.publish(document.uri, found, document.judged)

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Publish the diagnostics of a document, of the version in which they were found."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def diagnostic(self, finding: Finding, file: Path) -> types.Diagnostic:
        """The diagnostic of a finding in a document, which may concern it though the fault is in another."""
        places = [finding.location, *(related.location for related in finding.related)]
        own = next((place for place in places if self.catalogs.folder / place.path == file), None)
        at = types.Range(START, START) if own is None else self.location_of(own).range
        found = diagnostic_of(finding, at, self.location_of, self.page_of(finding.rule, file))
        if own is not finding.location:
            at_fault = types.DiagnosticRelatedInformation(
                self.location_of(finding.location), finding.correction or "the fault is here"
            )
            found.related_information = [at_fault, *(found.related_information or ())]
        return found

    def location_of(self, location: Location) -> types.Location:
        """The protocol's location of a place in any document."""
        file = self.catalogs.folder / location.path
        document = self.documents.get(file)
        if document is not None:
            return types.Location(document.uri, document.text.range(location.region))
        return types.Location(from_fs_path(str(file)) or "", range_of(location, self.encoding))

    def page_of(self, rule: str, file: Path) -> str | None:
        """URI of a page about a rule by which a document is judged; None if there is no such rule."""
        return self.pages.uri(rule, file, self.catalogs)

    def complain(self, error: SpeclintError) -> None:
        """Show an error that concerns no document."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"speclint: {error}"))

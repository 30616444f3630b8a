"""What the server answers to requests about a place in a document."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from speclint.documents.parser import decode_text
from speclint.documents.regions import Regions
from speclint.errors import SpeclintError
from speclint.integrations.lsp.actions import EXPLAIN, actions
from speclint.integrations.lsp.completion import OPTIONS, completion
from speclint.integrations.lsp.figures import converted, description, is_in, parts
from speclint.integrations.lsp.server import Server  # noqa: TC001 - pygls looks up what a command takes
from speclint.integrations.lsp.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.checking.live import LiveCatalog
    from speclint.integrations.lsp.figures import Part, Place
    from speclint.integrations.lsp.publisher import Document


def _known(server: Server, uri: str) -> tuple[Document, LiveCatalog] | None:
    """A document as it is edited, with its catalog; None if it is not open."""
    document = server.document(uri)
    if document is None:
        return None
    try:
        catalog = server.catalogs.catalog_of(document.file)
    except SpeclintError:
        # it is shown as a diagnostic
        return None
    if str(document.file) in catalog.claimed:
        catalog.update(document.file, document.text.content)
    return document, catalog


def _parts_at(known: tuple[Document, LiveCatalog], first: int, last: int) -> list[Part]:
    document, catalog = known
    return [*parts(catalog, document.file, first, last)]


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What the figure at a place states."""
    return await ls.ask(_hover, ls, params)


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    known = _known(server, params.text_document.uri)
    if known is None:
        return None
    text = known[0].text
    place = text.line_and_column(params.position)
    for part in _parts_at(known, place[0], place[0]):
        found = part.figure_at(place)
        if found is not None:
            shown = types.MarkupContent(types.MarkupKind.Markdown, description(part.sheet, found[0]))
            return types.Hover(shown, text.range(part.region(found[1].pointer)))
    return None


async def hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Figures of a part of a document in the units that they are not stated in."""
    return await ls.ask(_hints, ls, params)


def _hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    known = _known(server, params.text_document.uri)
    first, last = params.range.start.line, params.range.end.line
    found = []
    for part in _parts_at(known, first + 1, last + 1) if known else ():
        for measurand in chain.from_iterable(part.sheet.measurands.values()):
            pointer = measurand.figures[-1].pointer
            text = converted(measurand) if part.layer.holds(pointer) else ""
            if text and known is not None:
                place = known[0].text.range(part.region(pointer)).end
                if first <= place.line <= last:
                    found.append(types.InlayHint(place, f"≈ {text}", padding_left=True))
    return found


async def definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
    """The sibling that is named at a place, or the document that supplies the value there."""
    return await ls.ask(_definition, ls, params)


def _definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    known = _known(server, params.text_document.uri)
    if known is None:
        return []
    place = known[0].text.line_and_column(params.position)
    return [
        location
        for part in _parts_at(known, place[0], place[0])
        for location in _leads_to(server, known[1], part, place)
    ]


def _leads_to(server: Server, catalog: LiveCatalog, part: Part, place: Place) -> Iterator[types.Location]:
    sheet = part.sheet
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    for sibling in sheet.siblings:
        is_meant = is_in(part.region(sibling.pointer), place)
        other = catalog.catalog().find(sibling.sheet, sheet) if is_meant else None
        if other is not None:
            file = server.catalogs.folder / other.path
            yield types.Location(from_fs_path(str(file)) or "", start)
    found = part.figure_at(place)
    for farther in sheet.layers[:-1] if found else ():
        # what a nearer document overrides, too
        if found and farther.holds(found[1].pointer):
            text = decode_text(farther.content)
            region = Regions(text).value(farther.prefix + found[1].pointer)
            file = server.catalogs.folder / farther.path
            yield types.Location(from_fs_path(str(file)) or "", Text(text, server.encoding).range(region))


async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What may be done about a part of a document."""

    def found() -> list[types.CodeAction]:
        known = _known(ls, params.text_document.uri)
        if known is None:
            return []
        within = _parts_at(known, params.range.start.line + 1, params.range.end.line + 1)
        return [*actions(ls, known[0], within, params)]

    return await ls.ask(found)


def explain(ls: Server, rule: str, document: str) -> str | None:
    """Show the page of a rule by which a document is judged, or where it is; its URI."""
    uri = ls.page_of(rule, Path(to_fs_path(document) or ""))
    able = ls.client_capabilities.window
    if uri and able and able.show_document and able.show_document.support:
        ls.window_show_document(types.ShowDocumentParams(uri))
    elif uri:
        message = f"{rule} is explained in {to_fs_path(uri)}"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
    return uri


ANSWERED: dict[str, tuple[Callable[..., object], object]] = {
    types.TEXT_DOCUMENT_COMPLETION: (completion, OPTIONS),
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_INLAY_HINT: (hints, None),
    types.TEXT_DOCUMENT_DEFINITION: (definition, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_actions,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]),
    ),
}
COMMANDS = {EXPLAIN: explain}

"""What the server answers to requests about a place in a document."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from speclint.documents.parser import decode_text
from speclint.documents.regions import Regions
from speclint.integrations.lsp.actions import EXPLAIN, actions
from speclint.integrations.lsp.figures import converted, description, figure_at, own_layer
from speclint.integrations.lsp.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speclint.checking.live import LiveCatalog
    from speclint.integrations.lsp.server import Document, Server
    from speclint.sheets.sheet import Sheet


def _known(server: Server, uri: str) -> tuple[Document, LiveCatalog, list[Sheet]] | None:
    """A document of one sheet as it is edited, with its catalog; None for any other."""
    document = server.documents.get(Path(to_fs_path(uri) or ""))
    if document is None:
        return None
    catalog = server.catalogs.catalog_of(document.file)
    if not catalog.is_sheet(document.file):
        return document, catalog, []
    catalog.update(document.file, document.text.content)
    return document, catalog, [sheet for sheet in catalog.sheets(document.file) if sheet.value is not None]


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What the figure at a place states."""
    return await ls.ask(_hover, ls, params)


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    known = _known(server, params.text_document.uri)
    for sheet in known[2] if known else ():
        layer, regions = own_layer(sheet)
        found = figure_at(sheet, layer, regions, known[0].text.offset(params.position)) if known else None
        if found is not None and known is not None:
            text = types.MarkupContent(types.MarkupKind.Markdown, description(sheet, found[0]))
            return types.Hover(text, known[0].text.range(regions.value(found[1].pointer)))
    return None


async def hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Figures of a part of a document in the units that they are not stated in."""
    return await ls.ask(_hints, ls, params)


def _hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    known = _known(server, params.text_document.uri)
    found = []
    for sheet in known[2] if known else ():
        layer, regions = own_layer(sheet)
        for measurand in chain.from_iterable(sheet.measurands.values()):
            pointer = measurand.figures[-1].pointer
            text = converted(measurand) if layer.holds(pointer) else ""
            if text and known is not None:
                region = regions.value(pointer)
                place = known[0].text.range(region).end
                if params.range.start.line <= place.line <= params.range.end.line:
                    found.append(types.InlayHint(place, f"≈ {text}", padding_left=True))
    return found


async def definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
    """The sibling that is named at a place, or the document that supplies the value there."""
    return await ls.ask(_definition, ls, params)


def _definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    known = _known(server, params.text_document.uri)
    if known is None:
        return []
    document, catalog, sheets = known
    return [
        location
        for sheet in sheets
        for location in _places(server, catalog, sheet, document.text.offset(params.position))
    ]


def _places(server: Server, catalog: LiveCatalog, sheet: Sheet, offset: int) -> Iterator[types.Location]:
    layer, regions = own_layer(sheet)
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    for sibling in sheet.siblings:
        first, last = regions.span(sibling.pointer)
        other = catalog.catalog().find(sibling.sheet, sheet) if first <= offset <= last else None
        if other is not None:
            file = server.catalogs.folder / other.path
            yield types.Location(from_fs_path(str(file)) or "", start)
    found = figure_at(sheet, layer, regions, offset)
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
        return [] if known is None else list(actions(ls, known[0], known[2], params))

    return await ls.ask(found)


def explain(ls: Server, rule: str) -> str | None:
    """Show the page of a rule; its URI."""
    uri = ls.page_of(rule)
    able = ls.client_capabilities.window
    if uri and able and able.show_document and able.show_document.support:
        ls.window_show_document(types.ShowDocumentParams(uri))
    return uri


ANSWERED: dict[str, tuple[Callable[..., object], object]] = {
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_INLAY_HINT: (hints, None),
    types.TEXT_DOCUMENT_DEFINITION: (definition, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_actions,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]),
    ),
}
COMMANDS = {EXPLAIN: explain}

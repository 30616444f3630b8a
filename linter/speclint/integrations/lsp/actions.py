"""Code actions: what a finding proposes, a suppression with a reason, and a figure in its other unit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lsprotocol import types

from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Regions
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speclint.integrations.lsp.figures import Part, Place
    from speclint.integrations.lsp.publisher import Document
    from speclint.integrations.lsp.server import Server
    from speclint.results import Finding

KIND = types.CodeActionKind.QuickFix
SUPPRESSIONS = "$speclint"


def actions(
    server: Server, document: Document, within: Sequence[Part], params: types.CodeActionParams
) -> Iterator[types.CodeAction]:
    """What may be done about a part of a document, and about the sheets in it."""
    meant = params.range
    for finding in server.findings_in(document):
        diagnostic = server.diagnostic(finding, document.file)
        if document.judged == document.version and _overlap(diagnostic.range, meant):
            yield from _of_finding(server, document, within, finding, diagnostic)
    for part in within:
        yield from _other_units(server, document, part, document.text.line_and_column(meant.start))


def _overlap(one: types.Range, other: types.Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def _of_finding(
    server: Server,
    document: Document,
    within: Sequence[Part],
    finding: Finding,
    diagnostic: types.Diagnostic,
) -> Iterator[types.CodeAction]:
    proposed = _proposed(server, finding)
    if proposed:
        title, is_safe = proposed[0], finding.fix is not None and finding.fix.safe
        yield types.CodeAction(
            title, KIND, [diagnostic], is_preferred=is_safe, edit=_edit(server, proposed[1])
        )
    ids = [part.sheet.id for part in within if not part.layer.prefix]
    if ids == [finding.sheet] and document.file.suffix == ".json":
        accepted = _accepted(document, finding)
        if accepted is not None:
            title = f"Accept {finding.rule} here, with a reason"
            yield types.CodeAction(title, KIND, [diagnostic], edit=_edit(server, [(document, *accepted)]))
    explain = types.Command(f"Explain {finding.rule}", EXPLAIN, arguments=[finding.rule, document.uri])
    yield types.CodeAction(explain.title, KIND, [diagnostic], command=explain)


EXPLAIN = "speclint.explain"
"""The command that shows the page of a rule by which a document is judged."""


def _proposed(server: Server, finding: Finding) -> tuple[str, list[tuple[Document, types.Range, str]]] | None:
    """What would resolve a finding: a title, and the edits of open documents; None if nothing is known."""
    parts = []
    for edit in finding.fix.edits if finding.fix else ():
        document = server.documents.get(server.catalogs.folder / edit.path)
        if document is None or document.judged != document.version:
            return None
        parts.append((document, document.text.range(edit.region), edit.text))
    texts = " and ".join(dict.fromkeys(text for *_, text in parts if text))
    return (f"Write {texts}" if texts else "Remove it", parts) if parts else None


def _edit(server: Server, parts: list[tuple[Document, types.Range, str]]) -> types.WorkspaceEdit:
    """The edit of documents; versioned where the client knows versions of documents."""
    able = server.client_capabilities.workspace
    if not (able and able.workspace_edit and able.workspace_edit.document_changes):
        changes: dict[str, list[types.TextEdit]] = {}
        for document, at, text in parts:
            changes.setdefault(document.uri, []).append(types.TextEdit(at, text))
        return types.WorkspaceEdit(changes)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version),
                [types.TextEdit(at, text)],
            )
            for document, at, text in parts
        ]
    )


def _accepted(document: Document, finding: Finding) -> tuple[types.Range, str] | None:
    """Where a suppression is to be written, and its text, with room for a reason."""
    entry = {"rule": finding.rule, "at": finding.at, "reason": ""}
    text = json.dumps(entry, ensure_ascii=False)
    try:
        value = json.loads(document.text.text)
    except ValueError:
        return None
    for pointer, around in (
        (f"/{SUPPRESSIONS}/accept", ""),
        (f"/{SUPPRESSIONS}", f'"accept": [{text}]'),
        ("", f'"{SUPPRESSIONS}": {{"accept": [{text}]}}'),
    ):
        at = value
        for step in pointer.split("/")[1:]:
            at = at.get(step) if isinstance(at, dict) else None
        if isinstance(at, (dict, list)):
            _, end = Regions(document.text.text).span(pointer)
            before = document.text.text[: end - 1].rstrip()
            added = (", " if at else "") + (around or text)
            if pointer == "" and "\n" in document.text.text:
                added = (",\n  " if at else "") + around
            place = document.text.position(len(before))
            return types.Range(place, place), added
    return None


def _other_units(server: Server, document: Document, part: Part, place: Place) -> Iterator[types.CodeAction]:
    """A figure of an object keyed by unit, in the unit that readers elsewhere expect."""
    found = part.figure_at(place)
    if found is None or document.judged != document.version:
        return
    measurand, figure = found
    if figure.pointer != measurand.pointer + to_pointer((figure.unit.name,)) or isinstance(
        figure.stated, Bound
    ):
        return
    stated = {other.unit.name for other in measurand.figures}
    for name in dict.fromkeys((measurand.quantity.metric, measurand.quantity.imperial)):
        unit = UNITS[name]
        if name not in stated and unit.kind == figure.unit.kind:
            value = as_written_in(figure, unit)
            low, _, high = value.partition("-")
            text = f"[{low}, {high}]" if high else value
            end = document.text.range(part.region(figure.pointer)).end
            added = document, types.Range(end, end), f", {json.dumps(name)}: {text}"
            title, kind = f"Add {value} {name}", types.CodeActionKind.RefactorRewrite
            yield types.CodeAction(title, kind, edit=_edit(server, [added]))

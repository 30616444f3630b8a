"""Completion: members, units and words that a profile and a schema allow at a place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from speclint.errors import SpeclintError
from speclint.files.walk import LINES, TEXT_TABLES
from speclint.integrations.lsp.typed import typed
from speclint.profiles.places import below, places
from speclint.records.csv import delimiter_of
from speclint.records.json_lines import is_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.documents.pointer import Json, Steps
    from speclint.integrations.lsp.publisher import Document
    from speclint.integrations.lsp.server import Server
    from speclint.profiles.profile import Profile
    from speclint.schema.schema import Schema

OPTIONS = types.CompletionOptions(trigger_characters=['"'])
_KINDS = types.CompletionItemKind


class Proposal(NamedTuple):
    """A name or value that may stand at a place."""

    value: Json
    kind: types.CompletionItemKind
    label: str = ""
    """What it is, in a few words."""
    description: str = ""


async def completion(ls: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    """What may be written at a place."""
    return await ls.ask(_completion, ls, params)


def _completion(server: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    try:
        written = server.catalogs.catalog_of(document.file).profile_and_schema(document.file)
    except SpeclintError:
        # it is shown as a diagnostic
        return []
    if written is None:
        return []
    is_table = document.file.suffix.casefold() in TEXT_TABLES
    found = (_in_table if is_table else _in_json)(document, params.position, *written)
    return [*found]


def _in_json(
    document: Document, position: types.Position, profile: Profile | None, schema: Schema | None
) -> Iterator[types.CompletionItem]:
    text, offset = document.text.text, document.text.offset(position)
    start, end = 0, len(text)
    if document.file.suffix.casefold() in LINES or is_json_lines(document.text.content):
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset) if "\n" in text[offset:] else end
    found = typed(text[start:end], offset - start)
    steps = None if found is None else _in_record(found.steps, profile)
    if found is None or steps is None:
        return
    first, last = (start + place for place in found.span)
    at = types.Range(document.text.position(first), document.text.position(last))
    if found.is_key:
        end_of_key = "" if found.has_colon else ": "
        for number, proposal in enumerate(members(steps, profile, schema)):
            if proposal.value not in found.present:
                yield _item(number, proposal, at, _quoted(proposal.value) + end_of_key)
    else:
        for number, proposal in enumerate(values(steps, profile, schema)):
            yield _item(number, proposal, at, _quoted(proposal.value))


def _in_record(steps: Steps, profile: Profile | None) -> Steps | None:
    """The steps inside the record that they lead into; None if they lead into none."""
    records = profile.records if profile else None
    if not records:
        return steps
    inside = steps[len(records) :]
    return inside if below(records, steps[: len(records)]) == () else None


def _in_table(
    document: Document, position: types.Position, profile: Profile | None, schema: Schema | None
) -> Iterator[types.CompletionItem]:
    """Names of columns in the first row, and words below them; cells in quotes are left alone."""
    lines = document.text
    header, row = lines.line(0), lines.line(position.line)
    delimiter = delimiter_of(header)
    line_start = lines.offset(types.Position(position.line, 0))
    before = row[: lines.offset(position) - line_start]
    if '"' in before:
        return
    columns = [name.strip().strip('"') for name in header.split(delimiter)]
    first = before.rfind(delimiter) + 1
    rest = row[len(before) :].split(delimiter)[0]
    at = types.Range(
        lines.position(line_start + first), lines.position(line_start + len(before) + len(rest.rstrip()))
    )
    number = before.count(delimiter)
    if position.line == 0:
        present = {name for index, name in enumerate(columns) if index != number}
        found = [each for each in members((), profile, schema) if each.value not in present]
    else:
        found = [*values((columns[number],), profile, schema)] if number < len(columns) else []
    for index, proposal in enumerate(found):
        if not any(character in str(proposal.value) for character in f'"{delimiter}'):
            yield _item(index, proposal, at, str(proposal.value))


def members(steps: Steps, profile: Profile | None, schema: Schema | None) -> Iterator[Proposal]:
    """The members that may be in the object at a place: those of the schema first."""
    found: dict[str, Proposal] = {}
    label_of_any = ""
    for place in places(profile) if profile else ():
        rest = below(place.path, steps)
        if rest and isinstance(rest[0], str):
            label = place.label if len(rest) == 1 else ""
            kind = _KINDS.Unit if place.is_unit and label else _KINDS.Property
            if label or rest[0] not in found:
                found[rest[0]] = Proposal(rest[0], kind, label)
        elif rest and len(rest) == 1:
            label_of_any = place.label
    named, is_closed = schema.allowed.members(steps) if schema else ({}, False)
    for name, description in named.items():
        proposal = found.pop(name, Proposal(name, _KINDS.Property, label_of_any))
        yield proposal._replace(description=description)
    if not is_closed:
        yield from found.values()


def values(steps: Steps, profile: Profile | None, schema: Schema | None) -> Iterator[Proposal]:
    """The values of which a place may hold one: those that the schema lists, else words of the profile."""
    listed = schema.allowed.values(steps) if schema else []
    label = ""
    words: list[str] = []
    for place in places(profile) if profile else ():
        if below(place.path, steps) == ():
            label = label or place.label
            words += place.words
    for value in listed or words:
        yield Proposal(value, _KINDS.EnumMember, label)


def _quoted(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _item(number: int, proposal: Proposal, at: types.Range, text: str) -> types.CompletionItem:
    return types.CompletionItem(
        label=str(proposal.value) if isinstance(proposal.value, str) else _quoted(proposal.value),
        kind=proposal.kind,
        detail=proposal.label or None,
        documentation=proposal.description or None,
        # an editor compares it with what stands in the range
        filter_text=text.removesuffix(": "),
        sort_text=f"{number:04}",
        text_edit=types.TextEdit(at, text),
    )

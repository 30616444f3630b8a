"""Baselines: findings that are known when a rule is enabled, so that only later ones are reported.

An entry names the stated values, and the sheet or layer that states them, never a line: it holds in any
layout of the documents, and for every sheet that inherits the same values; it ends when a figure changes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.parser import decode_text
from speclint.documents.pointer import resolve
from speclint.documents.writer import canonical, json_text, unicode_text
from speclint.errors import ConfigError, OutsideError, UnreadableFileError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE
from speclint.quantities.figure_name import FigureName
from speclint.sheets.layers import supplier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from speclint.rules.rule import Rule, Violation
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet

DEFAULT_NAME = "speclint-baseline.json"
VERSION = 2
OLD_VERSION = 1
"""The version before: an entry without a value holds a message instead, and has no arguments."""
MAX_TEXT = 80
"""Characters that an entry holds of a text that does not parse."""
REASON = "in the baseline"
"""Why a finding is suppressed that the baseline holds."""
BEFORE = "there before the change"
"""Why a finding is suppressed that the change did not cause."""


BaselineKey: TypeAlias = "tuple[str, frozenset[tuple[str, str]], tuple[str, ...]]"
"""A rule, the values that contradict it by place, and arguments; the same from whichever sheet it is seen."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One known finding."""

    rule: str
    """The id that the rule had first."""
    sheet: str
    """Id of the sheet, or of the layer that supplies the value: its path without suffix."""
    at: str
    stated: str
    """The JSON text of the value, or of the text that does not parse; empty where neither is at fault."""
    against: dict[str, str] = {}
    """The other values that the finding is about: JSON text by sheet, `#` and pointer."""
    arguments: tuple[str, ...] = ()
    """What distinguishes it from other findings of the rule at the same place."""
    unit: str = ""
    """Unit of the figure, where the value is a text that states several."""

    @property
    def key(self) -> BaselineKey:
        """What distinguishes it from other entries."""
        values = {(f"{self.sheet}#{FigureName(self.at, self.unit)}", self.stated), *self.against.items()}
        return self.rule, frozenset(values), self.arguments


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    known: tuple[Entry, ...]


class Baseline(msgspec.Struct, frozen=True):
    """The findings of a file that are known."""

    file: Path
    entries: tuple[Entry, ...]
    keys: frozenset[BaselineKey]
    by_message: dict[tuple[str, str, str], list[Entry]]
    """Entries of the old version that hold a message, by rule, sheet and pointer."""

    def find(self, entry: Entry, message: str) -> BaselineKey | None:
        """The key under which the file holds a finding, or None.

        Args:
            entry: the finding as an entry.
            message: its message; the old version holds the message that its rule had then.
        """
        if entry.key in self.keys:
            return entry.key
        for old in self.by_message.get((entry.rule, entry.sheet, entry.at), ()):
            if old.stated == message or all(argument in old.stated for argument in entry.arguments):
                return old.key
        return None

    def renewed(self, found: Iterable[tuple[Entry, str]]) -> dict[BaselineKey, Entry]:
        """The entries of the file that are found again, by their key, as this version writes them.

        Args:
            found: what is found, as entries with their messages.
        """
        entries = {entry.key: entry for entry in self.entries}
        keys = [(self.find(entry, message), entry) for entry, message in found]
        return {key: entries.get(entry.key, entry) for key, entry in keys if key is not None}

    def unfound(self, matched: AbstractSet[BaselineKey]) -> tuple[tuple[int, Entry], ...]:
        """The entries that match nothing, with their index in the file.

        Args:
            matched: the keys of those that match something.
        """
        return tuple((index, entry) for index, entry in enumerate(self.entries) if entry.key not in matched)


def load_baseline(file: Path, root: Path | None = None) -> Baseline:
    """The baseline in a file that no link may lead out of a root, its own folder if none is given.

    Raises:
        ConfigError: it is missing, broken, or of an unknown version.
        OutsideError: a link leads out of the root.
    """
    try:
        content = Gate(WORK_TREE, root or file.parent).read(file)
    except OutsideError:
        raise
    except UnreadableFileError as error:
        message = f"{error}; `speclint baseline` writes it"
        raise ConfigError(message) from error
    try:
        version = msgspec.json.decode(content, type=dict[str, object]).get("version")
        if isinstance(version, int) and version not in {OLD_VERSION, VERSION}:
            known = f"{OLD_VERSION} and {VERSION}"
            message = f"{file}: a baseline of version {version}; this speclint reads versions {known}"
            raise ConfigError(message)
        entries = msgspec.json.decode(content, type=_File).known
    except (ValueError, RecursionError) as error:
        message = f"{file}: not a baseline: {error}; restore it, or delete it and run `speclint baseline`"
        raise ConfigError(message) from error

    by_message: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if not _is_json(entry.stated):
            by_message.setdefault((entry.rule, entry.sheet, entry.at), []).append(entry)
    return Baseline(file, entries, frozenset(entry.key for entry in entries), by_message)


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except ValueError:
        return not text
    return True


def write_baseline(file: Path, entries: Iterable[Entry], root: Path | None = None) -> int:
    """Write entries, one a line and sorted; the file is replaced as a whole or stays as it was.

    Args:
        file: the baseline.
        entries: what it is to hold.
        root: the folder that no link may lead out of; the file's own if none is given.

    Returns:
        How many entries were written: one for each key.

    Raises:
        UnwritableFileError: it cannot be written.
    """
    from speclint.files.atomic_write import replace

    # of two entries with one key, seen from two sheets, the first in order is written in every run
    ordered = sorted(entries, key=_order)
    once: dict[BaselineKey, Entry] = {}
    for entry in ordered:
        once.setdefault(entry.key, entry)
    lines = [canonical(entry).decode() for entry in once.values()]
    known = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    replace(file, f'{{"version": {VERSION}, "known": {known}}}\n'.encode(), root or file.parent)
    return len(lines)


def _order(entry: Entry) -> tuple[object, ...]:
    return entry.sheet, entry.at, entry.rule, entry.stated, canonical(entry.against), entry.arguments


def entry_of(
    sheet: Sheet, rule: Rule, violation: Violation, working: Path, at: FigureName | None = None
) -> Entry:
    """The entry for a violation of a sheet.

    Args:
        sheet: the sheet of the violation.
        rule: the violated rule.
        violation: what it yields.
        working: the folder that shown paths start from.
        at: the figure to list it at, if it is one of those that the violation is about.
    """
    arguments = tuple(map(unicode_text, violation.arguments))
    if rule.on_catalog is not None:
        # the examples change with every sheet that is added
        profile = unicode_text(sheet.profile.name) if sheet.profile else ""
        return Entry(rule.first_id, profile, violation.setting, "", arguments=arguments)
    has_value = violation.span is None and not violation.key
    value = (_text(sheet, violation.name) or "") if has_value else spanned_text(sheet, violation)
    places = {(owner_of(sheet, violation.name, working, violation.layer), violation.name): value}
    for related in violation.related:
        if related.span is None:
            other = related.sheet or sheet
            place = owner_of(other, related.name, working), related.name
            places.setdefault(place, _text(other, related.name) or "")
    first = next(iter(places))
    listed = first if at is None else (owner_of(sheet, at, working), at)
    owner, name = listed if listed in places else first
    stated = places.pop((owner, name))
    others = {f"{other}#{place}": text for (other, place), text in places.items()}
    return Entry(rule.first_id, owner, name.pointer, stated, others, arguments, name.unit)


def spanned_text(sheet: Sheet, violation: Violation) -> str:
    """The text that a violation is about where a document does not parse, as JSON text; else empty."""
    if violation.span is None:
        return ""
    layer = next((layer for layer in sheet.layers if layer.path == violation.layer), sheet.layers[-1])
    start, end = violation.span
    return json_text(decode_text(layer.content)[start : min(end, start + MAX_TEXT)])


def _text(sheet: Sheet, name: FigureName) -> str | None:
    """The JSON text of a figure or another short value, keys in order; None for anything else."""
    try:
        value = name.part(resolve(sheet.value, name.pointer))
    except LookupError:
        return None
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not name.pointer or value is None or any(isinstance(item, dict | list) for item in items):
        return None
    return canonical(value).decode()


def owner_of(sheet: Sheet, name: FigureName, working: Path, path: str | None = None) -> str:
    """The id of the sheet, or of the layer below it that supplies the value."""
    named = next((layer for layer in sheet.layers if layer.path == path), None)
    layer = named or supplier(sheet.layers, name.pointer)
    owner = sheet.id if layer is sheet.layers[-1] else _id(layer, sheet.place.root or working, working)
    return unicode_text(owner)


def _id(layer: Layer, root: Path, working: Path) -> str:
    return Path(os.path.relpath(working / layer.path, root)).with_suffix("").as_posix()

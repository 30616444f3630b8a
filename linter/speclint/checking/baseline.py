"""Baselines: findings that were known when a rule began to be asked, so that only what comes after is told.

An entry names what is stated, and by which sheet or layer, never a line: it holds however the documents are
laid out, and for every sheet that inherits the same values; it ends as soon as a figure changes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclint.documents.pointer import resolve
from speclint.errors import ConfigError, UnreadableFileError
from speclint.files.tree import WORK_TREE
from speclint.sheets.layers import supplier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from speclint.rules.rule import Violation
    from speclint.sheets.layers import Layer
    from speclint.sheets.sheet import Sheet

DEFAULT_NAME = "speclint-baseline.json"
VERSION = 1
REASON = "in the baseline"
"""Why a finding that is known is set aside."""
BEFORE = "there before the change"
"""Why one is set aside that the change did not bring in."""

_encode = msgspec.json.Encoder(decimal_format="number", order="deterministic").encode

BaselineKey: TypeAlias = "tuple[str, frozenset[tuple[str, str]]]"
"""A rule, and the values that contradict it by place; the same from whichever of the sheets it is seen."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One known finding."""

    rule: str
    sheet: str
    """Id of the sheet, or of the layer that supplies the value: its path without suffix."""
    at: str
    stated: str
    """The JSON text of the value; where no value is at fault, the message."""
    against: dict[str, str] = {}
    """The other values that the finding speaks of: JSON text by sheet, `#` and pointer."""

    @property
    def key(self) -> BaselineKey:
        """What tells it from other entries."""
        return self.rule, frozenset({(f"{self.sheet}#{self.at}", self.stated), *self.against.items()})


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    known: tuple[Entry, ...]


class Baseline(msgspec.Struct, frozen=True):
    """The findings of a file that are known."""

    file: Path
    entries: tuple[Entry, ...]
    keys: frozenset[BaselineKey]

    def unfound(self, matched: AbstractSet[BaselineKey]) -> tuple[tuple[int, Entry], ...]:
        """The entries that match nothing, with their index in the file.

        Args:
            matched: the keys of those that match something.
        """
        return tuple((index, entry) for index, entry in enumerate(self.entries) if entry.key not in matched)


def load_baseline(file: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        ConfigError: if it is missing, broken, or of a version that is not known.
    """
    try:
        content = WORK_TREE.read(file)
    except UnreadableFileError as error:
        message = f"{error}; `speclint baseline` writes it"
        raise ConfigError(message) from error
    try:
        version = msgspec.json.decode(content, type=dict[str, object]).get("version")
        if isinstance(version, int) and version != VERSION:
            message = f"{file}: a baseline of version {version}; this speclint reads version {VERSION}"
            raise ConfigError(message)
        entries = msgspec.json.decode(content, type=_File).known
        return Baseline(file, entries, frozenset(entry.key for entry in entries))
    except (ValueError, RecursionError) as error:
        message = f"{file}: not a baseline: {error}; restore it, or delete it and run `speclint baseline`"
        raise ConfigError(message) from error


def write_baseline(file: Path, entries: Iterable[Entry], tree: Path | None = None) -> int:
    """Write entries, one a line and sorted; the file is replaced as a whole or stays as it was.

    Args:
        file: the baseline.
        entries: what it is to hold.
        tree: the folder that no link may lead out of; the file's own if none is given.

    Returns:
        How many entries were written: one for each key.

    Raises:
        OSError: its folder cannot be made.
        UnwritableFileError: it cannot be written.
    """
    from speclint.files.atomic_write import replace

    # of two that are the same from two sides the first in order is written, whichever was found first
    ordered = sorted(entries, key=lambda one: (one.sheet, one.at, one.rule, one.stated, _encode(one.against)))
    once: dict[BaselineKey, Entry] = {}
    for entry in ordered:
        once.setdefault(entry.key, entry)
    lines = [_encode(entry).decode() for entry in once.values()]
    known = "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(file, f'{{"version": {VERSION}, "known": {known}}}\n'.encode(), tree or file.parent)
    return len(lines)


def entry_of(sheet: Sheet, rule: str, violation: Violation, working: Path, at: str | None = None) -> Entry:
    """The entry for what a rule has found in a sheet.

    Args:
        sheet: the sheet of the violation.
        rule: id of the rule.
        violation: what it found.
        working: the folder that shown paths start from.
        at: the place to tell it by, if it is one of those that the violation speaks of.
    """
    by_message = violation.span is not None or violation.key
    value = None if by_message else _text(sheet, violation.at)
    if value is None:
        # of two sheets that contradict each other as wholes each tells it in its own words
        value = violation.message if by_message or not violation.related else ""
    places = {(_name(sheet, violation.at, working, violation.layer), violation.at): value}
    for remark in violation.related:
        if remark.span is None:
            other = remark.sheet or sheet
            place = _name(other, remark.pointer, working), remark.pointer
            places.setdefault(place, _text(other, remark.pointer) or "")
    first = next(iter(places))
    told = first if at is None else (_name(sheet, at, working), at)
    first = told if told in places else first
    stated = places.pop(first)
    others = {f"{name}#{pointer}": text for (name, pointer), text in places.items()}
    return Entry(rule, *first, stated, others)


def _text(sheet: Sheet, pointer: str) -> str | None:
    """The JSON text of a figure or another short value, keys in order; None for anything else."""
    try:
        value = resolve(sheet.value, pointer)
    except LookupError:
        return None
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not pointer or value is None or any(isinstance(each, dict | list) for each in held):
        return None
    return _encode(value).decode()


def _name(sheet: Sheet, pointer: str, working: Path, path: str | None = None) -> str:
    """The id of the sheet, or of the layer below it that supplies the value."""
    named = next((layer for layer in sheet.layers if layer.path == path), None)
    layer = named or supplier(sheet.layers, pointer)
    return sheet.id if layer is sheet.layers[-1] else _id(layer, sheet.place.root or working, working)


def _id(layer: Layer, root: Path, working: Path) -> str:
    return Path(os.path.relpath(working / layer.path, root)).with_suffix("").as_posix()

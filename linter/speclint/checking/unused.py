"""Findings for suppressions and baseline entries that match nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.diagnosis.diagnose import Diagnosis
from speclint.checking.findings import Locator, finding_of, fingerprint
from speclint.checking.rule_names import is_not_loaded
from speclint.checking.selection import own_rules_of
from speclint.documents.message_text import MAX_NAME, printable
from speclint.documents.parser import decode_text
from speclint.documents.region import Region
from speclint.documents.regions import Regions
from speclint.files.paths import display_path
from speclint.files.tree import WORK_TREE
from speclint.project.suppressions import unused_configured, unused_inline
from speclint.results import Finding, Location
from speclint.rules.registry import CHANGES, DROPPED, REGISTRY, UNUSED_SUPPRESSION, names_of, rule_named
from speclint.schema.toml import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from speclint.checking.baseline import Entry
    from speclint.project.config import ConfigSuppression
    from speclint.project.request import Request
    from speclint.project.suppressions import Match
    from speclint.rules.registry import RuleEntry
    from speclint.sheets.catalog import Catalog
    from speclint.sheets.sheet import Sheet


class Unmatched(msgspec.Struct, frozen=True):
    """Suppressions that match something, and entries of the baseline that match nothing."""

    used: frozenset[Match]
    """The suppressions that match something."""
    unfound: Sequence[tuple[int, Entry]]
    """The entries of the baseline that match nothing, with their index in the file."""


def unused_findings(
    request: Request,
    rules: Iterable[RuleEntry],
    sheets: Sequence[Sheet],
    catalog: Catalog,
    unmatched: Unmatched,
) -> Iterator[Finding]:
    """A finding for each suppression and baseline entry that matches nothing, if its rule is enabled.

    Those of the configuration and the baseline count only where all sheets are checked: no paths are named.

    Args:
        request: what is checked.
        rules: the rules that are enabled.
        sheets: the sheets that have violations or suppressions.
        catalog: the sheets around them.
        unmatched: what matches, and what does not.
    """
    # a suppression of a change rule matches only while the change is checked
    enabled = set(names_of(rule for rule in rules if rule.group != CHANGES))
    if UNUSED_SUPPRESSION not in enabled:
        return
    own, locator = own_rules_of(request.config), Locator()
    named = {suppression.rule for sheet in sheets for suppression in sheet.suppressions}
    absent = {
        name for name in named.union(entry.rule for _, entry in unmatched.unfound) if is_not_loaded(name, own)
    }
    disabled = {*names_of((*REGISTRY, *own)), *DROPPED, *absent} - enabled
    for sheet in sheets:
        yield from _of_sheet(sheet, unmatched.used, disabled, catalog, locator)
    if request.paths or request.since:
        return
    unused = unused_configured(request.config.accept, unmatched.used)
    yield from _of_configuration((each for each in unused if each.rule in enabled), request)
    entries = [(index, entry) for index, entry in unmatched.unfound if entry.rule not in disabled]
    if request.config.baseline is not None and entries:
        yield from _of_baseline(request.config.baseline, entries, request.working)


def _of_baseline(file: Path, entries: Iterable[tuple[int, Entry]], working: Path) -> Iterator[Finding]:
    regions = Regions(decode_text(WORK_TREE.read(file)))
    for index, entry in entries:
        pointer = f"/known/{index}"
        region = regions.value(pointer)
        location = Location(display_path(file, working), pointer, region, regions.line_text(region.line))
        place = f"{entry.sheet} at {entry.at}" if entry.at else entry.sheet
        message = f"{entry.rule} is in the baseline for {place}, but is not found there"
        name = _fingerprint(entry.rule, *sorted(map(str, entry.key[1])))
        finding = _finding(location, message, entry.sheet, entry.at, name)
        yield replace(finding, help="run `speclint baseline --prune` to remove it")


def _of_sheet(
    sheet: Sheet, used: frozenset[Match], disabled: set[str], catalog: Catalog, locator: Locator
) -> Iterator[Finding]:
    rule = rule_named(UNUSED_SUPPRESSION)
    for suppression in unused_inline(sheet, used):
        if rule.on_unused is not None and suppression.rule not in disabled:
            for violation in rule.on_unused(suppression):
                yield finding_of(sheet, Diagnosis(rule, violation, None, ()), locator, catalog)


def _of_configuration(unused: Iterable[ConfigSuppression], request: Request) -> Iterator[Finding]:
    path = display_path(request.config.file or request.config.root, request.working)
    lines = lines_of(request.config.text)
    for suppression in unused:
        text = lines[suppression.line - 1]
        region = Region(suppression.line, 1, suppression.line, len(text) + 1)
        location = Location(path, suppression.pointer, region, text)
        rule, sheet, at = suppression.rule, suppression.sheet, suppression.at
        place = f"{printable(sheet, MAX_NAME)}{printable(at, MAX_NAME)}"
        message = f"{rule} is accepted for {place}, but nothing is found there"
        yield _finding(location, message, sheet, at, _fingerprint(sheet, at, rule))


def _finding(location: Location, message: str, sheet: str, at: str, name: str) -> Finding:
    rule = rule_named(UNUSED_SUPPRESSION)
    return Finding(rule.id, rule.level, message, sheet, at, location, None, (), name, rule.url)


def _fingerprint(*arguments: str) -> str:
    return fingerprint(rule_named(UNUSED_SUPPRESSION).first_id, *arguments)

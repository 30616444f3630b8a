"""Whether fixes do what they promise: their findings gone, nothing new, and no sheet changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, to_pointer
from speclint.rules.registry import rule_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speclint.checking.run import Checked
    from speclint.results import Edit, Finding
    from speclint.sheets.sheet import Sheet


def edits_of(findings: Iterable[Finding]) -> Iterator[Edit]:
    """The edits of all their fixes."""
    for finding in findings:
        yield from finding.fix.edits if finding.fix else ()


def trouble(before: Checked, after: Checked, chosen: list[Finding]) -> Iterator[str]:
    """The paths of documents at which something is not as the fixes promise; none if all is well."""
    due = {_key(one) for one in chosen}
    for finding in after.report.findings:
        if _key(finding) in due:
            yield finding.location.path
    bar = min(one.level.weight for one in chosen)
    new = {
        violation[1:3]
        for violation in after.violations - before.violations
        if rule_named(violation[0]).level.weight >= bar
    }
    for sheet in after.sheets:
        if (sheet.path, sheet.id) in new:
            new.discard((sheet.path, sheet.id))
            yield from (layer.path for layer in sheet.layers)
    # the fault may show at a sibling that is not reported
    yield from (path for path, _ in new)
    edited = {edit.path for edit in edits_of(chosen)}
    if len(before.sheets) != len(after.sheets):
        yield from edited
        return
    for one, other in zip(before.sheets, after.sheets, strict=True):
        paths = {layer.path for layer in one.layers} & edited
        if paths and not _says_the_same(one, other, chosen):
            yield from paths


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.location.path, finding.sheet, finding.at


def _says_the_same(one: Sheet, other: Sheet, chosen: list[Finding]) -> bool:
    """Whether two versions of a sheet differ at most in the values that the fixes replace."""
    # what is taken out makes no difference
    mended = {(fix.location.path, fix.location.pointer) for fix in chosen if fix.suspect is not None}
    free = {
        pointer.removeprefix(layer.prefix)
        for path, pointer in mended
        for layer in one.layers
        if layer.path == path and is_within(pointer, layer.prefix)
    }
    return all(
        any(is_within(place, pointer) for pointer in free) for place in _differences(one.value, other.value)
    )


def _differences(one: object, other: object, pointer: str = "") -> Iterator[str]:
    """Pointers to the values that differ, be it in digits alone."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _differences(one[name], other[name], pointer + to_pointer((name,)))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differences(left, right, f"{pointer}/{index}")
    elif repr(one) != repr(other):
        yield pointer

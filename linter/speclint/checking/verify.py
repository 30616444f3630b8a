"""Whether fixes are sound: their findings are gone, none is new, and no sheet has changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import is_within, to_pointer
from speclint.profiles.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speclint.checking.run import Checked
    from speclint.profiles.profile import Profile
    from speclint.project.load import Project
    from speclint.quantities.numeral import Mark
    from speclint.results import Edit, Finding
    from speclint.sheets.sheet import Sheet


def edits_of(findings: Iterable[Finding]) -> Iterator[Edit]:
    """The edits of all their fixes."""
    for finding in findings:
        yield from finding.fix.edits if finding.fix else ()


def regressions(before: Checked, after: Checked, chosen: list[Finding]) -> Iterator[str]:
    """Paths of the documents in which fixes fail or do harm; none if all are sound.

    Args:
        before: the check without the fixes.
        after: the check with them.
        chosen: the findings that they fix.
    """
    due = {_key(finding) for finding in chosen}
    for finding in after.report.findings:
        if _key(finding) in due:
            yield finding.location.path
    yield from _new_violations(before, after, min(finding.level.weight for finding in chosen))
    edited = {edit.path for edit in edits_of(chosen)}
    if len(before.sheets) != len(after.sheets):
        yield from edited
        return
    for old, new in zip(before.sheets, after.sheets, strict=True):
        paths = {layer.path for layer in old.layers} & edited
        if paths:
            allowed = _replaced(chosen, old)
            if not (_differ_only_at(allowed, old, new) and _are_read_alike(allowed, old, new)):
                yield from paths


def _new_violations(before: Checked, after: Checked, min_weight: int) -> Iterator[str]:
    """Paths of the documents with new violations of rules of at least that weight."""
    new = {violation[1:3] for violation in after.violations - before.violations if violation[4] >= min_weight}
    for sheet in after.sheets:
        if (sheet.path, sheet.id) in new:
            new.discard((sheet.path, sheet.id))
            yield from (layer.path for layer in sheet.layers)
    # the violation may be at a sibling that is not reported on
    yield from (path for path, _ in new)


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.location.path, finding.sheet, finding.at, finding.unit


def _replaced(chosen: list[Finding], sheet: Sheet) -> set[str]:
    """Pointers to the values of a sheet that the fixes replace."""
    # a redundant value that is removed changes no sheet
    replaced = {
        (finding.location.path, finding.location.pointer)
        for finding in chosen
        if any(edit.text for edit in edits_of([finding]))
    }
    return {
        pointer.removeprefix(layer.prefix)
        for path, pointer in replaced
        for layer in sheet.layers
        if layer.path == path and is_within(pointer, layer.prefix)
    }


def _differ_only_at(allowed: set[str], old: Sheet, new: Sheet) -> bool:
    """Whether two versions of a sheet differ at most in these values."""
    return all(
        any(is_within(different, pointer) for pointer in allowed)
        for different in _differences(old.value, new.value)
    )


def _are_read_alike(allowed: set[str], old: Sheet, new: Sheet) -> bool:
    """Whether two versions of a sheet state the same figures at all other places."""
    if _marks_shown(old.profile, old.value) == _marks_shown(new.profile, new.value):
        return True
    before, after = (
        {
            (figure.name, figure.unit.name, repr(figure.stated))
            for measurands in sheet.measurands.values()
            for measurand in measurands
            for figure in measurand.figures
            if not any(is_within(figure.pointer, pointer) for pointer in allowed)
        }
        for sheet in (old, new)
    )
    return before == after


def _marks_shown(profile: Profile | None, *records: object) -> Mapping[str, Mark | None]:
    """The decimal marks by quantity in the file of such a profile, or else in these records."""
    if profile is None:
        return {}
    return (profile.marks or Marks(profile.quantities, lambda: records)).shown


def read_otherwise(
    before: Iterable[Project], after: Iterable[Project], chosen: list[Finding]
) -> Iterator[str]:
    """Paths of the files of records in which fixes change how other values are read.

    A text that is replaced may alone show the decimal mark of the file.

    Args:
        before: the projects without the fixes.
        after: the same with them.
        chosen: the findings that they fix.
    """
    edited = {edit.path for edit in edits_of(chosen)}
    by_record: dict[str, list[Finding]] = {}
    for finding in chosen:
        by_record.setdefault(finding.sheet, []).append(finding)
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.streams, new.streams, strict=True):
            if one.place.path in edited and _marks_shown(one.profile) != _marks_shown(other.profile):
                pairs = zip(one, other, strict=False)
                if not all(
                    _are_read_alike(_replaced(by_record.get(record.id, []), record), record, fixed)
                    for record, fixed in pairs
                ):
                    yield one.place.path


def _differences(old: object, new: object, pointer: str = "") -> Iterator[str]:
    """Pointers to the values that differ, be it in digits alone."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for name in old:
            yield from _differences(old[name], new[name], pointer + to_pointer((name,)))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from _differences(left, right, f"{pointer}/{index}")
    elif repr(old) != repr(new):
        yield pointer

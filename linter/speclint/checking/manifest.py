"""The manifest: which sheets a catalog must hold, and which of them are missing."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from speclint.checking.findings import fingerprint
from speclint.files.paths import display_path
from speclint.project.suppressions import matches
from speclint.results import Finding, Location
from speclint.rules.registry import MISSING_SHEET, rule_named
from speclint.sheets.place import without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from speclint.project.config import Requirement
    from speclint.project.load import Project
    from speclint.project.request import Request
    from speclint.rules.registry import RuleEntry
    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


def missing_sheets(
    request: Request, rules: Iterable[RuleEntry], project: Project, held: Sequence[int] | None = None
) -> Iterator[Finding]:
    """A finding for each requirement that the catalog does not meet, if the rule is enabled.

    Where a change is checked, those that were not met before it are left out.

    Args:
        request: what is checked: every sheet of its configuration.
        rules: the rules that are enabled.
        project: the sheets.
        held: how many sheets there are of each requirement, where that is known.
    """
    check = rule_named(MISSING_SHEET).on_manifest
    if check is None or all(rule.id != MISSING_SHEET for rule in rules):
        return
    required = request.config.must_hold
    found = _unmet(required, project) if held is None else _lacking(required, held)
    before = _unmet(found, project.before[1]) if found and project.before else {}
    for requirement, count in found.items():
        if requirement not in before:
            for violation in check(requirement, count):
                yield _finding(requirement, violation, request)


def held_of(requirements: Iterable[Requirement], ids: Sequence[str]) -> list[int]:
    """How many of these sheets each requirement asks for, of those with wildcards no more than it needs."""
    known = Counter(ids)
    return [_held(requirement, known, ids) for requirement in requirements]


def _held(requirement: Requirement, known: Counter[str], ids: Sequence[str]) -> int:
    pattern, needed = requirement.sheets, requirement.at_least
    count = known[pattern]
    if count < needed and ("*" in pattern or "?" in pattern):
        count = len(list(islice((name for name in ids if matches(name, pattern)), needed)))
    return count


def _unmet(requirements: Collection[Requirement], project: Project) -> dict[Requirement, int]:
    """The requirements that are not met, each with the number of sheets found."""
    found = _lacking(requirements, held_of(requirements, [*_ids(project)]))
    if found and project.is_part:
        # a file that was not read may hold several records
        found = _lacking(found, held_of(found, [sheet.id for sheet in _every_sheet(project)]))
    return found


def _lacking(requirements: Iterable[Requirement], held: Iterable[int]) -> dict[Requirement, int]:
    """The requirements of which fewer sheets are there than they need, each with the number."""
    each = zip(requirements, held, strict=True)
    return {requirement: count for requirement, count in each if count < requirement.at_least}


def _ids(project: Project) -> Iterator[str]:
    """The ids of all sheets, those in files of several records left out that were not read."""
    if project.batches is not None:
        for batch in project.batches.batches:
            yield from (place.id for place in batch.columns.places)
        return
    yield from (sheet.id for sheet in project.reported)
    for file in without(project.claimed, project.wanted).values():
        if file.claim is not None and file.claim.profile.records is None:
            yield file.place.id


def _every_sheet(project: Project) -> Iterator[Sheet]:
    yield from project.reported
    for file in without(project.claimed, project.wanted).values():
        yield from project.reader.read(file)


def _finding(requirement: Requirement, violation: Violation, request: Request) -> Finding:
    rule = rule_named(MISSING_SHEET)
    path = display_path(request.config.file or request.config.root, request.working)
    location = Location(path, requirement.pointer, requirement.region, requirement.text)
    name = fingerprint(rule.first_id, requirement.sheets)
    return Finding(
        rule.id, rule.level, violation.message, requirement.sheets, "", location, None, (), name, rule.url,
        violation.help,
    )  # fmt: skip

"""What `check --since` finds between two revisions, and what it found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.run import check_project
from speclint.errors import NothingToCheckError
from speclint.files.revision import Revision
from speclint.project.nested import projects_of

if TYPE_CHECKING:
    from speclint.checking.baseline import Entry
    from speclint.diffing.load import Comparison
    from speclint.project.request import Progress
    from speclint.results import Finding
    from speclint.sheets.sheet import Sheet


class News(msgspec.Struct, frozen=True):
    """The findings that a change brought in, and those before it."""

    findings: list[tuple[Finding, Sheet | None]]
    """Each with its sheet; None for a record of a stream."""
    before: list[Entry]
    """Under the present names of sheets."""


def news_of(comparison: Comparison, progress: Progress) -> News | None:
    """What a change brought in; None where the base is no revision of the same files.

    Raises:
        SpeclintError: the work cannot be done.
    """
    base, revision = comparison.base, comparison.revision
    if comparison.profile or comparison.named or not isinstance(base.source, Revision):
        return None
    if list(base.paths) != list(revision.paths):
        return None
    news = News([], [])
    request = replace(revision, since=base.source, validate_schema=True)
    try:
        for own, project in projects_of([request], progress):
            outcome = check_project(own, project, progress)
            sheets = {sheet.id: sheet for sheet in project.read}
            found = sorted(
                outcome.findings, key=lambda finding: (finding.location.path, finding.location.region)
            )
            news.findings.extend((finding, sheets.get(finding.sheet)) for finding in found)
            news.before.extend(outcome.before)
    except NothingToCheckError:
        # the revision has no sheet left
        return None
    return news

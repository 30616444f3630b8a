"""Checks what a program holds instead of files: documents by name, and data frames."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint.checking.run import run
from speclint.project.documents import profile_of_frame, request_for_documents
from speclint.records.frames import as_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from speclint.project.request import Request
    from speclint.records.frames import Frame
    from speclint.results import Finding, Location, Report

FRAME = "frame.csv"
"""The path of a data frame in a report: lines and columns are those that it has as CSV."""


def check_documents(
    documents: Mapping[str, object], profile: str | None, config: Path | None, working: Path,
    chosen: Callable[[Request], Request],
) -> Report:  # fmt: skip
    """Check documents by their names; see `request_for_documents`.

    Args:
        documents: the content of each.
        profile: how they are written.
        config: a configuration.
        working: the folder that paths start from.
        chosen: gives the request with what the caller chose besides.

    Raises:
        SpeclintError: the work cannot be done.
    """
    return run([chosen(request_for_documents(documents, working, profile, config))])


def check_frame(
    frame: Frame, profile: str | None, config: Path | None, working: Path,
    chosen: Callable[[Request], Request],
) -> Report:  # fmt: skip
    """Check a data frame, of which each row is a record; its places have the labels of the rows.

    Args:
        frame: of pandas or polars.
        profile: how its rows are written.
        config: a configuration, of which the entries for sheets do not apply.
        working: the folder that paths start from.
        chosen: gives the request with what the caller chose besides.

    Raises:
        ConfigError: there is no profile.
        SpeclintError: the work cannot be done.
    """
    described, text = profile_of_frame(profile), as_csv(frame)
    report = check_documents({FRAME: text.content}, described, config, working, chosen)

    def labelled(place: Location) -> Location:
        if place.path != FRAME:
            return place
        row = bisect_right(text.lines, place.region.line) - 1
        return replace(place, row=text.labels[row]) if row >= 0 else place

    def with_rows(finding: Finding) -> Finding:
        suspect = finding.suspect
        return replace(
            finding,
            location=labelled(finding.location),
            suspect=suspect and replace(suspect, location=labelled(suspect.location)),
            related=tuple(
                replace(related, location=labelled(related.location)) for related in finding.related
            ),
        )

    return replace(
        report,
        findings=tuple(map(with_rows, report.findings)),
        suppressed=tuple(
            replace(accepted, finding=with_rows(accepted.finding)) for accepted in report.suppressed
        ),
    )

"""`speclint check --fix` and `--diff`: what is written, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speclint.checking.autofix import fixed, write
from speclint.cli.output import tell
from speclint.files.paths import display_path
from speclint.reporters.sanitize import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.checking.autofix import Fixed
    from speclint.project.request import Progress, Request
    from speclint.results import Finding, Report

EXIT_UNWRITTEN = 2


def fix_or_show(
    requests: Sequence[Request], progress: Progress, *, unsafe: bool, only_show: bool, quiet: bool
) -> tuple[Report | None, int]:
    """Write what can be fixed, or print it as a diff.

    Of the standard input the text is printed, fixed or as it was.

    Returns:
        What remains, None where only the diff was asked for; and the least exit status.

    Raises:
        SpeclintError: the work cannot be done.
    """
    outcome = fixed(requests, unsafe=unsafe, progress=progress)
    if only_show:
        return None, _show(requests, outcome, quiet=quiet)
    if requests[0].text is not None:
        tell(next(iter(outcome.after.values()), requests[0].text))
        return outcome.report, 0
    report, refused = write(requests, outcome)
    for error in refused:
        _say(f"speclint: {error}")
    for finding in () if quiet or refused else outcome.findings:
        _say(_done(finding))
    return report, EXIT_UNWRITTEN if refused else 0


def _done(finding: Finding) -> str:
    """What was written where, in one line."""
    place, suspect = finding.location, finding.suspect
    what = f"{suspect.stated} is now {suspect.suggestion}" if suspect else "taken out"
    return f"fixed {place.path}:{place.region.line}:{place.region.column} {what} [{finding.rule}]"


def _show(requests: Sequence[Request], outcome: Fixed, *, quiet: bool) -> int:
    """Print the diff, say what more there is, and give the exit status."""
    from speclint.reporters.text import offers
    from speclint.reporters.unified_diff import difference

    for file, content in sorted(outcome.after.items()):
        tell(difference(display_path(file, requests[0].working), outcome.before[file], content))
    if not quiet:
        _say("; ".join([f"{len(outcome.findings)} would be fixed", *offers(outcome.report)]))
    return int(outcome.before != outcome.after)


def _say(text: str) -> None:
    click.echo(plain(text), err=True)

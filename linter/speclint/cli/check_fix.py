"""What `speclint check --fix` and `--diff` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.cli.output import write_stderr, write_stdout
from speclint.files.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.checking.autofix import Fixed
    from speclint.project.request import Progress, Request
    from speclint.results import Finding, Report

EXIT_UNWRITTEN = 2


def fix_or_show(
    requests: Sequence[Request], progress: Progress, *, unsafe: bool, shows: bool, quiet: bool
) -> tuple[Report | None, int]:
    """Write what can be fixed, or print it as a diff.

    For the standard input the text is printed, fixed or unchanged.

    Args:
        requests: what to check.
        progress: shows how far the work is.
        unsafe: whether likely fixes are taken too.
        shows: whether the diff is printed, and nothing written.
        quiet: whether nothing is written to the standard error.

    Returns:
        The report of what remains, None where only the diff is printed; and the minimum exit status.

    Raises:
        SpeclintError: the work cannot be done.
    """
    from speclint.checking.autofix import fixed, write

    outcome = fixed(requests, unsafe=unsafe, progress=progress)
    if shows:
        return None, _show_diff(requests, outcome, quiet=quiet)
    if requests[0].text is not None:
        write_stdout(next(iter(outcome.after.values()), requests[0].text))
        return outcome.report, 0
    report, refused = write(requests, outcome)
    for error in refused:
        _print_note(f"speclint: {error}")
    for finding in () if quiet or refused else outcome.findings:
        _print_note(_done(finding))
    return report, EXIT_UNWRITTEN if refused else 0


def _done(finding: Finding) -> str:
    """What was fixed, and where, in one line."""
    place, suspect = finding.location, finding.suspect
    written = "".join(edit.text for edit in finding.fix.edits) if finding.fix else ""
    what = f"is now {written}" if written else "removed"
    if suspect is not None:
        # in a text a number is written as those around it
        what = f"{suspect.stated} is now {written if finding.unit else suspect.suggestion}"
    return f"fixed {place.path}:{place.region.line}:{place.region.column} {what} [{finding.rule}]"


def _show_diff(requests: Sequence[Request], outcome: Fixed, *, quiet: bool) -> int:
    """Print the diff, report what more could be fixed, and return the exit status."""
    from speclint.reporters.text import offers
    from speclint.reporters.unified_diff import diff_of

    for file, content in sorted(outcome.after.items()):
        path = display_path(file, requests[0].working)
        diff = diff_of(path, outcome.before[file], content)
        write_stdout(diff.text)
        if diff.refused and not quiet:
            _print_note(f"speclint: {path}: patch does not apply this diff, for {diff.refused}; use --fix")
    if not quiet:
        _print_note("; ".join([f"{len(outcome.findings)} would be fixed", *offers(outcome.report)]))
    return int(outcome.before != outcome.after)


def _print_note(text: str) -> None:
    from speclint.reporters.sanitize import sanitized

    write_stderr(f"{sanitized(text)}\n")

"""`speclint check`."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
from msgspec.structs import replace

from speclint.checking.run import run
from speclint.cli.hint import adoption_hint
from speclint.cli.options import (
    FAIL_ON,
    LEVELS,
    colour_option,
    complete_rules,
    config_option,
    format_option,
    split_names,
)
from speclint.cli.output import in_colour, progress, write_stdout
from speclint.errors import UnreadableFileError
from speclint.files.cache import cache_for
from speclint.files.paths import display_path, working_folder
from speclint.files.tree import MAX_FILE_BYTES
from speclint.project.request import requests_for
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speclint.checking.autofix import Fixed
    from speclint.files.cache import Cache
    from speclint.files.revision import Revision
    from speclint.project.request import Progress, Request
    from speclint.results import Finding, Report

    Options: TypeAlias = tuple[Path, Path | None, *tuple[object, ...]]
    """The working folder, the configuration that is named, and what else a report depends on."""

EXIT_UNWRITTEN = 2

EPILOG = """\b
Exit status:
  0  nothing at or above --fail-on
  1  something is
  2  the work could not be done
With --fix the findings that remain count, with --diff whether anything would change.

\b
Examples:
  speclint check                                     every sheet of the configuration
  speclint check specs/bmw                           only the sheets in a folder
  speclint check --fail-on warning --format concise
  speclint check --since origin/main                 only findings new on this branch
  git show HEAD:specs/bmw/i4-m50.json | speclint check - --stdin-filename specs/bmw/i4-m50.json
  speclint check --schema my.schema.json data.json   validate any JSON against a JSON Schema
  speclint check --diff --unsafe-fixes               show what would be fixed, write nothing
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@format_option("text", "concise", "json")
@click.option("--fail-on", type=FAIL_ON, help=(
    "Lowest level that makes the exit status 1.  [default: error, or as configured]"
))  # fmt: skip
@click.option("--level", "min_level", type=LEVELS, default="note", show_default=True,
              help="Show findings at or above this level; all are counted.")  # fmt: skip
@click.option("--select", multiple=True, callback=split_names, metavar="RULE,…",
              shell_complete=complete_rules, help="Run only these rules.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=split_names, metavar="RULE,…",
              shell_complete=complete_rules, help="Do not run these rules.")  # fmt: skip
@config_option()
@click.option("--schema", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Only validate any JSON documents against this JSON Schema.")  # fmt: skip
@click.option("--since", metavar="REV",
              help="Report only findings that are new since the merge base with REV.")  # fmt: skip
@click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="FILE",
              help="Path to report for the standard input (-).")  # fmt: skip
@click.option("--sheets-only", is_flag=True,
              help="Skip named files that are not sheets, as the pre-commit hook does.")  # fmt: skip
@click.option("--fix", is_flag=True, help=(
    "Apply safe fixes to the files and report what remains; for -, print the fixed text."
))  # fmt: skip
@click.option("--unsafe-fixes", is_flag=True,
              help="With --fix or --diff, also apply fixes that are likely but not certain.")  # fmt: skip
@click.option("--diff", is_flag=True, help="Print fixes as a diff, and write nothing.")
@click.option("--no-cache", is_flag=True, help="Neither use nor write the cache of reports.")
@click.option("--cache-dir", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              envvar="SPECLINT_CACHE_DIR", show_envvar=True,
              help="Folder of the cache, outside the repository.  [default: that of the user]")  # fmt: skip
@click.option("--timings", is_flag=True, help="Show on stderr how long stages and rules take.")
@colour_option
@click.option("-q", "--quiet", is_flag=True, help="Print findings only: no summary, no progress.")
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: tuple[str, ...], output_format: str, fail_on: str | None, min_level: str, select: tuple[str, ...],
    ignore: tuple[str, ...], config: Path | None, schema: Path | None, since: str | None,
    stdin_filename: Path | None, colour: str, cache_dir: Path | None, *,
    sheets_only: bool, fix: bool, unsafe_fixes: bool, diff: bool, no_cache: bool, timings: bool,
    quiet: bool,
) -> int:  # fmt: skip
    """Find what cannot be true in spec sheets.

    PATHS are the files and folders to report on, or - for the standard input; without any, every sheet
    that the configuration names. Siblings of a sheet are read in any case.
    """
    files, text = _named(paths, stdin_filename)
    working = working_folder()

    @cache
    def requests() -> list[Request]:
        return [
            replace(
                request, schema=working / schema if schema else None, select=select, ignore=ignore,
                fail_on=fail_on, text=text, sheets_only=sheets_only,
                since=None if since is None else _merge_base(request.config.root, since),
            )
            for request in requests_for(working, files, config)
        ]  # fmt: skip

    shown, measured = progress(quiet=quiet), None
    if timings:
        from speclint.checking.timings import Timings

        measured = Timings(shown)
        shown = measured.progress
    if fix or diff:
        report, status = _fix_or_show(requests(), shown, unsafe=unsafe_fixes, only_show=diff, quiet=quiet)
        if report is None:
            return status
    elif no_cache or timings or (folder := cache_for(cache_dir, working, config)) is None:
        report, status = run(requests(), shown), 0
    else:
        options = working, config, schema, select, ignore, fail_on, _bases(working, config, since)
        report, status = _with_cache(folder, options, requests, shown, whole=not files), 0
    rendered = _rendered(report, output_format, Level(min_level), colour=in_colour(colour), quiet=quiet)
    if fix and text is not None:
        click.echo(rendered, err=True, nl=False)
    else:
        write_stdout(rendered)
    if output_format == "text" and not quiet and report.findings:
        _hint(requests(), report)
    if measured is not None:
        click.echo(measured.text(), err=True)
    return max(status, int(report.fails))


def _named(paths: tuple[str, ...], stdin_filename: Path | None) -> tuple[list[Path], bytes | None]:
    """The files and folders that are named, and the standard input if that is."""
    if "-" not in paths:
        if stdin_filename:
            message = "--stdin-filename needs -, the standard input"
            raise click.UsageError(message)
        return [Path(path) for path in paths], None
    if len(paths) > 1:
        message = "- cannot be combined with paths: the standard input is one sheet"
        raise click.UsageError(message)
    if sys.stdin is None:
        message = "the standard input is closed"
        raise UnreadableFileError(message)
    content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        message = f"the standard input holds more bytes than a sheet may have ({MAX_FILE_BYTES})"
        raise UnreadableFileError(message)
    return [stdin_filename or Path("<stdin>")], content


def _hint(requests: list[Request], report: Report) -> None:
    """Print what to do with data that are not written as our own sheets are."""
    hint = adoption_hint(requests, report)
    if hint is not None:
        from speclint.reporters.sanitize import sanitized

        click.echo(f"speclint: {sanitized(hint)}", err=True)


def _with_cache(
    cache: Cache, options: Options, requests: Callable[[], list[Request]], progress: Progress, *, whole: bool
) -> Report:
    """The report of a run; that of an earlier one on the whole catalog, if it would be the same."""
    if not whole:
        # a hook names other files each time, and the catalog around them is the same
        return run([replace(request, cache=cache) for request in requests()], progress)
    from speclint.checking.cached import cached_report

    return cached_report(cache, options, lambda: run(requests(), progress))


def _bases(working: Path, config: Path | None, since: str | None) -> tuple[str, ...]:
    """The ids of the commits that the whole catalog is compared with."""
    if since is None:
        return ()
    return tuple(_merge_base(request.config.root, since).oid for request in requests_for(working, (), config))


@cache
def _merge_base(folder: Path, name: str) -> Revision:
    """The files as they were at the merge base of HEAD and a revision."""
    from speclint.files.git import Repository
    from speclint.files.revision import Revision

    repository = Repository(folder)
    head, revision = repository.resolve("HEAD"), repository.resolve(name)
    return Revision(repository, repository.merge_base(head, revision))


def _rendered(report: Report, output_format: str, min_level: Level, *, colour: bool, quiet: bool) -> str:
    if output_format != "text":
        from speclint.reporters import concise, json

        render = json.render if output_format == "json" else concise.render
        return render(report, min_level=min_level)
    from speclint.reporters import text

    return text.render(report, colour=colour, quiet=quiet, min_level=min_level)


def _fix_or_show(
    requests: Sequence[Request], progress: Progress, *, unsafe: bool, only_show: bool, quiet: bool
) -> tuple[Report | None, int]:
    """Write what can be fixed, or print it as a diff.

    For the standard input the text is printed, fixed or unchanged.

    Returns:
        The report of what remains, None where only the diff is printed; and the minimum exit status.

    Raises:
        SpeclintError: the work cannot be done.
    """
    from speclint.checking.autofix import fixed, write

    outcome = fixed(requests, unsafe=unsafe, progress=progress)
    if only_show:
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
    from speclint.reporters import unified_diff
    from speclint.reporters.text import offers

    for file, content in sorted(outcome.after.items()):
        write_stdout(
            unified_diff.render(display_path(file, requests[0].working), outcome.before[file], content)
        )
    if not quiet:
        _print_note("; ".join([f"{len(outcome.findings)} would be fixed", *offers(outcome.report)]))
    return int(outcome.before != outcome.after)


def _print_note(text: str) -> None:
    from speclint.reporters.sanitize import sanitized

    click.echo(sanitized(text), err=True)

"""What `speclint check` does; click is loaded only where it is needed."""

from __future__ import annotations

import os
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from speclint.checking.run import run
from speclint.checking.selection import code_rules
from speclint.cli.hint import adoption_hint
from speclint.cli.output import (
    CACHE_FOLDER,
    SHEETS_ONLY,
    progress,
    style_for,
    usage_error,
    write_stderr,
)
from speclint.cli.reports import findings_as, print_report, write_files
from speclint.errors import UnreadableFileError
from speclint.files.cache import cache_for
from speclint.files.paths import working_folder
from speclint.limits import exceeded, limit
from speclint.project.request import requests_for
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speclint.files.revision import Revision
    from speclint.project.request import Progress, Request
    from speclint.results import Report


class CheckOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options and arguments of the command, with their defaults."""

    paths: tuple[str, ...] = ()
    output_format: str = "text"
    outputs: tuple[tuple[str, str], ...] = ()
    """Further formats, each with the file that its report is written to."""
    fail_on: str | None = None
    min_level: str = "note"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: Path | None = None
    schema: Path | None = None
    since: str | None = None
    stdin_filename: Path | None = None
    sheets_only: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    no_cache: bool = False
    cache_dir: Path | None = None
    jobs: int | None = None
    timings: bool = False
    colour: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False


def plain_options(arguments: Sequence[str]) -> CheckOptions:
    """The options of a command line of nothing but paths and `--sheets-only`."""
    folder = os.environ.get(CACHE_FOLDER)
    return CheckOptions(
        paths=tuple(argument for argument in arguments if argument != SHEETS_ONLY),
        sheets_only=SHEETS_ONLY in arguments,
        cache_dir=Path(folder) if folder else None,
    )


def check_sheets(options: CheckOptions) -> int:
    """Check, print the report and give the exit status.

    Raises:
        SpeclintError: the work cannot be done.
    """
    files, text = _named(options.paths, options.stdin_filename)
    working = working_folder()
    requests = cache(lambda: _requests(options, working, files, text))
    shown, measured = progress(quiet=options.quiet), None
    if options.timings:
        from speclint.checking.timings import Timings

        measured = Timings(shown)
        shown = measured.progress
    status = 0
    if options.diff and options.outputs:
        message = "--output needs a report, and --diff prints none"
        raise usage_error(message)
    if options.fix or options.diff:
        from speclint.cli.check_fix import fix_or_show

        report, status = fix_or_show(
            requests(), shown, unsafe=options.unsafe_fixes, shows=options.diff, quiet=options.quiet
        )
        if report is None:
            return status
    elif options.no_cache or options.timings:
        report = run(requests(), shown)
    else:
        report = _with_cache(options, working, requests, shown)
    hint = adoption_hint(requests(), report) if report.findings else None
    _put_report(options, report, working, to_stderr=options.fix and text is not None)
    if not options.quiet:
        for notice in report.notices:
            _warn(notice)
        if hint is not None and options.output_format == "text":
            _warn(hint)
    if measured is not None:
        write_stderr(f"{measured.text()}\n")
    return max(status, int(report.fails))


def _requests(
    options: CheckOptions, working: Path, files: Sequence[Path], text: bytes | None
) -> list[Request]:
    since = options.since
    return [
        replace(
            request,
            schema=working / options.schema if options.schema else None,
            select=options.select,
            ignore=options.ignore,
            fail_on=options.fail_on,
            text=text,
            sheets_only=options.sheets_only,
            # what another process does is not measured
            jobs=1 if options.timings else options.jobs,
            since=None if since is None else _merge_base(request.config.root, since),
        )
        for request in requests_for(working, files, options.config)
    ]


def _named(paths: tuple[str, ...], stdin_filename: Path | None) -> tuple[list[Path], bytes | None]:
    """The files and folders that are named, and the standard input if that is."""
    if "-" not in paths:
        if stdin_filename:
            message = "--stdin-filename needs -, the standard input"
            raise usage_error(message)
        return [Path(path) for path in paths], None
    if len(paths) > 1:
        message = "- cannot be combined with paths: the standard input is one sheet"
        raise usage_error(message)
    if sys.stdin is None:
        message = "the standard input is closed"
        raise UnreadableFileError(message)
    content = sys.stdin.buffer.read(limit("file-bytes") + 1)
    if len(content) > limit("file-bytes"):
        error = exceeded("the standard input", "file-bytes")
        raise error
    return [stdin_filename or Path("<stdin>")], content


def _with_cache(
    options: CheckOptions, working: Path, requests: Callable[[], list[Request]], progress: Progress
) -> Report:
    """The report of a run; that of an earlier one on the whole catalog, if it would be the same."""
    warn = str if options.quiet else _warn
    folder = cache_for(options.cache_dir, working, options.config, warn)
    if folder is None or options.paths or code_rules():
        # a hook names other files each time, and the catalog around them is the same; code may read anything
        return run([replace(request, cache=folder) for request in requests()], progress)
    from speclint.checking.cached import cached_report

    bases = _bases(working, options.config, options.since)
    seen = working, options.config, options.schema, options.select, options.ignore, options.fail_on, bases
    return cached_report(folder, seen, requests, progress)


def _warn(reason: str) -> None:
    from speclint.reporters.sanitize import sanitized

    write_stderr(f"speclint: {sanitized(reason)}\n")


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


def _put_report(options: CheckOptions, report: Report, working: Path, *, to_stderr: bool) -> None:
    """Print the report, and write it to the files that are named."""
    min_level = Level(options.min_level)
    render = partial(
        findings_as, report=report, min_level=min_level, quiet=options.quiet, verbose=options.verbose
    )
    style = style_for(options.colour)
    if options.statistics:
        from speclint.cli.statistics import statistics

        printed = statistics(report, min_level, style, quiet=options.quiet)
    else:
        printed = render(options.output_format, style=style)
    if to_stderr:
        write_stderr(printed)
    else:
        print_report(printed, options.output_format, lambda: render("markdown"))
    write_files(options.outputs, working, render)

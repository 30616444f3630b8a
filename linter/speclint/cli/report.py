"""`speclint report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from speclint.cli.options import complete_rules, config_option, rules_option, split_names
from speclint.cli.output import progress, write_stderr, write_stdout
from speclint.files.atomic_write import replace
from speclint.files.paths import working_folder
from speclint.project.request import requests_for
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.overview.data import Overview

EPILOG = """\b
Exit status:
  0  the report is written, whatever it says; `speclint check` is what fails a job
  2  the work could not be done

\b
Examples:
  speclint report -o report.html                   every sheet of the configuration
  speclint report specs/bmw -o bmw.html            only the sheets in a folder
  speclint report main...HEAD -o report.html       what a branch changes
  speclint report -o - > report.html
"""
STDOUT = "-"


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[BASE..HEAD] [PATHS]...", type=click.Path(readable=False))
@click.option("-o", "--output", required=True, metavar="FILE",
              help="Write to this file, and replace it if it exists; - is the standard output.")  # fmt: skip
@click.option("--select", multiple=True, callback=split_names, metavar="RULE,…",
              shell_complete=complete_rules, help="Run only these rules.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=split_names, metavar="RULE,…",
              shell_complete=complete_rules, help="Do not run these rules.")  # fmt: skip
@config_option()
@rules_option
@click.option("--jobs", type=click.IntRange(min=1), metavar="N",
              help="Processes that read a large catalog.  [default: one for each processor]")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, and not where the report is.")
def report(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: tuple[str, ...], output: str, select: tuple[str, ...], ignore: tuple[str, ...],
    config: Path | None, jobs: int | None, *, quiet: bool,
) -> int:  # fmt: skip
    """Write what `speclint check` finds as one HTML file, which shows it in lists and charts.

    PATHS are the files and folders to report on; without any, every sheet that the configuration names.
    Two revisions of git before them, as BASE..HEAD or BASE...HEAD, give what changed and what is found in
    that. The file needs nothing else: no network, no server.
    """
    from speclint.reporters.page import render

    working, shown = working_folder(), progress(quiet=quiet)
    if paths and is_range(paths[0], working):
        overview = _changes(paths, working, config, (select, ignore), quiet=quiet)
    else:
        from speclint.overview.collect import overview_of

        requests = [
            structs.replace(request, select=select, ignore=ignore, jobs=jobs)
            for request in requests_for(working, [Path(path) for path in paths], config)
        ]
        overview = overview_of(requests, shown)
    if not quiet:
        for notice in overview.notices:
            write_stderr(f"speclint: {sanitized(notice)}\n")
    page = render(overview)
    if output == STDOUT:
        write_stdout(page)
        return 0
    file = working / output
    replace(file, page.encode(), file.parent)
    if not quiet:
        write_stderr(f"speclint: {sanitized(output)}: written\n")
    return 0


def is_range(name: str, working: Path) -> bool:
    """Whether a path names no file but two revisions, as `main..HEAD`."""
    return ".." in name and ".." not in name.split("/") and not os.path.lexists(working / name)


def _changes(
    operands: tuple[str, ...], working: Path, config: Path | None,
    rules: tuple[tuple[str, ...], tuple[str, ...]], *, quiet: bool,
) -> Overview:  # fmt: skip
    from speclint.cli.compared import compared_ends, note_borrowed
    from speclint.overview.changes import overview_of_changes

    _, comparison = compared_ends(operands[:1], operands[1:], working, config)
    select, ignore = rules
    revision = structs.replace(comparison.revision, select=select, ignore=ignore)
    note_borrowed(comparison, quiet=quiet)
    return overview_of_changes(structs.replace(comparison, revision=revision), progress(quiet=quiet))

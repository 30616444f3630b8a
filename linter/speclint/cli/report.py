"""`speclint report`."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import structs

from speclint.cli.options import complete_rules, config_option, rules_option, split_names
from speclint.cli.output import progress, write_stderr, write_stdout
from speclint.files.atomic_write import replace
from speclint.files.paths import working_folder
from speclint.project.request import requests_for
from speclint.reporters.sanitize import sanitized

EPILOG = """\b
Exit status:
  0  the report is written, whatever it says; `speclint check` is what fails a job
  2  the work could not be done

\b
Examples:
  speclint report -o report.html                   every sheet of the configuration
  speclint report specs/bmw -o bmw.html            only the sheets in a folder
  speclint report --select siblings -o report.html
  speclint report -o - > report.html
"""
STDOUT = "-"


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
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

    PATHS are the files and folders to report on; without any, every sheet that the configuration names. The
    file needs nothing else: no network, no server.
    """
    from speclint.overview.collect import overview_of
    from speclint.reporters.page import render

    working = working_folder()
    requests = [
        structs.replace(request, select=select, ignore=ignore, jobs=jobs)
        for request in requests_for(working, [Path(path) for path in paths], config)
    ]
    page = render(overview_of(requests, progress(quiet=quiet)))
    if output == STDOUT:
        write_stdout(page)
        return 0
    file = working / output
    replace(file, page.encode(), file.parent)
    if not quiet:
        write_stderr(f"speclint: {sanitized(output)}: written\n")
    return 0

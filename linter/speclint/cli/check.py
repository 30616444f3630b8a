"""`speclint check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from speclint.cli.check_run import CheckOptions, check_sheets
from speclint.cli.options import (
    FAIL_ON,
    LEVELS,
    colour_option,
    complete_rules,
    config_option,
    format_option,
    output_option,
    rules_option,
    split_names,
)
from speclint.cli.output import CACHE_FOLDER, SHEETS_ONLY
from speclint.cli.reports import FORMATS

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
  speclint check --format github --output sarif:speclint.sarif
  speclint check --since origin/main                 only findings new on this branch
  git show HEAD:specs/bmw/i4-m50.json | speclint check - --stdin-filename specs/bmw/i4-m50.json
  speclint check --schema my.schema.json data.json   validate any JSON against a JSON Schema
  speclint check --diff --unsafe-fixes               show what would be fixed, write nothing
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@format_option(*FORMATS)
@output_option(*FORMATS)
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
@rules_option
@click.option("--schema", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Only validate any JSON documents against this JSON Schema.")  # fmt: skip
@click.option("--since", metavar="REV",
              help="Report only findings that are new since the merge base with REV.")  # fmt: skip
@click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="FILE",
              help="Path to report for the standard input (-).")  # fmt: skip
@click.option(SHEETS_ONLY, is_flag=True,
              help="Skip named files that are not sheets, as the pre-commit hook does.")  # fmt: skip
@click.option("--fix", is_flag=True, help=(
    "Apply safe fixes to the files and report what remains; for -, print the fixed text."
))  # fmt: skip
@click.option("--unsafe-fixes", is_flag=True,
              help="With --fix or --diff, also apply fixes that are likely but not certain.")  # fmt: skip
@click.option("--diff", is_flag=True, help="Print fixes as a diff, and write nothing.")
@click.option("--no-cache", is_flag=True, help="Neither use nor write the cache of reports.")
@click.option("--cache-dir", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              envvar=CACHE_FOLDER, show_envvar=True,
              help="Folder of the cache, outside the repository.  [default: that of the user]")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), metavar="N",
              help="Processes that read a large catalog.  [default: one for each processor]")  # fmt: skip
@click.option("--timings", is_flag=True, help="Show on stderr how long stages and rules take.")
@colour_option
@click.option("-q", "--quiet", is_flag=True, help="Print findings only: no summary, no progress.")
@click.option("--statistics", is_flag=True,
              help="Count the findings of each rule, and those that are fixable, instead.")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show all related places of a finding, however many.")
def check(**options: Any) -> int:  # noqa: ANN401 - as CheckOptions has them
    """Find what cannot be true in spec sheets.

    PATHS are the files and folders to report on, or - for the standard input; without any, every sheet
    that the configuration names. Siblings of a sheet are read in any case.
    """
    if options["statistics"] and options["output_format"] != "text":
        message = "--statistics is text: name no other format with it"
        raise click.UsageError(message)
    return check_sheets(CheckOptions(**options))

"""`speclint diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.changes.change import Kind
from speclint.cli.compared import Compared, Operands, compared_ends, fails, note_borrowed, refuse_unread
from speclint.cli.options import (
    FAIL_ON,
    colour_option,
    complete_list,
    config_option,
    format_option,
    output_option,
    rules_option,
    split_names,
    units_option,
)
from speclint.cli.output import style_for, write_stdout
from speclint.cli.reports import FORMATS, print_report, write_files
from speclint.diffing.run import compare
from speclint.errors import SpeclintError
from speclint.files.paths import working_folder
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from pathlib import Path

    from speclint.reporters.style import Style

KINDS = tuple(kind.value for kind in Kind)

EPILOG = """\b
Exit status:
  0  the changes are reported, whatever they are
  1  with --exit-code: something changed that is not only restated
     with --fail-on: a rule found something at that level or above
  2  the work could not be done

\b
Examples:
  speclint diff                                   the work tree against HEAD
  speclint diff main -- specs/bmw                 a folder against a revision
  speclint diff main...HEAD                       the changes of a branch
  speclint diff HEAD~1:specs/bmw/i4-m50.json specs/bmw/i4-m50.json
  speclint diff old.json new.json --units imperial
"""


def _kinds(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    names = split_names(context, parameter, values)
    for name in names:
        if name not in KINDS:
            message = f'"{name}" is not a kind of change; the kinds are {", ".join(KINDS)}'
            raise click.BadParameter(message)
    return names


@click.command(cls=Operands, epilog=EPILOG)
@click.argument("operands", nargs=-1, metavar="[OLD [NEW]] [-- PATHS...]", type=click.Path(readable=False))
@format_option(*FORMATS)
@output_option(*FORMATS)
@click.option("--stat", is_flag=True, help="Only count the changes of each sheet.")
@click.option("--only", multiple=True, callback=_kinds, metavar="KIND,…",
              shell_complete=lambda *typed: complete_list(KINDS, typed[-1]),
              help=f"Show only these kinds: {', '.join(KINDS)}.")  # fmt: skip
@units_option
@click.option("--fail-on", type=FAIL_ON, default="never",
              help="Lowest level of a rule that makes the exit status 1.", show_default=True)  # fmt: skip
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything but restated changed.")
@click.option("--profile", metavar="NAME", help=(
    "How the sheets are written: a shipped profile or a .toml file, instead of those in the configuration."
))  # fmt: skip
@config_option("Use this configuration instead of the nearest one on the new side.")
@rules_option
@click.option("--git-driver", is_flag=True,
              help="Take the arguments that git passes to an external diff program.")  # fmt: skip
@colour_option
@click.option("-q", "--quiet", is_flag=True, help="Print changes only: no summary, no progress.")
@click.pass_context
def diff(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context, operands: tuple[str, ...], output_format: str,
    outputs: tuple[tuple[str, str], ...], only: tuple[str, ...], units: str, fail_on: str,
    profile: str | None, config: Path | None, colour: str, *,
    stat: bool, exit_code: bool, git_driver: bool, quiet: bool,
) -> int:  # fmt: skip
    """Report what changed between two revisions of sheets: figures, values and sheets.

    OLD and NEW are two files, two folders, or revisions of git: A..B, A...B (from the merge base), two
    revisions, REV:path, or one revision against the work tree; without any, HEAD against the work tree.
    """
    working = working_folder()
    if git_driver:
        return _drive(operands, working, units, style_for(colour))
    _, comparison = compared_ends(operands, context.meta["paths"], working, config)
    names = {output_format, *dict(outputs)}
    comparison = replace(comparison, profile=profile, units=units, located=names != {"text"})
    compared = Compared(comparison, kinds=only, quiet=quiet)
    is_counted = stat and output_format == "text"
    printed = compared.stat() if is_counted else compared.rendered(output_format, style_for(colour))
    note_borrowed(comparison, quiet=quiet)
    print_report(printed, output_format, lambda: compared.rendered("markdown"))
    write_files(outputs, working, compared.rendered)
    found = compared.review if output_format == "markdown" else compared.report
    refuse_unread(found.unread)
    return int((exit_code and found.differs) or fails(found.worst(), fail_on))


def _drive(operands: tuple[str, ...], working: Path, units: str, style: Style) -> int:
    """Print the changes of one file where git shows a diff; git stops at any other status than 0."""
    from speclint.diffing.git_driver import driver_comparison
    from speclint.reporters.change_text import render

    comparison = replace(driver_comparison(operands, working), units=units, located=False)
    try:
        report = compare(comparison)
    except SpeclintError as error:
        write_stdout(f"{sanitized(str(error))}\n")
        return 0
    lines = "".join(f"not compared: {sanitized(reason)}\n" for reason in report.unread)
    lines += render(report, style, quiet=True)
    write_stdout(lines or f"{sanitized(comparison.revision_name)}: only the layout changed\n")
    return 0

"""`speclint diff`."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.changes.change import Kind
from speclint.cli.options import (
    FAIL_ON,
    colour_option,
    complete_list,
    config_option,
    format_option,
    output_option,
    split_names,
    units_option,
)
from speclint.cli.output import CACHE_FOLDER, in_colour, progress, write_stderr, write_stdout
from speclint.cli.reports import DIFF_FORMATS, changes_as, write_files
from speclint.diffing.operands import comparison_of, ends_of
from speclint.diffing.run import compare
from speclint.errors import ConfigError, SpeclintError
from speclint.files.cache import cache_for
from speclint.files.paths import working_folder
from speclint.reporters.sanitize import sanitized
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.files.cache import Cache
    from speclint.results import ChangeReport

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
  speclint diff main...HEAD --format markdown     the changes of a branch, as a comment
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


BORROWED = "has no configuration; that of the work tree is used"


class _Operands(click.Command):
    """Keeps the operands before `--` apart from the paths after it, which click would join."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        index = args.index("--") if "--" in args else len(args)
        ctx.meta["paths"] = args[index + 1 :]
        return super().parse_args(ctx, args[:index])


@click.command(cls=_Operands, epilog=EPILOG)
@click.argument("operands", nargs=-1, metavar="[OLD [NEW]] [-- PATHS...]", type=click.Path(readable=False))
@format_option(*DIFF_FORMATS)
@output_option(*DIFF_FORMATS)
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
        return _drive(operands, working, units, colour=in_colour(colour))
    ends = ends_of(operands, context.meta["paths"], working)
    cache = _cache(working, config)
    for end in ends:
        if end.repository is not None:
            end.repository.cache = cache
    comparison = comparison_of(ends, working, config)
    is_located = any(name != "text" for name in (output_format, *dict(outputs)))
    comparison = replace(comparison, profile=profile, units=units, located=is_located)
    report = compare(comparison, progress(quiet=quiet))
    if comparison.borrows_config and not quiet:
        write_stderr(sanitized(f"speclint: {comparison.revision_name} {BORROWED}") + "\n")
    if only:
        report = replace(report, changes=tuple(change for change in report.changes if change.kind in only))
    write_stdout(_rendered(report, output_format, colour=in_colour(colour), stat=stat, quiet=quiet))
    write_files(outputs, working, partial(changes_as, report=report, quiet=quiet))
    if report.unread:
        more = len(report.unread) - 1
        message = f"not compared: {report.unread[0]}" + (f" (and {more} more)" if more else "")
        raise SpeclintError(message)
    differs = exit_code and any(change.kind != "restated" for change in report.changes)
    worst = report.worst()
    fails = fail_on != "never" and worst is not None and worst.weight >= Level(fail_on).weight
    return int(differs or fails)


def _cache(working: Path, config: Path | None) -> Cache | None:
    """The user's cache; None where none can be trusted."""
    named = os.environ.get(CACHE_FOLDER)
    try:
        return cache_for(Path(named) if named else None, working, config)
    except ConfigError:
        return None


def _drive(operands: tuple[str, ...], working: Path, units: str, *, colour: bool) -> int:
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
    lines += render(report, colour=colour, quiet=True)
    write_stdout(lines or f"{sanitized(comparison.revision_name)}: only the layout changed\n")
    return 0


def _rendered(report: ChangeReport, output_format: str, *, colour: bool, stat: bool, quiet: bool) -> str:
    if stat and output_format == "text":
        from speclint.reporters import change_text

        return change_text.stat(report)
    return changes_as(output_format, report, colour=colour, quiet=quiet)

"""`speclint diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.cli.output import tell
from speclint.cli.terminal import in_colour, progress
from speclint.diffing.operands import comparison_of, ends_of
from speclint.diffing.run import compare
from speclint.errors import SpeclintError
from speclint.files.paths import working_folder
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from speclint.results import ChangeReport

KINDS = ("changed", "restated", "sharpened", "blurred", "added", "removed", "renamed")

EPILOG = """\b
Exit status:
  0  the changes are told, whatever they are
  1  with --exit-code: something changed that is not only restated
     with --fail-on: a rule speaks at that level or above
  2  the work could not be done

\b
Examples:
  speclint diff                                   the work tree against HEAD
  speclint diff main -- specs/bmw                 a folder against a revision
  speclint diff main...HEAD --format markdown     what a branch brought in, as a comment
  speclint diff HEAD~1:specs/bmw/i4-m50.json specs/bmw/i4-m50.json
  speclint diff old.json new.json --units imperial
"""


def _kinds(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Kinds may be given one by one or in a list with commas."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    for name in names:
        if name not in KINDS:
            message = f'"{name}" is no kind of change; there is {", ".join(KINDS)}'
            raise click.BadParameter(message)
    return names


def _complete_kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    *before, last = incomplete.split(",")
    return [",".join([*before, kind]) for kind in KINDS if kind.startswith(last)]


class _Operands(click.Command):
    """Tells the operands before `--` from the paths after it, which click would run together."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        index = args.index("--") if "--" in args else len(args)
        ctx.meta["paths"] = args[index + 1 :]
        return super().parse_args(ctx, args[:index])


@click.command(cls=_Operands, epilog=EPILOG)
@click.argument("operands", nargs=-1, metavar="[OLD [NEW]] [-- PATHS...]", type=click.Path(readable=False))
@click.option("--format", "form", type=click.Choice(["text", "concise", "markdown", "json"]), default="text",
              help="How to tell the changes.", show_default=True)  # fmt: skip
@click.option("--stat", is_flag=True, help="Only count the changes, sheet by sheet.")
@click.option("--only", multiple=True, callback=_kinds, metavar="KIND,…", shell_complete=_complete_kinds,
              help=f"Tell only these kinds: {', '.join(KINDS)}.")  # fmt: skip
@click.option("--units", type=click.Choice(["metric", "imperial", "both"]), default="both",
              help="Units of the reader; both: as stated, and the other.", show_default=True)  # fmt: skip
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="never",
              help="Lowest level of a rule that makes the exit status 1.", show_default=True)  # fmt: skip
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything but restated changed.")
@click.option("--profile", metavar="NAME", help=(
    "How the sheets are written: a shipped profile or a .toml file, whatever the configuration says."
))  # fmt: skip
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
    "Configuration to follow instead of the nearest one on the new side."
))  # fmt: skip
@click.option("--git-driver", is_flag=True,
              help="Take the arguments that git hands to an external diff program.")  # fmt: skip
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto",
              help="Colour; auto respects NO_COLOR and FORCE_COLOR.", show_default=True)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print changes only, no last line and no progress.")
@click.pass_context
def diff(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context, operands: tuple[str, ...], form: str, only: tuple[str, ...], units: str,
    fail_on: str, profile: str | None, config: Path | None, colour: str, *, stat: bool, exit_code: bool,
    git_driver: bool, quiet: bool,
) -> int:  # fmt: skip
    """Tell what changed between two revisions of sheets, in the reader's words.

    OLD and NEW are two files, two folders, or revisions of git: A..B, A...B (from the merge base), two
    revisions, REV:path, or one revision against the work tree; without any, HEAD against the work tree.
    """
    working = working_folder()
    if git_driver:
        return _drive(operands, working, units, colour=in_colour(colour))
    comparison = comparison_of(ends_of(operands, context.meta["paths"], working), working, config)
    located = form in ("concise", "json", "markdown")
    comparison = replace(comparison, profile=profile, units=units, located=located)
    report = compare(comparison, progress(quiet=quiet))
    if only:
        report = replace(report, changes=tuple(one for one in report.changes if one.kind in only))
    _tell(report, form, colour=in_colour(colour), stat=stat, quiet=quiet)
    if report.unread:
        message = f"not compared: {report.unread[0]}"
        more = len(report.unread) - 1
        raise SpeclintError(message + (f" (and {more} more)" if more else ""))
    differs = exit_code and any(change.kind != "restated" for change in report.changes)
    worst = report.worst()
    fails = fail_on != "never" and worst is not None and worst.weight >= Level(fail_on).weight
    return int(differs or fails)


def _drive(operands: tuple[str, ...], working: Path, units: str, *, colour: bool) -> int:
    """Tell one file's changes where git shows a diff; git stops at any other status than 0."""
    from speclint.diffing.git_driver import handed_by_git
    from speclint.reporters.change_text import text
    from speclint.reporters.sanitize import plain

    comparison = replace(handed_by_git(operands, working), units=units, located=False)
    try:
        report = compare(comparison)
    except SpeclintError as error:
        tell(f"{plain(str(error))}\n")
        return 0
    told = "".join(f"not compared: {plain(one)}\n" for one in report.unread)
    told += text(report, colour=colour, quiet=True)
    tell(told or f"{plain(comparison.revision_name)}: only the layout changed\n")
    return 0


def _tell(report: ChangeReport, form: str, *, colour: bool, stat: bool, quiet: bool) -> None:
    if form == "json":
        from speclint.reporters.change_json import machine

        told = machine(report)
    elif form == "concise":
        from speclint.reporters.change_concise import concise

        told = concise(report)
    elif form == "markdown":
        from speclint.reporters.change_markdown import markdown

        told = markdown(report)
    else:
        from speclint.reporters import change_text

        told = change_text.stat(report) if stat else change_text.text(report, colour=colour, quiet=quiet)
    tell(told)

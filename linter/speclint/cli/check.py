"""`speclint check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.checking.run import run
from speclint.cli.output import tell
from speclint.cli.terminal import in_colour, progress
from speclint.errors import UnreadableFileError
from speclint.files.paths import working_folder
from speclint.files.tree import MAX_FILE_BYTES
from speclint.project.request import requests_for
from speclint.results import LEVELS

if TYPE_CHECKING:
    from speclint.files.tree import Tree
    from speclint.results import Report

EPILOG = """\b
Exit status:
  0  nothing at or above --fail-on
  1  something is
  2  the work could not be done
With --fix what remains decides, with --diff whether anything would change.

\b
Examples:
  speclint check                                     every sheet of the configuration
  speclint check specs/bmw                           only what lies in a folder
  speclint check --fail-on warning --format concise
  speclint check --since origin/main                 only what this branch brought in
  git show HEAD:specs/bmw/i4-m50.json | speclint check - --stdin-filename specs/bmw/i4-m50.json
  speclint check --schema my.schema.json data.json   judge any JSON by a JSON Schema
  speclint check --diff --unsafe-fixes               show what would be fixed, write nothing
"""


def _split(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Rule ids may be given one by one or in a list with commas."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _complete_rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from speclint.rules.registry import REGISTRY

    return [rule.id for rule in REGISTRY if rule.id.startswith(incomplete)]


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@click.option("--format", "form", type=click.Choice(["text", "concise", "json"]), default="text",
              help="How to tell the findings.", show_default=True)  # fmt: skip
@click.option("--fail-on", type=click.Choice(["error", "warning", "note", "never"]), help=(
    "Lowest level that makes the exit status 1.  [default: error, or as configured]"
))  # fmt: skip
@click.option("--level", "least", type=click.Choice(LEVELS), default="note", show_default=True,
              help="Tell findings of this level and above; all are counted.")  # fmt: skip
@click.option("--select", multiple=True, callback=_split, metavar="RULE,…",
              shell_complete=_complete_rules, help="Ask only these rules.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=_split, metavar="RULE,…",
              shell_complete=_complete_rules, help="Do not ask these rules.")  # fmt: skip
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
    "Configuration to follow instead of the nearest speclint.toml or pyproject.toml."
))  # fmt: skip
@click.option("--schema", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Judge any JSON document by this JSON Schema alone.")  # fmt: skip
@click.option("--since", metavar="REV",
              help="Report only what came in since the merge base with this git revision.")  # fmt: skip
@click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="FILE",
              help="What the standard input, named as -, is to be taken for.")  # fmt: skip
@click.option("--sheets-only", is_flag=True,
              help="Pass over named files that are no sheets, as the pre-commit hook does.")  # fmt: skip
@click.option("--fix", is_flag=True, help=(
    "Fix in the files what is certain, and tell what remains; of - print the fixed text."
))  # fmt: skip
@click.option("--unsafe-fixes", is_flag=True,
              help="With --fix or --diff, fix also what the evidence merely singles out.")  # fmt: skip
@click.option("--diff", is_flag=True, help="Print what would be fixed as a diff, and write nothing.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto",
              help="Colour; auto respects NO_COLOR and FORCE_COLOR.", show_default=True)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no last line and no progress.")
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: tuple[str, ...], form: str, fail_on: str | None, least: str, select: tuple[str, ...],
    ignore: tuple[str, ...], config: Path | None, schema: Path | None, since: str | None,
    stdin_filename: Path | None, colour: str, *,
    sheets_only: bool, fix: bool, unsafe_fixes: bool, diff: bool, quiet: bool,
) -> int:  # fmt: skip
    """Find what cannot be true in spec sheets.

    PATHS choose what is reported: files, folders, or - for the standard input. Without any, every sheet
    that the configuration names is. Siblings are read all the same.
    """
    files, text = _named(paths, stdin_filename)
    working = working_folder()
    requests = [
        replace(
            request, schema=working / schema if schema else None, select=select, ignore=ignore,
            fail_on=fail_on,
            text=text, sheets_only=sheets_only,
            since=None if since is None else _merge_base(request.config.root, since),
        )
        for request in requests_for(working, files, config)
    ]  # fmt: skip
    shown = progress(quiet=quiet)
    if fix or diff:
        from speclint.cli.fix import fix_or_show

        report, status = fix_or_show(requests, shown, unsafe=unsafe_fixes, only_show=diff, quiet=quiet)
        if report is None:
            return status
    else:
        report, status = run(requests, shown), 0
    told = _told(report, form, least, colour=in_colour(colour), quiet=quiet)
    if fix and text is not None:
        click.echo(told, err=True, nl=False)
    else:
        tell(told)
    return max(status, int(report.fails))


def _named(paths: tuple[str, ...], stdin_filename: Path | None) -> tuple[list[Path], bytes | None]:
    """The files and folders that are named, and what stands on the standard input if that is."""
    if "-" not in paths:
        if stdin_filename:
            message = "--stdin-filename goes with -, the standard input"
            raise click.UsageError(message)
        return [Path(path) for path in paths], None
    if len(paths) > 1:
        message = "- stands alone: the standard input is one sheet"
        raise click.UsageError(message)
    return [stdin_filename or Path("<stdin>")], _standard_input()


def _merge_base(folder: Path, name: str) -> Tree:
    """The files as they were where HEAD and a revision parted."""
    from speclint.files.git import Repository
    from speclint.files.revision import Revision

    repository = Repository(folder)
    head, other = repository.resolve("HEAD"), repository.resolve(name)
    return Revision(repository, repository.merge_base(head, other))


def _standard_input() -> bytes:
    """What stands on the standard input.

    Raises:
        UnreadableFileError: if it is closed, or holds more than a sheet may.
    """
    if sys.stdin is None:
        message = "the standard input is closed"
        raise UnreadableFileError(message)
    content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        message = f"the standard input holds more bytes than a sheet may have ({MAX_FILE_BYTES})"
        raise UnreadableFileError(message)
    return content


def _told(report: Report, form: str, least: str, *, colour: bool, quiet: bool) -> str:
    if form == "json":
        from speclint.reporters.json import machine

        return machine(report, least=least)
    if form == "concise":
        from speclint.reporters.concise import concise

        return concise(report, least=least)
    from speclint.reporters.text import text

    return text(report, colour=colour, quiet=quiet, least=least)

"""`speclint show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from speclint.cli.options import config_option
from speclint.cli.output import write_stdout
from speclint.errors import NothingToCheckError, UnreadableFileError
from speclint.files.paths import working_folder

if TYPE_CHECKING:
    from speclint.sheets.sheet import Sheet

EPILOG = """\b
Examples:
  speclint show specs/bmw/ix2-xdrive30.json
  speclint show bmw/ix2-xdrive30
"""


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from speclint.project.config import find_config
    from speclint.project.request import Request, inputs

    working = working_folder()
    claimed, *_ = inputs(Request(find_config(working), working))
    return [file.place.id for file in claimed.values() if file.place.id.startswith(incomplete)]


@click.command(epilog=EPILOG)
@click.argument("sheet", shell_complete=_complete)
@config_option()
def show(sheet: str, config: Path | None) -> None:
    """Show the figures of SHEET, a file or the id of a sheet, in metric and imperial units.

    Stated figures are shown as written; those converted from them by the exact factor are marked with ~.
    """
    found = _find(sheet, config)
    if found.parse_errors:
        layer, error = found.parse_errors[0]
        message = f"{layer.path}: {error.message}; `speclint check` shows where"
        raise UnreadableFileError(message)
    from tabulate import tabulate

    from speclint.reporters.figures import rows, title

    headers = ("quantity", "metric", "imperial", "stated as")
    table = tabulate(rows(found), headers=headers, disable_numparse=True)
    write_stdout(f"{title(found)}\n\n{table}\n\n~ converted from a stated figure\n")


def _find(name: str, config: Path | None) -> Sheet:
    from speclint.project.config import config_for
    from speclint.project.load import load_project
    from speclint.project.request import Request, silent

    working = working_folder()
    file = Path(name)
    if file.is_file():
        request = Request(config_for(working, config, [file]), working, [file])
        return next(load_project(request, silent).reported)
    project = load_project(Request(config_for(working, config), working), silent)
    names = []
    for sheet in project.reported:
        if sheet.id == name:
            return sheet
        names.append(sheet.id)
    from difflib import get_close_matches

    nearest = get_close_matches(name, names, n=1)
    proposal = (
        f'; did you mean "{nearest[0]}"?' if nearest else "; name a file, or a sheet such as bmw/ix2-xdrive30"
    )
    message = f'there is no file and no sheet "{name}"{proposal}'
    raise NothingToCheckError(message)

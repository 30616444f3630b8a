"""`speclint history`."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from speclint.cli.options import (
    complete_list,
    config_option,
    format_option,
    quantity_proposal,
    split_names,
    units_option,
)
from speclint.cli.output import style_for, write_lines
from speclint.diffing.history import history_of
from speclint.diffing.operands import End, comparison_of
from speclint.files.git import Repository
from speclint.files.paths import working_folder
from speclint.files.revision import revision_at
from speclint.quantities.table import QUANTITIES

EPILOG = """\b
Examples:
  speclint history specs/bmw/ix2-xdrive30.json
  speclint history bmw/ix2-xdrive30 --only power,range_wltp
  speclint history bmw/ix2-xdrive30 --rev v1.0 --format json
"""


def _quantities(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = split_names(context, parameter, (value or "",))
    for name in names:
        if name not in QUANTITIES:
            message = f'there is no quantity "{name}"{quantity_proposal(name)}'
            raise click.BadParameter(message)
    return names


@click.command(epilog=EPILOG)
@click.argument("sheet", type=click.Path(readable=False))
@click.option("--rev", default="HEAD", metavar="REV", help="Last revision to read.", show_default=True)
@click.option("--only", callback=_quantities, metavar="QUANTITY,…",
              shell_complete=lambda *typed: complete_list(QUANTITIES, typed[-1]),
              help="Show only these quantities.")  # fmt: skip
@units_option
@format_option("text", "json")
@config_option("Use this configuration instead of the nearest one in that revision.")
def history(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sheet: str, rev: str, only: tuple[str, ...], units: str, output_format: str, config: Path | None
) -> None:
    """Show the history of each figure of SHEET in git, oldest first, with revision, date and source.

    SHEET is a file, or the id of a sheet such as bmw/ix2-xdrive30. It is followed through renames.
    """
    working = working_folder()
    repository = Repository(working)
    tree = revision_at(repository, rev)
    is_file = tree.is_file(working / sheet)
    end = End(tree, rev, (Path(sheet),) if is_file else (), repository)
    request = comparison_of((end, end), working, config).revision
    found = history_of(request, "" if is_file else sheet, repository, tree.oid, units)
    if only:
        found = replace(found, figures=tuple(figure for figure in found.figures if figure.quantity in only))
    from speclint.reporters import change_text, json

    is_text = output_format == "text"
    write_lines(
        change_text.render_history(found, style_for("never")) if is_text else json.render_history(found)
    )

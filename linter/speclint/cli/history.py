"""`speclint history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from speclint.cli.output import tell
from speclint.diffing.history import life_of
from speclint.diffing.operands import End, comparison_of
from speclint.files.git import Repository
from speclint.files.paths import working_folder
from speclint.files.revision import revision_at

if TYPE_CHECKING:
    from speclint.results import Life

EPILOG = """\b
Examples:
  speclint history specs/bmw/ix2-xdrive30.json
  speclint history bmw/ix2-xdrive30 --only power,range_wltp
  speclint history bmw/ix2-xdrive30 --rev v1.0 --format json
"""


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from speclint.quantities.table import QUANTITIES

    *before, last = incomplete.split(",")
    return [",".join([*before, name]) for name in QUANTITIES if name.startswith(last)]


def _quantities(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    from speclint.quantities.table import QUANTITIES

    names = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    for name in names:
        if name not in QUANTITIES:
            from difflib import get_close_matches

            nearest = get_close_matches(name, QUANTITIES, n=1)
            message = f'there is no quantity "{name}"' + (
                f'; did you mean "{nearest[0]}"?' if nearest else ""
            )
            raise click.BadParameter(message)
    return names


@click.command(epilog=EPILOG)
@click.argument("sheet", type=click.Path(readable=False))
@click.option("--rev", default="HEAD", metavar="REV", help="Last revision to look at.", show_default=True)
@click.option("--only", callback=_quantities, metavar="QUANTITY,…", shell_complete=_complete,
              help="Tell only of these quantities.")  # fmt: skip
@click.option("--units", type=click.Choice(["metric", "imperial", "both"]), default="both",
              help="Units of the reader.", show_default=True)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="For people, or JSON for tools.")  # fmt: skip
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
    "Configuration to follow instead of the nearest one in that revision."
))  # fmt: skip
def history(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sheet: str, rev: str, only: tuple[str, ...], units: str, form: str, config: Path | None
) -> None:
    """Tell the life of each figure of SHEET over git, oldest first, with revision, date and source.

    SHEET is a file, or the id of a sheet such as bmw/ix2-xdrive30. It is followed through renames.
    """
    working = working_folder()
    repository = Repository(working)
    tree = revision_at(repository, rev)
    is_file = tree.is_file(working / sheet)
    end = End(tree, rev, (Path(sheet),) if is_file else (), repository)
    request = comparison_of((end, end), working, config).revision
    life = life_of(request, "" if is_file else sheet, repository, tree.oid, units)
    tell(_told(_chosen(life, only), form))


def _chosen(life: Life, only: tuple[str, ...]) -> Life:
    lines = tuple(line for line in life.lines if line.quantity in only) if only else life.lines
    return replace(life, lines=lines)


def _told(life: Life, form: str) -> str:
    from speclint.reporters.history import machine, text

    return machine(life) if form == "json" else text(life)

"""`speclint calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from speclint.bands.store import DEFAULT_NAME, as_text
from speclint.cli.hint import setting_hint
from speclint.cli.options import config_option
from speclint.cli.output import write_lines
from speclint.cli.tables import table
from speclint.files.atomic_write import replace
from speclint.files.paths import display_path, working_folder
from speclint.project.config import config_for
from speclint.project.request import Request
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.project.calibrate import Refit

EPILOG = """\b
Exit status:
  0  the file is written
  2  the work could not be done

\b
Examples:
  speclint calibrate                    fit the bands to every sheet
  speclint calibrate specs/bmw          to those in a folder
  speclint calibrate --output my.json   into another file
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=(
    f"Write to this file instead of the one that the configuration names, or {DEFAULT_NAME} beside it."
))  # fmt: skip
@config_option()
def calibrate(paths: tuple[str, ...], output: Path | None, config: Path | None) -> None:
    """Fit the bands of plausible figures to your own sheets, and write them to a file.

    The configuration names the file as bands = "speclint-bands.json"; `speclint check` then compares figures
    with it. A band for which there are too few cars stays as shipped.
    """
    from speclint.project.calibrate import calibrated

    files = [Path(path) for path in paths]
    working = working_folder()
    found = config_for(working, config, files)
    file = working / output if output else found.bands or found.root / DEFAULT_NAME
    # the file that is replaced need not be valid
    result = calibrated(Request(structs.replace(found, bands=None), working, files))
    replace(file, as_text(result.bands).encode(), file.parent if output else found.root)
    write_lines(f"{_table(result.refits)}\n{sanitized(display_path(file, working))}: written\n")
    if found.bands != file:
        setting = f'bands = "{display_path(file, found.root)}"'
        write_lines(setting_hint(found, working, "to use it", setting))


def _table(refits: tuple[Refit, ...]) -> str:
    head = ("cars", "figure", "n", "deviation", "outside", "beside siblings", "band")
    rows = []
    for refit in refits:
        alone, beside = refit.band.held_out, refit.band.held_out_siblings
        rows.append((
            refit.kind, refit.figure, refit.cars,
            f"{alone.robust_sd:.3f}" if alone else "", f"{alone.outside:.2%}" if alone else "",
            f"{beside.robust_sd:.3f}" if beside else "", "kept: too few cars" if refit.kept else "fitted",
        ))  # fmt: skip
    return table(head, rows)

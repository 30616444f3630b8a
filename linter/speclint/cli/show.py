"""`speclint show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from speclint.changes.wording import listed
from speclint.cli.options import config_option, proposal
from speclint.cli.output import write_lines
from speclint.cli.tables import table
from speclint.documents.jsonpath import find
from speclint.errors import NothingToCheckError, UnreadableFileError
from speclint.files.paths import working_folder
from speclint.quantities.figure import Bound, as_written_in
from speclint.quantities.unit import UNITS
from speclint.reporters.sanitize import sanitized
from speclint.sheets.identity import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.quantities.measurand import Measurand
    from speclint.sheets.sheet import Sheet

EPILOG = """\b
Examples:
  speclint show specs/bmw/ix2-xdrive30.json
  speclint show bmw/ix2-xdrive30
  speclint show "iX2 xDrive30"
"""

OTHERWISE = "; name a file, or a sheet such as bmw/ix2-xdrive30"


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
    """Show the figures of SHEET in metric and imperial units.

    SHEET is a file, the id of a sheet, or words of its name.

    Stated figures are shown as written; those converted from them by the exact factor are marked with ~.
    """
    found = _find(sheet, config)
    if found.parse_errors:
        layer, error = found.parse_errors[0]
        message = f"{layer.path}: {error.message}; `speclint check` shows where"
        raise UnreadableFileError(message)
    figures = table(("quantity", "metric", "imperial", "stated as"), _rows(found))
    head = f"{_title(found)}\n{_category(found)}{_not_sold(found)}"
    write_lines(f"{head}\n{figures}\n\n~ converted from a stated figure\n")


def _find(name: str, config: Path | None) -> Sheet:
    from speclint.project.config import config_for
    from speclint.project.load import load_project
    from speclint.project.request import Request, silent

    working = working_folder()
    file = Path(name)
    if file.is_file():
        request = Request(config_for(working, config, [file]), working, [file])
        return _only(name, load_project(request, silent).reported)
    project = load_project(Request(config_for(working, config), working), silent)
    sheets = []
    for sheet in project.reported:
        if sheet.id == name:
            return sheet
        sheets.append(sheet)
    named = _named(name, sheets)
    if len(named) == 1:
        return named[0]
    if named:
        ids = listed([sheet.id for sheet in named])
        message = f'{len(named)} sheets have "{name}" in their names: {ids}; give the id of one'
        raise NothingToCheckError(message)
    from speclint.diffing.renames import renamed_to

    now = renamed_to(name, sheets, working)
    names = (sheet.id for sheet in sheets)
    remedy = f'; it is "{now}" now' if now else proposal(name, names, OTHERWISE)
    message = f'there is no file and no sheet "{name}"{remedy}'
    raise NothingToCheckError(message)


def _only(file: str, sheets: Iterator[Sheet]) -> Sheet:
    """The one sheet in a file."""
    first, second = next(sheets, None), next(sheets, None)
    if first is None:
        message = f"{file}: there is no sheet in it; `speclint check` says why"
        raise NothingToCheckError(message)
    if second is not None:
        message = f"{file}: there are several sheets in it; give the id of one, such as {first.id}"
        raise NothingToCheckError(message)
    return first


def _named(name: str, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets that have some words in their names, in this order if there are such."""
    words = name.casefold().split()
    titles = [(title(sheet).casefold().split(), sheet) for sheet in sheets] if words else []
    found = [(own, sheet) for own, sheet in titles if {*words} <= {*own}]
    in_order = [sheet for own, sheet in found if f" {' '.join(words)} " in f" {' '.join(own)} "]
    return in_order or [sheet for _, sheet in found]


def _title(sheet: Sheet) -> str:
    """The name of a sheet, and its status."""
    return sanitized(" ".join(filter(None, (title(sheet), sheet.text("status")))))


def _category(sheet: Sheet) -> str:
    """The category that decides what is checked, and why, on a line; empty for a passenger car."""
    from speclint.vehicle.category import category_of

    category = category_of(sheet)
    if category.word == "car":
        return ""
    return sanitized(f"checked as one of category {category.word}: {category.reason}") + "\n"


def _not_sold(sheet: Sheet) -> str:
    """The markets where the car is not sold, on a line; empty if the sheet names none."""
    path = sheet.profile.identity.get("not_sold_in") if sheet.profile else None
    markets = [str(market) for _, market in find(sheet.value, path)] if path else []
    return sanitized(f"not sold in: {', '.join(markets)}") + "\n" if markets else ""


def _rows(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    """For each measurand its name, its metric and its imperial value, and how the sheet states it."""
    return [
        (
            measurand.quantity.label + _which(sheet, measurand),
            _in(measurand, measurand.quantity.metric),
            _in(measurand, measurand.quantity.imperial),
            ", ".join(map(str, measurand.figures)),
        )
        for measurands in sheet.measurands.values()
        for measurand in measurands
    ]


def _which(sheet: Sheet, measurand: Measurand) -> str:
    """Where a quantity is stated more than once, the part of the pointer that distinguishes this one."""
    several = sheet.stated(measurand.quantity.name)
    if len(several) == 1:
        return ""
    own = measurand.pointer.split("/")
    others = [figure.pointer.split("/") for figure in several if figure.pointer != measurand.pointer]
    distinct = [step for step in own if not all(step in steps for steps in others)]
    return f" ({sanitized(' '.join(distinct))})" if distinct else ""


def _in(measurand: Measurand, name: str) -> str:
    """The measurand in a unit: as stated, or derived and marked with ~."""
    for figure in measurand.figures:
        if figure.unit.name == name:
            return str(figure)
    unit = UNITS[name]
    for figure in measurand.figures:
        if figure.unit.kind == unit.kind and not isinstance(figure.stated, Bound):
            return f"~ {as_written_in(figure, unit)} {name}"
    return ""

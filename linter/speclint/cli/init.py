"""`speclint init`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from speclint.cli.output import write_lines
from speclint.documents.message_text import counted
from speclint.errors import ConfigError
from speclint.files.paths import working_folder
from speclint.profile_inference.render import (
    CONFIG,
    HOOKS,
    PROFILE,
    config_text,
    example_text,
    field_text,
    hook_text,
    profile_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.profile_inference.infer import Inference
    from speclint.profile_inference.quantity_paths import QuantityPath, Unmapped

MAX_CANDIDATES = 2
"""Candidates of a place that are listed; the profile has all."""
MAX_FILES = 5
"""Patterns of files that are listed."""
MAX_LISTED = 40
"""Places that are listed; of more, those that most sheets state."""

EPILOG = """\b
Exit status:
  0  the files are written and the sheets were checked, whatever was found
  2  there is no file that may hold sheets, or a file exists already

\b
Examples:
  speclint init
  speclint init --force    overwrite speclint.toml and speclint-profile.toml
"""


@click.command(epilog=EPILOG)
@click.option("--force", is_flag=True, help=f"Overwrite {CONFIG} and {PROFILE}.")
def init(*, force: bool) -> int:
    """Write a profile by reading the repository.

    Reads the JSON files and tables below the working folder that git does not ignore, and writes how they
    state their figures. What is not certain becomes comments in the profile, with candidates and an example.
    """
    from speclint.profile_inference.infer import infer

    root = working_folder()
    if not force:
        _refuse_to_overwrite(root)
    found = infer(root)
    written = _write(root, found)
    write_lines("".join(f"{text}\n" for text in _summary(found, written)))
    write_lines(_first_check(root))
    return 0


def _refuse_to_overwrite(root: Path) -> None:
    """Raise what stops the run if a file is there already."""
    from speclint.project.config import SHARED_NAME, config_in

    there = [name for name in (CONFIG, PROFILE) if os.path.lexists(root / name)]
    if there:
        message = f"{there[0]} is there already; --force overwrites it"
        raise ConfigError(message)
    if config_in(root) is not None:
        message = f"{SHARED_NAME} holds [tool.speclint] already; --force writes {CONFIG}, which is nearer"
        raise ConfigError(message)


def _write(root: Path, found: Inference) -> list[str]:
    """Write the files, and give their names."""
    from speclint.files.atomic_write import replace, target

    if found.shipped:
        texts = {CONFIG: config_text(found.shipped, found.schema, found.shipped_files)}
    else:
        texts = {PROFILE: profile_text(found), CONFIG: config_text(PROFILE, found.schema)}
    if not os.path.lexists(root / HOOKS):
        texts[HOOKS] = hook_text(found.layout)
    for name in texts:
        # all or none
        target(root / name, root)
    for name, text in texts.items():
        # a byte of a name that is not Unicode becomes `?`, which as a pattern matches it
        replace(root / name, text.encode(errors="replace"), root)
    return list(texts)


def _summary(found: Inference, written: list[str]) -> Iterator[str]:
    """What was understood and what was not."""
    layout = found.layout
    count = f"{'the first ' if layout.is_cut else ''}{counted(len(layout.sheets), 'sheet')}"
    more = len(layout.files) - MAX_FILES
    files = ", ".join(layout.files[:MAX_FILES]) + (f" and {more} more" if more > 0 else "")
    records = f", records {layout.records}" if layout.records else ""
    yield f"{count} in {files}{records}"
    yield from (f"layer: {layer}" for layer in layout.layers)
    if found.shipped:
        yield f"profile: {found.shipped}, which is shipped and reads these sheets"
    yield f"schema: {found.schema or 'none inside this folder is named by the sheets'}"
    yield from (
        f"not read: {name} leads out of this folder; put a copy in its place" for name in found.outside
    )
    if found.passed_over:
        yield f"passed over: {len(found.passed_over)} other files, such as {found.passed_over[0]}"
    if not found.shipped:
        yield from _tables(found)
    hooks = [] if HOOKS in written else [f"{HOOKS} exists and is left unchanged"]
    yield "\n" + "; ".join([f"wrote {', '.join(written)}", *hooks])


def _tables(found: Inference) -> Iterator[str]:
    """The identity and the quantities that were understood, and the places that were not."""
    from tabulate import tabulate

    total = len(found.layout.sheets)
    fields = [
        (name, field_text(field), f"{field.sheets} of {total}", example_text(field.example))
        for name, field in found.identity.items()
    ]
    rows = [
        (row.quantity, _unit(row), row.path, f"{row.sheets} of {total}", example_text(row.example))
        for row in found.quantities
    ]
    if not rows:
        yield f"\nno figure is recognised: write in {PROFILE} which quantity each path states, in which unit"
    ranked = sorted(found.unmapped, key=lambda place: (not place.candidates, -place.sheets))
    left = [
        (place.path, place.sheets, _candidates(place), place.reason, example_text(place.example))
        for place in ranked[:MAX_LISTED]
    ]
    for headers, lines in (
        (("identity", "path", "read from", "example"), fields),
        (("quantity", "unit", "path", "read from", "example"), rows),
        (("left in comments", "sheets", "may be", "why", "example"), left),
    ):
        if lines:
            # nothing may be known of any place
            known = [number for number in range(len(headers)) if any(line[number] for line in lines)]
            shown = [[line[number] for number in known] for line in lines]
            titles = [headers[number] for number in known]
            yield "\n" + tabulate(shown, headers=titles, tablefmt="simple", disable_numparse=True)
    if len(ranked) > MAX_LISTED:
        yield f"and {len(ranked) - MAX_LISTED} more"


def _candidates(place: Unmapped) -> str:
    more = len(place.candidates) - MAX_CANDIDATES
    return " or ".join(place.candidates[:MAX_CANDIDATES]) + (f" or {more} more" if more > 0 else "")


def _unit(row: QuantityPath) -> str:
    if row.unit_path:
        return "beside it"
    return "by its key" if row.unit is None else f"{row.unit} (assumed)" if row.is_assumed else row.unit


def _first_check(root: Path) -> str:
    from speclint.checking.run import run
    from speclint.project.config import load_config
    from speclint.project.request import Request
    from speclint.reporters.text import summary

    report = run([Request(load_config(root / CONFIG), root)])
    return f"first check: {' '.join(summary(report))}\n`speclint check` shows the findings\n"

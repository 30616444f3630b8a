"""`speclint init`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from speclint.cli.output import write_stdout
from speclint.errors import ConfigError
from speclint.files.paths import working_folder
from speclint.profile_inference.render import CONFIG, HOOK_TEXT, HOOKS, PROFILE, config_text, profile_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from speclint.profile_inference.infer import Recognised, Row

MAX_LISTED = 40
"""Places that are listed; of more, those that most sheets state."""

EPILOG = """\b
Exit status:
  0  the files are written and the sheets were checked, whatever was found
  2  no sheets were recognised, or a file exists already

\b
Examples:
  speclint init
  speclint init --force    overwrite speclint.toml and speclint-profile.toml
"""


@click.command(epilog=EPILOG)
@click.option("--force", is_flag=True, help=f"Overwrite {CONFIG} and {PROFILE}.")
def init(*, force: bool) -> int:
    """Write a profile by reading the repository.

    Reads the JSON files below the working folder that git does not ignore, and writes how they state their
    figures. What is not recognised with certainty is listed for you to complete.
    """
    from speclint.profile_inference.infer import recognise
    from speclint.reporters.sanitize import sanitized

    root = working_folder()
    if not force:
        _refuse_to_overwrite(root)
    found = recognise(root)
    written = _write(root, found)
    write_stdout(
        "".join(f"{sanitized(line)}\n" for text in _summary(found, written) for line in text.split("\n"))
    )
    write_stdout(_first_check(root))
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


def _write(root: Path, found: Recognised) -> list[str]:
    """Write the files, and give their names."""
    from speclint.files.atomic_write import replace, target

    texts = {
        PROFILE: profile_text(found.layout, found.identity, found.rows),
        CONFIG: config_text(found.schema),
    }
    if not os.path.lexists(root / HOOKS):
        texts[HOOKS] = HOOK_TEXT
    for name in texts:
        # all or none
        target(root / name, root)
    for name, text in texts.items():
        replace(root / name, text.encode(), root)
    return list(texts)


def _summary(found: Recognised, written: list[str]) -> Iterator[str]:
    """What was recognised and what was not."""
    from tabulate import tabulate

    layout = found.layout
    yield f"{len(layout.sheets)} sheets in {', '.join(layout.files[:5])}" + (
        f", records {layout.records}" if layout.records else ""
    )
    yield from (f"layer: {layer}" for layer in layout.layers)
    yield f"schema: {found.schema or 'none inside this folder is named by the sheets'}"
    yield from (
        f"not read: {name} leads out of this folder; put a copy in its place" for name in found.outside
    )
    if found.passed_over:
        yield f"passed over: {len(found.passed_over)} other JSON files, such as {found.passed_over[0]}"
    sections = (
        ("identity", "path"),
        [(name, ".".join(field.path), field.sheets) for name, field in found.identity.items()],
    ), (
        ("quantity", "unit", "path"),
        [(row.quantity, _unit(row), row.path, row.sheets) for row in found.rows],
    )  # fmt: skip
    for headers, rows in sections:
        yield "\n" + tabulate(rows, headers=(*headers, "sheets"), tablefmt="simple", disable_numparse=True)
    yield from _unmapped(found)
    hooks = [] if HOOKS in written else [f"{HOOKS} exists and is left unchanged"]
    yield "\n" + "; ".join([f"wrote {', '.join(written)}", *hooks])


def _unmapped(found: Recognised) -> Iterator[str]:
    from tabulate import tabulate

    if not found.unmapped:
        return
    ranked = sorted(found.unmapped, key=lambda path: (not path.candidates, -path.sheets))
    rows = [
        (path.path, path.sheets, " or ".join(path.candidates), path.reason) for path in ranked[:MAX_LISTED]
    ]
    headers = ("not recognised", "sheets", "may be", "why")
    yield "\n" + tabulate(rows, headers=headers, tablefmt="simple", disable_numparse=True)
    if len(ranked) > MAX_LISTED:
        yield f"and {len(ranked) - MAX_LISTED} more"


def _unit(row: Row) -> str:
    return "by its key" if row.unit is None else f"{row.unit} (assumed)" if row.is_assumed else row.unit


def _first_check(root: Path) -> str:
    from speclint.checking.run import run
    from speclint.project.config import load_config
    from speclint.project.request import Request
    from speclint.reporters.style import Style
    from speclint.reporters.text import summary

    report = run([Request(load_config(root / CONFIG), root)])
    return f"first check: {summary(report, Style(colour=False))}\n`speclint check` shows the findings\n"

"""`speclint baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from speclint.checking.baseline import DEFAULT_NAME, load_baseline, write_baseline
from speclint.checking.rule_names import is_not_loaded
from speclint.checking.run import known
from speclint.checking.selection import own_rules_of
from speclint.cli.hint import setting_hint
from speclint.cli.options import config_option, rules_option
from speclint.cli.output import write_lines
from speclint.files.paths import display_path, working_folder
from speclint.project.request import requests_for
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.checking.baseline import Baseline
    from speclint.checking.run import Known
    from speclint.project.config import Config
    from speclint.project.request import Request

EPILOG = """\b
Exit status:
  0  the file is written
  2  the work could not be done

\b
Examples:
  speclint baseline              record the present findings of all sheets
  speclint baseline specs/bmw    add the findings of a folder
  speclint baseline --prune      remove entries that are no longer found, add none
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@config_option()
@rules_option
@click.option("--prune", is_flag=True, help="Only remove entries that are no longer found.")
def baseline(paths: tuple[str, ...], config: Path | None, *, prune: bool) -> None:
    """Write the present findings to a file, so that only new ones are reported.

    The configuration names the file as baseline = "speclint-baseline.json"; `speclint check` then suppresses
    the findings in it. Without PATHS it is written anew from the findings of all sheets; with PATHS, the
    findings of these are added. An entry names rule, sheet, place and figures: if a figure changes, its
    finding is new.
    """
    if prune and paths:
        message = "--prune needs every sheet: name no paths with it"
        raise click.UsageError(message)
    for request, now in known(requests_for(working_folder(), [Path(path) for path in paths], config)):
        _keep(request, now, prune=prune)


def _keep(request: Request, now: Known, *, prune: bool) -> None:
    """Write the file of one configuration, and print what was written."""
    file = request.config.baseline or request.config.root / DEFAULT_NAME
    # reading it first refuses to replace a file of another kind
    before = load_baseline(file, request.config.root) if prune or file.exists() else None
    if prune and before is not None:
        write_lines(_pruned(request.config, before, now, sanitized(display_path(file, request.working))))
        return
    entries = [entry for entry, _ in now.entries]
    if request.paths and before is not None:
        renewed = before.renewed(now.entries)
        entries = [renewed.get(entry.key, entry) for entry in before.entries] + entries
    count = write_baseline(file, entries, request.config.root)
    written = "1 entry" if count == 1 else f"{count} entries"
    shown = sanitized(display_path(file, request.working))
    write_lines(f"{shown}: {written} written\n")
    if request.config.baseline is None:
        setting = f'baseline = "{DEFAULT_NAME}"'
        write_lines(setting_hint(request.config, request.working, "to suppress them", setting))


def _pruned(config: Config, before: Baseline, now: Known, name: str) -> str:
    """Remove the entries that are no longer found; how many they were, as text."""
    from speclint.rules.registry import REGISTRY

    if not now.is_whole:
        return f"{name}: nothing removed, because some sheets cannot be read; `speclint check` names them\n"
    own = own_rules_of(config)
    disabled = {rule.first_id for rule in (*REGISTRY, *own) if rule.first_id not in now.enabled}
    renewed = before.renewed(now.entries)
    kept = [
        renewed.get(entry.key, entry)
        for entry in before.entries
        if entry.key in renewed or entry.rule in disabled or is_not_loaded(entry.rule, own)
    ]
    write_baseline(before.file, kept, config.root)
    return f"{name}: {len(before.entries) - len(kept)} removed, {len(kept)} left\n"

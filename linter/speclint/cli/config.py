"""`speclint config`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from speclint.cli.options import config_option, format_option
from speclint.cli.output import write_stdout
from speclint.files.paths import display_path, working_folder
from speclint.project.config import config_for
from speclint.project.discover import claimed_files
from speclint.project.request import Request, claims_of, own_files

if TYPE_CHECKING:
    from speclint.project.config import Config
    from speclint.sheets.place import Claim

EPILOG = """\b
Examples:
  speclint config
  speclint config specs/bmw/i4-m50.json    the configuration of a file
  speclint config --format json
"""


class _Sheets(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of sheets, and where its profile and its schema come from."""

    files: tuple[str, ...]
    count: int
    profile: str
    profile_source: str
    schema: str | None
    schema_source: str | None


class _Accepted(msgspec.Struct, frozen=True):
    rule: str
    sheet: str
    at: str
    reason: str
    line: int


class _Settings(msgspec.Struct, frozen=True, rename="camel"):
    """The effective configuration; paths are relative to the working folder."""

    file: str | None
    source: str
    root: str
    sheets: tuple[_Sheets, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    baseline: str | None
    bands: str | None
    accept: tuple[_Accepted, ...]
    nearer: tuple[str, ...]
    """Configurations of deeper folders."""


@click.command(epilog=EPILOG)
@click.argument("path", required=False, type=click.Path(readable=False))
@format_option("text", "json")
@config_option(name="named")
def config(path: str | None, output_format: str, named: Path | None) -> None:
    """Show the effective configuration for a path, or for the working folder."""
    working = working_folder()
    start = [Path(path)] if path else []
    found = config_for(working, named, start)
    source = "none found, defaults apply"
    if found.file:
        source = "named by --config" if named else f"nearest to {path or 'the working folder'}"
    settings = _settings(found, source, working)
    write_stdout(
        _text(settings)
        if output_format == "text"
        else msgspec.json.format(msgspec.json.encode(settings)).decode() + "\n"
    )


def _settings(config: Config, source: str, working: Path) -> _Settings:
    request = Request(config, working)
    claims = claims_of(request)
    inputs, nearer = own_files(request, claimed_files(request.tree, claims, working))
    for own in config.own_files:
        inputs.pop(own, None)
    counts = Counter(id(file.claim) for file in inputs.values())
    return _Settings(
        display_path(config.file, working) if config.file else None,
        source,
        display_path(config.root, working),
        tuple(_sheets(claim, counts[id(claim)], config, working) for claim in claims),
        config.select,
        config.ignore,
        config.fail_on,
        display_path(config.baseline, working) if config.baseline else None,
        display_path(config.bands, working) if config.bands else None,
        tuple(
            _Accepted(accept.rule, accept.sheet, accept.at, accept.reason, accept.line)
            for accept in config.accept
        ),
        tuple(display_path(deeper.file, working) for deeper in nearer if deeper.file),
    )


def _sheets(claim: Claim, count: int, config: Config, working: Path) -> _Sheets:
    profile = claim.profile
    is_own = profile.name.endswith(".toml")
    source = "configuration" if claim.schema else "profile" if profile.schema else None
    return _Sheets(
        claim.patterns,
        count,
        display_path(config.root / profile.name, working) if is_own else profile.name,
        "file" if is_own else "shipped",
        display_path(claim.schema, working) if claim.schema else profile.schema,
        source,
    )


def _text(settings: _Settings) -> str:
    from tabulate import tabulate

    rows = [
        ("configuration", f"{settings.file or 'none'} ({settings.source})"),
        ("folder", settings.root),
        ("select", ", ".join(settings.select) or "all rules"),
        ("ignore", ", ".join(settings.ignore) or "no rule"),
        ("fail-on", settings.fail_on),
        ("baseline", settings.baseline or "none"),
        ("bands", settings.bands or "shipped"),
    ]
    for sheet in settings.sheets:
        files = "1 file" if sheet.count == 1 else f"{sheet.count} files"
        schema = f"{sheet.schema} ({sheet.schema_source})" if sheet.schema else "none"
        rows += [
            ("sheets", f"{', '.join(sheet.files)}: {files}"),
            ("  profile", f"{sheet.profile} ({sheet.profile_source})"),
            ("  schema", schema),
        ]
    rows += [("nearer", f"{file} applies below its folder") for file in settings.nearer]
    for accepted in settings.accept:
        place = f"{accepted.sheet}{accepted.at} (line {accepted.line}): {accepted.reason}"
        rows.append(("accept", f"{accepted.rule} for {place}"))
    return tabulate(rows, tablefmt="plain", disable_numparse=True, preserve_whitespace=True) + "\n"

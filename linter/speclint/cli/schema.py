"""`speclint schema`."""

from __future__ import annotations

import click

from speclint.cli.options import proposal
from speclint.cli.output import write_lines
from speclint.schema.load import read_text, shipped_schema, shipped_schemas

SUFFIX = ".schema.json"


def _names() -> list[str]:
    return [name.removesuffix(SUFFIX) for name in shipped_schemas()]


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in _names() if name.startswith(incomplete)]


EPILOG = """\b
Examples:
  speclint schema profile
  speclint schema report --path
  speclint schema spec-sheet > spec-sheet.schema.json
"""


@click.command(epilog=EPILOG)
@click.argument("name", shell_complete=_complete)
@click.option("--path", is_flag=True, help="Print the path of its file instead.")
def schema(name: str, *, path: bool) -> None:
    """Print the JSON Schema NAME of sheets, configurations, profiles, baselines, bands or reports."""
    if name not in _names():
        remedy = proposal(name, _names(), f"; there is {', '.join(_names())}")
        message = f'there is no schema "{name}"{remedy}'
        raise click.UsageError(message)
    file = shipped_schema(f"{name}{SUFFIX}")
    write_lines(f"{file}\n" if path else read_text(file))

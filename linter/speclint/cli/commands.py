"""The commands by way of click, each loaded only when it is called."""

from __future__ import annotations

import gc
import io
from importlib import import_module

import click

from speclint import __version__
from speclint.cli.output import write_error
from speclint.documents.message_text import likely

_COMMANDS = {
    "baseline": "Write the present findings to a file, so that only new ones are reported.",
    "calibrate": "Fit the bands of plausible figures to your own sheets.",
    "check": "Find what cannot be true in spec sheets.",
    "config": "Show the effective configuration.",
    "diff": "Report what changed between two revisions of sheets.",
    "explain": "Explain a rule: its reason, its law and examples.",
    "history": "Show the history of each figure of a sheet in git.",
    "init": "Write a profile by reading the repository.",
    "lsp": "Serve an editor: what `check` finds while you type.",
    "profiles": "List the shipped profiles.",
    "report": "Write what is found as one HTML file, with charts.",
    "review": "Write the review of a pull request as a comment.",
    "rules": "List the rules.",
    "schema": "Print a JSON Schema: of sheets, configurations, profiles or reports.",
    "show": "Show the figures of a sheet in metric and imperial units.",
    "test-rules": "Run the examples of your own rules.",
}


class _Commands(click.Group):
    """Loads a command only when it is called, so that a start loads only what its command needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"speclint.cli.{module}"), module)
        gc.freeze()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            meant = likely(name, _COMMANDS)
            ctx.fail(f'there is no command "{name}"' + (f"; did you mean {meant}?" if meant else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


EPILOG = """\b
Examples:
  speclint check                        every sheet that the configuration names
  speclint check specs/bmw/ix2-xdrive30.json
  speclint check --format json > report.json
  speclint explain conversion-mismatch

\b
Completion for your shell (bash, zsh or fish):
  eval "$(_SPECLINT_COMPLETE=bash_source speclint)"
"""


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="speclint")
def cli() -> None:
    """Find what cannot be true in the technical data of vehicles: JSON, NDJSON, CSV or Parquet in git."""


def run() -> int:
    """Run the command of the command line, and give its exit status.

    Raises:
        SpeclintError: the work cannot be done.
    """
    try:
        status = cli.main(prog_name="speclint", standalone_mode=False)
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        from speclint.reporters.sanitize import sanitized

        # what was typed may hold line ends
        message = error.format_message()
        shown = usage.getvalue().replace(message, sanitized(message))
        return write_error(*shown.rstrip("\n").split("\n"))
    except click.Abort:
        return write_error("speclint: interrupted")
    return status if isinstance(status, int) else 0

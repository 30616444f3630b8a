"""The command line: the one door to click, one file per command, and the only printer."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from speclint import __version__
from speclint.cli.output import discard
from speclint.errors import SpeclintError

EXIT_ERROR = 2
"""Exit status where the work could not be done."""

_COMMANDS = {
    "baseline": "Write the present findings to a file, so that only new ones are reported.",
    "calibrate": "Fit the bands of plausible figures to your own sheets.",
    "check": "Find what cannot be true in spec sheets.",
    "config": "Show the effective configuration.",
    "diff": "Report what changed between two revisions of sheets.",
    "explain": "Explain a rule: its reason, its law and examples.",
    "history": "Show the history of each figure of a sheet in git.",
    "init": "Write a profile by reading the repository.",
    "profiles": "List the shipped profiles.",
    "rules": "List the rules.",
    "show": "Show the figures of a sheet in metric and imperial units.",
}


GC_THRESHOLD = 100_000
"""Allocations before a garbage collection; Python's 700 are too few where almost nothing is garbage."""


class _Commands(click.Group):
    """Loads a command only when it is called, so that a start loads only what its command needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _COMMANDS:
            return None
        # modules and sheets live until the end, so collecting garbage among them only costs time
        gc.set_threshold(GC_THRESHOLD)
        command: click.Command = getattr(import_module(f"speclint.cli.{cmd_name}"), cmd_name)
        gc.freeze()
        return command

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
    """Lint spec sheets of cars kept as JSON."""


def main() -> None:
    """Run the command line, and leave with 0, 1 or 2; no traceback reaches the user."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal that cannot show a character gets an escape
        sys.stdout.reconfigure(errors="backslashreplace")
    status = _status()
    for stream in (sys.stdout, sys.stderr):
        # a closed or full stream has been reported already
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # shutting down the interpreter would take a sixth of a short run
    os._exit(status)


def _status() -> int:
    try:
        status = cli.main(prog_name="speclint", standalone_mode=False)
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        return _error(*usage.getvalue().splitlines())
    except SpeclintError as error:
        return _error(f"speclint: {error}")
    except (click.Abort, KeyboardInterrupt):
        return _error("speclint: interrupted")
    except OSError as error:
        if error.filename is None and sys.stdout is not None:
            discard()
        return _error(f"speclint: {error.filename or 'cannot write'}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one line
        return _error(f"speclint: internal error, please report it: {type(error).__name__}: {error}")
    return status if isinstance(status, int) else 0


def _error(*lines: str) -> int:
    from speclint.reporters.sanitize import sanitized

    for line in lines:
        click.echo(sanitized(line), err=True)
    return EXIT_ERROR

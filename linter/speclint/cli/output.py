"""The only place that writes to the standard output; progress and colour, where the terminal shows them."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING, TextIO, TypeVar

from speclint.errors import UnwrittenError, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from click import UsageError

    from speclint.project.request import Progress
    from speclint.reporters.style import Style

Item = TypeVar("Item")

SHEETS_ONLY = "--sheets-only"
"""The option of hooks."""
CACHE_FOLDER = "SPECLINT_CACHE_DIR"
"""The variable of the environment that names the folder of the cache."""
EXIT_ERROR = 2
"""Exit status where the work could not be done."""
DEFAULT_COLUMNS = 80
"""Columns of text for people where the output is no terminal."""
PATIENCE = 1.0
"""Seconds of work after which a progress bar is shown."""
BAR_COLUMNS = 36
"""Columns of a progress bar where the terminal has room."""
BESIDE_BAR = 20
"""Columns of what stands beside a progress bar and its label: brackets, spaces, share, time left."""


def write_stdout(text: str | bytes) -> None:
    """Write to the standard output, all of it; bytes as they are.

    A reader that stops early, such as `head`, is no error: the exit status stays the same.

    Raises:
        UnwrittenError: it cannot be written.
    """
    if sys.stdout is None:
        message = "cannot write the report: the standard output is closed"
        raise UnwrittenError(message)
    try:
        if isinstance(text, bytes):
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        discard()
    except OSError as error:
        discard()
        message = f"cannot write the report: {error.strerror or error}"
        raise UnwrittenError(message) from error


def write_lines(text: str) -> None:
    """Write lines to the standard output, escaped where a terminal or a CI log would interpret them.

    Raises:
        UnwrittenError: they cannot be written.
    """
    from speclint.reporters.sanitize import sanitized

    write_stdout("\n".join(map(sanitized, text.split("\n"))))


def write_stderr(text: str) -> None:
    """Write to the standard error, without colours where it is no terminal."""
    import click

    click.echo(text, nl=False, err=True)


def write_error(*lines: str) -> int:
    """Write why the work could not be done, and give the exit status of that."""
    from speclint.reporters.sanitize import sanitized

    for line in lines:
        write_stderr(f"{sanitized(shortened(line))}\n")
    return EXIT_ERROR


def usage_error(message: str) -> UsageError:
    """The error of options that do not fit each other."""
    import click

    return click.UsageError(message)


def discard() -> None:
    """Redirect the output to the null device, or the interpreter would try to write the rest at its exit."""
    null_device = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null_device, sys.stdout.fileno())
    os.close(null_device)


def progress(*, quiet: bool) -> Progress:
    """A progress bar if the standard error is a terminal that can draw over a line, else none."""
    from speclint.project.request import silent

    shown = not quiet and sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return _bar if shown else silent


def _bar(work: Collection[Item], label: str) -> Iterable[Item]:
    """The work; a bar shows how much of it is done once it has taken `PATIENCE`."""
    started, left = monotonic(), iter(work)
    for done, item in enumerate(left, 1):
        yield item
        if monotonic() - started > PATIENCE:
            import click

            width = max(1, min(BAR_COLUMNS, columns(sys.stderr) - len(label) - BESIDE_BAR))
            with click.progressbar(left, len(work), label, width=width, file=sys.stderr) as bar:
                bar.update(done)
                yield from bar


def style_for(colour: str) -> Style:
    """How text is written to the standard output, by the choice of colour."""
    from speclint.reporters.style import Style

    return Style(colour=in_colour(colour), columns=columns())


def is_terminal() -> bool:
    """Whether the standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def columns(stream: TextIO | None = None) -> int:
    """Columns of the terminal, or those that COLUMNS names; 80 where the output is redirected.

    Args:
        stream: instead of the standard output.
    """
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or DEFAULT_COLUMNS
    except (AttributeError, ValueError, OSError):
        return DEFAULT_COLUMNS


def in_colour(choice: str) -> bool:
    """Whether to write in colour; `auto` follows NO_COLOR, FORCE_COLOR and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"

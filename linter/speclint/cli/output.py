"""The only place that writes to the standard output."""

from __future__ import annotations

import os
import sys

from speclint.errors import UnwrittenError


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


def discard() -> None:
    """Redirect the output to the null device, or the interpreter would try to write the rest at its exit."""
    null_device = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null_device, sys.stdout.fileno())
    os.close(null_device)

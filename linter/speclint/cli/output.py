"""How text leaves the program."""

from __future__ import annotations

import os
import sys

from speclint.errors import SpeclintError


class UnwrittenError(SpeclintError):
    """The report did not reach its reader."""


def tell(text: str | bytes) -> None:
    """Write to the standard output, all of it; bytes as they are.

    A reader who has seen enough and left, such as `head`, is content: the verdict stands.

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
    """Send to nowhere what is left of the output, or the interpreter would try to write it at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

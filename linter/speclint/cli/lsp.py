"""`speclint lsp`."""

from __future__ import annotations

import click

from speclint.cli.options import rules_option
from speclint.errors import MissingPackageError

EPILOG = """\b
Example:
  speclint lsp          as an editor starts it; see docs/editor.md for its settings
"""


@click.command(epilog=EPILOG)
@rules_option
def lsp() -> None:
    """Serve an editor over the standard streams, by the Language Server Protocol.

    Needs pygls: pip install 'speclint[lsp]'.
    """
    try:
        from speclint.integrations.lsp.start import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        message = "the language server needs pygls; install it with: pip install 'speclint[lsp]'"
        raise MissingPackageError(message) from error
    serve()

"""`speclint lsp`."""

from __future__ import annotations

import click

from speclint.cli.options import named_rules_option
from speclint.errors import MissingPackageError

EPILOG = """\b
Example:
  speclint lsp          as an editor starts it; see docs/editor.md for its settings
"""


@click.command(epilog=EPILOG)
@named_rules_option
def lsp(rules: tuple[str, ...]) -> None:
    """Serve an editor over the standard streams, by the Language Server Protocol.

    Needs pygls: pip install 'speclint[lsp]', or in a clone of speclint pip install '.[lsp]'.
    """
    try:
        from speclint.integrations.lsp.start import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        message = (
            "the language server needs pygls; install it with: pip install 'speclint[lsp]', "
            "or in a clone of speclint with: pip install '.[lsp]'"
        )
        raise MissingPackageError(message) from error
    serve(rules)

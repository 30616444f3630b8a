"""`speclint review`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from speclint.cli.compared import Compared, Operands, compared_ends, fails, note_borrowed, refuse_unread
from speclint.cli.options import FAIL_ON, config_option, rules_option
from speclint.cli.output import write_stdout
from speclint.files.paths import working_folder

if TYPE_CHECKING:
    from speclint.diffing.operands import End

EPILOG = """\b
Examples:
  speclint review main...HEAD                     what a branch changes
  speclint review origin/main...HEAD --files-url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$GITHUB_SHA"
"""


@click.command(cls=Operands, epilog=EPILOG)
@click.argument("operands", nargs=-1, metavar="[OLD [NEW]] [-- PATHS...]", type=click.Path(readable=False))
@click.option("--files-url", default="", metavar="URL", help=(
    "Address below which the repository shows its files at the new revision; lines are linked there."
))  # fmt: skip
@click.option("--fail-on", type=FAIL_ON, default="never",
              help="Lowest level of a finding that makes the exit status 1.", show_default=True)  # fmt: skip
@config_option("Use this configuration instead of the nearest one on the new side.")
@rules_option
@click.option("-q", "--quiet", is_flag=True, help="Print the review only: no progress.")
@click.pass_context
def review(  # noqa: PLR0913 - one parameter for each option
    context: click.Context, operands: tuple[str, ...], files_url: str, fail_on: str, config: Path | None,
    *, quiet: bool,
) -> int:  # fmt: skip
    """Write the review of a pull request as a comment in Markdown.

    It holds what `check --since` finds and what `diff` reports, by vehicle, the worst first, in at most
    65,000 characters; "nothing changed" is a comment too. OLD and NEW are as for `speclint diff`.
    """
    working = working_folder()
    ends, comparison = compared_ends(operands, context.meta["paths"], working, config)
    compared = Compared(comparison, files=_below(files_url, ends, working), quiet=quiet)
    printed = compared.rendered("markdown")
    note_borrowed(comparison, quiet=quiet)
    write_stdout(printed)
    if not compared.review.is_checked:
        refuse_unread(compared.review.unread)
    return int(fails(compared.review.worst(), fail_on))


def _below(address: str, ends: tuple[End, End], working: Path) -> str:
    """The address of the working folder, where that of the repository is given."""
    roots = [end.repository.root for end in ends if end.repository is not None]
    if not address or not roots:
        return address
    route = Path(os.path.relpath(working, roots[0])).as_posix()
    return address if route == "." else f"{address.rstrip('/')}/{route}"

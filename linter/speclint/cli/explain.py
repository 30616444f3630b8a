"""`speclint explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speclint.cli.options import complete_rules, config_option, own_rules, rules_option
from speclint.cli.output import columns, in_colour, is_terminal, write_lines, write_stdout
from speclint.quantities.table import QUANTITIES
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="\b\nExamples:\n  speclint explain metric-horsepower\n  speclint explain mass_kerb\n")
@click.argument("rule", shell_complete=complete_rules)
@config_option("Look for rules of your own in this configuration instead of the nearest one.")
@rules_option
def explain(rule: str, config: Path | None) -> None:
    """Explain RULE: why it matters, the law behind it, and good and bad examples.

    Of the name of a quantity, as profiles have it: what it is, its units, and what road cars have.
    """
    text = _of_quantity(rule) if rule in QUANTITIES else _of_rule(rule, config)
    if is_terminal():
        write_stdout(_for_terminal("\n".join(map(sanitized, text.split("\n")))))
    else:
        write_lines(text + "\n")


def _of_quantity(name: str) -> str:
    from speclint.reporters.quantity_page import page

    return page(QUANTITIES[name])


def _of_rule(rule: str, config: Path | None) -> str:
    from speclint.reporters.rule_page import page
    from speclint.rules.registry import named

    try:
        # of a rule of ours no configuration is read
        own = own_rules(config) if "/" in rule else ()
        parts = [entry.rule for entry in named(rule, own)]
    except LookupError as error:
        raise click.UsageError(error.args[0]) from error
    return page(parts)


def _for_terminal(markdown: str) -> str:
    """Markdown as a terminal shows it: headings, paragraphs at its width, examples set apart."""
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=columns(), file=StringIO(), force_terminal=in_colour("auto"))
    with console.capture() as captured:
        console.print(Markdown(markdown, code_theme="ansi_dark"))
    # examples bring blank lines of their own
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "".join(f"{line}\n" for line, before in zip(lines, ["", *lines], strict=False) if line or before)

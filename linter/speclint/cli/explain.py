"""`speclint explain`."""

from __future__ import annotations

import click

from speclint.cli.options import complete_rules
from speclint.cli.output import write_lines


@click.command(epilog="\b\nExample:\n  speclint explain metric-horsepower\n")
@click.argument("rule", shell_complete=complete_rules)
def explain(rule: str) -> None:
    """Explain RULE: why it matters, the law behind it, and good and bad examples."""
    from speclint.reporters.rule_page import page
    from speclint.rules.registry import named

    try:
        parts = [entry.rule for entry in named(rule)]
    except LookupError as error:
        raise click.UsageError(error.args[0]) from error
    write_lines(page(parts) + "\n")

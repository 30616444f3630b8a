"""`speclint explain`."""

from __future__ import annotations

import click

from speclint.cli.output import write_stdout


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from speclint.rules.registry import REGISTRY, names_of

    return [name for name in names_of(REGISTRY) if name.startswith(incomplete)]


@click.command(epilog="\b\nExample:\n  speclint explain metric-horsepower\n")
@click.argument("rule", shell_complete=_complete)
def explain(rule: str) -> None:
    """Explain RULE: why it matters, the law behind it, and good and bad examples."""
    from speclint.reporters.rule_page import page
    from speclint.rules.registry import named

    try:
        parts = [entry.rule for entry in named(rule)]
    except LookupError as error:
        raise click.UsageError(error.args[0]) from error
    write_stdout(page(parts) + "\n")

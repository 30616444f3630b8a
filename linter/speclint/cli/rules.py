"""`speclint rules`."""

from __future__ import annotations

import click

from speclint.cli.output import write_stdout


@click.command(epilog="\b\nExample:\n  speclint rules --format json | jq '.[].id'\n")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="A table, or JSON for tools.")  # fmt: skip
def rules(form: str) -> None:
    """List the rules: id, level, and what each finds."""
    from speclint.rules.registry import RULES

    if form == "json":
        import json

        listed = [
            {
                "id": rule.id,
                "level": rule.level,
                "group": rule.group,
                "summary": rule.summary,
                "url": rule.url,
            }
            for rule in RULES
        ]
        write_stdout(json.dumps(listed, indent=2) + "\n")
        return
    from tabulate import tabulate

    rows = [(rule.id, rule.level.value, rule.summary) for rule in RULES]
    table = tabulate(rows, headers=("rule", "level", "what is at fault"), tablefmt="simple")
    write_stdout(f"{table}\n\n`speclint explain RULE` says why, by which law, with examples.\n")

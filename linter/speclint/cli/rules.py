"""`speclint rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speclint.cli.output import write_stdout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speclint.rules.registry import RuleEntry


@click.command(
    epilog="\b\nExamples:\n  speclint rules --quantity torque\n  speclint rules --format json | jq '.[].id'\n"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="A table, or JSON for tools.")  # fmt: skip
@click.option("--quantity", metavar="QUANTITY", help="Only rules that read figures of this quantity.")
def rules(form: str, quantity: str | None) -> None:
    """List the rules: id, level, what each finds, and ids that it had before."""
    from speclint.rules.registry import REGISTRY

    entries = REGISTRY if quantity is None else _reading(quantity)
    write_stdout(_json(entries) if form == "json" else _table(entries, quantity))


def _reading(quantity: str) -> Sequence[RuleEntry]:
    """The rules that read a quantity by name, then those that read any figure.

    Raises:
        click.UsageError: there is no such quantity.
    """
    from difflib import get_close_matches

    from speclint.quantities.table import QUANTITIES
    from speclint.rules.registry import REGISTRY

    if quantity not in QUANTITIES:
        nearest = get_close_matches(quantity, QUANTITIES, n=1)
        proposal = f'did you mean "{nearest[0]}"?' if nearest else "docs/spec-sheet.md lists them"
        message = f'there is no quantity "{quantity}"; {proposal}'
        raise click.UsageError(message)
    found = [entry for entry in REGISTRY if entry.depends_on(quantity)]
    return sorted(found, key=lambda entry: entry.reads_any_figure)


def _json(entries: Sequence[RuleEntry]) -> str:
    import json

    from speclint.reporters.rule_page import aliases, by_id, summary

    listed = [
        {
            "id": name,
            "level": max(parts, key=lambda rule: rule.level.weight).level,
            "group": parts[0].group,
            "summary": summary(parts),
            "url": parts[0].url,
            "aliases": aliases(parts),
        }
        for name, parts in by_id(entry.rule for entry in entries).items()
    ]
    return json.dumps(listed, indent=2) + "\n"


def _table(entries: Sequence[RuleEntry], quantity: str | None) -> str:
    from tabulate import tabulate

    rows = [
        (entry.id, entry.level, entry.rule.summary, *([] if quantity is None else [_read(entry)]),
         entry.first_id if entry.first_id != entry.id else "")
        for entry in entries
    ]  # fmt: skip
    reads = [] if quantity is None else ["reads"]
    table = tabulate(
        rows, headers=("rule", "level", "what is at fault", *reads, "id before"), tablefmt="simple"
    )
    return f"{table}\n\n`speclint explain RULE` gives the reason, the law and examples.\n"


def _read(entry: RuleEntry) -> str:
    return "any figure" if entry.reads_any_figure else "the quantity"

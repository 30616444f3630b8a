"""`speclint rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speclint.cli.options import config_option, format_option, own_rules, quantity_proposal, rules_option
from speclint.cli.output import style_for, write_lines
from speclint.cli.tables import table
from speclint.quantities.table import QUANTITIES
from speclint.rules.registry import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speclint.rules.registry import RuleEntry


@click.command(
    epilog="\b\nExamples:\n  speclint rules --quantity torque\n  speclint rules --format json | jq '.[].id'\n"
)
@format_option("text", "json")
@click.option("--quantity", metavar="QUANTITY", help="Only rules that read figures of this quantity.")
@config_option("Show the rules of your own in this configuration instead of the nearest one.")
@rules_option
def rules(output_format: str, quantity: str | None, config: Path | None) -> None:
    """List the rules: id, level, what each finds, and ids that it had before.

    Those of your own are the ones of the configuration for the working folder.
    """
    every = (*REGISTRY, *own_rules(config))
    entries: Sequence[RuleEntry] = every
    if quantity is not None:
        if quantity not in QUANTITIES:
            remedy = quantity_proposal(quantity, "; docs/quantities.md lists them")
            message = f'there is no quantity "{quantity}"{remedy}'
            raise click.UsageError(message)
        # those that read it by name come first
        reading = (entry for entry in every if entry.depends_on(quantity))
        entries = sorted(reading, key=lambda entry: entry.reads_any_figure)
    write_lines(_json(entries) if output_format == "json" else _table(entries, quantity))


def _json(entries: Sequence[RuleEntry]) -> str:
    from speclint.reporters.escape import as_json
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
    return as_json(listed)


def _table(entries: Sequence[RuleEntry], quantity: str | None) -> str:
    headers = ("rule", "level", "what is at fault", *(("reads",) if quantity else ()), "id before")
    rows = [
        (
            entry.id,
            entry.level,
            entry.rule.summary,
            *(("any figure" if entry.reads_any_figure else "the quantity",) if quantity else ()),
            entry.first_id if entry.first_id != entry.id else "",
        )
        for entry in entries
    ]
    more = style_for("never").lines(("`speclint explain RULE` gives the reason, the law and examples.", ""))
    return "\n".join([table(headers, rows), "", *more, ""])

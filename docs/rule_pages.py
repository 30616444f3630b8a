"""The pages of the rules: docs/rules.md, which lists them by topic, and docs/rules/ID.md for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counts import Counts

from speclint.reporters.rule_page import by_id, levels, page, summary, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from speclint.rules.rule import Rule

TOPICS = {
    "structure": "Structure",
    "layers": "Layers",
    "bounds": "Bounds",
    "units": "Units",
    "energy": "Battery, range and consumption",
    "fuel": "Fuel and CO2",
    "charging": "Charging",
    "body": "Body and masses",
    "powertrain": "Powertrain",
    "performance": "Performance",
    "identity": "Identity and market",
    "siblings": "Siblings",
    "entry_errors": "Entry errors",
    "sources": "Sources",
    "catalog": "The catalog as a whole",
    "changes": "Changes",
}
"""The heading of each group of rules, in the order of the index."""
HEADINGS = re.compile(r"^#(?=##* )", re.MULTILINE)


def pages(rules: Iterable[Rule], folder: Path) -> dict[Path, str]:
    """The text of each page by its file."""
    grouped = by_id(rules)
    counts = Counts(grouped)
    texts = {folder / "rules.md": "\n".join(_index(grouped, counts)) + "\n"}
    for name, parts in grouped.items():
        # `speclint explain` prints the same, with headings that are one level lower
        text = page(parts).replace(f"{title(parts)}\n", f"{title(parts)}\n\n{counts.remark(name)}\n", 1)
        text = (
            f"{text}\n\n[Suppressions](../configuration.md#suppressions) shows all ways to ignore a finding."
        )
        texts[folder / "rules" / f"{name}.md"] = HEADINGS.sub("", text) + "\n"
    return texts


def _index(grouped: dict[str, list[Rule]], counts: Counts) -> Iterator[str]:
    yield from (
        "# Rules",
        "",
        "Every rule has a page with its reason, its law and examples, each of which is a test;",
        "`speclint explain RULE` prints the same.",
        "",
        f"*Public data* is how often a rule found something in {counts.searched},",
        "most of which are right: without a number it found nothing there (`benchmarks/finds.py`).",
        "`select` and `ignore` take a rule or its *group*.",
    )
    for group, heading in TOPICS.items():
        yield from ("", f"## {heading}", "")
        yield from (
            "| rule | level | what is at fault | group | public data |",
            "| --- | --- | --- | --- | --- |",
        )
        for name, parts in grouped.items():
            if parts[0].group == group:
                link = f"[{name}](rules/{name}.md)"
                found = counts.total(name) or ""
                yield f"| {link} | {levels(parts)} | {summary(parts)} | `{group}` | {found} |"

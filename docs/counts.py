"""How often each rule found something in public data, put into the page of the rules."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from speclint.reporters.rule_page import by_id, levels, summary, title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.rules.rule import Rule

FINDS = Path(__file__).parent.parent / "benchmarks/finds.json"


def with_counts(page: str, rules: Iterable[Rule]) -> str:
    """The page with a column in its table, a remark below each heading, and what was searched."""
    counted = json.loads(FINDS.read_text(encoding="utf-8"))
    finds: dict[str, Counter[str]] = {rule.id: Counter() for rule in rules}
    sizes = Counter[str]()
    for data_set in counted["data"]:
        sizes[data_set["unit"]] += data_set["size"]
        for name, count in data_set["finds"].items():
            if name not in finds:
                sys.exit(f"{FINDS.name} counts {name}, which is no rule: rename or remove it there")
            finds[name][data_set["title"]] = count
    searched = " and ".join(f"{size:,} {unit}" for unit, size in sizes.items())
    page = page.replace(
        "\n\n| rule | level | what is at fault |\n| --- |",
        f" Found is how often a rule found\nsomething in {searched} of public data on {counted['date']} "
        "(`benchmarks/finds.py`).\n\n| rule | level | what is at fault | found |\n| --- | --- |",
    )
    for name, parts in by_id(rules).items():
        row = f"| [{name}](#{name}) | {levels(parts)} | {summary(parts)} |"
        page = page.replace(row, f"{row} {finds[name].total()} |")
        page = page.replace(f"{title(parts)}\n", f"{title(parts)}\n\n{_remark(finds[name])}\n")
    return page


def _remark(finds: Counter[str]) -> str:
    if not finds:
        return "Not found in public data."
    return f"Found in public data: {', '.join(f'{count} in {title}' for title, count in finds.items())}."

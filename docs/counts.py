"""How often each rule found something in public data, for the pages of the rules."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FINDS = Path(__file__).parent.parent / "benchmarks/finds.json"


class Counts:
    """What was searched, and what each rule found there."""

    def __init__(self, rules: Iterable[str]) -> None:
        counted = json.loads(FINDS.read_text(encoding="utf-8"))
        self._finds: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
        sizes = Counter[str]()
        for data_set in counted["data"]:
            sizes[data_set["unit"]] += data_set["size"]
            for name, count in data_set["finds"].items():
                if name not in self._finds:
                    sys.exit(f"{FINDS.name} counts {name}, which is no rule: rename or remove it there")
                self._finds[name][data_set["title"]] = count
        searched = " and ".join(f"{size:,} {unit}" for unit, size in sizes.items())
        self.searched = f"{searched} of public data on {counted['date']}"

    def total(self, rule: str) -> int:
        """How often a rule found something."""
        return self._finds[rule].total()

    def remark(self, rule: str) -> str:
        """The same as a sentence, with the data sets."""
        finds = self._finds[rule]
        if not finds:
            return "Not found in public data."
        return f"Found in public data: {', '.join(f'{count} in {title}' for title, count in finds.items())}."

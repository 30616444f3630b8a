"""The page of the quantities, docs/quantities.md, from their table."""

from __future__ import annotations

from speclint.quantities.table import QUANTITIES
from speclint.quantities.unit import RARE
from speclint.reporters.quantity_page import limits, meaning, units

HEAD = """\
# Quantities

What a [profile](profiles.md) may map, by its name there. `speclint explain NAME` prints the same of one, and
`speclint rules --quantity NAME` the rules that read it.

A figure may be stated in each of its units, and in several at once. No road car lies beyond the limits in the
last column; [figure-out-of-bounds](rules/figure-out-of-bounds.md) reports what does.

| name | what it is | units | road cars |
| --- | --- | --- | --- |
"""


def text() -> str:
    """The text of the page."""
    rows = (
        f"| `{quantity.name}` | {meaning(quantity)} | {units(quantity)} | {limits(quantity)} |\n"
        for quantity in QUANTITIES.values()
    )
    rare = ", ".join(f"{unit.name} ({unit.kind})" for unit in RARE)
    return (
        f"{HEAD}{''.join(rows)}\n"
        "## Other units\n\n"
        f"These are read too, though hardly anybody states figures in them: {rare}. `klb` is 1000 lb.\n\n"
        "A profile states no factors. Convert a column before that is in another multiple, such as 100 kg.\n"
    )

"""Screening: which of many sheets a rule may be violated in, found for all of them at once.

A screen may strike a sheet that violates nothing, and never misses one that does: the rule itself then looks at
the sheets that are struck, so that what it yields is the same with and without a screen. The screen of a rule is
the function in `screens.py` beside it that has its first id as name; laws are screened as they are written. A rule
without a screen strikes every sheet that states what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speclint.rules.registry import CATALOG, CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.columns.columns import Columns
    from speclint.columns.figures import Booleans
    from speclint.rules.registry import RuleEntry


def struck(columns: Columns, rules: Iterable[RuleEntry], among: Booleans) -> dict[int, list[RuleEntry]]:
    """The rows in which some rule on sheets may be violated, with these rules in their order.

    Args:
        columns: all sheets of a profile.
        rules: the rules.
        among: the rows that matter.
    """
    on_sheets = [rule for rule in rules if rule.group not in {CHANGES, CATALOG}]
    found = dict.fromkeys(np.flatnonzero(columns.irregular & among).tolist(), on_sheets)
    regular = among & ~columns.irregular
    for rule in on_sheets:
        for row in np.flatnonzero(struck_by(columns, rule) & regular).tolist():
            found.setdefault(row, []).append(rule)
    return found


def struck_by(columns: Columns, rule: RuleEntry) -> Booleans:
    """The rows in which one rule may be violated."""
    candidates = columns.none() if rule.one_of else ~columns.none()
    for names in rule.one_of:
        candidates |= states_all(columns, names)
    candidates &= states_all(columns, rule.needs)
    screen = rule.screen if candidates.any() else None
    if screen is None:
        return candidates
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        return candidates & screen(columns)


def states_all(columns: Columns, names: Iterable[str]) -> Booleans:
    """The rows that state all of these names."""
    found = ~columns.none()
    for name in names:
        found &= columns.states(name)
    return found

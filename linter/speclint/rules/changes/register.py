"""The rules on changes, in the order in which they are asked: a comparison asks these alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.changes.figure_changed_without_source import figure_changed_without_source
from speclint.rules.changes.figure_removed import figure_removed
from speclint.rules.changes.identity_changed import identity_changed
from speclint.rules.changes.large_jump import large_jump
from speclint.rules.changes.precision_lost import precision_lost
from speclint.rules.changes.revised_date_not_moved import revised_date_not_moved
from speclint.rules.changes.ripple_missed import ripple_missed
from speclint.rules.changes.sibling_left_behind import sibling_left_behind
from speclint.rules.changes.status_regressed import status_regressed
from speclint.rules.changes.unit_dropped import unit_dropped
from speclint.rules.changes.unit_flipped import unit_flipped

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

CHANGE_RULES: tuple[Rule, ...] = (
    unit_flipped,
    ripple_missed,
    large_jump,
    sibling_left_behind,
    figure_changed_without_source,
    status_regressed,
    figure_removed,
    unit_dropped,
    precision_lost,
    identity_changed,
    revised_date_not_moved,
)
"""Causes before their likely echoes."""

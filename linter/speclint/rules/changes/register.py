"""The rules on changes, in the order in which they are asked: a comparison asks these alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.changes.figure_removed import figure_removed

if TYPE_CHECKING:
    from speclint.rules.rule import Rule

CHANGE_RULES: tuple[Rule, ...] = (figure_removed,)
"""Causes before their likely echoes."""

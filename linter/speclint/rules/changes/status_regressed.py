"""A status that went back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, change_rule, good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.changes.change import Revised

STEPS = {
    "rumoured": 0, "expected": 0, "concept": 1, "announced": 2, "preproduction": 3, "pre-production": 3,
    "production": 4, "discontinued": 5,
}  # fmt: skip
"""In which order a car goes through what sheets say of it."""


@change_rule(
    level=Level.WARNING,
    summary="the status went back",
    reads=("changes",),
    mirror="a car goes on from expected to announced, to production, and to discontinued",
    bad=(
        bad('{"status": "announced"}', base='{"status": "production"}', at="/status",
            message='a car whose status was "production" is not "announced" again'),
    ),
    good=(
        good('{"status": "production"}', base='{"status": "expected"}'),
        good('{"status": "production"}', base='{"status": "production"}', why="nothing changed"),
    ),
)  # fmt: skip
def status_regressed(revised: Revised) -> Iterator[Violation]:
    """A car is expected, announced, built and discontinued, in this order; what is built is not announced again.

    A status that goes back is mostly an old sheet put over a newer one. Words that are not known have no order.
    """
    for change in revised.changes:
        if change.field == "status" and change.base and change.revision:
            before, after = str(change.base.value), str(change.revision.value)
            if STEPS.get(after, 9) < STEPS.get(before, -1):
                yield Violation(f'a car whose status was "{before}" is not "{after}" again', change.pointer)

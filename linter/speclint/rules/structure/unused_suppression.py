"""An accepted finding that is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, suppression_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.declarations import InlineSuppression


@suppression_rule(
    first_id="unused-accept",
    level=Level.WARNING,
    summary="an accepted finding is not found",
    needs=("suppressions",),
    bad=(
        bad('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}, "$speclint": {"accept": [' '{"rule": "conversion-rounding", "at": "/powertrain/torque", "reason": "as the maker writes it"}]}}',
            at="/$speclint/accept/0",
            message="conversion-rounding is accepted at /powertrain/torque, but nothing is found there",
            why="the figure was mended, the exemption stayed"),
    ),
    good=(
        good('{"performance": {"top_speed": {"km/h": 180, "mph": 111}}, "$speclint": {"accept": [' '{"rule": "conversion-rounding", "at": "/performance/top_speed", "reason": "as the maker writes it"}]}}'),
    ),
)  # fmt: skip
def unused_suppression(suppression: InlineSuppression) -> Iterator[Violation]:
    """An exemption that outlives its finding hides the next fault at that place. Exceptions expire.

    SARIF 2.1.0, 3.35 has suppressions; that each one must still be needed is a habit of good linters.
    """
    at = suppression.at or "the whole sheet"
    yield Violation(
        f"{suppression.rule} is accepted at {at}, but nothing is found there", suppression.pointer
    )

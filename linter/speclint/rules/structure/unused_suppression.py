"""A suppression of a finding that is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, suppression_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.declarations import InlineSuppression

_SHEET = '{{{0}, "$speclint": {{"accept": [{{"rule": "conversion-rounding", "at": "{1}", "reason": "as the maker writes it"}}]}}}}'


@suppression_rule(
    first_id="unused-accept",
    level=Level.WARNING,
    summary="an accepted finding is not found",
    needs=("suppressions",),
    bad=(
        bad(_SHEET.format('"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}', "/powertrain/torque"),
            at="/$speclint/accept/0",
            message="conversion-rounding is accepted at /powertrain/torque, but nothing is found there",
            why="the figure was corrected, the suppression stayed"),
    ),
    good=(
        good(_SHEET.format('"performance": {"top_speed": {"km/h": 180, "mph": 111}}', "/performance/top_speed")),
    ),
)  # fmt: skip
def unused_suppression(suppression: InlineSuppression) -> Iterator[Violation]:
    """A suppression (SARIF 2.1.0, 3.35) that is kept after its fault was corrected hides the next fault at that place."""
    at = suppression.at or "the whole sheet"
    message = f"{suppression.rule} is accepted at {at}, but nothing is found there"
    yield Violation(message, suppression.pointer)

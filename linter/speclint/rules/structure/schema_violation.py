"""The document does not follow its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="the document does not follow its JSON Schema",
    needs=("schema_violations",),
    bad=(
        bad(
            '{"perfomance": {"top_speed": {"km/h": 180}}}',
            at="/perfomance",
            message='unknown key "perfomance"; did you mean "performance"?',
            why="a misspelt key",
        ),
        bad(
            '{"powertrain": {"type": "BEV"}}',
            at="/powertrain/type",
            message='"BEV" is not one of "bev", "phev", "hev", "ice", "fcev"; did you mean "bev"?',
            why="a word outside a closed list",
        ),
        bad(
            '{"powertrain": {"type": "bev", "torque": {"Nm": "494"}}}',
            at="/powertrain/torque/Nm",
            message='expected a number, an array or an object, such as 494, [417, 449] or {"at_least": 300}, '
            'found the string "494"',
            why="a figure as text",
        ),
    ),
    good=(good('{"powertrain": {"type": "bev", "torque": {"Nm": 494}}}'),),
)
def schema_violation(sheet: Sheet) -> Iterator[Violation]:
    """A misspelt or misplaced member is read by nobody, so its figure is never checked nor shown.

    The schema is JSON Schema, draft 2020-12 if it does not say otherwise. A place that fails it is not
    shown to the rules that follow.
    """
    units = {invalid.pointer for invalid in sheet.invalid_figures}
    for violation in sheet.schema_violations:
        if violation.pointer not in units:
            key = violation.keyword in ("additionalProperties", "unevaluatedProperties", "propertyNames")
            arguments = violation.arguments
            yield Violation(
                violation.message, violation.pointer, help=violation.help, key=key, arguments=arguments
            )

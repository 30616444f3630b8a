"""The document cannot be read as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="the document is not JSON",
    needs=("parse_errors",),
    bad=(
        bad(
            '{"make": "BMW",}',
            at="",
            message="a trailing comma is not JSON",
            whole=True,
            why="a comma before the closing brace",
        ),
        bad(
            '{"battery": {"usable": {"kWh": NaN}}}',
            at="",
            message="'NaN' is not JSON; leave the figure out",
            whole=True,
            why="NaN is no JSON number",
        ),
    ),
    good=(good('{"battery": {"usable": {"kWh": 64.8}}}'),),
)
def invalid_json(sheet: Sheet) -> Iterator[Violation]:
    """Nothing can be said of a sheet that no tool can read.

    JSON is RFC 8259: UTF-8 without byte order mark, no comments, no trailing commas, and no NaN or
    Infinity. What does not parse yields this finding and no other.
    """
    for layer, fault in sheet.parse_errors:
        if fault.kind == "invalid-json":
            yield Violation(fault.message, fault.pointer, span=(fault.start, fault.end), layer=layer.path)

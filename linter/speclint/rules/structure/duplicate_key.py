"""A key stands twice in one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Related, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="a key stands twice in one object",
    needs=("parse_errors",),
    bad=(
        bad(
            '{"powertrain": {"type": "bev", "torque": {"Nm": 494, "Nm": 400}}}',
            at="/powertrain/torque/Nm",
            message='the key "Nm" is given twice; only the last counts',
            why="a reader takes the last, an editor sees the first",
        ),
    ),
    good=(good('{"powertrain": {"type": "bev", "torque": {"Nm": 494, "lb-ft": 364}}}'),),
)
def duplicate_key(sheet: Sheet) -> Iterator[Violation]:
    """One of the two values is lost without a word, and which one depends on the reader.

    RFC 8259, section 4: the names within an object should be unique; the behaviour of software that
    receives an object with names that are not is unpredictable.
    """
    for layer, fault in sheet.parse_errors:
        if fault.kind == "duplicate-key":
            first = (Related("first given here", fault.pointer, span=fault.related),)
            place = (fault.start, fault.end)
            yield Violation(fault.message, fault.pointer, first, span=place, layer=layer.path)

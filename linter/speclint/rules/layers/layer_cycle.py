"""A layer that inherits from the sheet that inherits from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="a layer inherits from the sheet that inherits from it",
    needs=("missing_layers",),
    bad=(
        bad(
            '{"$extends": "ix2-xdrive30.json", "powertrain": {"type": "bev"}}',
            at="/$extends",
            message='the layer "ix2-xdrive30.json" inherits from this sheet',
            why="a sheet that extends itself",
        ),
    ),
    good=(good('{"powertrain": {"type": "bev"}}'),),
)
def layer_cycle(sheet: Sheet) -> Iterator[Violation]:
    """Documents that extend each other in a ring have no effective value, for there is no lowest one.

    Objects merge over the layer below (as in RFC 7396), so every chain of `$extends` must end.
    """
    for unmet in sheet.missing_layers:
        if unmet.cycle:
            yield Violation(
                f'the layer "{unmet.path}" inherits from this sheet', unmet.pointer, layer=unmet.layer
            )

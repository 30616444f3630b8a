"""A layer that a sheet inherits from does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.rule import Level, Violation, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="a layer that the sheet inherits from does not exist",
    needs=("missing_layers",),
    bad=(
        bad(
            '{"$extends": "ix2-base.json", "powertrain": {"type": "bev"}}',
            at="/$extends",
            message='there is no layer "ix2-base.json" to inherit from',
        ),
    ),
    good=(good('{"powertrain": {"type": "bev"}}'),),
)
def missing_layer(sheet: Sheet) -> Iterator[Violation]:
    """A sheet without the layer below it is not whole, so nothing more can be said of it.

    Layers are named by the profile (`layers`) or by `$extends` in a document, relative to it. They lie
    below the configuration's folder.
    """
    for unmet in sheet.missing_layers:
        if not unmet.cycle:
            yield Violation(
                f'there is no layer "{unmet.path}" to inherit from', unmet.pointer, layer=unmet.layer
            )

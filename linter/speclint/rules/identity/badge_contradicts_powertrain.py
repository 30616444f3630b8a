"""A name that promises another powertrain than the sheet states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.rules.identity.badges import broken_promises
from speclint.rules.rule import Level, bad, good, sheet_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.rules.rule import Violation
    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.ERROR,
    summary="the name promises another powertrain",
    reads=("make", "model", "powertrain", "trim", "variant"),
    bad=(
        bad(
            {
                "bmw/ix1-xdrive30e": '{"make": "BMW", "model": "iX1", "variant": "xDrive30e", '
                '"powertrain": {"type": "bev", "drive": "awd"}}'
            },
            at="/variant",
            message='"xDrive30e" means a plug-in hybrid, but "iX1" means an electric car',
            why="a plug-in badge on an electric car",
        ),
        bad(
            {
                "bmw/x2-edrive20": '{"make": "BMW", "model": "X2", "variant": "eDrive20", '
                '"powertrain": {"type": "ice", "drive": "fwd"}}'
            },
            at="/variant",
            message='"eDrive20" means an electric car, but "X2" means a model with a combustion engine',
            why="an electric badge on a combustion model",
        ),
        bad(
            '{"model": "i4", "variant": "M50", "powertrain": {"type": "hev"}}',
            at="/model",
            message='"i4" means an electric car, but the powertrain is "hev"',
        ),
        bad(
            '{"model": "iX2", "variant": "eDrive20", "powertrain": {"type": "hev"}}',
            at="/powertrain/type",
            message='the powertrain is "hev", but "iX2" means an electric car and "eDrive20" means an electric car',
            why="two badges against what is stated",
        ),
    ),
    good=(
        good(
            {
                "bmw/i3-94-ah-rex": '{"make": "BMW", "model": "i3", "variant": "94 Ah REx", '
                '"powertrain": {"type": "phev", "drive": "rwd"}}'
            },
            why="the range extender is the one i3 with an engine",
        ),
        good(
            {
                "bmw/x1-xdrive30e": '{"make": "BMW", "model": "X1", "variant": "xDrive30e", '
                '"powertrain": {"type": "phev", "drive": "awd"}}'
            }
        ),
    ),
)
def badge_contradicts_powertrain(sheet: Sheet) -> Iterator[Violation]:
    """Makers name cars by a system: BMW's "30e" is a plug-in hybrid, "eDrive" and "i…" are electric.

    A badge on the wrong powertrain is a mistyped name, or a sheet copied from another car. The table of
    badges is `badges.json` beside this rule; makes that are not in it are judged by general words alone.
    """
    yield from broken_promises(sheet, "powertrain")

"""A badge that is spelt otherwise than its maker does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from speclint.rules.identity.badges import Badge, table
from speclint.rules.rule import Correction, Level, Violation, bad, good, sheet_rule
from speclint.sheets.identity import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speclint.sheets.sheet import Sheet


@sheet_rule(
    level=Level.NOTE,
    summary="a badge is spelt otherwise than its maker does",
    reads=("make", "trim", "variant"),
    bad=(
        bad({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "XDrive30"}'}, at="/variant",
            message='"XDrive30" is written "xDrive30"'),
        bad({"mercedes-benz/eqb-350-4-matic": '{"make": "Mercedes-Benz", "model": "EQB", "variant": "350 4-Matic"}'},
            at="/variant", message='"350 4-Matic" is written "350 4MATIC"'),
    ),
    good=(
        good({"bmw/ix2-xdrive30": '{"make": "BMW", "model": "iX2", "variant": "xDrive30"}'}),
        good({"mini/countryman-xdrive": '{"make": "MINI", "model": "Countryman", "variant": "Xdrive"}'},
            why="another make may write it as it likes"),
    ),
)  # fmt: skip
def badge_misspelt(sheet: Sheet) -> Iterator[Violation]:
    """Who looks for "xDrive30" finds no "xdrive 30", and no rule that knows the badge does either.

    The table of badges, `badges.json` beside this rule, says how the makers themselves spell theirs. Told are
    other capitals, and a space or hyphen between the parts of a badge; nothing else is guessed.
    """
    badges = [one for one in table().get(slug(sheet.field("make") or ""), ()) if one.written]
    for field in ("variant", "trim") if badges else ():
        stated = sheet.field(field) or ""
        right = stated
        for badge in badges:
            right = _respelt(right, badge)
        if right != stated:
            message = f'"{stated}" is written "{right}"'
            literal = msgspec.json.encode(right).decode()
            correction = Correction(
                sheet.field_pointer(field), "", literal, "its maker writes it so", message, certain=True
            )
            yield Violation(message, sheet.field_pointer(field), corrections=(correction,))


def _respelt(name: str, badge: Badge) -> str:
    """The name with the badge as its maker spells it; as it is where that would be none of its badges."""
    parts = re.findall(r"[a-z]+|[A-Z]+[a-z]*|\d+", badge.written)
    # what is a number of its own beside most badges is a part of the word beside some
    end = r"(?:[ -]?(?=\d)|(?!\w))" if rf"{badge.written}\d" in badge.badge else r"(?!\w)"
    right = re.sub(rf"(?i)(?<![\w-]){'[ -]?'.join(parts)}{end}", badge.written, name)
    return right if re.search(badge.badge, right) else name

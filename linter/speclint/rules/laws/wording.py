"""Laws for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def worded(law: str, when: str, unless: str, let: Mapping[str, str]) -> str:
    """A law as Markdown, with its conditions and with what the names in it stand for."""
    text = f"`{law}`" + (f", when `{when}`" if when else "") + (f", unless `{unless}`" if unless else "")
    names = set(re.findall(r"\w+", text))
    # a name may build on those before it
    for name, stands_for in reversed(tuple(let.items())):
        if name in names:
            names.update(re.findall(r"\w+", stands_for))
    where = [f"`{name}` is `{stands_for}`" for name, stands_for in let.items() if name in names]
    return f"{text}, where {', '.join(where)}" if where else text

"""The shipped table of laws, as it is read at each start.

`laws.toml` is for people. `laws.json` holds the same rows with their laws parsed, since reading TOML and parsing
laws would take longer than checking a sheet; `python docs/render.py` writes it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from speclint.rules.laws.row import Row
from speclint.rules.laws.violations import check_of
from speclint.rules.rule import Level, Rule, bad, good

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMPILED = Path(__file__).with_name("laws.json")


@cache
def _texts() -> Mapping[str, msgspec.Raw]:
    """The JSON text of each row, by the first id of its rule: a run needs few of them."""
    return msgspec.json.decode(COMPILED.read_bytes(), type=dict[str, msgspec.Raw])


def row_named(name: str) -> Row | None:
    """The row of a rule by its first id with underscores."""
    # the import system looks up names such as `__path__`
    text = None if name.startswith("_") else _texts().get(name.replace("_", "-"))
    return None if text is None else msgspec.json.decode(text, type=Row)


def __getattr__(name: str) -> Rule:
    """The rule of a row, by its first id with underscores: the registry finds it as it finds those with code."""
    row = row_named(name)
    if row is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return rule_of(row)


def declared_rules() -> Iterator[Rule]:
    """The rules of all rows."""
    return (rule_of(msgspec.json.decode(text, type=Row)) for text in _texts().values())


def rule_of(row: Row) -> Rule:
    """The rule that a row declares."""
    shared = ("id", "first_id", "group", "summary", "needs", "one_of", "reads", "consequence_of", "before")
    return Rule(
        **{name: getattr(row, name) for name in shared},
        why=f"{row.reason}\n\nSource: {row.source}" if row.source else row.reason,
        level=Level(row.level),
        bad=tuple(bad(case.sheet, at=case.at, message=case.message, why=case.why) for case in row.bad),
        good=tuple(good(case.sheet, why=case.why) for case in row.good),
        on_sheet=check_of(row),
        laws=row.laws,
        scope="sheet" if row.in_one_currency else "sharpest",
    )

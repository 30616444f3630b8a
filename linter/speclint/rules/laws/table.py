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


def __getattr__(name: str) -> Rule:
    """The rule of a row, by its first id with underscores: the registry finds it as it finds those with code."""
    # the import system asks for names such as `__path__`
    text = None if name.startswith("_") else _texts().get(name.replace("_", "-"))
    if text is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return rule_of(msgspec.json.decode(text, type=Row))


def declared_rules() -> Iterator[Rule]:
    """The rules of all rows."""
    return (rule_of(msgspec.json.decode(text, type=Row)) for text in _texts().values())


def rule_of(row: Row) -> Rule:
    """The rule that a row declares."""
    return Rule(
        id=row.id,
        first_id=row.first_id,
        why=f"{row.reason}\n\nSource: {row.source}" if row.source else row.reason,
        group=row.group,
        level=Level(row.level),
        summary=row.summary,
        needs=row.needs,
        reads=row.reads,
        bad=tuple(
            bad(sample.sheet, at=sample.at, message=sample.message, why=sample.why) for sample in row.bad
        ),
        good=tuple(good(sample.sheet, why=sample.why) for sample in row.good),
        on_sheet=check_of(row),
        consequence_of=row.consequence_of,
        before=row.before,
    )

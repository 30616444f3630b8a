"""What `project/change.py` relies on, to find all that a change may affect."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import speclint

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(speclint.__file__).parent


def required_fields() -> Iterator[tuple[str, list[str]]]:
    """The fields without which rules and diagnosis look for no family, with the module."""
    for room in ("rules", "checking"):
        for module in (PACKAGE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "family_by":
                    yield module.name, ast.literal_eval(node.args[2])


def test_the_families_that_rules_look_at_are_of_one_make() -> None:
    found = list(required_fields())
    assert len(found) >= 5
    assert [name for name, fields in found if "make" not in fields] == []

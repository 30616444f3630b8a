"""Faults that no schema may have: a key that is given twice, and a reference back to itself for one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.parser import parse
from speclint.documents.pointer import to_pointer
from speclint.documents.regions import Regions
from speclint.errors import SchemaError
from speclint.schema.load import display_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speclint.documents.pointer import Json, Steps
    from speclint.schema.references import Node


def refuse_repeated_keys(path: Path | str, text: str) -> None:
    """Refuse a schema in which a key is given twice.

    Raises:
        SchemaError: one is.
    """
    for error in parse(text.encode())[1]:
        if error.kind == "duplicate-key":
            line = text.count("\n", 0, error.start) + 1
            message = f"{display_name(path)}:{line}: {error.message}; remove the others"
            raise SchemaError(message)


def refuse_circle(path: Path | str, text: str, contents: Json, circle: Sequence[Node]) -> None:
    """Refuse a schema that applies itself to the same value; JSON Schema 2020-12, section 9.4.1, forbids it.

    Args:
        path: its file, for messages.
        text: the text of the file.
        contents: the schema in it.
        circle: the schemas of which each applies the next; empty if there are none.

    Raises:
        SchemaError: there are some.
    """
    if not circle:
        return
    pointer = _pointer(contents, circle)
    line = Regions(text).key(pointer).line
    shown = display_name(pointer or "/")
    message = (
        f"{display_name(path)}:{line}: a reference leads from {shown} back to it, so that it fits no value "
        "or any; correct it"
    )
    raise SchemaError(message)


def _pointer(contents: Json, circle: Sequence[Node]) -> str:
    """The pointer to the first schema of a circle in a document; to the whole if all are elsewhere."""
    members = {id(node) for node in circle}
    waiting: list[tuple[Steps, Json]] = [((), contents)]
    while waiting:
        steps, value = waiting.pop()
        if id(value) in members:
            return to_pointer(steps)
        if isinstance(value, dict):
            waiting += [((*steps, name), member) for name, member in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*steps, index), item) for index, item in reversed([*enumerate(value)])]
    return ""

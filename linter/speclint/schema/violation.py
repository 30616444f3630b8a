"""What a schema rejects: one violation for one cause."""

from __future__ import annotations

from typing import NamedTuple


class SchemaViolation(NamedTuple):
    """One place that the schema refuses, ready to be told."""

    pointer: str
    """The place to show."""
    blocks: str | None
    """The place that no later rule may judge; None where all that is written may stand."""
    message: str
    help: str | None
    keyword: str
    """The keyword of JSON Schema that refuses; `false` for a schema that is false."""

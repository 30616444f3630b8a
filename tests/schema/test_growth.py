"""How often a schema is applied to one value: of those that are shipped it is known before any run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from speclint.documents.parser import MAX_DEPTH
from speclint.limits import LIMITS
from speclint.schema.growth import Growth
from speclint.schema.load import retriever

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted((ROOT / "schemas").glob("*.json"))


def is_bounded(schema: Path) -> bool:
    contents = json.loads(schema.read_text(encoding="utf-8"))
    growth = Growth(contents, schema.as_uri(), retriever(schema.parent, []))
    return growth.at_most(MAX_DEPTH, LIMITS["applications"].default)


@pytest.mark.parametrize("schema", SHIPPED, ids=lambda schema: schema.name)
def test_no_document_makes_the_work_of_a_shipped_schema_grow_beyond_the_limit(schema: Path) -> None:
    assert is_bounded(schema)


def test_a_schema_that_is_applied_twice_at_each_level_grows_beyond_the_limit(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}]}')
    assert not is_bounded(tmp_path / "s.json")

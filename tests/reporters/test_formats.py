"""The reports for tools: one line per finding, and JSON."""

from __future__ import annotations

import json

import jsonschema
import pytest
from drawn import reports
from hypothesis import given

from conftest import ROOT
from speclint.documents.regions import Region
from speclint.reporters import concise
from speclint.reporters.json import render
from speclint.results import Finding, Location, RelatedLocation, Report, Suspect
from speclint.rules.rule import Level

SCHEMA = json.loads((ROOT / "schemas/report.schema.json").read_text(encoding="utf-8"))


@given(reports)
def test_every_report_follows_the_schema_and_is_ascii(report: Report) -> None:
    written = render(report)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(written))
    assert written.isascii()
    assert written.endswith("}\n")


@given(reports)
def test_the_json_report_equals_the_report(report: Report) -> None:
    document = json.loads(render(report))
    assert document["summary"] == {
        "sheets": report.sheets,
        "figures": report.figures,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "notes": report.count("note"),
        "suppressed": len(report.suppressed),
    }
    for written, finding in zip(document["findings"], report.findings, strict=True):
        assert (written["rule"], written["level"], written["message"]) == (
            finding.rule,
            finding.level.value,
            finding.message,
        )
        assert (written["line"], written["column"], written["endLine"], written["endColumn"]) == tuple(
            finding.location.region
        )
        assert (written["suspect"] is None) == (finding.suspect is None)
        assert [related["message"] for related in written["related"]] == [
            related.message for related in finding.related
        ]


@given(reports)
def test_the_concise_report_has_one_printable_line_a_finding(report: Report) -> None:
    lines = concise.render(report).split("\n")
    assert len(lines) == len(report.findings) + 1
    assert all(line.isprintable() for line in lines)
    assert not any(line.lstrip().startswith("::") for line in lines)


def test_the_concise_report_is_what_editors_and_grep_read() -> None:
    place = Location("specs/a.json", "/a", Region(3, 7, 3, 9))
    finding = Finding("cycle-order", Level.NOTE, "so it is", "a", "/a", place, None, (), "0" * 16, "docs")
    assert concise.render(Report((finding,), (), 1, 0.0)) == "specs/a.json:3:7: note[cycle-order] so it is\n"


def test_the_concise_report_has_the_value_to_write_where_the_finding_is() -> None:
    place, other = (Location("specs/a.json", "/a", Region(line, 7, line, 9)) for line in (3, 4))
    lines = [
        concise.render(Report((Finding(
            "cycle-order", Level.NOTE, "so it is", "a", "/a", place, Suspect(at, "1", "km", meant, ""), (),
            "0" * 16, "docs",
        ),), (), 1, 0.0))
        for at, meant in ((place, "2"), (place, None), (other, "2"))
    ]  # fmt: skip
    line = "specs/a.json:3:7: note[cycle-order] so it is"
    assert lines == [f"{line}; should be 2\n", f"{line}\n", f"{line}\n"]


@pytest.mark.parametrize(
    "path",
    [
        ("version",),
        ("tool", "name"),
        ("summary", "notes"),
        ("findings", 0, "suspect", "because"),
        ("findings", 0, "related", 0, "column"),
        ("findings", 0, "endColumn"),
    ],
)
def test_the_schema_misses_each_member_and_refuses_any_other(path: tuple[str | int, ...]) -> None:
    place = Location("specs/a.json", "/a", Region(3, 7, 3, 9))
    finding = Finding(
        "cycle-order", Level.NOTE, "so it is", "a", "/a", place, Suspect(place, "1", "km", "2", "so"),
        (RelatedLocation("here", place),), "0" * 16, "docs",
    )  # fmt: skip
    validator = jsonschema.Draft202012Validator(SCHEMA)
    document = json.loads(render(Report((finding,), (), 1, 0.0)))
    validator.validate(document)
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    assert not validator.is_valid(document)
    holder[path[-1]] = 1 if path[-1] in {"version", "notes", "column", "endColumn"} else "speclint"
    validator.validate(document)
    holder["more"] = 1
    assert not validator.is_valid(document)


def test_every_member_of_the_schema_is_described_and_no_other_is_allowed() -> None:
    def objects(schema: object) -> list[dict[str, object]]:
        if isinstance(schema, list):
            return [found for item in schema for found in objects(item)]
        if not isinstance(schema, dict):
            return []
        own = [schema] if schema.get("type") == "object" else []
        return own + [found for item in schema.values() for found in objects(item)]

    found = objects(SCHEMA)
    assert len(found) == 8
    for schema in found:
        properties = schema["properties"]
        assert isinstance(properties, dict)
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(properties)
        assert all(part["description"] for part in properties.values())

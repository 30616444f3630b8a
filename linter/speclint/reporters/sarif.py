"""Findings as a log of SARIF 2.1.0, the OASIS standard that code scanning and editors read.

Each function makes one object of the standard, and names its section.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from speclint.reporters.escape import as_json, inert, inert_but_code
from speclint.reporters.rule_page import page, summary
from speclint.results import named
from speclint.rules import registry
from speclint.rules.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speclint.documents.region import Region
    from speclint.results import DescribedRule, Edit, Finding, Fix, Location, Report, SuppressedFinding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_RESULTS = 25_000
"""Results of a run that GitHub takes."""
ROOT = "SRCROOT"
"""The folder in which speclint ran."""
_ADDRESS = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII | re.IGNORECASE)
"""What may be an address of a page (RFC 3986, 2)."""


def render(report: Report, *, min_level: Level = Level.NOTE) -> str:
    """The findings at or above a level, the highest level first, then those that are suppressed."""
    suppressed = {
        id(accepted.finding): accepted
        for accepted in report.suppressed
        if accepted.finding.level.weight >= min_level.weight
    }
    findings = [*report.worst_first(min_level), *(accepted.finding for accepted in suppressed.values())]
    kept = findings[:MAX_RESULTS]
    results = [_result(finding, name, suppressed.get(id(finding))) for name, finding in named(kept)]
    return as_json(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, kept, results, len(findings))]}
    )


def _run(
    report: Report, findings: Iterable[Finding], results: list[dict[str, object]], found: int
) -> dict[str, object]:
    """`run` (3.14)."""
    from speclint import __version__

    own = {rule.id: rule for rule in report.own_rules}
    names = sorted({finding.rule for finding in findings})
    rules = [_own_rule(own[name]) if name in own else _rule(name) for name in names]
    driver = {"name": "speclint", "semanticVersion": __version__, "rules": rules}
    return {
        "tool": {"driver": driver},
        "invocations": [_invocation(found - len(results))],
        "columnKind": "unicodeCodePoints",
        # the standard allows to leave out where it was, which would differ between two machines
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which speclint ran."}}},
        "results": results,
    }


def _invocation(left_out: int) -> dict[str, object]:
    """`invocation` (3.20)."""
    message = {"text": f"results left out, since a run has at most {MAX_RESULTS}: {left_out}"}
    notes = [{"level": "warning", "message": message}] if left_out else []
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _rule(name: str) -> dict[str, object]:
    """`reportingDescriptor` (3.49)."""
    parts = [entry.rule for entry in registry.named(name)]
    help_text = page(parts)
    return {
        "id": name,
        "shortDescription": {"text": summary(parts)},
        "fullDescription": {"text": " ".join(parts[0].why.split())},
        "help": {"text": help_text, "markdown": help_text},
        **_help_uri(parts[0].url),
        "defaultConfiguration": {"level": parts[0].level.value},
    }


def _own_rule(rule: DescribedRule) -> dict[str, object]:
    """The same of a rule of a user's own."""
    help_text = inert_but_code(rule.reason)
    return {
        "id": rule.id,
        "shortDescription": {"text": inert_but_code(rule.summary)},
        "fullDescription": {"text": " ".join(help_text.split())},
        "help": {"text": help_text, "markdown": help_text},
        **_help_uri(rule.url),
        "defaultConfiguration": {"level": rule.level.value},
    }


def _help_uri(url: str) -> dict[str, str]:
    return {"helpUri": url} if _ADDRESS.fullmatch(url) else {}


def _result(finding: Finding, name: str, suppressed: SuppressedFinding | None) -> dict[str, object]:
    """`result` (3.27)."""
    related = [
        {"id": number, **_location(related.location), "message": _message(related.message)}
        for number, related in enumerate(finding.related, 1)
    ]
    return {
        "ruleId": finding.rule,
        "level": finding.level.value,
        "message": _message("; ".join(finding.lines)),
        "locations": [
            {**_location(finding.location), "logicalLocations": [{"fullyQualifiedName": _member(finding)}]}
        ],
        "relatedLocations": related,
        # GitHub compares the first alone
        "partialFingerprints": {"primaryLocationLineHash": name, "speclint/v1": finding.fingerprint},
        "suppressions": [_suppression(suppressed)] if suppressed else [],
        "fixes": [_fix(finding.fix)] if finding.fix else [],
    }


def _message(text: str) -> dict[str, object]:
    """`message` (3.11), in which single braces would stand for arguments."""
    return {"text": inert(text).replace("{", "{{").replace("}", "}}")}


def _member(finding: Finding) -> str:
    return f"{finding.sheet}#{finding.at}"


def _suppression(suppressed: SuppressedFinding) -> dict[str, object]:
    """`suppression` (3.35)."""
    return {
        "kind": "inSource" if suppressed.in_source else "external",
        "status": "accepted",
        "justification": inert(suppressed.reason),
    }


def _location(location: Location) -> dict[str, object]:
    """`location` (3.28)."""
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(location.path),
            "region": _region(location.region),
        }
    }


def _artifact(path: str) -> dict[str, object]:
    """`artifactLocation` (3.4)."""
    if path.startswith("/"):
        return {"uri": f"file://{quote(path, errors='replace')}"}
    return {"uri": quote(path, errors="replace"), "uriBaseId": ROOT}


def _region(region: Region) -> dict[str, object]:
    """`region` (3.30)."""
    return {
        "startLine": region.line, "startColumn": region.column,
        "endLine": region.end_line, "endColumn": region.end_column,
    }  # fmt: skip


def _fix(fix: Fix) -> dict[str, object]:
    """`fix` (3.55)."""
    edits: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        edits.setdefault(edit.path, []).append(edit)
    return {
        "description": {"text": "Certain." if fix.safe else "Likely, but not certain."},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    {"deletedRegion": _region(edit.region), "insertedContent": {"text": edit.text}}
                    for edit in of_file
                ],
            }
            for path, of_file in edits.items()
        ],
    }

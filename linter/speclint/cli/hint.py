"""What to do next: what to add to the configuration, and how to adopt data that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.files.paths import display_path
from speclint.project.config import SHARED_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from speclint.project.config import Config
    from speclint.project.request import Request
    from speclint.results import Report

MIN_VIOLATIONS = 5
"""Violations of the schema from which a file is taken for data that are written in another way."""


def setting_hint(config: Config, working: Path, purpose: str, setting: str) -> str:
    """Two lines: where to add a setting, and the setting."""
    from speclint.reporters.sanitize import sanitized

    file = config.file or config.root / "speclint.toml"
    where = "below [tool.speclint]" if file.name == SHARED_NAME else "above its first table"
    return f"{purpose}, write in {sanitized(display_path(file, working))}, {where}:\n{setting}\n"


def adoption_hint(requests: Iterable[Request], report: Report) -> str | None:
    """One line on `speclint init`, where a file of no configuration is not written as our own sheets are."""
    if any(request.config.sheets or request.schema for request in requests):
        return None
    from collections import Counter

    violations = Counter(
        finding.location.path for finding in report.findings if finding.rule == "schema-violation"
    )
    path, count = next(iter(violations.most_common(1)), ("", 0))
    if count < MIN_VIOLATIONS:
        return None
    return f"{path} is not written as speclint's own sheets are; `speclint init` adopts other data"

"""What is found in an edited document although rules fail on it, as one does whose author edits it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from speclint.checking.live import LiveCatalog
    from speclint.results import Finding


def found_despite_failures(
    catalog: LiveCatalog, file: Path, is_stale: Callable[[], bool]
) -> tuple[tuple[Finding, ...], str]:
    """What rules find in a document, and why others failed on it; empty if none did.

    Args:
        catalog: the catalog with the document.
        file: the absolute path of its file.
        is_stale: whether nobody waits for the answer any more.

    Raises:
        StaleError: nobody does.
        SpeclintError: as a run does, but for rules that fail.
    """
    failures: dict[str, str] = {}
    while True:
        try:
            return catalog.findings(file, is_stale, tuple(failures)), "\n".join(failures.values())
        except RuleError as error:
            if not error.rule or error.rule in failures:
                raise
            failures[error.rule] = str(error)

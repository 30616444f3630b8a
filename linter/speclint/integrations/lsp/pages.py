"""Pages about rules, which an editor opens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from speclint.checking.selection import own_rules_of
from speclint.errors import SpeclintError
from speclint.files.scratch import ScratchFolder
from speclint.reporters.rule_page import page
from speclint.rules.registry import named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speclint.integrations.lsp.workspace import Workspace
    from speclint.rules.registry import RuleEntry


class Pages:
    """The pages about rules, each written when it is first asked for."""

    def __init__(self) -> None:
        self._folder = ScratchFolder()
        self._is_deleted = False

    def uri(self, rule: str, file: Path, catalogs: Workspace) -> str | None:
        """URI of the page about a rule by which a document is judged; None if there is none, or no more."""
        if self._is_deleted:
            return None
        own = _own_rules(file, catalogs) if "/" in rule else ()
        try:
            text = page([entry.rule for entry in named(rule, own)])
        except LookupError:
            return None
        # a rule of a user's own may be another after an edit of it
        name = f"{rule.replace('/', '-')}-{crc32(text.encode()):08x}" if own else rule
        return self._folder.written(f"{name}.md", text + "\n").as_uri()

    def delete(self) -> None:
        """Delete all pages; no other is written."""
        self._is_deleted = True
        self._folder.delete()


def _own_rules(file: Path, catalogs: Workspace) -> Sequence[RuleEntry]:
    try:
        return own_rules_of(catalogs.catalog_of(file).request.config)
    except SpeclintError:
        # it is shown as a diagnostic
        return ()

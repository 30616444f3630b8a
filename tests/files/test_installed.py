"""What the distribution of speclint states about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import speclint
from speclint.files import installed
from speclint.reporters import sarif
from speclint.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The metadata of a distribution that is found before the one that runs."""
    folder = tmp_path / f"speclint-{speclint.__version__}.dist-info"
    folder.mkdir()
    # the module lies two folders below the one that distributions are installed in
    monkeypatch.setattr(installed, "__file__", str(tmp_path / "speclint/files/installed.py"))
    monkeypatch.setattr(installed, "_folders", list)
    installed.documentation.cache_clear()
    yield folder / "METADATA"
    installed.documentation.cache_clear()


HEAD = f"Metadata-Version: 2.4\nName: speclint\nVersion: {speclint.__version__}\n"


def test_a_rule_has_its_page_on_the_site_that_the_distribution_names(metadata: Path) -> None:
    metadata.write_text(f"{HEAD}Project-URL: Documentation, https://docs.example/speclint/\n\n# speclint\n")
    for rule in RULES:
        assert rule.url == f"https://docs.example/speclint/rules/{rule.id}.html"
    assert sarif._rule("cycle-order")["helpUri"] == "https://docs.example/speclint/rules/cycle-order.html"  # noqa: SLF001


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        f"{HEAD}Project-URL: Source, https://docs.example\n",
        f"{HEAD}\nProject-URL: Documentation, https://text.of.the.description.example\n",
    ],
)
def test_a_rule_has_its_page_in_the_project_where_no_site_is_named(metadata: Path, text: str) -> None:
    metadata.write_text(text)
    assert {rule.url for rule in RULES} == {f"docs/rules/{rule.id}.md" for rule in RULES}
    assert "helpUri" not in sarif._rule("cycle-order")  # noqa: SLF001


def test_no_metadata_are_no_error(metadata: Path) -> None:
    assert not metadata.exists()
    assert installed.documentation() == ""

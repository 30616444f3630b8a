"""The plugin of pytest: with `--speclint` each sheet is a test. Until then it imports nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("speclint", "sheets as tests")
    group.addoption("--speclint", action="store_true", help="make each spec sheet a test")
    group.addoption(
        "--speclint-rules", action="append", default=[], metavar="MODULE",
        help="load rules of speclint with code, as `speclint check --rules` does",
    )  # fmt: skip
    parser.addini("speclint_paths", "files and folders of sheets; all that are configured if empty", "paths")
    parser.addini("speclint_config", "configuration of speclint, instead of the nearest one", "string")


def pytest_configure(config: pytest.Config) -> None:
    """Register what collects sheets, if that is asked for."""
    if config.getoption("--speclint"):
        from speclint.integrations.pytest_sheets import SheetsPlugin

        config.pluginmanager.register(SheetsPlugin(config), "speclint-sheets")

"""Fixtures of most tests: the real command line, and a scratch copy of the real sheets."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zlib import crc32

import hypothesis
import pytest

from commands import COVERAGE, Commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# machines are noisy, so no example is too slow; a gate tries the same examples each time, a person new ones
hypothesis.settings.register_profile(
    "speclint",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much],
)
hypothesis.settings.load_profile("speclint")

# no test reads or leaves anything in the folders of who runs it
for variable in ("SPECLINT_CACHE_DIR", "XDG_STATE_HOME"):
    os.environ[variable] = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, os.environ[variable], ignore_errors=True)

ROOT = Path(__file__).parent.parent
IX2 = "bmw/ix2-xdrive30"
IX1 = "bmw/ix1-xdrive30"


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(
        self,
        *arguments: str | Path,
        folder: Path | None = None,
        text: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Outcome: ...


MEASURED = 8
"""Coverage of one in so many further cases of a test is measured, which makes each two to eight times slower.

Each test has its first case measured, or its only one, unless it is one of LONG. That of all can only be
higher; `SPECLINT_COVERAGE=whole` in the environment measures each case.
"""
LONG = (
    "tests/benchmarks/", "tests/checking/test_autofix.py::test_fixing_twice",
    "tests/checking/test_manifest.py::test_a_deletion_after",
    "tests/checking/test_warm_equals_cold.py::test_warm_equals_cold_after_any_edits",
    "tests/cli/test_interrupts.py", "tests/cli/test_lines.py::test_memory",
    "tests/cli/test_review.py::test_what_does_not_fit", "tests/fuzz/",
    "tests/integrations/test_lsp.py::test_a_thousand_edits", "tests/reporters/test_page.py",
    "tests/test_packaging.py",
)  # fmt: skip
"""Tests of many or long runs, each part of which others try: none is measured, and all are run first."""
IS_WHOLE = os.environ.get("SPECLINT_COVERAGE") == "whole"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first: at the end, one of two processes would wait for the other."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def is_measured(item: pytest.Item) -> bool:
    """Whether the coverage of a case of a test is measured."""
    if item.nodeid.startswith(LONG):
        return False
    cases = getattr(item, "callspec", None)
    # Hypothesis tries a hundred inputs in one case
    is_first = not any(cases.indices.values()) if cases else not hasattr(item.obj, "hypothesis")
    return is_first or not crc32(item.nodeid.encode()) % MEASURED


@pytest.fixture(autouse=True)
def coverage_of_some(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Measure the coverage of some tests alone, and of the processes that they start."""
    trace = sys.gettrace()
    if trace is None or IS_WHOLE or is_measured(request.node):
        yield
        return
    monkeypatch.delenv(COVERAGE, raising=False)
    sys.settrace(None)
    yield
    sys.settrace(trace)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    commands = Commands()
    yield commands
    commands.close()


@pytest.fixture
def run(tmp_path: Path, commands: Commands) -> Run:
    """Run `speclint` with these arguments in a folder, the scratch one if none is named."""

    def speclint(
        *arguments: str | Path,
        folder: Path | None = None,
        text: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Outcome:
        status, out, err = commands.run(
            [str(argument) for argument in arguments],
            folder or tmp_path,
            # as wide as messages are, which tests quote in full
            {**bare_environment(), "COLUMNS": "1000", **(env or {})},
            text or b"",
        )
        return Outcome(status, out.decode(), err.decode())

    return speclint


def bare_environment() -> dict[str, str]:
    """The environment without what chooses colours, and not that of a step of a CI job."""
    left_out = {"NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


class Sheets:
    """A catalog to spoil: the project's own sheets, in a folder of their own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, sheet: str) -> Path:
        return self.root / "specs" / f"{sheet}.json"

    def shown(self, sheet: str) -> str:
        """The sheet's path as it is shown from the catalog's folder."""
        return self.file(sheet).relative_to(self.root).as_posix()

    def edit(self, sheet: str, old: str, new: str) -> None:
        """Replace a text that the sheet holds exactly once."""
        text = self.file(sheet).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {sheet}"
        self.file(sheet).write_text(text.replace(old, new), encoding="utf-8")

    def place(self, sheet: str, literal: str) -> tuple[int, int, int]:
        """Line, first column and column past the end of a text that the sheet holds exactly once."""
        text = self.file(sheet).read_text(encoding="utf-8")
        assert text.count(literal) == 1, f"{literal!r} occurs {text.count(literal)} times in {sheet}"
        before = text[: text.index(literal)]
        column = len(before) - before.rfind("\n")
        return before.count("\n") + 1, column, column + len(literal)


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    return Sheets(tmp_path)


@pytest.fixture
def wrong(sheets: Sheets) -> Sheets:
    """The sheets with two digits of the iX2's torque transposed."""
    sheets.edit(IX2, '"lb-ft": 364', '"lb-ft": 346')
    return sheets


def unprivileged() -> list[str]:
    """What to put before a command so that permissions hold for it; skips where nothing does."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("permissions do not hold for the superuser, and there is no setpriv to lower it")
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search"]

"""Runs of the real command line on an input, with what holds for every run of it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs
from fuzzing import MAX_SECONDS, BrokenPromiseError, require

from commands import Commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent.parent
TIMEOUT = 300
"""Seconds after which a run hangs; where fuzzing has low priority, it waits most of the time."""
USAGE = "Usage: "
MAX_USAGE = 4
"""Lines of an error of usage: the usage, the hint at `--help`, a blank line and the error."""


class Outcome(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report in JSON that it printed."""
        report: dict[str, Any] = json.loads(self.out)
        return report


class Runs:
    """Runs commands in scratch folders."""

    def __init__(self) -> None:
        self._commands = Commands(TIMEOUT)
        self._schemas = {
            name: jsonschema_rs.validator_for(
                json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
            )
            for name in ("report", "changes")
        }

    def close(self) -> None:
        """End the process that commands are forked from."""
        self._commands.close()

    @contextmanager
    def folder(self, files: Mapping[str, bytes]) -> Iterator[Path]:
        """A scratch folder with these files."""
        outer = Path(tempfile.mkdtemp(prefix="speclint-fuzz-"))
        try:
            folder = outer / "work"
            folder.mkdir()
            write(folder, files)
            yield folder
        finally:
            shutil.rmtree(outer, ignore_errors=True)

    def speclint(self, folder: Path, *arguments: str, text: bytes = b"") -> Outcome:
        """Run `speclint` in a scratch folder, whose cache lies beside it.

        Raises:
            BrokenPromiseError: what holds for every run does not hold for this one.
        """
        shown = " ".join(arguments)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder.parent), "COLUMNS": "1000",
            "SPECLINT_CACHE_DIR": str(folder.parent / "cache"),
        }  # fmt: skip
        try:
            status, out, err = self._commands.run(arguments, folder, environment, text)
        except TimeoutError as error:
            promise = "a run ends"
            raise BrokenPromiseError(promise, shown) from error
        outcome = Outcome(status, out.decode(), err.decode())
        self._examine(outcome, arguments)
        seconds = self._commands.seconds
        require(seconds < MAX_SECONDS, "a run takes less than the limit", f"{seconds} s {shown}")
        return outcome

    def _examine(self, outcome: Outcome, arguments: tuple[str, ...]) -> None:
        shown = f"{' '.join(arguments)} {outcome.status} {outcome.err}"
        internal = "internal error" in outcome.err or "Traceback" in outcome.err
        require(not internal, "internal error", outcome.err)
        require(outcome.status in {0, 1, 2}, "the exit status is 0, 1 or 2", shown)
        if outcome.status == 2:
            lines = outcome.err.splitlines()
            most = MAX_USAGE if outcome.err.startswith(USAGE) else 1
            require(1 <= len(lines) <= most, "an error is one line", shown)
        elif "json" in arguments and "init" not in arguments:
            self._examine_report(outcome)

    def _examine_report(self, outcome: Outcome) -> None:
        report = outcome.report
        name = "changes" if "changes" in report else "report"
        if "changes" in report or "findings" in report:
            error = next(iter(self._schemas[name].iter_errors(report)), None)
            require(error is None, "a report is valid against its schema", error)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder; names with surrogates are bytes that are not UTF-8."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their names, without those of git."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".git" not in file.relative_to(folder).parts
    }

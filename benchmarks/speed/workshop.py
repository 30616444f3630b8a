"""Where data are made when a task needs them, and the commands that run on them."""

from __future__ import annotations

import os
import re
import shutil
from functools import partial
from typing import TYPE_CHECKING

from speed import catalogs, streams
from speed.catalogs import ROOT
from speed.peers import OURS
from speed.timing import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

MAX_TRIES = 20


class Workshop:
    """Data and commands in one folder; what is there already stays."""

    def __init__(self, folder: Path, tools: Mapping[str, tuple[str, ...]], sheets: int) -> None:
        self.folder, self.tools, self.sheets = folder, tools, sheets

    def environment(self, cache: str) -> dict[str, str]:
        """The environment of a command; nobody's cache is touched, and entries are shared by that name."""
        left_out = {"PYTHONDONTWRITEBYTECODE", "SPECLINT_CACHE_DIR", "PYTHONPATH"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        if self.tools[OURS][1:]:
            kept["PYTHONPATH"] = str(ROOT / "linter")
        return kept | {"XDG_CACHE_HOME": str(self.cache(cache))}

    def cache(self, name: str) -> Path:
        """The folder of the caches that commands share by a name."""
        return self.folder / "cache" / re.sub(r"\W+", "-", name)

    def forget(self, cache: str) -> None:
        """Delete that folder."""
        shutil.rmtree(self.cache(cache), ignore_errors=True)

    def catalog(self, sheets: int, *, faulty: float = 0.01, skewed: bool = False, name: str = "") -> Path:
        """The folder of a catalog."""
        folder = self.folder / f"sheets-{sheets}-{faulty:g}{'-skewed' if skewed else ''}{name}"
        catalogs.make(folder, sheets, faulty=faulty, skewed=skewed)
        return folder

    def repository(self, changed: int) -> Path:
        """A catalog whose last commit changed some sheets."""
        folder = self.catalog(self.sheets, name="-git")
        catalogs.commit_twice(folder, changed)
        return folder

    def ours(
        self,
        name: str,
        folder: Path,
        *arguments: str,
        cache: str = "",
        before: Callable[[int], object] | None = None,
    ) -> Command:
        """A command of speclint, with a cache that it shares with those that name the same."""
        command = Command(name, folder, (*self.tools[OURS], *arguments), self.environment(cache or name))
        if before is not None:
            command.before = before
        return command

    def check(self, name: str, folder: Path, *arguments: str, cache: str = "") -> Command:
        """`speclint check` with what it kept of former runs; a line for each finding."""
        return self.ours(name, folder, "check", "--format", "concise", "--quiet", *arguments, cache=cache)

    def hook(self, name: str, folder: Path, path: str, cache: str = "") -> Command:
        """What the pre-commit hook runs on one sheet, with what it kept of former runs."""
        return self.ours(name, folder, "check", "--sheets-only", path, cache=cache)

    def cold(self, name: str, folder: Path, *arguments: str) -> Command:
        """`speclint check` before which all that is kept is deleted."""
        return self.forgetting(self.check(name, folder, *arguments))

    def forgetting(self, command: Command) -> Command:
        """A command before which all that is kept under its name is deleted each time."""
        command.before = lambda _: self.forget(command.name)
        return command

    def peers(self, names: Sequence[str], folder: Path, *files: str) -> list[Command]:
        """Commands of the peers that are there."""
        environment = self.environment("peers")
        environment.pop("PYTHONPATH", None)
        return [
            Command(name, folder, (*self.tools[name], *files), environment)
            for name in names
            if name in self.tools
        ]

    def reported_sheet(self, folder: Path, cache: str) -> str:
        """The path of a faulty sheet in which something is found."""
        for path in catalogs.faulty_sheets(folder)[:MAX_TRIES]:
            command = self.check("a faulty sheet", folder, path, cache=cache)
            command.run()
            if command.lines == 1:
                return path
        message = f"{folder}: no fault is found"
        raise ValueError(message)

    def stream(self, count: int, *, faulty: float = 0, kind: str = streams.NDJSON) -> Path:
        """The folder of a file of flat records, of one of the `KINDS` of streams."""
        folder = self.folder / f"records-{count}-{faulty:g}"
        file = streams.write_ndjson(folder, streams.records(faulty=faulty), count)
        if kind == streams.NDJSON:
            return folder
        table = folder.with_name(f"{folder.name}-{kind.casefold()}")
        streams.write_table(table, file, kind)
        return table

    def special(self, name: str, count: int, rows: Iterable[streams.Record]) -> Path:
        """The folder of a file of records of another kind."""
        folder = self.folder / f"{name}-{count}"
        streams.write_ndjson(folder, rows, count)
        return folder

    def editing(self, command: Command) -> Command:
        """A command before which one sheet is edited each time."""
        command.before = partial(catalogs.change, command.folder, 1)
        return command

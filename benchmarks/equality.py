"""Whether the report on public data depends on nothing but the data.

    python benchmarks/equality.py [--only TEXT] [FOLDER]

checks each data set without a cache, with an empty and a filled one, with paths named in any order, with
folders that list their files in another order, and with 1, 2 and 4 processes. It prints where reports differ,
and ends with 1 then. The data are no part of the project: FOLDER, or SPECLINT_SHARED, names the folder that
holds them.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from finds import ENVIRONMENT, HERE, OWN_SHEETS, data_sets, lay_out, lay_out_published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNCONFIGURED = {"AC folder": "foreign/ac-folder", "CarDekho": "foreign/cardekho-ndjson"}
"""Data sets for which `init` writes the profile."""
JOBS = (1, 2, 4)
MAX_PATHS = 1000
"""Paths on a command line."""
SHOWN = 6
"""Lines of a difference."""
SHUFFLED_FOLDERS = """\
import os, random

list_folder, names_of = os.scandir, os.listdir


class Entries(list):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        pass


def shuffled(path="."):
    with list_folder(path) as entries:
        found = Entries(entries)
    random.shuffle(found)
    return found


def shuffled_names(path="."):
    found = names_of(path)
    random.shuffle(found)
    return found


os.scandir, os.listdir = shuffled, shuffled_names
"""
"""A `sitecustomize` by which folders list their entries in any order."""


def report(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """The report on a folder as JSON, and the exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "speclint", "check", "--format", "json", *arguments], cwd=folder, check=False,
        capture_output=True, text=True, env=ENVIRONMENT | (environment or {}),
    )  # fmt: skip
    if done.returncode > 1:
        sys.exit(f"{folder}: {' '.join(arguments[:2])} …: {done.stderr.strip()}")
    return f"{done.stdout}{done.returncode}"


def has_jobs() -> bool:
    """Whether `check` can be told how many processes to use."""
    shown = subprocess.run(
        [sys.executable, "-m", "speclint", "check", "--help"], capture_output=True, text=True, check=True,
        env=ENVIRONMENT,
    )  # fmt: skip
    return "--jobs" in shown.stdout


def differences(folder: Path, scratch: Path) -> Iterator[tuple[str, str]]:
    """The ways of a check, each with the first lines by which its report differs; none if it is equal."""
    expected = report(folder, "--no-cache")
    cache = ("--cache-dir", str(scratch / "cache"))
    yield "empty cache", difference(expected, report(folder, *cache))
    yield "filled cache", difference(expected, report(folder, *cache))
    (scratch / "site").mkdir()
    (scratch / "site" / "sitecustomize.py").write_text(SHUFFLED_FOLDERS, encoding="utf-8")
    for seed in ("1", "2"):
        path = os.pathsep.join([str(scratch / "site"), ENVIRONMENT["PYTHONPATH"]])
        environment = {"PYTHONPATH": path, "PYTHONHASHSEED": seed}
        found = report(folder, "--no-cache", environment=environment)
        yield f"folders in order {seed}", difference(expected, found)
    if has_jobs():
        for jobs in JOBS:
            found = report(folder, "--no-cache", "--jobs", str(jobs))
            yield f"{jobs} processes", difference(expected, found)
    yield from _named(folder, cache)


def _named(folder: Path, cache: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The same for files that are named on the command line."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".toml")
    paths = [file.relative_to(folder).as_posix() for file in files[:MAX_PATHS]]
    named = report(folder, "--no-cache", "--sheets-only", *paths)
    random.Random(len(paths)).shuffle(paths)  # noqa: S311 - repeatable
    yield "paths in any order", difference(named, report(folder, "--no-cache", "--sheets-only", *paths))
    yield "paths and cache", difference(named, report(folder, *cache, "--sheets-only", *paths))


def difference(expected: str, found: str) -> str:
    """The first lines that are not equal."""
    lines = difflib.unified_diff(
        expected.splitlines(), found.splitlines(), "expected", "found", "", "", 0, ""
    )
    return "\n".join(islice(lines, SHOWN)) if expected != found else ""


def laid_out(data: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Every data set, in a folder with a configuration."""
    own = scratch / "own"
    shutil.copytree(HERE.parent / "specs", own / "specs")
    (own / "speclint.toml").write_text(OWN_SHEETS, encoding="utf-8")
    yield "own sheets", own
    for data_set in data_sets():
        folder = scratch / data_set.title.replace(" ", "-")
        lay_out(data, data_set, folder)
        yield data_set.title, folder
    for title, path in UNCONFIGURED.items():
        folder = scratch / title.replace(" ", "-")
        shutil.copytree(data / path, folder, copy_function=shutil.copyfile)
        command = [sys.executable, "-m", "speclint", "init"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
        yield title, folder
    lay_out_published(data, scratch / "published")
    yield "published figures", scratch / "published"


def main() -> None:
    """Compare the reports on every data set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="data sets whose title contains this")
    parser.add_argument("folder", nargs="?", default=os.environ.get("SPECLINT_SHARED"))
    asked = parser.parse_args()
    if asked.folder is None:
        sys.exit("name the folder of the data, or set SPECLINT_SHARED")
    if not has_jobs():
        print("check has no option --jobs: all runs use as many processes as it chooses")
    differ = False
    with tempfile.TemporaryDirectory(prefix="speclint-equality-") as scratch:
        for title, folder in laid_out(Path(asked.folder).resolve(), Path(scratch, "data")):
            if asked.only not in title:
                continue
            with tempfile.TemporaryDirectory(dir=scratch) as own:
                for way, found in differences(folder, Path(own)):
                    differ = differ or bool(found)
                    print(f"{title}: {way}: {found or 'equal'}", flush=True)
    sys.exit(differ)


if __name__ == "__main__":
    main()

"""Count what each rule finds in public data; the pages of the rules show it.

    python benchmarks/finds.py [FOLDER]

writes benchmarks/finds.json, in some eight minutes. The data are no part of the project: FOLDER, or
SPECLINT_SHARED, names the folder that holds them.

Each data set is copied to a scratch folder with a configuration. A finding is counted once for each record
and place, reported by itself or folded under the finding that explains it: `speclint baseline` lists both.
Rules on changes are counted in what `speclint diff` reports between two revisions. A count shows that a rule
is of use, not that each of its findings is right.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from accuracy.sheets import from_row
from published import read_rows
from speclint.rules.registry import rule_named

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
COUNTS = HERE / "finds.json"
KNOWN = "known.json"
SHEETS = '[[sheets]]\nprofile = "{}"\n'
OWN_SHEETS = SHEETS.format("spec-sheet") + 'files = ["specs/{make}/*.json"]\n'
ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(HERE.parent / "linter")}


@dataclass(frozen=True)
class DataSet:
    """Public records, and how they are read."""

    title: str
    source: str
    """Repository and commit, or publisher."""
    path: str
    """File or folder below the folder of the data."""
    place: str
    """Where the profile expects it."""
    profile: str
    """A shipped profile, or the name of a file in benchmarks/profiles."""


@dataclass(frozen=True)
class Counted:
    """What was found in a data set."""

    title: str
    source: str
    unit: str
    """What `size` counts: records or changes."""
    size: int
    finds: Counter[str]
    """How often each rule found something."""


REVISIONS = ("Chargeprice", "older Kilowatt", "Kilowatt")
"""One data set over the years, the oldest first."""


def data_sets() -> list[DataSet]:
    """Those that finds.toml lists."""
    with (HERE / "finds.toml").open("rb") as file:
        return [DataSet(**entry) for entry in tomllib.load(file)["data"]]


def speclint(folder: Path, *arguments: str) -> str:
    """What the command prints when it is run in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "speclint", *arguments], cwd=folder, capture_output=True, text=True,
        check=False, env=ENVIRONMENT,
    )  # fmt: skip
    if done.returncode > 1:
        sys.exit(f"speclint {' '.join(arguments)} in {folder}: {done.stderr.strip()}")
    return done.stdout


def found_in(folder: Path) -> tuple[int, Counter[str]]:
    """How many records a configured folder holds, and how often each rule finds something in them."""
    # one rule is enough to count the records
    report = json.loads(speclint(folder, "check", "--format", "json", "--select", "invalid-json"))
    config = folder / "speclint.toml"
    config.write_text(f'baseline = "{KNOWN}"\n{config.read_text(encoding="utf-8")}', encoding="utf-8")
    speclint(folder, "baseline")
    known = json.loads((folder / KNOWN).read_text(encoding="utf-8"))["known"]
    places = {(entry["rule"], entry["sheet"], entry["at"]) for entry in known}
    # a baseline lists the parts of a rule, the page of the rules counts the whole
    return report["summary"]["sheets"], Counter(rule_named(part).id for part, _, _ in places)


def lay_out(data: Path, data_set: DataSet, folder: Path) -> None:
    """Copy a data set to where its profile expects it, beside a configuration."""
    source, target = data / data_set.path, folder / data_set.place
    target.parent.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)
    if data_set.profile.endswith(".toml"):
        shutil.copy(HERE / "profiles" / data_set.profile, folder)
    (folder / "speclint.toml").write_text(SHEETS.format(data_set.profile), encoding="utf-8")


def lay_out_published(data: Path, folder: Path) -> None:
    """The published figures as sheets in metric units, rows with known faults included."""
    for index, row in enumerate(read_rows(data / "data/published-figures.csv")):
        sheet = from_row(row, index, dual=False)
        file = folder / "specs" / f"{sheet.id}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sheet.text())
    (folder / "speclint.toml").write_text(OWN_SHEETS, encoding="utf-8")


def reported_faults(data: Path, folder: Path) -> tuple[int, Counter[str]]:
    """Faults as issues and commits show them; cases of good data that must stay silent are left out."""
    records, finds = 0, Counter[str]()
    for expectation in sorted((data / "field").glob("*/expect.json")):
        if json.loads(expectation.read_text(encoding="utf-8"))["must_be_silent"]:
            continue
        case = folder / expectation.parent.name
        shutil.copytree(expectation.parent, case, copy_function=shutil.copyfile)
        (case / expectation.name).unlink()
        count, found = found_in(case)
        records += count
        finds += found
    return records, finds


def changes(data: Path) -> tuple[int, Counter[str]]:
    """The changes between the revisions of one data set and in reported commits."""
    files = {data_set.title: data / data_set.path for data_set in data_sets()}
    pairs = [
        (files[base], files[revision], ["--profile", "kilowatt"]) for base, revision in pairwise(REVISIONS)
    ]
    for expectation in sorted((data / "field/diffs").glob("*/expect.json")):
        options = json.loads(expectation.read_text(encoding="utf-8"))["args"]
        pairs.append((expectation.with_name("old.json"), expectation.with_name("new.json"), options))
    total, finds = 0, Counter[str]()
    for base, revision, options in pairs:
        report = speclint(base.parent, "diff", "--format", "json", *options, str(base), str(revision))
        rules = [change["rule"] for change in json.loads(report)["changes"]]
        total += len(rules)
        finds.update(filter(None, rules))
    return total, finds


def counted(data: Path, scratch: Path) -> Iterator[Counted]:
    """What is found in every data set."""
    for index, data_set in enumerate(data_sets()):
        folder = scratch / str(index)
        lay_out(data, data_set, folder)
        yield Counted(data_set.title, data_set.source, "records", *found_in(folder))
    lay_out_published(data, scratch / "published")
    yield Counted("published figures", "makers, up to 2020", "records", *found_in(scratch / "published"))
    yield Counted("reported faults", "issues, commits", "records", *reported_faults(data, scratch / "faults"))
    yield Counted("reported changes", "commits, revisions of Kilowatt", "changes", *changes(data))


def main() -> None:
    """Count in every data set and write the counts."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SPECLINT_SHARED")
    if folder is None:
        sys.exit("name the folder of the data, or set SPECLINT_SHARED")
    counts = []
    with tempfile.TemporaryDirectory(prefix="speclint-finds-") as scratch:
        for result in counted(Path(folder).resolve(), Path(scratch)):
            print(
                f"{result.title}: {result.size} {result.unit}, {sum(result.finds.values())} findings",
                flush=True,
            )
            counts.append(asdict(result) | {"finds": dict(sorted(result.finds.items()))})
    text = {"version": version("speclint"), "date": f"{datetime.now(UTC):%Y-%m-%d}", "data": counts}
    COUNTS.write_text(json.dumps(text, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

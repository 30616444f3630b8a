"""How right speclint is, and how silent: faults seeded into good sheets, beside a schema and a range profile.

    python benchmarks/accuracy [published-figures.csv] [--write]
    python benchmarks/accuracy --compare --install-peers --folder FOLDER [--write]

It needs `pip install -e '.[dev,bench]'` and takes some two minutes.
The CSV is no part of the project; `SPECLINT_SHARED` names the folder that holds `data/published-figures.csv`.
One figure of a good sheet is written wrong as people do it (`faults.py`), all other sheets of its family
stay right, and speclint checks the whole catalog (`checked.py` defines when a fault counts as detected, the
suspect as right, the suggestion as exact). A fault within rounding is none and is never seeded. Every
share is of all faults in the row. Three kinds of sheets are made: published figures in metric and
imperial units as makers print them, the same in metric units alone, and the project's own `specs/`.
Families that fits may see are left out unless `--families all` is given.

`--compare` gives the sheets in metric units to other detectors too (`comparison.py`), with all kinds of
faults and with entry errors alone. `--install-peers` installs their packages (700 MB) in an environment in
`--folder`, where they stay; without them, the table states what is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from accuracy import comparison_printed, detectors, printed  # noqa: E402 - found beside the other benchmarks once the path is set
from accuracy.checked import batches, checked  # noqa: E402
from accuracy.comparison import Comparison, compared  # noqa: E402
from accuracy.faults import ENTRY_ERRORS, KINDS, OF_ANY  # noqa: E402
from accuracy.peers import BoundedSchema, RangeProfile  # noqa: E402
from accuracy.sheets import from_row, own  # noqa: E402
from accuracy.tally import Form, Outcome, targets  # noqa: E402
from published import faults_of, is_held_out, read_rows  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accuracy.checked import Seeded
    from accuracy.sheets import Sheet

SPECS = HERE.parent.parent / "specs"
FAULTS, COMPARED, SEED = 6000, 1600, 1
"""Faults for each kind of sheets, and for each generator of the comparison."""
OWN_SHARE = 10
"""The own sheets, being few, get one fault for so many of the others."""


class Progress:
    """A progress line on the terminal."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0

    def __call__(self) -> None:
        """One more batch is done."""
        self._done += 1
        if sys.stderr.isatty():
            end = "\n" if self._done == self._total else ""
            print(
                f"\r{self._what}: {self._done} of {self._total} batches", end=end, file=sys.stderr, flush=True
            )


def measured(name: str, sheets: list[Sheet], learnt: list[Sheet], seeded: list[list[Seeded]]) -> Form:
    """What speclint and its peers make of one kind of sheets; a profile needs sheets to learn from."""
    verdicts, alarms = checked(sheets, seeded, Progress(name, len(seeded)))
    schema, profile = BoundedSchema(sheets), RangeProfile(learnt) if learnt else None
    faults = [fault for batch in seeded for fault in batch]
    profiled = profile.detects(faults) if profile else [None] * len(faults)
    found = zip(verdicts, schema.detects(faults), profiled, strict=True)
    outcomes = tuple(Outcome(verdict, tuple(peers)) for verdict, *peers in found)
    peer_alarms = (schema.alarms(sheets), profile.alarms(sheets) if profile else None)
    return Form(name, len(sheets), outcomes, tuple(alarms), peer_alarms)


def measure(rows: list[dict[str, str]], given: argparse.Namespace) -> Iterator[Form]:
    """Published figures in two units and in one, and the own sheets."""
    for name, kinds in (("dual-unit", OF_ANY), ("single-unit", KINDS)):
        kept, seen = published(rows, given, dual=name == "dual-unit")
        yield measured(name, kept, seen, batches(kept, given.faults, drawn(given, name), kinds))
    sheets = own(SPECS)
    count = given.faults // OWN_SHARE
    yield measured("specs/", sheets, [], batches(sheets, count, drawn(given, "specs/"), KINDS))


def published(
    rows: list[dict[str, str]], given: argparse.Namespace, *, dual: bool
) -> tuple[list[Sheet], list[Sheet]]:
    """Good sheets to judge, and those of families that fits may see."""
    made = [from_row(row, index, dual=dual) for index, row in enumerate(rows)]
    good = [sheet for sheet, wrong in zip(made, faults_of(rows), strict=True) if not wrong]
    seen = [sheet for sheet in good if not is_held_out(int(sheet.group))]
    kept = good if given.families == "all" else [sheet for sheet in good if is_held_out(int(sheet.group))]
    return kept, seen


def compare(rows: list[dict[str, str]], given: argparse.Namespace, peers: Path) -> list[Comparison]:
    """Detectors on sheets in metric units, with all kinds of faults and with entry errors alone."""
    kept, seen = published(rows, given, dual=False)
    forms = []
    for name, kinds in (("mix", KINDS), ("entry errors", tuple(ENTRY_ERRORS))):
        seeded = batches(kept, given.faults, drawn(given, name), kinds)
        forms.append((measured(name, kept, seen, seeded), seeded))
    return compared(forms, kept, seen, peers)


def print_comparison(rows: list[dict[str, str]], given: argparse.Namespace) -> None:
    """Measure and print the comparison, and keep what is asked for."""
    begin = time.monotonic()
    with nullcontext(given.folder) if given.folder else tempfile.TemporaryDirectory() as named:
        peers = Path(named).resolve() / "peers"
        if given.install_peers:
            detectors.install(peers)
        found = compare(rows, given, peers)
    minutes = (time.monotonic() - begin) / 60
    settings = {name: getattr(given, name) for name in ("seed", "faults", "families")}
    print(comparison_printed.report(found, settings, minutes, "simple"))
    if given.json:
        text = json.dumps(settings | {"comparisons": comparison_printed.as_json(found)}, indent=2)
        given.json.write_text(text + "\n", encoding="utf-8")
    if given.write:
        page = comparison_printed.report(found, settings, minutes, "github")
        printed.put(comparison_printed.MARKS, page)


def drawn(given: argparse.Namespace, name: str) -> Random:
    """Chance that repeats itself, for each kind of sheets its own."""
    return Random(f"{given.seed} {name}")  # noqa: S311 - it hides nothing


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python benchmarks/accuracy", description=(__doc__ or "").partition("\n")[0]
    )
    shared = os.environ.get("SPECLINT_SHARED")
    default = Path(shared) / "data/published-figures.csv" if shared else None
    parser.add_argument("figures", type=Path, nargs="?", default=default, help="published-figures.csv")
    parser.add_argument(
        "--faults", type=int, help=f"for each kind of sheets ({FAULTS}) or generator ({COMPARED})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of the faults drawn (%(default)s)")
    parser.add_argument("--families", choices=("hold-out", "all"), default="hold-out")
    parser.add_argument(
        "--missed", action="store_true", help="list what was missed or falsely blamed instead"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON too")
    parser.add_argument("--compare", action="store_true", help="compare with other detectors instead")
    parser.add_argument("--install-peers", action="store_true", help="install the packages of these")
    parser.add_argument("--folder", type=Path, help="where their environment is made, and stays")
    parser.add_argument("--write", action="store_true", help="refresh the tables in docs/accuracy.md")
    found = parser.parse_args()
    found.faults = found.faults or (COMPARED if found.compare else FAULTS)
    if found.figures is None or not found.figures.is_file():
        parser.error("name published-figures.csv, or the folder that holds data/ in SPECLINT_SHARED")
    return found


def main() -> None:
    """Measure, print, and keep what is asked for."""
    given = arguments()
    rows = read_rows(given.figures)
    if given.compare:
        print_comparison(rows, given)
        return
    forms = list(measure(rows, given))
    aims = targets(forms[0], forms[1])
    summary = (
        f"Families: {given.families}. Seed {given.seed}, {given.faults} faults for each kind of published"
        f" sheets, {given.faults // OWN_SHARE} for `specs/`."
    )
    if given.missed:
        print("\n".join(printed.missed(forms)))
    else:
        print(f"{summary}\n\n{printed.report(forms, aims)}")
    if given.json:
        settings = {name: getattr(given, name) for name in ("seed", "faults", "families")}
        settings["not_good"] = dict(Counter(filter(None, faults_of(rows))))
        text = json.dumps(printed.as_json(forms, aims, settings), indent=2, ensure_ascii=False)
        given.json.write_text(text + "\n", encoding="utf-8")
    if given.write:
        printed.write_page(forms, aims, summary)


if __name__ == "__main__":
    main()

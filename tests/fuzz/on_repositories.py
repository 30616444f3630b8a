"""Targets that run commands on repositories: check, fix, diff, init, tables, the cache and the baseline."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

from fuzzing import Target, require
from hypothesis import strategies as st
from inputs import (
    CELLS,
    KEYS,
    SPECS,
    TABLE_SETTINGS,
    csv_files,
    ndjson_files,
    own_sheets,
    parquet_files,
    repositories,
    with_values_changed,
    written,
)
from msgspec.structs import replace
from runs import contents, write

import speclint
from speclint.errors import SpeclintError
from speclint.project import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hypothesis.strategies import DrawFn
    from runs import Outcome, Runs

    from speclint.results import Report

FORMATS = ("text", "concise", "ndjson", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")
SETTINGS = {"speclint.toml", "cars.toml"}
COMMANDS = ("show", "report")
"""Commands that read what is checked."""
ASPECTS = (*FORMATS, *["cache", "order", "column", *COMMANDS] * 4)


def check_check(given: tuple[dict[str, bytes], str], runs: Runs) -> None:
    """A report does not depend on its format, the cache, the order of files, or how sheets are read."""
    files, aspect = given
    with runs.folder(files) as folder:
        if aspect == "column":
            check_by_column(folder)
            return
        sheets = [name for name in files if name not in SETTINGS]
        if aspect in COMMANDS:
            runs.speclint(folder, aspect, *(sheets[:1] if aspect == "show" else ("-o", "-")))
            return
        named = sheets if aspect == "order" else []
        cold = runs.speclint(folder, "check", "--format", "json", "--", *named)
        if aspect in FORMATS:
            shown = runs.speclint(folder, "check", "--format", aspect)
            require(shown.status == cold.status, "the exit status does not depend on the format", shown)
        elif aspect == "cache":
            warm = runs.speclint(folder, "check", "--format", "json")
            require(warm == cold, "a report from the cache is that of a check", f"{cold}\n{warm}")
        else:
            last = runs.speclint(folder, "check", "--format", "json", "--", *reversed(named))
            require(last == cold, "a report does not depend on the order of arguments", f"{cold}\n{last}")


def check_by_column(folder: Path) -> None:
    """Sheets that are read by column give the report of sheets that are read one by one."""
    one_by_one, by_column = (report_with(folder, least) for least in (10**9, 1))
    require(one_by_one == by_column, "a report by column is that of sheets", f"{one_by_one}\n{by_column}")


def report_with(folder: Path, least: int) -> Report | str:
    """The report of a check that reads by column from so many sheets on, or the error."""
    before, working = load.MIN_SHEETS, os.getcwd()  # noqa: PTH109 - undone below
    load.MIN_SHEETS = least
    os.chdir(folder)
    try:
        return replace(speclint.check(), seconds=0.0)
    except SpeclintError as error:
        return str(error)
    finally:
        os.chdir(working)
        load.MIN_SHEETS = before


def check_table(given: tuple[str, bytes], runs: Runs) -> None:
    """A table is checked by column as row by row, and fixes keep all but figures."""
    suffix, content = given
    with runs.folder({**TABLE_SETTINGS, f"cars.{suffix}": content}) as folder:
        runs.speclint(folder, "check", "--format", "json")
        check_by_column(folder)
        if suffix != "parquet":
            check_fixes(runs, folder, "--unsafe-fixes")
        runs.speclint(folder, "diff", f"cars.{suffix}", f"cars.{suffix}", "--format", "json")


def check_fix(given: tuple[dict[str, bytes], bool], runs: Runs) -> None:
    """Fixes add no finding, and a second run of them changes nothing."""
    files, is_unsafe = given
    with runs.folder(files) as folder:
        check_fixes(runs, folder, *["--unsafe-fixes"] * is_unsafe)


def check_fixes(runs: Runs, folder: Path, *options: str) -> None:
    """Fix what can be fixed in a folder, twice."""
    before, reported = contents(folder), runs.speclint(folder, "check", "--format", "json")
    shown = runs.speclint(folder, "check", "--diff", *options)
    require(contents(folder) == before, "--diff writes nothing")
    fixed = runs.speclint(folder, "check", "--fix", *options, "--format", "json")
    after = contents(folder)
    require(before.keys() == after.keys(), "a fix leaves no file behind", before.keys() ^ after.keys())
    if fixed.status == 2:
        require(before == after, "what fails writes nothing", fixed.err)
        return
    require((shown.status == 1) == (before != after), "--diff shows what --fix writes", shown)
    _require_no_more(reported, fixed)
    for name, content in before.items():
        _require_layout(content, after[name])
    runs.speclint(folder, "check", "--fix", *options, "--format", "json")
    require(contents(folder) == after, "a second fix changes nothing", fixed.out)
    again = runs.speclint(folder, "check", "--no-cache", "--format", "json")
    require(_found(again) == _found(fixed), "what a fix reports is what a check finds", f"{fixed}\n{again}")


def _found(outcome: Outcome) -> list[tuple[str, ...]]:
    return sorted(
        (finding["rule"], finding["path"], finding["pointer"]) for finding in outcome.report["findings"]
    )


WEIGHTS = {"note": 1, "warning": 2, "error": 3}


def _require_no_more(before: Outcome, after: Outcome) -> None:
    """No rule finds more after a fix than before, but for rules of a lower level than all that is fixed.

    A right figure may show that a sibling is unusual.
    """
    if before.status == 2:
        return
    reports = [outcome.report["findings"] for outcome in (before, after)]
    left = {finding["fingerprint"] for finding in reports[1]}
    fixed = [WEIGHTS[finding["level"]] for finding in reports[0] if finding["fingerprint"] not in left]
    least = min(fixed, default=min(WEIGHTS.values()))
    counts = [
        Counter(finding["rule"] for finding in report if WEIGHTS[finding["level"]] >= least)
        for report in reports
    ]
    added = counts[1] - counts[0]
    require(not added, "a fix adds no finding", f"{added}\n{before.out}\n{after.out}")


def _require_layout(before: bytes, after: bytes) -> None:
    for mark in (b"\r", b"\n", b"\t"):
        require(before.count(mark) == after.count(mark), "a fix keeps the layout", mark)


MIRRORED = {"added": "removed", "removed": "added", "sharpened": "blurred", "blurred": "sharpened"}


def check_diff(given: tuple[bytes, bytes, str], runs: Runs) -> None:
    """A document does not differ from itself, and two differ in one direction as in the other."""
    base, revision, form = given
    with runs.folder({"a.json": base, "b.json": revision}) as folder:
        same = runs.speclint(folder, "diff", "b.json", "b.json", "--format", "json")
        require(same.status == 2 or not same.report["changes"], "no document differs from itself", same)
        if form == "self":
            return
        forth = runs.speclint(folder, "diff", "a.json", "b.json", "--format", "json")
        back = runs.speclint(folder, "diff", "b.json", "a.json", "--format", "json")
        require(forth.status == back.status, "a diff can be done in both directions", f"{forth} {back}")
        if forth.status == 0:
            there, mirrored = _changes(forth, {}), _changes(back, MIRRORED, is_swapped=True)
            both = f"{there - mirrored}\n{mirrored - there}"
            require(there == mirrored, "a diff is mirrored in the other direction", both)
            runs.speclint(folder, "diff", "a.json", "b.json", "--exit-code", "--format", form)


def _changes(
    outcome: Outcome, kinds: Mapping[str, str], *, is_swapped: bool = False
) -> Counter[tuple[str, ...]]:
    """What changed: its quantity, its kind and both sides, of each figure."""
    changes: Counter[tuple[str, ...]] = Counter()
    for change in outcome.report["changes"]:
        sides = [side and f"{side['stated']} {side['unit']}" for side in (change["base"], change["revision"])]
        if any(sides):
            kind = kinds.get(change["kind"], change["kind"])
            changes[str(change["quantity"]), kind, *map(str, reversed(sides) if is_swapped else sides)] += 1
    return changes


@st.composite
def pairs(draw: DrawFn) -> tuple[bytes, bytes]:
    """A sheet before and after changes."""
    base = draw(with_values_changed(draw(st.sampled_from([SPECS[name] for name in sorted(SPECS)])), 3))
    revision = draw(with_values_changed(base))
    return draw(written(base)), draw(written(revision))


def check_init(files: dict[str, bytes], runs: Runs) -> None:
    """What `init` writes is a configuration that `check` follows, and the same each time."""
    with runs.folder(files) as folder:
        first = runs.speclint(folder, "init")
        settings = contents(folder)
        runs.speclint(folder, "init", "--force")
        require(contents(folder) == settings, "init writes the same again", first)
        if first.status == 0:
            outcome = runs.speclint(folder, "check", "--format", "json")
            require(outcome.status in {0, 1}, "check follows what init wrote", f"{first} {outcome}")
            runs.speclint(folder, "config")


@st.composite
def unconfigured(draw: DrawFn) -> dict[str, bytes]:
    """Files without a configuration, of which `init` has to make sense."""
    files = {name: content for name, content in draw(repositories()).items() if name not in SETTINGS}
    if draw(st.booleans()):
        header = draw(
            st.lists(st.sampled_from([*CELLS, *KEYS, "Leistung (kW)", "Gewicht [kg]", "0-100"]), min_size=1)
        )
        rows = draw(st.lists(st.lists(st.sampled_from(CELLS), max_size=len(header)), max_size=5))
        table = "\n".join(";".join(row).replace("\ud800", "?") for row in [header, *rows])
        files["cars.csv"] = table.encode()
    return files


Damage = tuple[str, int, bytes]


def check_cache(given: tuple[dict[str, bytes], list[Damage]], runs: Runs) -> None:
    """A damaged cache changes no finding, and one with a right checksum and wrong contents fails no run."""
    files, damages = given
    with runs.folder(files) as folder:
        cold = runs.speclint(folder, "check", "--format", "json")
        entries = sorted((folder.parent / "cache").rglob("*.speclint"))
        for number, (kind, at, inserted) in enumerate(damages):
            for entry in entries[number % (len(entries) or 1) :][:1]:
                entry.write_bytes(_damaged(entry.stem, entry.read_bytes(), kind, at, inserted))
        outcome = runs.speclint(folder, "check", "--format", "json")
        if not any(kind == "forge" for kind, _, _ in damages):
            require(outcome == cold, "a damaged cache changes nothing", f"{cold}\n{outcome}")


def _damaged(key: str, content: bytes, kind: str, at: int, inserted: bytes) -> bytes:
    place = at % (len(content) + 1)
    if kind == "cut":
        return content[:place]
    if kind == "remove":
        return content[:place] + content[place + 5 :]
    damaged = content[:place] + inserted + content[place + len(inserted) * (kind != "insert") :]
    if kind != "forge":
        return damaged
    return crc32(damaged[4:], crc32(key.encode())).to_bytes(4) + damaged[4:]


damages = st.lists(
    st.tuples(
        st.sampled_from(("cut", "remove", "insert", "replace", "forge")), st.integers(0, 10**5),
        st.binary(min_size=1, max_size=6)
    ),
    min_size=1, max_size=3,
)  # fmt: skip


def check_baseline(given: tuple[dict[str, bytes], list[dict[str, str]], bytes | None], runs: Runs) -> None:
    """What a baseline holds is not found again, and a damaged one fails with one line."""
    files, accepted, damaged = given
    own = files.get("speclint.toml", b'[[sheets]]\nprofile = "spec-sheet"\n').decode()
    settings = 'baseline = "known.json"\n' + own + "".join(map(_accept, accepted))
    with runs.folder({**files, "speclint.toml": settings.encode("utf-8", "backslashreplace")}) as folder:
        if runs.speclint(folder, "baseline").status == 0:
            outcome = runs.speclint(folder, "check", "--format", "json")
            require(outcome.status == 0, "what the baseline holds is not found again", outcome)
            pruned = runs.speclint(folder, "baseline", "--prune")
            is_kept = ": 0 removed" in pruned.out or ": nothing removed" in pruned.out
            require(is_kept, "nothing of a new baseline is removed", pruned)
        if damaged is not None:
            write(folder, {"known.json": damaged})
            runs.speclint(folder, "check", "--format", "json")
            runs.speclint(folder, "baseline", "--prune")


def _accept(entry: dict[str, str]) -> str:
    return "\n".join(["[[accept]]", *(f"{key} = {json.dumps(text)}" for key, text in entry.items()), ""])


ENTRY = {
    "rule": "conversion-mismatch", "sheet": "bmw/ix2-xdrive30", "at": "/powertrain/torque/lb-ft",
    "stated": "346", "against": {"bmw/ix2-xdrive30#/powertrain/torque/Nm": "494"}, "arguments": ["x"],
    "unit": "lb-ft",
}  # fmt: skip
accepted = st.lists(
    st.fixed_dictionaries(
        {
            "rule": st.sampled_from(
                ("conversion-mismatch", "kerb-exceeds-gross", "schema", "figure-out-of-bounds")
            ),
            "reason": st.sampled_from(("as printed", "")) | st.text(max_size=3),
            "sheet": st.sampled_from(("*", "bmw/*", "?", "[a]", "**", "acme/**")) | st.text(max_size=4),
        },
        optional={"at": st.sampled_from(("", "/", "/powertrain", "~", "/~2", "x"))},
    ),
    max_size=2,
)
damaged_baselines = with_values_changed({"version": 2, "known": [ENTRY, {**ENTRY, "at": ""}]}).flatmap(
    written
)


TARGETS = (
    Target("check", st.tuples(repositories(), st.sampled_from(ASPECTS)), check_check),
    Target("fix", st.tuples(repositories(), st.booleans()), check_fix),
    Target(
        "diff",
        st.tuples(pairs(), st.sampled_from(FORMATS)).map(lambda drawn: (*drawn[0], drawn[1])),
        check_diff,
    ),
    Target("init", unconfigured(), check_init),
    Target("csv", st.tuples(st.just("csv"), csv_files()), check_table),
    Target("ndjson", st.tuples(st.just("ndjson"), ndjson_files()), check_table),
    Target("parquet", st.tuples(st.just("parquet"), parquet_files()), check_table),
    Target("cache", st.tuples(own_sheets(), damages), check_cache),
    Target("baseline", st.tuples(repositories(), accepted, st.none() | damaged_baselines), check_baseline),
)

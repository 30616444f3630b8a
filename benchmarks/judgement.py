"""Draw a sample of warnings in public data for people to judge, and print what they judged.

    python benchmarks/judgement.py --draw FOLDER [--data FOLDER] [--count 150] [--seed N]
    python benchmarks/judgement.py --join FOLDER READER READER
    python benchmarks/judgement.py [--write]

`--draw` checks the data sets of finds.toml and the published figures, and writes into a folder
`sample.ndjson`, what speclint reports, and `questions.ndjson`, the same without the message, the suspect and
the suggestion: the rule, the figures that it is about in the order of their places, the record and its
siblings. Each reader answers with a file of lines {"id", "verdict": "true" | "false" | "uncertain",
"wrong": place or null, "right": value or null, "reason"}. `--join` writes benchmarks/judgement.json from
both. A finding counts as true if both readers say so, a suspect as right if the readers who name a figure
name that one.
The older of two revisions of one data set is left out. The data are no part of the project: `--data`, or
SPECLINT_SHARED, names the folder that holds them.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from finds import data_sets, lay_out, lay_out_published, speclint

HERE = Path(__file__).resolve().parent
JUDGED = HERE / "judgement.json"
ACCURACY = HERE.parent / "docs" / "accuracy.md"
MARKS = "<!-- judged -->", "<!-- end of judged -->"
LEFT_OUT = ("older Kilowatt",)
PUBLISHED = "published figures"
MAX_SIBLINGS, NEIGHBOURS = 12, 3
NORMAL_95 = 1.96

Finding = dict[str, Any]


def found_in(title: str, folder: Path) -> list[Finding]:
    """The warnings of a configured folder."""
    report = json.loads(speclint(folder, "check", "--format", "json"))
    return [{"set": title, **finding} for finding in report["findings"] if finding["level"] == "warning"]


def places(finding: Finding) -> list[str]:
    """The places in its own record that a finding is about, in order, so that none stands out."""
    here = [finding, *finding["related"], *([finding["suspect"]] if finding["suspect"] else [])]
    return sorted({place["pointer"] for place in here if place["path"] == finding["path"]})


def record_of(finding: Finding, folder: Path) -> tuple[Any, list[Any]]:
    """The record of a finding, and its siblings or the records around it."""
    file = folder / finding["path"]
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        at = finding["line"] - 1
        return dict(zip(rows[0], rows[at], strict=False)), rows[max(1, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    content = json.loads(file.read_text(encoding="utf-8"))
    around: list[Any] = []
    for token in finding["pointer"].split("/")[1:]:
        if isinstance(content, list):
            at = int(token)
            around = content[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
            content = content[at]
            break
        if not isinstance(content.get(token), list):
            break
        content = content[token]
    if not around:
        family, is_row, _ = file.stem.partition("-row-")
        found = file.parent.glob(f"{family}-row-*.json") if is_row else file.parents[1].rglob("*.json")
        others = sorted(other for other in found if other != file)
        around = [json.loads(other.read_text(encoding="utf-8")) for other in others[:MAX_SIBLINGS]]
    return content, around


def draw(data: Path, target: Path, count: int, seed: int) -> None:
    """Draw from the warnings of all data sets, and write the sample and the questions."""
    with tempfile.TemporaryDirectory(prefix="speclint-judgement-") as scratch:
        folders = {PUBLISHED: Path(scratch) / "published"}
        lay_out_published(data, folders[PUBLISHED])
        for data_set in data_sets():
            if data_set.title not in LEFT_OUT:
                folders[data_set.title] = Path(scratch) / data_set.title
                lay_out(data, data_set, folders[data_set.title])
        found = [finding for title, folder in folders.items() for finding in found_in(title, folder)]
        found.sort(key=lambda finding: (finding["set"], finding["path"], finding["pointer"], finding["rule"]))
        print(len(found), "warnings:", dict(Counter(finding["set"] for finding in found)))
        sample = Random(seed).sample(found, min(count, len(found)))  # noqa: S311 - a sample, no secret
        target.mkdir(parents=True, exist_ok=True)
        questions = []
        for number, finding in enumerate(sample):
            record, around = record_of(finding, folders[finding["set"]])
            questions.append({
                "id": number, "set": finding["set"], "sheet": finding["sheet"], "rule": finding["rule"],
                "places": places(finding), "record": record, "siblings": around,
            })  # fmt: skip
        kept = ("set", "sheet", "rule", "path", "line", "pointer", "message", "suspect")
        lines = [
            {"id": number} | {key: finding[key] for key in kept} for number, finding in enumerate(sample)
        ]
        for name, entries in (("sample", lines), ("questions", questions)):
            text = "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
            (target / f"{name}.ndjson").write_text(text, encoding="utf-8")


def answers(file: Path) -> dict[int, Finding]:
    """What one reader answered, by number."""
    lines = map(json.loads, filter(str.strip, file.read_text(encoding="utf-8").splitlines()))
    return {answer["id"]: answer for answer in lines}


def join(folder: Path, readers: list[Path]) -> None:
    """Write the judgement from the sample and the answers of the readers."""
    by_reader = [answers(reader) for reader in readers]
    sample = map(json.loads, (folder / "sample.ndjson").read_text(encoding="utf-8").splitlines())
    keys = ("verdict", "wrong", "right", "reason")
    judged = [
        finding | {"readers": [{key: found[finding["id"]][key] for key in keys} for found in by_reader]}
        for finding in sample
    ]
    JUDGED.write_text(json.dumps(judged, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def interval(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    share, square = hits / total, NORMAL_95**2 / total
    middle = (share + square / 2) / (1 + square)
    half = NORMAL_95 / (1 + square) * math.sqrt(share * (1 - share) / total + square / total / 4)
    return middle - half, middle + half


def is_true(finding: Finding) -> bool:
    """Whether both readers hold it for true."""
    return all(reader["verdict"] == "true" for reader in finding["readers"])


def is_suspect_right(finding: Finding) -> bool | None:
    """Whether all readers who name a figure name the suspect; None if none does, or there is no suspect."""
    named = {reader["wrong"] for reader in finding["readers"] if reader["wrong"]}
    if finding["suspect"] is None or not named:
        return None
    return named == {finding["suspect"]["pointer"]}


def share(label: str, verdicts: list[bool]) -> str:
    """One row of the table."""
    low, high = interval(sum(verdicts), len(verdicts))
    percent = f"{sum(verdicts) / len(verdicts):.0%} ({low:.0%}–{high:.0%})".replace("%", " %")
    return f"| {label} | {len(verdicts)} | {sum(verdicts)} | {percent} |"


def table() -> str:
    """The judgement in Markdown."""
    judged: list[Finding] = json.loads(JUDGED.read_text(encoding="utf-8"))
    either = [any(reader["verdict"] == "true" for reader in finding["readers"]) for finding in judged]
    suspects = [right for finding in judged if (right := is_suspect_right(finding)) is not None]
    rows = [
        share("warnings that both readers hold for true", list(map(is_true, judged))),
        share("warnings that one of them holds for true", either),
        share("suspects, where a reader names the wrong figure", suspects),
    ]
    for rule, count in Counter(finding["rule"] for finding in judged).most_common():
        if count > NEIGHBOURS:
            of_rule = [is_true(finding) for finding in judged if finding["rule"] == rule]
            rows.append(share(f"`{rule}`, true to both", of_rule))
    return "\n".join(["| | n | right | share (95 % interval) |", "|---|---|---|---|", *rows])


def main() -> None:
    """Draw, join or print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--draw", type=Path)
    parser.add_argument("--join", type=Path, nargs=3, metavar=("FOLDER", "READER", "READER"))
    parser.add_argument("--data", type=Path, default=os.environ.get("SPECLINT_SHARED"))
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.draw:
        if not options.data:
            parser.error("name the folder of the data with --data or SPECLINT_SHARED")
        draw(Path(options.data), options.draw, options.count, options.seed)
        return
    if options.join:
        join(options.join[0], options.join[1:])
    print(table())
    if options.write:
        text = ACCURACY.read_text(encoding="utf-8")
        head, _, rest = text.partition(MARKS[0])
        _, _, tail = rest.partition(MARKS[1])
        ACCURACY.write_text(f"{head}{MARKS[0]}\n\n{table()}\n\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()

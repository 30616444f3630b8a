"""The comparison of detectors as tables."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from accuracy.comparison import wilson
from accuracy.tally import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from accuracy.comparison import Comparison, Detector

BEFORE = Path(__file__).with_name("before.json")
"""What an earlier speclint got, for the first row: `{"commit", "settings", "alarms", "shares"}`."""
SHARES = ("found", "named", "exact")
NOTE = (
    "Thresholds are drawn so that no more good sheets are flagged than speclint flags; pandera's profile has"
    " none. Other detectors learn from good sheets of families that are not judged; those that expect a value"
    " get the baseline's search for the nearest entry error. cleanlab learns each table anew and gets fewer"
    " faults."
)
DETAIL = "By size of the error and by quantity, in percent: *found · named · exact*."


MARKS = "<!-- printed by benchmarks/accuracy --compare -->", "<!-- end of the comparison -->"


def report(comparisons: Sequence[Comparison], settings: dict[str, Any], minutes: float, style: str) -> str:
    """How it was measured, the short table, what it means, and a long one for each generator."""
    measured = (
        f"Families: {settings['families']}. Seed {settings['seed']}, {settings['faults']} faults for each"
        f" generator: the mix of all kinds, and entry errors alone. The run took {minutes:.0f} minutes."
    )
    details = (detail(comparison, style) for comparison in comparisons)
    return "\n\n".join((measured, summary(comparisons, settings, style), NOTE, DETAIL, *details))


def summary(comparisons: Sequence[Comparison], settings: dict[str, Any], style: str) -> str:
    """A row for each detector: sheets flagged, and what it makes of the faults of each generator."""
    head = ["detector", "good sheets flagged (95 %)"]
    head += [f"{comparison.generator}: {what}" for comparison in comparisons for what in SHARES] + ["seconds"]
    rows = list(_before(comparisons, settings))
    for first, *others in zip(*(comparison.detectors for comparison in comparisons), strict=True):
        detectors = first, *others
        shares = [
            str(detector.share(of, comparison.parts()["all"]))
            for comparison, detector in zip(comparisons, detectors, strict=True)
            for of in SHARES
        ]
        rows.append(
            [
                first.name,
                _interval(first.alarms),
                *shares,
                "-" if first.seconds is None else f"{first.seconds:.0f}",
            ]
        )
    rows += [[missing.name, missing.reason] for missing in comparisons[0].missing]
    return tabulate(rows, head, tablefmt=style, colalign=("left", *["right"] * (len(head) - 1)))


def _interval(share: Share) -> str:
    low, high = wilson(share)
    return f"{100 * share.hits / share.of:.2f} % ({100 * low:.2f}–{100 * high:.2f})"


def _before(comparisons: Iterable[Comparison], settings: dict[str, Any]) -> Iterator[list[str]]:
    """The row of an earlier speclint, if it was measured with the same settings."""
    before = json.loads(BEFORE.read_text("utf-8"))
    if before["settings"] == settings:
        shares = [
            str(Share(*before["shares"][comparison.generator][of]))
            for comparison in comparisons
            for of in SHARES
        ]
        yield [f"speclint before ({before['commit']})", _interval(Share(*before["alarms"])), *shares, "-"]


def detail(comparison: Comparison, style: str) -> str:
    """A row for each size and quantity, with the percentages found, named, and exact of each detector."""
    head = [comparison.generator, "faults", *(detector.name for detector in comparison.detectors)]
    rows = [
        [name, which.sum(), *(_percentages(detector, which) for detector in comparison.detectors)]
        for name, which in comparison.parts().items()
    ]
    return tabulate(rows, head, tablefmt=style, colalign=("left", *["right"] * (len(head) - 1)))


def _percentages(detector: Detector, which: Any) -> str:  # noqa: ANN401 - an array
    shares = [detector.share(of, which) for of in SHARES]
    return " · ".join("-" if share.value is None else f"{100 * share.value:.0f}" for share in shares)


def as_json(comparisons: Iterable[Comparison]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "generator": comparison.generator,
            "detectors": [
                {"name": detector.name, "seconds": detector.seconds, "alarms": asdict(detector.alarms)}
                | {
                    part: {of: asdict(detector.share(of, which)) for of in SHARES}
                    for part, which in comparison.parts().items()
                }
                for detector in comparison.detectors
            ],
            "missing": [asdict(missing) for missing in comparison.missing],
        }
        for comparison in comparisons
    ]

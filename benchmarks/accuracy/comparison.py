"""Detectors compared: each at the share of clean sheets that speclint flags, on the same faults."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from accuracy.detectors import Missing, Scores, scores
from accuracy.table import Array, errors_of, table_of
from accuracy.tally import Share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from accuracy.checked import Seeded
    from accuracy.sheets import Sheet
    from accuracy.table import Errors
    from accuracy.tally import Form

SIZES = {
    "factor >= 1.5": (1.5, math.inf),
    "1.25 to 1.5": (1.25, 1.5),
    "1.05 to 1.25": (1.05, 1.25),
    "< 1.05": (1.0, 1.05),
}
Z = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True)
class Detector:
    """What a detector makes of each fault; NaN where it was not asked, or does not answer."""

    name: str
    alarms: Share
    """The unfaulted sheets that it flags."""
    seconds: float | None
    found: Array
    named: Array
    exact: Array

    def share(self, of: str, which: Array) -> Share:
        """The share of some faults that it found, named, or gave the exact value of."""
        known = getattr(self, of)[which]
        known = known[~np.isnan(known)]
        return Share(int(known.sum()), len(known))


@dataclass(frozen=True)
class Comparison:
    """All detectors on the faults of one generator."""

    generator: str
    detectors: tuple[Detector, ...]
    missing: tuple[Missing, ...]
    sizes: Array
    quantities: Array

    def parts(self) -> dict[str, Array]:
        """Which faults are in each row of the detailed table: all, by size, by quantity."""
        found = {"all": np.full(len(self.sizes), fill_value=True)}
        found |= {name: (low <= self.sizes) & (self.sizes < high) for name, (low, high) in SIZES.items()}
        names, counts = np.unique(self.quantities, return_counts=True)
        found |= {str(names[index]): self.quantities == names[index] for index in np.argsort(-counts)}
        return {name: which for name, which in found.items() if which.any()}


def wilson(share: Share) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (E. B. Wilson, 1927, J. Am. Stat. Assoc. 22, 209)."""
    rate, trials = share.hits / share.of, share.of
    middle = rate + Z**2 / (2 * trials)
    reach = Z * math.sqrt(rate * (1 - rate) / trials + Z**2 / (4 * trials**2))
    return (middle - reach) / (1 + Z**2 / trials), (middle + reach) / (1 + Z**2 / trials)


def compared(
    forms: Sequence[tuple[Form, list[list[Seeded]]]],
    sheets: Sequence[Sheet],
    learnt: Sequence[Sheet],
    folder: Path,
) -> list[Comparison]:
    """What speclint and all others make of the faults of each form; all forms are of the same sheets."""
    table, errors = table_of(sheets), errors_of(sheets, [seeded for _, seeded in forms])
    scored = list(scores(table_of(learnt), table, errors, folder))
    missing = tuple(each for each in scored if isinstance(each, Missing))
    found = []
    for generator, (form, _) in enumerate(forms):
        which = errors.batch[:, 0] == generator
        some = errors.pick(which)
        share = Share(len({alarm.sheet for alarm in form.alarms}), len(sheets))
        detectors = [ours(form, share), inferred(form)]
        detectors += [at_share(each.pick(which), share, some) for each in scored if isinstance(each, Scores)]
        quantities = np.array([fault.quantity for fault in some.faults])
        found.append(Comparison(form.name, tuple(detectors), missing, some.size, quantities))
    return found


def ours(form: Form, share: Share) -> Detector:
    """Verdicts on speclint."""
    verdicts = [outcome.verdict for outcome in form.outcomes]
    found, named, exact = (
        np.array([getattr(verdict, name) for verdict in verdicts], dtype=float)
        for name in ("detected", "suspect", "exact")
    )
    return Detector("speclint", share, None, found, named, exact)


def inferred(form: Form) -> Detector:
    """The profile that pandera infers, at the share of alarms that it has; it names the column."""
    found = np.array([outcome.peers[1] for outcome in form.outcomes], dtype=float)
    return Detector(
        "pandera, inferred profile",
        Share(form.peer_alarms[1], form.sheets),
        None,
        found,
        found,
        found * np.nan,
    )


def at_share(scored: Scores, share: Share, errors: Errors) -> Detector:
    """Faults found with the threshold that flags no more of the unfaulted rows than the share.

    A fault is found where a figure is flagged that was not flagged before, or the faulted figure itself; it
    is named where the score of that figure is the greatest of these.
    """
    rows = scored.clean.max(axis=1, initial=-np.inf, where=~np.isnan(scored.clean))
    rows = rows[~np.isnan(scored.clean).all(axis=1)]
    allowed = share.hits * len(rows) // share.of
    threshold = np.sort(rows)[::-1][allowed]
    alarms = Share(int((rows > threshold).sum()), len(rows))
    before = scored.clean[errors.row] > threshold
    by_row = scored.clean.shape[1] == 1
    if not by_row:
        before[np.arange(len(before)), errors.column] = False
    new = (scored.faulty > threshold) & ~before
    found = np.where(np.isnan(scored.faulty).all(axis=1), np.nan, new.any(axis=1))
    named, exact = np.full((2, len(found)), np.nan)
    if not by_row:
        first = np.where(new, scored.faulty, -np.inf).argmax(axis=1) == errors.column
        named = np.where(np.isnan(found), np.nan, found * first)
    if scored.proposed is not None:
        exact = named * np.isclose(scored.proposed, errors.right, rtol=1e-9)
    return Detector(scored.name, alarms, scored.seconds, found, named, exact)

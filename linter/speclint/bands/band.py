"""Bands: how far out a figure lies where it is the one that fits the others least, and how rare that is."""

from __future__ import annotations

import math

import msgspec

LEVELS = (30, 100, 300, 1000, 3000, 10000)
"""One in so many cars lies farther out than the steps of a tail."""
FLOOR = 3.6
"""Deviations below which no figure is called unusual, however few the cars are that say so."""
CLOSE = ("power", "mass", "acceleration_0_100_kmh", "top_speed")
"""Figures that are told where they stray from siblings: the others of a model leave them little choice."""
BAND, BAND_BESIDE = 3000, 700
"""Where bands end: one in so many cars has its suspect beyond, on each side. Beside siblings fewer figures
are told, so that a band may end sooner."""


class Tail(msgspec.Struct, frozen=True):
    """How far out suspects lie to each side, in deviations, at each of `LEVELS`."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    cars: int
    """How many cars it was drawn on."""

    def ends(self, *, siblings: bool) -> tuple[float, float]:
        """The deviations, below and above, at which the band ends, alone or beside siblings."""
        rarity = BAND_BESIDE if siblings else BAND
        return _reached(self.low, rarity), _reached(self.high, rarity)

    def rarity(self, deviations: float) -> float:
        """One in how many cars lies so far out; at most what the cars it was drawn on can tell."""
        steps, size = self.high if deviations > 0 else self.low, abs(deviations)
        found = float(LEVELS[0])
        for i in range(1, len(LEVELS)):
            if size > steps[i - 1]:
                share = min(1.0, (size - steps[i - 1]) / max(steps[i] - steps[i - 1], 1e-9))
                found = LEVELS[i - 1] * (LEVELS[i] / LEVELS[i - 1]) ** share
        return min(found, float(self.cars))


def _reached(steps: tuple[float, ...], rarity: float) -> float:
    """The deviations that one in so many cars exceeds, between two levels by the logarithm of the rarity."""
    i = max(i for i in range(len(LEVELS) - 1) if LEVELS[i] <= rarity)
    share = math.log(rarity / LEVELS[i]) / math.log(LEVELS[i + 1] / LEVELS[i])
    return steps[i] + (steps[i + 1] - steps[i]) * share


class HoldOut(msgspec.Struct, frozen=True):
    """What a band was measured to be on families that its fit did not see."""

    cars: int
    robust_sd: float
    outside: float
    """Share of the cars outside the band."""


class Band(msgspec.Struct, frozen=True):
    """How far out one figure of a portrait lies, alone and beside siblings."""

    alone: Tail
    siblings: Tail | None
    """None for a figure that siblings do not tell of."""
    held_out: HoldOut | None = None
    held_out_siblings: HoldOut | None = None

"""Bands: how far out a figure lies where it fits the others least, and how rare that is."""

from __future__ import annotations

import math
from functools import cache

import msgspec

LEVELS = (30, 100, 300, 1000, 3000, 10000)
"""Rarities of the steps of a tail: one in so many cars lies farther out, for this figure and on this side."""
FLOOR = 3.6
"""Standard deviations below which no figure is called unusual, however few cars lie farther out."""
CLOSE = ("power", "mass", "acceleration_0_100_kmh", "top_speed")
"""Figures reported where they deviate from siblings: the others of a model determine them closely."""
BAND, BAND_BESIDE = 3000, 700
"""Where bands end: one in so many cars has this figure, its suspect, beyond, on each side; of all figures
together more have one beyond, about one in 100. Beside siblings fewer figures are reported, so a band may
end sooner."""


class Tail(msgspec.Struct, frozen=True):
    """How far out suspects lie to each side, in standard deviations, at each of `LEVELS`."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    cars: int
    """How many cars it was measured on."""

    def ends(self, *, siblings: bool) -> tuple[float, float]:
        """The standard deviations, below and above, at which the band ends, alone or beside siblings."""
        rarity = BAND_BESIDE if siblings else BAND
        return self.reached(rarity, high=False), self.reached(rarity, high=True)

    def reached(self, rarity: float, *, high: bool) -> float:
        """The standard deviations that one in so many cars exceeds, linear in the logarithm of the rarity."""
        steps = self.high if high else self.low
        i, share = _level(rarity)
        return steps[i] + (steps[i + 1] - steps[i]) * share


@cache
def _level(rarity: float) -> tuple[int, float]:
    """The last level that is not rarer, and how far on the way to the next one a rarity lies."""
    i = max(i for i in range(len(LEVELS) - 1) if LEVELS[i] <= rarity)
    return i, math.log(rarity / LEVELS[i]) / math.log(LEVELS[i + 1] / LEVELS[i])


class HoldOut(msgspec.Struct, frozen=True):
    """A band as measured on families that its fit did not see."""

    cars: int
    robust_sd: float
    """Of the logarithm of the figure, less its conditional mean."""
    outside: float
    """Share of the cars outside the band."""


class Band(msgspec.Struct, frozen=True):
    """How far out one figure of a reference model lies, alone and beside siblings."""

    alone: Tail
    siblings: Tail | None
    """None for a figure that is not compared with siblings."""
    held_out: HoldOut | None = None
    held_out_siblings: HoldOut | None = None

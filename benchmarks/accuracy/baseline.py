"""Thirty lines that every rule has to beat: a figure's distance from the median of its model."""

from itertools import pairwise

import numpy as np


def medians(logs: np.ndarray, model: np.ndarray) -> np.ndarray:
    """The median of each figure's logarithm among the other sheets of the model; NaN where none states it."""
    found = np.full_like(logs, np.nan)
    for name in np.unique(model):
        members = np.flatnonzero(model == name)
        for row in members:
            others = np.ma.masked_invalid(logs[members[members != row]])
            found[row] = np.ma.median(others, axis=0).filled(np.nan) if len(others) else np.nan
    return found


def deviations(logs: np.ndarray, median: np.ndarray, middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Spreads of the column from the model's median; without one, half of those from the column's."""
    return np.nan_to_num(np.where(np.isnan(median), abs(logs - middle) / 2, abs(logs - median)) / spread)


def originals(text: str, factors: list[float]) -> set[float]:
    """The numbers that one entry error turns into this one: a digit, two swapped, the point, the unit."""
    found = {text[:at] + text[at + 1 :] for at in range(len(text))}
    for digit in "0123456789":
        found |= {text[:at] + digit + text[at:] for at in range(len(text) + 1)}
        found |= {text[:at] + digit + text[at + 1 :] for at in range(len(text)) if text[at] != "."}
    for at, after in pairwise(at for at in range(len(text)) if text[at] != "."):
        found.add(text[:at] + text[after] + text[at + 1 : after] + text[at] + text[after + 1 :])
    numbers = {float(number) for number in found if number.strip(".")}
    return numbers | {float(text) * factor for factor in (10, 0.1, *factors)}


def nearest(text: str, factors: list[float], expected: float, places: int, stated: list[float]) -> float:
    """The original that most siblings state, else the nearest to the logarithm that is expected."""
    found = {round(number, places) for number in originals(text, factors)} - {0, float(text)}
    near = min(found, key=lambda number: abs(np.log(number) - expected)) if np.isfinite(expected) else np.nan
    return max(filter(found.__contains__, stated), key=stated.count, default=near)

"""Student's t distribution of the residuals of the reference models."""

from __future__ import annotations

from math import gamma, log1p, pi, sqrt
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Deviations = TypeVar("Deviations", float, NDArray[np.float64])

FREEDOM = 4.0
"""Degrees of freedom: heavy tails, as published figures have."""
_AT_MODE = gamma((FREEDOM + 1) / 2) / gamma(FREEDOM / 2) / sqrt(FREEDOM * pi)


def density(deviations: Deviations) -> Deviations:
    """The density, by standard deviation, at a distance from the mean in these; of a number or an array."""
    base = 1 + deviations * deviations / FREEDOM
    found: Deviations = _AT_MODE * base ** (-(FREEDOM + 1) / 2)
    return found


def log_density_loss(squared: float) -> float:
    """The log density at the mode less that at a squared standardized residual."""
    return (FREEDOM + 1) / 2 * log1p(squared / FREEDOM)

"""Student's t distribution of the residuals of the reference models."""

from __future__ import annotations

from math import gamma, log1p, pi, sqrt

FREEDOM = 4.0
"""Degrees of freedom: heavy tails, as published figures have."""
_AT_MODE = gamma((FREEDOM + 1) / 2) / gamma(FREEDOM / 2) / sqrt(FREEDOM * pi)


def density(deviations: float) -> float:
    """The density at so many standard deviations from the mean, by standard deviation."""
    return float(_AT_MODE * (1 + deviations * deviations / FREEDOM) ** (-(FREEDOM + 1) / 2))


def log_density_loss(squared: float) -> float:
    """The log density at the mode less that at a squared standardized residual."""
    return (FREEDOM + 1) / 2 * log1p(squared / FREEDOM)
